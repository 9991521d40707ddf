"""Outranking: pairs of plans compared criterion by criterion, and the Copeland score.

Both depend on the plans compared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
TIE = 1e-12  # tolerance for floating-point noise in sums of weights


def outranking(values: Array, weights: Array) -> Array:
    """Return, for each pair of plans, the share of weight on which the first plan is better.

    Criteria on which the two are equal count half.

    Parameters
    ----------
    values : array, shape (plans, criteria)
        Higher is better; NaN where missing.
    weights : array, shape (criteria,)
        Not negative, on any scale.

    Returns
    -------
    array, shape (plans, plans)
        In [0, 1]; ``o[i, j] + o[j, i] = 1``; 0 on the diagonal; NaN for a pair
        without a criterion that both plans have and that has weight.

    Notes
    -----
    A pair is compared on the criteria that both have, whose weights are scaled to
    sum to 1 for that pair: a missing value counts for neither plan, and the order of
    the plans does not matter.
    """
    given, share = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    there = ~np.isnan(given)
    both = there[:, None, :] & there[None, :, :]
    better = given[:, None, :] > given[None, :, :]
    equal = given[:, None, :] == given[None, :, :]
    won = np.where(both, better + 0.5 * equal, 0.0) @ share
    common = both @ share
    found = np.divide(won, common, out=np.full(common.shape, np.nan), where=common > 0)
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def copeland(matrix: Array) -> Counts:
    """Return the Copeland score of each plan: the pairs it wins less the pairs it loses.

    A share of one half, within 1e-12, is a tie. A pair that cannot be compared (NaN) counts for neither plan.

    Examples
    --------
    >>> copeland(np.array([[0, 0.6, 0.5], [0.4, 0, np.nan], [0.5, np.nan, 0]])).tolist()
    [1, -1, 0]
    """
    margin = np.nan_to_num(matrix - 0.5)
    np.fill_diagonal(margin, 0.0)
    return np.asarray((margin > TIE).sum(axis=1) - (margin < -TIE).sum(axis=1), dtype=np.int64)


def dominant_pairs(matrix: Array) -> int:
    """Return the number of pairs in which one plan is better on all of the weight."""
    return int((matrix >= 1 - TIE).sum())
