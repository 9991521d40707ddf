"""The scores of one plan under all frames, as dots on the bands of the grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.contrasts.frame_block import FrameBlock, FrameRow, grades_title
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Foreign, foreign, say, series
from evaluator.reports.charts.drawing import (
    ACCENT,
    BAND,
    CONTEXT,
    GREY,
    INK,
    PALE,
    RULE,
    WIDTH,
    Chart,
    Pen,
    Reach,
    tenths,
)
from evaluator.reports.html.scales import AxisScale

LEAST_FRAMES = 3
RADIUS, STEP, LEAST_STEP, PILE = 5.2, 11.8, 9.4, 118.0  # the dots of a pile deeper than PILE lie closer
HEAD, FOOT = 30.0, 34.0
MARGIN = 0.06  # of the scale beyond the last dot
LABEL_SIZE = 8.6


@dataclass(frozen=True, slots=True)
class Band:
    """A band of grades from its least score up to the next one's."""

    name: str
    start: float
    end: float


def bands_of(rubric: Rubric) -> list[Band]:
    """Return the bands of a rubric's grades, from the lowest score up."""
    starts = sorted((band.lower, band.grade) for band in rubric.grading.bands)
    ends = [start for start, _ in starts[1:]] + [1.0]
    return [Band(name, start, end) for (start, name), end in zip(starts, ends, strict=True)]


def grade_dots(pen: Pen, bands: Sequence[Band], frames: FrameBlock, reach: Reach | None) -> Chart | None:
    """Return the dots of all frames; `reach` is the range under the frame used.

    Equal dots pile up; a frame with too little for a grade is hollow. Labels stand at both ends of the graded frames
    and at the frame used. None with under three frames that give a grade.
    """
    graded = frames.in_state("graded")
    if len(graded) < LEAST_FRAMES:
        return None
    dots = [row for row in frames.rows if row.value is not None]
    top = max([row.value or 0.0 for row in dots] + ([reach.high] if reach else []))
    axis = AxisScale(0, min(1.0, max(top + MARGIN, 0.3)), 4, WIDTH - 4)
    places = _places_in_piles(dots, axis)
    tall = max(level for _, level in places.values()) + 1
    step = max(LEAST_STEP, min(STEP, PILE / tall))
    base = HEAD + max(tall * step + 14, 74)
    _draw_bands(pen, bands, axis, base)
    if reach:
        pen.box((axis.at(reach.low), base - 4.5), (axis.at(reach.high) - axis.at(reach.low), 4.5), ACCENT)
    main = max(Counter(row.told for row in graded).items(), key=lambda pair: (pair[1], pair[0]))[0]
    for row in frames.rows:
        with pen.row(row.id, row.state):
            if row.id in places:
                x, level = places[row.id]
                colour = ACCENT if row.used else CONTEXT if row.told == main or row.state == "ungraded" else INK
                fill, edge = ("#ffffff", colour) if row.state == "ungraded" else (colour, "")
                pen.dot((x, base - 16 - level * step), RADIUS - (0.6 if edge else 0), fill, edge)
    _draw_labels(pen, graded, reach, axis, base)
    table = [
        ["", "", ""],
        *([r.name, "–" if r.value is None else pen.score(r.value), pen.lang.band(r.told)] for r in frames.rows),
    ]
    unit = [say("Score, 0 to 1; a dot is a frame: the weights that one actor gives")]
    if any(row.told != main and not row.used for row in graded):
        unit.append(say("black: in another band"))
    return pen.block_chart("frames", frames.titled(grades_title), series("; ", unit), base + FOOT, table)


def _places_in_piles(dots: Sequence[FrameRow], axis: AxisScale) -> dict[str, tuple[float, int]]:
    """Return the place of each dot and its height in the pile: as low as no other dot touches it."""
    taken: list[tuple[float, int]] = []
    found: dict[str, tuple[float, int]] = {}
    for dot in sorted(dots, key=lambda d: (not d.used, d.value, d.name)):
        x, level = axis.at(dot.value or 0.0), 0
        while any(abs(x - other) < STEP and level == height for other, height in taken):
            level += 1
        taken.append((x, level))
        found[dot.id] = (x, level)
    return found


def band_signs(
    pen: Pen, bands: Sequence[tuple[str, float, float]], size: float, indent: float
) -> list[tuple[float, str]]:
    """Return where the name of each band begins, and the name: words where all have room, else the sign of each.

    A band is its name, its left and its right edge. One too narrow for a letter gets no name.
    """
    shown = [(left + indent, right - left - indent - 2, name) for name, left, right in bands]
    shown = [one for one in shown if one[1] >= size * 0.7]
    if all(pen.letters.width(pen.lang.band(name), size, bold=True) <= room for _, room, name in shown):
        return [(left, pen.lang.band(name)) for left, _, name in shown]
    mark = pen.lang.wording.mark
    return [(left, pen.letters.fitted(mark(name), room, size, bold=True)) for left, room, name in shown]


def _draw_bands(pen: Pen, bands: Sequence[Band], axis: AxisScale, base: float) -> None:
    seen = [b for b in sorted(bands, key=lambda b: b.start) if b.start < axis.high]
    ends = [(b.name, axis.at(b.start), axis.at(min(b.end, axis.high))) for b in seen]
    for k, (_, left, right) in enumerate(ends):
        pen.box((left, 6), (right - left, base - 6), BAND if k % 2 else PALE)
    for left, sign in band_signs(pen, ends, 13, 6):
        pen.text((left, 22), sign, size=13, fill=GREY, bold=True)
    for tick in tenths(axis):
        x = axis.at(tick)
        pen.line((x, base), (x, base + 3), RULE)
        anchor = "start" if tick == 0 else "end" if x > WIDTH - 10 else "middle"
        pen.text((x, base + 12), pen.lang.decimal(f"{tick:.1f}"), size=8.5, fill=GREY, anchor=anchor)


def _draw_labels(pen: Pen, dots: Sequence[FrameRow], reach: Reach | None, axis: AxisScale, base: float) -> None:
    """Name the frame used, and the lowest and the highest, in lines of their own below the axis and above the dots."""
    used = next((dot for dot in dots if dot.used), None)
    low, high = (end(dots, key=lambda d: (d.value, d.name)) for end in (min, max))
    room = WIDTH / 2 - 10
    left, right = (pen.letters.fitted(_frame_with_score(pen, dot), room, LABEL_SIZE) for dot in (low, high))
    pen.text((4, base + 26), left, fill=ACCENT if low.used else INK)
    pen.text((WIDTH - 4, base + 26), right, fill=ACCENT if high.used else INK, anchor="end")
    if used:
        _draw_frame_used(pen, used, reach, axis)


def _frame_with_score(pen: Pen, dot: FrameRow) -> str:
    """Return a frame with its score, in the language of the frame's name."""
    told = f"{dot.name}: {pen.score(dot.value or 0.0)}"
    return foreign(told, dot.name.lang, "") if isinstance(dot.name, Foreign) else told


def _draw_frame_used(pen: Pen, used: FrameRow, reach: Reach | None, axis: AxisScale) -> None:
    """Name the frame used beside the middle of the scale, on the side with more room."""
    told = pen.letters.fitted(_frame_with_score(pen, used), WIDTH / 2 - 16, 9.5, bold=True)
    on_right = axis.at(used.value or 0.0) < WIDTH / 2
    x, anchor = (WIDTH - 10, "end") if on_right else (10, "start")
    pen.text((x, 40), told, size=9.5, fill=ACCENT, anchor=anchor, bold=True)
    if reach and reach.is_wide():
        said = say(
            "bar: %(low)s to %(high)s once the rest is read", low=pen.score(reach.low), high=pen.score(reach.high)
        )
        pen.text((x, 53), pen.lang.said(said), fill=ACCENT, anchor=anchor)
