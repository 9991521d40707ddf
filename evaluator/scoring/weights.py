"""Weights: local (among siblings), stated, applicable and used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.weighting import BY_CRITERIA, Weighting, Where
from evaluator.scoring.tree import Tree

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LocalWeights:
    """What every node and criterion weighs among its siblings, for S weightings.

    `nodes` has shape (S, number of branches) and `criteria` (S, number of
    criteria); not negative, any scale among siblings. The root weighs 1.
    """

    nodes: Array
    criteria: Array

    @property
    def weightings(self) -> int:
        """Return S."""
        return int(self.criteria.shape[0])


def matches(where: Where, criterion: Criterion, stance: str | None) -> bool:
    """Return whether a criterion belongs to the class that a factor names.

    A criterion without a TIP coding on the basis matches no coding.
    """
    for key, wanted in where.given.items():
        if key == "stance":
            actual: object = stance
        elif key.startswith("tip_"):
            actual = criterion.coding(key)
        else:
            actual = getattr(criterion, key)
        if actual != wanted:
            return False
    return True


def criterion_factor(rubric: Rubric, weighting: Weighting, criterion: Criterion) -> float:
    """Return base weight 1 times every factor and override that matches."""
    stance = rubric.stance_of(criterion.id)
    product = 1.0
    for factor in weighting.factors:
        if matches(factor.where, criterion, stance):
            product *= factor.times
    for override in weighting.overrides:
        if override.criterion == criterion.id:
            product *= override.times
    return product


def local_weights(rubric: Rubric, tree: Tree, weightings: tuple[Weighting, ...]) -> LocalWeights:
    """Return what every node and criterion weighs among its siblings.

    A `by-criteria` child node weighs the sum of its criteria's weights; a stated
    child weighs its number. Criteria weigh 1 times factors and overrides, times
    their stated number where the weighting states one.
    """
    rows = [_local_row(rubric, tree, weighting) for weighting in weightings]
    return LocalWeights(np.array([r[0] for r in rows]), np.array([r[1] for r in rows]))


def _local_row(rubric: Rubric, tree: Tree, weighting: Weighting) -> tuple[list[float], list[float]]:
    criteria = [criterion_factor(rubric, weighting, c) for c in rubric.criteria]
    sums = _sums_below(tree, criteria)
    nodes = [1.0] * len(tree.branches)
    for branch in tree.branches:
        entries = weighting.weights.get(branch.id, BY_CRITERIA)
        for child in branch.nodes:
            name = tree.branches[child].id
            stated = None if isinstance(entries, str) else entries.get(name)
            nodes[child] = sums[child] if stated is None else stated.number
        for child in branch.criteria:
            stated = None if isinstance(entries, str) else entries.get(tree.criteria[child])
            criteria[child] *= 1.0 if stated is None else stated.number
    return nodes, criteria


def _sums_below(tree: Tree, criteria: list[float]) -> list[float]:
    sums = [0.0] * len(tree.branches)
    for at in range(len(tree.branches) - 1, -1, -1):
        branch = tree.branches[at]
        sums[at] = sum(criteria[c] for c in branch.criteria) + sum(sums[n] for n in branch.nodes)
    return sums


def alive(tree: Tree, local: LocalWeights, present: Mask) -> list[Mask]:
    """Return, per branch, where some present criterion has weight on the whole path down.

    `present` has shape (P, criteria); each result has shape (S, P).
    """
    found: list[Mask] = [np.zeros((local.weightings, present.shape[0]), dtype=bool) for _ in tree.branches]
    for at in range(len(tree.branches) - 1, -1, -1):
        branch = tree.branches[at]
        for c in branch.criteria:
            found[at] |= (local.criteria[:, c, None] > 0) & present[None, :, c]
        for n in branch.nodes:
            found[at] |= (local.nodes[:, n, None] > 0) & found[n]
    return found


@dataclass(frozen=True, slots=True)
class PathWeights:
    """Weights at the root: `nodes` (S, P, branches) and `criteria` (S, P, criteria).

    The criteria's weights sum to 1 where anything has weight, else to 0.
    """

    nodes: Array
    criteria: Array


def path_weights(tree: Tree, local: LocalWeights, present: Mask) -> PathWeights:
    """Multiply sibling shares down the tree, without what is absent.

    At each node the children that are absent, or have nothing present below them,
    leave, and the others share in proportion. With every criterion present these
    are the *stated* weights; with the applicable ones, the *applicable* weights.
    """
    living = alive(tree, local, present)
    shape = (local.weightings, present.shape[0])
    laid = PathWeights(np.zeros((*shape, len(tree.branches))), np.zeros((*shape, len(tree.criteria))))
    laid.nodes[:, :, 0] = living[0]
    for at, branch in enumerate(tree.branches):
        parts_nodes = [local.nodes[:, n, None] * living[n] for n in branch.nodes]
        parts_criteria = [local.criteria[:, c, None] * present[None, :, c] for c in branch.criteria]
        above = laid.nodes[:, :, at]
        total = sum((*parts_nodes, *parts_criteria), np.zeros_like(above))
        share = np.divide(above, total, out=np.zeros_like(above), where=total > 0)
        for n, part in zip(branch.nodes, parts_nodes, strict=True):
            laid.nodes[:, :, n] = share * part
        for c, part in zip(branch.criteria, parts_criteria, strict=True):
            laid.criteria[:, :, c] = share * part
    return laid
