"""A country over time: panel of scores, and a change split into plan, rubric and evidence."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator import evaluate
from evaluator.change import Edition, World, explain_change, panel, split, worlds
from evaluator.errors import EvaluatorError
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Country
from evaluator.scoring.rounding import printed
from tests.scoring.small import PLAN, card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left"}
O, R = World(), World(rubric=True)  # noqa: E741  (the letters of the hand-worked sums below)
E, ER = World(evidence=True), World(rubric=True, evidence=True)
P, PR = World(plan=True, evidence=True), World(plan=True, rubric=True, evidence=True)
SCORES = st.floats(0, 1)
OLD = rubric_of({"left": {}}, CRITERIA)
EVEN = weighting_of()


def test_the_worlds_lead_from_the_earlier_to_the_later_edition_and_never_to_a_later_plan_on_earlier_evidence():
    assert worlds(rerated=False) == (O, R, P, PR)
    assert worlds(rerated=True) == (O, R, E, ER, P, PR)


def test_without_a_second_rating_there_are_two_orders():
    found = split({O: 0.2, R: 0.3, P: 0.6, PR: 0.5}, rerated=False)
    shares = {share.factor: share for share in found.shares}
    assert list(shares) == ["plan", "rubric"]
    assert shares["plan"].amount == pytest.approx(((0.6 - 0.2) + (0.5 - 0.3)) / 2)
    assert shares["rubric"].amount == pytest.approx(((0.3 - 0.2) + (0.5 - 0.6)) / 2)
    assert (shares["rubric"].least, shares["rubric"].most) == pytest.approx((-0.1, 0.1))


def test_with_a_second_rating_there_are_three_orders_for_evidence_comes_before_the_plan():
    found = split({O: 0.2, R: 0.3, E: 0.25, ER: 0.4, P: 0.6, PR: 0.5}, rerated=True)
    shares = {share.factor: share.amount for share in found.shares}
    assert shares["rubric"] == pytest.approx(((0.3 - 0.2) + (0.4 - 0.25) + (0.5 - 0.6)) / 3)
    assert shares["evidence"] == pytest.approx(((0.4 - 0.3) + 2 * (0.25 - 0.2)) / 3)
    assert shares["plan"] == pytest.approx((2 * (0.5 - 0.4) + (0.6 - 0.25)) / 3)


@given(st.booleans(), st.lists(SCORES, min_size=6, max_size=6))
def test_the_shares_add_up_to_the_change_and_each_is_printed_rounded_by_itself(rerated, numbers):
    found = split(dict(zip(worlds(rerated=rerated), numbers, strict=False)), rerated=rerated)
    assert sum(share.amount for share in found.shares) == pytest.approx(found.total, abs=1e-12)
    shown = found.printed(3)
    assert shown == {"total": printed(found.total, 3), **{s.factor: printed(s.amount, 3) for s in found.shares}}
    assert all(share.least - 1e-12 <= share.amount <= share.most + 1e-12 for share in found.shares)


@given(SCORES, SCORES)
def test_a_factor_that_changes_nothing_gets_nothing(before, after):
    found = split({O: before, R: before, P: after, PR: after}, rerated=False)
    assert {share.factor: share.amount for share in found.shares} == {"plan": after - before, "rubric": 0}


def test_a_missing_score_leaves_no_shares_and_is_named():
    found = split({O: 0.2, R: None, P: 0.6, PR: 0.5}, rerated=False)
    assert (found.total, found.shares, found.lacking) == (pytest.approx(0.3), (), (R,))
    assert str(R) == "rubric of the later edition"
    assert str(O) == "nothing of the later edition"
    assert found.printed(2) == {"total": Decimal("0.30")}
    none = split({O: None, R: 0.1, P: 0.6, PR: 0.5}, rerated=False)
    assert (none.total, none.printed(2)) == (None, {})


def test_a_panel_is_in_order_of_time_and_of_versions_as_numbers():
    early = card_of(rubric_of({"left": {}}, CRITERIA, version="1.9.0"), {"a": 1, "b": 3})
    late = card_of(
        rubric_of({"left": {}}, CRITERIA, version="1.10.0"), {"a": 4, "b": 3}, weighting_of(overrides={"a": 0.5})
    )
    plan = late.assessment.plan.model_copy(update={"id": "XXA-2016-2019", "start": "2016", "end": "2019"})
    older = dataclasses.replace(early, assessment=dataclasses.replace(early.assessment, plan=plan))
    rows = panel([late, early, older])
    assert [(row.plan_id, row.version) for row in rows] == [
        ("XXA-2016-2019", "1.9.0"),
        ("XXA-2020-2023", "1.9.0"),
        ("XXA-2020-2023", "1.10.0"),
    ]
    assert (rows[1].score, rows[1].grade, rows[1].coverage, rows[1].bounds) == (0.5, "C", 1.0, (0.5, 0.5))


def header(state: str = "final", coder: str = "x") -> CodingFile:
    return CodingFile.model_validate({
        "assessment_id": f"XXA-2020-2023.small.{coder}",
        "rubric": "small",
        "rubric_version": "1.0.0",
        "coder": coder,
        "capacity": "assessor",
        "state": state,
        "text_read": {"measures": "whole", "text": "whole"},
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
    with pytest.raises(EvaluatorError, match="two plans of one country: XXA-2020-2023 and XXB-2020 are of two"):
        explain_change(here, there)
    with pytest.raises(EvaluatorError, match="new ratings of XXA-2020-2023, not of XXA-2024"):
        explain_change(here, here, Edition(rated({"a": 1}, plan_id="XXA-2024"), OLD, EVEN))
