"""The bump chart: the rank of each plan under some frames, from least weight on control to most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, GREY, INK, LABEL, NAME, PALE, RULE, WIDTH, Chart, Pen

LEAST_PLANS, LEAST_MOVE = 5, 3  # below either, the dumbbells say more
MOST_PLANS, MOST_FRAMES = 30, 8
HEADS = 3  # lines of a column's head
TOP, ROW, LEAST_ROW, DEPTH = 74.0, 21.0, 11.0, 270.0
CLIMB, CLIMBING = 104.0, 0.87  # the length of a head that climbs because its words do not fit, and its height by length
AIR = 10.0  # between a label and its line


@dataclass(frozen=True, slots=True)
class BumpFrame:
    """A frame: its name, the share of its weight on control (None: not told), whether its actor's view prevailed."""

    name: str
    control: float | None
    prevailed: bool = False


@dataclass(frozen=True, slots=True)
class BumpPlan:
    """A plan, its rank under each frame, and its grade, if grades are told; plans with the same score share a rank."""

    name: str
    ranks: tuple[int, ...]
    grades: tuple[str, ...] = ()

    @property
    def move(self) -> int:
        """Return how many places lie between its best and its worst rank."""
        return max(self.ranks) - min(self.ranks)


def bump(pen: Pen, frames: Sequence[BumpFrame], plans: Sequence[BumpPlan], told: str = "") -> Chart | None:
    """Return the bump chart, frames in the order given; `told` is the plan in colour, else the one that moves furthest.

    None with under five plans or over thirty, under two frames, or where no plan moves by three places.
    """
    shown = _frames_to_draw(frames, plans)
    if not LEAST_PLANS <= len(plans) <= MOST_PLANS or len(shown) < 2 or max(p.move for p in plans) < LEAST_MOVE:  # noqa: PLR2004
        return None
    kept = [
        BumpPlan(plan.name, tuple(plan.ranks[k] for k in shown), tuple(plan.grades[k] for k in shown if plan.grades))
        for plan in plans
    ]
    heads = [frames[k] for k in shown]
    mover = min(kept, key=lambda plan: (plan.name != told, -plan.move, plan.name))
    top = _draw_all(pen, heads, kept, mover)
    best, worst = (mover.ranks.index(end) for end in (min(mover.ranks), max(mover.ranks)))
    title = say(
        "%(plan)s comes %(high)s of %(all)s under “%(frame)s”, and %(low)s under “%(other)s”",
        plan=mover.name,
        all=len(plans),
        high=mover.ranks[best],
        low=mover.ranks[worst],
        frame=heads[best].name,
        other=heads[worst].name,
    )
    unit = say("Rank under each frame; 1 is the highest score. Shaded, bold: frames that prevailed")
    table = [["", *(frame.name for frame in heads)], *([p.name, *map(str, p.ranks)] for p in kept)]
    return pen.chart("bump", title, unit, top + _row_height(len(plans)) * (len(plans) - 1) + 16, table)


def _frames_to_draw(frames: Sequence[BumpFrame], plans: Sequence[BumpPlan]) -> list[int]:
    """Return the frames to draw: one of each run with the same ranks, at most eight, the ends among them."""
    runs: list[int] = []
    for k in range(len(frames)):
        if not runs or any(plan.ranks[k] != plan.ranks[runs[-1]] for plan in plans):
            runs.append(k)
    if len(runs) <= MOST_FRAMES:
        return runs
    last = len(runs) - 1
    return [runs[round(place * last / (MOST_FRAMES - 1))] for place in range(MOST_FRAMES)]


def _row_height(plans: int) -> float:
    return max(LEAST_ROW, min(ROW, DEPTH / (plans - 1)))


def _draw_all(pen: Pen, frames: Sequence[BumpFrame], plans: Sequence[BumpPlan], mover: BumpPlan) -> float:
    """Draw everything, and return the height of the first rank."""
    room = WIDTH * 0.28
    names = {plan.name: pen.letters.fitted(plan.name, room - 28, NAME, bold=True) for plan in plans}
    side = max(pen.letters.width(name, NAME, bold=True) for name in names.values()) + 28 + AIR
    x0, x1, row = side, WIDTH - side, _row_height(len(plans))
    xs = [x0 + (x1 - x0) * k / (len(frames) - 1) for k in range(len(frames))]
    upright = _heads_fit(pen, frames, xs[1] - xs[0] - 3)
    longest = max(pen.letters.width(frame.name, LABEL, bold=frame.prevailed) for frame in frames)
    top = TOP if upright else TOP - 26 + CLIMBING * min(longest, CLIMB)
    ys = [_heights_of_plans(plans, k, row, top) for k in range(len(frames))]
    _draw_columns(pen, frames, xs, (top, top + row * (len(plans) - 1) + AIR), upright=upright)
    strong = {mover.name} | {plan.name for plan in _moved_against(plans, mover)}
    for plan in sorted(plans, key=lambda p: (p.name == mover.name, p.name in strong)):
        hot, bold = plan.name == mover.name, plan.name in strong
        colour = ACCENT if hot else INK if bold else "#9aa5af"
        points = [(x, y[plan.name]) for x, y in zip(xs, ys, strict=True)]
        pen.path(points, colour, 3.2 if hot else 2 if bold else 1.1)
        for point in points:
            pen.dot(point, 4 if hot else 3 if bold else 2.3, colour)
        ink, name = colour if bold else GREY, names[plan.name]
        left, right = (f"{plan.grades[end]} " if plan.grades else "" for end in (0, -1))
        first, last = f"{name} {left} {plan.ranks[0]}", f"{plan.ranks[-1]}  {right}{name}"
        pen.text((x0 - AIR, points[0][1] + 3), first, size=NAME, fill=ink, anchor="end", bold=bold)
        pen.text((x1 + AIR, points[-1][1] + 3), last, size=NAME, fill=ink, bold=bold)
    return top


def _heads_fit(pen: Pen, frames: Sequence[BumpFrame], room: float) -> bool:
    """Return whether the name of every frame fits above its column, whole."""
    lines = [pen.letters.lines(frame.name, room, LABEL, HEADS, bold=frame.prevailed) for frame in frames]
    return all(" ".join(own) == " ".join(frame.name.split()) for own, frame in zip(lines, frames, strict=True))


def _heights_of_plans(plans: Sequence[BumpPlan], k: int, row: float, top: float) -> dict[str, float]:
    """Return the height of each plan under a frame; those that share a rank stand one below the other."""
    order = sorted(plans, key=lambda plan: (plan.ranks[k], plan.ranks[:k][::-1], plan.name))
    return {plan.name: top + row * place for place, plan in enumerate(order)}


def _moved_against(plans: Sequence[BumpPlan], mover: BumpPlan) -> list[BumpPlan]:
    """Return up to two plans that move furthest the other way between the first frame and the last."""
    way = 1 if mover.ranks[-1] >= mover.ranks[0] else -1
    gains = {plan.name: way * (plan.ranks[0] - plan.ranks[-1]) for plan in plans}
    moving = [plan for plan in plans if gains[plan.name] >= LEAST_MOVE]
    return sorted(moving, key=lambda plan: (-gains[plan.name], plan.name))[:2]


def _draw_columns(
    pen: Pen, frames: Sequence[BumpFrame], xs: Sequence[float], ends: tuple[float, float], *, upright: bool
) -> None:
    step, (top, foot) = xs[1] - xs[0], ends
    for x, frame in zip(xs, frames, strict=True):
        bold = frame.prevailed
        if bold:
            pen.box((x - min(17, step * 0.45), top - 22), (min(34, step * 0.9), foot - top + 24), PALE)
        pen.line((x, top - 16), (x, foot), RULE)
        lines = pen.letters.lines(frame.name, step - 3, LABEL, HEADS, bold=bold) if upright else ()
        for k, text in enumerate(lines):
            pen.text((x, top - 63 + (k + HEADS - len(lines)) * 10), text, size=LABEL, anchor="middle", bold=bold)
        if not upright:
            pen.turned((x + 2, top - 40), pen.letters.fitted(frame.name, CLIMB, LABEL, bold=bold), bold=bold)
        if frame.control is not None:
            pen.text((x, top - 28), pen.share(frame.control), size=8.2, fill=GREY, anchor="middle")
    if all(frame.control is not None for frame in frames):
        label = pen.letters.fitted(pen.lang.said(say("control:")), xs[0] - 26, 8.2)
        pen.text((xs[0] - 24, top - 28), label, size=8.2, fill=GREY, anchor="end")
