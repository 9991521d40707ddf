"""Similarity of two rankings of the same plans, and the spread of ranks over scenarios."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.audit.association import correlations
from evaluator.contrasts.tiers import kendall

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Similarity:
    """Similarity of two rankings of `plans` plans; each coefficient is 1 where the rankings are equal.

    `spearman` is Pearson's r of the ranks, `kendall` tau-b, `kendall_a` tau-a, `gamma` Goodman's and Kruskal's (tied
    pairs left out). `weighted_spearman` and `ws` give changes at the top more weight; `ws` takes the first ranking as
    its reference. `mean_shift` and `largest_shift` count places. NaN where a coefficient is not defined.
    """

    plans: int
    spearman: float
    kendall: float
    kendall_a: float
    gamma: float
    weighted_spearman: float
    ws: float
    mean_shift: float
    largest_shift: float


def similarity(one: Array, other: Array) -> Similarity:
    """Return the similarity of two columns of ranks; rank 1 is best.

    Parameters
    ----------
    one, other : array, shape (plans,)
        Ranks; NaN for a plan without a rank. Plans without both ranks are left out.

    Notes
    -----
    With d the differences and N plans: weighted ``1 - 6 sum d**2 ((N - x + 1) + (N - y + 1)) /
    (N**4 + N**3 - N**2 - N)``; ``ws = 1 - sum 2**-x |d| / max(|x - 1|, |x - N|)``.

    References
    ----------
    Pinto da Costa and Soares (2005), Australian and New Zealand Journal of Statistics 47(4), 515-529; Salabun and
    Urbaniak (2020), ICCS 2020, 632-645; Goodman and Kruskal (1954), Journal of the American Statistical Association 49.

    Examples
    --------
    >>> found = similarity(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    >>> found.spearman, round(found.kendall, 3), found.mean_shift
    (0.5, 0.333, 0.6666666666666666)
    """
    both = ~np.isnan(one) & ~np.isnan(other)
    x, y = np.asarray(one[both], dtype=np.float64), np.asarray(other[both], dtype=np.float64)
    size = len(x)
    if size < 2:  # noqa: PLR2004
        return Similarity(size, *[math.nan] * 8)
    apart = np.abs(x - y)
    signs = np.sign(x[:, None] - x[None, :]) * np.sign(y[:, None] - y[None, :])
    ordered = float(np.abs(signs).sum())
    weighted = 6 * float((apart**2 * (2 * size - x - y + 2)).sum()) / (size**4 + size**3 - size**2 - size)
    furthest = np.maximum(np.abs(x - 1), np.abs(x - size))
    return Similarity(
        plans=size,
        spearman=float(correlations(x[:, None], y[:, None], least=2)[0, 0]),
        kendall=float(kendall(x, y[None, :])[0]),
        kendall_a=float(signs.sum()) / (size * (size - 1)),
        gamma=float(signs.sum()) / ordered if ordered else math.nan,
        weighted_spearman=1 - weighted,
        ws=1 - float((2.0**-x * apart / furthest).sum()),
        mean_shift=float(apart.mean()),
        largest_shift=float(apart.max()),
    )


@dataclass(frozen=True, slots=True)
class RankSpread:
    """Ranks of each plan over many scenarios: mean, median and ends of an interval; arrays of shape (plans,)."""

    mean: Array
    median: Array
    low: Array
    high: Array


def rank_spread(ranks: Array, interval: float = 0.9) -> RankSpread:
    """Return the spread of the ranks of plans over scenarios; scenarios in which a plan has no rank are left out.

    Parameters
    ----------
    ranks : array, shape (plans, scenarios)
        1 for the best; NaN where a plan has no rank.
    interval : float
        Share of the scenarios between `low` and `high`; quantiles are interpolated linearly.

    Examples
    --------
    >>> rank_spread(np.array([[1.0, 2.0, 2.0, np.nan]])).mean.tolist()
    [1.6666666666666667]
    """
    edge = (1 - interval) / 2
    found = np.full((4, len(ranks)), np.nan)
    for plan, row in enumerate(ranks):
        known = row[~np.isnan(row)]
        if len(known):
            found[:, plan] = (known.mean(), np.median(known), *np.quantile(known, [edge, 1 - edge]))
    return RankSpread(*found)
