"""Pages and chapters; the faults of ratings have their files in tests/bad."""

from __future__ import annotations

import pytest

from evaluator.read.checks.assessment import _begins_with, _pages


def test_pages_are_single_ones_and_ranges():
    assert _pages("85;87-90, iv") == {"85", "87", "88", "89", "90", "iv"}
    assert _pages("") == set()


def test_a_range_too_long_to_be_meant_stays_a_word():
    assert _pages("1-999999999") == {"1-999999999"}


@pytest.mark.parametrize(
    ("searched", "chapter", "holds"),
    [
        ("2: shelter", "2", True),
        ("2", "2", True),
        ("2.1: shelter", "2", False),
        ("2.1: shelter", "2.1", True),
        ("22: shelter", "2", False),
        ("2-3", "2", False),
        ("help; work", "help", True),
        ("helpers", "help", False),
        ("chapter help", "help", False),
    ],
)
def test_what_was_searched_begins_with_a_chapter_as_a_word(searched, chapter, holds):
    assert _begins_with(searched, chapter) is holds
