"""The figures of the site: those of the reports, drawn for a group or a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evaluator.contrasts.study import Study
from evaluator.model.report import least_move
from evaluator.model.sentence import text_for
from evaluator.publish.holdings import Group, Unit
from evaluator.reports.charts.country_years import country_years
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.dumbbell import Between, dumbbell
from evaluator.reports.charts.grade_dots import FrameDot, bands_of, grade_dots
from evaluator.reports.charts.small_multiples import Panel, YearScore, small_multiples
from evaluator.reports.charts.tile_maps import COLUMNS, STEP_X, tile_maps
from evaluator.reports.sections.region_charts import map_frames

Names = Mapping[str, str]


def frame_names(study: Study, pen: Pen) -> dict[str, str]:
    """Return the short name of each frame of a study, in the language of the pen."""
    return {w.id: text_for(w.names, pen.lang.code, w.id) for w in study.weightings}


def maps(pens: Sequence[Pen], group: Group, lang: str) -> tuple[Chart, ...]:
    """Return a map of the group as each of two frames sees it, each a drawing of its own; none where there is none."""
    frames = map_frames(group.study, lang)
    drawn = [tile_maps(pen, [frame], COLUMNS * STEP_X) for pen, frame in zip(pens, frames, strict=False)]
    return tuple(chart for chart in drawn if chart is not None)


def turns(pen: Pen, group: Group, labels: Names, lang: str) -> Chart | None:
    """Return the units of a group between the two frames of the maps."""
    frames, names = map_frames(group.study, lang), frame_names(group.study, pen)
    by_name = {names[row[0].weighting_id]: row for row in group.study.verdicts}
    rows = [by_name[frame.name] for frame in frames]
    if len(rows) != 2:  # noqa: PLR2004  (a pair)
        return None
    found = [
        Between(labels[one.plan_id], Reach(one.score, *one.bounds), Reach(other.score, *other.bounds))
        for one, other in zip(*rows, strict=True)
        if one.score is not None and other.score is not None and one.grade.grade and other.grade.grade
    ]
    return dumbbell(pen, (frames[0].name, frames[1].name), found, least_move(group.rubric.report))


def dots(pen: Pen, unit: Unit) -> Chart | None:
    """Return a unit's score under each frame that can judge it."""
    names, own = frame_names(unit.group.study, pen), unit.frames.own
    marks = [
        FrameDot(names[v.weighting_id], v.score, v.grade.grade, v is own)
        for v in unit.frames.verdicts
        if v.score is not None and v.grade.grade
    ]
    reach = Reach(own.score, *own.bounds) if own.score is not None and own.grade.grade else None
    return grade_dots(pen, bands_of(unit.group.rubric), marks, reach)


def panel(name: str, groups: Iterable[Group], iso3: str, frames: tuple[str, str]) -> Panel:
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


def in_time(pen: Pen, frames: tuple[str, str], record: Panel) -> Chart | None:
    """Return a country's record in time under two frames, which are named in print."""
    return country_years(pen, frames, record, (), ())


def all_years(pen: Pen, frames: tuple[str, str], records: Sequence[Panel]) -> Chart | None:
    """Return the records by year of several countries under two frames, which are named in print."""
    return small_multiples(pen, frames, records)
