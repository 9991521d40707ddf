"""Scores of many plans under many weightings are those of the tree."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Missing
from evaluator.scoring import fast
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.weights import LocalWeights
from tests.scoring.small import rubric_of
from tests.twin.engine import rubric_for
from tests.twin.spec import random_spec


def additive(tree: Tree) -> Tree:
    branches = [
        dataclasses.replace(b, aggregation=Aggregation(), missing=Missing(), least_coverage=None) for b in tree.branches
    ]
    return dataclasses.replace(tree, branches=tuple(branches))


@st.composite
def questions(draw):
    """Draw a tree (half of them additive), weights with zeros, values with gaps, and what applies."""
    tree = plant(rubric_for(random_spec(draw(st.integers(0, 10**6)))))
    tree = additive(tree) if draw(st.booleans()) else tree
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    plans, views = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    size = (plans, len(tree.criteria))
    some = draw(st.sampled_from([0.0, 0.2]))
    nodes, criteria = rng.random((views, len(tree.branches))), rng.random((views, len(tree.criteria)))
    nodes[rng.random(nodes.shape) < some], criteria[rng.random(criteria.shape) < some] = 0.0, 0.0
    values = np.where(rng.random(size) < draw(st.sampled_from([0.0, 0.05, 0.5])), np.nan, rng.integers(0, 5, size) / 4)
    applicable = rng.random(size) >= draw(st.sampled_from([0.0, 0.1]))
    if draw(st.booleans()):
        applicable[:] = applicable[0]
        values[:, np.isnan(values[0])] = np.nan
    return tree, LocalWeights(nodes, criteria), values, applicable


@settings(max_examples=250)
@given(questions())
def test_the_matrix_is_the_tree(question):
    tree, local, values, applicable = question
    expected = Matrix(tree, values, applicable).run(local).total
    found = Matrix(tree, values, applicable).score(local)
    assert found == pytest.approx(expected, abs=1e-13, nan_ok=True)


@settings(max_examples=250)
@given(questions(), st.integers(1, 3))
def test_the_matrix_is_the_tree_where_nodes_shrink_with_what_does_not_apply(question, patterns):
    tree, local, values, applicable = question
    tree = dataclasses.replace(tree, branches=tuple(dataclasses.replace(b, shrinks=True) for b in tree.branches))
    few = np.resize(applicable[:patterns], applicable.shape)
    for due in (applicable, few):
        expected = Matrix(tree, values, due).run(local).total
        assert Matrix(tree, values, due).score(local) == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_a_node_without_criteria_takes_no_weight_where_plans_have_gaps_of_their_own():
    # c0 and c1 alone make the score: 0.75 where c0 lacks.
    tree = plant(rubric_of({"left": {}, "empty": {}}, {"c0": "left", "c1": "left"}))
    local = LocalWeights(np.array([[1.0, 0.25, 0.5]]), np.array([[1.0, 1.0]]))
    values = np.array([[np.nan, 0.75], [0.75, 0.25]])
    assert Matrix(tree, values, np.ones((2, 2), dtype=bool)).score(local).tolist() == [[0.75, 0.5]]


def test_a_value_without_weight_carries_no_node_where_plans_have_gaps_of_their_own():
    """The first plan has in `left` only what weighs nothing, so that `right` alone makes its score."""
    tree = toy(4)
    local = LocalWeights(np.array([[1.0, 1.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 1.0]]))
    values = np.array([[1.0, np.nan, 0.25, 0.75], [1.0, 0.5, np.nan, 0.25]])
    assert Matrix(tree, values, np.ones((2, 4), dtype=bool)).score(local).tolist() == [[0.5, 0.375]]


def test_plans_of_which_the_same_applies_are_taken_together(monkeypatch):
    rng = np.random.default_rng(5)
    tree = toy()
    tree = dataclasses.replace(tree, branches=tuple(dataclasses.replace(b, shrinks=True) for b in tree.branches))
    local = LocalWeights(rng.random((7, 3)), rng.random((7, 6)))
    values = rng.random((40, 6))
    due = np.ones_like(values, dtype=bool)
    due[20:, 0] = False
    expected = Matrix(tree, values, due).run(local).total
    monkeypatch.setattr(fast, "run_tree", None)
    assert Matrix(tree, values, due).score(local) == pytest.approx(expected, abs=1e-12)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from([0.1, 0.6, 0.95]))
def test_many_plans_that_lack_whole_nodes_score_as_the_tree_does(seed, gaps):
    """Most of 80 plans are alike in which nodes hold anything, and some are like no other."""
    rng = np.random.default_rng(seed)
    tree = plant(
        rubric_of(
            {"a": {}, "a1": {"parent": "a"}, "a2": {"parent": "a"}, "b": {}, "b1": {"parent": "b"}, "c": {}},
            {"s": "a1", "t": "a2", "u": "a2", "v": "b1", "w": "c", "x": "c"},
        )
    )
    local = LocalWeights(rng.random((4, len(tree.branches))) + 0.1, rng.random((4, 6)) + 0.1)
    values = np.where(rng.random((80, 6)) < gaps, np.nan, rng.random((80, 6)))
    due = np.ones_like(values, dtype=bool)
    found = Matrix(tree, values, due).score(local)
    assert found == pytest.approx(Matrix(tree, values, due).run(local).total, abs=1e-13, nan_ok=True)


@settings(max_examples=40)
@given(questions(), st.integers(0, 100))
def test_no_plan_changes_the_score_of_another(question, which):
    tree, local, values, applicable = question
    whole = np.round(Matrix(tree, values, applicable).score(local), 9)
    kept = np.arange(len(values)) != which % len(values)
    rest = np.round(Matrix(tree, values[kept], applicable[kept]).score(local), 9)
    assert np.array_equal(rest, whole[:, kept], equal_nan=True)


def toy(criteria=6, nodes=("left", "right")):
    names = {f"c{k}": nodes[k * len(nodes) // criteria] for k in range(criteria)}
    return plant(rubric_of({node: {} for node in nodes}, names))


@pytest.mark.parametrize("share_of_gaps", [0.0, 0.15, 0.6])
def test_blocks_leave_no_seam(monkeypatch, share_of_gaps):
    rng = np.random.default_rng(3)
    tree = toy()
    local = LocalWeights(rng.random((23, 3)), rng.random((23, 6)))
    values = np.where(rng.random((40, 6)) < share_of_gaps, np.nan, rng.random((40, 6)))
    due = np.ones_like(values, dtype=bool)
    expected = Matrix(tree, values, due).score(local)
    monkeypatch.setattr(fast, "NEAR", 200)
    monkeypatch.setattr(fast, "WIDE", 700)
    assert Matrix(tree, values, due).score(local) == pytest.approx(expected, abs=1e-15, nan_ok=True)
    cube = dataclasses.replace(
        tree, branches=tuple(dataclasses.replace(b, aggregation=Aggregation(kind="minimum")) for b in tree.branches)
    )
    assert Matrix(cube, values, due).score(local) == pytest.approx(
        Matrix(cube, values, due).run(local).total, nan_ok=True
    )


def test_a_node_of_which_no_part_has_weight_is_left_out():
    tree = plant(
        rubric_of(
            {"a": {}, "a1": {"parent": "a"}, "a2": {"parent": "a"}, "b": {}, "b1": {"parent": "b"}},
            {"x": "a1", "y": "a2", "v": "b1", "w": "b1"},
        )
    )
    ids = [branch.id for branch in tree.branches]
    nodes = np.array([[0.0 if name in ("a1", "a2") else 1.0 for name in ids]])
    values = np.array([[1.0, 1.0, 0.25, 0.75], [1.0, 1.0, 0.25, np.nan]])
    local = LocalWeights(nodes, np.ones((1, 4)))
    assert Matrix(tree, values, np.ones_like(values, dtype=bool)).score(local).tolist() == [[0.5, 0.25]]


def test_a_plan_without_any_value_has_no_score_and_the_others_do():
    tree = toy()
    local = LocalWeights(np.ones((2, 3)), np.ones((2, 6)))
    values = np.full((3, 6), 0.5)
    values[1] = np.nan
    values[2, 0] = np.nan
    found = Matrix(tree, values, np.ones_like(values, dtype=bool)).score(local)
    assert np.isnan(found[:, 1]).all()
    assert found[:, [0, 2]] == pytest.approx(0.5)


def test_ties_tie():
    rng = np.random.default_rng(5)
    local = LocalWeights(np.repeat(rng.random((50, 1)), 3, axis=1), np.repeat(rng.random((50, 1)), 6, axis=1))
    row = rng.integers(0, 5, 6) / 4
    values = np.array([row, row[::-1], np.concatenate([row[3:], row[:3]])])
    scores = np.round(Matrix(toy(), values, np.ones_like(values, dtype=bool)).score(local), 9)
    assert (scores[:, 0] == scores[:, 1]).all()
    assert (scores[:, 0] == scores[:, 2]).all()


def test_an_infinite_value_is_refused_with_its_place():
    values = np.full((2, 6), 0.5)
    values[1, 4] = np.inf
    with pytest.raises(InvalidInputError) as caught:
        Matrix(toy(), values, np.ones_like(values, dtype=bool)).score(LocalWeights(np.ones((1, 3)), np.ones((1, 6))))
    assert [problem.key for problem in caught.value.problems] == ["values[1, 4]"]


def test_no_plan_and_no_weighting_give_empty_scores():
    tree = toy()
    none = np.empty((0, 6))
    assert Matrix(tree, none, none > 0).score(LocalWeights(np.ones((2, 3)), np.ones((2, 6)))).shape == (2, 0)
    local = LocalWeights(np.ones((0, 3)), np.ones((0, 6)))
    assert Matrix(tree, np.ones((2, 6)), np.ones((2, 6)) > 0).score(local).shape == (0, 2)
