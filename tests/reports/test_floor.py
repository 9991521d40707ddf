"""Under the least coverage the range is the result: no page of any kind states the score as if it were one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator.contrasts.blind import part_scores
from evaluator.model.scorecard import Outcome
from evaluator.pipeline import evaluate, study_of_cards
from evaluator.reports.country import country_html, country_view, report_view
from evaluator.reports.region import region_html, region_view
from evaluator.scoring.card import make_card


@pytest.fixture(scope="module")
def graded(rubric, albania):
    found = [Outcome(c.id, "rated", 2, 2, 2, 2, 2, covered=True, confidence="high") for c in rubric.criteria]
    return make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)


def figures(page: str) -> list[str]:
    """Return what stands in large type."""
    return [re.sub(r"<[^>]*>", "", figure) for figure in re.findall(r'<p class="figure[^"]*">(.*?)</p>', page)]


def rows(page: str, after: str) -> list[list[str]]:
    """Return the cells of the table that follows a text."""
    table = page.partition(after)[2].partition("</table>")[0]
    return [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    ]


def test_page_one_of_a_country_report_gives_the_range_where_too_little_was_assessed(library, albania):
    low, high = albania.bounds
    assert albania.grade.cause == "coverage"
    page = country_html(library, country_view(albania))
    assert f"Anything from {low:.2f} to {high:.2f}" in page
    assert f"{albania.score:.2f}" not in page.partition("<main")[2].partition("</section>")[0]


def test_page_one_of_a_graded_plan_gives_its_score(library, graded):
    page = country_html(library, country_view(graded))
    assert f"Equal weights: {graded.score:.2f}" in page.partition("<main")[2].partition("</section>")[0]


@pytest.mark.parametrize(("kind", "place"), [("comparative", 'id="overview"'), ("brief", 'id="plan"')])
def test_the_first_table_puts_the_score_in_brackets_and_draws_an_outline(library, albania, kind, place):
    page = region_html(library, region_view([albania], kind))
    head, row, *_ = rows(page, place)
    at = head.index("Score")
    assert row[at] == f"({albania.score:.2f})"
    assert "In brackets and as an outline: less than 67% of the weight was assessed" in page.replace("\u00a0", " ")
    drawn = page.partition(place)[2].partition("</table>")[0]
    assert 'stroke-width="0.7"' in drawn


def test_the_overview_of_a_graded_plan_has_its_score_without_brackets(library, graded):
    page = region_html(library, region_view([graded], "comparative"))
    head, row, *_ = rows(page, 'id="overview"')
    assert row[head.index("Score")] == f"{graded.score:.2f}"
    assert 'stroke-width="0.7"' not in page.partition('id="overview"')[2].partition("</table>")[0]


def test_a_brief_on_several_plans_prints_ranges_in_bold(library, albania, rubric):
    serbia = replace(albania, assessment=replace(albania.assessment, plan=_renamed(albania)))
    page = region_html(library, region_view([albania, serbia], "brief"))
    head, row, *_ = rows(page, 'id="paradigms"')
    assert row[head.index("Grade")] == "none"
    for cell in row[head.index("The whole") :]:
        assert re.fullmatch(r"0\.\d\d–0\.\d+ \(\d+%\)", cell.replace("\u00a0", "")), cell


def _renamed(card):
    return card.assessment.plan.model_copy(update={"id": "ALB-2008-2010"})


def test_what_the_tip_report_sees_is_told_with_the_country_s_own_figures(library):
    """They are those of the comparative report: the range of a part, how small the other is, and the tier."""
    rubric = library.rubric("law-and-practice")
    bosnia = evaluate(library.assessment("BIH-2020-2023", rubric), rubric)
    parts = {p.coding: p for p in part_scores(study_of_cards([bosnia]), "equal") if p.basis == "tip_practice"}
    page = country_html(library, report_view(library, bosnia, annex=True))
    words = " ".join(re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " ").split())
    assert (parts["assessed"].criteria, parts["assessed"].too_small) == (3, True)
    seen = "too little for a score (3 criteria, 8% of the weight)"
    unseen = f"between {parts['ignored'].low:.2f} and {parts['ignored'].high:.2f}"
    assert f"Score on what the TIP Report looks at fully: {seen}; on what it ignores: {unseen}." in words, words
    assert "Tier in these years:" in words or "Tier in the plan’s years:" in words


def test_a_part_that_is_assessed_enough_has_a_score_with_its_coverage(library, graded):
    page = country_html(library, country_view(graded, annex=True))
    assert "; on what it ignores: 0.50 (100% assessed)." in page.replace("\u00a0", " ")
