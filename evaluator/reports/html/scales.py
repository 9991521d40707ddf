"""Scales of charts, their ticks, and the segments of bars on them."""

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
