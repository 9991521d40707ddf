"""Dumbbells: each plan under two frames, with the range of both ends and the frame used between them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluator.contrasts.place_block import Column, PlaceCell, Places
from evaluator.contrasts.score_block import PRINTED, BetweenRow, between_block, between_title
from evaluator.model.sentence import Spoken, say, series
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, REACH, RULE, Chart, Pen, tenths, with_narrow
from evaluator.reports.html.scales import AxisScale

ROW, TALL_ROW, LEAST_ROW, DEPTH, TOP, FOOT = 37.0, 64.0, 12.5, 290.0, 30.0, 20.0
MOST = 40  # plans on a page
SIZE, GAP, NARROW_GAP = 9.2, 56.0, 38.0  # gap: room for the difference at the right
NAMES, NARROW_NAMES = 0.35, 0.45  # the share of the width that names may take
THIN = 0.004  # of a score: a range that is narrower is not drawn
DRAWN = ("graded", "ungraded", "range")


@with_narrow
def dumbbell(pen: Pen, places: Places, pair: tuple[Column, Column], depth: float = DEPTH) -> Chart | None:
    """Return the dumbbells of at most forty plans, those that the second frame sees worst first.

    None without a plan that is known, or with over forty.
    """
    block = between_block(places, *pair).titled(lambda own: between_title(own, (pair[0].who, pair[1].who)))
    rows = block.in_state(*DRAWN)
    if not 0 < len(rows) <= MOST:
        return None
    step = max(LEAST_ROW, min(TALL_ROW, depth / len(rows)))
    side = (
        min(
            max(pen.letters.width(row.name, SIZE, bold=True) for row in rows),
            pen.width * (NARROW_NAMES if pen.is_narrow else NAMES),
        )
        + 14
    )
    ends = [cell.low for row in rows for cell in (row.one, row.other) if cell and cell.low is not None]
    low = math.floor(min(ends) * 10 + 1e-9) / 10
    axis = AxisScale(low, max(1.0, low + 0.1), side + 6, pen.width - (NARROW_GAP if pen.is_narrow else GAP))
    height = TOP + step * len(rows) + FOOT
    for tick in tenths(axis):
        pen.line((axis.at(tick), TOP - 10), (axis.at(tick), height - FOOT), RULE)
        pen.text((axis.at(tick), height - 6), pen.lang.decimal(f"{tick:.1f}"), size=9, fill=GREY, anchor="middle")
    for k, row in enumerate(rows):
        with pen.row(row.id, row.state):
            _draw_row(pen, row, axis, TOP + step * (k + 0.5), min(step, ROW) / ROW, side)
    for row in block.rows[len(rows) :]:
        with pen.row(row.id, row.state):
            pass
    if not pen.is_narrow:  # where the unit above names both
        _draw_frame_names(pen, pair, rows[0], axis)
    unit: Spoken = say(
        "Score. Hollow: “%(one)s”; full: “%(other)s”. Grey: where each can end up once the rest is answered. "
        "Right: difference",
        one=pair[0].name, other=pair[1].name,
    )  # fmt: skip
    used = next((column.name for column in places.frames if column.used), None)
    if used is not None and any(row.used is not None for row in rows):
        unit = series("; ", [unit, say("thin line: “%(frame)s”", frame=used)])
    return pen.block_chart("dumbbell", block, unit, height, _table(pen, pair, rows))


def _draw_row(pen: Pen, row: BetweenRow, axis: AxisScale, y: float, scale: float, side: float) -> None:
    worse = row.gap is not None and row.gap < -PRINTED
    colour = CONTEXT if row.state != "graded" else ACCENT if worse else INK
    name = pen.letters.fitted(row.name, side - 12, SIZE, bold=True)
    pen.text((side - 6, y + 3), name, size=SIZE, fill=GREY if colour == CONTEXT else colour, anchor="end", bold=True)
    for cell, below in ((row.one, True), (row.other, False)):
        if cell and cell.low is not None and cell.high is not None and cell.high - cell.low > THIN:
            top = y + (3.5 if below else -7.5) * max(scale, 0.6)
            pen.box((axis.at(cell.low), top), (axis.at(cell.high) - axis.at(cell.low), 4), REACH)
    if row.gap is None or row.one is None or row.other is None:
        return
    one, other = (axis.at(cell.value or 0.0) for cell in (row.one, row.other))
    pen.line((one, y), (other, y), colour, 2.2)
    if row.used is not None:
        pen.line((axis.at(row.used), y - 7 * scale), (axis.at(row.used), y + 7 * scale), CONTEXT, 1.4)
    radius = max(3.2, 4.8 * scale)
    pen.dot((one, y), radius, "#ffffff", colour)
    pen.dot((other, y), radius, colour, colour)
    pen.text((pen.width, y + 3.2), pen.change(row.gap), size=9.5, fill=colour, anchor="end", bold=True)


def _draw_frame_names(pen: Pen, pair: tuple[Column, Column], first: BetweenRow, axis: AxisScale) -> None:
    """Name both ends above the first plan, apart from each other."""
    if first.gap is None or first.one is None or first.other is None:
        return
    ends = sorted(zip((first.one.value or 0.0, first.other.value or 0.0), (c.name for c in pair), strict=True))
    (left, one), (right, other) = ends
    middle = (axis.at(left) + axis.at(right)) / 2
    room = (middle - 4, pen.width - middle - 4)
    one, other = (pen.letters.fitted(name, space, 9, bold=True) for name, space in zip((one, other), room, strict=True))
    pen.text((middle - 3, TOP - 14), one, size=9, fill=GREY, anchor="end", bold=True)
    pen.text((middle + 3, TOP - 14), other, size=9, fill=GREY, bold=True)


def _table(pen: Pen, pair: tuple[Column, Column], rows: Sequence[BetweenRow]) -> list[list[str]]:
    def told(cell: PlaceCell | None) -> str:
        if cell is None or cell.low is None or cell.high is None:
            return "–"
        score = "–" if cell.value is None else pen.score(cell.value)
        return f"{score} ({pen.score(cell.low)}–{pen.score(cell.high)})"

    gaps = ["–" if row.gap is None else pen.change(row.gap) for row in rows]
    return [
        ["", *(c.name for c in pair), "Δ"],
        *([r.name, told(r.one), told(r.other), g] for r, g in zip(rows, gaps, strict=True)),
    ]
