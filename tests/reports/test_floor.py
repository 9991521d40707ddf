"""Under the least coverage the range is the result: no page of any kind states the score as if it were one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator.contrasts.blind import part_scores
from evaluator.model.plan import Recommendation
from evaluator.model.scorecard import Outcome
from evaluator.pipeline import evaluate, study_of_cards
from evaluator.reports.country import country_html, country_view, report_view
from evaluator.reports.region import CHARTS, region_html, region_view
from evaluator.scoring.card import make_card


@pytest.fixture(scope="module")
def graded(rubric, albania):
    found = [Outcome(c.id, "rated", 2, 2, 2, 2, 2, covered=True, confidence="high") for c in rubric.criteria]
    return make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)


def test_page_one_of_a_country_report_gives_the_range_where_too_little_was_assessed(library, albania):
    low, high = albania.bounds
    assert albania.grade.cause == "coverage"
    page = country_html(library, country_view(albania))
    assert f"The score will lie between {low:.2f} and {high:.2f}" in page
    assert f"{albania.score:.2f}" not in page.partition("<main")[2].partition("</section>")[0]


def test_page_one_of_a_graded_plan_gives_its_score(library, graded):
    page = country_html(library, country_view(graded))
    assert f"Equal weights: {graded.score:.2f}" in page.partition("<main")[2].partition("</section>")[0]


@pytest.fixture(scope="module")
def half(rubric, albania):
    """Return a plan of which half of the criteria are rated, too few for a grade and enough for a report."""
    found = [
        Outcome(c.id, "rated", 2, 2, 2, 2, 2, covered=True, confidence="high")
        if k % 2
        else Outcome(c.id, "not-assessed", None, 0, 4, 0, 4, covered=False)
        for k, c in enumerate(rubric.criteria)
    ]
    return make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)


def test_the_dots_of_a_comparative_report_put_the_score_in_brackets_and_draw_a_hollow_dot(half, graded):
    view, other = (CHARTS.of(region_view([card], "comparative")).ranges for card in (half, graded))
    assert f">({half.score:.2f})<" in view.svg
    assert 'fill="#ffffff" stroke="#17212b"' in view.svg
    assert f">{graded.grade.grade} {graded.score:.2f}<" in other.svg
    assert 'fill="#ffffff" stroke="#17212b"' not in other.svg


def test_a_brief_on_several_plans_says_that_too_little_is_assessed_and_draws_the_range(library, half):
    second = replace(half, assessment=replace(half.assessment, plan=_renamed(half)))
    page = region_html(library, region_view([half, second], "brief"))
    low, high = half.bounds
    assert page.count("too little assessed</span>") == 2
    assert f"{low:.2f} to {high:.2f} once the rest is answered" in page


def _renamed(card):
    return card.assessment.plan.model_copy(update={"id": "ALB-2008-2010"})


def test_what_the_tip_report_sees_is_told_with_the_country_s_own_figures(library):
    """They are those on the basis that is nearest to the years: each part with its range, and the tier."""
    rubric = library.rubric("law-and-practice")
    bosnia = evaluate(library.assessment("BIH-2020-2023", rubric), rubric)
    parts = {p.coding: p for p in part_scores(study_of_cards([bosnia]), "equal") if p.basis == "tip_statute_2022"}
    page = country_html(library, report_view(library, bosnia, annex=True))
    words = " ".join(re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " ").split())
    seen, unseen = (f"between {parts[k].low:.2f} and {parts[k].high:.2f}" for k in ("assessed", "ignored"))
    assert f"Score on what the TIP Report looks at fully: {seen}; on what it ignores: {unseen}." in words, words
    assert "(TIP) Report, by the statute as amended to 2022, looks at 23% fully" in words
    assert "Tier in these years:" in words or "Tier in the plan’s years:" in words


def test_an_early_plan_is_held_against_the_practice_of_the_first_reports(library, rubric):
    colombia = evaluate(library.assessment("COL-2007-2012", rubric), rubric)
    page = country_html(library, report_view(library, colombia))
    assert "(TIP) Report, by the practice of the reports of 2001-2005, looks at 5% fully" in page.replace("\u00a0", " ")
    assert "looks at fully: too little for a score (3 criteria); on" in page.replace("\u00a0", " ")


def test_a_part_that_is_assessed_enough_has_a_score_with_its_coverage(library, graded):
    page = country_html(library, country_view(graded, annex=True))
    assert "; on what it ignores: 0.50 (100% assessed)." in page.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def first_look(library, albania):
    rubric = library.rubric("first-look")
    found = [Outcome(c.id, "rated", 2, 2, 2, 2, 2, covered=True, confidence="high") for c in rubric.criteria]
    asked = Recommendation(
        "R001", "forced-labour-goods", "Ban goods made by forced labour.", origin="coder", outcome="open"
    )
    read = replace(albania.assessment, evidence=(), recommendations=(asked,))
    return make_card(read, rubric, rubric.weighting("equal"), found, is_draft=False)


def test_a_first_look_says_that_it_is_a_part_asks_nothing_of_other_questions_and_gives_one_score(library, first_look):
    page = country_html(library, country_view(first_look)).partition("<main")[2]
    front = page.partition("</section>")[0]
    assert "Asked were 12 questions of the rubric four-paradigms; the score is not comparable" in front
    assert "The score is 0.50" in front
    assert "The score will lie" not in front
    assert "forced-labour-goods" not in page
    assert "Ban goods" not in front


def test_a_whole_rubric_and_a_plan_with_open_questions_say_none_of_it(library, graded):
    front = country_html(library, country_view(graded)).partition("<main")[2].partition("</section>")[0]
    assert "Asked were" not in front
