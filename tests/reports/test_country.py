from __future__ import annotations

from dataclasses import replace
from html import unescape

from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, country_view


def test_every_criterion_is_in_exactly_one_list_of_its_group(albania):
    view = country_view(albania, annex=True)
    ids = [criterion.id for group in view.groups for criterion in group.criteria]
    assert sorted(ids) == sorted(c.id for c in albania.rubric.criteria)


def test_groups_tell_apart_what_is_rated_open_and_not_applicable(stress):
    for group in country_view(stress, annex=True).groups:
        assert all(criterion.outcome.level is not None for criterion in group.rated)
        assert {criterion.status for criterion in group.open} <= {"not-assessed", "disputed"}
        assert {criterion.status for criterion in group.apart} <= {"not-applicable"}


def test_the_method_names_only_the_coder_who_was_scored(albania, rubric):
    assert [c.coder for c in country_view(albania, annex=True).method.coders] == ["a", "b"]
    alone = evaluate(albania.assessment, rubric, assessor="b")
    assert [c.coder for c in country_view(alone, annex=True).method.coders] == ["b"]


def test_disputes_are_counted_and_make_a_draft(stress):
    view = country_view(stress, annex=True)
    assert view.is_draft
    assert dict(view.counts)["disputed"] == sum(s.outcome.status == "disputed" for s in stress.criteria) > 0


def test_a_report_on_law_and_practice_says_for_which_years_of_the_plan_they_are_rated(library, rubric, albania):
    other = library.rubric("law-and-practice")
    told = "<dt>Law and practice rated for</dt><dd>2021–2023</dd>"
    rated = library.assessment("MNE-2019-2024", other)
    assert told in country_html(library, country_view(evaluate(rated, other), annex=True))
    whole = replace(rated, plan=rated.plan.model_copy(update={"rated_years": None}))
    assert "rated for</dt>" not in country_html(library, country_view(evaluate(whole, other), annex=True))
    promised = replace(albania.assessment, plan=rated.plan)
    assert "rated for</dt>" not in country_html(library, country_view(evaluate(promised, rubric), annex=True))


def test_a_rubric_without_safeguards_and_without_quality_of_plans_says_nothing_of_either(library, rubric, albania):
    other = library.rubric("law-and-practice")
    bare = country_html(library, country_view(evaluate(library.assessment("BIH", other), other), annex=True))
    whole = country_html(library, country_view(albania, annex=True))
    for words in (
        "Any rating can be contested, safeguards too",
        "which has no stance",
        "the quality of the plan is kept",
    ):
        assert words in whole
        assert words not in bare
    assert "Any rating can be contested." in bare


def test_a_report_on_little_says_no_end_twice_and_explains_nothing_that_it_does_not_show(library, rubric, albania):
    whole = rubric.model_copy(update={"report": rubric.report.model_copy(update={"short": None})})
    page = country_html(library, country_view(evaluate(library.assessment("MDA-2014-2016", whole), whole), annex=True))
    for words in ("Strongest points reach level", "Nothing of its weight", "Text in quotation marks", "(level 3). Aim"):
        assert words not in page
    for words in (
        "a breach is not excluded",
        "Function: Co-ordination. Paradigm: none.",
        "All of these are our choice",
    ):
        assert words in page
    assert "What would settle most" in page


def test_yardsticks_left_out_of_a_count_and_tags_that_nobody_confirmed_are_named(library, rubric):
    view = country_view(evaluate(library.assessment("BRA-2018-2022"), rubric), annex=True)
    page = " ".join(unescape(country_html(library, view)).split())
    aside = [c.title for c in view.groups[0].rated if not c.scored.stated]
    assert aside
    assert f"Assessed without weight here, and not counted: {'; '.join(aside)}." in page
    assert f"{view.promise.weightless} of those assessed have no weight here" in page
    assert f"{view.whose.mix.proposed} of these classifications are proposed, and nobody has confirmed them." in page


def test_a_period_without_a_plan_is_not_called_a_plan_by_a_report_under_a_rubric_on_plans(library, rubric):
    page = country_html(library, country_view(evaluate(library.assessment("SRB-2021-2023"), rubric), annex=True))
    assert "<title>Serbia: country report on a period without a plan, 2021\N{EN DASH}2023</title>" in page
    assert "national action plan" not in page.partition("<body>")[2].partition('class="facts"')[0]
