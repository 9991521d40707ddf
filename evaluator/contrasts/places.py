"""Ranks of many plans under many weightings at once: 1 is best, ties share the better rank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evaluator.model.sentence import say
from evaluator.scoring.grade import DIGITS
from evaluator.scoring.matrix import Array

Counts = NDArray[np.int64]
NEAR = 20_000  # scores of one block: its arrays fit in the caches, and their memory is used again
UNIT = 10**DIGITS  # scores are compared as whole numbers of 1e-9
TIE_RULE = say("Plans with equal scores share a rank.")


def steps(scores: Array) -> Counts:
    """Return scores in [0, 1] as whole numbers of 1e-9, the precision of ranks and bands; NaN becomes -1."""
    return np.asarray(np.where(np.isnan(scores), -1.0, np.rint(scores * UNIT)), dtype=np.int64)


def places(scores: Array) -> Counts:
    """Return the rank of every plan in every row of scores.

    Parameters
    ----------
    scores : array, shape (rows, plans)
        In [0, 1]; NaN for a plan without a score.

    Returns
    -------
    array of int, shape (rows, plans)
        1 is best; plans equal to nine digits share the better rank; 0 for a
        plan without a score, which takes no rank.

    Examples
    --------
    >>> places(np.array([[0.5, 0.7, 0.5, np.nan, 0.1]])).tolist()
    [[2, 1, 2, 0, 4]]
    """
    result = np.empty(scores.shape, dtype=np.int64)
    step = max(1, NEAR // max(1, scores.shape[1]))
    for start in range(0, len(scores), step):
        plans, first = podium(scores[start : start + step])
        np.put_along_axis(result[start : start + step], plans, first, axis=1)
    return result


def podium(scores: Array) -> tuple[Counts, Counts]:
    """Return, for each row of scores, the plans in order of rank and the rank of each, both of shape (rows, plans).

    Each sort key holds the score in its high bits and the plan's number in its low bits. Sorting these values alone is
    several times faster than sorting by index.
    """
    bits = max(1, (scores.shape[1] - 1).bit_length())
    behind = np.multiply(scores, -UNIT)
    np.rint(behind, out=behind)
    behind += UNIT
    gaps = bool(np.isnan(behind).any())
    if gaps:
        behind[np.isnan(behind)] = UNIT + 1
    keys = behind.astype(np.int64)
    keys <<= bits
    keys |= np.arange(scores.shape[1], dtype=np.int64)
    keys.sort(axis=1)
    first = places_in_order(keys, bits)
    if gaps:
        first = np.where(keys >> bits > UNIT, 0, first)
    keys &= (1 << bits) - 1
    return keys, first


def places_in_order(keys: Counts, bits: int) -> Counts:
    """Return the rank of each sorted key; keys whose high bits agree are tied."""
    column = np.arange(1, keys.shape[1] + 1, dtype=np.int64)
    tied = (keys[:, 1:] ^ keys[:, :-1]) < (1 << bits)
    if not tied.any():
        return np.broadcast_to(column, keys.shape)
    starts = np.broadcast_to(column, keys.shape).copy()
    starts[:, 1:][tied] = 0
    return np.maximum.accumulate(starts, axis=1)
