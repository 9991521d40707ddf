"""The sheets with which a contrast is printed: what turns, who prevailed, two frames apart, and what is firm."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.naming import listed
from evaluator.contrasts.prevailed import empty_paradigms
from evaluator.model.report import least_move
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Figure, Spoken, say, series
from evaluator.reports.charts.bump import LEAST_MOVE
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.score_matrix import MatrixPart
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.charts import ContrastCharts
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.outline import Part, Section
from evaluator.scoring.rounding import score_figure

CRITERIA, MOVERS, WIDEST = 2, 3, 5  # criteria and plans that a sentence names
PRINTED = 0.005  # a difference under it prints as none
NOTHING = series("", [])
LEAST_FIRM = 3  # plans: with fewer there is no order to draw


@dataclass(frozen=True, slots=True)
class SheetsView:
    """The charts and sentences of a contrast's sheets; what there is nothing to say of is None or empty.

    `opening` is the chart of the first sheet. `up` and `down` say who gains and who loses places from least weight on
    control to most, `more` and `less` which criteria count more and less there. `divide` heads the sheet of all scores.
    `firm` says of how many plans the two ranges stay apart, `widest` who differs most. `empty` are paradigms of which
    nothing is known, `left_out` plans that are not compared. `is_unsure` is set where no plan can be ranked.
    """

    opening: Chart | None
    matrix: Chart | None
    apart: Chart | None
    order: Chart | None
    ranks: Chart | None
    up: Spoken
    down: Spoken
    more: Spoken
    less: Spoken
    divide: Spoken
    means: tuple[Spoken, ...]
    firm: Spoken
    widest: Spoken
    empty: tuple[str, ...]
    left_out: tuple[str, ...]
    is_unsure: bool

    @property
    def is_bump(self) -> bool:
        """Return whether the first sheet shows places."""
        return self.opening is not None and self.opening.kind == "bump"

    @property
    def is_closed(self) -> bool:
        """Return whether the last sheet has an order or ranks to show, and so stands by itself."""
        return self.order is not None or self.ranks is not None


def sheets_view(made: Contrasted, page: ContrastView) -> SheetsView:
    """Return what the sheets of a contrast show, drawn in its language."""
    study, letters, spoken = made.found.study, letters_of(made.templates), made.spoken(page.lang)
    charts = ContrastCharts(made.found, page.in_rows, page.lang)

    def drawn(kind: str) -> Chart | None:
        return charts.draws()[kind](Pen(spoken, letters))

    pen = Pen(spoken, letters)
    places, pairs = (drawn("bump") if made.options.ranks else None), drawn("dumbbell")
    alone = charts.control(pen)
    nothing = (NOTHING, NOTHING)
    up, down = _movers(charts) if places else nothing
    more, less = _criteria(charts, study.rubric, page.lang) if places else nothing
    divide, means = _divide(charts, pen)
    firm, widest = _gaps(charts)
    ranked = made.options.ranks and len(charts.ordered) >= LEAST_FIRM
    return SheetsView(
        opening=alone or places or pairs,
        matrix=drawn("matrix") if len(charts.ordered) > 1 else None,
        apart=pairs if places else None,
        order=drawn("order") if ranked else None,
        ranks=drawn("ranks") if ranked else None,
        up=up,
        down=down,
        more=more,
        less=less,
        divide=divide,
        means=means,
        firm=firm,
        widest=widest,
        empty=tuple(study.rubric.title(one, page.lang) for one in empty_paradigms(study)),
        left_out=tuple(page.in_rows[one.plan_id] for one in study.verdicts[0] if not one.rankable),
        is_unsure=charts.is_unsure,
    )


def _movers(charts: ContrastCharts) -> tuple[Spoken, Spoken]:
    """Return who gains and who loses three places or more from the frame with least control to that with most."""
    found: list[Spoken] = []
    for way in (1, -1):
        gains = [(way * (plan.ranks[0] - plan.ranks[-1]), plan) for plan in charts.bump_plans()]
        moved = sorted((pair for pair in gains if pair[0] >= LEAST_MOVE), key=lambda pair: (-pair[0], pair[1].name))
        told = [
            say("%(plan)s from place %(first)s to %(last)s", plan=p.name, first=p.ranks[0], last=p.ranks[-1])
            for _, p in moved[:MOVERS]
        ]
        found.append(series("; ", told) if told else say("Nobody by three places or more"))
    return found[0], found[1]


def _criteria(charts: ContrastCharts, rubric: Rubric, lang: str) -> tuple[Spoken, Spoken]:
    """Return the criteria that gain and that lose most weight from the frame with least control to that with most."""
    ends = [rubric.weighting(charts.actors[at][0].id) for at in (0, -1)]
    lines = [line for line in effective_weights(rubric, ends) if line.kind == "criterion"]
    gains = sorted(((line.shares[1] - line.shares[0], line.id) for line in lines), key=lambda pair: (-pair[0], pair[1]))
    more = [name for gain, name in gains[:CRITERIA] if gain > PRINTED]
    less = [name for gain, name in gains[::-1][:CRITERIA] if gain < -PRINTED]
    first, second = (series("; ", [rubric.short(name, lang) for name in names]) for names in (more, less))
    return first, second


def _divide(charts: ContrastCharts, pen: Pen) -> tuple[Spoken, tuple[Spoken, ...]]:
    """Return the heading on the frames that prevailed and the others, and its grounds; empty without both."""
    prevailed, heard, _ = charts.parts(pen)
    if charts.is_unsure or not prevailed.rows or not heard.rows:
        return NOTHING, ()
    ones, others = ([mean or 0.0 for mean in part.means()] for part in (prevailed, heard))
    gap, least = fmean(ones) - fmean(others), least_move(charts.found.study.rubric.report)
    head = say("The frames that prevailed and the others give much the same scores")
    if abs(gap) >= least:
        head = (
            say("The frames that prevailed give higher scores")
            if gap > 0
            else say("The frames that prevailed give lower scores")
        )
    gaps = dict(zip(charts.ordered, (a - b for a, b in zip(ones, others, strict=True)), strict=True))
    return head, (_say_means(prevailed, heard, (fmean(ones), fmean(others))), *_against(gaps, 1 if gap >= 0 else -1))


def _say_means(prevailed: MatrixPart, heard: MatrixPart, means: tuple[float, float]) -> Spoken:
    return say(
        "Mean score: %(one)s under %(frames)s frames of actors that shaped policy most (%(names)s), %(other)s under "
        "%(others)s of actors that were heard and did not prevail.",
        one=score_figure(means[0]),
        frames=len(prevailed.rows),
        names=series("; ", [row.frame for row in prevailed.rows]),
        other=score_figure(means[1]),
        others=len(heard.rows),
    )


def _against(gaps: dict[str, float], way: int) -> list[Spoken]:
    """Return who goes against the difference of the means, and who shows none."""
    against = [name for name, gap in gaps.items() if way * gap <= -PRINTED]
    same = [name for name, gap in gaps.items() if abs(gap) < PRINTED]
    said: list[Spoken] = []
    if against and len(gaps) > 1:
        lower = say("Lower under the frames that prevailed: %(plans)s.", plans=listed(against))
        said.append(lower if way > 0 else say("Higher under them: %(plans)s.", plans=listed(against)))
    if same and len(gaps) > 1:
        said.append(say("The same under both: %(plans)s.", plans=listed(same)))
    return said


def _gaps(charts: ContrastCharts) -> tuple[Spoken, Spoken]:
    """Return of how many plans the ranges under the two frames stay apart, and who differs most."""
    rows = charts.between()
    if not rows:
        return NOTHING, NOTHING
    apart = sum(_is_apart(row.one, row.other) for row in rows)
    firm = say(
        "In %(apart)s of %(all)s the two ranges do not overlap: whatever the missing answers turn out to be, a gap "
        "stays.",
        apart=apart,
        all=len(rows),
    )
    if apart == 0:
        firm = say("In none do the two ranges stay apart: what is missing could still close each gap.")
    least = least_move(charts.found.study.rubric.report)
    moved = sorted((row for row in rows if abs(row.gap) >= least), key=lambda row: (-abs(row.gap), row.name))
    told = [say("%(plan)s %(gap)s", plan=row.name, gap=Figure(row.gap, "+.2f")) for row in moved[:WIDEST]]
    return firm, series("; ", told) if told else say("Nobody enough to count")


def _is_apart(one: Reach, other: Reach) -> bool:
    return one.high < other.low or other.high < one.low


TURNS = Section("turns", "contrast/turns.html", (Part("sheets", sheets_view),))
MATRIX: Section[Contrasted, ContrastView] = Section("prevailing", "contrast/matrix.html")
APART: Section[Contrasted, ContrastView] = Section("apart", "contrast/apart.html")
FIRM: Section[Contrasted, ContrastView] = Section("firm", "contrast/firm.html")
