"""A smaller tree with the same scores, in which nodes with fixed inner weights are single units."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evaluator.contrasts.study import Study
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import Weighting
from evaluator.scoring.matrix import Array, Mask, Matrix
from evaluator.scoring.scores import within
from evaluator.scoring.tree import Branch, Tree
from evaluator.scoring.weights import LocalWeights, alive, local_weights


@dataclass(frozen=True, slots=True)
class Layout:
    """P plans as values of units under a tree; a unit is a stance node with fixed inner weights, or a criterion.

    `values` (P, units) are in [0, 1], NaN where a plan has no value in a unit; `low` and `high` are the ends of the
    range of each; `applicable` is True where the unit applies to the plan. `base` holds the base weighting, which
    supplies all weights that are not drawn. `fixed` are the nodes whose children's shares are never drawn.
    """

    plan_ids: tuple[str, ...]
    tree: Tree
    base: LocalWeights
    values: Array
    low: Array
    high: Array
    applicable: Mask
    fixed: frozenset[str] = frozenset()

    @property
    def matrix(self) -> Matrix:
        """Return the matrix of plans and units, for scoring."""
        return Matrix(self.tree, self.values, self.applicable)

    @property
    def have(self) -> Mask:
        """Return a mask of the cells that apply and have a value, shape (P, units)."""
        return np.asarray(self.applicable & ~np.isnan(self.values))

    @property
    def scored(self) -> Mask:
        """Return a mask of the cells that apply and have a value within their range, shape (P, units)."""
        return np.asarray(self.applicable & ~np.isnan(within(self.values, self.low, self.high)))

    @property
    def shrinks(self) -> bool:
        """Return whether the weight of some node depends on the plan, because part of the node does not apply."""
        return bool(self.tree.shrinking.any()) and not bool(self.applicable.all())


def layout_of(study: Study, weighting: Weighting, *, nested: bool = False, everyone: bool = False) -> Layout:
    """Return the layout of the plans that can be ranked under a weighting; with `everyone`, of all plans.

    With `nested` every criterion is a unit. Otherwise each stance node is a unit, with its inner weights fixed as in
    the weighting. If nodes shrink where criteria do not apply, criteria stay units, and their shares within stance
    nodes are never drawn.
    """
    tree, cells = study.scores.tree, study.scores.cells
    kept = [p for p, result in enumerate(study.row(weighting.id)) if result.rankable or everyone]
    whole = Layout(
        plan_ids=tuple(study.plan_ids[p] for p in kept),
        tree=tree,
        base=local_weights(study.rubric, tree, (weighting,)),
        values=cells.values[kept],
        low=cells.low[kept],
        high=cells.high[kept],
        applicable=cells.applicable[kept],
        fixed=frozenset() if nested else root_if_it_joins_groups(study.rubric),
    )
    if whole.shrinks and not nested:
        return replace(whole, fixed=whole.fixed | insides_of(tree))
    return whole if nested else without_insides(whole)


def picked(layout: Layout, chosen: Mask) -> Layout:
    """Return the layout with the chosen plans only."""
    return replace(
        layout,
        plan_ids=tuple(layout.plan_ids[p] for p in np.flatnonzero(chosen)),
        values=layout.values[chosen],
        low=layout.low[chosen],
        high=layout.high[chosen],
        applicable=layout.applicable[chosen],
    )


def whole_tree_of(study: Study, weighting: Weighting, *, nested: bool = False) -> Layout:
    """Return a layout whose units are criteria; unless `nested`, shares within stance nodes are never drawn."""
    found = layout_of(study, weighting, nested=True)
    if nested:
        return found
    return replace(found, fixed=root_if_it_joins_groups(study.rubric) | insides_of(found.tree))


def insides_of(tree: Tree) -> frozenset[str]:
    """Return the nodes that have only criteria as children."""
    return frozenset(branch.id for branch in tree.branches if not branch.nodes and branch.id != ROOT)


def root_if_it_joins_groups(rubric: Rubric) -> frozenset[str]:
    """Return the root if it joins paradigms with other groups and is not itself a paradigm node; else nothing."""
    opened = any(child in rubric.nodes and child not in rubric.paradigms for child in rubric.children[ROOT])
    return frozenset([ROOT]) if opened else frozenset()


def without_insides(whole: Layout) -> Layout:
    """Return a layout in which each node that has only criteria is one unit with its own value.

    The values of these nodes include every missing policy, least coverage and aggregation inside them. Above them the
    tree is unchanged, and so is every score.
    """
    tree = whole.tree
    values, low, high = (
        (Matrix(tree, points, whole.applicable).run(whole.base, keep=False).nodes, points)
        for points in (whole.values, whole.low, whole.high)
    )
    due = alive(tree, whole.base, whole.applicable)
    leaves = [at for at, branch in enumerate(tree.branches) if at and not branch.nodes]
    loose = [c for at, b in enumerate(tree.branches) if at not in leaves for c in b.criteria]
    inner = [at for at in range(len(tree.branches)) if at not in leaves]
    node_at = {old: new for new, old in enumerate(inner)}
    unit_at = {old: new for new, old in enumerate(leaves)}
    criterion_at = {old: new + len(leaves) for new, old in enumerate(loose)}
    branches = tuple(_rewired_branch(tree.branches[at], node_at, unit_at, criterion_at) for at in inner)
    return replace(
        whole,
        tree=Tree(
            branches,
            (*(tree.branches[at].id for at in leaves), *(tree.criteria[c] for c in loose)),
            (*(False for _ in leaves), *(tree.negative[c] for c in loose)),
        ),
        base=LocalWeights(
            whole.base.nodes[:, inner],
            np.concatenate([whole.base.nodes[:, leaves], whole.base.criteria[:, loose]], axis=1),
        ),
        values=_units(*values, leaves, loose),
        low=_units(*low, leaves, loose),
        high=_units(*high, leaves, loose),
        applicable=np.concatenate([due[leaves, 0].T, whole.applicable[:, loose]], axis=1),
    )


def _units(nodes: Array, points: Array, leaves: list[int], loose: list[int]) -> Array:
    """Return the numbers of units: of the nodes that hold criteria alone, then of criteria beside nodes."""
    return np.concatenate([nodes[leaves, 0].T, points[:, loose]], axis=1)


def _rewired_branch(branch: Branch, nodes: dict[int, int], units: dict[int, int], criteria: dict[int, int]) -> Branch:
    return replace(
        branch,
        nodes=tuple(nodes[n] for n in branch.nodes if n in nodes),
        criteria=(*(units[n] for n in branch.nodes if n in units), *(criteria[c] for c in branch.criteria)),
    )
