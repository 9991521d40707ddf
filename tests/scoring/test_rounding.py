"""Printed parts add up to the printed total."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.scoring.rounding import faithful, printed, score_figure, share_figure, shared_out

BANDS = (0.80, 0.65, 0.50, 0.30, 0.0)
SCORES = st.floats(0, 1, allow_nan=False).map(lambda x: round(x, 9))

PARTS = st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=1, max_size=12)


@given(PARTS, st.integers(0, 6))
def test_parts_add_up_to_the_printed_total_and_move_less_than_one_unit(parts, digits):
    total = printed(math.fsum(parts), digits)
    shares = shared_out(parts, total)
    assert sum(shares) == total
    unit = Decimal(1).scaleb(-digits)
    assert all(abs(share - Decimal(part)) < unit * Decimal("1.0001") for share, part in zip(shares, parts, strict=True))


@given(st.lists(PARTS, min_size=1, max_size=4), st.integers(0, 4))
def test_a_printed_part_can_be_shared_out_again(groups, digits):
    sums = [math.fsum(group) for group in groups]
    for group, share in zip(groups, shared_out(sums, printed(math.fsum(sums), digits)), strict=True):
        assert sum(shared_out(group, share)) == share


def test_the_largest_remainders_are_rounded_up():
    assert shared_out([0.26, 0.17, 0.07], Decimal("0.5")) == (Decimal("0.2"), Decimal("0.2"), Decimal("0.1"))


def test_equal_remainders_go_to_what_stands_first():
    assert shared_out([0.25, 0.25], Decimal("0.5")) == (Decimal("0.3"), Decimal("0.2"))


def test_halves_are_rounded_up_and_binary_noise_does_not_decide():
    assert printed(0.5 + 0.1 * 3 - 0.3 - 0.375, 2) == Decimal("0.13")


def test_a_total_one_unit_off_is_still_shared_out():
    assert shared_out([0.1], Decimal("0.11")) == (Decimal("0.11"),)


def test_a_total_that_rounding_does_not_explain_is_refused():
    with pytest.raises(ValueError, match=r"2 parts of 0\.2 cannot be printed as 0\.9"):
        shared_out([0.1, 0.1], Decimal("0.9"))


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


@given(SCORES)
def test_no_printed_score_crosses_a_band(score):
    shown = float(faithful(score, 2, BANDS))
    assert [shown >= edge for edge in BANDS] == [score >= edge for edge in BANDS]


@given(SCORES)
def test_a_printed_score_is_the_score_to_its_digits(score):
    assert abs(faithful(score, 2, BANDS) - Decimal(repr(score))) <= Decimal("0.005")


def test_a_sentence_prints_the_digits_that_a_table_prints():
    for number in (0.125, 0.375, 0.798, 2 / 3, 0.0, 1.0):
        assert str(score_figure(number, BANDS)) == str(faithful(number, 2, BANDS))
        assert str(share_figure(number, (0.67,))) == f"{faithful(number * 100, 0, (67,))}%"
