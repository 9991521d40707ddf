"""What the pages of the site show: plain rows and the figures of the reports, taken from studies and their units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.common_scores import common_scores
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.frame_block import frame_block
from evaluator.contrasts.nearest import nearest_line
from evaluator.contrasts.sides import sides_of
from evaluator.contrasts.study import RankedResult, Study
from evaluator.extensions.publish.holdings import Group, Unit
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Spoken, say, say_n, series, text_for
from evaluator.model.weighting import Weighting
from evaluator.reports.charts.common_dots import common_dots
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.grade_dots import bands_of, grade_dots
from evaluator.reports.charts.small_multiples import Panel, YearScore
from evaluator.reports.charts.tile_maps import COLUMNS, STEP_X, one_frame, tile_maps
from evaluator.reports.charts.two_sides import two_sides
from evaluator.reports.context.beside import scores_beside
from evaluator.reports.language import Language
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.retitle import names_of
from evaluator.reports.sections.region_charts import map_frames
from evaluator.reports.subject import country_name, span

NEARLY_NONE = 5e-3  # of the weight: prints as 0 %
NAMED = 3
BESIDE = 0.005  # to a border of bands: such a score prints a third digit


@dataclass(frozen=True, slots=True)
class Standing:
    """A result with the name of its frame; `edges` are the borders of bands that its digits must not cross."""

    frame: str
    result: RankedResult
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A criterion: its plain question, its outcome on a scale up to `top`, and its share of weight under two frames."""

    title: str
    asked: str
    outcome: Outcome
    top: int
    one: float
    other: float


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place among others under a frame, who shares it, and how many ranges its own lies above and below."""

    frame: str
    place: Spoken
    firm: Spoken


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit in a list, with the names of its country and rubric and its years."""

    unit: Unit
    country: str
    years: str
    rubric: str


@dataclass(frozen=True, slots=True)
class FrameShown:
    """A frame as its page describes it: shares of weight by paradigm, whom it lifts and lowers, its nearest frames."""

    frame: Weighting
    title: str
    shares: tuple[tuple[str, float], ...]
    lifts: Spoken
    lowers: Spoken
    nearest: Spoken | str

    @property
    def foremost(self) -> tuple[tuple[str, float], ...]:
        """Return the paradigms with the greatest share: several where they print the same."""
        most = max((share for _, share in self.shares), default=0.0)
        return tuple(one for one in self.shares if one[1] > most - BESIDE)


def name_of(unit: Unit, lang: str) -> str:
    """Return the name of a unit's country."""
    country = unit.entrant.assessment.country
    return country_name(country.names, country.iso3, lang).text or country.iso3


def named_countries(
    library: Library, codes: Iterable[str], lang: str, others: Iterable[str]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return code, name in `lang`, and every name that a country's file or the locale data give, in order of the name.

    A country without a file has the names of the locale data alone.
    """
    rows = []
    for code in dict.fromkeys(codes):
        names = library.country(code).names if library.has_country(code) else {}
        every = (*names.values(), *(country_name(names, code, other).text for other in others))
        rows.append((code, country_name(names, code, lang).text or code, tuple(dict.fromkeys(filter(None, every)))))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def title_of(unit: Unit, lang: str) -> str:
    """Return the name of a unit's country with its years."""
    return f"{name_of(unit, lang)} {years_of(unit)}"


def years_of(unit: Unit) -> str:
    """Return the years of a unit: the year of a record, else the period of a plan."""
    return unit.group.year or span(*unit.entrant.years)


def labels(group: Group, lang: str) -> dict[str, str]:
    """Return the name of each unit of a group, by its id."""
    units = [Unit(group, place) for place in range(len(group.study.entrants))]
    return {u.entrant.plan_id: name_of(u, lang) if group.year else f"{name_of(u, lang)} {years_of(u)}" for u in units}


@dataclass(frozen=True)
class FewPlans:
    """A few graded plans beside each other: their charts, and the safeguards on which all are silent."""

    title: str
    charts: tuple[Chart, ...]
    rubric: str
    silent: tuple[str, ...]


def few_plans(pen: Callable[[Rubric], Pen], group: Group, lang: str) -> FewPlans | None:
    """Return what the front page says of a few graded plans; None where control and protection cannot be compared."""
    rubric, named = group.rubric, labels(group, lang)
    sides = two_sides(pen(rubric), sides_of(group.study, named))
    if sides is None:
        return None
    common = common_dots(pen(rubric), common_scores(group.study, named))
    settled = [{o.criterion_id: o.status for o in entrant.outcomes} for entrant in group.study.entrants]
    silent = [gate for gate in rubric.grading.gates if all(plan[gate] == "silent" for plan in settled)]
    titles = tuple(rubric.title(gate, lang) for gate in silent)
    return FewPlans(sides.title, tuple(filter(None, (sides, common))), text_for(rubric.named(), lang), titles)


def of_today(assessment: Assessment, date: str) -> Spoken:
    """Return whether what is rated is of the day of the data: until when it ran, and whether a newer plan is known."""
    plan, year = assessment.plan, date[:4]
    newer = [one.start[:4] for one in assessment.country.plan_history if one.start and one.start > plan.start]
    end = (plan.end or "")[:4]
    ran = say("It ran until %(end)s.", end=end) if end < year else say("It runs until %(end)s.", end=end)
    if not newer:
        return series(" ", [ran, say("No newer plan is on record here.")])
    return series(
        " ", [ran, say("A newer plan is known, of %(start)s; this page does not judge it.", start=max(newer))]
    )


def standing(rubric: Rubric, result: RankedResult, lang: str) -> Standing:
    """Return a result with the name of its frame."""
    edges = tuple(band.lower for band in rubric.grading.bands)
    name = text_for(rubric.weightings[result.weighting_id].names, lang, result.weighting_id)
    return Standing(name, result, edges)


def looked_at(unit: Unit, one: str, other: str, lang: str) -> tuple[Looked, ...]:
    """Return the criteria that two frames count, those first on which they differ most."""
    rubric, outcomes = unit.group.rubric, {o.criterion_id: o for o in unit.entrant.outcomes}
    pair, words = [rubric.weightings[one], rubric.weightings[other]], PageLanguage(lang, "", rubric)
    rows = [
        Looked(
            rubric.title(line.id, lang),
            words.plain(line.id),
            outcomes[line.id],
            rubric.scale_of(line.id).top,
            *line.shares,
        )
        for line in effective_weights(rubric, pair)
        if line.kind == "criterion" and line.id in outcomes and max(line.shares) >= NEARLY_NONE
    ]
    return tuple(sorted(rows, key=lambda row: (-round(abs(row.one - row.other), 9), -row.one, row.title)))


def open_criteria(unit: Unit, lang: str) -> tuple[str, ...]:
    """Return the titles of criteria that apply and have no level."""
    open_ones = [o.criterion_id for o in unit.entrant.outcomes if o.applies and o.level is None]
    return tuple(unit.group.rubric.title(name, lang) for name in open_ones)


def places_of(unit: Unit, group: Group, frames: Sequence[str], lang: str) -> tuple[Place, ...]:
    """Return a unit's places in a group under some frames; none where it has no rank there."""
    rubric, found = unit.group.rubric, list[Place]()
    for name in dict.fromkeys(frames):
        row = [one for one in group.study.row(name) if one.rank is not None]
        own = next((one for one in row if one.plan_id == unit.entrant.plan_id), None)
        if own is not None:
            same = sum(one.rank == own.rank for one in row) - 1
            frame = text_for(rubric.weightings[name].names, lang, name)
            found.append(Place(frame, _place_words(own.rank or 0, len(row), same), _firm_words(own, row)))
    return tuple(found)


def _place_words(rank: int, among: int, same: int) -> Spoken:
    if not same:
        return say("%(place)s of %(all)s", place=rank, all=among)
    return say_n(
        "%(place)s of %(all)s, with %(number)s other", "%(place)s of %(all)s, with %(number)s others", same,
        place=rank, all=among,
    )  # fmt: skip


def _firm_words(own: RankedResult, row: Sequence[RankedResult]) -> Spoken:
    ahead = sum(own.bounds[0] > one.bounds[1] for one in row)
    behind = sum(one.bounds[0] > own.bounds[1] for one in row)
    return say("its range lies above that of %(ahead)s, below that of %(behind)s", ahead=ahead, behind=behind)


def listed(unit: Unit, lang: str) -> Listed:
    """Return a unit for a list."""
    rubric = unit.group.rubric
    return Listed(unit, name_of(unit, lang), years_of(unit), text_for(rubric.named(), lang, rubric.id))


def frames_shown(group: Group, spoken: Language) -> tuple[FrameShown, ...]:
    """Return every frame of a group's rubric, with whom it lifts and lowers against the first frame."""
    rubric, lang = group.rubric, spoken.code
    weightings = tuple(rubric.weightings.values())
    lines = [line for line in effective_weights(rubric, weightings) if line.kind == "group"]
    named = labels(group, lang)
    titles = names_of(weightings, lang)
    return tuple(
        FrameShown(
            w,
            titles[w.id],
            tuple((rubric.title(line.id, lang), line.shares[at]) for line in lines if line.shares[at] > 0),
            *_moved_most(group.study, w.id, named),
            nearest_line(rubric, (w, *(other for other in weightings if other is not w)), titles) or "",
        )
        for at, w in enumerate(weightings)
    )


def _moved_most(study: Study, frame: str, named: dict[str, str]) -> tuple[Spoken, Spoken]:
    """Return who gains and who loses most by a frame against the rubric's reference, over what has a rank in both."""
    base = study.row(study.rubric.reference_weighting)
    pairs = [(a.plan_id, (b.score or 0) - (a.score or 0)) for a, b in zip(base, study.row(frame), strict=True)
             if a.rank is not None and b.rank is not None]  # fmt: skip
    said = []
    for way in (1, -1):
        most = sorted((pair for pair in pairs if way * pair[1] > BESIDE), key=lambda pair: -way * pair[1])[:NAMED]
        said.append(series(", ", [named[plan] for plan, _ in most]) if most else say("nobody"))
    return said[0], said[1]


def score_cells(study: Study) -> dict[str, list[list[float | str | None]]]:
    """Return for each unit of a study score, lowest, highest and band under every frame, for a script."""
    table: dict[str, list[list[float | str | None]]] = {entrant.plan_id: [] for entrant in study.entrants}
    for row in study.verdicts:
        for one in row:
            ends = [None if np.isnan(end) else round(end, 4) for end in one.bounds]
            score = None if one.score is None else round(one.score, 4)
            table[one.plan_id].append([score, *ends, one.grade.grade or ""])
    return table


def frame_maps(pens: Sequence[Pen], group: Group, lang: str) -> tuple[Chart, ...]:
    """Return a map of the group as each of two frames sees it, each a drawing of its own; none where there is none."""
    frames, block = map_frames(group.study, lang)
    drawn = [
        tile_maps(pen.fresh(COLUMNS * STEP_X), [frame], one_frame(block, at))
        for at, (pen, frame) in enumerate(zip(pens, frames, strict=False))
    ]
    return tuple(chart for chart in drawn if chart is not None)


def frame_dots(pen: Pen, unit: Unit, library: Library) -> Chart | None:
    """Return a unit's score under each frame that can judge it, beside what the library has to read a score by."""
    study, own = unit.group.study, unit.frames.own
    frames = frame_block(study, unit.frames.place, names_of(study.weightings, pen.lang.code), own.weighting_id)
    reach = Reach(own.score, *own.bounds) if own.score is not None and own.grade.grade else None
    beside = scores_beside(library, unit.group.cards[unit.place])[0] if reach else ()
    return grade_dots(pen, bands_of(unit.group.rubric), frames, reach, beside)


def record_panel(name: str, groups: Iterable[Group], iso3: str, frames: tuple[str, str]) -> Panel:
    """Return the scores of a country's record by year under two frames."""
    one, other = (dict[int, YearScore](), dict[int, YearScore]())
    for group in groups:
        for place, entrant in enumerate(group.study.entrants):
            if entrant.iso3 != iso3:
                continue
            for frame, years in zip(frames, (one, other), strict=True):
                result = group.study.row(frame)[place]
                if result.score is not None and result.has_weight:
                    years[int(group.year)] = YearScore(result.score, result.grade.grade is not None)
    return Panel(name, one, other)
