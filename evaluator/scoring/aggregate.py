"""Aggregation at one node: the values and weights of its children give one value.

In every formula, children that are absent have weight 0 and are left out, so all aggregations treat missing values
alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evaluator.model import sentence
from evaluator.model.aggregation import Aggregation

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
DIGITS = sentence.DIGITS


def combine(how: Aggregation, values: Array, weights: Array, negative: Mask) -> Array:
    """Return the value of a node from its children's values, NaN where no child has weight.

    Parameters
    ----------
    how : Aggregation
        The formula.
    values : array, shape (children, S, P)
        In [0, 1], or [-1, 1] below a net-sum without a floor; a value with
        weight 0 has no effect, but must not be NaN.
    weights : array, shape (children, S, P)
        Not negative; 0 for a child that is absent.
    negative : array of bool, shape (children,)
        Children that `net-sum` subtracts.

    Notes
    -----
    arithmetic ``sum w x / sum w``; geometric ``prod x ** (w / sum w)``, where a value under `least`
    counts as that; harmonic ``sum w / sum (w / x)``; power ``(sum w x**p / sum w) ** (1/p)``; minimum
    over children with weight; share-met ``sum of w where x >= met_from / sum w``; steps:
    the points of the last step before the first that fails, where a step requires that all, any or
    a number of the children with weight reach a value, whatever their weights;
    net-sum: mean of the positive children less the mean of the negative ones
    times (their whole weight / the positive weight), not under 0; with `floor: none`
    not under -1. Values under 0 have no geometric, harmonic or power mean. A value of 0 under
    geometric without a least value, harmonic or a power with p < 0 makes the node 0, its limit.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    if how.kind == "net-sum":
        return _net_sum(how, values, weights, negative)
    total = weights.sum(axis=0)
    with np.errstate(all="ignore"):  # invalid results (zero weights, zero values) are replaced below
        result: Array = _FORMULAS[how.kind](how, values, weights, total)
    return np.asarray(np.where(total > 0, result, np.nan))


def _arithmetic(_: Aggregation, values: Array, weights: Array, total: Array) -> Array:
    return np.asarray((weights * values).sum(axis=0) / total)


def _geometric(how: Aggregation, values: Array, weights: Array, total: Array) -> Array:
    counted = values if how.least is None else np.maximum(values, how.least)
    logs = np.where(weights > 0, np.log(np.where(weights > 0, counted, 1.0)), 0.0)
    return np.asarray(np.exp(np.where(weights > 0, weights * logs, 0.0).sum(axis=0) / total))


def _harmonic(_: Aggregation, values: Array, weights: Array, total: Array) -> Array:
    return _power_of(-1.0, values, weights, total)


def _power(how: Aggregation, values: Array, weights: Array, total: Array) -> Array:
    exponent = how.exponent if how.exponent is not None else 1.0
    if exponent == 0:
        return _geometric(how, values, weights, total)
    return _power_of(exponent, values, weights, total)


def _power_of(exponent: float, values: Array, weights: Array, total: Array) -> Array:
    """Return the weighted power mean of the values of the parts, with this exponent.

    Values are divided by their largest (or smallest), so that no power over- or underflows.
    """
    counted = np.where(weights > 0, values, 0.0 if exponent > 0 else np.inf)
    unit = counted.max(axis=0) if exponent > 0 else counted.min(axis=0)
    ratios = np.where(weights > 0, values / unit, 1.0)
    mean = (weights * ratios**exponent).sum(axis=0) / total
    # A mean of denormal weights and values can overflow, its logarithm cannot; no mean is above the highest value.
    highest = np.where(weights > 0, values, -np.inf).max(axis=0)
    plain = unit * mean ** (1.0 / exponent)
    if not np.isfinite(plain[unit > 0]).all():
        plain = np.where(np.isfinite(plain), plain, np.exp(np.log(unit) + np.log(mean) / exponent))
    return np.where(unit > 0, np.minimum(plain, highest), 0.0)


def _minimum(_: Aggregation, values: Array, weights: Array, __: Array) -> Array:
    return np.asarray(np.where(weights > 0, values, np.inf).min(axis=0))


def _share_met(how: Aggregation, values: Array, weights: Array, total: Array) -> Array:
    return np.asarray((weights * met(how, values)).sum(axis=0) / total)


def _step_scores(how: Aggregation, values: Array, weights: Array, total: Array) -> Array:
    counted = weights > 0
    there = counted.sum(axis=0)
    climbing, points = np.ones(total.shape, dtype=bool), np.zeros(total.shape)
    for step in how.steps:
        reached = (counted & _reaches(values, step.reach)).sum(axis=0)
        climbing &= reached >= (there if step.of == "all" else 1 if step.of == "any" else step.of)
        points = np.where(climbing, step.points, points)
    return points


def met(how: Aggregation, values: Array) -> Mask:
    """Return a mask of the values that reach `met_from`; both are rounded to nine digits.

    `values` may have any shape.
    """
    return _reaches(values, how.met_from or 0.0)


def _reaches(values: Array, least: float) -> Mask:
    return np.asarray(np.round(values, DIGITS) >= round(least, DIGITS))


def _net_sum(how: Aggregation, values: Array, weights: Array, negative: Mask) -> Array:
    plus, minus = weights[~negative], weights[negative]
    whole = plus.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = (plus * values[~negative]).sum(axis=0) / whole
        loss = (minus * values[negative]).sum(axis=0) / whole
    return np.where(whole > 0, np.maximum(gain - loss, how.lowest), np.nan)


_FORMULAS = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "power": _power,
    "minimum": _minimum,
    "share-met": _share_met,
    "steps": _step_scores,
}
