"""Which plans are firmly ahead of which: a list, a plan with all that it is ahead of, so that no line can mislead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evaluator.model.block import Block, Row, Title, Where, count, total
from evaluator.model.sentence import Figure, Sentence, say, say_alike, series
from evaluator.reports.charts.drawing import GREY, INK, NAME, RULE, Chart, Pen, with_narrow

MOST_PLANS = 16  # above it the list is no figure
LINE, AIR, MOST_LINES, NARROW_LINES = 12.0, 5.0, 4, 9
STATES: Mapping[str, Sentence | None] = {
    "ahead": None,
    "open": say_alike("%(number)s in no such pair", 2),
    "behind": None,
}


@dataclass(frozen=True, slots=True)
class AheadRow(Row):
    """A plan with the names of those that it is firmly ahead of, and its mean place over drawn weights."""

    over: tuple[str, ...] = ()
    ahead: int = 0
    mean: float = 0.0


def order_block(rows: Collection[AheadRow], asked: Collection[str]) -> Block[AheadRow]:
    """Return the plans with their firm pairs, those ahead of most first, and the title read from them."""
    ordered = sorted(rows, key=lambda row: (-row.ahead, row.mean, row.name))
    return Block.of("order", STATES, ordered, asked=asked).titled(_title)


def _title(block: Block[AheadRow]) -> Title:
    firm, plans = total(block, "ahead"), len(block.rows)
    claim = count(block, Where("ahead", ">=", 1))
    if not firm:
        return Title(say("No order of two is firm"), (claim,))
    return Title(
        say("The order is firm for %(firm)s of %(pairs)s pairs",
            firm=Figure(firm, ",.0f"), pairs=Figure(plans * (plans - 1) // 2, ",.0f")),
        (claim,),
    )  # fmt: skip


@with_narrow
def firm_order(pen: Pen, block: Block[AheadRow], dominance: float) -> Chart | None:
    """Return the list of who is firmly ahead of whom; None for over sixteen plans, and where no order is firm."""
    if len(block.rows) > MOST_PLANS or not block.in_state("ahead"):
        return None
    side = min(max(pen.letters.width(row.name, NAME, bold=True) for row in block.rows) + 14, pen.width * 0.35)
    y = 0.0
    for row in block.rows:
        with pen.row(row.id, row.state):
            if row.state == "ahead":
                y = _draw_row(pen, row, side, y)
    unit = say(
        "Left: firmly ahead of those on the right: higher in at least %(share)s of the draws (of weights; of "
        "everything uncertain; of weights over what is read in both), and the whole ranges lie apart",
        share=Figure(dominance, ".0%"),
    )
    behind = [row.name for row in block.in_state("behind", "open")]
    rest = [say("firmly ahead of no one: %(plans)s", plans=series(", ", behind))] if behind else []
    table = [["", ""], *([row.name, ", ".join(row.over)] for row in block.rows)]
    return pen.block_chart("order", block, series("; ", [unit, *rest]), y + 2, table)


def _draw_row(pen: Pen, row: AheadRow, side: float, y: float) -> float:
    pen.line((0, y + 1), (pen.width, y + 1), RULE, 0.5)
    name = pen.letters.fitted(row.name, pen.width if pen.is_narrow else side - 8, NAME, bold=True)
    pen.text((0, y + LINE), name, size=NAME, bold=True)
    most = NARROW_LINES if pen.is_narrow else MOST_LINES
    if pen.is_narrow:
        side, y = 0.0, y + LINE
    lines = pen.letters.lines(", ".join(row.over), pen.width - side, NAME, most)
    for k, text in enumerate(lines):
        pen.text((side, y + LINE * (k + 1)), text, size=NAME, fill=INK if row.state == "ahead" else GREY)
    return y + LINE * len(lines) + AIR
