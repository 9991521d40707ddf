"""Every criterion of several plans as the rows of a block: its cells and its mean."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.block import Block
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Figure
from evaluator.reports.blocks.levels import ENOUGH, MEANS, PAIR, CellRow, LevelRow
from evaluator.reports.sections.criteria import shown_status
from evaluator.reports.sections.heat import CellView, HeatGroupView
from evaluator.scoring.rounding import printed

SIGNS = {"disputed": "?", "not-applicable": "–", "no-occasion": "–"}


def level_block(
    cards: Sequence[Scorecard], heat: Sequence[HeatGroupView], plans: Sequence[tuple[str, str]]
) -> Block[LevelRow]:
    """Return a row for every criterion of which something is known in some card, with a cell for each of the `plans`.

    `plans` are the ids and names of the cards, `heat` the cells as a page shows them.
    """
    rubric = cards[0].rubric
    shown = [(group.id, row) for group in heat for row in group.rows if row.is_known]
    rows = [_criterion_row(row.id, row.title, group, row.cells, rubric, plans) for group, row in shown]
    order = list(MEANS)
    rows.sort(key=lambda row: (order.index(row.state) // 2, -(row.low if row.low is not None else -1.0), row.name))
    outcomes = [scored.outcome for card in cards for scored in card.criteria]
    known = {outcome.criterion_id for outcome in outcomes if shown_status(outcome) != "not-assessed"}
    return Block.of("levels", MEANS if len(plans) > PAIR else dict.fromkeys(MEANS), rows, asked=known)


def _criterion_row(
    name: str, title: str, group: str, cells: Sequence[CellView], rubric: Rubric, plans: Sequence[tuple[str, str]]
) -> LevelRow:
    top = rubric.scale_of(name).top
    made = tuple(_cell_row(f"{name}|{plan}", told, cell, top) for (plan, told), cell in zip(plans, cells, strict=True))
    known = [cell for cell in made if cell.low is not None]
    # Rounded as it is printed, so that none of two that print alike is the highest.
    low, high = (_mean([getattr(c, e) for c in known]) for e in ("low", "high"))
    exact, enough = all(cell.low == cell.high for cell in known), len(known) >= ENOUGH
    state = (
        "harm"
        if name in rubric.alarms
        else "unknown"
        if not known
        else "few"
        if not enough
        else "mean"
        if exact
        else "bounded"
    )
    told = "" if low is None or state not in ("mean", "bounded") else str(Figure(low, ".1f")) + ("" if exact else "+")
    return LevelRow(
        name, title, state, low if state == "mean" else None, low, high, told,
        group=group, top=top, yardstick=rubric.by_id[name].yardstick, known=len(known), cells=made,
    )  # fmt: skip


def _mean(levels: Sequence[int]) -> float | None:
    return float(printed(sum(levels) / len(levels), 1)) if levels else None


def _cell_row(name: str, plan: str, cell: CellView, top: int) -> CellRow:
    if cell.level is not None:
        state = cell.status if cell.status in ("estimated", "contrary") else "exact"
        told = f"{'~' if state == 'estimated' else ''}{cell.level}"
        return CellRow(name, plan, state, cell.level, cell.level, cell.level, told, top)
    if cell.least is not None:
        return CellRow(name, plan, "at-least", None, cell.least, top, f"{cell.least}+", top)
    return CellRow(name, plan, cell.status, told=SIGNS.get(cell.status, ""), top=top)
