"""Outranking: pairs of plans compared criterion by criterion, and the Copeland score. Relative, for contrast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
TIE = 1e-12  # weights sum with binary noise; a half is a half within it


def outranking(values: Array, weights: Array) -> Array:
    """Return for each pair the weight on which the first plan is better, half of it where they are equal.

    Parameters
    ----------
    values : array, shape (plans, criteria)
        Higher is better; NaN where missing.
    weights : array, shape (criteria,)
        Not negative, any scale.

    Returns
    -------
    array, shape (plans, plans)
        In [0, 1]; ``o[i, j] + o[j, i] = 1``; 0 on the diagonal; NaN for a pair
        without a common criterion that has weight.

    Notes
    -----
    A pair is compared on the criteria that both have, whose weights are scaled to
    sum to 1 for that pair: what is missing speaks for neither, and the order of
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
    """Return of each plan the pairs it wins less those it loses; a half is a tie, within 1e-12.

    A pair that cannot be compared (NaN) counts for neither.

    Examples
    --------
    >>> copeland(np.array([[0, 0.6, 0.5], [0.4, 0, np.nan], [0.5, np.nan, 0]])).tolist()
    [1, -1, 0]
    """
    margin = np.nan_to_num(matrix - 0.5)
    np.fill_diagonal(margin, 0.0)
    return np.asarray((margin > TIE).sum(axis=1) - (margin < -TIE).sum(axis=1), dtype=np.int64)


def dominant_pairs(matrix: Array) -> int:
    """Return in how many pairs one plan is better on the whole weight."""
    return int((matrix >= 1 - TIE).sum())
