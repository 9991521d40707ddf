"""Compute the geometry of charts: scales, ticks, label positions, bar segments. The templates draw them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class AxisScale:
    """A linear map from numbers between `low` and `high` to positions between `start` and `stop` on the page.

    Examples
    --------
    >>> AxisScale(0, 1, 100, 300).at(0.25)
    150.0
    """

    low: float
    high: float
    start: float
    stop: float

    def at(self, number: float) -> float:
        """Return the position of a number, to two decimals; a number outside the range is moved to its nearer end."""
        held = min(max(number, self.low), self.high)
        share = (held - self.low) / (self.high - self.low)
        return round(self.start + share * (self.stop - self.start), 2)

    def all(self, numbers: Sequence[float]) -> tuple[float, ...]:
        """Return the position of each number; see `at`."""
        return tuple(self.at(number) for number in numbers)


def ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Return round numbers from `low` to `high`, about `about` of them, at steps of 1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> ticks(0, 1)
    (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    >>> ticks(0, 37, 4)
    (0.0, 10.0, 20.0, 30.0)
    """
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((factor * power for factor in (1, 2, 5, 10)), key=lambda s: abs(s - rough))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(k * step, 10) for k in range(first, last + 1))


def dodge(wanted: Sequence[float], gap: float) -> tuple[float, ...]:
    """Return positions at least `gap` apart, as near as possible to the wanted ones, in the same order.

    Neighbours that are too near are pooled around their mean (pool adjacent violators). Equal positions
    keep their order.

    Examples
    --------
    >>> dodge([10, 10, 40], 10)
    (5.0, 15.0, 40.0)
    """
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    blocks: list[tuple[float, int]] = []
    for rank, k in enumerate(order):
        blocks.append((float(wanted[k] - rank * gap), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (right, m), (left, n) = blocks.pop(), blocks.pop()
            blocks.append(((left * n + right * m) / (n + m), n + m))
    means = [mean for mean, count in blocks for _ in range(count)]
    places = {k: round(means[rank] + rank * gap, 2) for rank, k in enumerate(order)}
    return tuple(places[k] for k in range(len(wanted)))


def dodge_within(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Return positions at least `gap` apart between `low` and `high`; closer together if there is no room.

    Examples
    --------
    >>> dodge_within([95, 96, 97], 10, 0, 100)
    (80, 90, 100)
    >>> dodge_within([50, 50, 50], 80, 0, 100)
    (0.0, 50.0, 100.0)
    """
    if not wanted:
        return ()
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    places = dodge(wanted, gap)
    order = sorted(range(len(places)), key=lambda k: (places[k], k))
    held = dict(enumerate(places))
    for rank, k in enumerate(order):
        held[k] = max(held[k], low + rank * gap)
    for rank, k in enumerate(reversed(order)):
        held[k] = min(held[k], high - rank * gap)
    return tuple(round(held[k], 2) for k in range(len(places)))


def segments(parts: Sequence[float], scale: AxisScale) -> tuple[tuple[float, float], ...]:
    """Return start and width of each part of a stacked bar, laid end to end from the scale's low end.

    Examples
    --------
    >>> segments([0.25, 0.75], AxisScale(0, 1, 0, 100))
    ((0.0, 25.0), (25.0, 75.0))
    """
    ends = [0.0, *accumulate(parts)]
    places = [scale.at(scale.low + end) for end in ends]
    return tuple((a, round(b - a, 2)) for a, b in pairwise(places))
