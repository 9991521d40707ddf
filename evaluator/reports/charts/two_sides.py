"""Each plan on two scales of one axis: how it answers what serves control, and what protects the person."""

from __future__ import annotations

from evaluator.contrasts.sides import Sides, sides_title
from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, FRONT, GREY, INK, RULE, Chart, Pen, with_narrow
from evaluator.reports.html.scales import AxisScale

TOP, ROW, FOOT, SIZE = 8.0, 22.0, 18.0, 9.2
MOST = 12  # plans on a drawing
NAMES, BESIDE = 0.35, 28.0  # the share of the width that names may take; of a score beside its dot


@with_narrow
def two_sides(pen: Pen, sides: Sides | None) -> Chart | None:
    """Return the plans with both means as dots; None without means, of one plan alone, or of more than twelve."""
    if sides is None or not 1 < len(sides.block.rows) <= MOST:
        return None
    rows = sides.block.in_state("compared")
    side = min(max(pen.letters.width(row.name, SIZE, bold=True) for row in rows), pen.width * NAMES) + 12
    axis, base = AxisScale(0, 1, side + BESIDE, pen.width - BESIDE), TOP + ROW * len(rows)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        pen.line((axis.at(tick), TOP - 4), (axis.at(tick), base), RULE)
        pen.text((axis.at(tick), base + 12), pen.lang.decimal(f"{tick:g}"), size=FRONT, fill=GREY, anchor="middle")
    for k, row in enumerate(rows):
        y = TOP + ROW * (k + 0.5)
        control, protection = row.control or 0.0, row.protection or 0.0
        with pen.row(row.id, row.state):
            name = pen.letters.fitted(row.name, side - 12, SIZE, bold=True)
            pen.text((side - 8, y + 3.2), name, size=SIZE, anchor="end", bold=True)
            pen.line((axis.at(protection), y), (axis.at(control), y), GREY, 1.6)
            pen.dot((axis.at(control), y), 4.4, INK)
            pen.dot((axis.at(protection), y), 4.4, "#ffffff", ACCENT)
            right = control >= protection
            pen.text(
                (axis.at(control) + (8 if right else -8), y + 3.2),
                pen.score(control),
                size=FRONT,
                anchor="start" if right else "end",
            )
            pen.text(
                (axis.at(protection) + (-8 if right else 8), y + 3.2), pen.score(protection), size=FRONT, fill=ACCENT,
                anchor="end" if right else "start",
            )  # fmt: skip
    for row in sides.block.in_state("apart"):
        with pen.row(row.id, row.state):
            pass
    unit = say(
        "Mean of the answers, 0 to 1, on what was read in all. Full: %(control)s questions of control; hollow: "
        "%(protection)s of protection",
        control=sides.criteria["control"],
        protection=sides.criteria["protection"],
    )
    table = [
        ["", pen.lang.said(say("control")), pen.lang.said(say("protection"))],
        *([r.name, pen.score(r.control or 0.0), pen.score(r.protection or 0.0)] for r in rows),
    ]
    return pen.block_chart("sides", sides.block.titled(sides_title), unit, base + FOOT, table)
