"""The chain of stages: outcomes do not know weights, one coder can be scored alone, changes are split."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evaluator import Library, pipeline
from evaluator.change import Edition, explain_change
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.library import shipped_root
from evaluator.pipeline import (
    cards_of_study,
    contrast,
    enter,
    evaluate,
    evaluate_all,
    leave_one_out,
    outcomes,
)
from evaluator.read.layers import Layers
from tests.tiny import question, write_library

WHOLE = Path(__file__).resolve().parent / "data" / "whole"


@pytest.fixture(scope="module")
def library():
    return Library(Layers((WHOLE, shipped_root())))


@pytest.fixture(scope="module")
def rubric(library):
    return library.rubric()


@pytest.fixture(scope="module")
def plan(library, rubric):
    return library.assessment("XXB-2021-2024", rubric)


def test_there_is_one_outcome_for_each_criterion_in_tree_order(plan, rubric):
    assert [o.criterion_id for o in outcomes(plan, rubric)] == [c.id for c in rubric.criteria]


def test_plans_scored_together_have_the_cards_that_each_has_alone_in_blocks_too(library, rubric, monkeypatch):
    plans = [library.assessment(name, rubric) for name in ("XXB-2021-2024", "ALB-2005-2007", "BRA-2018-2022")]
    views = [rubric.weightings[name] for name in ("us-tip", "equal")]
    expected = [evaluate(plan, rubric, view) for plan in plans for view in views]
    assert evaluate_all(plans, rubric, views) == expected
    monkeypatch.setattr(pipeline, "ROWS", 2)
    assert evaluate_all(plans, rubric, views) == expected
    assert evaluate_all([], rubric, views) == evaluate_all(plans, rubric, []) == []


def test_without_a_name_the_reference_weighting_is_used(plan, rubric):
    assert evaluate(plan, rubric).weighting.id == rubric.reference_weighting
    assert evaluate(plan, rubric) == evaluate(plan, rubric, rubric.weightings["equal"])


def test_one_coder_can_be_scored_alone_and_an_unknown_one_is_named(plan, rubric):
    coder = plan.codings[0].header.coder
    alone = evaluate(plan, rubric, assessor=coder)
    assert not any(o.outcome.status == "disputed" for o in alone.criteria)
    with pytest.raises(UnknownNameError, match="no coder is called 'zz'"):
        evaluate(plan, rubric, assessor="zz")


def test_a_dispute_makes_what_it_enters_a_draft(plan, rubric):
    entrant = enter(plan, rubric)
    disputed = any(o.status == "disputed" for o in entrant.outcomes)
    assert entrant.is_draft == evaluate(plan, rubric).is_draft
    assert not disputed or entrant.is_draft


def test_a_plan_is_not_contrasted_with_itself_nor_with_nothing(plan, rubric):
    with pytest.raises(EvaluatorError, match="given twice: XXB-2021-2024"):
        contrast([plan, plan], rubric)
    with pytest.raises(EvaluatorError, match="at least one plan"):
        contrast([], rubric)


def test_a_contrast_gives_the_scores_that_evaluate_gives(library, plan, rubric):
    other = library.assessment("ALB-2005-2007", rubric)
    study = contrast([plan, other], rubric, ["equal", "us-tip"])
    for weighting in ("equal", "us-tip"):
        for assessment in (plan, other):
            verdict, card = study.verdict(assessment.plan.id, weighting), evaluate(assessment, rubric, weighting)
            assert (verdict.score, verdict.coverage, verdict.bounds) == (card.score, card.coverage, card.bounds)


def test_leaving_one_out_names_criteria_that_carry_weight(library, plan, rubric):
    study = contrast([plan, library.assessment("ALB-2005-2007", rubric)], rubric, ["equal"])
    assert leave_one_out(study)


def test_a_change_between_the_same_editions_is_nothing(plan, rubric):
    edition = Edition(plan, rubric, "equal")
    change = explain_change(edition, edition)
    assert change.total == 0
    assert {share.amount for share in change.shares} == {0}


def test_a_change_is_of_one_country(library, plan, rubric):
    other = library.assessment("ALB-2005-2007", rubric)
    with pytest.raises(EvaluatorError, match="two plans of one country"):
        explain_change(Edition(plan, rubric), Edition(other, rubric))


THRESHOLDS = {
    level: {"all": [{"ratio": "q", "op": ">=", "value": value}]}
    for level, value in enumerate((0.2, 0.4, 0.6, 0.8), start=1)
}
CAPPED = question(
    "g",
    kind="indicator",
    object="practice",
    cap="judged",
    inputs=["k", "n"],
    ratios={"q": {"of": "k", "over": "n", "kind": "ratio"}},
    conditions=THRESHOLDS,
)


@pytest.mark.parametrize(
    ("rating", "state", "grade", "cause", "score"),
    [
        (("contrary", "0"), "tripped", "E", "gates", 2 / 3),
        (("rated", "4"), "kept", "A", "score", 1.0),
        (("rated", "1"), "in-part", "A", "score", 0.75),
        (("not-assessed", ""), "not-assessed", "A", "score", 1.0),
    ],
)
def test_a_gate_on_a_figure_trips_where_its_judged_cap_is_contrary(tmp_path, rating, state, grade, cause, score):
    """Nine of ten is level 4, so that without the cap the grade would be A in every row."""
    library = write_library(
        tmp_path,
        [question("a"), question("b"), CAPPED],
        {"a": ("rated", "4"), "b": ("rated", "4"), "g": rating},
        rubric={"grading": {"gates": ["g"]}},
        facts=["k,2021,9", "n,2021,10"],
    )
    card = evaluate(library.assessment("XXA-2020-2023", "tiny"), library.rubric("tiny"))
    assert [(gate.criterion_id, gate.state, gate.caps) for gate in card.gates] == [("g", state, state == "tripped")]
    assert (card.grade.grade, card.grade.cause, card.grade.without_gates) == (grade, cause, "A")
    assert card.score == pytest.approx(score, abs=1e-9)
    assert card.criterion("g").outcome.status == rating[0]


@pytest.mark.parametrize("first", ["equal", "us-tip"])
def test_the_scorecards_of_a_study_are_those_that_scoring_again_gives(first):
    shipped = Library.open()
    rubric = shipped.rubric()
    plans = [shipped.assessment(name, rubric) for name in ("ALB-2005-2007", "SRB-2017-2018")]
    weightings = rubric.ordered_weightings(first)
    study = contrast(plans, rubric, weightings)
    assert cards_of_study(study) == [evaluate(one, rubric, first) for one in plans]


def test_the_scorecards_of_one_coder_s_study_name_the_coder_and_are_drafts_only_where_ratings_are(plan, rubric):
    coder = plan.codings[0].header.coder
    (card,) = cards_of_study(contrast([plan], rubric, assessor=coder))
    assert card == evaluate(plan, rubric, next(iter(rubric.weightings)), assessor=coder)
    assert card.assessor == coder
    disputed = replace(contrast([plan], rubric).entrants[0], is_draft=True)
    study = replace(contrast([plan], rubric), entrants=(disputed,))
    assert cards_of_study(study)[0].is_draft == evaluate(plan, rubric).is_draft
