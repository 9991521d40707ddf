"""Effective weights side by side."""

from __future__ import annotations

import pytest

from evaluator.contrasts.effective import effective_weights
from evaluator.library import Library
from tests.contrasts.synthetic import toy_rubric
from tests.marking import unsaid


def test_groups_stances_and_criteria_each_add_up_to_one():
    rubric = Library.open().rubric()
    lines = effective_weights(rubric, tuple(rubric.weightings.values()))
    for kind in ("group", "stance", "criterion"):
        for s in range(len(rubric.weightings)):
            assert sum(line.shares[s] for line in lines if line.kind == kind) == pytest.approx(1)


def test_a_case_worked_by_hand():
    rubric = toy_rubric()
    lines = {(line.kind, line.id): line.shares[0] for line in effective_weights(rubric, [rubric.weighting("rights")])}
    assert lines["group", "human-rights"] == pytest.approx(0.8)
    assert lines["stance", "structural"] == pytest.approx(0.4)
    assert lines["stance", "none"] == 0
    assert lines["mark", "victim-centred"] == pytest.approx(0.05 + 0.05 + 0.4)
    assert lines["criterion", "human-rights.structural-1"] == pytest.approx(0.2)


def test_titles_that_are_no_data_can_be_said_in_another_language():
    rubric = toy_rubric()
    lines = effective_weights(rubric, [rubric.weighting("equal")])
    assert {unsaid(line.title) for line in lines if line.kind in ("stance", "mark")} == {""}
