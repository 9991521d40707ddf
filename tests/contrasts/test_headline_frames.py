"""What frames give one plan, worked by hand on the toy rubric; see test_headline_one for its weights."""

from __future__ import annotations

from evaluator import contrast
from evaluator.contrasts.headline.frames import Frames, is_still, ladder, unread_words
from evaluator.model.report import FindingChoices
from tests.contrasts.synthetic import toy_assessment, toy_rubric
from tests.contrasts.test_headline_one import CHOSEN, EVERY, POLICE, rubric_with


def test_the_ladder_runs_from_the_best_grade_down():
    assert ladder(toy_rubric()) == ("A", "C", "E")


def test_frames_tell_steps_and_spread():
    frames = Frames(contrast([toy_assessment("AAA-2010-2012", POLICE)], rubric_with()), 0)
    assert (frames.steps, round(frames.spread, 9), frames.unread) == (2, 0.7, 0.0)
    assert frames.grades == (("A", 1), ("E", 2))
    none = Frames(contrast([toy_assessment("AAA-2010-2012", {})], rubric_with()), 0)
    assert (none.steps, none.spread, none.unread) == (0, 0.0, 1.0)


def test_only_frames_that_can_grade_enter_the_spread():
    """Equal 0.9 x 0.125 + 0.1 x 0.5 = 0.1625, police 0.2; rights, 20 % known, would be 0.125."""
    levels = {"migration": 0, "law-enforcement": 1, "plan-quality": 2}
    plan = toy_assessment("AAA-2010-2012", {leaf: levels.get(leaf.split(".")[0]) for leaf in EVERY})
    frames = Frames(contrast([plan], rubric_with()), 0)
    assert (frames.spread, frames.moved, frames.agreeing) == (0.0375, 0.0, 2)
    assert Frames(contrast([plan], rubric_with({"least_move": 0.0375})), 0).moved == 0.0375


def test_nothing_times_as_far_as_nothing_is_not_said():
    chosen = FindingChoices.model_validate(CHOSEN)
    assert unread_words(chosen, 0.4, 0.0) == "What was not assessed could move the score by 0.40."
    assert "at least 2 times" in unread_words(chosen, 0.4, 0.2)
    assert "at least 11 times as much" in unread_words(chosen, 0.6, 0.054), "0.60 against 0.05 reads as 12"
    assert "at least 12 times as much" in unread_words(chosen, 0.6, 0.046), "no more than the two printed figures show"


def test_a_difference_that_prints_as_none_is_none():
    assert is_still(0.004)
    assert not is_still(0.006)
