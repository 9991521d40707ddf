"""Dates at their precision, and criteria that are named; the faults have their files in tests/bad."""

from __future__ import annotations

import pytest

from evaluator.read.checks.plan import is_before


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2004", "2005", True),
        ("2005", "2005-12", False),
        ("2005-12", "2005", False),
        ("2005-11", "2005-12", True),
        ("2005-12-30", "2005-12", False),
        ("", "2005", False),
        ("2005", "", False),
    ],
)
def test_a_date_is_before_another_only_if_all_of_it_is(first, second, before):
    assert is_before(first, second) is before
