"""Fast scores of many plans under many weightings, without the values of nodes: S x P from plans x criteria.

The tree, its rules and its weights are those of `run_tree`. Nodes and used weights are not returned, so that sums
become matrix products.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import InvalidInputError, Problem
from evaluator.scoring.quotient import EVERYWHERE, CriterionRows, NodeValues, mean
from evaluator.scoring.run import run_tree
from evaluator.scoring.tree import Tree, span
from evaluator.scoring.weights import LocalWeights, node_weights, path_weights

if TYPE_CHECKING:
    from evaluator.scoring.matrix import Matrix

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
NEAR = 40_000  # numbers in one block of a node, to fit in the processor's caches
WIDE = 4_000_000  # numbers of a block that goes through the whole tree
ALIKE = 8  # least average number of plans with the same pattern of gaps for scoring by pattern


def score_matrix(matrix: Matrix, local: LocalWeights) -> Array:
    """Return the scores of P plans under S weightings.

    Parameters
    ----------
    matrix : Matrix
        P plans x criteria, and the tree by which they are scored.
    local : LocalWeights
        S weightings.

    Returns
    -------
    array, shape (S, P)
        Unrounded; NaN where a plan has no score. Equal to `matrix.run(local).total` except
        for floating-point noise.

    Raises
    ------
    InvalidInputError
        A value is infinite.

    Notes
    -----
    Where every node is a weighted mean and missing values are left out, a score is the sum of
    used weight x points. Plans with the same gaps (missing values) share their used weights: one
    product for all. Where nearly every plan has its own pattern of gaps, each node is a
    quotient of two products. All other trees go through `run_tree` in blocks.
    Where nodes shrink, plans to which the same criteria apply give them the same weights, and are
    scored together with a tree without that rule; the others go through
    `run_tree`.
    """
    tree, values, applicable = matrix.tree, matrix.values, matrix.applicable
    if np.isinf(values).any():
        raise InvalidInputError([_infinite_value(p, c) for p, c in np.argwhere(np.isinf(values)).tolist()])
    have = applicable & ~np.isnan(values)
    if not have.size or not local.weightings:
        return np.full((local.weightings, len(values)), np.nan)
    if tree.shrinking.any():
        return _scores_where_nodes_shrink(matrix, local)
    if not tree.additive or not (tree.only_leaves or (have == applicable).all()):
        return _through_tree(matrix, local)
    filled = np.where(have, values, 0.0)
    patterns = _patterns(have)
    if len(patterns) == 1 or len(patterns) * ALIKE <= len(values):
        return _by_pattern(tree, local, filled, have, patterns)
    return _with_gaps(tree, local, filled, have)


def _scores_where_nodes_shrink(matrix: Matrix, local: LocalWeights) -> Array:
    tree, values, applicable = matrix.tree, matrix.values, matrix.applicable
    patterns = _patterns(applicable)
    if len(patterns) > 1 and len(patterns) * ALIKE > len(values):
        return _through_tree(matrix, local)
    plain = replace(
        matrix, tree=replace(tree, branches=tuple(replace(branch, shrinks=False) for branch in tree.branches))
    )
    if applicable.all():
        return score_matrix(plain, local)
    scores = np.empty((local.weightings, len(values)))
    for plans in patterns:
        nodes = node_weights(tree, local, applicable[plans[:1]])[:, :, 0].T
        scores[:, plans] = score_matrix(plain.rows(plans), LocalWeights(nodes, local.criteria))
    return scores


def _infinite_value(p: int, c: int) -> Problem:
    return Problem("points", "an infinite number", "a number in [0, 1]", key=f"values[{p}, {c}]")


def _patterns(have: Mask) -> list[NDArray[np.intp]]:
    """Return the plans that share each distinct row of `have`."""
    if (have == have[:1]).all():
        return [np.arange(len(have))]
    alike: dict[bytes, list[int]] = {}
    for plan, row in enumerate(np.packbits(have, axis=1)):
        alike.setdefault(row.tobytes(), []).append(plan)
    return [np.array(plans) for plans in alike.values()]


def _by_pattern(tree: Tree, local: LocalWeights, filled: Array, have: Mask, patterns: list[NDArray[np.intp]]) -> Array:
    scores = np.empty((local.weightings, len(filled)))
    for plans in patterns:
        weights = path_weights(tree, local, have[plans[:1]])
        used, there = weights.criteria[:, 0], weights.nodes[:, 0, 0] > 0
        if len(patterns) == 1:
            np.matmul(used, filled.T, out=scores)
        else:
            scores[:, plans] = used @ filled[plans].T
        if not there.all():
            scores[np.ix_(~there, plans)] = np.nan
    return scores


def _slices(total: int, size: int) -> Iterator[slice]:
    step = max(1, size)
    for start in range(0, total, step):
        yield slice(start, min(start + step, total))


def _through_tree(matrix: Matrix, local: LocalWeights) -> Array:
    plans = len(matrix.values)
    width = max(1, plans * (len(matrix.tree.criteria) + len(matrix.tree.branches)))
    scores = np.empty((local.weightings, plans))
    for block in _slices(local.weightings, WIDE // width):
        part = LocalWeights(local.nodes[block], local.criteria[block])
        scores[block] = run_tree(matrix, part, keep=False).total
    return scores


def _with_gaps(tree: Tree, local: LocalWeights, filled: Array, have: Mask) -> Array:
    """Return scores of plans whose gaps differ: by one sum for plans alike in which lowest nodes have a value.

    Plans of which few are alike are scored node by node.
    """
    layered = all(bool(branch.criteria) != bool(branch.nodes) for branch in tree.branches)
    weightless = local.criteria.min(initial=1.0) == 0 or local.nodes.min(initial=1.0) == 0
    if not layered or weightless:
        return _node_by_node(tree, local, filled, have)
    there = np.stack([have[:, branch.criteria].any(axis=1) for branch in tree.branches], axis=1)
    scores = np.empty((local.weightings, len(filled)))
    patterns = _patterns(there)
    if len(patterns) == 1:
        return _leaf_by_leaf(tree, local, filled, have, there[0])
    for plans in patterns:
        if len(plans) >= ALIKE:
            scores[:, plans] = _leaf_by_leaf(tree, local, filled[plans], have[plans], there[plans[0]])
    if few := [plan for plans in patterns if len(plans) < ALIKE for plan in plans]:
        scores[:, few] = _node_by_node(tree, local, filled[few], have[few])
    return scores


def _leaf_by_leaf(tree: Tree, local: LocalWeights, filled: Array, have: Mask, there: Mask) -> Array:
    """Return scores as sums of share x value of the lowest nodes that are `there`, in every plan alike."""
    if not there.any():
        return np.full((local.weightings, len(filled)), np.nan)
    cells = CriterionRows.of(filled, have)
    paths = _node_paths(tree, local.nodes, there)
    nodes = []
    for at in np.flatnonzero(there):
        columns = span(tree.branches[at].criteria)
        weights = local.criteria[:, columns]
        nodes.append((weights * paths[:, at, None], cells.points[columns], weights, cells.present[columns]))
    scores = np.empty((local.weightings, len(filled)))
    step = max(1, NEAR // max(1, len(filled)))
    spare, under = np.empty((step, len(filled))), np.empty((step, len(filled)))
    for block in _slices(local.weightings, step):
        rows = scores[block]
        part, below = rows, under[: len(rows)]
        for shares, points, weights, present in nodes:
            np.matmul(shares[block], points, out=part)
            np.divide(part, np.matmul(weights[block], present, out=below), out=part)
            if part is not rows:
                np.add(rows, part, out=rows)
            part = spare[: len(rows)]
    return scores


def _node_paths(tree: Tree, nodes: Array, there: Mask) -> Array:
    """Return the weight of each node at the root, shape (S, branches), if of the lowest those `there` have a value."""
    living = there.copy()
    for at in reversed(range(len(living))):
        living[at] |= living[list(tree.branches[at].nodes)].any()
    paths = np.ones_like(nodes)
    for at, branch in enumerate(tree.branches):
        if branch.nodes and living[at]:
            siblings = nodes[:, branch.nodes] * living[list(branch.nodes)]
            paths[:, branch.nodes] = siblings * (paths[:, at] / siblings.sum(axis=1))[:, None]
    return paths


def _node_by_node(tree: Tree, local: LocalWeights, filled: Array, have: Mask) -> Array:
    scores = np.empty((local.weightings, len(filled)))
    cells = CriterionRows.of(filled, have)
    for block in _slices(local.weightings, NEAR // max(1, len(filled))):
        made: dict[int, NodeValues] = {}
        for at in reversed(range(len(tree.branches))):
            branch = tree.branches[at]
            inner = [(local.nodes[block, n, None], made.pop(n)) for n in branch.nodes]
            made[at] = mean(cells, branch, inner, local.criteria[block])
        root = made[0]
        scores[block] = root.values if root.there is EVERYWHERE else np.where(root.there, root.values, np.nan)
        cells.spare.append(root.values)
    return scores
