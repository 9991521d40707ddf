"""The search for few steps where the score is no sum."""

from __future__ import annotations

import pytest

from evaluator.scoring.lift.search import search
from evaluator.scoring.lift.steps import ladders
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


HUNDRED = {"scale": {"levels": 101}}


def _steps_in_order(levels, lid, **keys):
    """Return single steps in the order offered; each lifts `left` to the height of `z`, which caps the score there.

    `h` and `i` are subtracted; a rung is in hundredths where `keys` say so.
    """
    criteria = {name: {"parent": "left", "negative": name in "hi", **keys.get(name, {})} for name in levels}
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum"}}, "right": {}},
        {**criteria, "z": {"parent": "right", **HUNDRED}},
        aggregation={"kind": "minimum"},
    )
    card = card_of(rubric, {**levels, "z": lid})
    rungs = ladders(card)
    exact, found = search(card, rungs, lid / 100, 0, 9)
    assert exact
    return [rungs[way.index(1)].criterion_id for way in found]


def test_among_steps_that_score_alike_the_one_that_starts_lowest_comes_first():
    """Of four, the harm at level 3 is at height 1, the promise at 2, the other harm at 3: 6/8 - 4/8 is 0.25."""
    assert _steps_in_order({"p": 2, "r": 4, "h": 3, "i": 1}, 37) == ["h", "p", "i"]


def test_the_height_of_a_step_is_a_share_of_its_own_scale():
    """One step of four from 3/4 to 4/4 is more than one of a hundred from 50 to 51: 0.75 - 0.125 is 0.625."""
    assert _steps_in_order({"p": 50, "r": 4, "h": 1}, 63, p=HUNDRED) == ["h", "p"]
