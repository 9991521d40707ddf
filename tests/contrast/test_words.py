"""Names of nodes in sentences."""

from __future__ import annotations

from evaluator.contrast.words import path_title
from tests.contrast.synthetic import toy_rubric


def test_a_stance_is_named_with_its_paradigm():
    rubric = toy_rubric()
    assert path_title(rubric, "human-rights.structural") == "Human-rights, structural"
    assert path_title(rubric, "plan-quality") == "Plan quality"
    assert path_title(rubric, "plan-quality-1") == "Plan-quality-1"
