"""The steps by which ratings can be raised, and the fewest of them to a score: exact for a sum, else by a search."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.scoring.grade import known, rounded
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.outcomes import cells
from evaluator.scoring.scores import within
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights

Array = NDArray[np.float64]
Partial = tuple[float, tuple[int, ...]]
WIDTH = 40  # candidates kept at each number of steps
Climb = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RatingSteps:
    """One settled rating and the levels it can reach step by step, beginning with its own.

    `gains` are the gains of the score at each level, 0 first; None where the score is not a sum. The levels of a
    criterion that is subtracted go downwards. `is_tripped` marks a tripped gate that caps the grade and that the plan
    can release, as no law is the breach.
    """

    criterion_id: str
    levels: tuple[int, ...]
    gains: tuple[float, ...] | None
    is_tripped: bool


def ladders(card: Scorecard) -> tuple[RatingSteps, ...]:
    """Return the steps of each settled rating that can be improved, in tree order."""
    tree = plant(card.rubric)
    found = []
    for scored, minus in zip(card.criteria, tree.negative, strict=True):
        ladder = _ladder(card, scored, minus=minus, additive=tree.additive)
        if ladder is not None and len(ladder.levels) > 1:
            found.append(ladder)
    return tuple(found)


def _ladder(card: Scorecard, scored: ScoredCriterion, *, minus: bool, additive: bool) -> RatingSteps | None:
    outcome = scored.outcome
    if outcome.level is None or not outcome.covered or outcome.normalised is not None:
        return None
    # What the law breaches no step of the plan releases.
    by_law = outcome.law is not None and outcome.law.is_contrary
    tripped = card.grade.gates_cap and outcome.criterion_id in card.grade.tripped and not by_law
    if scored.used == 0 and not tripped:
        return None
    scale = card.rubric.scale_of(outcome.criterion_id)
    levels = tuple(range(outcome.level, -1, -1) if minus else range(outcome.level, scale.top + 1))
    here = scale.points[outcome.level]
    gains = tuple(scored.used * (scale.points[level] - here) for level in levels) if additive else None
    return RatingSteps(outcome.criterion_id, levels, gains, tripped)


def total_of(card: Scorecard, levels: Mapping[str, int]) -> float | None:
    """Return the mean of what is rated, rounded, with some criteria set to other levels; None without one."""
    return totals_of(card, [levels])[0]


def totals_of(card: Scorecard, variants: Sequence[Mapping[str, int]]) -> list[float | None]:
    """Return the means of several variants of one card at once; each variant is a row of the matrix."""
    tree = plant(card.rubric)
    local = local_weights(card.rubric, tree, (card.weighting,))
    laid = cells(card.rubric, tree, [[scored.outcome for scored in card.criteria]])
    column = {criterion: at for at, criterion in enumerate(tree.criteria)}
    values = np.repeat(laid.values, len(variants), axis=0)
    for row, levels in enumerate(variants):
        for criterion, level in levels.items():
            values[row, column[criterion]] = card.rubric.scale_of(criterion).points[level]
    total = Matrix(tree, values, np.repeat(laid.applicable, len(variants), axis=0)).run(local).total[0]
    return [known(number) for number in total]


def score_of(card: Scorecard, levels: Mapping[str, int]) -> float | None:
    """Return the score, rounded, with some criteria at other levels; None where it lies outside of its range."""
    tree = plant(card.rubric)
    local = local_weights(card.rubric, tree, (card.weighting,))
    laid = cells(card.rubric, tree, [[scored.outcome for scored in card.criteria]])
    points = [laid.values.copy(), laid.low.copy(), laid.high.copy()]
    for criterion, level in levels.items():
        for row in points:
            row[0, tree.criteria.index(criterion)] = card.rubric.scale_of(criterion).points[level]
    score, low, high = (Matrix(tree, row, laid.applicable).run(local).total for row in points)
    return known(float(within(score, low, high)[0, 0]))


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
    best = _most_gain(rungs, release)
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


def _most_gain(rungs: Sequence[RatingSteps], release: int) -> Array:
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


def search(
    card: Scorecard, rungs: Sequence[RatingSteps], lower: float, release: int, count: int
) -> tuple[bool, list[Climb]]:
    """Return whether the answer is surely the smallest, and at most `count` sets of steps, as `fewest` does.

    Gates that must be released come first, in every combination that suffices. Then one step is added at a time and the
    `WIDTH` best candidates are kept: by score, then by how far low levels have been raised, because some steps do not
    yet change the score (under a minimum, or next to a zero). No step lowers the score, so the search ends at the
    latest when every ladder is at its top.

    Raises
    ------
    ValueError
        Even the top of every ladder does not reach `lower`.
    """
    front = _climbs_that_free(rungs, release)
    while front:
        keys = zip(_scores(card, rungs, front), [_evenness(card, rungs, climb) for climb in front], front, strict=True)
        scored = sorted(keys, key=_by_smoothness)
        enough = [climb for score, _, climb in scored if score >= lower]
        if enough:
            return sum(enough[0]) - release <= 1, enough[:count]
        front = sorted({higher for *_, climb in scored[:WIDTH] for higher in _climbs_one_higher(rungs, climb)})
    raise ValueError("no climb reaches the next grade")


def _climbs_that_free(rungs: Sequence[RatingSteps], release: int) -> list[Climb]:
    fronts: set[Climb] = {tuple(0 for _ in rungs)}
    for _ in range(release):
        fronts = {
            _step_up(climb, k)
            for climb in fronts
            for k, rung in enumerate(rungs)
            if rung.is_tripped and climb[k] == 0
        }  # fmt: skip
    return sorted(fronts)


def _climbs_one_higher(rungs: Sequence[RatingSteps], climb: Climb) -> list[Climb]:
    return [_step_up(climb, k) for k, rung in enumerate(rungs) if climb[k] + 1 < len(rung.levels)]


def _step_up(climb: Climb, k: int) -> Climb:
    return (*climb[:k], climb[k] + 1, *climb[k + 1 :])


def _scores(card: Scorecard, rungs: Sequence[RatingSteps], climbs: Sequence[Climb]) -> list[float]:
    variants = [
        {rung.criterion_id: rung.levels[steps] for rung, steps in zip(rungs, climb, strict=True)} for climb in climbs
    ]
    return [-1.0 if total is None else total for total in totals_of(card, variants)]


def _evenness(card: Scorecard, rungs: Sequence[RatingSteps], climb: Climb) -> float:
    """Return how evenly a candidate spreads its steps: the weighted sum of square roots of the levels' heights.

    A square root grows most at low values, so a step counts for more the lower it starts.
    """
    heights = [
        card.criterion(rung.criterion_id).applicable * math.sqrt(_share_of_scale(card, rung, steps))
        for rung, steps in zip(rungs, climb, strict=True)
    ]
    return round(math.fsum(heights), 12)


def _share_of_scale(card: Scorecard, rung: RatingSteps, steps: int) -> float:
    top = card.rubric.scale_of(rung.criterion_id).top
    level = rung.levels[steps]
    return (top - level if rung.levels[0] > rung.levels[-1] else level) / top


def _by_smoothness(item: tuple[float, float, Climb]) -> tuple[float, float, Climb]:
    score, evenness, climb = item
    return (-score, -evenness, tuple(-steps for steps in climb))
