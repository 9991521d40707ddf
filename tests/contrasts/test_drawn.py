"""Scores under drawn weights as a table."""

from __future__ import annotations

import pytest

from evaluator.contrasts.draws.drawn import drawn_scores
from evaluator.contrasts.study import study_of
from evaluator.errors import EvaluatorError
from evaluator.pipeline import contrast
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


def drawing_rubric():
    """Return the toy rubric with its choices for draws."""
    return toy_rubric().model_copy(update={"contrast": choices()})


def test_a_plan_alike_in_all_has_one_score_under_any_weights():
    study = contrast([*three_plans(), toy_assessment("DDD-2010-2012", ALIKE)], drawing_rubric())
    drawn = drawn_scores(study, 40, 1, study.weightings[0].id)
    assert list(drawn.columns) == list(study.plan_ids)
    assert drawn["DDD-2010-2012"].tolist() == pytest.approx([0.5] * 40)
    assert drawn["AAA-2010-2012"].nunique() == 40


def test_a_plan_under_the_least_coverage_is_drawn_as_well():
    study = contrast([*three_plans(), toy_assessment("DDD-2010-2012", {"migration.control": 4})], drawing_rubric())
    drawn = drawn_scores(study, 10, 1, study.weightings[0].id)
    assert drawn["DDD-2010-2012"].dropna().tolist() == pytest.approx([1.0] * 10)


def test_what_has_no_weight_in_the_weighting_gets_none():
    study = contrast(three_plans(), drawing_rubric(), ["police", "equal"])
    assert drawn_scores(study, 30, 1, "police").equals(drawn_scores(study, 30, 1, "police"))
    assert not drawn_scores(study, 30, 1, "police").equals(drawn_scores(study, 30, 1, "equal"))
    with pytest.raises(KeyError):
        drawn_scores(study, 1, 0, "rights")


def test_a_rubric_without_choices_for_draws_says_so():
    study = contrast(three_plans(), drawing_rubric())
    bare = study_of(study.rubric.model_copy(update={"contrast": None}), study.weightings, study.entrants)
    with pytest.raises(EvaluatorError, match="states no choices for draws"):
        drawn_scores(bare, 10, 0, study.weightings[0].id)
