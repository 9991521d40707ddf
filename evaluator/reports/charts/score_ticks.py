"""The scores of many plans: a tick for each on one axis, both ends named."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.block import Block
from evaluator.model.sentence import say
from evaluator.reports.blocks.plans import SCORED, PlanRow, plans_title
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, WIDTH, Chart, Pen, tenths
from evaluator.reports.charts.grade_dots import Band
from evaluator.reports.charts.score_ranges import draw_bands, told_score
from evaluator.reports.html.scales import AxisScale

SIZE = 9.0
TOP, TALL, ENDS = 20.0, 46.0, 3  # plans that are named at each end


def score_ticks(pen: Pen, bands: Sequence[Band], block: Block[PlanRow]) -> Chart | None:
    """Return a tick for every plan with a score, both ends named; None without a score."""
    scored = [row for row in block.in_state(*SCORED) if row.value is not None]
    if not scored:
        return None
    axis, base = AxisScale(0, 1, 0, WIDTH), TOP + TALL
    draw_bands(pen, bands, axis, (TOP, base))
    for tick in tenths(axis):
        anchor = "start" if tick == 0 else "end" if tick == 1 else "middle"
        pen.text((axis.at(tick), base + 11), pen.lang.decimal(f"{tick:.1f}"), fill=GREY, anchor=anchor)
    for named, way in ((scored[-ENDS:][::-1], "start"), (scored[:ENDS], "end")):
        told = ", ".join(f"{row.name} {pen.score(row.value or 0.0)}" for row in named)
        at = (0.0 if way == "start" else WIDTH, base + 26)
        pen.text(at, pen.letters.fitted(told, WIDTH / 2 - 8, SIZE), size=SIZE, fill=ACCENT, anchor=way)
    for row in block.rows:
        with pen.row(row.id, row.state):
            if row.value is not None:
                x, colour = axis.at(row.value), INK if row.state == "graded" else CONTEXT
                pen.line((x, TOP + 8), (x, base - 8), colour, 1.1)
    table = [["", "", ""], *([row.name, told_score(pen, row), pen.lang.band(row.told)] for row in block.rows)]
    unit = say("Score, 0 to 1; a tick is a country, grey where too little is assessed; named: both ends")
    return pen.block_chart("ticks", block.titled(plans_title), unit, base + 32, table)
