"""A country over time: panel of scores, and a change split into plan, rubric and evidence."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.scoring.change import World, panel, split, worlds
from evaluator.scoring.rounding import printed
from tests.scoring.small import card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left"}
O, R = World(), World(rubric=True)  # noqa: E741  (the letters of the hand-worked sums below)
E, ER = World(evidence=True), World(rubric=True, evidence=True)
P, PR = World(plan=True, evidence=True), World(plan=True, rubric=True, evidence=True)
SCORES = st.floats(0, 1)


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
