"""The contrast as a page prints it: shares add up, plans are told apart, ranks can be left out."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from tests.contrasts.pages import three_found, view_of_found
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


@pytest.fixture(scope="module")
def found():
    return three_found()


def test_parts_of_a_hundred_that_are_drawn_add_up_and_weights_say_where_they_do_not(found):
    view = view_of_found(found, SECTIONS)
    for one in view.scores:
        assert one.is_rounded == (sum(one.groups) != 100 or sum(one.stances) != 100)


def test_each_plan_has_what_parts_its_lowest_score_from_its_highest(found):
    view = view_of_found(found, SECTIONS)
    assert view.has_moves
    gaps = {plan.plan_id: plan.highest.score - plan.lowest.score for plan in view.frames.plans}
    for plan in view.frames.plans:
        assert (plan.ledger is None) == (gaps[plan.plan_id] == 0)


def test_a_draft_among_the_plans_stands_in_the_notice_with_its_reasons_and_not_among_the_doubts():
    plans = [three_plans()[0], toy_assessment("BBB-2010-2012", {"plan-quality": 1}, state="draft")]
    view = view_of_found(
        findings_of(contrast(plans, toy_rubric()), ContrastOptions(sections=("scores",)), ContrastContext()),
        ("scores",),
    )
    assert view.is_draft
    assert view.draft_reasons == ("The assessment of Bbb is a draft. The ratings of coder a are a draft.",)
    assert "is a draft" not in " ".join(view.warnings)


def test_without_ranks_nothing_tells_one(found):
    view = view_of_found(found, SECTIONS, ranks=False)
    assert (view.ranks, view.crossings, view.attainable, view.stability) == (False, (), (), ())
    assert [drawn.bars for drawn in view.drawn] == [(), ()]
    assert view.levels


def test_only_the_sections_asked_for_are_there(found):
    view = view_of_found(found, ("weights",))
    assert view.scores[0].groups
    assert (view.scores[0].rows, view.has_moves, view.drawn, view.levels_sentence) == ((), False, (), "")


def test_one_weighting_alone_has_no_figure_of_frames(found):
    assert view_of_found(findings_of(contrast(three_plans(), toy_rubric(), ["equal"])), SECTIONS).frames is None
    assert view_of_found(found, ("weights",)).frames is None


def test_plans_of_one_country_are_told_apart_by_their_years():
    plans = [*three_plans(), toy_assessment("AAA-2013-2015", ALIKE)]
    view = view_of_found(findings_of(contrast(plans, toy_rubric())), ("scores",))
    assert [plan.label for plan in view.plans] == ["Aaa 2010", "Bbb", "Ccc", "Aaa 2013"]
    assert {plan.label for plan in view.frames.plans} == {plan.label for plan in view.plans}


def test_a_weighting_without_a_score_and_a_plan_without_ratings_are_shown():
    rubric = toy_rubric(contrast=choices())
    plans = [*three_plans(), toy_assessment("DDD-2010-2012", {}, roles=[])]
    view = view_of_found(findings_of(contrast(plans, rubric), ContrastOptions(sections=SECTIONS)), SECTIONS)
    assert {row.score for row in view.scores[0].rows if row.plan_id == "DDD-2010-2012"} == {None}
    assert view.plans[3].roles == ()


def test_every_plan_stands_first_with_score_bounds_and_coverage_under_the_weighting_held_against(found):
    view = view_of_found(found, ("weights",))
    for plan, verdict in zip(view.plans, found.study.verdicts[0], strict=True):
        assert (plan.interval.score, plan.interval.coverage) == (verdict.score, verdict.coverage)
        assert (plan.interval.low, plan.interval.high) == verdict.bounds
    assert view.plans[0].code == "AAA"
    assert [lower for _, lower in view.bands] == sorted(view.edges, reverse=True)
