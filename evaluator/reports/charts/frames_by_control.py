"""One row a frame, from least weight on control to most: the score of one plan, its range and its grade."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import (
    ACCENT,
    BAND,
    GREY,
    INK,
    LABEL,
    NAME,
    PALE,
    WIDTH,
    Chart,
    Pen,
    Reach,
    tenths,
)
from evaluator.reports.charts.grade_dots import Band, band_signs
from evaluator.reports.html.scales import AxisScale

ROW, LEAST_ROW, DEPTH, TOP, FOOT = 14.4, 10.5, 460.0, 26.0, 22.0
GREY_BAR = "#aab4bd"
COLUMN = 46.0  # of a number at the right


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A frame: the share of its weight on control (None: not told), score and range, the grade (empty without)."""

    name: str
    control: float | None
    reach: Reach
    grade: str
    prevailed: bool = False
    used: bool = False


def frames_by_control(
    pen: Pen, bands: Sequence[Band], frames: Sequence[FrameRow], least: float, depth: float = DEPTH
) -> Chart | None:
    """Return a row for each frame; None where the scores lie less than `least` apart, or nothing gets a grade.

    Where the share of control is not told, the highest score comes first. The rows are `depth` points deep together,
    unless they would become too low to read.
    """
    graded = [row.reach.score for row in frames if row.grade]
    told = any(row.control is not None for row in frames)
    if len(graded) < 2 or max(graded) - min(graded) < least:  # noqa: PLR2004
        return None
    rows = sorted(frames, key=lambda row: (row.control or 0.0, 0.0 if told else -row.reach.score, row.name))
    step = max(LEAST_ROW, min(ROW, depth / len(rows)))
    foot = TOP + step * len(rows)
    side = min(max(pen.letters.width(row.name, NAME, bold=True) for row in rows), WIDTH * 0.42) + 10
    axis = _axis_of_scores(rows, side)
    _draw_ground(pen, bands, axis, foot, told=told)
    for k, row in enumerate(rows):
        _draw_row(pen, row, axis, TOP + step * k + step / 2 - 1, side)
    unit = say("Dot: score; bar: where it can end up once the rest is read; colour: the frame used in this report")
    if any(row.prevailed for row in rows):
        unit = say(
            "Dot: score; bar: where it can end up once the rest is read; colour: the frame used in this report; "
            "bold and full: frames that prevailed"
        )
    return pen.chart("control", _title([r for r in rows if r.grade]), unit, foot + FOOT, _table(pen, rows))


def _title(rows: Sequence[FrameRow]) -> str:
    """Return where the grade turns if it does so at one share of control, else the frames with the extreme scores."""
    for k in range(1, len(rows)):
        below, above = ({row.grade for row in part} for part in (rows[:k], rows[k:]))
        apart = rows[k].control, rows[k - 1].control
        if len(below) == len(above) == 1 and below != above and apart[0] is not None and apart[0] != apart[1]:
            return say(
                "Frames with %(share)s or more on control give %(grade)s; all others give %(other)s",
                share=_share_words(apart[0]),
                grade=above.pop(),
                other=below.pop(),
            )
    low, high = (end(rows, key=lambda row: (row.reach.score, row.name)) for end in (min, max))
    return say(
        "From %(low)s under “%(frame)s” to %(high)s under “%(other)s”",
        low=f"{low.reach.score:.2f}",
        high=f"{high.reach.score:.2f}",
        frame=low.name,
        other=high.name,
    )


def _share_words(share: float) -> str:
    """Return the share, rounded down to whole per cent, so that the frame itself keeps it."""
    return f"{math.floor(share * 100 + 1e-9)} %"


def _axis_of_scores(rows: Sequence[FrameRow], side: float) -> AxisScale:
    low = math.floor(min(row.reach.low for row in rows) * 10 + 1e-9) / 10
    high = math.ceil(max(row.reach.high for row in rows) * 10 - 1e-9) / 10
    return AxisScale(low, max(high, low + 0.2), side + 8, WIDTH - 98)


def _draw_ground(pen: Pen, bands: Sequence[Band], axis: AxisScale, foot: float, *, told: bool) -> None:
    ends = [(band.name, axis.at(band.start), axis.at(band.end)) for band in sorted(bands, key=lambda b: b.start)]
    for k, (_, left, right) in enumerate(ends):
        if right > left:
            pen.box((left, TOP - 6), (right - left, foot - TOP + 6), BAND if k % 2 else PALE)
    for left, sign in band_signs(pen, ends, 8.5, 4):
        pen.text((left, TOP - 10), sign, size=8.5, fill=GREY)
    for tick in tenths(axis):
        at = (axis.at(tick), foot + 14)
        pen.text(at, pen.lang.decimal(f"{tick:.1f}"), size=8.5, fill=GREY, anchor="middle")
    heads = [(say("score"), WIDTH)] + ([(say("control"), WIDTH - COLUMN)] if told else [])
    for word, x in heads:
        pen.text(
            (x, TOP - 10), pen.letters.fitted(pen.lang.said(word), COLUMN - 2, 8.5), size=8.5, fill=GREY, anchor="end"
        )


def _draw_row(pen: Pen, row: FrameRow, axis: AxisScale, y: float, side: float) -> None:
    colour, bold = (ACCENT if row.used else INK), row.used or row.prevailed
    name = pen.letters.fitted(row.name, side - 4, NAME, bold=bold)
    pen.text((side, y + 3), name, size=NAME, fill=colour, anchor="end", bold=bold)
    wide = max(axis.at(row.reach.high) - axis.at(row.reach.low), 1.2)
    pen.box((axis.at(row.reach.low), y - 2.4), (wide, 4.8), ACCENT if row.used else GREY_BAR)
    pen.dot((axis.at(row.reach.score), y), 3.6, colour if bold else "#ffffff", colour)
    if row.control is not None:
        pen.text((WIDTH - COLUMN, y + 3), pen.share(row.control), size=LABEL, fill=GREY, anchor="end")
    pen.text((WIDTH, y + 3), pen.score(row.reach.score), size=NAME, fill=colour, anchor="end", bold=row.used)


def _table(pen: Pen, rows: Sequence[FrameRow]) -> list[list[str]]:
    def cells(row: FrameRow) -> list[str]:
        control = "" if row.control is None else pen.share(row.control)
        ends = f"{pen.score(row.reach.low)}–{pen.score(row.reach.high)}"
        return [row.name, control, pen.score(row.reach.score), ends, pen.lang.band(row.grade)]

    return [["", "control", "score", "range", "grade"], *map(cells, rows)]
