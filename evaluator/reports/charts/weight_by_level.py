"""Where two frames put their weight: on what the plan has, and on what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, EDGE, GREY, INK, NAME, SHADES, WIDTH, Chart, Pen
from evaluator.reports.html.scales import AxisScale, segments
from evaluator.scoring.rounding import share_figure

LEAST_GAP = 0.05  # between the scores of the two frames; below it one sentence says enough
ROW, BAR, HEAD = 32.0, 19.0, 20.0
LEGEND = 8.5


@dataclass(frozen=True, slots=True)
class FrameWeight:
    """A frame, the score it gives, its share of weight at each level from 0 up, and on what is not assessed."""

    name: str
    score: float
    levels: tuple[float, ...]
    open: float
    used: bool = False

    def from_level(self, level: int) -> float:
        """Return the share of weight on criteria at this level or above."""
        return sum(self.levels[level:])


def weight_by_level(pen: Pen, frames: Sequence[FrameWeight], plan: str) -> Chart | None:
    """Return a bar for each of two frames; None where their scores lie less than 0.05 apart."""
    if len(frames) != 2 or abs(frames[0].score - frames[1].score) < LEAST_GAP:  # noqa: PLR2004  (a pair)
        return None
    side = min(max(pen.letters.width(frame.name, NAME, bold=True) for frame in frames), WIDTH * 0.35) + 8
    axis = AxisScale(0, 1, side + 4, WIDTH - 36)
    _draw_legend(pen, frames, axis)
    for k, frame in enumerate(frames):
        _draw_bar(pen, frame, axis, HEAD + ROW * k, side)
    unit = say("Share of each frame’s weight, by the level that is reached there; right: score")
    return pen.chart("weight", _title(frames, plan), unit, HEAD + ROW * len(frames) - 6, _table(pen, frames))


def _title(frames: Sequence[FrameWeight], plan: str) -> str:
    one, other = sorted(frames, key=lambda frame: -frame.score)
    top = len(one.levels) - 1
    level = max(range(1, top + 1), key=lambda k: (one.from_level(k) - other.from_level(k), k))
    return say(
        "“%(frame)s” puts %(share)s of its weight where %(plan)s is at level %(level)s or above; “%(other)s” %(less)s",
        frame=one.name,
        share=share_figure(one.from_level(level)),
        plan=plan,
        level=level,
        other=other.name,
        less=share_figure(other.from_level(level)),
    )


def _parts_of_bar(frame: FrameWeight) -> list[tuple[str, float, int | None]]:
    """Return the parts of a bar from the highest level down, what is not assessed last."""
    levels = [(str(k), share, k) for k, share in enumerate(frame.levels)]
    return [*reversed(levels), ("", frame.open, None)]


def _draw_bar(pen: Pen, frame: FrameWeight, axis: AxisScale, y: float, side: float) -> None:
    colour = ACCENT if frame.used else INK
    name = pen.letters.fitted(frame.name, side - 4, NAME, bold=True)
    pen.text((side - 4, y + 13), name, size=NAME, fill=colour, anchor="end", bold=True)
    pen.text((WIDTH, y + 13), pen.score(frame.score), size=10, anchor="end", bold=True)
    parts, top = _parts_of_bar(frame), len(frame.levels) - 1
    for (left, width), (_, share, level) in zip(segments([p[1] for p in parts], axis), parts, strict=True):
        if width < 0.3:  # noqa: PLR2004  (nothing to see)
            continue
        shade = "#ffffff" if level is None else SHADES[round(level / top * (len(SHADES) - 1))]
        edge = CONTEXT if level is None else EDGE if shade == SHADES[0] else ""
        pen.box((left, y), (width, BAR), shade, edge, dashed=level is None)
        told = pen.share(share)
        if width > pen.letters.width(told, NAME, bold=True) + 4:
            dark = level is not None and level * 2 >= top
            at = (left + width / 2, y + 13)
            pen.text(at, told, size=NAME, fill="#ffffff" if dark else INK, anchor="middle", bold=True)


def _draw_legend(pen: Pen, frames: Sequence[FrameWeight], axis: AxisScale) -> None:
    """Name the parts above the first bar, each where there is room."""
    parts, end = _parts_of_bar(frames[0]), 0.0
    for (left, width), (_, share, level) in zip(segments([p[1] for p in parts], axis), parts, strict=True):
        said = say("not assessed") if level is None else say("level %(level)s", level=level)
        word = pen.lang.said(said)
        wide = pen.letters.width(word, LEGEND)
        start = min(max(left + width / 2 - wide / 2, end), WIDTH - 36 - wide)
        if share < 0.005 or start < end:  # noqa: PLR2004  (prints as 0 %)
            continue
        pen.text((start, HEAD - 6), word, size=LEGEND, fill=GREY)
        end = start + wide + 4


def _table(pen: Pen, frames: Sequence[FrameWeight]) -> list[list[str]]:
    levels = [str(k) for k in range(len(frames[0].levels))]
    head = ["", *levels, "-", "score"]
    return [head, *([f.name, *map(pen.share, f.levels), pen.share(f.open), pen.score(f.score)] for f in frames)]
