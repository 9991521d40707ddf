"""Grades, and the range of grades possible, from score, bounds and gates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model import sentence
from evaluator.model.grading import Grading
from evaluator.model.scorecard import Cause, Grade
from evaluator.model.sentence import Sentence

DIGITS = sentence.DIGITS
Interval = tuple[float, float]


def rounded(number: float) -> float:
    """Return a number rounded to the nine digits at which bands, ranks and thresholds are compared."""
    return round(number, DIGITS) + 0.0


def known(number: float) -> float | None:
    """Return a number of an array, rounded by `rounded`; None for NaN.

    Examples
    --------
    >>> known(0.1234567891), known(float("nan"))
    (0.123456789, None)
    """
    return None if math.isnan(number) else rounded(float(number))


def band(grading: Grading, score: float) -> str:
    """Return the grade whose band a score in [0, 1] reaches, without regard to gates.

    Examples
    --------
    >>> from evaluator.model.grading import Grading
    >>> bands = [{"grade": "A", "from": 0.8}, {"grade": "E", "from": 0.0}]
    >>> grading = Grading.model_validate({"least_coverage": 0.67, "bands": bands, "origin": "modelled"})
    >>> band(grading, 0.8), band(grading, 0.799999999)
    ('A', 'E')
    """
    reached = rounded(score)
    return next((step.grade for step in grading.ladder if reached >= step.lower), grading.ladder[-1].grade)


def capped(grading: Grading, grade: str, tripped: int) -> str:
    """Return the grade after the cap for a number of tripped gates; the last cap line holds for higher numbers."""
    lines = [line for line in grading.gate_caps if line.tripped <= tripped]
    if not lines:
        return grade
    order = grades_of(grading)
    cap = max(lines, key=lambda line: line.tripped).at_most
    return order[max(order.index(grade), order.index(cap))]


def grades_of(grading: Grading) -> tuple[str, ...]:
    """Return the grades, best first."""
    return tuple(step.grade for step in grading.ladder)


def grades_between(worst: str, best: str, ladder: Sequence[str]) -> Sentence | str:
    """Return grades that are still possible in words; `ladder` has all grades of the rubric in their order.

    Examples
    --------
    >>> [str(grades_between(*ends, "ABCDE")) for ends in ("EE", "ED", "EC")]
    ['E', 'E or D', 'E to C']
    """
    if worst == best:
        return worst
    if abs(ladder.index(worst) - ladder.index(best)) == 1:
        return sentence.say("%(worst)s or %(best)s", worst=worst, best=best)
    return sentence.say("%(worst)s to %(best)s", worst=worst, best=best)


@dataclass(frozen=True, slots=True)
class GateCount:
    """The gates of a plan by state: tripped, not assessed, tripped with low confidence, disputed."""

    tripped: tuple[str, ...]
    unassessed: tuple[str, ...]  # includes disputed gates
    doubtful: tuple[str, ...] = ()  # tripped by a rating of low confidence
    disputed: tuple[str, ...] = ()


def grade(
    grading: Grading,
    score: float | None,
    coverage: float,
    intervals: tuple[Interval, Interval],
    gates: GateCount,
    *,
    cap: bool,
) -> Grade:
    """Return the grade, its cause, and the range of grades that unassessed criteria leave possible.

    `intervals` are the bounds and the judgement interval. With `cap` False, tripped gates are listed but lower nothing.
    There is no grade without a score, with coverage below the least coverage, or where `score`, the mean of what is
    rated, lies outside of the bounds, as where the rest is known at least to a high level.
    """
    bounds, judgement = intervals
    tripped = len(gates.tripped) if cap else 0
    maybe = tripped + (len(gates.unassessed) if cap else 0)
    sure = tripped - (len(gates.doubtful) if cap else 0)

    def at(number: float, gate_count: int) -> str:
        return capped(grading, band(grading, number), gate_count)

    enough = score is not None and coverage >= grading.least_coverage
    is_inside = score is not None and bounds[0] <= rounded(score) <= bounds[1]
    alone = band(grading, score) if score is not None and enough and is_inside else None
    given = capped(grading, alone, tripped) if alone is not None else None
    without: Cause = "range" if enough and not is_inside else "coverage"
    cause: Cause = without if given is None else ("gates" if given != alone else "score")
    return Grade(
        grade=given,
        cause=cause,
        lowest=at(bounds[0], maybe),
        highest=at(bounds[1], tripped),
        lowest_if_no_gate=at(bounds[0], tripped),
        highest_if_no_gate=at(bounds[1], tripped),
        judgement_lowest=at(judgement[0], maybe),
        judgement_highest=at(judgement[1], sure),
        without_gates=alone,
        tripped=gates.tripped,
        unassessed=gates.unassessed,
        gates_cap=cap,
        disputed=gates.disputed,
    )
