"""The rubric's tree, laid out for arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.rubric import ROOT, Aggregation, LeastCoverage, Missing, Rubric


@dataclass(frozen=True, slots=True)
class Branch:
    """One node: positions of its child nodes and criteria, and its rules.

    `nodes` and `criteria` are positions in `Tree.branches` and `Tree.criteria`.
    """

    id: str
    nodes: tuple[int, ...]
    criteria: tuple[int, ...]
    aggregation: Aggregation
    missing: Missing
    least_coverage: LeastCoverage | None


@dataclass(frozen=True, slots=True)
class Tree:
    """Branches in an order in which children come after their parent; the root is first.

    `negative` marks criteria that a `net-sum` node subtracts; under another
    aggregation a criterion declared negative counts as any other.
    """

    branches: tuple[Branch, ...]
    criteria: tuple[str, ...]
    negative: tuple[bool, ...]

    @property
    def additive(self) -> bool:
        """Return whether every node is a weighted arithmetic mean."""
        return all(branch.aggregation.kind == "arithmetic" for branch in self.branches)

    def position(self, node_id: str) -> int:
        """Return the position of a node; ValueError for one that is not in the tree."""
        return [branch.id for branch in self.branches].index(node_id)


def plant(rubric: Rubric) -> Tree:
    """Lay out the tree of a rubric.

    A node without rules of its own takes the rubric's.
    """
    order = _depth_first(rubric)
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


def _branch(rubric: Rubric, node: str, place: dict[str, int], column: dict[str, int]) -> Branch:
    own = rubric.nodes.get(node)
    children = rubric.children[node]
    return Branch(
        id=node,
        nodes=tuple(place[child] for child in children if child in place),
        criteria=tuple(column[child] for child in children if child in column),
        aggregation=(own.aggregation if own else None) or rubric.aggregation,
        missing=(own.missing if own else None) or rubric.missing,
        least_coverage=own.least_coverage if own else None,
    )
