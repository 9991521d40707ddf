"""The quick check on the invented plan: what seven counts make of its rows, worked by hand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.library import Library
from evaluator.read.assessment import PlanFolder, read_assessment
from evaluator.read.layers import Layers

COUNTRY = Layers((Path(__file__).parents[1] / "data" / "examples" / "countries" / "XXA",))
RUBRIC = Library.open().rubric("plan-quality")


@pytest.fixture
def assessment():
    return read_assessment(PlanFolder(COUNTRY, COUNTRY.below("plans").below("XXA-2020-2023"), "XXA-2020-2023"), RUBRIC)


def test_a_rubric_that_only_computes_is_no_draft_without_a_coder(assessment):
    assert assessment.codings == ()
    assert not evaluate(assessment, RUBRIC).is_draft


def test_a_rubric_that_asks_by_hand_is_a_draft_without_a_coder(assessment):
    whole = Library.open().rubric()
    assert evaluate(dataclasses.replace(assessment, rubric_id=whole.id), whole).is_draft


def test_a_row_that_could_not_be_read_gives_a_level_with_bounds_and_no_coverage(assessment):
    card = evaluate(assessment, RUBRIC)
    deadlines = card.criterion("deadlines").outcome
    assert (deadlines.level, deadlines.low_level, deadlines.high_level) == (2, 2, 3)
    assert not deadlines.covered
    assert card.coverage < RUBRIC.grading.least_coverage
    assert card.grade.grade is None


def test_a_whole_plan_is_graded_from_its_rows_alone(assessment):
    read = [m for m in assessment.measures if m.level in ("activity", "list-item") and not m.not_seen]
    rows = [dataclasses.replace(m, not_stated=(*m.not_stated, "lead_ids")) for m in read]
    counted = assessment.plan.rows.model_copy(update={"basis": "whole", "here": len(rows), "in_plan": len(rows)})
    plan = assessment.plan.model_copy(update={"rows": counted})
    card = evaluate(dataclasses.replace(assessment, plan=plan, measures=tuple(rows)), RUBRIC)
    rated = [s.outcome.criterion_id for s in card.criteria if s.outcome.covered]
    assert {"deadlines", "responsible-body", "budget-specified", "indicators-baselines"} <= set(rated)
    assert card.criterion("deadlines").outcome.note == f"3 of {len(rows)} measures"
