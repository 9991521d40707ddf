"""A lens says what its unit needs, and nothing that would ask for less."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.lens import Lens, LensLine, LensNumber, LensReading, LensTest

BASE = {
    "id": "l", "rubric": "r", "titles": {}, "reproduces": "", "modelled": "", "recalled": "", "sources": [],
    "least_coverage": {"share": 0.5, "origin": "modelled"},
}  # fmt: skip
PART = {"id": "p", "criteria": ["x"], "lowest": 0.0, "highest": 1.0, "origin": "modelled"}
LADDER = {
    "id": "d", "instrument": "i", "standings": ["floor"], "outcomes": {0: "low"}, "contrary": "low", "gate": "low",
    "origin": "modelled",
}  # fmt: skip
LENS = Library.open().rubric().lenses["three-p"]
NUMBER = LensNumber("prosecution", 3.0, 2.0, 4.0, 1.0)
LINES = tuple(LensLine(f"c{k}", word, "a", "b", "rated", 1) for k, word in enumerate(("a", "b", "a", None)))
READING = LensReading("XXA-2020-2023", LENS, is_draft=False, coverage=1.0, numbers=(NUMBER,), lines=LINES)


def test_outcomes_are_named_once_the_best_first():
    test = {"part": "p", "at_least": 0.5, "origin": "modelled"}
    steps = [{"outcome": "a", "all": [test]}, {"outcome": "b", "all": [test]}, {"outcome": "b", "all": [test]}]
    lens = Lens.model_validate({**BASE, "unit": "plan", "parts": [PART], "steps": [*steps, {"outcome": "c"}]})
    assert lens.outcomes == ("a", "b", "c")


@pytest.mark.parametrize(
    "more",
    [
        {"unit": "criterion", "parts": [PART]},
        {"unit": "plan", "ladders": [LADDER]},
        {"unit": "plan", "parts": [PART], "ladders": [LADDER]},
        {"unit": "editions"},
    ],
)
def test_a_unit_has_its_own_keys_and_no_other(more):
    with pytest.raises(ValueError, match="`parts` for unit plan"):
        Lens.model_validate({**BASE, **more})


@pytest.mark.parametrize(
    "test",
    [
        {},
        {"part": "p"},
        {"at_least": 1.0},
        {"criterion": "x"},
        {"part": "p", "at_least": 1.0, "risen": "p"},
        {"none_contrary": ["x"], "risen": "p"},
    ],
)
def test_a_test_has_exactly_one_form(test):
    with pytest.raises(ValueError, match="`part` with `at_least`"):
        LensTest.model_validate({**test, "origin": "modelled"})


def test_there_is_no_way_to_ask_for_less():
    with pytest.raises(ValueError, match="under"):
        LensTest.model_validate({"part": "p", "at_least": 1.0, "under": 2.0, "origin": "modelled"})


def test_a_number_is_found_by_its_part():
    assert READING.number("prosecution") is NUMBER
    with pytest.raises(KeyError):
        READING.number("total")


def test_lines_are_counted_by_outcome_those_without_one_under_no_name():
    assert READING.counts() == {"a": 2, "b": 1, "": 1}
