"""From two editions of a country to what changed: each share worked by hand."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator import evaluate
from evaluator.errors import EvaluatorError
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Country
from evaluator.pipeline import Edition, explain_change
from tests.scoring.small import PLAN, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left"}
OLD = rubric_of({"left": {}}, CRITERIA)
EVEN = weighting_of()


def header(state: str = "final", coder: str = "x") -> CodingFile:
    return CodingFile.model_validate({
        "assessment_id": f"XXA-2020-2023.small.{coder}",
        "rubric": "small",
        "rubric_version": "1.0.0",
        "coder": coder,
        "capacity": "assessor",
        "state": state,
        "text_read": {"extent": "whole"},
    })  # fmt: skip


def rated(levels: dict[str, int], *, plan_id: str = PLAN.id, state: str = "final", iso3: str = "XXA") -> Assessment:
    ratings = tuple(
        Rating(name, 1, "rated", level, "high", ("E1",), "a reason") for name, level in levels.items()
    )  # fmt: skip
    plan = PLAN.model_copy(update={"id": plan_id})
    coding = Coding(header(state), ratings)
    return Assessment(Country(iso3=iso3, names={"en": iso3}), plan, "small", codings=(coding,))


def test_an_assessment_is_scored_under_a_weighting_given_as_an_object():
    card = evaluate(rated({"a": 1, "b": 3}), OLD, EVEN)
    assert (card.score, card.coverage, card.is_draft) == (0.5, 1.0, False)
    assert evaluate(rated({"a": 1}, state="draft"), OLD, EVEN).is_draft


def test_a_plan_with_other_ratings_changes_by_the_plan_alone():
    early, late = rated({"a": 1, "b": 1}), rated({"a": 3, "b": 1}, plan_id="XXA-2024-2027")
    found = explain_change(Edition(early, OLD, EVEN), Edition(late, OLD, EVEN))
    assert {share.factor: share.amount for share in found.shares} == {"plan": 0.25, "rubric": 0.0}


def test_a_rubric_that_weighs_otherwise_has_a_share_of_its_own():
    heavy = weighting_of(overrides={"a": 3.0})
    early, late = rated({"a": 1, "b": 3}), rated({"a": 3, "b": 3}, plan_id="XXA-2024-2027")
    found = explain_change(Edition(early, OLD, EVEN), Edition(late, OLD, heavy))
    shares = {share.factor: share.amount for share in found.shares}
    assert (found.old_score, found.new_score) == (0.5, 0.75)
    assert shares == {"plan": pytest.approx((0.25 + 0.375) / 2), "rubric": pytest.approx((-0.125 + 0) / 2)}


def test_the_earlier_plan_rated_again_gives_evidence_its_share():
    early, again = rated({"a": 1, "b": 1}), rated({"a": 2, "b": 1})
    late = rated({"a": 4, "b": 1}, plan_id="XXA-2024-2027")
    found = explain_change(Edition(early, OLD, EVEN), Edition(late, OLD, EVEN), Edition(again, OLD, EVEN))
    assert {share.factor: share.amount for share in found.shares} == {"plan": 0.25, "rubric": 0.0, "evidence": 0.125}


def test_a_criterion_that_means_something_else_is_not_carried_over():
    changed = rubric_of({"left": {}}, {"a": {"parent": "left", "meaning_version": 2}, "b": "left"}, version="2.0.0")
    early = rated({"a": 4, "b": 1})
    late = dataclasses.replace(rated({"a": 2, "b": 1}, plan_id="XXA-2024-2027"))
    found = explain_change(Edition(early, OLD, EVEN), Edition(late, changed, EVEN))
    shares = {share.factor: share.amount for share in found.shares}
    # Under the other rubric each plan is seen by b alone: 0.25.
    assert shares["plan"] == pytest.approx(((0.25 - 0.625) + (0.375 - 0.25)) / 2)
    assert sum(shares.values()) == pytest.approx(0.375 - 0.625)


def test_two_countries_and_a_second_rating_of_another_plan_are_refused():
    here, there = (
        Edition(rated({"a": 1}), OLD, EVEN),
        Edition(rated({"a": 1}, iso3="XXB", plan_id="XXB-2020"), OLD, EVEN),
    )
    with pytest.raises(EvaluatorError, match="XXA-2020-2023 and XXB-2020 are of two countries"):
        explain_change(here, there)
    with pytest.raises(EvaluatorError, match="XXA-2024 is not XXA-2020-2023 rated again"):
        explain_change(here, here, Edition(rated({"a": 1}, plan_id="XXA-2024"), OLD, EVEN))
