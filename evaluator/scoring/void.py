"""Void weight: what a frame states for groups of which the rubric asks nothing, so that others count in their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import rounded
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.weights import LocalWeights, alive, local_weights

Array = NDArray[np.float64]


def void_shares(tree: Tree, local: LocalWeights, handing: Collection[str] = ()) -> Array:
    """Return the share of the whole that each weighting states for each void node, shape (S, branches).

    A node is void if nothing below it can have weight. The share stands at the highest such node, 0 at all others; a
    node in `handing` hands its share on as it is stated below. In scores it passes to the other children of the node
    above, in proportion.
    """
    living = alive(tree, local, np.ones((1, len(tree.criteria)), dtype=bool))[:, :, 0].T
    share, lost = np.zeros(living.shape), np.zeros(living.shape)
    share[:, 0] = 1.0
    lost[:, 0] = ~living[:, 0]
    for at, branch in enumerate(tree.branches):
        nodes = list(branch.nodes)
        weights = local.nodes[:, nodes]
        total = weights.sum(axis=1) + local.criteria[:, list(branch.criteria)].sum(axis=1)
        hands_on = (total > 0) & (living[:, at] | (branch.id in handing))
        lost[hands_on, at] = 0.0
        above = np.divide(share[:, at], total, out=np.zeros_like(total), where=hands_on)
        share[:, nodes] = weights * above[:, None]
        lost[:, nodes] = np.where(living[:, nodes], 0.0, share[:, nodes])
    return lost


def void_of(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[Mapping[str, float], ...]:
    """Return for each weighting the void nodes to which it gives weight, with their shares of the whole as stated.

    Where all of a weighting is void, this is told of its paradigms.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> record = Library.open().rubric("public-record")
    >>> [{name: round(share, 2) for name, share in found.items()}
    ...  for found in void_of(record, [record.weighting("no-borders")])]
    [{'migration': 0.5, 'economic': 0.33}]
    """
    tree = plant(rubric)
    groups = [name for name in rubric.paradigms if name != ROOT]
    handing = {ROOT, *(node for name in groups for node in rubric.ancestors(name))}
    shares = void_shares(tree, local_weights(rubric, tree, tuple(weightings)), handing)
    return tuple(
        {branch.id: share for branch, share in zip(tree.branches, row, strict=True) if share > 0}
        for row in shares.tolist()
    )


def void_by_paradigm(rubric: Rubric, found: Mapping[str, float]) -> dict[str, float]:
    """Return void shares added up by paradigm, in the rubric's order; what is above all paradigms stands by itself."""
    above = {node: next((p for p in (node, *rubric.ancestors(node)) if p in rubric.paradigms), node) for node in found}
    order = [*rubric.paradigms, *above.values()]
    return {
        name: rounded(sum(share for node, share in found.items() if above[node] == name))
        for name in dict.fromkeys(order)
        if name in above.values()
    }


def is_void(rubric: Rubric, share: float) -> bool:
    """Return whether so much of a frame is void that it gives no place and no finding; never without a limit."""
    return rubric.void is not None and rounded(share) > rubric.void.at_most
