"""Scores, interval ends, coverage and weights of P plans under S weightings, as arrays."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Missing, Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import DIGITS
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.outcomes import Cells, cells
from evaluator.scoring.run import Run
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.void import void_shares
from evaluator.scoring.weights import LocalWeights, PathWeights, alive, local_weights, path_weights

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
NOISE = 1e-12  # of floating-point sums


class Ranged(Protocol):
    """Points of plans x criteria or units, and their ends: those of `Cells`, or of a layout of units."""

    @property
    def values(self) -> Array:
        """Return the points, NaN where there are none."""

    @property
    def low(self) -> Array:
        """Return the points at the lower end of the range."""

    @property
    def high(self) -> Array:
        """Return the points at the upper end of the range."""

    @property
    def applicable(self) -> Mask:
        """Return a mask of what applies."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The intermediate arrays of the scoring of P plans under S weightings, as derivations use them.

    `score` is the run with missing cells; `ends` holds, in this order, the runs of low, high, judgement low, judgement
    high. `coverage` has shape (branches, S, P). `alive`, of the same shape, marks where something below the branch
    applies and has weight. `void` is the share of each weighting that lies where the rubric asks nothing, shape (S,).
    """

    tree: Tree
    local: LocalWeights
    cells: Cells
    score: Run
    ends: tuple[Run, Run, Run, Run]
    coverage: Array
    alive: Mask
    stated: PathWeights
    applicable: PathWeights
    void: Array

    @property
    def told(self) -> Array:
        """Return the values of nodes that are scores, shape (branches, S, P): NaN also where outside of the range."""
        low, high = (end.nodes for end in self.ends[:2])
        return within(self.score.nodes, low, high)

    @property
    def outside(self) -> Mask:
        """Return a mask of the nodes whose value lies outside of their range, shape (branches, S, P)."""
        return np.asarray(~np.isnan(self.score.nodes) & np.isnan(self.told))

    def totals(self, local: LocalWeights, plans: slice | Mask = slice(None)) -> Array:
        """Return the scores of plans, or of some of them, under other weightings, shape (weightings, plans).

        NaN where a plan has no score, also where what is rated alone lies outside of the range.
        """
        rows = {field.name: getattr(self.cells, field.name)[plans] for field in dataclasses.fields(Cells)}
        return told_scores(self.tree, local, Cells(**rows))

    @property
    def matrix(self) -> Matrix:
        """Return the matrix of plans x criteria with the values of the score."""
        return Matrix(self.tree, self.cells.values, self.cells.applicable)

    def alone(self, s: int, p: int) -> Scores:
        """Return the arrays of one plan under one weighting; both axes keep length 1."""
        view, plan = slice(s, s + 1), slice(p, p + 1)
        rows = {field.name: getattr(self.cells, field.name)[plan] for field in dataclasses.fields(Cells)}
        low, high, judged_low, judged_high = (_alone(run, view, plan) for run in self.ends)
        return Scores(
            tree=self.tree,
            local=LocalWeights(self.local.nodes[view], self.local.criteria[view]),
            cells=Cells(**rows),
            score=_alone(self.score, view, plan),
            ends=(low, high, judged_low, judged_high),
            coverage=self.coverage[:, view, plan],
            alive=self.alive[:, view, plan],
            stated=alone(self.stated, s, p),
            applicable=alone(self.applicable, s, p),
            void=self.void[view],
        )


def within(scores: Array, low: Array, high: Array) -> Array:
    """Return scores, NaN where one lies outside of its range at nine digits.

    A score that equals an end but for floating-point noise is that end.

    Examples
    --------
    >>> ends = np.array([0.3, 0.3]), np.array([0.5, 0.5])
    >>> within(np.array([0.2, 0.4]), *ends).tolist()
    [nan, 0.4]
    """
    steps = [np.round(numbers, DIGITS) for numbers in (low, scores, high)]
    nearest = np.clip(scores, low, high)
    with np.errstate(invalid="ignore"):
        inside = (steps[0] <= steps[1]) & (steps[1] <= steps[2])
        level = np.abs(nearest - scores) <= NOISE
    return np.where(inside, scores, np.where(level, nearest, np.nan))


def told_scores(tree: Tree, local: LocalWeights, laid: Ranged) -> Array:
    """Return the scores of P plans under S weightings, shape (S, P); NaN where there is none, or none in its range."""
    scores = Matrix(tree, laid.values, laid.applicable).score(local)
    doubtful = may_leave_range(tree, laid)
    if doubtful.any():
        ends = (Matrix(tree, end[doubtful], laid.applicable[doubtful]).score(local) for end in (laid.low, laid.high))
        scores[:, doubtful] = within(scores[:, doubtful], *ends)
    return scores


def may_leave_range(tree: Tree, laid: Ranged) -> Mask:
    """Return a mask of the plans whose score may lie outside of its range under some weights, shape (P,).

    It never does where every cell has a value within its own range, or none and the whole range of points: no policy
    for missing values then takes a mean past an end. A node that `least_coverage` or `block` leaves without a value,
    and a `net-sum`, may.
    """
    missing = np.isnan(laid.values)
    low, high = np.minimum(laid.low, laid.high), np.maximum(laid.low, laid.high)
    with np.errstate(invalid="ignore"):
        apart = np.where(missing, (low > 0) | (high < 1), (laid.values < low - NOISE) | (laid.values > high + NOISE))
    leaves = [b.least_coverage is not None or b.missing.policy == "block" for b in tree.branches]
    sums = [b.aggregation.kind == "net-sum" for b in tree.branches]
    if any(leaves) or any(sums):
        apart = apart | missing
    return np.asarray((apart & laid.applicable).any(axis=1))


def _alone(run: Run, view: slice, plan: slice) -> Run:
    return Run(run.nodes[:, view, plan], tuple(used[:, view, plan] if used.ndim > 1 else used for used in run.used))


def alone(weights: PathWeights, s: int, p: int) -> PathWeights:
    """Return the weights of one plan under one weighting; both axes keep length 1."""
    return PathWeights(weights.nodes[s : s + 1, p : p + 1], weights.criteria[s : s + 1, p : p + 1])


@dataclass(frozen=True, slots=True)
class Ready:
    """Tree, local weights, stated weights and void of a rubric and its weightings, reusable for any plans."""

    tree: Tree
    local: LocalWeights
    stated: PathWeights
    void: Array

    @classmethod
    def of(cls, rubric: Rubric, weightings: tuple[Weighting, ...]) -> Ready:
        """Return the tree and weights of a rubric and weightings."""
        tree = plant(rubric)
        local = local_weights(rubric, tree, weightings)
        stated = path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool))
        return cls(tree, local, stated, void_shares(tree, local).sum(axis=1))


def score_plans(rubric: Rubric, weightings: tuple[Weighting, ...], plans: Sequence[Sequence[Outcome]]) -> Scores:
    """Return the scores of P plans under S weightings; no plan affects another."""
    return score_ready(rubric, Ready.of(rubric, weightings), plans)


def score_ready(rubric: Rubric, ready: Ready, plans: Sequence[Sequence[Outcome]]) -> Scores:
    """Return the scores of P plans under a prepared rubric and weightings.

    Bounds are exact: every aggregation is monotone in each value, so the lowest and highest scores arise when every
    open cell is at its end.
    """
    tree, local, stated = ready.tree, ready.local, ready.stated
    laid = cells(rubric, tree, plans)
    shape = (local.weightings, len(plans))
    return Scores(
        tree=tree,
        local=local,
        cells=laid,
        score=Matrix(tree, laid.values, laid.applicable).run(local),
        ends=ends_of(tree, local, laid),
        coverage=_coverage(tree, local, laid),
        alive=alive(tree, local, laid.applicable),
        stated=PathWeights(
            np.broadcast_to(stated.nodes, (*shape, len(tree.branches))),
            np.broadcast_to(stated.criteria, (*shape, len(tree.criteria))),
        ),
        applicable=path_weights(tree, local, laid.applicable),
        void=ready.void,
    )


def ends_of(tree: Tree, local: LocalWeights, laid: Cells) -> tuple[Run, Run, Run, Run]:
    """Return the runs of the ends of both intervals: low, high, judgement low, judgement high.

    Equal intervals are computed once.
    """
    same = np.array_equal(laid.low, laid.judgement_low) and np.array_equal(laid.high, laid.judgement_high)
    ends = (laid.low, laid.high) if same else (laid.low, laid.high, laid.judgement_low, laid.judgement_high)
    plans = len(laid.low)
    run = Matrix(tree, np.concatenate(ends), np.tile(laid.applicable, (len(ends), 1))).run(local, keep=False)
    low, high, *judged = [Run(run.nodes[:, :, k * plans : (k + 1) * plans], ()) for k in range(len(ends))]
    judged_low, judged_high = judged or (low, high)
    return low, high, judged_low, judged_high


def _coverage(tree: Tree, local: LocalWeights, laid: Cells) -> Array:
    """Return the share of applicable weight below each node whose cells are covered; NaN where none applies.

    It is computed as the weighted mean of 1 for covered and 0 for other cells, whatever the tree's own aggregation.
    """
    plain = [
        dataclasses.replace(b, aggregation=Aggregation(), missing=Missing(), least_coverage=None) for b in tree.branches
    ]
    means = dataclasses.replace(tree, branches=tuple(plain))
    return Matrix(means, laid.covered.astype(np.float64), laid.applicable).run(local, keep=False).nodes


def used_weights(scores: Scores) -> PathWeights:
    """Return the used weights at the root: products of the used sibling shares; 0 below a node without a value."""
    tree, run = scores.tree, scores.score
    shape = run.nodes.shape[1:]
    nodes, criteria = np.zeros((len(tree.branches), *shape)), np.zeros((len(tree.criteria), *shape))
    there = ~np.isnan(run.nodes)
    nodes[0] = there[0]
    for at, branch in enumerate(tree.branches):
        weights = run.used[at]
        if not len(weights):
            continue
        total = weights.sum(axis=0)
        above = np.where(there[at], nodes[at], 0.0)
        shares = weights * np.divide(above, total, out=np.zeros(shape), where=total > 0)
        nodes[list(branch.nodes)] = shares[: len(branch.nodes)]
        criteria[list(branch.criteria)] = shares[len(branch.nodes) :]
    return PathWeights(np.moveaxis(nodes, 0, -1), np.moveaxis(criteria, 0, -1))
