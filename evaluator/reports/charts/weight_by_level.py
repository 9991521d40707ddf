"""Where two frames put their weight: on what the plan has, and on what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.model.block import Block, Row, Title, Where, count, most, rounded
from evaluator.model.criterion_block import CriterionBlock
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, EDGE, GREY, INK, NAME, SHADES, Chart, Pen, with_narrow
from evaluator.reports.html.scales import AxisScale, segments
from evaluator.scoring.rounding import printed, share_figure, shared_out

LEAST_GAP = 0.05  # between the scores of the two frames; below it one sentence says enough
ROW, BAR, HEAD = 36.0, 17.0, 13.0
STACKED, NAME_LINE = 54.0, 12.0  # a row of a narrow drawing, its name over its bar
LEGEND = 8.5
LEFT_OUT = ("no-occasion", "not-applicable")
NAMED = 4


@dataclass(frozen=True, slots=True)
class LevelShare(Row):
    """The share of a frame's weight on what stands at one level; `level` is None for what has none."""

    level: int | None = None


@dataclass(frozen=True, slots=True)
class FrameWeight(Row):
    """A frame whose score is the value, with its share of weight at each level, the highest first."""

    used: bool = False
    cells: tuple[LevelShare, ...] = ()

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the parts of its bar, which are what is drawn."""
        return self.cells

    def from_level(self, level: int) -> float:
        """Return the share of weight on criteria at this level or above."""
        return sum(cell.value or 0.0 for cell in self.cells if cell.level is not None and cell.level >= level)

    def printed(self, level: int) -> tuple[Decimal, ...]:
        """Return the parts in whole per cent, so that those from a level up add up to what is told of them together."""
        high = sum(cell.level is not None and cell.level >= level for cell in self.cells)
        parts = [100 * (cell.value or 0.0) for cell in self.cells]
        told = [printed(sum(own), 0) for own in (parts, parts[:high])]
        return (*shared_out(parts[:high], told[1]), *shared_out(parts[high:], told[0] - told[1]))


@dataclass(frozen=True, slots=True)
class WeighedRow(Row):
    """A criterion that applies, with its share of the weight under the frame used (`here`) and another (`there`)."""

    here: float = 0.0
    there: float = 0.0


WEIGHTS: Mapping[str, Sentence | None] = {"frame": None}
COUNTED: Mapping[str, Sentence | None] = {"counted": None, "not-there": None, "not-here": None, "nowhere": None}


def frame_weight(frame: Row, criteria: CriterionBlock, shares: Mapping[str, float], *, used: bool) -> FrameWeight:
    """Return a frame with its stated weight by level, over the criteria that apply."""
    found, top = defaultdict[int | None, float](float), max(row.top for row in criteria.rows)
    for row in criteria.rows:
        if row.state not in LEFT_OUT:
            found[None if row.value is None else int(row.value)] += shares.get(row.id, 0.0)
    whole = sum(found.values()) or 1.0
    cells = tuple(
        LevelShare(f"{frame.id}|{'open' if at is None else at}", frame.name, "part", found[at] / whole, level=at)
        for at in (*range(top, -1, -1), None)
    )
    return FrameWeight(frame.id, frame.name, "frame", frame.value, used=used, cells=cells)


def weighed_block(criteria: CriterionBlock, here: Mapping[str, float], there: Mapping[str, float]) -> Block[WeighedRow]:
    """Return the criteria that apply, each with its share under two frames, and whether each of them counts it."""
    states = {(True, True): "counted", (True, False): "not-there", (False, True): "not-here"}
    rows = [
        WeighedRow(
            row.id, row.name, states.get((here[row.id] > 0, there[row.id] > 0), "nowhere"),
            here=here[row.id], there=there[row.id],
        )
        for row in criteria.rows
        if row.state not in LEFT_OUT
    ]  # fmt: skip
    return Block.of("weighed", COUNTED, rows, asked=[row.id for row in criteria.rows if row.state not in LEFT_OUT])


def not_counted(block: Block[WeighedRow], frame: str) -> tuple[Title, tuple[WeighedRow, ...]] | None:
    """Return how much the other frame does not count of what the frame used counts, and the heaviest of it."""
    left = count(block, Where("state", "=", "not-there"), "counted", "not-there")
    if not left.number:
        return None
    said = say_n(
        "What “%(frame)s” does not count: %(number)s of %(all)s questions, yardsticks apart",
        "What “%(frame)s” does not count: %(number)s of %(all)s questions, yardsticks apart",
        left.number,
        frame=frame,
        all=left.of,
    )
    rows = sorted((block.row(name) for name in left.ids), key=lambda row: -rounded(row.here))
    return Title(said, (left,)), tuple(rows[:NAMED])


def counted_most(block: Block[WeighedRow], frame: str) -> tuple[Title, tuple[WeighedRow, ...]]:
    """Return the criteria that weigh most under the other frame."""
    rows = sorted((row for row in block.rows if row.there > 0), key=lambda row: -rounded(row.there))
    return Title(say("What “%(frame)s” counts most", frame=frame), (most(block, "there"),)), tuple(rows[:NAMED])


def weight_block(frames: Sequence[FrameWeight], plan: str) -> Block[FrameWeight]:
    """Return the two frames with the title that is read from their shares."""
    block: Block[FrameWeight] = Block.of("weight", WEIGHTS, frames, asked=[frame.id for frame in frames])
    return block.titled(lambda rows: _title(rows.rows, plan))


@with_narrow
def weight_by_level(pen: Pen, frames: Sequence[FrameWeight], plan: str) -> Chart | None:
    """Return a bar for each of two frames; None where their scores lie less than 0.05 apart."""
    if len(frames) != 2 or abs((frames[0].value or 0.0) - (frames[1].value or 0.0)) < LEAST_GAP:  # noqa: PLR2004
        return None
    block = weight_block(frames, plan)
    side = min(max(pen.letters.width(frame.name, NAME, bold=True) for frame in frames), pen.width * 0.35) + 8
    axis, row = AxisScale(0, 1, side + 4, pen.width - 36), ROW
    if pen.is_narrow:
        axis, row = AxisScale(0, 1, 0, pen.width), STACKED
    level = _told_level(frames)
    for k, frame in enumerate(block.rows):
        _draw_bar(pen, frame, axis, HEAD + row * k, side, level)
    unit = say(
        "Share of all that a frame weighs, what was not assessed included, by the level that is reached there; right: "
        "score"
    )
    return pen.block_chart("weight", block, unit, HEAD + row * len(frames) - 16, _table(pen, frames))


def _told_level(frames: Sequence[FrameWeight]) -> int:
    """Return the level from which up the frame with the higher score puts most more weight than the other."""
    one, other = sorted(frames, key=lambda frame: -(frame.value or 0.0))
    top = max(cell.level or 0 for cell in one.cells)
    return max(range(1, top + 1), key=lambda k: (one.from_level(k) - other.from_level(k), k))


def _title(frames: Sequence[FrameWeight], plan: str) -> Title:
    one, other = sorted(frames, key=lambda frame: -(frame.value or 0.0))
    level = _told_level(frames)
    said = say(
        "“%(frame)s” puts %(share)s of its weight where %(plan)s is at level %(level)s or above; “%(other)s” %(less)s",
        frame=one.name,
        share=share_figure(one.from_level(level)),
        plan=plan,
        level=level,
        other=other.name,
        less=share_figure(other.from_level(level)),
    )
    return Title(said)


def _draw_bar(pen: Pen, frame: FrameWeight, axis: AxisScale, y: float, side: float, least: int) -> None:
    colour = ACCENT if frame.used else INK
    if pen.is_narrow:
        name = pen.letters.fitted(frame.name, pen.width - 36, NAME, bold=True)
        pen.text((0, y), name, size=NAME, fill=colour, bold=True)
        pen.text((pen.width, y), pen.score(frame.value or 0.0), size=10, anchor="end", bold=True)
        y += NAME_LINE + 4
    else:
        name = pen.letters.fitted(frame.name, side - 4, NAME, bold=True)
        pen.text((side - 4, y + 12), name, size=NAME, fill=colour, anchor="end", bold=True)
        pen.text((pen.width, y + 12), pen.score(frame.value or 0.0), size=10, anchor="end", bold=True)
    top, end = max(cell.level or 0 for cell in frame.cells), 0.0
    parts = segments([c.value or 0.0 for c in frame.cells], axis)
    for (left, width), cell, whole in zip(parts, frame.cells, frame.printed(least), strict=True):
        with pen.row(cell.id, cell.state):
            if width < 0.3:  # noqa: PLR2004  (nothing to see)
                continue
            level = cell.level
            shade = "#ffffff" if level is None else SHADES[round(level / top * (len(SHADES) - 1))]
            edge = CONTEXT if level is None else EDGE if shade == SHADES[0] else ""
            pen.box((left, y), (width, BAR), shade, edge, dashed=level is None)
            told = pen.share(float(whole) / 100)
            if width > pen.letters.width(told, NAME, bold=True) + 4:
                at, dark = (left + width / 2, y + 12), level is not None and level * 2 >= top
                pen.text(at, told, size=NAME, fill="#ffffff" if dark else INK, anchor="middle", bold=True)
            end = _draw_head(pen, level, (left, width), y, (end, axis.stop))


def _draw_head(pen: Pen, level: int | None, part: tuple[float, float], y: float, room: tuple[float, float]) -> float:
    """Name a part above it, where there is room, and return where the name ends."""
    word = pen.lang.said(say("not assessed") if level is None else say("level %(level)s", level=level))
    wide, (left, width), (end, stop) = pen.letters.width(word, LEGEND), part, room
    start = min(max(left + width / 2 - wide / 2, end), stop - wide)
    if start < end:
        return end
    pen.text((start, y - 4), word, size=LEGEND, fill=GREY)
    return start + wide + 4


def _table(pen: Pen, frames: Sequence[FrameWeight]) -> list[list[str]]:
    levels = ["-" if cell.level is None else str(cell.level) for cell in frames[0].cells]
    level = _told_level(frames)
    rows = [
        [f.name, *(pen.share(float(part) / 100) for part in f.printed(level)), pen.score(f.value or 0.0)]
        for f in frames
    ]
    return [["", *levels, pen.lang.said(say("score"))], *rows]
