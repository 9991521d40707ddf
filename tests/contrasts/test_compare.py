"""What keeps plans from comparing is said."""

from __future__ import annotations

import dataclasses

from evaluator import contrast
from tests.contrasts.synthetic import ALIKE, three_plans, toy_assessment, toy_rubric
from tests.marking import unsaid


def _by_roles():
    """Return the toy rubric, of which one criterion applies to countries of some roles."""
    rubric = toy_rubric()
    first = rubric.criteria[0].model_copy(update={"applies_to": ("origin", "transit")})
    return rubric.model_copy(update={"criteria": (first, *rubric.criteria[1:])})


def _warnings(*plans, rubric=None):
    return " ".join(contrast(list(plans), rubric or toy_rubric(), ["equal"]).warnings)


def test_plans_of_like_years_and_roles_raise_no_doubt():
    assert contrast(three_plans()[:2], toy_rubric(), ["equal"]).warnings == ()


def test_years_that_differ_are_named():
    told = _warnings(
        toy_assessment("AAA-2001-2003", ALIKE),
        toy_assessment("BBB-2010-2010", {**ALIKE, "plan-quality": 1}),
        toy_assessment("CCC-2001-2003", {**ALIKE, "plan-quality": 2}),
    )
    years = "AAA-2001-2003, CCC-2001-2003 (2001–2003); BBB-2010-2010 (2010)"
    assert told.startswith(f"They do not cover the same years: {years}.")


def test_unlike_roles_and_missing_roles_are_named_where_they_decide_what_applies():
    plans = (
        toy_assessment("AAA-2010-2012", ALIKE),
        toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality": 1}, roles=["destination"]),
        toy_assessment("CCC-2010-2012", {**ALIKE, "plan-quality": 3}, roles=[]),
    )
    told = _warnings(*plans, rubric=_by_roles())
    assert "role" not in _warnings(*plans)
    assert "BBB-2010-2012 (destination); AAA-2010-2012 (origin)" in told
    assert "No role is recorded for the years of CCC-2010-2012" in told


def test_unlike_roles_are_not_named_where_every_criterion_applies():
    plans = (
        toy_assessment("AAA-2010-2012", ALIKE),
        toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality": 1}, roles=["transit", "origin"]),
    )
    assert _warnings(*plans, rubric=_by_roles()) == ""


def test_identical_plans_and_drafts_are_named():
    told = _warnings(toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", ALIKE, state="draft"))
    assert "AAA-2010-2012, BBB-2010-2012 have the same ratings, so no frame separates them." in told
    assert "The assessment of BBB-2010-2012 is a draft. The ratings of coder a are a draft." in told


def test_an_open_plan_is_named_from_its_first_year():
    plan = toy_assessment("AAA-2001-2003", ALIKE)
    still = plan.plan.model_copy(update={"end": "open"})
    entrants = contrast([plan], toy_rubric(), ["equal"]).entrants
    assert entrants[0].years == ("2001", "2003")
    assert (entrants[0].iso3, entrants[0].roles) == ("AAA", ("origin",))
    other = toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality": 1})
    assert "AAA-2001-2003 (from 2001); " in _warnings(dataclasses.replace(plan, plan=still), other)


def test_a_plan_that_alone_has_no_score_is_named():
    told = _warnings(toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", {}))
    assert told == "BBB-2010-2012: no score and no rank, because no criterion that counts is rated."


def test_plans_without_a_score_under_the_same_frames_stand_in_one_sentence():
    """Police counts law and migration alone; a plan of human rights has a score under the other two."""
    rights = {"human-rights.protection": 3}
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", rights)]
    plans += [toy_assessment("CCC-2010-2012", {"human-rights.structural": 2}), toy_assessment("DDD-2010-2012", {})]
    told = [said for said in contrast(plans, toy_rubric()).warnings if "no score" in said]
    assert told == [
        (
            "BBB-2010-2012, CCC-2010-2012: no score and no rank under “police”, "
            "because no criterion that counts there is rated."
        ),
        "DDD-2010-2012: no score and no rank, because no criterion that counts is rated.",
    ]


def test_plans_of_which_nothing_is_rated_are_not_said_to_have_the_same_ratings():
    told = _warnings(toy_assessment("AAA-2010-2012", {}), toy_assessment("BBB-2010-2012", {}))
    assert told == "AAA-2010-2012, BBB-2010-2012: no score and no rank, because no criterion that counts is rated."


def test_every_warning_can_be_said_in_another_language_whole():
    late = [toy_assessment(f"{a}{b}B-2020-2022", {"migration.control": 1}) for a in "CD" for b in "ABC"]
    late += [toy_assessment(f"GGG-{year}-{year}", {"migration.control": 1}) for year in range(2013, 2017)]
    late[-1] = dataclasses.replace(late[-1], plan=late[-1].plan.model_copy(update={"end": "open"}))
    plans = [
        toy_assessment("AAA-2010-2012", ALIKE, state="draft"),
        toy_assessment("BBB-2010-2012", ALIKE, roles=["destination"]),
        toy_assessment("EEE-2010-2012", {}, roles=[]),
        *late,
        toy_assessment("FFF-2010-2012", {"human-rights.protection": 3}),
    ]
    told = [*contrast(plans, _by_roles()).warnings, *contrast(plans[2:3], _by_roles()).warnings]
    data = (*(plan.plan.id for plan in plans), "a", "equal", "police", "rights", "Equal", "Police", "Rights")
    assert [unsaid(warning, data) for warning in told] == [""] * len(told)
    text = " ".join(told)
    for part in (
        "the same years", "and 6 more", "from 2016", "No role", "countries’ roles differ", "is a draft",
        "have the same ratings", "because no criterion that counts is rated", "counts there is rated", "One plan alone",
    ):  # fmt: skip
        assert part in text, part
