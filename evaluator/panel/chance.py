"""Agreement beyond chance: Krippendorff's alpha, its bootstrap interval, Cohen's weighted kappa."""

from __future__ import annotations

import math
import warnings
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaluator.model.rubric import AgreementChoices

SAME = 1e-12  # an alpha closer to 1 is that of complete agreement
Metric = Literal["ordinal", "nominal"]


def alpha(counts: ArrayLike, domain: ArrayLike, metric: Metric) -> float | None:
    """Return Krippendorff's alpha, None where it is undefined.

    Parameters
    ----------
    counts : array-like of int, shape (n_units, n_values)
        Number of coders who gave a unit each value; units with fewer than two coders are left out.
    domain : array-like of float, shape (n_values,)
        The values, in rising order.
    metric : str
        `ordinal` or `nominal`.

    Returns
    -------
    float or None
        1 for full agreement, 0 for agreement by chance, negative for less. None
        if no unit has two values, or if all values are the same: then there is
        no way to distinguish agreement from chance.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.

    Examples
    --------
    >>> round(alpha([[2, 0], [0, 2], [1, 1]], [0, 1], "nominal"), 6)
    0.444444
    """
    table = np.asarray(counts, dtype=float)
    table = table[table.sum(axis=1) > 1]
    if not len(table) or np.count_nonzero(table.sum(axis=0)) <= 1:
        return None
    import krippendorff

    with warnings.catch_warnings():
        # Alpha of constant values is undefined and needs no warning; NaN is returned as None.
        warnings.simplefilter("ignore", RuntimeWarning)
        found = float(
            krippendorff.alpha(
                value_counts=table.astype(int),
                value_domain=np.asarray(domain, dtype=float),
                level_of_measurement=metric,
            )
        )
    return found if math.isfinite(found) else None


def bootstrap_interval(
    counts: ArrayLike, domain: ArrayLike, metric: Metric, choices: AgreementChoices
) -> tuple[float | None, float | None]:
    """Return the percentile interval of alpha over resampled units.

    Each draw takes as many units (criteria) as there are, with replacement. Draws in which alpha is undefined (all
    values the same) are left out. The rubric records the seed. Complete agreement has nothing to draw from: its lower
    end is a bound. (None, None) where alpha is undefined, and for fewer units than the rubric asks for.
    """
    table = np.asarray(counts)
    value = alpha(table, domain, metric)
    if value is None or len(table) < choices.interval_from:
        return None, None
    if value > 1 - SAME:
        return _bound_of_complete_agreement(table, choices.interval), 1.0
    rng = np.random.default_rng(choices.seed)
    found = _alphas_of_draws(table, rng.integers(0, len(table), (choices.draws, len(table))), metric)
    tail = (1 - choices.interval) / 2
    low, high = np.quantile(found[np.isfinite(found)], [tail, 1 - tail])
    return float(low), float(high)


def _bound_of_complete_agreement(counts: NDArray[np.int_], interval: float) -> float:
    """Return the alpha above which coders lie who agree on every unit: the least that would show so with 1 - interval.

    A share d of units would be apart, with (1 - d)^units = 1 - interval; a difference costs what one by chance does.

    Examples
    --------
    >>> round(_bound_of_complete_agreement(np.array([[2, 0]] * 4 + [[0, 2]] * 4), 0.95), 2)
    0.41
    """
    table = counts[counts.sum(axis=1) > 1]
    apart = 1 - (1 - interval) ** (1 / len(table))
    known = table.sum(axis=0)
    total = known.sum()
    by_chance = 1 - float((known * (known - 1)).sum() / (total * (total - 1)))
    return float(1 - apart / by_chance)


def _alphas_of_draws(counts: NDArray[np.int_], drawn: NDArray[np.int_], metric: Metric) -> NDArray[np.float64]:
    """Return alpha for many draws of units, NaN where it is undefined.

    The arithmetic and its order are those of `alpha`, for all draws at once; separate calls would be too slow.
    """
    values = np.eye(counts.shape[1])
    together = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * values
    together = together / (np.maximum(counts.sum(axis=1), 2) - 1)[:, None, None]
    seen = np.zeros((len(drawn), *values.shape))
    for place in drawn.T:
        seen += together[place]
    known = seen.sum(axis=1)
    by_chance = known[:, :, None] * known[:, None, :] - known[:, :, None] * values
    by_chance = by_chance / (known.sum(axis=1) - 1)[:, None, None]
    apart = 1 - values if metric == "nominal" else _ordinal_distances(known)
    with np.errstate(divide="ignore", invalid="ignore"):  # a draw of one value only is undefined
        found: NDArray[np.float64] = 1 - _table_sums(seen * apart) / _table_sums(by_chance * apart)
    return np.where(np.count_nonzero(known, axis=1) > 1, found, np.nan)


def _ordinal_distances(known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ordinal distances between values for each draw: the squared number of ratings between them.

    Ratings of the two values themselves count half.
    """
    found = np.zeros((*known.shape, known.shape[1]))
    for a, b in combinations(range(known.shape[1]), 2):
        between = known[:, a : b + 1].sum(axis=1) - (known[:, a] + known[:, b]) / 2
        found[:, a, b] = found[:, b, a] = between**2
    return found


def _table_sums(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = tables.reshape(len(tables), -1).sum(axis=1)
    return found


def weighted_kappa(first: ArrayLike, second: ArrayLike, *, power: int = 1) -> float | None:
    """Return Cohen's kappa with weights |i - j|^power; None if the expected disagreement is 0.

    Parameters
    ----------
    first, second : array-like of float, shape (n,)
        The two coders' levels; no missing values.
    power : int
        1 for linear weights, 2 for quadratic, 0 for none.

    Notes
    -----
    ``1 - sum(v o) / sum(v e)``, o the shares of each pair of levels, e the
    product of the shares of the two coders.

    References
    ----------
    Cohen (1968), Weighted kappa, Psychological Bulletin 70(4).

    Examples
    --------
    >>> weighted_kappa([0, 1, 2, 2], [0, 1, 2, 1])
    0.7142857142857143
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    values = np.unique(np.concatenate([a, b]))
    distance: NDArray[np.float64] = np.abs(values[:, None] - values[None, :])
    weights = (distance > 0).astype(float) if power == 0 else distance**power
    shares_a = np.array([np.mean(a == value) for value in values])
    shares_b = np.array([np.mean(b == value) for value in values])
    expected = float(shares_a @ weights @ shares_b)
    if expected == 0:
        return None
    at = np.searchsorted(values, a), np.searchsorted(values, b)
    return 1 - float(np.mean(weights[at])) / expected
