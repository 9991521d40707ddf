"""The scores of many plans: a tick for each on one axis, both ends named."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.block import Block
from evaluator.model.sentence import say
from evaluator.reports.blocks.plans import SCORED, PlanRow, plans_title
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, Chart, Pen, tenths, with_narrow
from evaluator.reports.charts.grade_dots import Band
from evaluator.reports.charts.score_ranges import draw_bands, told_score
from evaluator.reports.html.scales import AxisScale

SIZE = 9.0
TOP, TALL, ENDS = 20.0, 46.0, 3  # plans that are named at each end
AXIS, LINE, FOOT = 15.0, 11.0, 6.0  # below the band: the numbers of the axis, a line of names, the rest


@with_narrow
def score_ticks(pen: Pen, bands: Sequence[Band], block: Block[PlanRow]) -> Chart | None:
    """Return a tick for every plan with a score, both ends named below their ticks; None without a score."""
    scored = [row for row in block.in_state(*SCORED) if row.value is not None]
    if not scored:
        return None
    axis, base = AxisScale(0, 1, 0, pen.width), TOP + TALL
    draw_bands(pen, bands, axis, (TOP, base))
    for tick in tenths(axis):
        anchor = "start" if tick == 0 else "end" if tick == 1 else "middle"
        pen.text((axis.at(tick), base + 11), pen.lang.decimal(f"{tick:.1f}"), fill=GREY, anchor=anchor)
    low, high = scored[-ENDS:][::-1], scored[:ENDS]
    foot = _name_ends(pen, axis, low, high, base + AXIS)
    named = {row.id for row in (*low, *high)}
    for row in block.rows:
        with pen.row(row.id, row.state):
            if row.value is not None:
                x, colour = axis.at(row.value), INK if row.state == "graded" else CONTEXT
                deep, wide = (8, 1.1) if row.id not in named else (0, 1.8)
                pen.line((x, TOP + 8), (x, base - deep), ACCENT if row.id in named else colour, wide)
    table = [["", "", ""], *([row.name, told_score(pen, row), pen.lang.band(row.told)] for row in block.rows)]
    unit = say("Score, 0 to 1; a tick is a country, grey where too little is assessed; named: both ends")
    return pen.block_chart("ticks", block.titled(plans_title), unit, foot + FOOT, table)


def _name_ends(pen: Pen, axis: AxisScale, low: Sequence[PlanRow], high: Sequence[PlanRow], y: float) -> float:
    """Name both ends, each from the tick of its last plan inwards; return where the names end."""
    right = 0.0
    for named, way in ((low, "start"), (high, "end")):
        told = ", ".join(f"{row.name} {pen.score(row.value or 0.0)}" for row in named)
        lines = pen.letters.lines(told, pen.width, SIZE, ENDS)
        widest = max(pen.letters.width(line, SIZE) for line in lines)
        at = axis.at(named[0].value or 0.0)
        x = min(at, pen.width - widest) if way == "start" else max(at, widest)
        if way == "end" and x - widest < right:
            y += LINE  # below the names of the other end
        right = x + widest + SIZE
        for k, line in enumerate(lines):
            pen.text((x, y + LINE * (k + 1)), line, size=SIZE, fill=ACCENT, anchor=way)
        y += LINE * (len(lines) - 1)
    return y + LINE
