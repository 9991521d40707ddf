"""Means of few, skewed numbers: how far an interval reaches, whether two groups have one mean, which gaps are chance.

What each of them keeps to was measured: `python -m benchmarks.survey_means`, docs/groups-measured.md.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.matrix import Array, Mask

FAR, STEPS = 1e6, 80  # where the search for a quantile begins, and how often it halves
SAME = 1e-12  # weights and scores of people closer than this are equal


def beyond(distance: Array | float, degrees: int) -> Array:
    """Return how often Student's t lies at least so far from 0, on either side.

    References
    ----------
    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.

    Examples
    --------
    >>> beyond(np.array([2.131847, 2.262157]), 4).round(4).tolist(), float(beyond(12.7062, 1).round(4))
    ([0.1, 0.0865], 0.05)
    """
    angle = np.arctan(np.abs(np.asarray(distance, dtype=np.float64)) / np.sqrt(degrees))
    square, is_odd = np.cos(angle) ** 2, degrees % 2
    term = np.cos(angle) if is_odd else np.ones_like(angle)
    total = np.zeros_like(angle) if degrees == 1 else term
    for k in range(3 if is_odd else 2, degrees - 1, 2):
        term = term * square * (k - 1) / k
        total = total + term
    inside = 2 / np.pi * (angle + np.sin(angle) * total) if is_odd else np.sin(angle) * total
    return np.asarray(np.maximum(0.0, 1 - inside))


@cache
def reach(share: float, degrees: int) -> float:
    """Return how many standard errors to either side hold a share of Student's t.

    Examples
    --------
    >>> round(reach(0.9, 4), 4), round(reach(0.95, 30), 4)
    (2.1318, 2.0423)
    """
    low, high = 0.0, FAR
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle, degrees) > 1 - share else (low, middle)
    return high


def commonest(numbers: Array) -> Array:
    """Return for each column the share of its commonest number.

    Examples
    --------
    >>> commonest(np.array([[0.0, 1], [0, 2], [0.5, 3], [0, 4]])).tolist()
    [0.75, 0.25]
    """
    rows = np.sort(np.round(numbers, 9), axis=0)
    best = run = np.ones(rows.shape[1])
    for above, below in pairwise(rows):
        run = np.where(above == below, run + 1, 1)
        best = np.maximum(best, run)
    return np.asarray(best / len(rows))


def equal_means(one: Array, other: Array, draws: int, rng: np.random.Generator) -> float:
    """Return how often chance alone brings the means of two groups (rows of members) at least so far apart.

    The squared distance of the means, over the sum of their variances. Under equal means each member's distance from
    the own group's mean is taken with a sign by lot, and both are computed anew (a wild bootstrap): groups may differ
    in size and in spread.

    References
    ----------
    Brunner, Dette and Munk (1997), Journal of the American Statistical Association 92(440), for the statistic.
    Mammen (1993), Annals of Statistics 21(1), for the wild bootstrap.
    """
    apart, error, gaps, errors = 0.0, 0.0, np.zeros((draws, one.shape[1])), np.zeros(draws)
    for members, way in ((one, 1), (other, -1)):
        n = len(members)
        own = (members - members.mean(axis=0)) * np.sqrt(n / (n - 1))
        means = rng.choice([-1.0, 1.0], (draws, n)) @ own / n
        apart = apart + way * members.mean(axis=0)
        error += float((own**2).sum()) / n**2
        gaps += way * means
        errors += ((own**2).sum() / n - (means**2).sum(axis=1)) / (n - 1)
    seen = float((np.asarray(apart) ** 2).sum()) / max(error, SAME**2)
    by_chance = (gaps**2).sum(axis=1) / np.maximum(errors, SAME**2)
    return float((1 + (by_chance >= seen * (1 - SAME)).sum()) / (1 + draws))


def no_chance(gaps: Array, errors: Array, degrees: int, level: float) -> Mask:
    """Return which of several gaps chance does not explain, each by Student's t, all together at a level (Holm).

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6(2).

    Examples
    --------
    >>> no_chance(np.array([0.3, 0.1, 0.1]), np.array([0.1, 0.04, 0.2]), 30, 0.05).tolist()
    [True, True, False]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(np.abs(gaps) > SAME, np.abs(gaps) / errors, 0.0)
    p = np.where(np.isnan(ratio), 1.0, beyond(np.nan_to_num(ratio, posinf=np.inf), degrees))
    order = np.argsort(p, kind="stable")
    allowed = p[order] <= level / np.arange(len(p), 0, -1)
    found = np.zeros(len(p), dtype=bool)
    found[order] = np.logical_and.accumulate(allowed)
    return found


def firm_order(mean: Array, samples: Array, degrees: int, agree: float) -> Array:
    """Return 1 where a mean puts the plan of the row ahead of that of the column beyond chance, -1 behind, else 0.

    `mean` has the score of each plan, `samples` (samples, plans) those under other samples of as many members, one
    more than `degrees`. The number of pairs is allowed for: in `agree` of all surveys no such order is wrong.
    """
    gaps = mean[:, None] - mean[None]
    errors = np.array([(samples[:, [p]] - samples).std(axis=0) for p in range(len(mean))]).reshape(gaps.shape)
    above = np.triu_indices(len(mean), 1)
    sure = no_chance(gaps[above], errors[above] * np.sqrt((degrees + 1) / degrees), degrees, 1 - agree)
    found = np.zeros(gaps.shape)
    found[above] = np.sign(gaps[above]) * sure
    return np.asarray(found - found.T)


def interval_of_score(mean: float, samples: Array, degrees: int, share: float) -> tuple[float, float]:
    """Return the ends of the interval of a score under a mean of one member more than `degrees`."""
    wide = reach(share, degrees) * float(samples.std()) * float(np.sqrt((degrees + 1) / degrees))
    return mean - wide, mean + wide


def interval_of_weights(
    mean: Array, spread: Array, judges: NDArray[np.int_], size: int, share: float
) -> tuple[Array, Array]:
    """Return the ends of the interval of mean weights: on a log scale, for weights are bounded by 0 and lean to it.

    `spread` is the standard deviation over `size` members, `judges` counts those it rests on. NaN where the mean is 0.
    """
    wide = np.array([reach(share, n - 1) for n in judges.tolist()])
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.exp(wide * spread / np.sqrt(size) / mean)
        return mean / times, np.minimum(1.0, mean * times)
