"""What an audit varies needs its steps, and a node for the share of plan quality."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.audit import AuditFile, StatisticsChoices

BASE = {"rubric": "r", "weight_times": 1.5, "band_by": 0.05, "threshold_by": 0.1, "cut_off_by": 0.1}


def test_alternatives_may_be_few():
    assert AuditFile.model_validate(BASE).points == ()


@pytest.mark.parametrize(
    "more",
    [
        {"plan_quality_shares": [0.1]},
        {"plan_quality_node": "plan-quality"},
        {"weight_times": 1.0},
        {"band_by": 2.0},
        {"missing": ["forget"]},
    ],
)
def test_a_step_that_moves_nothing_or_has_no_place_is_refused(more):
    with pytest.raises(ValueError, match="validation error"):
        AuditFile.model_validate({**BASE, **more})


@pytest.mark.parametrize(
    "wrong", [{"least_plans": 3}, {"bins": 1}, {"apart": 1}, {"noise": 2}, {"draws": 5}, {"standouts": 0}, {"other": 1}]
)
def test_what_would_say_nothing_is_refused(wrong):
    with pytest.raises(ValidationError):
        StatisticsChoices.model_validate(wrong)


def test_what_is_not_stated_is_as_declared():
    assert StatisticsChoices().least_plans == 10
    assert StatisticsChoices.model_validate({"noise": 0}).noise == 0
