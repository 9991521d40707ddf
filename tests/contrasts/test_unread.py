"""What is not assessed beside the choice of frame: no number that the two printed figures do not show."""

from __future__ import annotations

from evaluator.contrasts.headline.unread import is_still, unread_words
from evaluator.model.report import FindingChoices
from tests.contrasts.test_headline_one import CHOSEN


def test_nothing_times_as_far_as_nothing_is_not_said():
    chosen = FindingChoices.model_validate(CHOSEN)
    assert unread_words(chosen, 0.4, 0.0) == "What was not assessed could move the score by 0.40."
    assert "at least 2 times" in unread_words(chosen, 0.4, 0.2)
    assert "at least 11 times as much" in unread_words(chosen, 0.6, 0.054), "0.60 against 0.05 reads as 12"
    assert "at least 12 times as much" in unread_words(chosen, 0.6, 0.046), "no more than the two printed figures show"


def test_a_difference_that_prints_as_none_is_none():
    assert is_still(0.004)
    assert not is_still(0.006)
