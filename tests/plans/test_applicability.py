"""Whether a criterion applies: roles, memberships, kinds and figures of the plan's years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.country import Fact
from evaluator.plans.applicability import applies, roles_in_period
from tests.marking import unsaid


def role(name: str, start: str, end: str | None = None) -> dict[str, object]:
    return {"role": name, "from": start, "to": end}


@pytest.mark.parametrize(
    ("period", "overlaps"),
    [
        (("2010", "2019"), False),
        (("2010", "2020"), True),
        (("2010", "2020-01"), True),
        (("2023-12-31", None), True),
        (("2024", None), False),
        (("2021-06", "2021-07"), True),
        (("2023", "2030"), True),
        (("2010", "2019-12-31"), False),
        (("2010", None), True),
    ],
)
def test_a_role_overlaps_by_any_day_at_the_precision_known(period, overlaps, plan_of):
    plan = plan_of([], roles=[role("transit", *period)])
    assert roles_in_period(plan) == ({"transit"} if overlaps else set())


def test_a_plan_without_an_end_meets_every_later_role(plan_of):
    assert roles_in_period(plan_of([], end="open", roles=[role("origin", "2040")])) == {"origin"}


def test_one_role_of_several_is_enough_and_the_reason_names_both(criterion_of, plan_of):
    plan = plan_of([], roles=[role("origin", "2000")])
    assert applies(criterion_of("judged", applies_to=["origin", "transit"]), plan).holds
    found = applies(criterion_of("judged", applies_to=["transit", "destination"]), plan)
    assert not found.holds
    assert (
        found.why
        == "it is for countries of transit or destination; the roles recorded for this country in these years: origin"
    )


def test_without_a_role_every_criterion_applies(criterion_of, plan_of):
    assert applies(criterion_of("judged", applies_to=["transit"]), plan_of([])).holds


@pytest.mark.parametrize(
    ("need", "country", "holds"),
    [
        ({"plan_kind": ["action-plan"]}, {}, True),
        ({"plan_kind": ["child-plan"]}, {}, False),
        ({"membership": ["EU"]}, {"memberships": [{"body": "EU", "from": "2007"}]}, True),
        ({"membership": ["EU"]}, {"memberships": [{"body": "EU", "from": "2024"}]}, False),
        ({"membership": ["EU"]}, {"memberships": [{"body": "EU", "from": "1973", "to": "2019"}]}, False),
        ({"membership": ["EU"]}, {}, True),  # nothing is recorded, which excludes nothing
        ({"membership": ["EU"]}, {"memberships": [{"body": "UN", "from": "2007"}]}, False),
        ({"membership": ["EU"]}, {"no_member_of": ["EU", "UN"]}, False),
        ({"membership": ["EU", "UN"]}, {"no_member_of": ["EU"]}, True),
    ],
)
def test_further_conditions_must_hold_in_the_plan_s_period(need, country, holds, criterion_of, plan_of):
    found = applies(criterion_of("judged", applies_if=need), plan_of([], **country))
    assert found.holds is holds
    assert bool(found.why) is not holds


NEED = {"fact": [{"variable": "people", "op": ">", "value": 10.0}]}


def people(year: str, value: float, **cells) -> Fact:
    return Fact(f"{year}-{value}", "people", year, "", value, **cells)


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ([], True),
        ([people("2019", 5)], False),
        ([people("2019", 5), people("2022", 15)], True),
        ([people("2022", 15), people("2019", 5)], True),
        ([people("2022", 5), people("2030", 15)], False),
        ([people("2022", 5), people("2022", 15)], True),
        ([people("2022", 5, breakdown="children")], True),
    ],
)
def test_a_figure_of_the_latest_year_decides_and_a_missing_one_excludes_nothing(facts, holds, criterion_of, plan_of):
    assert applies(criterion_of("judged", applies_if=NEED), plan_of([], facts=facts)).holds is holds


def test_with_an_open_plan_the_newest_figure_decides(criterion_of, plan_of):
    plan = plan_of([], end="open", facts=[people("2022", 5), people("2030", 15)])
    assert applies(criterion_of("judged", applies_if=NEED), plan).holds


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (
            {"applies_to": ["transit", "destination"]},
            "it is for countries of transit or destination; the roles recorded",
        ),
        (
            {"applies_if": {"plan_kind": ["child-plan", "amendment"]}},
            "it asks about plans of this kind: child-plan or amendment",
        ),
        ({"applies_if": {"membership": ["EU", "CoE"]}}, "it asks about members of EU or CoE"),
        ({"applies_if": NEED}, "it asks only if people > 10"),
    ],
)
def test_why_a_criterion_does_not_apply_can_be_said_in_another_language_whole(says, words, criterion_of, plan_of):
    known = {"roles": [role("origin", "2000"), role("internal", "2000")], "no_member_of": ["EU", "CoE"]}
    plan = plan_of([], **known, facts=[people("2022", 5)])
    why = applies(criterion_of("judged", **says), plan).why
    assert why.startswith(words)
    assert unsaid(why, ("EU", "CoE", "people")) == ""


def test_a_criterion_that_asks_of_a_plan_leaves_a_period_without_one_and_the_others_stay(criterion_of, plan_of):
    whole = plan_of([])
    without = replace(whole, plan=whole.plan.model_copy(update={"kind": "no-plan"}))
    found = applies(criterion_of("judged", object="plan"), without)
    assert (found.holds, found.why) == (False, "it asks about a plan, and there was none in these years")
    assert applies(criterion_of("judged", object="plan"), whole).holds
    assert applies(criterion_of("judged", object="law"), without).holds
