"""The scores of one plan under all frames, as dots on the bands of the grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.frame_block import FrameBlock, FrameRow, grades_title
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import ReferenceValue
from evaluator.model.sentence import Foreign, Spoken, foreign, say, say_n, series
from evaluator.reports.charts.drawing import (
    ACCENT,
    BAND,
    CONTEXT,
    GREY,
    INK,
    PALE,
    RULE,
    Chart,
    Pen,
    Reach,
    with_narrow,
)
from evaluator.reports.html.scales import AxisScale

LEAST_FRAMES = 3
RADIUS, STEP, LEAST_STEP, PILE = 4.6, 10.4, 6.6, 60.0  # the dots of a pile deeper than PILE lie closer
TOP, HEAD, FOOT, BESIDE = 6.0, 30.0, 44.0, 32.0
LABEL_SIZE, LINE, CLEAR = 9.0, 12.0, 14.0
NAMED = 4  # frames of a grade that are named beside their dots
USED_LINES = 2  # of the name of the frame used, in a narrow drawing


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


@with_narrow
def grade_dots(
    pen: Pen,
    bands: Sequence[Band],
    frames: FrameBlock,
    reach: Reach | None,
    references: Sequence[ReferenceValue] = (),
) -> Chart | None:
    """Return the dots of all frames on the whole scale; `reach` is the range under the frame used.

    `references` are ticks on the axis: the scores that the frame used gives to what the plan is read beside.

    Equal dots pile up; a frame with too little for a grade is hollow. Below the scale stands the frame used at its own
    score, beside the dots those that give another grade; in a narrow drawing they stand below it. None with under three
    frames that give a grade.
    """
    graded = frames.in_state("graded")
    if len(graded) < LEAST_FRAMES:
        return None
    dots = [row for row in frames.rows if row.value is not None]
    axis = AxisScale(0, 1, RADIUS, pen.width - RADIUS)
    main = max(Counter(row.told for row in graded).items(), key=lambda pair: (pair[1], pair[0]))[0]
    places = _places_in_piles(dots, axis)
    labels = _labels(pen, [row for row in dots if row.points_to != main], places)
    tall = max(level for _, level in places.values()) + 1
    step = max(LEAST_STEP, min(STEP, PILE / tall))
    beside = 0 if pen.is_narrow else len(labels)
    base = HEAD + max(tall * step + 8, 12 + LINE * beside, 58)
    _draw_bands(pen, bands, axis, base)
    for row in frames.rows:
        with pen.row(row.id, row.state):
            if row.id in places:
                x, level = places[row.id]
                colour = ACCENT if row.used else CONTEXT if row.points_to == main else INK
                fill, edge = ("#ffffff", colour) if row.state == "ungraded" else (colour, "")
                pen.dot((x, base - 9 - level * step), RADIUS - (0.6 if edge else 0), fill, edge)
    foot = _draw_frame_used(pen, next((dot for dot in dots if dot.used), None), reach, axis, base)
    if pen.is_narrow:
        foot += LINE * len(labels) + 4 if labels else 0
        _draw_labels(pen, labels, foot + 4)
    else:
        _draw_labels(pen, labels, base)
    table = [
        ["", "", ""],
        *([r.name, "–" if r.value is None else pen.score(r.value), pen.lang.band(r.told)] for r in frames.rows),
    ]
    draw_references(pen, axis, base, references)
    unit = series("; ", [*_unit(dots, main), *reference_words(pen, references)])
    return pen.block_chart("frames", frames.titled(grades_title), unit, foot, table)


def draw_references(pen: Pen, axis: AxisScale, base: float, references: Sequence[ReferenceValue]) -> None:
    """Draw a tick on an axis of scores for each score that it is read beside."""
    for one in references:
        if one.score is not None:
            pen.line((axis.at(one.score), base - 4), (axis.at(one.score), base + 4), INK, 1.6)


def reference_words(pen: Pen, references: Sequence[ReferenceValue]) -> Iterator[Spoken]:
    """Yield what the ticks are, and what has none."""
    told = {one.name(pen.lang.code): one.score for one in references if one.score is not None}
    if told:
        shown = [say("%(name)s %(score)s", name=name, score=pen.score(score)) for name, score in told.items()]
        yield say("black ticks: %(references)s", references=series(", ", shown))
    yield from (one.name(pen.lang.code) for one in references if one.is_said_alone)


def _unit(dots: Sequence[FrameRow], main: str) -> list[Spoken]:
    """Return what the dots are."""
    unit: list[Spoken] = [say("A dot is the score as one actor would weigh the same answers")]
    if any(row.points_to != main and not row.used for row in dots):
        unit.append(say("black: in another band"))
    if capped := sum(row.told != row.points_to for row in dots if row.state == "graded"):
        unit.append(
            say_n(
                "%(number)s lies in a higher band than it gives, as a breached safeguard limits it",
                "%(number)s lie in a higher band than they give, as a breached safeguard limits it",
                capped,
            )
        )
    return unit


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
    seen = sorted(bands, key=lambda b: b.start)
    ends = [(b.name, axis.at(b.start), axis.at(b.end)) for b in seen]
    for k, (_, left, right) in enumerate(ends):
        pen.box((left, TOP), (right - left, base - TOP), BAND if k % 2 else PALE)
    for left, sign in band_signs(pen, ends, 13, 6):
        pen.text((left, TOP + 16), sign, size=13, fill=GREY, bold=True)
    for tick in sorted({0.0, 1.0, *(band.start for band in seen)}):
        x = axis.at(tick)
        pen.line((x, base), (x, base + 3), RULE)
        anchor = "start" if tick == 0 else "end" if x > pen.width - 10 else "middle"
        pen.text((x, base + 13), pen.lang.decimal(f"{tick:g}"), size=LABEL_SIZE, fill=GREY, anchor=anchor)


@dataclass(frozen=True, slots=True)
class _Label:
    """A line of text beside the dots: where it begins or ends, and which way it runs."""

    x: float
    anchor: str
    text: str
    bold: bool = False


def _labels(pen: Pen, others: Sequence[FrameRow], places: Mapping[str, tuple[float, int]]) -> list[_Label]:
    """Return the lines that name the frames in other bands, on the side of the dots with more room."""
    xs = [x for x, _ in places.values()]
    left, right = min(xs) - CLEAR, pen.width - max(xs) - CLEAR
    on_right, room = right >= left, max(left, right)
    x, anchor = (max(xs) + CLEAR, "start") if on_right else (min(xs) - CLEAR, "end")
    if pen.is_narrow:
        on_right, room, x, anchor = True, pen.width, 0.0, "start"
    found: list[_Label] = []
    for band in dict.fromkeys(row.points_to for row in sorted(others, key=lambda r: (r.state == "ungraded", r.value))):
        for state in ("graded", "ungraded"):
            rows = [row for row in others if (row.points_to, row.state) == (band, state)]
            rows.sort(key=lambda row: -(row.value or 0.0) if on_right else (row.value or 0.0))
            if rows:
                found += _lines(pen, rows, band, state, (x, anchor, room))
    return found


def _lines(pen: Pen, rows: Sequence[FrameRow], band: str, state: str, place: tuple[float, str, float]) -> list[_Label]:
    """Return the head of a group of frames and their names with scores, wrapped to the room; the rest is counted."""
    x, anchor, room = place
    head = say("%(grade)s for:", grade=band)
    if state != "graded":
        head = say("too little read, so far in %(grade)s:", grade=band)
    if pen.letters.width(pen.lang.said(head), LABEL_SIZE, bold=True) > room:
        return []
    lines, words = list[str](), [f"{row.who or row.name} ({pen.score(row.value or 0.0)})" for row in rows[:NAMED]]
    more = len(rows) - NAMED
    if more > 0:
        words.append(pen.lang.said(say_n("%(number)s more", "%(number)s more", more)))
    if any(pen.letters.width(f"{word},", LABEL_SIZE) > room for word in words):
        return []
    for k, word in enumerate(words):
        told = word + ("" if k == len(words) - 1 else ",")
        joined = f"{lines[-1]} {told}" if lines else told
        if lines and pen.letters.width(joined, LABEL_SIZE) <= room:
            lines[-1] = joined
        else:
            lines.append(told)
    return [_Label(x, anchor, pen.lang.said(head), bold=True), *(_Label(x, anchor, line) for line in lines)]


def _draw_labels(pen: Pen, labels: Sequence[_Label], base: float) -> None:
    for k, label in enumerate(labels):
        y = base - 10 - LINE * (len(labels) - 1 - k)
        if pen.letters.width(label.text, LABEL_SIZE, bold=label.bold) <= pen.width:
            pen.text((label.x, y), label.text, size=LABEL_SIZE, anchor=label.anchor, bold=label.bold)


def _frame_with_score(pen: Pen, dot: FrameRow) -> str:
    """Return a frame with its score, in the language of the frame's name."""
    told = f"{dot.name}: {pen.score(dot.value or 0.0)}"
    return foreign(told, dot.name.lang, "") if isinstance(dot.name, Foreign) else told


def _draw_frame_used(pen: Pen, used: FrameRow | None, reach: Reach | None, axis: AxisScale, base: float) -> float:
    """Draw the range of the frame used below the scale, and name it beside the range; return where the name ends.

    Where there is no range, or no room beside it, the name stands below at the frame's score.
    """
    if used is None or used.value is None:
        return base + FOOT
    x, told = axis.at(used.value), _frame_with_score(pen, used)
    if reach and reach.is_wide():
        pen.box((axis.at(reach.low), base + 18), (axis.at(reach.high) - axis.at(reach.low), 4.5), ACCENT)
        said = say(
            "%(frame)s (%(low)s to %(high)s once the rest is answered)",
            frame=told, low=pen.score(reach.low), high=pen.score(reach.high),
        )  # fmt: skip
        told = pen.lang.said(said)
    pen.line((x, base + 16), (x, base + 28), ACCENT, 1.2)
    beside = axis.at(reach.high) + 8 if reach and reach.is_wide() else pen.width
    if beside + pen.letters.width(told, LABEL_SIZE, bold=True) <= pen.width:
        pen.text((beside, base + 25), told, size=LABEL_SIZE, fill=ACCENT, bold=True)
        return base + BESIDE
    lines = pen.letters.lines(told, pen.width, LABEL_SIZE, USED_LINES if pen.is_narrow else 1, bold=True)
    for k, line in enumerate(lines):
        wide = pen.letters.width(line, LABEL_SIZE, bold=True)
        start = min(max(x - wide / 2, 0.0), pen.width - wide)
        pen.text((start, base + 38 + LINE * k), line, size=LABEL_SIZE, fill=ACCENT, bold=True)
    return base + FOOT + LINE * (len(lines) - 1)
