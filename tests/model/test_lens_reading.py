"""A reading's numbers by name, its lines by outcome."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.lens_reading import LensLine, LensNumber, LensReading

LENS = Library.open().rubric().lenses["three-p"]
NUMBER = LensNumber("prosecution", 3.0, 2.0, 4.0, 1.0)
LINES = tuple(LensLine(f"c{k}", word, "a", "b", "rated", 1) for k, word in enumerate(("a", "b", "a", None)))
READING = LensReading("XXA-2020-2023", LENS, is_draft=False, coverage=1.0, numbers=(NUMBER,), lines=LINES)


def test_a_number_is_found_by_its_part():
    assert READING.number("prosecution") is NUMBER
    with pytest.raises(KeyError):
        READING.number("total")


def test_lines_are_counted_by_outcome_those_without_one_under_no_name():
    assert READING.counts() == {"a": 2, "b": 1, "": 1}
