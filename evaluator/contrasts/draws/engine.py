"""Scores of P plans under many drawn weightings at once, with ratings fixed or drawn as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from evaluator.contrasts.draws.layout import Layout, picked
from evaluator.model.aggregation import Aggregation
from evaluator.scoring.aggregate import DIGITS
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.scores import may_leave_range, within
from evaluator.scoring.tree import Branch, Tree
from evaluator.scoring.weights import LocalWeights, node_weights

HUGE = 1e300  # replaces the infinity of log 0 or 1 / 0, so that its product with weight 0 is 0
NEAR = 50_000  # scores of one block, to fit in the processor's caches
MEANS = ("arithmetic", "geometric", "harmonic", "power")


@dataclass(frozen=True, slots=True)
class NodeUnits:
    """The units of one node: their transformed values, and 1 where a value exists (else 0).

    Both arrays have shape (units, plans), or (draws, plans, units) where values are drawn.
    """

    points: Array
    present: Array


@dataclass(frozen=True, slots=True)
class Engine:
    """A layout prepared for scoring under many weightings.

    `plain` is a layout whose weighted arithmetic mean, transformed back by `mean`, is the score; None if no such layout
    exists. `sheets` has one sheet for each branch of a tree that mixes kinds of quick nodes (see `is_quick`); otherwise
    it is empty. `ends` scores the ends of the range of the plans that may leave it under some weights, if any.
    """

    layout: Layout
    plain: Layout | None
    mean: Aggregation
    sheets: tuple[NodeUnits, ...]
    ends: Ends | None = None

    def scores(self, weights: LocalWeights) -> Array:
        """Return scores of shape (draws, plans); NaN where a plan has no score, or none within its range.

        If every node is the same kind of weighted mean, the score is the back-transformed value of a tree of arithmetic
        means, and costs no more than that tree. If kinds of nodes differ, each node is a quotient of two matrix
        products. All other trees (net sums, other policies for missing data) are scored by the scoring tree itself.
        """
        found = self._means(weights)
        return found if self.ends is None else self.ends.within(found, weights)

    def _means(self, weights: LocalWeights) -> Array:
        if self.plain is not None:
            return out_of(self.mean, self.plain.matrix.score(weights))
        if self.sheets:
            nodes = node_weights(self.layout.tree, weights, self.layout.applicable)
            return _node_by_node(self.layout.tree, self.sheets, weights, nodes)
        return self.layout.matrix.score(weights)

    def blocks(self, weights: LocalWeights) -> Iterator[Array]:
        """Yield the scores under many weightings, block by block of these."""
        rows = max(1, NEAR // max(1, len(self.layout.plan_ids)))
        for at in range(0, weights.weightings, rows):
            yield self.scores(LocalWeights(weights.nodes[at : at + rows], weights.criteria[at : at + rows]))


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of the range of the plans of a layout that may leave it: `engine` has their low ends, then the high."""

    plans: Mask
    engine: Engine

    def within(self, scores: Array, weights: LocalWeights) -> Array:
        """Return the scores of all plans, NaN where one lies outside of its range."""
        low, high = np.split(self.engine.scores(weights), 2, axis=1)
        found = scores.copy()
        found[:, self.plans] = within(scores[:, self.plans], low, high)
        return found


def engine_of(layout: Layout) -> Engine:
    """Return the engine for a layout, with the fastest method that its tree allows."""
    plans = may_leave_range(layout.tree, layout)
    engine = _engine_of_means(layout)
    if not plans.any():
        return engine
    some = picked(layout, plans)
    ends = np.concatenate([some.low, some.high])
    both = replace(
        some, plan_ids=some.plan_ids * 2, values=ends, low=ends, high=ends, applicable=np.tile(some.applicable, (2, 1))
    )
    return replace(engine, ends=Ends(plans, _engine_of_means(both)))


def _engine_of_means(layout: Layout) -> Engine:
    branches = layout.tree.branches
    mean = branches[0].aggregation
    if layout.tree.additive:
        return Engine(layout, layout, mean, ())
    if not is_quick(layout.tree):
        return Engine(layout, None, mean, ())
    kinds = {(b.aggregation.kind, b.aggregation.exponent, b.aggregation.least) for b in branches}
    if len(kinds) > 1 or mean.kind not in MEANS:
        return Engine(layout, None, mean, sheets_of(layout.tree, layout.values, layout.have))
    tree = replace(layout.tree, branches=tuple(replace(b, aggregation=Aggregation()) for b in branches))
    return Engine(layout, replace(layout, tree=tree, values=into(mean, layout.values)), mean, ())


def is_quick(tree: Tree) -> bool:
    """Return whether every node is a weighted mean, a minimum or a share met, and leaves out missing values."""
    return all(_is_quick_node(branch) for branch in tree.branches)


def _is_quick_node(branch: Branch) -> bool:
    return (
        branch.only_leaves and branch.aggregation.kind not in ("net-sum", "steps") and branch.aggregation.exponent != 0
    )


def sheets_of(tree: Tree, values: Array, have: Mask) -> tuple[NodeUnits, ...]:
    """Return the units of each branch, from values of shape (plans, units) or, where drawn, (draws, plans, units)."""
    filled = np.where(have, values, 1.0)
    sheets = []
    for branch in tree.branches:
        units = list(branch.criteria)
        there = have[..., units]
        points = np.where(there, into(branch.aggregation, filled[..., units]), 0.0)
        present = there.astype(np.float64)
        sheets.append(NodeUnits(points, present) if values.ndim > 2 else NodeUnits(points.T.copy(), present.T.copy()))  # noqa: PLR2004
    return tuple(sheets)


def scores_of_drawn(tree: Tree, values: Array, have: Mask, weights: LocalWeights, applicable: Mask) -> Array:
    """Return scores, shape (draws, plans), where each draw has its own weights and its own values.

    `values` has shape (draws, plans, units). `applicable`, shape (plans, units), is the same in every draw.
    """
    sheets = sheets_of(tree, values, np.broadcast_to(have, values.shape))
    return _node_by_node(tree, sheets, weights, node_weights(tree, weights, applicable))


def into(how: Aggregation, values: Array) -> Array:
    """Return values in [0, 1] transformed so that the node's aggregation becomes a weighted sum."""
    if how.kind in ("arithmetic", "minimum"):
        return values
    if how.kind == "share-met":
        return np.asarray(np.round(values, DIGITS) >= round(how.met_from or 0.0, DIGITS), dtype=np.float64)
    with np.errstate(divide="ignore"):
        if how.kind == "geometric":
            return np.maximum(np.log(np.maximum(values, how.least or 0.0)), -HUGE)
        return np.asarray(np.minimum(values ** _exponent_of_mean(how), HUGE))


def out_of(how: Aggregation, sums: Array) -> Array:
    """Return the inverse of `into` for a weighted mean; the sums of other aggregations are scores already."""
    if how.kind == "geometric":
        return np.asarray(np.exp(sums))
    if how.kind in ("harmonic", "power"):
        with np.errstate(divide="ignore"):
            return np.asarray(sums ** (1.0 / _exponent_of_mean(how)))
    return sums


def _exponent_of_mean(how: Aggregation) -> float:
    return -1.0 if how.kind == "harmonic" else (how.exponent or 1.0)


def _node_by_node(tree: Tree, sheets: tuple[NodeUnits, ...], weights: LocalWeights, nodes: Array) -> Array:
    """Return the scores of the root, aggregated node by node.

    A node without a value for a plan is left out, and its siblings share its weight.

    `nodes` (branches, draws, plans or 1) holds the weight of each node among its siblings.
    """
    values: dict[int, Array] = {}
    there: dict[int, Mask] = {}
    for at in reversed(range(len(tree.branches))):
        branch = tree.branches[at]
        if branch.aggregation.kind == "minimum":
            values[at], there[at] = _node_minimum(branch, sheets[at], weights, (values, there))
            continue
        own = weights.criteria[:, list(branch.criteria)]
        above, below = _weighted_sums(own, sheets[at].points), _weighted_sums(own, sheets[at].present)
        for n in branch.nodes:
            above += nodes[n] * np.where(there[n], into(branch.aggregation, values.pop(n)), 0.0)
            below += nodes[n] * there.pop(n)
        there[at] = below > 0
        mean = np.divide(above, below, out=np.ones_like(above), where=there[at])
        values[at] = np.clip(out_of(branch.aggregation, mean), 0.0, 1.0)
    return np.where(there[0], values[0], np.nan)


def _weighted_sums(own: Array, sheet: Array) -> Array:
    if sheet.ndim > 2:  # noqa: PLR2004  (draws, plans, units)
        return np.asarray(np.matmul(sheet, own[:, :, None])[:, :, 0])
    return np.asarray(own @ sheet)


def _node_minimum(
    branch: Branch, sheet: NodeUnits, weights: LocalWeights, below: tuple[dict[int, Array], dict[int, Mask]]
) -> tuple[Array, Mask]:
    """Return the least value among the children that have a value and weight, and where there is such a child."""
    drawn = sheet.points.ndim > 2  # noqa: PLR2004
    least = np.full((weights.weightings, sheet.points.shape[1]), np.inf)
    for k, u in enumerate(branch.criteria):
        points, present = (x[:, :, k] if drawn else x[k] for x in (sheet.points, sheet.present))
        _lower_in_place(least, np.where(present > 0, points, np.inf), weights.criteria[:, u])
    for n in branch.nodes:
        _lower_in_place(least, np.where(below[1].pop(n), below[0].pop(n), np.inf), weights.nodes[:, n])
    there = np.isfinite(least)
    return np.where(there, least, 1.0), there


def _lower_in_place(least: Array, values: Array, weight: Array) -> None:
    """Lower `least` in place to a child's values, in the draws that give the child weight."""
    if (weight > 0).all():
        np.minimum(least, values, out=least)
    else:
        np.minimum(least, values, out=least, where=weight[:, None] > 0)
