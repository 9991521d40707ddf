"""Several plans under the frame used as the rows of blocks: each plan's score, and its score in each paradigm."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.block import Block, Row
from evaluator.model.sentence import say, say_alike
from evaluator.reports.blocks.plans import PANELS, PLANS, SCORED, PanelRow, PartRow, PlanRow
from evaluator.reports.country_view import CountryView, GroupView
from evaluator.scoring.grade import rounded

Named = Sequence[tuple[str, CountryView]]


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
    least = min((rounded(cell.value or 0.0) for cell in known), default=0.0)
    lowest = [cell.name for cell in known if rounded(cell.value or 0.0) == least]
    weakest = lowest[0] if len(known) > len(lowest) == 1 else ""
    if all(cell.low is None for cell in cells):
        return PanelRow(result.plan_id, name, "unread")
    gap = view.ends.gaps[0] if view.ends and view.ends.gaps else None
    at = gap and say("level %(level)s of %(top)s", level=int(gap.value or 0), top=gap.top)
    if gap and at and (alike := _costs_alike(view)):
        at = say_alike("%(level)s; as much on %(number)s more", alike, level=at)
    state, worst = "named" if weakest else "unnamed", gap.name if gap else ""
    return PanelRow(result.plan_id, name, state, weakest=weakest, gap=worst, gap_at=at or "", cells=cells)


def _costs_alike(view: CountryView) -> int:
    """Return on how many criteria besides the first as much of the score is lost as on it."""
    if view.ends is None:
        return 0
    lost = [rounded(row.loss or 0.0) for row in view.ends.gaps]
    rest = view.ends.gaps_alike if lost[0] == lost[-1] else 0
    return lost.count(lost[0]) - 1 + rest


def _part_row(plan_id: str, group: GroupView, least_coverage: float, *, is_unread: bool) -> PartRow:
    name, reach = f"{plan_id}|{group.id}", group.interval
    if is_unread or not reach.coverage:
        return PartRow(name, group.title, "unread")
    if reach.score is None or not rounded(reach.low) <= rounded(reach.score) <= rounded(reach.high):
        return PartRow(name, group.title, "range", None, reach.low, reach.high)
    state = "graded" if (reach.coverage or 0.0) >= least_coverage else "ungraded"
    return PartRow(name, group.title, state, reach.score, reach.low, reach.high)
