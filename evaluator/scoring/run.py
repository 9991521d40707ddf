"""The one code path: plans x criteria values, S weightings, any tree -> node values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.aggregate import combine
from evaluator.scoring.tree import Branch, Tree
from evaluator.scoring.weights import LocalWeights, alive

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """Node values and the local weights that were used to make them.

    `nodes` has shape (branches, S, P), NaN where a node has no value. For each
    branch, `used` holds an array of shape (children, S, P): child nodes first,
    then criteria; 0 for children that were left out.
    """

    nodes: Array
    used: tuple[Array, ...]

    @property
    def total(self) -> Array:
        """Return the root's value, shape (S, P)."""
        return np.asarray(self.nodes[0])


def run_tree(tree: Tree, local: LocalWeights, values: Array, applicable: Mask) -> Run:
    """Aggregate criterion values up the tree.

    Parameters
    ----------
    tree : Tree
        Branches with their aggregation, missing policy and least coverage.
    local : LocalWeights
        S weightings.
    values : array, shape (P, criteria)
        Points in [0, 1], NaN where there is no value.
    applicable : array of bool, shape (P, criteria)
        Criteria that do not apply leave, and their siblings share their weight.

    Returns
    -------
    Run

    Notes
    -----
    Missing policy of each node: *renormalise* shares the weight of children
    without a value in proportion, *redistribute* in equal parts among siblings
    with a value and weight, *zero* counts them as 0, *block* leaves the node
    without a value.
    """
    have = applicable & ~np.isnan(values)
    filled = np.where(have, values, 0.0)
    living = alive(tree, local, applicable)
    shape = (len(tree.branches), local.weightings, values.shape[0])
    nodes = np.full(shape, np.nan)
    used: list[Array] = [np.empty(0)] * len(tree.branches)
    for at in range(len(tree.branches) - 1, -1, -1):
        branch = tree.branches[at]
        stack = _stack(branch, tree, local, living, nodes, (filled, have, applicable))
        weights = _policy(branch, stack)
        used[at] = weights
        if len(weights):
            nodes[at] = combine(branch.aggregation, stack.values, weights, stack.negative)
    return Run(nodes, tuple(used))


@dataclass(frozen=True, slots=True)
class _Stack:
    """The children of one branch, each of shape (children, S, P)."""

    values: Array
    weights: Array
    due: Mask
    have: Mask
    negative: Mask


def _stack(
    branch: Branch,
    tree: Tree,
    local: LocalWeights,
    living: list[Mask],
    nodes: Array,
    cells: tuple[Array, Mask, Mask],
) -> _Stack:
    filled, have, applicable = cells
    s, p = local.weightings, filled.shape[0]
    size = (len(branch.nodes) + len(branch.criteria), s, p)
    values, weights = np.zeros(size), np.zeros(size)
    due, got = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for k, n in enumerate(branch.nodes):
        got[k] = living[n] & ~np.isnan(nodes[n])
        values[k] = np.where(got[k], nodes[n], 0.0)
        due[k] = living[n]
        weights[k] = local.nodes[:, n, None]
    for k, c in enumerate(branch.criteria, start=len(branch.nodes)):
        values[k], got[k], due[k] = filled[:, c], have[:, c], applicable[:, c]
        weights[k] = local.criteria[:, c, None]
    negative = np.array([False] * len(branch.nodes) + [tree.negative[c] for c in branch.criteria], dtype=bool)
    return _Stack(values, np.where(due, weights, 0.0), due, got, negative)


def _policy(branch: Branch, stack: _Stack) -> Array:
    """Return the weights after the missing policy and least coverage; all 0 where the node has no value."""
    lacking = stack.due & ~stack.have
    kept = np.where(stack.have, stack.weights, 0.0)
    policy = branch.missing.policy
    if policy == "zero":
        kept = stack.weights
    elif policy == "redistribute":
        kept = _spread(stack, lacking)
    elif branch.aggregation.kind == "net-sum":
        kept = _renormalise_sides(stack, kept)
    blocked = _too_little(branch, stack)
    if policy == "block":
        blocked |= (lacking & (stack.weights > 0)).any(axis=0)
    return np.where(blocked, 0.0, kept)


def _spread(stack: _Stack, lacking: Mask) -> Array:
    takes = stack.have & (stack.weights > 0)
    spare = np.where(lacking, stack.weights, 0.0).sum(axis=0)
    part = spare / np.maximum(takes.sum(axis=0), 1)
    return np.where(takes, stack.weights + part, 0.0)


def _renormalise_sides(stack: _Stack, kept: Array) -> Array:
    """Scale what is subtracted and what is added each to its whole weight."""
    scaled = kept.copy()
    for side in (stack.negative, ~stack.negative):
        whole, here = stack.weights[side].sum(axis=0), kept[side].sum(axis=0)
        scaled[side] = kept[side] * np.divide(whole, here, out=np.zeros_like(whole), where=here > 0)
    return scaled


def _too_little(branch: Branch, stack: _Stack) -> Mask:
    least = branch.least_coverage
    if least is None:
        return np.zeros(stack.due.shape[1:], dtype=bool)
    size = stack.weights if least.by == "weight" else stack.due.astype(np.float64)
    whole, here = size.sum(axis=0), np.where(stack.have, size, 0.0).sum(axis=0)
    return np.asarray(here < least.share * whole - 1e-12)
