"""What alternatives do to invented plans, worked by hand."""

from __future__ import annotations

import pytest

from evaluator.contrasts.audit.numbers import audit_rubric
from evaluator.contrasts.compare import Entrant
from evaluator.model.assessment import Assessment
from evaluator.model.audit import AuditFile
from evaluator.model.country import Country
from tests.scoring.small import PLAN, outcomes_of, rubric_of, weighting_of

FILE = AuditFile.model_validate({
    "rubric": "small",
    "points": [{"id": "late", "points": [0.0, 0.0, 0.0, 0.0, 1.0], "ground": "all or nothing"}],
    "weight_times": 2.0,
    "band_by": 0.05,
    "least_coverage": [0.2],
    "gate_caps": [{"id": "none", "caps": [], "ground": "no caps"}],
    "missing": ["zero"],
    "threshold_by": 0.1,
    "cut_off_by": 0.1,
    "allocation": [{"criterion": "y", "to": "a", "ground": "could be"}],
})  # fmt: skip
NODES = {"a": {}, "b": {}}
CRITERIA = {"x": "a", "y": "b", "z": "b"}
RATINGS = {"XXA-2020-2023": {"x": 4, "y": 0, "z": "?"}, "XXB-2020-2023": {"x": 2, "y": 2, "z": 2}}


def audited(ratings=RATINGS, gates=()):
    view = weighting_of({"total": {"a": 1, "b": 1}}, name="equal")
    rubric = rubric_of(NODES, CRITERIA, gates, weightings={"equal": view})

    def enter(assessment, other):
        return Entrant(assessment, outcomes_of(other, ratings[assessment.plan.id]), is_draft=False)

    plans = [
        Assessment(Country(iso3=name[:3], names={}), PLAN.model_copy(update={"id": name}), rubric.id)
        for name in ratings
    ]
    return audit_rubric(rubric, FILE, plans, enter)


def effect(audit, family, number=""):
    return next(e for e in audit.family(family) if number in e.variant.number)


def test_another_value_function_moves_scores_and_places():
    late = effect(audited(), "value function")
    assert (late.score, late.score_plan) == (-0.5, "XXB-2020-2023")
    assert late.places == ("XXB-2020-2023: 1 -> 2",)
    assert late.largest_move == 1


def test_a_missing_rating_counted_as_nothing_lowers_the_plan_that_has_it():
    found = effect(audited({"XXA-2020-2023": {"x": 4, "y": 4, "z": "?"}}), "missing ratings")
    assert (found.score, found.score_plan, found.ends) == (-0.25, "XXA-2020-2023", 0.0)


def test_a_lower_least_coverage_gives_a_grade_to_who_had_none():
    ratings = {"XXA-2020-2023": {"x": 4}}
    audit = audited(ratings)
    assert audit.graded == ()
    assert effect(audit, "least coverage").grades == ("XXA-2020-2023: none (C-A) -> A (C-A)",)


def test_caps_that_are_lifted_raise_the_grade_of_a_tripped_gate():
    audit = audited({"XXA-2020-2023": {"x": 4, "y": 4, "z": "contrary"}}, gates=["z"])
    assert effect(audit, "gate caps").grades == ("XXA-2020-2023: D -> B",)


def test_a_weight_doubled_moves_the_score_by_hand():
    found = effect(audited({"XXA-2020-2023": {"x": 4, "y": 0, "z": 0}}), "weights of equal", "total > a")
    assert found.variant.tried == "times 0.5"
    assert found.score == pytest.approx(1 / 3 - 1 / 2, abs=1e-9)


def test_a_criterion_elsewhere_moves_the_score_by_hand():
    found = effect(audited({"XXA-2020-2023": {"x": 4, "y": 0, "z": 4}}), "allocation", "y")
    assert found.score == pytest.approx((0.5 + 1) / 2 - (1 + 0.5) / 2)
    assert found.silent


def test_a_number_on_which_nothing_depends_is_silent():
    audit = audited({"XXB-2020-2023": {"x": 2, "y": 2, "z": 2}})
    assert [e.variant.number for e in audit.family("grade bands") if not e.silent] == ["C from"]
    assert effect(audit, "missing ratings").silent


def test_without_a_rated_plan_there_is_nothing_to_move():
    audit = audited({})
    assert (audit.effects, audit.plan_ids, audit.families) == ((), (), ())


def test_drafts_are_named():
    rubric = rubric_of(NODES, CRITERIA, weightings={"equal": weighting_of(name="equal")})
    plan = Assessment(Country(iso3="XXA", names={}), PLAN, rubric.id)

    def enter(assessment, other):
        return Entrant(assessment, outcomes_of(other, {"x": 1}), is_draft=True)

    assert audit_rubric(rubric, FILE, [plan], enter).drafts == (PLAN.id,)
