"""From a share, or several ratios, to a level."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Mapping

from evaluator.model.rubric import LevelBand
from evaluator.model.rule import LevelTests, Test

OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
DIGITS = 9


def level_by_bands(bands: tuple[LevelBand, ...], share: float) -> int:
    """Return the level of the highest band that a share in [0, 1] reaches."""
    reached = [b for b in bands if round(share, DIGITS) >= b.lower]
    return max(reached, key=lambda b: b.lower).level if reached else 0


def level_by_conditions(conditions: Mapping[int, LevelTests], ratios: Mapping[str, float]) -> int:
    """Return the highest k such that the conditions of levels 1 to k all hold."""
    level = 0
    while level + 1 in conditions and _holds(conditions[level + 1], ratios):
        level += 1
    return level


def _holds(tests: LevelTests, ratios: Mapping[str, float]) -> bool:
    def met(test: Test) -> bool:
        return bool(OPERATORS[test.op](round(ratios[test.ratio], DIGITS), test.value))

    return all(met(t) for t in tests.all) if tests.all else any(met(t) for t in tests.any)


def level_range(conditions: Mapping[int, LevelTests], ranges: Mapping[str, tuple[float, float]]) -> tuple[int, int]:
    """Return the lowest and highest level over the corners of the ratios' ranges.

    Exact, since every test compares one ratio with one number.
    """
    names = list(ranges)
    corners = itertools.product(*(set(ranges[name]) for name in names))
    levels = [level_by_conditions(conditions, dict(zip(names, corner, strict=True))) for corner in corners]
    return min(levels), max(levels)


def wilson(hits: float, n: float, z: float) -> tuple[float, float]:
    """Return the Wilson score interval of a rate.

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
    # At the ends of the scale the formula misses the rate by a rounding error.
    return max(0.0, min(centre - half, rate)), min(1.0, max(centre + half, rate))
