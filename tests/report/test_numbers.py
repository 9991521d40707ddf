from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.report.numbers import faithful

BANDS = (0.80, 0.65, 0.50, 0.30, 0.0)
scores = st.floats(0, 1, allow_nan=False).map(lambda x: round(x, 9))


@pytest.mark.parametrize(
    ("number", "edges", "printed"),
    [
        (0.375, (), "0.38"),
        (0.798, (0.80,), "0.798"),
        (0.7999999, (0.80,), "0.7999999"),
        (0.80, (0.80,), "0.80"),
        (0.804, (0.80,), "0.80"),
        (0.0, BANDS, "0.00"),
        (1.0, BANDS, "1.00"),
    ],
)
def test_a_printed_score_stands_in_its_own_band(number, edges, printed):
    assert str(faithful(number, 2, edges)) == printed


def test_two_thirds_are_not_printed_as_the_67_per_cent_that_a_grade_needs():
    assert str(faithful(200 / 3, 0, (67,))) == "66.7"


@given(scores)
def test_no_printed_score_crosses_a_band(score):
    shown = float(faithful(score, 2, BANDS))
    assert [shown >= edge for edge in BANDS] == [score >= edge for edge in BANDS]


@given(scores)
def test_a_printed_score_is_the_score_to_its_digits(score):
    assert abs(faithful(score, 2, BANDS) - Decimal(repr(score))) <= Decimal("0.005")
