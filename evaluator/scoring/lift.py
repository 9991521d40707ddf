"""What would raise the grade: the fewest one-level steps to the next grade, gates first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.model.grading import Grading
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.scoring.grade import capped, rounded
from evaluator.scoring.lift_steps import RatingSteps, fewest, ladders, score_of, search, total_of


@dataclass(frozen=True, slots=True)
class LiftStep:
    """A criterion raised from one level to another; `releases_gate` if this releases a tripped gate.

    A criterion that is subtracted from the score is lowered instead.
    """

    criterion_id: str
    from_level: int
    to_level: int
    releases_gate: bool = False


@dataclass(frozen=True, slots=True)
class LiftSet:
    """Steps that together reach the next grade (gates first, then in tree order), and the resulting score."""

    steps: tuple[LiftStep, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Lift:
    """What would raise the grade of a plan.

    `next_grade` is None for the best grade and for a plan without a grade. `sets` hold the fewest one-level steps
    (`levels` in all) that reach it, by descending score, then in tree order; empty where rated criteria alone cannot
    reach it (`reachable` False). `exact` is True if no set with fewer steps can exist: always where every node is a
    weighted mean, else only if one step suffices. `assess_first` are the criteria without a settled level by descending
    weight, gates without weight last; `to_be_graded` the first of them that raise the coverage to the least coverage.
    """

    grade: str | None
    next_grade: str | None
    reachable: bool
    exact: bool
    levels: int
    sets: tuple[LiftSet, ...]
    assess_first: tuple[str, ...]
    to_be_graded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """The requirements of the next grade: a score of at least `lower`, and `release` tripped gates released."""

    grade: str
    lower: float
    release: int


def lift(card: Scorecard) -> Lift:
    """Return the smallest sets of one-level steps that would raise the grade.

    Only settled ratings move. Those not assessed, disputed or estimated from a sample do not, because their true level
    is unknown; they are listed in `assess_first`. A step from level 0 to 1 of a tripped gate releases the
    gate, unless the law is the breach.
    Coverage and used weights stay the same, because no rating is added or removed.

    Returns
    -------
    Lift
        At most as many sets as the rubric's `lift_sets`.
    """
    first = _assess_first(card)
    found = Lift(card.grade.grade, None, reachable=False, exact=True, levels=0, sets=(), assess_first=first,
                 to_be_graded=_to_be_graded(card, first))  # fmt: skip
    goal = next_goal(card)
    if goal is None:
        return found
    rungs = ladders(card)
    most = total_of(card, {rung.criterion_id: rung.levels[-1] for rung in rungs})
    freed = sum(rung.is_tripped for rung in rungs)
    if most is None or most < goal.lower or freed < goal.release:
        return replace(found, next_grade=goal.grade)
    exact, chosen = _chosen(card, goal, rungs)
    made = (_set_of(card, rungs, steps) for steps in chosen)
    sets = tuple(one for one in made if one is not None)
    if not sets:
        return replace(found, next_grade=goal.grade)
    return replace(found, next_grade=goal.grade, reachable=True, exact=exact, levels=sum(chosen[0]), sets=sets)


def _chosen(card: Scorecard, goal: Goal, rungs: Sequence[RatingSteps]) -> tuple[bool, list[tuple[int, ...]]]:
    """Return whether the answer is exact, and for each set the number of steps on each ladder."""
    count = card.rubric.lift_sets
    if all(rung.gains is not None for rung in rungs):
        score = sum(scored.contribution or 0.0 for scored in card.criteria)
        return True, fewest(rungs, goal.lower, goal.release, count, score)
    return search(card, rungs, goal.lower, goal.release, count)


def next_goal(card: Scorecard) -> Goal | None:
    """Return the requirements of the next grade; None for the best grade and for a plan without a grade."""
    grading, given = card.rubric.grading, card.grade
    order = [b.grade for b in sorted(grading.bands, key=lambda b: b.lower, reverse=True)]
    if given.grade is None or given.grade == order[0]:
        return None
    wanted = order[order.index(given.grade) - 1]
    lower = next(b.lower for b in grading.bands if b.grade == wanted)
    tripped = len(given.tripped) if given.gates_cap else 0
    allowed = max(count for count in range(tripped + 1) if _gates_allow(grading, wanted, count))
    return Goal(wanted, lower, tripped - allowed)


def _gates_allow(grading: Grading, wanted: str, tripped: int) -> bool:
    return tripped == 0 or capped(grading, wanted, tripped) == wanted


def _set_of(card: Scorecard, rungs: Sequence[RatingSteps], steps: Sequence[int]) -> LiftSet | None:
    """Return a set of steps with the score that it reaches; None where that would lie outside of its range."""
    moved = [
        LiftStep(rung.criterion_id, rung.levels[0], rung.levels[count], releases_gate=rung.is_tripped)
        for rung, count in zip(rungs, steps, strict=True)
        if count
    ]
    score = score_of(card, {step.criterion_id: step.to_level for step in moved})
    if score is None:
        return None
    return LiftSet(tuple(sorted(moved, key=lambda step: not step.releases_gate)), score)


def _assess_first(card: Scorecard) -> tuple[str, ...]:
    gates = set(card.rubric.grading.gates)
    wanting = [
        scored
        for scored in card.criteria
        if _is_open(scored.outcome) and (scored.applicable > 0 or scored.outcome.criterion_id in gates)
    ]
    return tuple(s.outcome.criterion_id for s in sorted(wanting, key=lambda s: -rounded(s.applicable)))


def _is_open(outcome: Outcome) -> bool:
    return outcome.applies and not outcome.covered


def _to_be_graded(card: Scorecard, first: Sequence[str]) -> tuple[str, ...]:
    """Return the fewest criteria whose assessment raises coverage to the least coverage.

    Empty where coverage already suffices.
    """
    coverage, needed = card.coverage, []
    for name in first:
        if rounded(coverage) >= card.rubric.grading.least_coverage:
            break
        coverage += card.criterion(name).applicable
        needed.append(name)
    return tuple(needed)
