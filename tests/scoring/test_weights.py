"""Local weights, and weights multiplied down the tree."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import evaluate
from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.weighting import Weighting
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import (
    LocalWeights,
    alive,
    criterion_factors,
    local_weights,
    matches,
    node_weights,
    path_weights,
)
from tests.scoring.small import card_of, rubric_of, weighting_of
from tests.twin.engine import rubric_for
from tests.twin.spec import random_spec

NODES = {"left": {"stance": "control"}, "right": {}}
RUBRIC = rubric_of(NODES, {"a": "left", "b": "left", "c": "right"})
TREE = plant(RUBRIC)
ALL = np.ones((1, 3), dtype=bool)
GUIDE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")


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
    again = weighting_of(overrides={"a": 2.0, "of-another-rubric": 5.0})
    assert [list(found.items()) for found in criterion_factors(RUBRIC, (weighting, again))] == [
        [("a", 3.0), ("b", 1.0), ("c", 0.5)],
        [("a", 2.0), ("b", 1.0), ("c", 1.0)],
    ]


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
    assert "Give a finite number that is not negative" in str(caught.value)


def test_the_number_of_weightings_is_that_of_the_rows():
    assert local_weights(RUBRIC, TREE, (weighting_of(), weighting_of())).weightings == 2
    assert local_weights(RUBRIC, TREE, ()).weightings == 0


@pytest.mark.parametrize("times", [1e-320, 5e-324])
def test_weights_next_to_nothing_share_as_others_do(times):
    """All criteria below one node weigh 1e-320: their shares are a half, and no division overflows."""
    found = path_weights(TREE, local_weights(RUBRIC, TREE, (factors(({"stance": "control"}, times)),)), ALL)
    assert np.isfinite(found.criteria).all()
    assert found.criteria.sum() == pytest.approx(1)


def test_siblings_that_all_weigh_next_to_nothing_are_lifted_and_no_others():
    light = factors(({"stance": "control"}, 1e-320))  # a weighs 3e-320, b a third of that
    local = local_weights(RUBRIC, TREE, (weighting_of(overrides={"a": 2.0}), light))
    assert local.criteria[0].tolist() == [2.0, 1.0, 1.0]
    assert local.criteria[1].tolist() == pytest.approx([1, 1 / 3, 1], abs=1e-3)
    assert 0 < local.nodes[1].min() < 1e-300


def test_a_node_by_criteria_weighs_what_is_in_the_nodes_below_it_too():
    rubric = rubric_of(
        {"left": {}, "inner": {"parent": "left"}, "right": {}}, {"a": "left", "b": "inner", "c": "right"}
    )
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting_of(overrides={"b": 4.0}),))
    assert dict(zip((branch.id for branch in tree.branches), local.nodes[0].tolist(), strict=True)) == {
        "total": 1.0, "left": 5.0, "inner": 4.0, "right": 1.0,
    }  # fmt: skip


SHRINKS = {"not_applicable": {"weight": "shrinks"}}
HALVES = weighting_of({"total": {"left": 1, "right": 1}})
AB_CD = {"a": "left", "b": "left", "c": "right", "d": "right"}


def test_a_node_half_of_which_does_not_apply_weighs_half_as_much():
    # left: 1 x 1/2, right 1, so that left has a third: (1/3) 1 + (2/3) 0.
    rubric = rubric_of({"left": SHRINKS, "right": {}}, AB_CD)
    card = card_of(rubric, {"a": 4, "b": "-", "c": 0, "d": 0}, HALVES)
    assert card.score == pytest.approx(1 / 3, abs=1e-9)
    assert [node.applicable for node in card.nodes] == pytest.approx([1, 1 / 3, 2 / 3])
    assert [node.used for node in card.nodes] == pytest.approx([1, 1 / 3, 2 / 3])
    assert [node.stated for node in card.nodes] == [1, 0.5, 0.5]


ABCD_E = {"a": "left", "b": "left", "c": "left", "d": "left", "e": "right"}


@pytest.mark.parametrize(
    ("gone", "most", "left"),
    [
        ("", 2, 1.0),
        ("d", 2, 1.0),  # 2 x 3/4 is more than its whole weight
        ("cd", 2, 1.0),  # 2 x 1/2: the last at which it keeps its weight
        ("bcd", 2, 0.5),  # 2 x 1/4
        ("bcd", 1, 0.25),
        ("bcd", 1.5, 0.375),
        ("bcd", 8, 1.0),
    ],
)
def test_what_applies_carries_at_most_so_many_times_its_weight(gone, most, left):
    """Left and right weigh alike, and each of the four below left a quarter of it; `left` is what is left of its 1."""
    rubric = rubric_of({"left": {"not_applicable": {"weight": "shrinks", "most": most}}, "right": {}}, ABCD_E)
    ratings = {name: "-" if name in gone else 4 for name in "abcd"} | {"e": 0}
    card = card_of(rubric, ratings, HALVES)
    assert card.score == pytest.approx(left / (left + 1), abs=1e-9)
    beside = card.criterion("a").applicable / card.criterion("e").applicable
    assert beside <= most * 0.25 + 1e-12


def test_a_most_under_one_is_refused():
    with pytest.raises(ValueError, match="most"):
        rubric_of({"left": {"not_applicable": {"weight": "shrinks", "most": 0.5}}, "right": {}}, AB_CD)


def test_every_paradigm_of_a_shipped_plan_keeps_its_weight_and_no_question_carries_twice_its_own():
    """Colombia 2007 is neither transit nor destination: two of its questions carried the help of all migration."""
    library = Library.open()
    rubric = library.rubric()
    card = evaluate(library.assessment("COL-2007-2012"), rubric, "equal")
    assert {card.node(name).applicable for name in rubric.paradigms if name != "plan-quality"} == {0.2125}
    assert max(one.applicable / one.stated for one in card.criteria if one.stated) < 2
    assert max(one.applicable for one in card.criteria) < 0.031


def test_a_node_keeps_its_weight_where_the_rubric_declares_nothing_or_the_node_says_so():
    rated = {"a": 4, "b": "-", "c": 0, "d": 0}
    for rubric in (
        rubric_of({"left": {}, "right": {}}, AB_CD),
        rubric_of({"left": {"not_applicable": {"weight": "keeps"}}, "right": {}}, AB_CD, **SHRINKS),
    ):
        assert card_of(rubric, rated, HALVES).score == 0.5


def test_a_rule_of_the_rubric_holds_for_every_node_without_its_own():
    rubric = rubric_of({"left": {}, "right": {}}, AB_CD, **SHRINKS)
    assert card_of(rubric, {"a": 4, "b": "-", "c": 0, "d": 0}, HALVES).score == pytest.approx(1 / 3, abs=1e-9)


def test_what_is_not_assessed_shrinks_no_node():
    rubric = rubric_of({"left": SHRINKS, "right": {}}, AB_CD)
    card = card_of(rubric, {"a": 4, "b": "?", "c": 0, "d": 0}, HALVES)
    assert card.score == 0.5
    assert card.bounds == (0.25, 0.5)
    assert card.coverage == 0.75


def test_bounds_and_coverage_go_by_the_shrunken_weight():
    # left: 2/3 of its weight applies (a 2, b 1 away): 2/3 beside 1, so 0.4; c is open, so 0.3 of the weight.
    rubric = rubric_of({"left": SHRINKS, "right": {}}, AB_CD)
    weighting = weighting_of({"total": {"left": 1, "right": 1}}, {"a": 2.0})
    card = card_of(rubric, {"a": 4, "b": "-", "c": "?", "d": 0}, weighting)
    assert card.coverage == pytest.approx(0.7)
    assert card.bounds == pytest.approx((0.4, 0.7))


def test_a_node_shrinks_by_the_stated_weight_of_what_lies_deeper_whatever_its_children_do():
    # outer: inner (3 of 4, half of it away) and e (1): 5/8 of it applies, beside the 1 of right.
    nodes = {"outer": SHRINKS, "inner": {"parent": "outer"}, "right": {}}
    criteria = {"a": "inner", "b": "inner", "e": "outer", "c": "right"}
    weighting = weighting_of({"total": {"outer": 1, "right": 1}, "outer": {"inner": 3, "e": 1}})
    rated = {"a": 4, "b": "-", "e": 4, "c": 0}
    assert card_of(rubric_of(nodes, criteria), rated, weighting).score == pytest.approx(5 / 13, abs=1e-9)
    # With inner shrinking as well, its 1.5 beside 1 of e changes what outer is made of, not what outer weighs.
    both = nodes | {"inner": {"parent": "outer", **SHRINKS}}
    card = card_of(rubric_of(both, criteria), {**rated, "e": 0}, weighting)
    assert card.score == pytest.approx(5 / 13 * 0.6, abs=1e-9)


def test_where_nothing_below_a_node_applies_it_leaves_as_ever():
    rubric = rubric_of({"left": SHRINKS, "right": {}}, AB_CD)
    card = card_of(rubric, {"a": "-", "b": "-", "c": 4, "d": 2}, HALVES)
    assert card.score == 0.75
    assert card.nodes[1].applicable == 0


@settings(max_examples=80)
@given(st.integers(0, 10**6), st.lists(st.booleans(), min_size=7, max_size=7))
def test_where_every_node_shrinks_a_criterion_that_applies_keeps_its_stated_weight_beside_the_others(seed, applies):
    rubric = rubric_for(random_spec(seed))
    tree = plant(rubric)
    tree = dataclasses.replace(
        tree, branches=tuple(dataclasses.replace(b, shrinks=True, most=1.0) for b in tree.branches)
    )
    local = local_weights(rubric, tree, (weighting_of(),))
    due = np.array([applies[: len(tree.criteria)]])
    stated = path_weights(tree, local, np.ones_like(due)).criteria[0, 0] * due[0]
    found = path_weights(tree, local, due).criteria[0, 0]
    whole = stated.sum()
    assert found == pytest.approx(stated / whole if whole > 0 else stated, abs=1e-12)


@settings(max_examples=80)
@given(st.integers(0, 10**6), st.lists(st.booleans(), min_size=7, max_size=7))
def test_a_node_that_weighs_by_its_criteria_shrinks_to_the_sum_of_those_that_apply(seed, applies):
    rubric = rubric_for(random_spec(seed))
    tree = plant(rubric)
    tree = dataclasses.replace(
        tree, branches=tuple(dataclasses.replace(b, shrinks=True, most=1.0) for b in tree.branches)
    )
    local = local_weights(rubric, tree, (weighting_of(overrides={c: 1 + k for k, c in enumerate(tree.criteria)}),))
    due = np.array([applies[: len(tree.criteria)]])
    weights = node_weights(tree, local, due)[:, 0, 0]
    for at, branch in enumerate(tree.branches):
        if at and not branch.nodes:
            assert weights[at] == pytest.approx(sum(local.criteria[0, c] for c in branch.criteria if due[0, c]))


def test_numbers_stated_below_a_node_by_criteria_share_its_weight_out_and_do_not_make_it():
    """The case worked in the guide: 3, 2 and 1 stated, an override of 0.5 on the last."""
    rubric = rubric_of({"left": SHRINKS, "right": {}}, {"a": "left", "b": "left", "c": "left", "d": "right"})
    weighting = weighting_of({"left": {"a": 3, "b": 2, "c": 1}}, {"c": 0.5})
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting,))
    assert local.criteria[0].tolist() == [3, 2, 0.5, 1]
    assert local.nodes[0, tree.position("left")] == 2.5
    card = card_of(rubric, {"a": "-", "b": 4, "c": 4, "d": 0}, weighting)
    left = 2.5 * 2.5 / 5.5
    assert left == pytest.approx(1.136, abs=5e-4)
    assert card.score == pytest.approx(left / (left + 1), abs=1e-9)
    assert "1 + 1 + 0.5 = 2.5" in GUIDE
    assert "2.5 x 2.5/5.5 = 1.136" in GUIDE
