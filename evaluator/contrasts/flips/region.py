"""The polytope of effective weights that an optimisation may choose from; units have fixed node scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.layout import Layout
from evaluator.contrasts.draws.rules import RuleSide, WeightRule
from evaluator.scoring.tree import Branch
from evaluator.scoring.weights import path_weights

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Region:
    """The admissible effective weights w of the units in which all plans concerned have a value.

    ``equal @ w == equals``, ``more @ w >= least``, ``lower <= w <= upper``. `base` are the effective weights of the
    base weighting; they satisfy all constraints except perhaps the rules. `dropped` are the units left out because only
    some of the plans have a value there.
    """

    units: tuple[str, ...]
    positions: tuple[int, ...]
    base: Array
    equal: Array
    equals: Array
    more: Array
    least: Array
    lower: Array
    upper: Array
    dropped: tuple[str, ...]


def region_of(
    layout: Layout, plans: Sequence[int], rules: Sequence[WeightRule] = (), within: float = 1.0
) -> Region | None:
    """Return the region for some plans of a layout; None where their joint units have no weight.

    Weights add up to 1, children of a fixed node keep their shares, and no unit's weight changes by more than `within`.
    Rules are about shares among siblings; they are applied to sums of effective weights. A rule is left out if a node
    that it names has no joint unit.
    """
    have = layout.have[list(plans)]
    joint = np.asarray(have.all(axis=0))
    base = path_weights(layout.tree, layout.base, joint[None, :]).criteria[0, 0]
    positions = np.flatnonzero(joint)
    if not base.any():
        return None
    below = _units_below(layout)
    equal, equals = _fixed_rows(layout, below, base)
    rows = [_rule_row(layout, below, rule, joint) for rule in rules]
    more = np.array([row for row in rows if row is not None]).reshape(-1, len(base))
    return Region(
        units=tuple(layout.tree.criteria[u] for u in positions),
        positions=tuple(int(u) for u in positions),
        base=base[positions],
        equal=equal[:, positions],
        equals=equals,
        more=more[:, positions],
        least=np.zeros(len(more)),
        lower=np.maximum(base[positions] - within, 0.0),
        upper=np.minimum(base[positions] + within, 1.0),
        dropped=tuple(layout.tree.criteria[u] for u in np.flatnonzero(have.any(axis=0) & ~joint)),
    )


def _units_below(layout: Layout) -> dict[str, Mask]:
    """Return, for the id of each node and unit, a mask of the units below it."""
    found = {name: np.arange(len(layout.tree.criteria)) == u for u, name in enumerate(layout.tree.criteria)}
    for branch in reversed(layout.tree.branches):
        found[branch.id] = np.any([found[child] for child in _children(layout, branch)], axis=0)
    return found


def _children(layout: Layout, branch: Branch) -> list[str]:
    nodes = [layout.tree.branches[n].id for n in branch.nodes]
    return nodes + [layout.tree.criteria[u] for u in branch.criteria]


def _fixed_rows(layout: Layout, below: dict[str, Mask], base: Array) -> tuple[Array, Array]:
    """Return equality constraints: weights sum to 1, and each child of a fixed node keeps its weight."""
    masks = [np.ones(len(base), dtype=bool)]
    for branch in layout.tree.branches:
        if branch.id in layout.fixed:
            masks += [below[child] for child in _children(layout, branch)[1:]]
    rows = np.array(masks, dtype=np.float64)
    return rows, rows @ base


def _rule_row(layout: Layout, below: dict[str, Mask], rule: WeightRule, joint: Mask) -> Array | None:
    """Return the coefficients of a rule over effective weights; None if a node in it has no joint unit.

    A share is the node's sum over its parent's sum.
    """
    if any(not (below[name] & joint).any() for name in rule.names):
        return None
    parent = next(b for b in layout.tree.branches if set(rule.names) <= set(_children(layout, b)))
    whole = below[parent.id]

    def weighed(side: RuleSide) -> Array:
        return side.factor * (below[side.name] if side.name else whole).astype(np.float64)

    return weighed(rule.greater) - weighed(rule.smaller)
