"""Pages and chapters; the faults of ratings have their files in tests/bad."""

from __future__ import annotations

from evaluator.read.checks.assessment import _pages


def test_pages_are_single_ones_and_ranges():
    assert _pages("85;87-90, iv") == {"85", "87", "88", "89", "90", "iv"}
    assert _pages("") == set()


def test_a_range_too_long_to_be_meant_stays_a_word():
    assert _pages("1-999999999") == {"1-999999999"}
