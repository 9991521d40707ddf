"""What became of recommendations between two editions."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.lens import Editions
from evaluator.scoring.lens.editions import _step
from evaluator.scoring.lens.look import LensContext, look_through
from tests.scoring.small import card_of

RUBRIC = Library.open().rubric()
LENS = RUBRIC.lenses["greco"]
GOOD, PARTLY, NOT = "implemented satisfactorily", "partly implemented", "not implemented"
THREE = ["witness-protection", "compensation-access", "survivors-voice"]


def between(then, now):
    return look_through(LENS, card_of(RUBRIC, now), LensContext(earlier=card_of(RUBRIC, then)))


@pytest.mark.parametrize(
    ("then", "now", "outcome"),
    [(0, 3, GOOD), (2, 3, GOOD), (0, 2, PARTLY), (1, 2, PARTLY), (1, 1, NOT), (2, 1, NOT), ("contrary", 0, NOT)],
)
def test_a_recommendation_is_graded_by_the_level_now_and_the_rise(then, now, outcome):
    (line,) = between({"witness-protection": then}, {"witness-protection": now}).lines
    assert line.outcome == outcome


def test_level_three_before_is_no_recommendation():
    reading = between({"witness-protection": 3}, {"witness-protection": 0})
    assert (reading.lines, reading.outcome) == ((), None)
    assert reading.why == "the earlier edition leaves nothing assessed under level 3"


def test_without_an_earlier_edition_there_is_nothing_to_compare():
    reading = look_through(LENS, card_of(RUBRIC, {"witness-protection": 3}))
    assert reading.why == "it compares two editions, and there is no earlier one"


def test_one_third_satisfactory_is_enough():
    then = dict.fromkeys(THREE, 1)
    assert between(then, {**then, "survivors-voice": 3}).outcome == "not globally unsatisfactory"
    assert between(then, {**then, "survivors-voice": 2}).outcome == "globally unsatisfactory"


def test_what_cannot_be_followed_up_leaves_a_range():
    then = dict.fromkeys(THREE, 1)
    reading = between(then, {"witness-protection": 1})
    assert reading.outcome is None
    assert (reading.lowest, reading.highest) == ("globally unsatisfactory", "not globally unsatisfactory")
    assert reading.why == "1 of 3 recommendations can be followed up"


def test_yardsticks_and_what_no_longer_applies_are_left_out():
    then = {"return-capacity": 1, "witness-protection": 1, "survivors-voice": 1}
    reading = between(then, {"return-capacity": 4, "witness-protection": "-", "survivors-voice": 4})
    assert [line.criterion_id for line in reading.lines] == ["survivors-voice"]


def test_what_reaches_no_step_has_the_outcome_of_the_last():
    steps = [
        {"outcome": outcome, "now_at_least": least, "origin": "modelled"}
        for outcome, least in (("done", 3), ("begun", 2), ("not", 1))
    ]
    rule = Editions.model_validate({"asks_under": 3, "steps": steps, "origin": "modelled"})
    assert [_step(rule, now, 0) for now in (3, 2, 1, 0)] == ["done", "begun", "not", "not"]
