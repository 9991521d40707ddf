"""One row a frame, from least weight on control to most: the score of one plan, its range and its grade."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluator.contrasts.frame_block import FrameBlock, FrameRow, control_title
from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import (
    ACCENT,
    BAND,
    GREY,
    INK,
    LABEL,
    NAME,
    PALE,
    Chart,
    Pen,
    tenths,
    with_narrow,
)
from evaluator.reports.charts.grade_dots import Band, band_signs
from evaluator.reports.html.scales import AxisScale

ROW, LEAST_ROW, DEPTH, TOP, FOOT = 14.4, 10, 300.0, 26.0, 22.0
GREY_BAR = "#aab4bd"
COLUMN, NARROW_COLUMN = 46.0, 31.0  # of a number at the right


@with_narrow
def frames_by_control(
    pen: Pen, bands: Sequence[Band], frames: FrameBlock, least: float, depth: float = DEPTH
) -> Chart | None:
    """Return a row for every frame; None where the scores lie less than `least` apart, or nothing gets a grade.

    Where the share of control is not told, the highest score comes first. The rows are `depth` points deep together,
    unless they would become too low to read. A frame with too little for a grade has a hollow dot on a dashed bar.
    """
    graded = [row.value or 0.0 for row in frames.in_state("graded")]
    if len(graded) < 2 or max(graded) - min(graded) < least:  # noqa: PLR2004
        return None
    rows = frames.rows
    told = any(row.control is not None for row in rows)
    step = max(LEAST_ROW, min(ROW, depth / len(rows)))
    foot = TOP + step * len(rows)
    side = min(max(pen.letters.width(row.name, NAME, bold=True) for row in rows), pen.width * 0.42) + 10
    axis = _axis_of_scores(rows, side, pen.width - 2 * _column(pen) - (10 if pen.is_narrow else 6))
    _draw_ground(pen, bands, axis, foot, told=told)
    edges = [band.start for band in bands]
    for k, row in enumerate(rows):
        with pen.row(row.id, row.state):
            _draw_row(pen, row, axis, TOP + step * k + step / 2 - 1, side, edges)
    unit = say("Dot: score; bar: where it can end up once the rest is answered; colour: the frame used in this report")
    if any(row.prevailed for row in rows):
        unit = say(
            "Dot: score; bar: where it can end up once the rest is answered; colour: the frame used in this report; "
            "bold: frames that prevailed"
        )
    return pen.block_chart(
        "control", frames.titled(lambda own: control_title(own, edges)), unit, foot + FOOT, _table(pen, rows, edges)
    )


def _column(pen: Pen) -> float:
    return NARROW_COLUMN if pen.is_narrow else COLUMN


def _axis_of_scores(rows: Sequence[FrameRow], side: float, stop: float) -> AxisScale:
    low = math.floor(min(row.low for row in rows if row.low is not None) * 10 + 1e-9) / 10
    high = math.ceil(max(row.high for row in rows if row.high is not None) * 10 - 1e-9) / 10
    return AxisScale(low, max(high, low + 0.2), side + 8, stop)


def _draw_ground(pen: Pen, bands: Sequence[Band], axis: AxisScale, foot: float, *, told: bool) -> None:
    ends = [(band.name, axis.at(band.start), axis.at(band.end)) for band in sorted(bands, key=lambda b: b.start)]
    for k, (_, left, right) in enumerate(ends):
        if right > left:
            pen.box((left, TOP - 6), (right - left, foot - TOP + 6), BAND if k % 2 else PALE)
    for left, sign in band_signs(pen, ends, LABEL, 4):
        pen.text((left, TOP - 10), sign, size=LABEL, fill=GREY)
    for tick in tenths(axis):
        at = (axis.at(tick), foot + 14)
        pen.text(at, pen.lang.decimal(f"{tick:.1f}"), size=LABEL, fill=GREY, anchor="middle")
    heads = [(say("score"), pen.width)] + ([(say("control"), pen.width - _column(pen))] if told else [])
    for word, x in heads:
        head = pen.letters.fitted(pen.lang.said(word), COLUMN - 2 if x < pen.width else _column(pen) - 2, LABEL)
        pen.text(
            (x, TOP - 17 if x < pen.width and pen.is_narrow else TOP - 10), head, size=LABEL, fill=GREY, anchor="end"
        )


def _draw_row(pen: Pen, row: FrameRow, axis: AxisScale, y: float, side: float, edges: Sequence[float]) -> None:
    used, is_thin = row.used, row.state == "ungraded"
    colour, bold = (ACCENT if used else GREY if is_thin else INK), used or row.prevailed
    name = pen.letters.fitted(row.name, side - 4, NAME, bold=bold)
    pen.text((side, y + 3), name, size=NAME, fill=colour, anchor="end", bold=bold)
    if row.low is not None and row.high is not None:
        wide = max(axis.at(row.high) - axis.at(row.low), 1.2)
        fill, edge = (ACCENT, "") if used else (GREY_BAR, "") if row.state == "graded" else ("none", GREY_BAR)
        pen.box((axis.at(row.low), y - 2.4), (wide, 4.8), fill, edge, dashed=bool(edge))
    if row.value is not None:
        pen.dot((axis.at(row.value), y), 3.6, "#ffffff" if is_thin else colour, colour)
    if row.control is not None:
        pen.text((pen.width - _column(pen), y + 3), pen.share(row.control), size=LABEL, fill=GREY, anchor="end")
    pen.text((pen.width, y + 3), _score(pen, row, edges), size=NAME, fill=colour, anchor="end", bold=used)


def _score(pen: Pen, row: FrameRow, edges: Sequence[float]) -> str:
    if row.value is None:
        return "–"
    told = pen.score(row.value, edges)
    return f"({told})" if row.state == "ungraded" else told


def _table(pen: Pen, rows: Sequence[FrameRow], edges: Sequence[float]) -> list[list[str]]:
    def cells(row: FrameRow) -> list[str]:
        ends = "" if row.low is None or row.high is None else f"{pen.score(row.low)}–{pen.score(row.high)}"
        return [
            row.name,
            "" if row.control is None else pen.share(row.control),
            _score(pen, row, edges),
            ends,
            pen.lang.band(row.told),
        ]

    heads = (say("Control"), say("Score"), say("Range"), say("Grade"))
    return [["", *map(pen.lang.said, heads)], *map(cells, rows)]
