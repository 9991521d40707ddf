"""Plans over time: all that are known, in order, and in words why their scores may not be compared."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace

import pytest

from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.alongside import Alongside, alongside
from evaluator.reports.country import country_html, report_view
from evaluator.reports.sections.trend import Cautions, trend_view
from tests.as_if_whole import as_if_whole
from tests.reports.two_plans import second_plan


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> Library:
    return Library.open(as_if_whole(second_plan(tmp_path_factory.mktemp("own"))))


@pytest.fixture(scope="module")
def card(both, rubric) -> Scorecard:
    return evaluate(both.assessment("ALB-2005-2007", rubric), rubric)


def whole(card):
    """A card whose report is printed whole, however little of its plan was read."""
    report = card.rubric.report.model_copy(update={"short": None})
    return replace(card, rubric=card.rubric.model_copy(update={"report": report}))


def page_of(library, card):
    page = country_html(library, report_view(library, whole(card), annex=True))
    return re.search(r'<section>\s*<h2 id="trend">.*?</section>', page, re.DOTALL)[0]


def test_plans_stand_in_order_of_time_with_score_bounds_and_coverage(both, card):
    view = trend_view(card, alongside(both, card), "en")
    assert [(plan.id, plan.years, plan.is_this) for plan in view.plans] == [
        ("ALB-2005-2007", "2005–2007", True),
        ("ALB-2014-2017", "2014–2017", False),
    ]
    first = view.plans[0].interval
    assert (first.score, (first.low, first.high), first.coverage) == (card.score, card.bounds, card.coverage)


def test_plans_without_an_assessment_are_named_whether_their_files_are_here_or_not(both, card):
    view = trend_view(card, alongside(both, card), "en")
    named = {plan.id: plan.years for plan in view.unassessed}
    assert named["ALB-2001"] == "2001"
    assert named["ALB-2005-2007-children"] == "2005–2007"
    assert not set(named) & {"ALB-2005-2007", "ALB-2014-2017"}


def test_the_axis_spans_plans_and_reports(both, card):
    view = trend_view(card, alongside(both, card), "en")
    assert (view.first, view.last) == (2001, 2025)
    assert (trend_view(card, Alongside(), "en").first, trend_view(card, Alongside(), "en").last) == (2005, 2007)


def test_what_keeps_scores_apart_is_found_where_there_is_more_than_one(both, card):
    known = alongside(both, card)
    assert trend_view(card, known, "en").cautions == Cautions(coverage=True, roles=True)
    assert trend_view(card, Alongside(), "en").cautions == Cautions()


def test_ratings_made_with_other_versions_of_the_rubric_are_named(both, card):
    known = alongside(both, card)
    other = known.cards[0]
    header = other.assessment.codings[0].header.model_copy(update={"rubric_version": "0.9.0"})
    codings = (dataclasses.replace(other.assessment.codings[0], header=header), *other.assessment.codings[1:])
    rated = dataclasses.replace(other, assessment=dataclasses.replace(other.assessment, codings=codings))
    found = trend_view(card, dataclasses.replace(known, cards=(rated,)), "en").cautions
    assert found.versions == tuple(sorted({"0.9.0", card.assessment.codings[0].header.rubric_version}))


def test_years_of_the_plan_of_which_the_data_give_no_tier_are_named(library, rubric):
    moldova = evaluate(library.assessment("MDA-2014-2016", rubric), rubric)
    view = trend_view(moldova, alongside(library, moldova), "en")
    assert (view.tiers_now, view.untold_now) == ((("2014–2015", "2"),), ("2016",))
    assert "Tier 2 (2014–2015); 2016 not in the data." in country_html(
        library, report_view(library, whole(moldova), annex=True)
    )


def test_a_plan_without_an_end_is_open(albania):
    plan = albania.assessment.plan.model_copy(update={"end": "open"})
    card = dataclasses.replace(albania, assessment=dataclasses.replace(albania.assessment, plan=plan))
    (found,) = trend_view(card, Alongside(), "en").plans
    assert (found.years, found.last) == ("2005–", None)


# As it is printed.


def test_the_report_shows_plans_and_tiers_with_an_alternative_text_that_says_both(both, card):
    page = page_of(both, card)
    title = re.search(r"<title>(.*?)</title>", page)[1]
    plans = trend_view(card, alongside(both, card), "en").plans
    told = [f"{plan.years} ({plan.interval.low:.2f}–{plan.interval.high:.2f})" for plan in plans]
    assert len(told) == 2
    assert "; ".join(told) in title
    assert "2001 Tier 3; 2002–2007 Tier 2; 2008 Tier 2 Watch List" in title
    assert "A score and a tier measure different things." in page
    assert "Scores of these plans cannot simply be compared." in page
    assert (
        "2005–2007 internal trafficking, origin, transit; 2014–2017 destination, internal trafficking, origin." in page
    )


def test_a_single_plan_is_said_to_show_no_trend(library, albania):
    page = page_of(library, albania)
    assert "Only one plan of the country is assessed under this rubric" in page
    assert "cannot simply be compared" not in page
    assert "6 other plans are known and not assessed:" in page


def test_the_tiers_are_told_in_words_with_their_sources_and_the_workbook_has_how_they_are_known(library, albania):
    page = page_of(library, albania)
    assert "2008 Tier 2 Watch List; 2009–2012 Tier 2" in page
    assert "2025 Trafficking in Persons Report, country narrative</a>" in page
    assert "How each tier is known, and the standards in force, are in the workbook, sheet “Tiers”." in page


def test_a_country_with_one_plan_and_no_tier_says_so_in_one_line(library, stress):
    page = page_of(library, stress)
    assert "there is nothing to set beside it" in page
    assert "<svg" not in page


def test_conflicts_are_shown_as_such(library, rubric):
    page = page_of(library, evaluate(library.assessment("SRB-2017-2018", rubric), rubric))
    assert "Tier 2 Watch List; another source: Tier 2" in page
    assert "Ring: what another source gives for the same year." in page
    assert "Where there is no line, the data have no entry." in page


def test_the_chart_is_drawn_with_few_elements(library, albania):
    chart = re.search(r"<svg.*?</svg>", page_of(library, albania), re.DOTALL)[0]
    assert len(re.findall("<(path|rect|line|circle|text)", chart)) <= 40
