"""Strengths and gaps of a plan, by the rubric's norm level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.grading import Standing, standing_of
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.scoring.grade import rounded


@dataclass(frozen=True, slots=True)
class Ranked:
    """A strength or a gap. `size` is what a strength adds to the score, or what a gap lacks to full points."""

    criterion_id: str
    level: int
    size: float


def strengths(card: Scorecard) -> tuple[Ranked, ...]:
    """Return the criteria at or above the norm level, sorted by used weight x points.

    Only settled ratings with weight count: a criterion that is not assessed, disputed or computed on part of the rows
    is neither a strength nor a gap. Ties keep tree order. Empty if no rating reaches the norm level, or if the rubric
    declares none.
    """
    return _ranked_criteria(card, "strength")


def gaps(card: Scorecard) -> tuple[Ranked, ...]:
    """Return the criteria at level 0 or 1, as the rubric declares, sorted by used weight x (1 - points).

    No criterion is both a strength and a gap; see `strengths` for which ratings count.
    """
    return _ranked_criteria(card, "gap")


def standing(rubric: Rubric, outcome: Outcome, points: float | None) -> Standing:
    """Return whether a settled rating is a strength, a gap or neither; `neither` without a settled level."""
    if outcome.level is None or points is None or not outcome.covered:
        return "neither"
    return standing_of(rubric, outcome.criterion_id, outcome.level, points)


def _ranked_criteria(card: Scorecard, wanted: Standing) -> tuple[Ranked, ...]:
    return ranked_by(card.rubric, [(scored.outcome, scored.points, scored.used) for scored in card.criteria], wanted)


def ranked_by(
    rubric: Rubric, scored: Sequence[tuple[Outcome, float | None, float]], wanted: Standing
) -> tuple[Ranked, ...]:
    """Return the strengths, or the gaps, among outcomes with their points and used weights; see `strengths`."""
    found = [
        Ranked(outcome.criterion_id, outcome.level or 0, _size_of(points or 0.0, used, wanted))
        for outcome, points, used in scored
        if used > 0 and standing(rubric, outcome, points) == wanted
    ]
    # Rounded, so that weights equal by construction tie; sorting is stable, so ties keep tree order.
    return tuple(sorted(found, key=lambda one: -rounded(one.size)))


def _size_of(points: float, used: float, wanted: Standing) -> float:
    return used * (points if wanted == "strength" else 1 - points)
