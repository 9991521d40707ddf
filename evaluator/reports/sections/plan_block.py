"""Several plans under the frame used as the rows of blocks: each plan's score, and its score in each paradigm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.block import Block, Row, Title, Where, count, least, most, spread
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.country_view import CountryView, GroupView
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import score_figure

Named = Sequence[tuple[str, CountryView]]
ENOUGH = 3  # countries of which a weakest paradigm is named before the title says which it is most often
SCORED = ("graded", "ungraded", "range")
PLANS: Mapping[str, Sentence | None] = {
    "graded": None,
    "ungraded": say_n(
        "hollow: %(number)s of which too little is assessed for a verdict",
        "hollow: %(number)s of which too little is assessed for a verdict",
        2,
    ),
    "range": say_n(
        "without a dot: %(number)s of which the range alone is known",
        "without a dot: %(number)s of which the range alone is known",
        2,
    ),
    "unread": say_n(
        "by name alone: %(number)s of which too little was read for a score",
        "by name alone: %(number)s of which too little was read for a score",
        2,
    ),
    "weightless": say_n(
        "by name alone: %(number)s on which no criterion that applies has weight",
        "by name alone: %(number)s on which no criterion that applies has weight",
        2,
    ),
}
PANELS: Mapping[str, Sentence | None] = {
    "named": None,
    "unnamed": say_n(
        "%(number)s country of which too little is assessed to name a weakest paradigm",
        "%(number)s countries of which too little is assessed to name a weakest paradigm",
        2,
    ),
    "unread": say_n(
        "%(number)s country of which too little was read for a score",
        "%(number)s countries of which too little was read for a score",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class PlanRow(Row):
    """One plan under the frame used: its score is the value, its grade is told."""


@dataclass(frozen=True, slots=True)
class PartRow(Row):
    """One plan in one paradigm: `graded` where enough was assessed for a grade, `ungraded`, `range` or `unread`."""


@dataclass(frozen=True, slots=True)
class PanelRow(Row):
    """One plan over its paradigms: what is told of it in a word or two, its `weakest` paradigm, and its worst gap."""

    weakest: str = ""
    gap: str = ""
    cells: tuple[PartRow, ...] = ()

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the paradigms, which are what is drawn; none of a plan without a score in any."""
        return self.cells


def plan_block(study: Study, named: Named) -> Block[PlanRow]:
    """Return a row for every plan of the study under its first frame, the highest score first."""
    rows = [_plan_row(result, name) for result, (name, _) in zip(study.verdicts[0], named, strict=True)]
    order = list(PLANS)
    rows.sort(key=lambda row: (row.state not in SCORED, -_middle(row), order.index(row.state), row.name))
    return Block.of("plans", PLANS, rows, asked=study.plan_ids)


def _plan_row(result: RankedResult, name: str) -> PlanRow:
    if result.state not in SCORED:
        return PlanRow(result.plan_id, name, result.state)
    score = None if result.state == "range" else result.score
    return PlanRow(result.plan_id, name, result.state, score, *result.bounds, told=result.grade.grade or "")


def _middle(row: Row) -> float:
    """Return where a row stands: its score, or the middle of its range."""
    if row.value is not None:
        return rounded(row.value)
    return 0.0 if row.low is None or row.high is None else rounded((row.low + row.high) / 2)


def plans_title(block: Block[PlanRow]) -> Title:
    """Return the lowest and the highest score, or that all ranges overlap; of one plan its name alone."""
    scored = block.in_state(*SCORED)
    if len(scored) == 1:
        return Title(say("%(plan)s: score and range", plan=scored[0].name))
    floor, ceiling = most(block, "low", *SCORED), least(block, "high", *SCORED)
    if (block.row(floor.ids[0]).low or 0.0) <= (block.row(ceiling.ids[0]).high or 0.0):
        return Title(say("All ranges overlap: what is unread could reverse any two"), (floor, ceiling))
    state = ("graded",) if len(block.in_state("graded")) > 1 else ("graded", "ungraded")
    ends = spread(block, "value", *state)
    low, high = (block.row(name) for name in (ends.ids[0], ends.ids[-1]))
    given = {
        "low": score_figure(low.value or 0.0),
        "high": score_figure(high.value or 0.0),
        "worst": low.name,
        "best": high.name,
    }
    if not ends.left:
        return Title(say("From %(low)s for %(worst)s to %(high)s for %(best)s", **given), (ends,))
    said = say_n(
        "From %(low)s for %(worst)s to %(high)s for %(best)s; %(number)s more cannot be graded",
        "From %(low)s for %(worst)s to %(high)s for %(best)s; %(number)s more cannot be graded",
        ends.left_out,
        **given,
    )
    return Title(said, (ends,))


def panel_block(study: Study, named: Named, least_coverage: float) -> Block[PanelRow]:
    """Return a row for every plan of the study that has a score in some paradigm, with a cell for each paradigm."""
    scored = {g.id for _, view in named for g in view.groups if g.interval.score is not None}
    rows = [
        _panel_row(result, name, view, [group for group in view.groups if group.id in scored], least_coverage)
        for result, (name, view) in zip(study.verdicts[0], named, strict=True)
    ]
    return Block.of("paradigms", PANELS, rows, asked=study.plan_ids)


def _panel_row(
    result: RankedResult, name: str, view: CountryView, groups: Sequence[GroupView], least_coverage: float
) -> PanelRow:
    cells = tuple(
        _part_row(result.plan_id, group, least_coverage, is_unread=result.state == "unread") for group in groups
    )
    known = [cell for cell in cells if cell.state == "graded"]
    weakest = min(known, key=lambda cell: (rounded(cell.value or 0.0), cell.name)).name if len(known) > 1 else ""
    if all(cell.low is None for cell in cells):
        return PanelRow(result.plan_id, name, "unread")
    gap = view.ends.gaps[0] if view.ends and view.ends.gaps else None
    told = gap and say("%(title)s: level %(level)s of %(top)s", title=gap.name, level=int(gap.value or 0), top=gap.top)
    state = "named" if weakest else "unnamed"
    return PanelRow(result.plan_id, name, state, weakest=weakest, gap=told or "", cells=cells)


def _part_row(plan_id: str, group: GroupView, least_coverage: float, *, is_unread: bool) -> PartRow:
    name, reach = f"{plan_id}|{group.id}", group.interval
    if is_unread or reach.score is None:
        return PartRow(name, group.title, "unread")
    if not rounded(reach.low) <= rounded(reach.score) <= rounded(reach.high):
        return PartRow(name, group.title, "range", None, reach.low, reach.high)
    state = "graded" if (reach.coverage or 0.0) >= least_coverage else "ungraded"
    return PartRow(name, group.title, state, reach.score, reach.low, reach.high)


def panels_title(block: Block[PanelRow]) -> Title:
    """Return which paradigm is weakest most often, of at least three countries; all that are so equally often."""
    named = block.in_state("named")
    if len(named) < ENOUGH:
        return Title(say("Each country by paradigm"))
    times = Counter(row.weakest for row in named)
    top = max(times.values())
    names = sorted(name for name, number in times.items() if number == top)
    claims = tuple(count(block, Where("weakest", "=", name), "named") for name in names)
    if len(names) > 1:
        return Title(say("Each country by paradigm: none is weakest in most"), claims)
    said = say("Weakest most often: %(name)s (%(most)s of %(all)s)", name=names[0], most=top, all=len(named))
    return Title(said, claims)
