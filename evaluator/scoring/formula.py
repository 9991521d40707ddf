"""The computation of one node: shares of its children, their summands, and the formula in words.

It is read from the arrays of a run of one plan under one weighting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.aggregation import Aggregation
from evaluator.model.scorecard import OUTSIDE
from evaluator.scoring.aggregate import combine, met
from evaluator.scoring.run import MISSING
from evaluator.scoring.scores import Scores
from evaluator.scoring.tree import Branch

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Working:
    """The computation of one node's value from its children.

    `values` are NaN where a child has none; `shares` are 0 for children that were left out; `due` marks the children
    that apply and have weight. `summands` add up to the node's value less `floor`; None under a formula that is not a
    sum. `slopes` are the factors from a child's value to its summand, None where the summand is not proportional to it.
    `without` is the node's value without each child, given only under a formula that is not a sum.
    """

    children: tuple[str, ...]
    values: tuple[float, ...]
    shares: tuple[float, ...]
    due: tuple[bool, ...]
    summands: tuple[float, ...] | None
    slopes: tuple[float, ...] | None
    without: tuple[float | None, ...] | None
    floor: float


def working(scores: Scores, at: int) -> Working:
    """Return the computation of the branch at a position; all shares are 0 where the branch has no value."""
    tree = scores.tree
    branch = tree.branches[at]
    children = (*(tree.branches[n].id for n in branch.nodes), *(tree.criteria[c] for c in branch.criteria))
    nodes = [scores.score.nodes[n, 0, 0] for n in branch.nodes]
    values = np.array([*nodes, *(scores.cells.values[0, c] for c in branch.criteria)], dtype=np.float64)
    used = scores.score.used[at]
    weights = used[:, 0, 0] if len(used) else np.zeros(0)
    minus = np.array([False] * len(branch.nodes) + [tree.negative[c] for c in branch.criteria], dtype=bool)
    shares = _shares(branch.aggregation, weights, minus)
    slopes, summands = _summands(branch.aggregation, np.nan_to_num(values), shares, minus)
    return Working(
        children=children,
        values=tuple(values.tolist()),
        shares=tuple(shares.tolist()),
        due=_children_with_weight(scores, branch),
        summands=summands,
        slopes=slopes,
        without=None if summands is not None else _values_without_each(branch.aggregation, values, weights, minus),
        floor=_floor(branch.aggregation, summands or ()),
    )


def _floor(how: Aggregation, summands: tuple[float, ...]) -> float:
    """Return the amount by which the floor of a `net-sum` raised the value of the node."""
    return max(0.0, how.lowest - sum(summands)) if how.kind == "net-sum" else 0.0


def _children_with_weight(scores: Scores, branch: Branch) -> tuple[bool, ...]:
    local, applicable = scores.local, scores.cells.applicable
    nodes = [bool(scores.alive[n][0, 0]) and local.nodes[0, n] > 0 for n in branch.nodes]
    return (*nodes, *(bool(applicable[0, c]) and local.criteria[0, c] > 0 for c in branch.criteria))


def _shares(how: Aggregation, weights: Array, minus: NDArray[np.bool_]) -> Array:
    """Return the weights divided by their sum; under `net-sum`, by the sum of the weights that add."""
    total = weights[~minus].sum() if how.kind == "net-sum" else weights.sum()
    return np.asarray(weights / total if total > 0 else np.zeros_like(weights))


def _summands(
    how: Aggregation, values: Array, shares: Array, minus: NDArray[np.bool_]
) -> tuple[tuple[float, ...] | None, tuple[float, ...] | None]:
    """Return slopes and summands; each is None where the formula has none."""
    if how.kind == "arithmetic":
        return tuple(shares.tolist()), tuple((shares * values).tolist())
    if how.kind == "net-sum":
        signed = np.where(minus, -shares, shares)
        return tuple(signed.tolist()), tuple((signed * values).tolist())
    if how.kind == "share-met":
        return None, tuple((shares * met(how, values)).tolist())
    return None, None


def _values_without_each(
    how: Aggregation, values: Array, weights: Array, minus: NDArray[np.bool_]
) -> tuple[float | None, ...]:
    filled = np.nan_to_num(values)[:, None, None]
    found: list[float | None] = []
    for k in range(len(values)):
        rest = weights.copy()
        rest[k] = 0.0
        left = float(combine(how, filled, rest[:, None, None], minus)[0, 0])
        found.append(None if np.isnan(left) or weights[k] == 0 else left)
    return tuple(found)


def formula_of(branch: Branch, done: Working) -> str:
    """Return the node's formula in words, with the treatment of children without a value."""
    how = branch.aggregation
    words = {
        "arithmetic": "weighted mean: the sum of share x value",
        "geometric": f"geometric mean: the product of value ^ share, {_at_zero(how)}",
        "harmonic": "harmonic mean: 1 / the sum of share / value, 0 where a value is 0",
        "power": f"power mean: (the sum of share x value ^ p) ^ (1 / p) with p = {how.exponent}",
        "minimum": "the lowest value",
        "share-met": f"share of weight whose value is at least {how.met_from}",
        "steps": f"steps, each with those before it: {'; '.join(step.words for step in how.steps)}",
        "net-sum": f"what adds less what subtracts, not under {how.lowest:g}",
    }
    names = ", ".join(
        child for child, value, due in zip(done.children, done.values, done.due, strict=True) if due and np.isnan(value)
    )
    return words[how.kind] + (f"; {MISSING[branch.missing.policy].words}: {names}" if names else "")


def _at_zero(how: Aggregation) -> str:
    return "0 where a value is 0" if how.least is None else f"a value under {how.least:g} counted as that"


def why_absent(scores: Scores, at: int) -> str:
    """Return the reason why the branch at a position has no score."""
    return OUTSIDE if scores.outside[at, 0, 0] else _why_no_value(scores, at)


def _why_no_value(scores: Scores, at: int) -> str:
    branch = scores.tree.branches[at]
    if not scores.alive[at][0, 0]:
        return "nothing below it applies and has weight"
    weighs = scores.applicable.criteria[0, 0] > 0
    unrated = at == 0 and not (weighs & ~np.isnan(scores.cells.values[0])).any()
    done = working(scores, at)
    if unrated or all(np.isnan(value) for value, due in zip(done.values, done.due, strict=True) if due):
        rated = [] if unrated else [n for n in branch.nodes if _is_rated(scores, n)]
        if rated:  # rated criteria exist, but a node below has no value
            return f"{scores.tree.branches[rated[0]].id} has no value: {_why_no_value(scores, rated[0])}"
        return "nothing below it that has weight is rated"
    if absent := MISSING[branch.missing.policy].absent:
        return absent
    if branch.least_coverage is not None:
        least = branch.least_coverage
        return f"less than {least.share:g} of it, by {least.by}, is rated"
    return "nothing that adds is rated"


def _is_rated(scores: Scores, at: int) -> bool:
    """Return whether any criterion with weight below the branch at a position has a value."""
    branch, weights = scores.tree.branches[at], scores.applicable.criteria[0, 0]
    own = any(weights[c] > 0 and not np.isnan(scores.cells.values[0, c]) for c in branch.criteria)
    return own or any(_is_rated(scores, n) for n in branch.nodes)
