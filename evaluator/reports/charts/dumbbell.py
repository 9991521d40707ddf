"""Dumbbells: each plan under two frames, with the range of both ends and a reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, CONTEXT, GREY, INK, REACH, RULE, WIDTH, Chart, Pen, Reach, tenths
from evaluator.reports.html.scales import AxisScale

ROW, TALL_ROW, LEAST_ROW, DEPTH, TOP, FOOT = 37.0, 64.0, 15.0, 370.0, 30.0, 20.0
MOST = 40  # plans on a page
NAME_SIZE = 9.2


@dataclass(frozen=True, slots=True)
class Between:
    """A plan under two frames, and its score under the reference (None without one)."""

    name: str
    one: Reach
    other: Reach
    reference: float | None = None

    @property
    def gap(self) -> float:
        """Return how much more the plan scores under the other frame."""
        return self.other.score - self.one.score


def dumbbell(pen: Pen, frames: tuple[str, str], plans: Sequence[Between], least: float = 0.0) -> Chart | None:
    """Return the dumbbells of at most forty plans, those that the second frame sees worst first.

    A gap of less than `least` is told as none. None without a plan or with more than forty.
    """
    if not 0 < len(plans) <= MOST:
        return None
    rows = sorted(plans, key=lambda plan: (plan.gap, plan.name))
    row = max(LEAST_ROW, min(TALL_ROW, DEPTH / len(rows)))
    side = min(max(pen.letters.width(p.name, NAME_SIZE, bold=True) for p in rows), WIDTH * 0.35) + 14
    low = math.floor(min(min(p.one.low, p.other.low) for p in rows) * 10 + 1e-9) / 10
    axis = AxisScale(low, max(1.0, low + 0.1), side + 6, WIDTH - 56)
    height = TOP + row * len(rows) + FOOT
    for tick in tenths(axis):
        pen.line((axis.at(tick), TOP - 10), (axis.at(tick), height - FOOT), RULE)
        pen.text((axis.at(tick), height - 6), pen.lang.decimal(f"{tick:.1f}"), size=8.5, fill=GREY, anchor="middle")
    for k, plan in enumerate(rows):
        _draw_row(pen, plan, axis, TOP + row * (k + 0.5), min(row, ROW) / ROW, side)
    _draw_frame_names(pen, frames, rows[0], axis)
    unit = say(
        "Score. Hollow: “%(one)s”; full: “%(other)s”. Grey: where each can end up once the rest is read. "
        "Right: difference",
        one=frames[0],
        other=frames[1],
    )
    return pen.chart("dumbbell", _title(frames, rows, least), unit, height, _table(pen, frames, rows))


def _title(frames: tuple[str, str], rows: Sequence[Between], least: float) -> str:
    better = sum(plan.gap >= max(least, 0.005) for plan in rows)
    worse = sum(plan.gap <= -max(least, 0.005) for plan in rows)
    if len(rows) == 1:
        return say("%(plan)s under two frames: %(gap)s", plan=rows[0].name, gap=f"{rows[0].gap:+.2f}")
    return say(
        "Of %(all)s, %(better)s look better to “%(other)s” than to “%(one)s”, %(worse)s worse",
        all=len(rows),
        better=better,
        worse=worse,
        one=frames[0],
        other=frames[1],
    )


def _draw_row(pen: Pen, plan: Between, axis: AxisScale, y: float, scale: float, side: float) -> None:
    worse = plan.gap < -0.005  # noqa: PLR2004  (what prints as zero is no change)
    colour = ACCENT if worse else INK
    name = pen.letters.fitted(plan.name, side - 12, NAME_SIZE, bold=True)
    pen.text((side - 6, y + 3), name, size=NAME_SIZE, fill=colour, anchor="end", bold=True)
    for reach, below in ((plan.one, True), (plan.other, False)):
        if reach.is_wide():
            top = y + (3.5 if below else -7.5) * max(scale, 0.6)
            pen.box((axis.at(reach.low), top), (axis.at(reach.high) - axis.at(reach.low), 4), REACH)
    pen.line((axis.at(plan.one.score), y), (axis.at(plan.other.score), y), colour, 2.2)
    if plan.reference is not None:
        pen.line((axis.at(plan.reference), y - 7), (axis.at(plan.reference), y + 7), CONTEXT, 1.4)
    radius = max(3.2, 4.8 * scale)
    pen.dot((axis.at(plan.one.score), y), radius, "#ffffff", colour)
    pen.dot((axis.at(plan.other.score), y), radius, colour, colour)
    pen.text((WIDTH, y + 3.2), pen.change(plan.gap), size=9.5, fill=colour, anchor="end", bold=True)


def _draw_frame_names(pen: Pen, frames: tuple[str, str], first: Between, axis: AxisScale) -> None:
    """Name both ends above the first plan, apart from each other."""
    ends = sorted(zip((first.one.score, first.other.score), frames, strict=True))
    (left, one), (right, other) = ends
    middle = (axis.at(left) + axis.at(right)) / 2
    room = (middle - axis.start - 4, WIDTH - middle - 4)
    one, other = (
        pen.letters.fitted(name, space, 8.6, bold=True) for name, space in zip((one, other), room, strict=True)
    )
    pen.text((middle - 3, TOP - 14), one, fill=GREY, anchor="end", bold=True)
    pen.text((middle + 3, TOP - 14), other, fill=GREY, bold=True)


def _table(pen: Pen, frames: tuple[str, str], rows: Sequence[Between]) -> list[list[str]]:
    def cell(reach: Reach) -> str:
        return f"{pen.score(reach.score)} ({pen.score(reach.low)}–{pen.score(reach.high)})"

    return [["", *frames, "Δ"], *([p.name, cell(p.one), cell(p.other), pen.change(p.gap)] for p in rows)]
