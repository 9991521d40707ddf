"""The second score of a plan, beside its own: the higher of plan and law on every question that a law may answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.model.law import NOT_READ
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import known
from evaluator.scoring.scores import score_plans


def is_enough(found: Sequence[Outcome]) -> bool:
    """Return whether the law was read on two thirds of the criteria that apply and that a law may answer.

    Examples
    --------
    >>> is_enough([])
    False
    """
    asked = [o.law for o in found if o.law is not None and o.applies]
    return bool(asked) and 3 * sum(law.gives != NOT_READ and law.level is not None for law in asked) >= 2 * len(asked)


def plan_or_law(rubric: Rubric, weighting: Weighting, found: Sequence[Outcome]) -> float | None:
    """Return the score with the higher of plan and law on each question, weights unchanged.

    None where the law was read on too few. What nobody assessed in the plan stays without a value.
    """
    if not is_enough(found):
        return None
    return known(float(score_plans(rubric, (weighting,), [[_higher(o) for o in found]]).score.total[0, 0]))


def _higher(outcome: Outcome) -> Outcome:
    law = outcome.law
    if law is None or law.level is None or outcome.level is None or law.level <= outcome.level:
        return outcome
    return replace(outcome, level=law.level, low_level=law.level, high_level=law.level)
