"""The search for few steps where the score is no sum."""

from __future__ import annotations

import pytest

from evaluator.scoring.lift_search import search
from evaluator.scoring.lift_steps import ladders
from tests.scoring.small import card_of, rubric_of

CRITERIA = dict.fromkeys("abcdef", "left")


def test_under_a_minimum_the_lowest_are_raised_although_the_first_steps_do_not_show():
    rubric = rubric_of({"left": {}}, CRITERIA, aggregation={"kind": "minimum"})
    card = card_of(rubric, {"a": 4, "b": 1, "c": 3, "d": 1, "e": 1, "f": 2})
    exact, found = search(card, ladders(card), 0.5, 0, 5)
    assert not exact
    assert found[0] == (1, 0, 1, 1, 0)  # b, d and e; what is at the top has no ladder


def test_one_step_that_suffices_is_surely_the_smallest():
    rubric = rubric_of({"left": {}}, CRITERIA, aggregation={"kind": "power", "exponent": 2.0})
    card = card_of(rubric, dict.fromkeys(CRITERIA, 2))
    exact, found = search(card, ladders(card), 0.51, 0, 3)
    assert exact
    assert [way.index(1) for way in found] == [0, 1, 2]


def test_a_goal_beyond_all_ladders_is_refused():
    rubric = rubric_of({"left": {"missing": {"policy": "zero"}}}, CRITERIA, aggregation={"kind": "minimum"})
    card = card_of(rubric, dict.fromkeys("abcde", 3))
    with pytest.raises(ValueError, match="no climb"):
        search(card, ladders(card), 0.9, 0, 5)
