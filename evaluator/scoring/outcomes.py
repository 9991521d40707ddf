"""Outcomes from settled ratings, and arrays of points from outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.assessment import LEFT_OUT, Settled
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome
from evaluator.scoring.tree import Tree

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def judged(criterion: Criterion, settled: Settled, top: int, step: int) -> Outcome:
    """Return the outcome of a criterion that coders rated by hand.

    A level that is only known at least enters no score: its intervals run from it to the top level.
    Low confidence widens the judgement interval by `step` levels each way, within the scale. A `contrary` rating stays
    at level 0 (its gate is uncertain instead). The interval of a criterion that is not assessed or disputed is the
    whole scale.
    """
    is_least = settled.status == "at-least"
    level = None if is_least else settled.level
    low, high = (settled.level or 0, top) if level is None else (level, level)
    jlow, jhigh = low, high
    if settled.level is not None and settled.confidence == "low" and settled.status != "contrary":
        jlow, jhigh = max(0, low - step), min(top, high + step)
    return Outcome(
        criterion.id, settled.status, level, low, high, jlow, jhigh, covered=level is not None,
        confidence=settled.confidence, evidence_ids=settled.evidence_ids, reason=settled.reason,
        missing_for_next=settled.missing_for_next, searched=settled.searched, note=settled.note, rule=settled.rule,
        inputs=settled.inputs, decided_by=settled.decided_by, decision=settled.decision,
    )  # fmt: skip


def not_applicable(criterion: Criterion, reason: str) -> Outcome:
    """Return the outcome of a criterion that does not apply: it is left out together with its weight."""
    return Outcome(criterion.id, "not-applicable", None, 0, 0, 0, 0, covered=False, reason=reason)


def left_out(criterion: Criterion, settled: Settled) -> Outcome:
    """Return the outcome of a criterion that a person left out, with the reason: its weight is left out too."""
    return Outcome(
        criterion.id, settled.status, None, 0, 0, 0, 0, covered=False, reason=settled.reason,
        evidence_ids=settled.evidence_ids, rule=settled.rule, inputs=settled.inputs, decided_by=settled.decided_by,
        decision=settled.decision,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cells:
    """Points of P plans x criteria, in [0, 1]: those of the score, and those at the ends of both intervals.

    `values` is NaN where there is no value. Ends are never NaN. For `negative` criteria low and high are swapped, so
    that `low` always lowers the score.
    """

    values: Array
    low: Array
    high: Array
    judgement_low: Array
    judgement_high: Array
    covered: Mask
    applicable: Mask


def cells(rubric: Rubric, tree: Tree, plans: Sequence[Sequence[Outcome]]) -> Cells:
    """Return the points of plans x criteria as arrays; each item of `plans` has its outcomes in tree order."""
    scales = [rubric.scale_of(c).points for c in tree.criteria]
    shape = (len(plans), len(scales))
    rows = [[_points(outcome, scale) for outcome, scale in zip(plan, scales, strict=True)] for plan in plans]
    value, low, high, judged_low, judged_high = np.moveaxis(np.array(rows, dtype=np.float64).reshape(*shape, 5), 2, 0)
    minus = np.array(tree.negative, dtype=bool)
    return Cells(
        values=value,
        low=np.where(minus, high, low),
        high=np.where(minus, low, high),
        judgement_low=np.where(minus, judged_high, judged_low),
        judgement_high=np.where(minus, judged_low, judged_high),
        covered=np.array([[o.covered for o in plan] for plan in plans], dtype=bool).reshape(shape),
        applicable=np.array([[o.status not in LEFT_OUT for o in plan] for plan in plans], dtype=bool).reshape(shape),
    )


def _points(outcome: Outcome, scale: tuple[float, ...]) -> tuple[float, float, float, float, float]:
    """Return the points of an outcome: value, low, high, judgement low, judgement high."""
    if outcome.normalised is not None:
        value, low, high = outcome.normalised
        return value, low, high, low, high
    ends = (outcome.low_level, outcome.high_level, outcome.judgement_low, outcome.judgement_high)
    low, high, judged_low, judged_high = (scale[level] for level in ends)
    return np.nan if outcome.level is None else scale[outcome.level], low, high, judged_low, judged_high
