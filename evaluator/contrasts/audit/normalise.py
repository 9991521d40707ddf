"""Relative normalisations and outranking: a plan's value depends on the other plans compared.

They serve contrasts alone and carry a label that states this. A rubric uses only absolute normalisations
(`scoring.normalise`), because a plan's score must not change when another plan joins or leaves. Rows are plans, columns
are criteria or scores. Missing cells stay missing (NaN) and do not enter minima, means or ranks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evaluator.contrasts.places import Counts
from evaluator.model.sentence import DIGITS, Sentence, say, say_alike
from evaluator.scoring.matrix import Array, Mask

Ties = Literal["min", "average"]
TIE = 1e-12  # tolerance for floating-point noise in sums of weights


@dataclass(frozen=True, slots=True)
class Relative:
    """Values under a relative normalisation; `label` is the notice to print with them."""

    values: Array
    method: str
    plans: int

    @property
    def label(self) -> Sentence:
        """Return the notice that each number depends on the plans compared."""
        return say_alike(
            "relative (%(method)s): each number depends on the %(number)s plans compared here",
            self.plans,
            method=next(name for name in METHODS if name == self.method),
        )


def relative(values: Array, method: str, direction: Array | None = None) -> Relative:
    """Return values under the relative normalisation named `method`, with its label.

    Parameters
    ----------
    values : array, shape (plans, columns)
        NaN where missing.
    method : str
        A key of `METHODS`.
    direction : array, shape (columns,), optional
        1 where higher is better, -1 where lower is; by default all 1.

    Raises
    ------
    KeyError
        `method` is not a key of `METHODS`.
    """
    given = np.asarray(values, dtype=np.float64) * (1.0 if direction is None else np.asarray(direction))
    return Relative(METHODS[method](given), method, len(given))


def z_score(values: Array, mean: float = 0.0, deviation: float = 1.0) -> Array:
    """Return ``(x - mean) / s`` of each column, rescaled to the `mean` and `deviation` given; s divides by n - 1.

    A column with one value, or with equal values, has no spread: all its cells become missing.
    """
    count, there = _counts_and_presence(values)
    centre = _safe(np.nansum(values, axis=0), count)
    spread = np.sqrt(_safe(np.where(there, (values - centre) ** 2, 0.0).sum(axis=0), count - 1))
    least, most = _ends(values)
    return _safe(values - centre, np.where(least == most, 0.0, spread)) * deviation + mean


def min_max(values: Array, low: float = 0.0, high: float = 1.0) -> Array:
    """Return ``(x - min) / (max - min)`` over the sample, rescaled to run from `low` to `high`.

    A column with one value, or with equal values, has no range: all its cells become missing.
    """
    least, most = _ends(values)
    return _safe(values - least, most - least) * (high - low) + low


def ranks(values: Array, ties: Ties = "min") -> Array:
    """Return ascending ranks from 1 in each column: the largest value has the largest rank.

    Equal values share the least rank (`min`) or the mean rank (`average`).
    """
    count, there = _counts_and_presence(values)
    order = np.sort(np.where(there, values, np.inf), axis=0)
    under, upto = np.empty_like(values), np.empty_like(values)
    for column in range(values.shape[1]):
        known = order[: int(count[column]), column]
        under[:, column] = np.searchsorted(known, values[:, column], side="left")
        upto[:, column] = np.searchsorted(known, values[:, column], side="right")
    found = under + 1 if ties == "min" else (under + 1 + upto) / 2
    return np.where(there, found, np.nan)


def rank_down(scores: Array) -> Array:
    """Return the descending rank of each plan in each column: 1 is the highest score.

    A plan with NaN has rank NaN and takes no place.

    Parameters
    ----------
    scores : array, shape (plans, columns)
        On any scale; compared at nine decimals, as everywhere in bands and ranks.

    Examples
    --------
    >>> rank_down(np.array([[7.7], [20.0], [np.nan], [7.7], [1.0]]))[:, 0].tolist()
    [2.0, 1.0, nan, 2.0, 4.0]
    """
    return ranks(np.asarray(-np.round(scores, DIGITS), dtype=np.float64))


def borda(values: Array, ties: Ties = "min") -> Array:
    """Return ranks less 1; with the tie rule `min` this is the number of plans below each plan."""
    return ranks(values, ties) - 1


def percentile_rank(values: Array, ties: Ties = "min") -> Array:
    """Return ``(rank - 1) / (n - 1)`` of the n values of a column; a single value is missing."""
    count, _ = _counts_and_presence(values)
    return _safe(borda(values, ties), count - 1)


def fraction_of_maximum(values: Array) -> Array:
    """Return ``x / max``; a column whose maximum is 0 is missing."""
    return _safe(values, _ends(values)[1])


def distance_to_maximum(values: Array) -> Array:
    """Return ``1 - (max - x) / (max - min)`` of each column."""
    least, most = _ends(values)
    return 1 - _safe(most - values, most - least)


def distance_to_plan(values: Array, row: int, *, cap: bool = False) -> Array:
    """Return ``1 - (r - x) / (r - min)`` of each column; x is a plan's value, r the value of the plan in `row`.

    With `cap` the result is at most 1.

    A column in which that plan has no value, or has the minimum, becomes missing.
    """
    reference, (least, _) = values[row], _ends(values)
    found = 1 - _safe(reference - values, reference - least)
    return np.minimum(found, 1.0) if cap else found


def distance_to_target(values: Array, target: Array, *, cap: Mask | bool = False) -> Array:
    """Return ``(x - min) / (target - min)`` with the minimum of the sample; at most 1 where `cap` is true.

    Only the target is absolute; the minimum depends on the plans compared. A target below the minimum gives negative
    numbers.
    """
    least, _ = _ends(values)
    found = _safe(values - least, np.asarray(target, dtype=np.float64) - least)
    return np.where(np.asarray(cap), np.minimum(found, 1.0), found)


def _counts_and_presence(values: Array) -> tuple[Array, Mask]:
    there = ~np.isnan(values)
    return there.sum(axis=0).astype(np.float64), there


def _ends(values: Array) -> tuple[Array, Array]:
    """Return the minimum and the maximum of each column, NaN for a column without values."""
    there = ~np.isnan(values)
    least = np.where(there, values, np.inf).min(axis=0, initial=np.inf)
    most = np.where(there, values, -np.inf).max(axis=0, initial=-np.inf)
    return np.where(np.isinf(least), np.nan, least), np.where(np.isinf(most), np.nan, most)


def _safe(above: Array, below: Array) -> Array:
    """Return the quotient `above / below`, NaN where `below` is 0."""
    return np.asarray(np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below != 0))


# Each method by its name, which can be said in another language.
METHODS: dict[str, Callable[[Array], Array]] = {
    say("z-score"): z_score,
    say("min-max over the sample"): min_max,
    say("rank"): ranks,
    say("Borda"): borda,
    say("percentile rank"): percentile_rank,
    say("fraction of the maximum"): fraction_of_maximum,
    say("distance to the maximum"): distance_to_maximum,
}


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
