"""Scoring of plans x criteria values through any tree under S weightings; the results are node values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evaluator.model.rubric import MissingPolicy
from evaluator.model.sentence import Sentence, say
from evaluator.scoring import quotient
from evaluator.scoring.aggregate import combine
from evaluator.scoring.tree import Branch, Tree, span
from evaluator.scoring.weights import LocalWeights, alive, node_weights

if TYPE_CHECKING:
    from evaluator.scoring.matrix import Matrix

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """Node values and the local weights used to compute them.

    `nodes` has shape (branches, S, P), NaN where a node has no value. For each
    branch, `used` holds an array of shape (children, S, P): child nodes first,
    then criteria; 0 for children that were left out.
    """

    nodes: Array
    used: tuple[Array, ...]

    @property
    def total(self) -> Array:
        """Return the value of the root, shape (S, P)."""
        return np.asarray(self.nodes[0])


def run_tree(matrix: Matrix, local: LocalWeights, *, keep: bool = True) -> Run:
    """Return node values, aggregated from criterion values up the tree.

    Parameters
    ----------
    matrix : Matrix
        P plans x criteria, and the tree by which they are scored.
    local : LocalWeights
        S weightings.
    keep : bool
        Keep the used weights, which need as much memory as all cells; else `used` is empty.

    Returns
    -------
    Run

    Notes
    -----
    Missing policy of each node: *renormalise* shares the weight of children
    without a value in proportion, *redistribute* in equal parts among siblings
    that have a value and weight, *zero* counts them as 0, *block* leaves the node
    without a value. A plan without a rated criterion that has weight has no total
    under any policy.
    """
    tree, values, applicable = matrix.tree, matrix.values, matrix.applicable
    have = applicable & ~np.isnan(values)
    weighing = node_weights(tree, local, applicable)
    cells = _Cells(np.where(have, values, 0.0), have, applicable, alive(tree, local, applicable), weighing)
    nodes = np.full((len(tree.branches), local.weightings, values.shape[0]), np.nan)
    used: list[Array] = [np.empty(0)] * len(tree.branches)
    products = None if keep else quotient.CriterionRows.of(cells.filled, have)
    for at in reversed(range(len(tree.branches))):
        branch = tree.branches[at]
        if products is not None and _only_leaves(branch, cells, nodes):
            nodes[at] = _quotient(products, branch, (weighing, local.criteria), nodes)
            continue
        stack = _stack(branch, tree, local, cells, nodes)
        weights = _policy(branch, stack)
        if keep:
            used[at] = weights
        if len(weights):
            nodes[at] = combine(branch.aggregation, stack.values, weights, stack.negative)
    nothing = ~alive(tree, local, have)[0]
    nodes[0, nothing] = np.nan
    if keep and len(used[0]):
        used[0][:, nothing] = 0.0
    return Run(nodes, tuple(used) if keep else ())


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of plans x criteria during a run: points (0 where missing) and masks.

    `have` marks cells with a value, `applicable` those that apply. `living` marks, for each branch, where something
    below it applies and has weight. `weighing` is the weight of each branch among its siblings.
    """

    filled: Array
    have: Mask
    applicable: Mask
    living: Mask
    weighing: Array


def _only_leaves(branch: Branch, cells: _Cells, nodes: Array) -> bool:
    """Return whether a branch is a weighted mean that at most renormalises over its children with a value."""
    if branch.aggregation.kind != "arithmetic":
        return False
    if branch.only_leaves:
        return True
    columns = list(branch.criteria)
    whole = np.array_equal(cells.have[:, columns], cells.applicable[:, columns])
    return whole and not any((cells.living[n] & np.isnan(nodes[n])).any() for n in branch.nodes)


def _quotient(products: quotient.CriterionRows, branch: Branch, weights: tuple[Array, Array], nodes: Array) -> Array:
    inner = []
    weighing, criteria = weights
    for n in branch.nodes:
        there = ~np.isnan(nodes[n])
        made = (
            quotient.NodeValues(nodes[n].copy(), quotient.EVERYWHERE)
            if there.all()
            else quotient.NodeValues(np.nan_to_num(nodes[n]), there)
        )
        inner.append((weighing[n], made))
    mean = quotient.mean(products, branch, inner, criteria)
    return mean.values if mean.there is quotient.EVERYWHERE else np.where(mean.there, mean.values, np.nan)


@dataclass(frozen=True, slots=True)
class _Stack:
    """The children of one branch: values, weights and masks, each of shape (children, S, P)."""

    values: Array
    weights: Array
    due: Mask
    have: Mask
    negative: Mask


def _stack(branch: Branch, tree: Tree, local: LocalWeights, cells: _Cells, nodes: Array) -> _Stack:
    s, p = nodes.shape[1:]
    size = (len(branch.nodes) + len(branch.criteria), s, p)
    values, weights = np.zeros(size), np.zeros(size)
    due, got = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for k, n in enumerate(branch.nodes):
        got[k] = cells.living[n] & ~np.isnan(nodes[n])
        values[k] = np.where(got[k], nodes[n], 0.0)
        due[k] = cells.living[n]
        weights[k] = cells.weighing[n]
    if branch.criteria:
        columns, below = span(branch.criteria), slice(len(branch.nodes), None)
        values[below], got[below] = cells.filled.T[columns, None, :], cells.have.T[columns, None, :]
        due[below], weights[below] = cells.applicable.T[columns, None, :], local.criteria.T[columns, :, None]
    negative = np.array([False] * len(branch.nodes) + [tree.negative[c] for c in branch.criteria], dtype=bool)
    return _Stack(values, np.where(due, weights, 0.0), due, got, negative)


def _policy(branch: Branch, stack: _Stack) -> Array:
    """Return the weights after the missing policy and the least coverage; all are 0 where the node has no value."""
    lacking = stack.due & ~stack.have
    if not lacking.any():
        return stack.weights
    kept = MISSING[branch.missing.policy].weights(branch, stack, lacking)
    return np.where(_too_little(branch, stack), 0.0, kept)


def _in_proportion(branch: Branch, stack: _Stack, _: Mask) -> Array:
    kept = np.where(stack.have, stack.weights, 0.0)
    return _renormalise_sides(stack, kept) if branch.aggregation.kind == "net-sum" else kept


def _unless_lacking(branch: Branch, stack: _Stack, lacking: Mask) -> Array:
    blocked = (lacking & (stack.weights > 0)).any(axis=0)
    return np.where(blocked, 0.0, _in_proportion(branch, stack, lacking))


def _spread_evenly(_: Branch, stack: _Stack, lacking: Mask) -> Array:
    takes = stack.have & (stack.weights > 0)
    spare = np.where(lacking, stack.weights, 0.0).sum(axis=0)
    part = spare / np.maximum(takes.sum(axis=0), 1)
    return np.where(takes, stack.weights + part, 0.0)


def _renormalise_sides(stack: _Stack, kept: Array) -> Array:
    """Return the kept weights scaled to the whole weight of their side: subtracted and added children separately."""
    scaled = kept.copy()
    for side in (stack.negative, ~stack.negative):
        whole, here = stack.weights[side].sum(axis=0), kept[side].sum(axis=0)
        scaled[side] = kept[side] * np.divide(whole, here, out=np.zeros_like(whole), where=here > 0)
    return scaled


@dataclass(frozen=True, slots=True)
class MissingRule:
    """A missing policy: the treatment of the weight of children that apply but have no value, and its words.

    `weights` returns the new weights from the node, its children and a mask of those that lack a value; all 0 leave the
    node without a value. `words` precede the list of such children in a derivation. `absent` is the reason in a
    derivation why the node has no value, if the policy alone causes this. A report prints `sentence` in its section on
    method and `short` among the choices that may be disputed.
    """

    weights: Callable[[Branch, _Stack, Mask], Array]
    words: str
    sentence: Sentence
    short: Sentence
    absent: str = ""


# Every missing policy. `MissingPolicy`, in the shape of a rubric, declares the names only.
MISSING: dict[MissingPolicy, MissingRule] = {
    "renormalise": MissingRule(
        _in_proportion,
        "without a value, their weight shared in proportion",
        say("What is not assessed is left out, and the other criteria of its group share its weight, in proportion."),
        say("left out, weights in proportion"),
    ),
    "zero": MissingRule(
        lambda _, stack, _lacking: stack.weights,
        "without a value, counted as 0",
        say("What is not assessed counts as level 0, and not towards coverage."),
        say("counted as level 0"),
    ),
    "redistribute": MissingRule(
        _spread_evenly,
        "without a value, their weight shared in equal parts",
        say("What is not assessed is left out, and the other criteria of its group share its weight, in equal shares."),
        say("left out, weights in equal parts"),
    ),
    "block": MissingRule(
        _unless_lacking,
        "without a value, so that the node has none",
        say("A group in which something is not assessed has no score."),
        say("no score for the group"),
        absent="blocked: something below it is not rated",
    ),
}


def _too_little(branch: Branch, stack: _Stack) -> Mask:
    least = branch.least_coverage
    if least is None:
        return np.zeros(stack.due.shape[1:], dtype=bool)
    size = stack.weights if least.by == "weight" else (stack.weights > 0).astype(np.float64)
    whole, here = size.sum(axis=0), np.where(stack.have, size, 0.0).sum(axis=0)
    return np.asarray(here < least.share * whole - 1e-12)
