"""The rubric's tree as positions in arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import ROOT, LeastCoverage, Missing, Rubric

Positions = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Branch:
    """One node: positions of its child nodes and criteria, and its rules.

    `nodes` and `criteria` are positions in `Tree.branches` and `Tree.criteria`. A branch that `shrinks` weighs among
    its siblings `most` times the share of the weight below it that applies, at most its whole weight.
    """

    id: str
    nodes: tuple[int, ...]
    criteria: tuple[int, ...]
    aggregation: Aggregation
    missing: Missing
    least_coverage: LeastCoverage | None
    shrinks: bool = False
    most: float = 1.0

    @property
    def only_leaves(self) -> bool:
        """Return whether the node renormalises over its children with a value, without a least coverage."""
        return self.missing.policy == "renormalise" and self.least_coverage is None


@dataclass(frozen=True, slots=True)
class Tree:
    """The branches of a rubric, parents before their children, with the root first.

    `negative` marks criteria that a `net-sum` node subtracts; under other aggregations it is False, even for a
    criterion declared negative.
    """

    branches: tuple[Branch, ...]
    criteria: tuple[str, ...]
    negative: tuple[bool, ...]

    @property
    def parents(self) -> Positions:
        """Return the position of the branch above each criterion, shape (criteria,)."""
        above = np.zeros(len(self.criteria), dtype=np.intp)
        for at, branch in enumerate(self.branches):
            above[list(branch.criteria)] = at
        return above

    @property
    def additive(self) -> bool:
        """Return whether every node is a weighted arithmetic mean."""
        return all(branch.aggregation.kind == "arithmetic" for branch in self.branches)

    @property
    def only_leaves(self) -> bool:
        """Return whether every node renormalises over its children with a value, without a least coverage."""
        return all(branch.only_leaves for branch in self.branches)

    @property
    def shrinking(self) -> Mask:
        """Return a mask of the branches that shrink where criteria do not apply, shape (branches,)."""
        return np.array([branch.shrinks for branch in self.branches], dtype=bool)

    def position(self, node_id: str) -> int:
        """Return the position of a node by its id; ValueError if the tree has no such node."""
        return [branch.id for branch in self.branches].index(node_id)


def plant(rubric: Rubric) -> Tree:
    """Return the tree of a rubric. A node without its own rules has those of the rubric.

    Raises
    ------
    InvalidInputError
        A node or criterion is not below the root because its parents form a cycle; or a
        value that may be below 0 would enter a geometric, harmonic or power mean.
    """
    order = _depth_first(rubric)
    _refuse_loose_ends(rubric, order)
    _refuse_values_under_zero(rubric)
    place = {node: at for at, node in enumerate(order)}
    column = {criterion.id: at for at, criterion in enumerate(rubric.criteria)}
    branches = tuple(_branch(rubric, node, place, column) for node in order)
    subtracting = {branch.id for branch in branches if branch.aggregation.kind == "net-sum"}
    return Tree(branches, tuple(column), tuple(c.negative and c.parent in subtracting for c in rubric.criteria))


def _depth_first(rubric: Rubric) -> list[str]:
    order, open_nodes = [], [ROOT]
    while open_nodes:
        node = open_nodes.pop()
        order.append(node)
        open_nodes.extend(reversed([child for child in rubric.children[node] if child in rubric.nodes]))
    return order


def _refuse_loose_ends(rubric: Rubric, order: list[str]) -> None:
    reached = set(order)
    loose = [node.id for node in rubric.tree if node.id not in reached]
    loose += [criterion.id for criterion in rubric.criteria if criterion.parent not in reached]
    if loose:
        raise InvalidInputError(
            [
                Problem(f"rubric {rubric.id}", "no path to the root", f"parents that lead up to {ROOT}", key=name)
                for name in loose
            ]
        )


def _refuse_values_under_zero(rubric: Rubric) -> None:
    if rubric.meanless:
        raise InvalidInputError(
            [
                Problem(
                    f"rubric {rubric.id}", f"a value under 0 in a {kind} mean", "`floor: 0` below such a mean", key=node
                )
                for node, kind in rubric.meanless
            ]
        )


def _branch(rubric: Rubric, node: str, place: dict[str, int], column: dict[str, int]) -> Branch:
    own = rubric.nodes.get(node)
    children = rubric.children[node]
    partly = (own.not_applicable if own else None) or rubric.not_applicable
    return Branch(
        id=node,
        nodes=tuple(place[child] for child in children if child in place),
        criteria=tuple(column[child] for child in children if child in column),
        aggregation=(own.aggregation if own else None) or rubric.aggregation,
        missing=(own.missing if own else None) or rubric.missing,
        least_coverage=own.least_coverage if own else rubric.least_coverage,
        shrinks=own is not None and partly.weight == "shrinks",
        most=partly.most,
    )


def span(positions: tuple[int, ...]) -> slice | list[int]:
    """Return positions as a slice where they are consecutive, because indexing by a slice copies nothing.

    Otherwise return them as a list.
    """
    first, count = positions[0], len(positions)
    return slice(first, first + count) if positions == tuple(range(first, first + count)) else list(positions)
