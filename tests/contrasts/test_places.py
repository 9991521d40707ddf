"""Places: 1 is best, ties share, what has no score takes no place."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.contrasts.places import TIE_RULE, places, places_in_order, steps
from tests.marking import unsaid

SCORES = st.lists(st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0, np.nan]), st.floats(0, 1)), min_size=1, max_size=9)


@settings(max_examples=60)
@given(st.lists(SCORES, min_size=1, max_size=3))
def test_a_place_is_one_more_than_the_number_of_better_plans(rows):
    width = min(map(len, rows))
    scores = np.array([row[:width] for row in rows])
    for row, found in zip(scores, places(scores), strict=True):
        whole = [None if np.isnan(x) else round(x * 1e9) for x in row]
        wanted = [0 if x is None else 1 + sum(y is not None and y > x for y in whole) for x in whole]
        assert found.tolist() == wanted


def test_scores_that_agree_to_nine_digits_tie():
    assert places(np.array([[0.1 + 0.2, 0.3, 0.300000001]])).tolist() == [[2, 2, 1]]


def test_a_score_is_compared_as_a_whole_number_of_billionths():
    assert steps(np.array([[0.5, 1.0, np.nan]])).tolist() == [[500_000_000, 1_000_000_000, -1]]


def test_sorted_keys_with_equal_high_bits_share_a_place():
    assert places_in_order(np.array([[4, 5, 8]]), 1).tolist() == [[1, 1, 3]]


def test_the_rule_of_ties_can_be_said_in_another_language():
    assert unsaid(TIE_RULE) == ""
