"""From a share, or several ratios, to a level."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.model.criterion import LevelBand, LevelTests
from evaluator.plans.levels import level_by_bands, level_by_conditions, level_range, wilson

BANDS = tuple(
    LevelBand.model_validate({"level": level, "from": lower}) for level, lower in enumerate((0.0, 0.25, 0.5, 0.8, 0.95))
)
CONDITIONS = {
    level: LevelTests.model_validate({"all": [{"ratio": "a", "op": ">=", "value": lower}]})
    for level, lower in enumerate((0.25, 0.5, 0.8, 0.95), start=1)
}
BOTH = {
    1: LevelTests.model_validate(
        {"any": [{"ratio": "a", "op": ">", "value": 0.5}, {"ratio": "b", "op": "<", "value": 0.5}]}
    ),
    2: LevelTests.model_validate(
        {"all": [{"ratio": "a", "op": ">", "value": 0.5}, {"ratio": "b", "op": "<", "value": 0.5}]}
    ),
}
Z = 1.959963984540054
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("share", "level"), [(0, 0), (0.2499, 0), (0.25, 1), (0.5, 2), (0.7999999999, 3), (0.95, 4), (1, 4)]
)
def test_a_share_reaches_the_band_it_begins_rounded_once(share, level):
    assert level_by_bands(BANDS, share) == level


def test_a_level_needs_all_levels_below_it():
    gap = {1: CONDITIONS[1], 2: CONDITIONS[4], 3: CONDITIONS[2]}
    assert level_by_conditions(gap, {"a": 0.6}) == 1


def test_any_needs_one_test_and_all_needs_each():
    assert level_by_conditions(BOTH, {"a": 0.6, "b": 0.6}) == 1
    assert level_by_conditions(BOTH, {"a": 0.6, "b": 0.4}) == 2
    assert level_by_conditions(BOTH, {"a": 0.4, "b": 0.6}) == 0


def test_a_ratio_that_is_undefined_fails_every_condition():
    assert level_by_conditions(CONDITIONS, {"a": float("nan")}) == 0


@settings(max_examples=50)
@given(shares, shares)
def test_levels_never_fall_as_the_share_rises(first, second):
    low, high = sorted((first, second))
    assert level_by_bands(BANDS, low) <= level_by_bands(BANDS, high)
    assert level_by_conditions(CONDITIONS, {"a": low}) <= level_by_conditions(CONDITIONS, {"a": high})


@settings(max_examples=50)
@given(st.tuples(shares, shares), st.tuples(shares, shares), shares, shares)
def test_the_range_of_levels_holds_every_level_inside(a, b, at_a, at_b):
    a, b = tuple(sorted(a)), tuple(sorted(b))
    inside = {"a": a[0] + at_a * (a[1] - a[0]), "b": b[0] + at_b * (b[1] - b[0])}
    low, high = level_range(BOTH, {"a": a, "b": b})
    assert low <= level_by_conditions(BOTH, inside) <= high


def test_wilson_by_hand():
    """Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 gives 0.2553 to 0.3662."""
    low, high = wilson(81, 263, Z)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@settings(max_examples=50)
@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_and_stays_in_0_to_1(case):
    hits, n = case
    low, high = wilson(hits, n, Z)
    assert 0 <= low <= hits / n <= high <= 1


MIDDLE = {
    1: LevelTests.model_validate(
        {"all": [{"ratio": "a", "op": ">", "value": 0.4}, {"ratio": "a", "op": "<", "value": 0.6}]}
    )
}


def test_a_range_that_holds_what_its_ends_do_not_reaches_the_level():
    assert level_range(MIDDLE, {"a": (0.1, 0.9)}) == (0, 1)
    assert level_range(MIDDLE, {"a": (0.45, 0.55)}) == (1, 1)
    assert level_range(MIDDLE, {"a": (0.1, 0.4)}) == (0, 0)
    assert level_range(MIDDLE, {"a": (0.0, 0.9999)}) == (0, 1)
    narrow = LevelTests.model_validate(
        {"all": [{"ratio": "a", "op": ">=", "value": 0.6}, {"ratio": "a", "op": "<=", "value": 0.7}]}
    )
    assert level_range({1: narrow}, {"a": (0.0, 1.0)}) == (0, 1), "the middle of the range is not in it"


def test_gathered_tests_hold_as_they_say():
    tests = {
        1: LevelTests.model_validate(
            {
                "all": [
                    {"variable": "law", "op": ">=", "value": 1},
                    {"any": [{"ratio": "a", "op": ">", "value": 0.5}, {"variable": "cases", "op": "<", "value": 3}]},
                ]
            }
        )
    }
    assert level_by_conditions(tests, {"law": 1, "a": 0.1, "cases": 2}) == 1
    assert level_by_conditions(tests, {"law": 1, "a": 0.1, "cases": 3}) == 0
    assert level_by_conditions(tests, {"law": 0, "a": 0.9, "cases": 2}) == 0
    assert level_range(tests, {"law": (1, 1), "a": (0.4, 0.6), "cases": (9, 9)}) == (0, 1)


@settings(max_examples=50)
@given(shares, shares, shares)
def test_a_range_holds_the_level_of_every_number_in_it(one, other, between):
    low, high = sorted((one, other))
    inside = low + between * (high - low)
    for conditions in (CONDITIONS, MIDDLE):
        least, most = level_range(conditions, {"a": (low, high)})
        assert least <= level_by_conditions(conditions, {"a": inside}) <= most
