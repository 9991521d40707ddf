"""Relations over the plans: correlation of criteria, internal consistency, components, likeness of rankings.

These figures describe the plans compared and serve an audit; the package never derives a weight from them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.audit.normalise import ranks
from evaluator.contrasts.tiers import kendall
from evaluator.scoring.matrix import Array, Mask

Kind = Literal["pearson", "spearman", "kendall"]
LEAST_PAIRS = 3  # two points always lie on a line


def correlations(values: Array, others: Array, kind: Kind = "pearson", *, least: int = LEAST_PAIRS) -> Array:
    """Return the correlation of each column of `values` with each column of `others`.

    Parameters
    ----------
    values, others : array, shape (plans, k) and (plans, m)
        NaN where missing. Each pair of columns rests on the plans that have both.
    kind : str
        Pearson's r, Spearman's rho (ranks within the pair, ties share the mean), or Kendall's tau-b.
    least : int
        Least number of plans with both values; with fewer the correlation is NaN.

    Returns
    -------
    array, shape (k, m)
        In [-1, 1]; NaN where too few plans have both values, or one column is constant over them.

    Examples
    --------
    >>> x = np.array([[1.0, 1.0], [2.0, 4.0], [3.0, 9.0]])
    >>> correlations(x, x, "spearman").tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    found = np.full((values.shape[1], others.shape[1]), np.nan)
    for a in range(values.shape[1]):
        for b in range(others.shape[1]):
            found[a, b] = _correlation(values[:, a], others[:, b], kind, least)
    return found


def _correlation(one: Array, other: Array, kind: Kind, least: int) -> float:
    both = ~np.isnan(one) & ~np.isnan(other)
    pair = np.column_stack([one[both], other[both]])
    if len(pair) < max(least, 2) or np.ptp(pair, axis=0).min() == 0:
        return math.nan
    if kind == "kendall":
        return float(kendall(pair[:, 0], pair[None, :, 1])[0])
    if kind == "spearman":
        pair = ranks(pair, "average")
    apart = pair - pair.mean(axis=0)
    apart /= np.abs(apart).max(axis=0)  # so that squares neither over- nor underflow
    whole = math.sqrt(float((apart[:, 0] ** 2).sum()) * float((apart[:, 1] ** 2).sum()))
    return max(-1.0, min(1.0, float((apart[:, 0] * apart[:, 1]).sum()) / whole))


def pairs(values: Array, others: Array) -> NDArray[np.int64]:
    """Return the number of plans that have both values, for each pair of columns; shape (k, m)."""
    return np.asarray((~np.isnan(values)).astype(np.int64).T @ (~np.isnan(others)).astype(np.int64))


def p_values(found: Array, counts: NDArray[np.int64]) -> Array:
    """Return the two-sided p-values of Pearson's r or Spearman's rho, by ``t = r sqrt((n - 2) / (1 - r**2))``.

    The t distribution has n - 2 degrees of freedom.

    For rho, which is Pearson's r of the ranks, the approximation is good from about ten plans on. NaN where the
    correlation is NaN or n is under 3; 0 where r is 1 or -1.

    Examples
    --------
    >>> round(float(p_values(np.array([[0.5]]), np.array([[20]]))[0, 0]), 4)
    0.0248
    """
    from scipy.stats import t as student

    free = np.asarray(counts - 2, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.abs(found) * np.sqrt(np.where(free > 0, free, np.nan) / (1 - found**2))
    return np.asarray(2 * student.sf(size, np.where(free > 0, free, 1.0)), dtype=np.float64)


def kendall_p(one: Array, other: Array) -> float:
    """Return the two-sided p-value of Kendall's tau-b of two columns over the plans that have both values.

    The p-value is exact for few plans without ties; otherwise it uses the normal distribution with the variance
    corrected for ties. `scipy.stats.kendalltau` makes this choice. NaN where tau is not defined.

    Examples
    --------
    >>> round(kendall_p(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0])), 4)
    0.3333
    """
    from scipy.stats import kendalltau

    both = ~np.isnan(one) & ~np.isnan(other)
    pair = np.column_stack([one[both], other[both]])
    if len(pair) < LEAST_PAIRS or np.ptp(pair, axis=0).min() == 0:
        return math.nan
    return float(kendalltau(pair[:, 0], pair[:, 1]).pvalue)


def bonferroni(chances: Array) -> Array:
    """Return the Bonferroni-corrected p-values: each p times the number of tests, at most 1.

    NaN counts as no test and stays NaN.

    References
    ----------
    Dunn (1961), Journal of the American Statistical Association 56(293), 52-64.

    Examples
    --------
    >>> bonferroni(np.array([0.01, 0.4, np.nan])).tolist()
    [0.02, 0.8, nan]
    """
    return np.asarray(np.minimum(chances * (~np.isnan(chances)).sum(), 1.0))


def covariances(values: Array, *, complete: bool = False) -> Array:
    """Return the covariance of each pair of columns, divided by n - 1.

    Each pair uses the plans that have both values; with `complete`, every pair uses the plans that have all columns.
    """
    given = values[~np.isnan(values).any(axis=1)] if complete else values
    size = given.shape[1]
    found = np.full((size, size), np.nan)
    for a in range(size):
        for b in range(a, size):
            both = ~np.isnan(given[:, a]) & ~np.isnan(given[:, b])
            if both.sum() > 1:
                x, y = given[both, a], given[both, b]
                found[a, b] = found[b, a] = float((x - x.mean()) @ (y - y.mean()) / (both.sum() - 1))
    return found


def cronbach(values: Array, *, complete: bool = False) -> float:
    """Return Cronbach's alpha of the columns, computed from covariances (not standardised).

    Parameters
    ----------
    values : array, shape (plans, k)
        NaN where missing; each covariance uses the plans that have both values, or
        with `complete` those that have all. Pairs without a covariance are left out of the sums.

    Returns
    -------
    float
        At most 1; under 0 where the columns run against each other. NaN for fewer
        than two columns and where the covariances sum to 0.

    Notes
    -----
    ``alpha = k / (k - 1) * (1 - sum of variances / sum of all covariances)``.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3), 297-334; OECD/JRC (2008), Handbook, step 4 (multivariate analysis).

    Examples
    --------
    >>> cronbach(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    0.8888888888888888
    """
    size = values.shape[1]
    if size < 2:  # noqa: PLR2004
        return math.nan
    table = covariances(values, complete=complete)
    whole = float(np.nansum(table))
    if not np.isfinite(whole) or whole == 0:
        return math.nan
    mean = (whole - float(np.nansum(np.diag(table)))) / (size * (size - 1))
    return float(size**2 * mean / whole)


@dataclass(frozen=True, slots=True)
class Components:
    """Principal components of standardised columns, in descending order of variance.

    `variances` are eigenvalues of the correlation matrix; they add up to the number of columns used. `loadings[c, k]`
    is the loading of column c on component k; each component has length 1 and a positive largest loading. `plans`
    counts the plans that have every column. `used` marks the columns that vary over these plans.
    """

    variances: Array
    loadings: Array
    plans: int
    used: Mask

    @property
    def shares(self) -> Array:
        """Return the share of the total variance in each component; the shares add up to 1."""
        total = self.variances.sum()
        return np.asarray(self.variances / total if total > 0 else self.variances)


def principal(values: Array) -> Components:
    """Return the principal components of columns over the plans that have a value in every column.

    Columns that are constant over these plans are left out. With fewer than two plans, or no column that varies, the
    result has no component.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 4.

    Examples
    --------
    >>> found = principal(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    >>> [round(float(share), 9) for share in found.shares]
    [1.0, 0.0]
    """
    whole = values[~np.isnan(values).any(axis=1)]
    used = np.ptp(whole, axis=0) > 0 if len(whole) else np.zeros(values.shape[1], dtype=bool)
    kept = whole[:, used]
    if len(kept) < 2 or not used.any():  # noqa: PLR2004
        return Components(np.empty(0), np.empty((int(used.sum()), 0)), len(whole), np.asarray(used))
    standard = (kept - kept.mean(axis=0)) / kept.std(axis=0, ddof=1)
    sizes, vectors = np.linalg.eigh(standard.T @ standard / (len(kept) - 1))
    order = np.argsort(-sizes, kind="stable")
    variances, loadings = np.maximum(sizes[order], 0.0), vectors[:, order]
    largest = np.take_along_axis(loadings, np.abs(loadings).argmax(axis=0)[None], axis=0)
    return Components(variances, loadings * np.where(largest < 0, -1.0, 1.0), len(whole), np.asarray(used))


def first_order(values: Array, scores: Array, bins: int) -> Array:
    """Return the first-order sensitivity index of each column.

    The index is the share of the variance of the scores that the column explains alone.

    Parameters
    ----------
    values : array, shape (plans, k)
        NaN where missing; each column uses the plans that have a value in it.
    scores : array, shape (plans,)
    bins : int
        A column with more distinct values than this is cut into this many groups of equal size.

    Returns
    -------
    array, shape (k,)
        In [0, 1]; NaN with fewer than three plans, and where the column or the scores are constant.

    Notes
    -----
    ``S = V(E(score | x)) / V(score)``, the correlation ratio over groups of equal (or
    near) values of x, corrected for chance: ``1 - (1 - ratio) (n - 1) / (n - g)`` with g groups.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176(3), 609-634.

    Examples
    --------
    >>> x = np.repeat([0.0, 1.0], 4)[:, None]
    >>> first_order(x, x[:, 0], bins=5).tolist()
    [1.0]
    """
    return np.array([_correlation_ratio(values[:, k], scores, bins) for k in range(values.shape[1])])


def _correlation_ratio(column: Array, scores: Array, bins: int) -> float:
    both = ~np.isnan(column) & ~np.isnan(scores)
    x, y = column[both], scores[both]
    if len(x) < LEAST_PAIRS or np.ptp(x) == 0 or np.ptp(y) == 0:
        return math.nan
    known = np.unique(x)
    if len(known) > bins:
        edges = np.unique(np.quantile(x, np.arange(1, bins) / bins))
        groups = np.searchsorted(edges, x, side="left")
    else:
        groups = np.searchsorted(known, x)
    names = np.unique(groups)
    if len(x) <= len(names):
        return math.nan
    within = sum(float(((y[groups == g] - y[groups == g].mean()) ** 2).sum()) for g in names)
    left = within / float(((y - y.mean()) ** 2).sum())
    return max(0.0, 1.0 - left * (len(x) - 1) / (len(x) - len(names)))


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
    x, y = one[both], other[both]
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
