"""Names of nodes as sentences use them."""

from __future__ import annotations

from evaluator.model.rubric import Rubric


def path_title(rubric: Rubric, node: str) -> str:
    """Return a node's title with its paradigm's before it where it is a stance: "Human rights, structural"."""
    own = rubric.title(node)
    if node not in rubric.nodes or rubric.nodes[node].stance is None:
        return own
    above = [n for n in rubric.ancestors(node) if n in rubric.paradigms]
    return f"{rubric.title(above[0])}, {own.lower()}" if above else own
