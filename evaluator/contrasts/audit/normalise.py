"""Relative normalisations: a plan's number depends on the other plans compared.

They serve contrast alone and are labelled so. In a rubric only absolute ones may
stand (`scoring.normalise`), for there a plan's score must not move when another
plan joins or leaves. Columns are criteria or scores, rows plans; missing cells
stay missing (NaN) and take no part in minima, means or ranks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluator.model.words import DIGITS, Sentence, say, say_alike

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ties = Literal["min", "average"]


@dataclass(frozen=True, slots=True)
class Relative:
    """Values under a relative normalisation, with the label that must be printed beside them."""

    values: Array
    method: str
    plans: int

    @property
    def label(self) -> Sentence:
        """Return the label: that each number depends on the plans that are compared."""
        return say_alike(
            "relative (%(method)s): each number depends on the %(number)s plans compared here",
            self.plans,
            method=METHOD_WORDS[self.method],
        )


def relative(values: Array, method: str, direction: Array | None = None) -> Relative:
    """Return values under a named relative normalisation, labelled.

    Parameters
    ----------
    values : array, shape (plans, columns)
        NaN where missing.
    method : str
        A key of `METHODS`.
    direction : array, shape (columns,), optional
        1 where higher is better, -1 where lower is; all 1 if left out.

    Raises
    ------
    KeyError
        There is no such method.
    """
    given = np.asarray(values, dtype=np.float64) * (1.0 if direction is None else np.asarray(direction))
    return Relative(METHODS[method](given), method, len(given))


def z_score(values: Array, mean: float = 0.0, deviation: float = 1.0) -> Array:
    """Return ``(x - m) / s``, rescaled to a mean and a standard deviation; s divides by n - 1.

    A column with one value, or with equal values, has no spread: all its cells are missing.
    """
    count, there = _counted(values)
    centre = _safe(np.nansum(values, axis=0), count)
    spread = np.sqrt(_safe(np.where(there, (values - centre) ** 2, 0.0).sum(axis=0), count - 1))
    return _safe(values - centre, np.where(_is_flat(values), 0.0, spread)) * deviation + mean


def min_max(values: Array, low: float = 0.0, high: float = 1.0) -> Array:
    """Return ``(x - min) / (max - min)`` over the sample, rescaled to run from `low` to `high`.

    A column with one value, or with equal values, has no range: all its cells are missing.
    """
    least, most = _ends(values)
    return _safe(values - least, most - least) * (high - low) + low


def ranks(values: Array, ties: Ties = "min") -> Array:
    """Return ascending ranks from 1: the largest value has the largest; equal values share the least or the mean."""
    count, there = _counted(values)
    order = np.sort(np.where(there, values, np.inf), axis=0)
    under, upto = np.empty_like(values), np.empty_like(values)
    for column in range(values.shape[1]):
        known = order[: int(count[column]), column]
        under[:, column] = np.searchsorted(known, values[:, column], side="left")
        upto[:, column] = np.searchsorted(known, values[:, column], side="right")
    found = under + 1 if ties == "min" else (under + 1 + upto) / 2
    return np.where(there, found, np.nan)


def rank_down(scores: Array) -> Array:
    """Return the place of each plan in each column, NaN for one without a number, which takes no place.

    Parameters
    ----------
    scores : array, shape (plans, columns)
        On any scale; compared at nine decimals, as bands and ranks are everywhere.

    Examples
    --------
    >>> rank_down(np.array([[7.7], [20.0], [np.nan], [7.7], [1.0]]))[:, 0].tolist()
    [2.0, 1.0, nan, 2.0, 4.0]
    """
    return ranks(np.asarray(-np.round(scores, DIGITS), dtype=np.float64))


def borda(values: Array, ties: Ties = "min") -> Array:
    """Return ranks less 1: with the tie rule `min`, how many plans are under each."""
    return ranks(values, ties) - 1


def percentile_rank(values: Array, ties: Ties = "min") -> Array:
    """Return ``(rank - 1) / (n - 1)`` of the n values of a column; a single value is missing."""
    count, _ = _counted(values)
    return _safe(borda(values, ties), count - 1)


def fraction_of_maximum(values: Array) -> Array:
    """Return ``x / max``; a column whose maximum is 0 is missing."""
    return _safe(values, _ends(values)[1])


def distance_to_maximum(values: Array) -> Array:
    """Return ``1 - (max - x) / (max - min)``."""
    least, most = _ends(values)
    return 1 - _safe(most - values, most - least)


def distance_to_plan(values: Array, row: int, *, cap: bool = False) -> Array:
    """Return ``1 - (r - x) / (r - min)`` with r the value of the plan in a row; with `cap` not over 1.

    A column in which that plan has no value, or the least one, is missing.
    """
    reference, (least, _) = values[row], _ends(values)
    found = 1 - _safe(reference - values, reference - least)
    return np.minimum(found, 1.0) if cap else found


def distance_to_target(values: Array, target: Array, *, cap: Mask | bool = False) -> Array:
    """Return ``(x - min) / (target - min)`` with the sample's minimum; where `cap`, not over 1.

    The target is absolute and the zero is not: a target on the wrong side of the
    minimum gives negative numbers.
    """
    least, _ = _ends(values)
    found = _safe(values - least, np.asarray(target, dtype=np.float64) - least)
    return np.where(np.asarray(cap), np.minimum(found, 1.0), found)


def _counted(values: Array) -> tuple[Array, Mask]:
    there = ~np.isnan(values)
    return there.sum(axis=0).astype(np.float64), there


def _ends(values: Array) -> tuple[Array, Array]:
    """Return minimum and maximum of each column, NaN where it has no value."""
    there = ~np.isnan(values)
    least = np.where(there, values, np.inf).min(axis=0, initial=np.inf)
    most = np.where(there, values, -np.inf).max(axis=0, initial=-np.inf)
    return np.where(np.isinf(least), np.nan, least), np.where(np.isinf(most), np.nan, most)


def _is_flat(values: Array) -> Mask:
    least, most = _ends(values)
    return np.asarray(least == most)


def _safe(above: Array, below: Array) -> Array:
    """Divide; NaN where there is nothing to divide by."""
    return np.asarray(np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below != 0))


METHODS: dict[str, Callable[[Array], Array]] = {
    "z-score": z_score,
    "min-max over the sample": min_max,
    "rank": ranks,
    "Borda": borda,
    "percentile rank": percentile_rank,
    "fraction of the maximum": fraction_of_maximum,
    "distance to the maximum": distance_to_maximum,
}
METHOD_WORDS = {
    "z-score": say("z-score"),
    "min-max over the sample": say("min-max over the sample"),
    "rank": say("rank"),
    "Borda": say("Borda"),
    "percentile rank": say("percentile rank"),
    "fraction of the maximum": say("fraction of the maximum"),
    "distance to the maximum": say("distance to the maximum"),
}
