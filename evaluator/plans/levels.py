"""Levels from a share, or from several ratios."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Mapping

from evaluator.model.criterion import LevelBand, LevelTests, Test

OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
DIGITS = 9


def level_by_bands(bands: tuple[LevelBand, ...], share: float) -> int:
    """Return the level of the highest band that a share in [0, 1] reaches."""
    reached = [b for b in bands if round(share, DIGITS) >= b.lower]
    return max(reached, key=lambda b: b.lower).level if reached else 0


def level_by_conditions(conditions: Mapping[int, LevelTests], numbers: Mapping[str, float]) -> int:
    """Return the highest k for which the conditions of levels 1 to k all hold.

    `numbers` holds ratios and variables by name.
    """
    level = 0
    while level + 1 in conditions and _is_met(conditions[level + 1], numbers):
        level += 1
    return level


def _is_met(tests: LevelTests | Test, numbers: Mapping[str, float]) -> bool:
    if isinstance(tests, Test) and tests.op is not None and tests.value is not None:
        return bool(OPERATORS[tests.op](round(numbers[tests.name], DIGITS), tests.value))
    return all(_is_met(t, numbers) for t in tests.all) if tests.all else any(_is_met(t, numbers) for t in tests.any)


def level_range(conditions: Mapping[int, LevelTests], ranges: Mapping[str, tuple[float, float]]) -> tuple[int, int]:
    """Return the lowest and highest level as each number varies over its range.

    The result is exact: every test compares one number with a constant, so nothing changes between two constants. It
    suffices to try the ends, the constants and one number between neighbours.
    """
    constants: dict[str, set[float]] = {name: set() for name in ranges}
    for tests in conditions.values():
        for _, test in tests.comparisons:
            constants.setdefault(test.name, set()).add(test.value or 0.0)
    names = list(ranges)
    corners = itertools.product(*(_stops_in_range(ranges[name], constants[name]) for name in names))
    levels = [level_by_conditions(conditions, dict(zip(names, corner, strict=True))) for corner in corners]
    return min(levels), max(levels)


def _stops_in_range(ends: tuple[float, float], constants: set[float]) -> list[float]:
    """Return the ends of a range, the constants inside it, and one number between each pair of neighbours."""
    low, high = ends
    if not low < high or math.isinf(high):
        return list(dict.fromkeys(ends))
    stops = sorted({low, high, *(c for c in constants if low < c < high)})
    return sorted({*stops, *((a + b) / 2 for a, b in itertools.pairwise(stops))})


def wilson(hits: float, n: float, z: float) -> tuple[float, float]:
    """Return the lower and upper end of the Wilson score interval of a rate.

    Parameters
    ----------
    hits, n : float
        `hits` of `n`; n above 0.
    z : float
        Normal quantile; 1.96 for 95 %.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(5, 10, 1.959963984540054)]
    [0.2366, 0.7634]
    """
    rate = hits / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    # At rates of 0 and 1 the formula misses the rate by a rounding error.
    return max(0.0, min(centre - half, rate)), min(1.0, max(centre + half, rate))
