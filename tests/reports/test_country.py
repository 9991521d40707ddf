from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import TypeAdapter, ValidationError

from evaluator.model.base import Slug
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_view, date_of, document_id, document_name, passage
from evaluator.reports.html.page import country_html

LANGS = ("en", "sr", "sr-Cyrl", "b")


def test_every_criterion_is_in_exactly_one_list_of_its_group(albania):
    view = country_view(albania)
    ids = [criterion.id for group in view.groups for criterion in group.criteria]
    assert sorted(ids) == sorted(c.id for c in albania.rubric.criteria)


def test_groups_tell_apart_what_is_rated_open_and_not_applicable(stress):
    for group in country_view(stress).groups:
        assert all(criterion.level is not None for criterion in group.rated)
        assert {criterion.status for criterion in group.open} <= {"not-assessed", "disputed"}
        assert {criterion.status for criterion in group.apart} <= {"not-applicable"}


@pytest.mark.parametrize(
    ("weighting", "lang", "name"),
    [
        ("equal", "en", "ALB-2005-2007"),
        ("us-tip", "en", "ALB-2005-2007.us-tip"),
        ("us-tip", "fr", "ALB-2005-2007.us-tip.fr"),
    ],
)
def test_a_report_is_named_by_its_plan_and_what_differs_from_the_default(albania, rubric, weighting, lang, name):
    assert document_id(evaluate(albania.assessment, rubric, weighting), lang) == name


def test_one_coder_s_report_never_has_the_name_of_the_panel_s(albania, rubric):
    alone = evaluate(albania.assessment, rubric, assessor="b")
    assert document_id(alone, "en") == "ALB-2005-2007.coder_b"
    names = [document_name("P", rubric, weighting, lang) for weighting in ("equal", "b", "coder-b") for lang in LANGS]
    assert document_name("P", rubric, "equal", "en", "b") not in names


@pytest.mark.parametrize("name", ["coder_b", "Coder", "a_b"])
def test_no_rubric_and_no_weighting_can_be_called_as_a_coder_s_part_of_a_name(name):
    with pytest.raises(ValidationError, match="joined by hyphens"):
        TypeAdapter(Slug).validate_python(name)


def test_the_method_names_only_the_coder_who_was_scored(albania, rubric):
    assert [c.coder for c in country_view(albania).method.coders] == ["a", "b"]
    alone = evaluate(albania.assessment, rubric, assessor="b")
    assert [c.coder for c in country_view(alone).method.coders] == ["b"]


def test_the_date_is_the_last_day_of_work_on_the_data(albania, stress):
    assert date_of(stress.assessment) == "2031-02-03"
    days = [e.added_on for e in albania.assessment.evidence] + [c.header.finished for c in albania.assessment.codings]
    assert date_of(albania.assessment) == max(day for day in days if day)


def test_without_any_day_the_date_is_the_plan_s_start(empty):
    assert date_of(empty.assessment) == "2030"


def test_a_text_missing_in_the_language_is_shown_in_the_one_it_has():
    assert passage({"en": "A", "sr": "Б"}, "fr").lang == "en"
    assert passage({"sr": "Б"}, "fr") == passage({"sr": "Б"}, "de")
    assert passage({"sr": "Б"}, "fr").lang == "sr"
    assert passage({}, "fr").text == ""


def test_disputes_are_counted_and_make_a_draft(stress):
    view = country_view(stress)
    assert view.is_draft
    assert view.disputed == sum(s.outcome.status == "disputed" for s in stress.criteria) > 0


def test_a_narrative_in_another_language_is_marked_as_such(albania):
    assert country_view(albania, "fr").account.lang == "en"
    french = replace(albania.assessment, narrative={"fr": "# Résumé\n\nCourt.", "en": "# Summary\n\nShort."})
    assert country_view(replace(albania, assessment=french), "fr").account.lang == "fr"


def test_a_report_on_law_and_practice_says_for_which_years_of_the_plan_they_are_rated(library, rubric, albania):
    other = library.rubric("law-and-practice")
    told = "<dt>Law and practice rated for</dt><dd>2021–2023</dd>"
    rated = library.assessment("MNE-2019-2024", other)
    assert told in country_html(library, country_view(evaluate(rated, other)))
    whole = replace(rated, plan=rated.plan.model_copy(update={"rated_years": None}))
    assert "rated for</dt>" not in country_html(library, country_view(evaluate(whole, other)))
    promised = replace(albania.assessment, plan=rated.plan)
    assert "rated for</dt>" not in country_html(library, country_view(evaluate(promised, rubric)))


def test_a_rubric_without_safeguards_and_without_quality_of_plans_says_nothing_of_either(library, rubric, albania):
    other = library.rubric("law-and-practice")
    bare = country_html(library, country_view(evaluate(library.assessment("MDA", other), other)))
    whole = country_html(library, country_view(albania))
    for words in (
        "Any rating can be contested, safeguards too",
        "which has no stance",
        "the quality of the plan is kept",
    ):
        assert words in whole
        assert words not in bare
    assert "Any rating can be contested." in bare


def test_a_report_on_little_says_no_end_twice_and_explains_nothing_that_it_does_not_show(library, rubric, albania):
    page = country_html(library, country_view(evaluate(library.assessment("MDA-2014-2016", rubric), rubric)))
    assert page.count("anything from E to A") == 1
    for words in ("Strongest points reach level", "Nothing of its weight", "Text in quotation marks", "(level 3). Aim"):
        assert words not in page
    for words in (
        "so a breach is not excluded",
        "Function: Co-ordination. Paradigm: none.",
        "All of these are our choice",
    ):
        assert words in page
    assert "Strongest points reach level" in country_html(library, country_view(albania))
