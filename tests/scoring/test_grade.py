"""Bands, caps, and the range that what is not assessed leaves open."""

from __future__ import annotations

import pytest

from evaluator.scoring.grade import GateCount, band, capped, grade, grades_between, grades_of, rounded
from tests.scoring.small import rubric_of

GRADING = rubric_of({"left": {}}, {"a": "left"}, ["a"]).grading


@pytest.mark.parametrize(
    ("score", "expected"),
    [(1.0, "A"), (0.8, "A"), (0.7999999999, "A"), (0.799999999, "B"), (0.65, "B"), (0.5, "C"), (0.3, "D"), (0.0, "E")],
)
def test_a_band_is_reached_from_its_lower_end_on_at_nine_digits(score, expected):
    assert band(GRADING, score) == expected


def test_binary_noise_does_not_decide_a_band():
    assert (0.5 + 1 + 0.9) / 3 < 0.8
    assert band(GRADING, (0.5 + 1 + 0.9) / 3) == "A"


@pytest.mark.parametrize(
    ("given", "tripped", "expected"), [("A", 0, "A"), ("A", 1, "D"), ("E", 1, "E"), ("B", 2, "E"), ("B", 7, "E")]
)
def test_caps_lower_and_never_raise_and_the_last_line_holds_for_more(given, tripped, expected):
    assert capped(GRADING, given, tripped) == expected


@pytest.mark.parametrize(("worst", "best", "words"), [("E", "E", "E"), ("E", "D", "E or D"), ("E", "C", "E to C")])
def test_two_neighbouring_grades_are_told_as_either_and_more_as_a_span(worst, best, words):
    assert str(grades_between(worst, best, grades_of(GRADING))) == words


def test_the_lowest_grade_counts_unassessed_gates_and_the_highest_only_those_tripped():
    given = grade(GRADING, 0.7, 0.9, ((0.6, 0.9), (0.5, 0.95)), GateCount(("a",), ("b",), ("a",)), cap=True)
    assert (given.grade, given.without_gates, given.cause) == ("D", "B", "gates")
    assert (given.lowest, given.highest) == ("E", "D")
    assert (given.lowest_if_no_gate, given.highest_if_no_gate) == ("D", "D")
    assert (given.judgement_lowest, given.judgement_highest) == ("E", "A")


def test_where_gates_are_ignored_they_are_named_and_lower_nothing():
    given = grade(GRADING, 0.7, 0.9, ((0.6, 0.9), (0.5, 0.95)), GateCount(("a",), ("b",), ("a",)), cap=False)
    assert (given.grade, given.cause, given.tripped, given.unassessed) == ("B", "score", ("a",), ("b",))
    assert (given.lowest, given.highest, given.judgement_lowest) == ("C", "A", "C")


@pytest.mark.parametrize(("score", "coverage"), [(0.9, 0.669999999), (None, 1.0)])
def test_too_little_coverage_or_no_score_is_not_graded_and_its_range_still_told(score, coverage):
    given = grade(GRADING, score, coverage, ((0.2, 0.9), (0.2, 0.9)), GateCount((), ()), cap=True)
    assert (given.grade, given.without_gates, given.cause) == (None, None, "coverage")
    assert (given.lowest, given.highest) == ("E", "A")


def test_rounding_leaves_no_negative_zero():
    assert str(rounded(-1e-15)) == "0.0"
