"""The levels to which ratings can be raised, and the score with ratings at other levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.scoring.grade import known
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.outcomes import cells
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights


@dataclass(frozen=True, slots=True)
class RatingSteps:
    """One settled rating and the levels it can reach step by step, beginning with its own.

    `gains` are the gains of the score at each level, 0 first; None where the score is not a sum. The levels of a
    criterion that is subtracted go downwards. `is_tripped` marks a tripped gate that caps the grade.
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
    tripped = card.grade.gates_cap and outcome.criterion_id in card.grade.tripped
    if scored.used == 0 and not tripped:
        return None
    scale = card.rubric.scale_of(outcome.criterion_id)
    levels = tuple(range(outcome.level, -1, -1) if minus else range(outcome.level, scale.top + 1))
    here = scale.points[outcome.level]
    gains = tuple(scored.used * (scale.points[level] - here) for level in levels) if additive else None
    return RatingSteps(outcome.criterion_id, levels, gains, tripped)


def total_of(card: Scorecard, levels: Mapping[str, int]) -> float | None:
    """Return the score, rounded, with some criteria set to other levels; None without a score."""
    return totals_of(card, [levels])[0]


def totals_of(card: Scorecard, variants: Sequence[Mapping[str, int]]) -> list[float | None]:
    """Return the scores of several variants of one card at once; each variant is a row of the matrix."""
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
