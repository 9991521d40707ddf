"""Whether a tree stands; the other faults have their files in tests/bad."""

from __future__ import annotations

import pytest

from evaluator.model.rubric import RubricFile
from evaluator.read.checks.rubric import tree_is_sound

HEAD = {
    "id": "r",
    "version": "1.0.0",
    "titles": {},
    "licence": "CC0",
    "scale": {"levels": 5},
    "grading": {"least_coverage": 0.5, "bands": [{"grade": "A", "from": 0.0}], "origin": "modelled"},
}


@pytest.mark.parametrize(
    ("edges", "stands"),
    [
        ([("a", "total"), ("b", "a")], True),
        ([("b", "a"), ("a", "total")], True),
        ([("a", "total"), ("a", "total")], False),
        ([("a", "total"), ("b", "c")], False),
        ([("a", "b"), ("b", "a")], False),
        ([("a", "a")], False),
    ],
)
def test_a_tree_stands_if_every_node_is_there_once_on_a_path_to_the_root(edges, stands):
    tree = [{"id": node, "parent": parent} for node, parent in edges]
    assert tree_is_sound(RubricFile.model_validate({**HEAD, "tree": tree})) is stands
