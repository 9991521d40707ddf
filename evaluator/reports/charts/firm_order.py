"""Which plans are firmly ahead of which: boxes joined downwards; what a chain says already is not drawn twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import CONTEXT, INK, NAME, WIDTH, Chart, Pen

LEAST_SHARE = 0.05  # of all pairs; below it a sentence says enough
BOX, AIR, LAYER, DEPTH = 19.0, 8.0, 62.0, 380.0
MOST_NAME = 138.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A plan, the plans it is firmly ahead of, and its mean rank, by which it stands from left to right."""

    name: str
    ahead_of: frozenset[str]
    rank: float


def firm_order(pen: Pen, plans: Sequence[Placed]) -> Chart | None:
    """Return the firm order of the plans; None where under a twentieth of the pairs is firm.

    A plan stands in the row of the longest chain above it.
    """
    pairs = len(plans) * (len(plans) - 1) // 2
    firm = sum(len(plan.ahead_of) for plan in plans)
    if not pairs or firm < LEAST_SHARE * pairs:
        return None
    over = {plan.name: plan.ahead_of for plan in plans}
    rows = _rows(pen, plans)
    centres = _centres(pen, rows)
    for plan in plans:
        for below in sorted(_directly_below(plan.name, over)):
            (x, y), (x2, y2) = centres[plan.name], centres[below]
            pen.line((x, y + BOX / 2), (x2, y2 - BOX / 2), CONTEXT, 1)
    for name, (x, y) in centres.items():
        told = pen.letters.fitted(name, MOST_NAME, NAME)
        wide = pen.letters.width(told, NAME) + 12
        pen.box((x - wide / 2, y - BOX / 2), (wide, BOX), "#ffffff", INK)
        pen.text((x, y + 3.2), told, size=NAME, anchor="middle")
    title = say("What nearly all weightings agree on: %(firm)s of %(pairs)s pairs", firm=firm, pairs=pairs)
    unit = say(
        "Joined downwards, directly or by a chain: firmly ahead, that is, higher in at least 95 %% of randomly drawn "
        "weightings, and the ranges do not overlap. Not joined: the order is open"
    )
    table = [["", ""], *([plan.name, ", ".join(sorted(plan.ahead_of))] for plan in plans)]
    return pen.chart("order", title, unit, max(y for _, y in centres.values()) + BOX / 2 + 2, table)


def _directly_below(name: str, over: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the plans directly below: those that no plan in between is ahead of.

    Examples
    --------
    >>> sorted(_directly_below("a", {"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset()}))
    ['b']
    """
    return frozenset(below for below in over[name] if not any(below in over[other] for other in over[name]))


def _depth_of(name: str, plans: Sequence[Placed], known: dict[str, int]) -> int:
    if name not in known:
        above = [plan.name for plan in plans if name in plan.ahead_of]
        known[name] = 1 + max((_depth_of(other, plans, known) for other in above), default=-1)
    return known[name]


def _rows(pen: Pen, plans: Sequence[Placed]) -> list[list[str]]:
    """Return the names row by row; a row that is too wide for the page goes on in the next."""
    known: dict[str, int] = {}
    depths = {plan.name: _depth_of(plan.name, plans, known) for plan in plans}
    ordered = sorted(plans, key=lambda plan: (depths[plan.name], plan.rank, plan.name))
    rows: list[list[str]] = []
    room, last = 0.0, -1
    for plan in ordered:
        wide = min(pen.letters.width(plan.name, NAME), MOST_NAME) + 12 + AIR
        if depths[plan.name] != last or wide > room:
            rows.append([])
            room, last = WIDTH, depths[plan.name]
        rows[-1].append(plan.name)
        room -= wide
    return rows


def _centres(pen: Pen, rows: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Return the middle of each box: a row's boxes share its width by the length of their names."""
    found: dict[str, tuple[float, float]] = {}
    for k, row in enumerate(rows):
        widths = [min(pen.letters.width(name, NAME), MOST_NAME) + 12 for name in row]
        free = (WIDTH - sum(widths)) / (len(row) + 1)
        x = free
        for name, wide in zip(row, widths, strict=True):
            found[name] = (x + wide / 2, BOX / 2 + 1 + k * min(LAYER, max(DEPTH / len(rows), BOX + 4)))
            x += wide + free
    return found
