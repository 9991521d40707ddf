"""The ranks that each plan can reach under some weights, and those it keeps in most random weightings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.sentence import say, say_alike
from evaluator.reports.charts.drawing import ACCENT, GREY, NAME, Chart, Pen, with_narrow
from evaluator.reports.html.scales import AxisScale

ROW, LEAST_ROW, DEPTH, TOP = 17.5, 11.0, 420.0, 20.0
PALE_BAR, DARK_BAR = "#dfe5ea", "#647484"
MOST_HEADS, NARROW_HEADS = 15, 9  # ranks that all get a number
NAMES, NARROW_NAMES = 0.35, 0.42  # the share of the width that names may take


@dataclass(frozen=True, slots=True)
class RankRow(Row):
    """A plan: the best and worst place that some weights give, and the ends of its places in 90 % of the draws."""

    best: int = 0
    worst: int = 0
    drawn: tuple[int, int] | None = None
    mean: float = 0.0


def rank_block(rows: Collection[RankRow], asked: Collection[str]) -> Block[RankRow]:
    """Return the plans by their mean place, and the title read from them."""
    ordered = sorted(rows, key=lambda row: (row.mean or row.best, row.best, row.name))
    return Block.of("ranks", {"reached": None}, ordered, asked=asked).titled(_title)


def _title(block: Block[RankRow]) -> Title:
    first = count(block, Where("best", "=", 1))
    return Title(
        say_alike("%(number)s of %(all)s can be first, alone or level with others", first.number, all=first.of),
        (first,),
    )


@with_narrow
def attainable_ranks(pen: Pen, block: Block[RankRow]) -> Chart | None:
    """Return the places that can be reached; None with under two plans."""
    rows = block.rows
    if len(rows) < 2:  # noqa: PLR2004  (one plan has no place)
        return None
    side = (
        min(
            max(pen.letters.width(plan.name, NAME) for plan in rows),
            pen.width * (NARROW_NAMES if pen.is_narrow else NAMES),
        )
        + 10
    )
    last = len(rows)
    axis = AxisScale(0.5, last + 0.5, side, pen.width - 6)
    row = max(LEAST_ROW, min(ROW, DEPTH / last))
    step = 1 if last <= (NARROW_HEADS if pen.is_narrow else MOST_HEADS) else 5
    for rank in [1, *range(step if step > 1 else 2, last + 1, step)]:
        pen.text((axis.at(rank), 10), str(rank), size=NAME, fill=GREY, anchor="middle")
    for k, plan in enumerate(rows):
        y = TOP + row * k
        pen.text((side - 8, y + row / 2 + 2), pen.letters.fitted(plan.name, side - 8, NAME), size=NAME, anchor="end")
        with pen.row(plan.id, plan.state):
            for ends, shade in (((plan.best, plan.worst), PALE_BAR), (plan.drawn, DARK_BAR)):
                if ends:
                    left, right = axis.at(ends[0] - 0.42), axis.at(ends[1] + 0.42)
                    pen.box((left, y + row / 2 - 5), (right - left, min(9, row - 2)), shade)
            if plan.best == 1:
                pen.dot((axis.at(1), y + row / 2 - 0.5), 3.2, ACCENT)
    unit = say("Pale: every rank that some weights give. Dark: rank in 90 %% of random weightings. Dot: can be first")
    table = [["", "", ""], *([p.name, f"{p.best}–{p.worst}", "–".join(map(str, p.drawn or ()))] for p in rows)]
    return pen.block_chart("ranks", block, unit, TOP + row * last + 2, table)
