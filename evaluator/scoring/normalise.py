"""Absolute normalisation: points of a figure by numbers that the rubric declares.

No other country enters, so that removing one changes no other's score. Relative normalisations (z-score, rank and
others) serve contrasts alone.
"""

from __future__ import annotations

import dataclasses
import math
from functools import lru_cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from evaluator.model.criterion import Criterion, Normalise, Scale
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Figure, Sentence, Series, say, series
from evaluator.scoring.grade import DIGITS, rounded

Array = NDArray[np.float64]
FIELDS = tuple(field.name for field in dataclasses.fields(Outcome))
_values = attrgetter(*FIELDS)  # takes half the time of `dataclasses.replace`, which matters for tables of many units


def linear(values: Array, zero: float, one: float, *, cut: bool = True) -> Array:
    """Return the position of values on the line from `zero` (0) to `one` (1); any shape, NaN stays NaN.

    `one` may be below `zero`: then lower values are better. With `cut`, positions are clipped to [0, 1].

    Raises
    ------
    ValueError
        `zero` and `one` are equal.

    Examples
    --------
    >>> linear(np.array([2.0, 5.0, 12.0, np.nan]), 0, 10)
    array([0.2, 0.5, 1. , nan])
    """
    if zero == one:
        raise ValueError("goalposts that are the same")
    place = (np.asarray(values, dtype=np.float64) - zero) / (one - zero)
    return np.minimum(np.maximum(place, 0.0), 1.0) if cut else np.asarray(place)


def points_of(how: Normalise, values: Array) -> Array:
    """Return the points in [0, 1] of figures; any shape, NaN stays NaN.

    Thresholds are compared at nine digits.

    Examples
    --------
    >>> knots = [{"at": 0.5, "points": 0.4}, {"at": 0.9, "points": 1.0}]
    >>> how = Normalise.model_validate({"method": "thresholds", "origin": "modelled", "knots": knots})
    >>> points_of(how, np.array([0.2, 0.5, 0.95]))
    array([0. , 0.4, 1. ])
    """
    given = np.asarray(values, dtype=np.float64)
    if how.method in ("goalposts", "target"):
        zero, one = _ends(how)
        return linear(given, zero, one) if how.transform == "none" else _on_logarithms(given, zero, one)
    at, worth = np.array([knot.at for knot in how.knots]), np.array([knot.points for knot in how.knots])
    if how.method == "piecewise":
        return np.asarray(np.interp(given, at, worth))
    return _points_by_steps(given, at, worth, falls=how.direction == "lower")


def point_of(how: Normalise, figure: float) -> float:
    """Return the points of one figure: the same as `points_of`, but faster for a linear rule."""
    if how.method in ("goalposts", "target") and how.transform == "none":
        zero, one = _ends(how)
        if zero == one:
            raise ValueError("goalposts that are the same")
        return min(max((figure - zero) / (one - zero), 0.0), 1.0)
    return float(points_of(how, np.array([figure]))[0])


def _ends(how: Normalise) -> tuple[float, float]:
    """Return the figure that is worth 0 points and the figure that is worth 1."""
    low, high = (how.low, how.high) if how.method == "goalposts" else (how.worst, how.target)
    zero, one = low or 0.0, high or 0.0
    return (one, zero) if how.method == "goalposts" and how.direction == "lower" else (zero, one)


def _on_logarithms(values: Array, zero: float, one: float) -> Array:
    """Return the position of logarithms between those of the ends; a value of 0 or less is below every other."""
    with np.errstate(divide="ignore"):
        logs = np.where(np.isnan(values), np.nan, np.log(np.maximum(values, 0.0)))
    return linear(logs, math.log(zero), math.log(one))


def _points_by_steps(values: Array, at: Array, worth: Array, *, falls: bool) -> Array:
    known = np.round(values, DIGITS)
    place = np.searchsorted(at, known, side="left") if falls else np.searchsorted(at, known, side="right")
    steps = np.concatenate([worth, [0.0]] if falls else [[0.0], worth])
    return np.asarray(np.where(np.isnan(values), np.nan, steps[np.minimum(place, len(worth))]))


def normalised(criterion: Criterion, scale: Scale, outcome: Outcome) -> Outcome:
    """Return an indicator's outcome with the points of its figure, and with the levels that these points reach.

    The ends are the points of the ends of the figure's range (a rate over few cases has a range). An outcome without a
    figure is returned unchanged, with bounds of 0 and 1.
    """
    how = criterion.normalise
    if how is None or outcome.figure is None or outcome.level is None:
        return outcome
    here = rounded(point_of(how, outcome.figure))
    ends = [here, *(rounded(point_of(how, end)) for end in outcome.figure_range or ())]
    low, high = min(ends), max(ends)
    level = _level_reached(scale, here)
    lowest, highest = (level, level) if low == high else (_level_reached(scale, low), _level_reached(scale, high))
    changed = {
        "level": level, "low_level": lowest, "high_level": highest, "judgement_low": lowest, "judgement_high": highest,
        "normalised": (here, low, high), "note": series("; ", [outcome.note, described(how)]),
    }  # fmt: skip
    return Outcome(**{**dict(zip(FIELDS, _values(outcome), strict=True)), **changed})


def _level_reached(scale: Scale, points: float) -> int:
    return max(level for level, worth in enumerate(scale.points) if worth <= points)


@lru_cache(maxsize=1024)
def described(how: Normalise) -> Series:
    """Return the normalisation rule in words.

    Examples
    --------
    >>> described(Normalise.model_validate({"method": "goalposts", "low": 0.0, "high": 0.4, "origin": "modelled"}))
    'goalposts 0 to 0.4, higher is better'
    """
    higher, lower = say("higher is better"), say("lower is better")
    logs = [say("on logarithms")] if how.transform == "log" else []
    return series(", ", [_rule_words(how), *logs, higher if how.direction == "higher" else lower])


def _rule_words(how: Normalise) -> Sentence:
    if how.method == "goalposts":
        return say("goalposts %(low)s to %(high)s", low=_number_figure(how.low), high=_number_figure(how.high))
    if how.method == "target":
        return say(
            "from %(worst)s to the target %(target)s",
            worst=_number_figure(how.worst),
            target=_number_figure(how.target),
        )
    given = [
        say("%(at)s gives %(points)s", at=_number_figure(knot.at), points=_number_figure(knot.points))
        for knot in how.knots
    ]
    if how.method == "thresholds":
        return say("by steps: %(knots)s", knots=series(", ", given))
    return say("by lines between points: %(knots)s", knots=series(", ", given))


def _number_figure(number: float | None) -> Figure:
    return Figure(number or 0.0, "g")
