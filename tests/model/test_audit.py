"""What an audit varies needs its steps, and a node for the share of plan quality."""

from __future__ import annotations

import pytest

from evaluator.model.audit import AuditFile

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
