"""The tree laid out for arithmetic."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.rubric import Node
from evaluator.scoring.tree import plant, span
from tests.scoring.small import rubric_of

NODES = {"left": {}, "left.a": {"parent": "left"}, "right": {"aggregation": {"kind": "net-sum"}}}
CRITERIA = {
    "a": "left.a",
    "b": {"parent": "left", "negative": True},
    "c": {"parent": "right", "negative": True},
    "d": "right",
}


def test_children_come_after_their_parent_and_the_root_is_first():
    tree = plant(rubric_of(NODES, CRITERIA))
    assert [branch.id for branch in tree.branches] == ["total", "left", "left.a", "right"]
    assert [branch.nodes for branch in tree.branches] == [(1, 3), (2,), (), ()]
    assert [branch.criteria for branch in tree.branches] == [(), (1,), (0,), (2, 3)]
    assert tree.parents.tolist() == [2, 1, 3, 3]


def test_only_what_a_net_sum_subtracts_is_negative():
    assert plant(rubric_of(NODES, CRITERIA)).negative == (False, False, True, False)


def test_a_node_without_rules_of_its_own_takes_those_of_the_rubric():
    tree = plant(rubric_of(NODES, CRITERIA, aggregation={"kind": "geometric"}, missing={"policy": "block"}))
    assert [branch.aggregation.kind for branch in tree.branches] == ["geometric", "geometric", "geometric", "net-sum"]
    assert {branch.missing.policy for branch in tree.branches} == {"block"}
    assert not tree.additive
    assert not tree.only_leaves


def test_the_least_coverage_of_the_rubric_is_the_roots_alone():
    tree = plant(rubric_of(NODES, CRITERIA, least_coverage={"share": 0.5}))
    assert [branch.least_coverage is not None for branch in tree.branches] == [True, False, False, False]


def test_a_cycle_in_a_rubric_made_in_memory_is_refused_with_every_name():
    rubric = rubric_of(NODES, CRITERIA)
    loop = (*rubric.tree, Node(id="x", parent="y"), Node(id="y", parent="x"))
    with pytest.raises(InvalidInputError) as caught:
        plant(rubric.model_copy(update={"tree": loop}))
    assert [problem.key for problem in caught.value.problems] == ["x", "y"]
    assert "no path to the root" in str(caught.value)


def test_the_position_of_a_node_and_of_one_that_is_not_there():
    tree = plant(rubric_of(NODES, CRITERIA))
    assert tree.position("right") == 3
    with pytest.raises(ValueError, match="not in"):
        tree.position("nowhere")


def test_positions_that_follow_each_other_are_a_slice():
    assert span((2, 3, 4)) == slice(2, 5)
    assert span((2, 4)) == [2, 4]
