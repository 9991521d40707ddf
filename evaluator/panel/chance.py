"""Agreement beyond chance: Krippendorff's alpha, its bootstrap interval, Cohen's weighted kappa."""

from __future__ import annotations

import math
import warnings
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaluator.errors import MissingDependencyError
from evaluator.model.rubric import AgreementChoices

Metric = Literal["ordinal", "nominal"]


def alpha(counts: ArrayLike, domain: ArrayLike, metric: Metric) -> float | None:
    """Return Krippendorff's alpha, None where it is undefined.

    Parameters
    ----------
    counts : array-like of int, shape (n_units, n_values)
        How many coders gave a unit each value; units with fewer than two are left out.
    domain : array-like of float, shape (n_values,)
        The values, in rising order.
    metric : str
        `ordinal` or `nominal`.

    Returns
    -------
    float or None
        1 for full agreement, 0 for what chance gives, negative for less. None
        where no unit has two values or all values are the same: then there is
        nothing to tell agreement from chance.

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
    try:
        import krippendorff
    except ModuleNotFoundError:
        message = 'agreement needs krippendorff: run  pip install "nap-evaluator[statistics]"'
        raise MissingDependencyError(message) from None
    with warnings.catch_warnings():
        # A constant resample is undefined, not worth a warning; what is not a number is told as None.
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
    """Return the percentile interval of alpha over resampled units, None where alpha is undefined.

    Units (criteria) are drawn with replacement, as many as there are. Draws in
    which alpha is undefined (all values the same) are left out. The seed is
    recorded in the rubric.
    """
    table = np.asarray(counts)
    if alpha(table, domain, metric) is None:
        return None, None
    rng = np.random.default_rng(choices.seed)
    drawn = (alpha(table[rng.integers(0, len(table), len(table))], domain, metric) for _ in range(choices.draws))
    known = [value for value in drawn if value is not None]
    tail = (1 - choices.interval) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def weighted_kappa(first: ArrayLike, second: ArrayLike, *, power: int = 1) -> float | None:
    """Return Cohen's kappa with weights |i - j|^power, None where chance leaves nothing to disagree on.

    Parameters
    ----------
    first, second : array-like of float, shape (n,)
        The two coders' levels; no missing values.
    power : int
        1 for linear weights, 2 for quadratic, 0 for none.

    Notes
    -----
    ``1 - sum(v o) / sum(v e)``, o the shares of each pair of levels, e the
    product of the two coders' own shares.

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
