"""Descriptive statistics of each criterion, availability of values, and the criteria in which a plan stands out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.audit.normalise import rank_down

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Description:
    """Descriptive statistics of one column over the plans that have a value in it.

    `known` counts the values, `nonzero` those that are not 0. `deviation` divides by n - 1; `skewness` and `kurtosis`
    (excess) are corrected for bias. `same` counts the plans with the most frequent value, `different` the distinct
    values. NaN where a figure is not defined.
    """

    known: int
    least: float
    most: float
    mean: float
    median: float
    deviation: float
    skewness: float
    kurtosis: float
    nonzero: int
    different: int
    same: int


def describe(column: Array) -> Description:
    """Return the descriptive statistics of a column of points or scores; NaN cells are missing.

    References
    ----------
    Joanes and Gill (1998), The Statistician 47(1), 183-189 (type 2); OECD/JRC (2008), Handbook, step 3.

    Examples
    --------
    >>> describe(np.array([0.0, 0.5, 0.5, np.nan])).same
    2
    """
    known = column[~np.isnan(column)]
    if not len(known):
        none = math.nan
        return Description(0, none, none, none, none, none, none, none, 0, 0, 0)
    counts = np.unique(known, return_counts=True)[1]
    deviation = float(known.std(ddof=1)) if len(known) > 1 else math.nan
    skewness, kurtosis = _shape(known)
    return Description(
        len(known), float(known.min()), float(known.max()), float(known.mean()), float(np.median(known)), deviation,
        skewness, kurtosis, int((known != 0).sum()), len(counts), int(counts.max()),
    )  # fmt: skip


def _shape(known: Array) -> tuple[float, float]:
    """Return the skewness (from 3 values on) and the excess kurtosis (from 4 values on), corrected for bias."""
    n = len(known)
    if n < 3 or np.ptp(known) == 0:  # noqa: PLR2004
        return math.nan, math.nan
    apart = known - known.mean()
    second, third, fourth = (float((apart**power).mean()) for power in (2, 3, 4))
    skewness = third / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    if n < 4:  # noqa: PLR2004
        return skewness, math.nan
    excess = fourth / second**2 - 3
    return skewness, ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))


def available(values: Array, due: Mask, groups: Sequence[Sequence[int]]) -> Array:
    """Return the share of due cells that have a value, for each plan in each group of columns.

    Parameters
    ----------
    values : array, shape (plans, columns)
        NaN where missing.
    due : array of bool, shape (plans, columns)
        True where the criterion applies to the plan, so that a value is due.
    groups : sequence of sequences of int
        Columns of each group.

    Returns
    -------
    array, shape (plans, groups)
        In [0, 1]; NaN where no cell of the group is due.

    Examples
    --------
    >>> available(np.array([[1.0, np.nan]]), np.array([[True, True]]), [[0, 1]]).tolist()
    [[0.5]]
    """
    have = due & ~np.isnan(values)
    found = np.full((len(values), len(groups)), np.nan)
    for g, columns in enumerate(groups):
        asked, got = due[:, list(columns)].sum(axis=1), have[:, list(columns)].sum(axis=1)
        found[:, g] = np.divide(got, asked, out=np.full(len(values), np.nan), where=asked > 0)
    return found


@dataclass(frozen=True, slots=True)
class Standout:
    """A column in which a plan stands out, and the plan's rank in that column (1 is best)."""

    column: int
    rank: int


def standouts(values: Array, plan: int, most: int, *, drop_last: bool = True) -> tuple[list[Standout], list[Standout]]:
    """Return the columns in which a plan ranks highest, best first, and those in which it ranks lowest.

    Parameters
    ----------
    values : array, shape (plans, columns)
        Higher is better; NaN where missing.
    plan : int
        Row of the plan in `values`.
    most : int
        Greatest number of columns in each list.
    drop_last : bool
        Leave out columns in which the plan has the last rank, alone or shared.

    Returns
    -------
    two lists of Standout
        The ranks depend on the plans compared. Ties keep the order of the columns; the second list runs from
        the better rank to the worst.

    Examples
    --------
    >>> best, worst = standouts(np.array([[1.0, 0.2, 0.5], [0.0, 0.9, 0.5], [0.5, 0.1, 0.1]]), 0, 1)
    >>> best[0].column, worst[0].column
    (0, 1)
    """
    places = rank_down(values)
    known = [k for k in range(values.shape[1]) if not math.isnan(places[plan, k])]
    if drop_last:
        known = [k for k in known if places[plan, k] != np.nanmax(places[:, k])]
    found = sorted((Standout(k, int(places[plan, k])) for k in known), key=lambda one: one.rank)
    return found[:most], found[max(0, len(found) - most) :]
