"""The choices of the contrast are complete and make sense, or are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.library import Library
from evaluator.model.contrast import Alternatives, ContrastChoices, DoubtfulRatings, Sensitivity


def test_the_shipped_rubric_states_its_choices():
    choices = Library.open().rubric().contrast
    assert isinstance(choices, ContrastChoices)
    assert (choices.origin, choices.draws) == ("modelled", 10000)


@pytest.mark.parametrize(
    ("shape", "given", "said"),
    [
        (DoubtfulRatings, {"unrated": {0: 0.5, 1: 0.4}, "one_down": 0.1, "one_up": 0.1}, "add up to 1"),
        (DoubtfulRatings, {"one_down": 0.6, "one_up": 0.6}, "add up to at most 1"),
        (
            Alternatives,
            {"value_functions": {"x": (0.0, 0.6, 0.5, 1.0)}, "quality_from": 0.0, "quality_to": 1.0},
            "fall",
        ),
        (Alternatives, {"quality_from": 0.5, "quality_to": 0.1}, "at or under"),
        (Sensitivity, {"base": 100, "scenarios": 100, "confidence": 0.95}, "power of two"),
    ],
)
def test_choices_that_make_no_sense_are_refused(shape, given, said):
    with pytest.raises(ValidationError, match=said):
        shape.model_validate({**given, "origin": "modelled"})
