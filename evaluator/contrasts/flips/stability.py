"""How far one weight can change, with the others rescaled in proportion, before two plans change places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.layout import Layout, layout_of
from evaluator.contrasts.flips.lines import Crossing, crossings_between, normalised
from evaluator.contrasts.study import Study
from evaluator.model.rubric import ROOT
from evaluator.scoring.weights import LocalWeights

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stability:
    """The interval of one node's share among its siblings within which no two plans change places.

    `low` and `high` bound the interval around `share`; `below` and `above` are the crossings at its ends, None where
    the interval reaches 0 or 1. Each bound is the near end of the crossing's bracket, so that the interval is never too
    wide. `complete` is as in `WeightingPath`.
    """

    node_id: str
    title: str
    weighting_id: str
    share: float
    low: float
    high: float
    below: Crossing | None
    above: Crossing | None
    complete: bool


def stability(study: Study, weighting_id: str, nodes: Sequence[str] = ()) -> tuple[Stability, ...]:
    """Return the stability interval of each paradigm's weight, or of the given nodes, under a weighting.

    Missing data is renormalised for each plan, as in its score. A node without criteria has no share, and the shares of
    its siblings add up to 1 without it. A node none of whose siblings has weight has no interval and is left out.

    Raises
    ------
    KeyError
        The weighting is not in the study, or a node not in the rubric.
    """
    whole = layout_of(study, study.weighting(weighting_id), nested=True)
    base = normalised(whole.tree, _without_empty(whole))
    found = []
    for node in nodes or [group for group in study.rubric.paradigms if group != ROOT]:
        siblings = _siblings(whole, base, node)
        if siblings is None:
            continue
        at, others = siblings
        ends = (_with_share(base, at, others, 0.0), _with_share(base, at, others, 1.0))
        line = crossings_between(whole, *ends)
        share = float(base.nodes[0, at])
        low, high, below, above = _interval(share, line.crossings)
        title = study.rubric.title(node)
        found.append(Stability(node, title, weighting_id, share, low, high, below, above, line.complete))
    return tuple(found)


def _without_empty(whole: Layout) -> LocalWeights:
    """Return the weights with weight 0 on every node that has no criteria below it."""
    empty = [at for at in range(len(whole.tree.branches)) if not _holds_criteria(whole, at)]
    nodes = whole.base.nodes.copy()
    nodes[:, empty] = 0.0
    return LocalWeights(nodes, whole.base.criteria)


def _holds_criteria(whole: Layout, at: int) -> bool:
    branch = whole.tree.branches[at]
    return bool(branch.criteria) or any(_holds_criteria(whole, below) for below in branch.nodes)


def _siblings(whole: Layout, base: LocalWeights, node: str) -> tuple[int, list[int]] | None:
    """Return the positions of a node and of its siblings. None if the node has no criteria or no sibling has weight."""
    places = {branch.id: at for at, branch in enumerate(whole.tree.branches)}
    at = places[node]
    if not _holds_criteria(whole, at):
        return None
    (parent,) = [branch for branch in whole.tree.branches if at in branch.nodes]
    others = [n for n in parent.nodes if n != at]
    return (at, others) if base.nodes[0, others].sum() > 0 else None


def _with_share(base: LocalWeights, at: int, others: list[int], share: float) -> LocalWeights:
    nodes = base.nodes.copy()
    nodes[0, others] *= (1 - share) / nodes[0, others].sum()
    nodes[0, at] = share
    return LocalWeights(nodes, base.criteria)


def _interval(share: float, crossings: Sequence[Crossing]) -> tuple[float, float, Crossing | None, Crossing | None]:
    here = next((c for c in crossings if c.low < share < c.high), None)
    if here is not None:
        return share, share, here, here
    below = max((c for c in crossings if c.high <= share), key=lambda c: c.high, default=None)
    above = min((c for c in crossings if c.low >= share), key=lambda c: c.low, default=None)
    return below.high if below else 0.0, above.low if above else 1.0, below, above
