"""Ranks of many plans under many weightings at once: 1 is best, ties share the better place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.grade import DIGITS

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
UNIT = 10**DIGITS  # scores are compared as whole numbers of 1e-9
TIE_RULE = "Plans whose scores agree to nine digits share the better place, and the next place is left out."


def steps(scores: Array) -> Counts:
    """Return scores in [0, 1] as whole numbers of 1e-9, the digits that ranks and bands compare; NaN as -1."""
    return np.asarray(np.where(np.isnan(scores), -1.0, np.rint(scores * UNIT)), dtype=np.int64)


def places(scores: Array) -> Counts:
    """Return the place of every plan in every row.

    Parameters
    ----------
    scores : array, shape (rows, plans)
        In [0, 1]; NaN for a plan without a score.

    Returns
    -------
    array of int, shape (rows, plans)
        1 is best; plans equal to nine digits share the better place; 0 for a
        plan without a score, which takes no place.

    Examples
    --------
    >>> places(np.array([[0.5, 0.7, 0.5, np.nan, 0.1]])).tolist()
    [[2, 1, 2, 0, 4]]
    """
    whole = steps(scores)
    plans = whole.shape[1]
    bits = max(1, (plans - 1).bit_length())
    keys = np.sort(((UNIT - whole) << bits) | np.arange(plans, dtype=np.int64), axis=1)
    first = places_in_order(keys, bits)
    result = np.empty_like(whole)
    np.put_along_axis(result, keys & ((1 << bits) - 1), first, axis=1)
    return np.where(whole < 0, 0, result)


def places_in_order(keys: Counts, bits: int) -> Counts:
    """Return the place of each sorted key; keys whose high bits agree are tied.

    A key holds the score in its high bits and the plan's number in its low
    `bits`, so that sorting values alone also tells who stands where: several
    times faster than sorting by index.
    """
    column = np.arange(1, keys.shape[1] + 1, dtype=np.int64)
    tied = (keys[:, 1:] ^ keys[:, :-1]) >> bits == 0
    if not tied.any():
        return np.broadcast_to(column, keys.shape)
    starts = np.broadcast_to(column, keys.shape).copy()
    starts[:, 1:][tied] = 0
    return np.maximum.accumulate(starts, axis=1)
