"""What a reader of a score must be told."""

from __future__ import annotations

import pytest

from tests.scoring.small import card_of, rubric_of

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


def test_a_zero_under_the_root_is_said_to_be_of_the_whole():
    told = remarks_of({}, {"a": 0, "b": 0, "c": 4}, aggregation={"kind": "geometric"})
    assert told == ("a 0 makes the geometric mean of the whole 0: left",)


def test_a_score_outside_its_bounds_names_the_nodes_without_a_value():
    told = remarks_of({"missing": {"policy": "block"}}, {"a": 0, "b": "?", "c": 4})
    (only,) = told
    assert only.startswith("the score lies outside its bounds, which complete what has no value in the score: ")
    assert only.endswith(": left (blocked: something below it is not rated)")


def test_a_root_under_its_least_coverage_says_so():
    told = remarks_of({}, {"c": 4}, least_coverage={"share": 0.6})
    assert told == ("no score under this weighting: less than 0.6 of it, by weight, is rated",)
