"""Local weights, and weights multiplied down the tree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.model.weighting import Weighting
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import LocalWeights, alive, criterion_factor, local_weights, matches, path_weights
from tests.scoring.small import rubric_of, weighting_of
from tests.twin.engine import rubric_for
from tests.twin.spec import random_spec

NODES = {"left": {"stance": "control"}, "right": {}}
RUBRIC = rubric_of(NODES, {"a": "left", "b": "left", "c": "right"})
TREE = plant(RUBRIC)
ALL = np.ones((1, 3), dtype=bool)


def factors(*given_factors):
    return Weighting.model_validate({
        "id": "own",
        "rubric": "small",
        "titles": {"en": "own"},
        "actor": "none",
        "gates": "cap",
        "factors": [{"where": where, "times": times, "origin": "modelled"} for where, times in given_factors],
        "overrides": [{"criterion": "a", "times": 3.0, "origin": "modelled"}],
    })  # fmt: skip


def test_factors_and_overrides_multiply():
    weighting = factors(({"stance": "control"}, 2.0), ({"kind": "judged"}, 0.5), ({"object": "law"}, 9.0))
    assert [criterion_factor(RUBRIC, weighting, c) for c in RUBRIC.criteria] == [3.0, 1.0, 0.5]


def test_a_criterion_without_a_coding_matches_no_coding():
    weighting = factors(({"tip_practice": "ignored"}, 0.0))
    assert not matches(weighting.factors[0].where, RUBRIC.by_id["a"], None)


def test_a_node_by_criteria_weighs_the_sum_of_its_criteria_and_a_stated_one_its_number():
    by_criteria = local_weights(RUBRIC, TREE, (weighting_of(overrides={"a": 2.0}),))
    assert by_criteria.nodes.tolist() == [[1.0, 3.0, 1.0]]
    stated = local_weights(RUBRIC, TREE, (weighting_of({"total": {"left": 1, "right": 3}}, {"a": 2.0}),))
    assert stated.nodes.tolist() == [[1.0, 1.0, 3.0]]
    assert stated.criteria.tolist() == [[2.0, 1.0, 1.0]]


def test_path_weights_multiply_sibling_shares():
    local = local_weights(RUBRIC, TREE, (weighting_of({"total": {"left": 1, "right": 3}}, {"a": 2.0}),))
    paths = path_weights(TREE, local, ALL)
    assert paths.nodes[0, 0].tolist() == [1.0, 0.25, 0.75]
    assert paths.criteria[0, 0] == pytest.approx([1 / 6, 1 / 12, 0.75])


def test_the_weight_of_what_is_absent_passes_to_its_siblings_node_by_node():
    local = local_weights(RUBRIC, TREE, (weighting_of({"total": {"left": 1, "right": 3}}),))
    present = np.array([[True, False, True], [False, False, True], [False, False, False]])
    paths = path_weights(TREE, local, present)
    assert paths.criteria[0].tolist() == [[0.25, 0, 0.75], [0, 0, 1], [0, 0, 0]]
    assert alive(TREE, local, present)[:, 0].tolist() == [
        [True, True, False],
        [True, False, False],
        [True, True, False],
    ]


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_path_weights_sum_to_one_or_to_nothing(seed, mask):
    spec = random_spec(seed)
    rubric = rubric_for(spec)
    tree = plant(rubric)
    stated = {parent: {c: float(n) for c, n in children.items()} for parent, children in spec.stated.items()}
    views = (weighting_of(), weighting_of(stated, {c.id: float(c.factor) for c in spec.cells}))
    present = np.array([[bool(mask >> k & 1) for k in range(len(spec.cells))], [True] * len(spec.cells)])
    sums = path_weights(tree, local_weights(rubric, tree, views), present).criteria.sum(axis=2)
    assert np.all(np.isclose(sums, 1, atol=1e-12) | (sums == 0))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -1.0])
def test_a_weight_that_is_no_weight_is_refused_with_its_place(wrong):
    nodes, criteria = np.ones((1, 3)), np.ones((1, 3))
    criteria[0, 1] = nodes[0, 2] = wrong
    with pytest.raises(InvalidInputError) as caught:
        LocalWeights(nodes, criteria)
    assert [problem.key for problem in caught.value.problems] == ["nodes[0, 2]", "criteria[0, 1]"]
    assert "expected a finite number that is not negative" in str(caught.value)


def test_the_number_of_weightings_is_that_of_the_rows():
    assert local_weights(RUBRIC, TREE, (weighting_of(), weighting_of())).weightings == 2
    assert local_weights(RUBRIC, TREE, ()).weightings == 0


@pytest.mark.parametrize("times", [1e-320, 5e-324])
def test_weights_next_to_nothing_share_as_others_do(times):
    """All criteria below one node weigh 1e-320: their shares are a half, and no division overflows."""
    found = path_weights(TREE, local_weights(RUBRIC, TREE, (factors(({"stance": "control"}, times)),)), ALL)
    assert np.isfinite(found.criteria).all()
    assert found.criteria.sum() == pytest.approx(1)
