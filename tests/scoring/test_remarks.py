"""What a reader of a score must be told."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.scoring.explain import explain
from tests.scoring.small import card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right"}


def remarks_of(node, ratings, **head):
    return card_of(rubric_of({"left": node, "right": {}}, CRITERIA, **head), ratings).warnings


def test_a_plain_score_needs_no_remark():
    assert remarks_of({}, {"a": 0, "b": 2, "c": 4}) == ()


@pytest.mark.parametrize("how", [{"kind": "geometric"}, {"kind": "harmonic"}, {"kind": "power", "exponent": -1.0}])
def test_a_zero_that_makes_a_mean_zero_is_named(how):
    told = f"a 0 makes the {how['kind']} mean of left 0: a"
    assert remarks_of({"aggregation": how}, {"a": "silent", "b": 4, "c": 4}) == (told,)
    assert remarks_of({"aggregation": how}, {"a": 0, "b": 0, "c": 4}) == ()
    assert remarks_of({"aggregation": {"kind": "power", "exponent": 2.0}}, {"a": 0, "b": 4, "c": 4}) == ()


def test_over_a_least_value_no_zero_makes_a_mean_zero():
    how = {"kind": "geometric", "least": 0.01}
    assert remarks_of({"aggregation": how}, {"a": "silent", "b": 4, "c": 4}) == ()


def test_a_zero_under_the_root_is_said_to_be_of_the_whole():
    told = remarks_of({}, {"a": 0, "b": 0, "c": 4}, aggregation={"kind": "geometric"})
    assert told == ("a 0 makes the geometric mean of the whole 0: left",)


def test_a_score_outside_its_bounds_names_the_nodes_without_a_value():
    told = remarks_of({"missing": {"policy": "block"}}, {"a": 0, "b": "?", "c": 4})
    (only,) = told
    assert only.startswith("the score lies outside its bounds, which complete what has no value in the score: ")
    assert only.endswith(": left (blocked: something below it is not rated); a grade goes by the nearer bound")


def test_a_root_under_its_least_coverage_says_so():
    told = remarks_of({}, {"c": 4}, least_coverage={"share": 0.6})
    assert told == ("no score under this weighting: less than 0.6 of it, by weight, is rated",)


@pytest.mark.parametrize(("floor", "held", "free"), [(0, "0", "-0.5000"), ("none", "-1", "-1.5000")])
def test_a_floor_that_held_a_sum_is_told_with_what_it_would_be(floor, held, free):
    """0.25 less 0.75, and with three times the weight 0.75 less 3 x 0.75."""
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum", "floor": floor}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
    )
    heavy = weighting_of({"left": {"a": 1, "b": 3}}) if floor == "none" else None
    ratings = {"a": 1, "b": 3} if floor == 0 else {"a": 3, "b": 3}
    told = f"a floor holds left at {held}: more is subtracted than added, without the floor it would be {free}"
    card = card_of(rubric, ratings, heavy)
    assert card.warnings == (told,)
    assert card.score == float(held)
    left = explain(card).root.parts[0]
    assert sum(part.contribution for part in left.parts) == pytest.approx(left.value, abs=1e-12)
    assert left.parts[2].title == f"raised to {held}, for more is subtracted than added"


def test_a_sum_that_no_floor_holds_needs_no_remark():
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum", "floor": "none"}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
    )
    card = card_of(rubric, {"a": 1, "b": 3})
    assert (card.score, card.warnings) == (-0.5, ())
    assert card_of(rubric, {"a": "-", "b": "-"}).bounds == (-1.0, 1.0)


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_a_value_that_may_be_under_zero_enters_no_mean_from_zero_up(kind):
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum", "floor": "none"}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
        aggregation={"kind": kind},
    )
    assert rubric.meanless == (("left", kind),)
    with pytest.raises(InvalidInputError, match=f"a value under 0 in a {kind} mean"):
        card_of(rubric, {"a": 1, "b": 3})


def test_a_floor_or_a_share_above_brings_the_values_back_to_zero_and_up():
    free = {"aggregation": {"kind": "net-sum", "floor": "none"}}
    for kind, more, lies_under in (
        ("arithmetic", {}, True),
        ("minimum", {}, True),
        ("net-sum", {}, False),
        ("share-met", {"met_from": 0.5}, False),
    ):
        rubric = rubric_of({"left": free}, {"a": "left"}, aggregation={"kind": kind, **more})
        assert ("total" in rubric.under_zero) == lies_under
        assert "left" in rubric.under_zero


def test_a_node_that_weighs_less_than_stated_is_named_with_how_much():
    shrinks = {"not_applicable": {"weight": "shrinks"}}
    told = "left weighs 50 % less than stated: so much of the weight below it does not apply"
    assert remarks_of(shrinks, {"a": 2, "b": "-", "c": 4}) == (told,)
    assert remarks_of(shrinks, {"a": 2, "b": "?", "c": 4}) == ()
    assert remarks_of(shrinks, {"a": "-", "b": "-", "c": 4}) == ()
    assert remarks_of({}, {"a": 2, "b": "-", "c": 4}) == ()
