"""What stands where nothing else is named."""

from __future__ import annotations

from evaluator.model.defaults import DEFAULT_RUBRIC, with_rubric


def test_a_command_names_the_rubric_unless_it_is_the_one_taken_anyway():
    assert with_rubric(DEFAULT_RUBRIC) == ""
    assert with_rubric("first-look") == " --rubric first-look"
