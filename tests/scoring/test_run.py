"""A run through the tree: missing policies, least coverage, what applies."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from evaluator.model.rubric import MissingPolicy
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.run import MISSING
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights
from tests.scoring.small import rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "left", "d": "right"}
WEIGHTS = weighting_of({"total": {"left": 1, "right": 1}}, {"a": 3.0})
N = np.nan


def run(values, node=None, weighting=WEIGHTS, applicable=None, **head):
    rubric = rubric_of({"left": node or {}, "right": {}}, CRITERIA, **head)
    tree = plant(rubric)
    cells = np.atleast_2d(np.array(values, dtype=float))
    due = np.ones_like(cells, dtype=bool) if applicable is None else np.atleast_2d(applicable)
    return Matrix(tree, cells, due).run(local_weights(rubric, tree, (weighting,)))


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        ("renormalise", (3 * 1 + 0.5) / 4),
        ("redistribute", (3.5 * 1 + 1.5 * 0.5) / 5),
        ("zero", (3 * 1 + 0.5) / 5),
        ("block", None),
    ],
)
def test_what_becomes_of_the_weight_of_a_missing_child(policy, left):
    nodes = run([1, 0.5, N, 1], {"missing": {"policy": policy}}).nodes[:, 0, 0]
    if left is None:
        assert np.isnan(nodes[1])
        assert nodes[0] == 1
    else:
        assert nodes[1] == pytest.approx(left)
        assert nodes[0] == pytest.approx((left + 1) / 2)


@pytest.mark.parametrize("policy", MISSING)
def test_what_does_not_apply_only_leaves_whatever_the_policy(policy):
    found = run([1, 0.5, N, 1], {"missing": {"policy": policy}}, applicable=[True, True, False, True])
    assert found.nodes[1, 0, 0] == pytest.approx((3 * 1 + 0.5) / 4)


def test_every_policy_that_a_rubric_may_name_has_its_rule():
    assert set(MISSING) == set(get_args(MissingPolicy))


def test_a_missing_child_without_weight_blocks_nothing():
    found = run([N, 0.5, 1, 1], {"missing": {"policy": "block"}}, weighting_of(overrides={"a": 0.0}))
    assert found.nodes[1, 0, 0] == 0.75


@pytest.mark.parametrize(
    ("share", "by", "there"),
    [(0.66, "count", True), (0.67, "count", False), (0.4, "weight", True), (0.41, "weight", False)],
)
def test_under_the_least_coverage_a_node_has_no_value_and_at_it_it_has(share, by, there):
    found = run([N, 0.5, 1, 1], {"least_coverage": {"share": share, "by": by}})
    assert np.isnan(found.nodes[1, 0, 0]) != there


@pytest.mark.parametrize(
    ("values", "without", "there"),
    [
        ([0.5, N, 0.5, 1], "d", True),  # two of three
        ([0.5, N, 0.5, 1], "b", True),  # two of the two with weight
        ([0.5, N, 0.5, 1], "c", False),  # one of two: c is rated, and weighs nothing
        ([0.5, N, N, 1], "d", False),
        ([0.5, N, N, 1], "b", False),
    ],
)
def test_by_count_a_child_without_weight_counts_neither_as_there_nor_as_lacking(values, without, there):
    node = {"least_coverage": {"share": 0.6, "by": "count"}}
    assert np.isnan(run(values, node, weighting_of(overrides={without: 0.0})).nodes[1, 0, 0]) != there


def test_the_least_coverage_of_the_root_is_of_its_own_children():
    assert np.isnan(run([1, 1, 1, N], least_coverage={"share": 0.6}).total[0, 0])
    assert run([1, 1, 1, N], least_coverage={"share": 0.5}).total[0, 0] == 1


def test_a_plan_of_which_nothing_is_rated_has_no_total_even_where_missing_counts_as_zero():
    found = run([[N, N, N, N], [N, N, N, 1]], missing={"policy": "zero"})
    assert np.isnan(found.total[0, 0])
    assert found.total[0, 1] == 0.5
    assert not found.used[0][:, 0, 0].any()


def test_used_weights_are_kept_unless_they_are_not_wanted():
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA)
    tree = plant(rubric)
    local = local_weights(rubric, tree, (WEIGHTS,))
    cells, due = np.array([[1, N, 0.5, N]]), np.ones((1, 4), dtype=bool)
    kept, bare = Matrix(tree, cells, due).run(local), Matrix(tree, cells, due).run(local, keep=False)
    assert kept.used[1][:, 0, 0].tolist() == [3, 0, 1]
    assert bare.used == ()
    assert bare.nodes == pytest.approx(kept.nodes, nan_ok=True)


@pytest.mark.parametrize("keep", [True, False])
def test_a_node_of_nodes_alone_is_blocked_by_one_without_a_value(keep):
    """Right has nothing rated: the root, which holds no criterion of its own, has no value either way."""
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, missing={"policy": "block"})
    tree = plant(rubric)
    cells, due = np.array([[1, 1, 0.5, N], [1, 1, 1, 1]]), np.ones((2, 4), dtype=bool)
    found = Matrix(tree, cells, due).run(local_weights(rubric, tree, (WEIGHTS,)), keep=keep)
    assert np.isnan(found.total[0, 0])
    assert found.total[0, 1] == 1
