"""The working of one node, and why it has no value."""

from __future__ import annotations

import pytest

from evaluator.scoring.card import score_plans
from evaluator.scoring.explain import explain
from evaluator.scoring.formula import why_absent, working
from tests.scoring.small import card_of, outcomes_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right", "d": "right", "e": "right"}


@pytest.mark.parametrize(
    ("node", "ratings", "reason"),
    [
        ({}, {"a": "-", "b": "-"}, "nothing below it applies and has weight"),
        ({}, {"a": "?", "b": "?"}, "nothing below it that has weight is rated"),
        ({"missing": {"policy": "block"}}, {"a": 1, "b": "?"}, "blocked: something below it is not rated"),
        (
            {"least_coverage": {"share": 0.6, "by": "count"}},
            {"a": 1, "b": "?"},
            "less than 0.6 of it, by count, is rated",
        ),
        ({"aggregation": {"kind": "net-sum"}}, {"a": "?", "b": 2}, "nothing that adds is rated"),
    ],
)
def test_a_node_without_a_value_says_why(node, ratings, reason):
    criteria = dict(CRITERIA, b={"parent": "left", "negative": True})
    told = explain(card_of(rubric_of({"left": node, "right": {}}, criteria), {**ratings, "c": 3}), "left")
    assert told.root.value is None
    assert told.root.absent == reason
    assert f"left: no value, {reason}" in told.lines()[1]


def working_of(aggregation, ratings, policy="renormalise"):
    rubric = rubric_of(
        {"left": {"aggregation": aggregation, "missing": {"policy": policy}}},
        {"a": "left", "b": {"parent": "left", "negative": True}, "c": "left"},
    )
    return working(score_plans(rubric, (weighting_of(overrides={"a": 2.0}),), [outcomes_of(rubric, ratings)]), 1)


def test_summands_are_share_times_value_under_a_mean():
    done = working_of({"kind": "arithmetic"}, {"a": 2, "b": 4})
    assert done.children == ("a", "b", "c")
    assert done.shares == pytest.approx((2 / 3, 1 / 3, 0))
    assert done.summands == pytest.approx((1 / 3, 1 / 3, 0))
    assert done.without is None
    assert done.due == (True, True, True)


def test_what_is_filled_with_zero_keeps_its_share():
    assert working_of({"kind": "arithmetic"}, {"a": 2, "b": 4}, "zero").shares == (0.5, 0.25, 0.25)


def test_shares_of_a_net_sum_are_of_what_adds_and_too_much_subtracted_is_floored():
    done = working_of({"kind": "net-sum"}, {"a": 1, "b": 4, "c": 1})
    assert done.shares == pytest.approx((2 / 3, 1 / 3, 1 / 3))
    assert done.summands == pytest.approx((1 / 6, -1 / 3, 1 / 12))
    assert done.floor == pytest.approx(1 / 12)


def test_under_a_share_met_the_summand_is_the_whole_share_or_nothing():
    done = working_of({"kind": "share-met", "met_from": 0.5}, {"a": 2, "b": 1, "c": 4})
    assert done.summands == (0.5, 0, 0.25)
    assert done.slopes is None


def test_under_a_minimum_each_child_says_what_would_be_without_it():
    done = working_of({"kind": "minimum"}, {"a": 2, "b": 1})
    assert done.summands is None
    assert done.without == (0.25, 0.5, None)


def test_a_floor_is_of_a_net_sum_alone_and_a_mean_under_zero_has_none():
    """0.25 less 1 is -0.75 without a floor; the mean above it may lie under 0 and is not raised."""
    rubric = rubric_of(
        {"above": {}, "left": {"parent": "above", "aggregation": {"kind": "net-sum", "floor": "none"}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
    )
    scores = score_plans(rubric, (weighting_of(),), [outcomes_of(rubric, {"a": 1, "b": 4})])
    assert scores.score.total[0, 0] == pytest.approx(-0.75)
    assert [working(scores, at).floor for at in range(3)] == [0, 0, 0]


def test_what_does_not_apply_or_weighs_nothing_is_not_due():
    rubric = rubric_of({"left": {}}, {"a": "left", "b": "left", "c": "left"})
    scores = score_plans(rubric, (weighting_of(overrides={"c": 0.0}),), [outcomes_of(rubric, {"a": 1, "b": "-"})])
    assert working(scores, 1).due == (True, False, False)


@pytest.mark.parametrize(
    ("root", "ratings", "reason"),
    [
        ("block", {"a": "?", "b": "?"}, "nothing below it that has weight is rated"),
        ("block", {"a": "?", "b": 2}, "blocked: something below it is not rated"),
        ("zero", {"a": "?", "b": "?", "c": 4}, "nothing below it that has weight is rated"),
        ("zero", {"a": "-", "b": "-"}, "nothing below it applies and has weight"),
    ],
)
def test_the_whole_without_a_score_says_why(root, ratings, reason):
    """What has no weight, as c, is no reason for a score, however well it is rated."""
    rubric = rubric_of(
        {"left": {"missing": {"policy": root}}, "right": {"missing": {"policy": root}}},
        {"a": "left", "b": "right", "c": "right"},
        missing={"policy": root},
    )
    scores = score_plans(rubric, (weighting_of(overrides={"c": 0.0}),), [outcomes_of(rubric, {"c": "?", **ratings})])
    assert why_absent(scores, 0) == reason


def test_the_whole_without_a_score_names_the_node_that_what_is_rated_gave_no_value():
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum"}}, "right": {}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
    )
    scores = score_plans(rubric, (weighting_of(),), [outcomes_of(rubric, {"a": "?", "b": 2})])
    assert why_absent(scores, 0) == "left has no value: nothing that adds is rated"


def test_nodes_below_a_net_sum_add():
    rubric = rubric_of(
        {"left": {}, "right": {}}, {"a": "left", "b": "right"}, aggregation={"kind": "net-sum", "floor": "none"}
    )
    scores = score_plans(rubric, (weighting_of(),), [outcomes_of(rubric, {"a": 2, "b": 4})])
    assert working(scores, 0).summands == (0.25, 0.5)
    assert scores.score.total[0, 0] == 0.75
