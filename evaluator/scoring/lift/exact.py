"""The fewest steps to a grade where the score is a sum: exact, by dynamic programming over the ladders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.grade import rounded
from evaluator.scoring.lift.steps import RatingSteps

Array = NDArray[np.float64]
Partial = tuple[float, tuple[int, ...]]


def fewest(rungs: Sequence[RatingSteps], lower: float, release: int, count: int, score: float) -> list[tuple[int, ...]]:
    """Return at most `count` sets of steps that reach a score with the fewest one-level steps.

    Parameters
    ----------
    rungs : sequence of RatingSteps
        The ladders, with their gains.
    lower : float
        The score to reach, compared at nine digits.
    release : int
        Number of tripped gates that must be released.
    count : int
        Greatest number of sets to return.
    score : float
        The present score, unrounded.

    Returns
    -------
    list of tuple of int
        Steps on each ladder; all sets have the same, smallest sum. The largest
        gain comes first, equal gains in tree order. Empty if the score cannot be reached.

    Notes
    -----
    ``best[k, r]`` is the largest gain of k steps that release r gates (r counts no
    further than `release`); ladders are added one at a time. The first k with
    ``score + best[k, release] >= lower`` is the smallest. The ways are then
    collected by the same recursion, keeping the `count` best of each state: the
    best of the whole are among the best of the parts, since gains add.
    """
    best = _best(rungs, release)
    reached = [k for k in range(best.shape[0]) if rounded(score + best[k, release]) >= lower]
    if not reached:
        return []
    ways = _ways(rungs, reached[0], release, count)
    enough = [steps for gain, steps in ways if rounded(score + gain) >= lower]
    return enough[:count]


def _options(rung: RatingSteps) -> list[tuple[int, float, int]]:
    """Return steps, gain and gates released for each level of a ladder."""
    gains = rung.gains or ()
    return [(steps, gain, int(rung.is_tripped and steps > 0)) for steps, gain in enumerate(gains)]


def _best(rungs: Sequence[RatingSteps], release: int) -> Array:
    size = sum(len(rung.levels) - 1 for rung in rungs)
    best = np.full((size + 1, release + 1), -np.inf)
    best[0, 0] = 0.0
    for rung in rungs:
        grown = best.copy()
        for steps, gain, freed in _options(rung)[1:]:
            _widen(grown, best[: size + 1 - steps] + gain, steps, freed)
        best = grown
    return best


def _widen(grown: Array, moved: Array, steps: int, freed: int) -> None:
    """Update `grown` in place with the results of one choice on one ladder; gates beyond those needed do not count."""
    width = grown.shape[1]
    for r in range(width):
        at = min(r + freed, width - 1)
        np.maximum(grown[steps:, at], moved[:, r], out=grown[steps:, at])


def _ways(rungs: Sequence[RatingSteps], most: int, release: int, count: int) -> list[Partial]:
    """Return the `count` best sets of exactly `most` steps that release enough gates, largest gain first."""
    states: dict[tuple[int, int], list[Partial]] = {(0, 0): [(0.0, ())]}
    for rung in rungs:
        grown: dict[tuple[int, int], list[Partial]] = {}
        for (k, r), partials in states.items():
            for steps, gain, freed in _options(rung):
                if k + steps <= most:
                    key = (k + steps, min(r + freed, release))
                    grown.setdefault(key, []).extend((total + gain, (*path, steps)) for total, path in partials)
        states = {key: sorted(found, key=_order)[:count] for key, found in grown.items()}
    return states.get((most, release), [])


def _order(partial: Partial) -> tuple[float, tuple[int, ...]]:
    """Return the sort key: by gain, then by tree order, a step on an earlier ladder first."""
    gain, path = partial
    return (-round(gain, 12), tuple(-steps for steps in path))
