from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator.model.sentence import Foreign, text_for
from evaluator.pipeline import evaluate
from evaluator.plans.recommend import Advice, draft
from evaluator.reports.context.country import country_context
from evaluator.reports.country import country_html, country_view, report_view
from evaluator.reports.html.environment import environment
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.follow_up import RecommendationView
from evaluator.reports.sections.recommendations import MOST, asks_view, rests_on


def _asks(card, recorded, lang="en"):
    return asks_view(card, recorded, PageLanguage.of(card, lang))


def recorded(number, outcome="open"):
    return RecommendationView(
        rec_id=f"R00{number}", text=f"Do {number}", deadline="2027", from_level=0, to_level=3, edition="2026",
        outcome=outcome, about="Non-punishment", addressee="Ministry of Justice",
    )  # fmt: skip


def test_recommendations_on_record_go_before_drafts_and_those_carried_out_are_left_out(albania):
    rows = [recorded(1, "implemented"), *(recorded(number) for number in range(2, 9))]
    found = _asks(albania, rows)
    assert not found.are_drafts
    assert [ask.text for ask in found.asks] == ["Do 2", "Do 3", "Do 4", "Do 5"]
    first = found.asks[0]
    assert (first.about, first.to_level) == ("Non-punishment", 3)
    assert (first.addressee, first.deadline) == ("Ministry of Justice", "2027")


@pytest.mark.parametrize("outcome", ["not", "partly", "open"])
def test_one_that_was_followed_up_and_not_carried_out_is_repeated_before_any_draft(albania, outcome):
    found = _asks(albania, [recorded(1, "implemented"), recorded(2, outcome)])
    assert [(ask.rec_id, ask.outcome) for ask in found.asks] == [("R002", outcome)]
    assert not found.are_drafts


def test_the_page_says_when_and_of_whom_it_was_asked_and_what_became_of_it(library, albania):
    view = country_view(albania, annex=True)
    rows = [replace(recorded(1, "not"), edition="2024-03"), replace(recorded(2), edition="", addressee="", deadline="")]
    page = country_html(library, view.showing(asks=_asks(albania, rows)))
    assert "Asked in March 2024: Ministry of Justice, by 2027; not implemented." in page
    assert "Asked; open." in page
    assert page.count("Aim: level 3.") == 2
    assert "No body has been asked yet" not in page


def test_without_any_on_record_the_rubric_speaks_for_the_largest_gaps(albania):
    found = _asks(albania, [recorded(1, "implemented")])
    assert found.are_drafts
    drafts = draft(albania, Advice("", MOST))
    assert [ask.text for ask in found.asks] == [row.text for row in drafts]
    assert [ask.about for ask in found.asks] == [albania.rubric.title(row.criterion_id) for row in drafts]
    assert {(ask.addressee, ask.deadline) for ask in found.asks} == {("", "")}


def test_a_draft_that_is_not_translated_is_marked_as_english(albania):
    bare = replace(albania, rubric=albania.rubric.model_copy(update={"translations": {}}))
    for ask in _asks(bare, [], "sr-Cyrl").asks:
        assert ask.text.parts[0].lang == "en"


@pytest.mark.parametrize("lang", ["sr-Cyrl", "sr-Latn"])
def test_a_draft_is_in_the_language_of_the_report_and_what_coders_miss_in_their_own(albania, lang):
    asks = _asks(albania, [], lang).asks
    assert asks
    for ask in asks:
        wished, *missing = ask.text.parts
        assert not isinstance(wished, Foreign)
        assert [said.arguments["what"].lang for said in missing] == ["en"] * len(missing)
    assert any(len(ask.text.parts) > 1 for ask in asks)


@pytest.mark.slow
def test_what_coders_wrote_stands_apart_under_the_code_of_its_language(library):
    rubric = library.rubric("law-and-practice")
    card = evaluate(library.assessment("SRB-2021-2023", rubric), rubric)
    serbian = country_html(library, report_view(library, card, "sr-Cyrl"))
    asked = serbian.partition('id="ask-1"')[2].partition('id="ask-2"')[0]
    assert asked.count('<span class="apart"><span class="foreign" lang="en">') == 1, "what there is now"
    assert 'показано: <span class="foreign" lang="en">' in asked, "of what is asked, what coders miss"
    assert 'class="foreign"' not in country_html(library, report_view(library, card))


def resting(library, plan, criterion_id, to_level=3):
    """Return what a page says of the provisions that a recommendation on a criterion of a plan rests on."""
    rubric = library.rubric()
    context = country_context(library, evaluate(library.assessment(plan, rubric), rubric))
    ask = replace(recorded(1), criterion_id=criterion_id, to_level=to_level)
    found = rests_on(context, [ask])
    if "R001" not in found:
        return None
    page = environment(library.templates).get_template("parts/rests_on.html")
    return " ".join(page.module.resting(found["R001"]).split())


def test_a_recommendation_says_which_of_its_provisions_bind_the_state_and_which_are_a_standard_of_others(library):
    """Brazil is party to UNTOC since 2004, no member of the Council of Europe and not of the European Union."""
    said = resting(library, "BRA-2018-2022", "witness-protection")
    assert said == (
        "UN Convention against Transnational Organized Crime 24, 25: binds the state since 28 February 2004. "
        "A standard of others: Council of Europe Convention on Action against Trafficking in Human Beings 28, 30."
    )


def test_a_convention_of_2008_did_not_bind_in_the_years_of_a_plan_of_2005(library):
    said = resting(library, "ALB-2005-2007", "witness-protection")
    assert "Human Beings 28, 30: binds the state since 1 February 2008, after these years." in said
    assert "Organized Crime 24, 25: binds the state since 29 September 2003." in said


ARTICLE = re.compile(r"\b(arts?\.|articles?) ?[0-9]|Directive|Convention,|Protocol,")


def drafts_of(library):
    """Yield each draft for each rated plan that is shipped, with what it rests on."""
    for name in library.rubric_names:
        rubric = library.rubric(name)
        for plan in (plan for iso3 in library.country_codes for plan in library.rated_plans(iso3, name)):
            context = country_context(library, evaluate(library.assessment(plan, rubric), rubric))
            drafts = draft(context.card, Advice("2026"))
            for row in drafts:
                yield context, row, rests_on(context, [row]).get(row.rec_id, ())


@pytest.mark.slow
def test_no_draft_for_a_shipped_plan_says_that_a_state_owes_what_does_not_bind_it(library):
    """Dates of treaties and memberships are read anew, apart from the reading against instruments."""
    joined = {(row.iso3, row.treaty): row for row in library.shared_facts.treaties}
    instruments = {text_for(i.titles, "en"): i for i in library.instruments.instruments}
    drafts = owed = 0
    for context, row, found in drafts_of(library):
        drafts += 1
        advice, _, _ = str(row.text).partition("Not yet shown:")  # after it coders speak, of the law at home too
        assert not ARTICLE.search(advice), (context.card.assessment.plan.id, row.criterion_id)
        country = context.card.assessment.country
        for one in found:
            act = instruments[str(one.title)]
            if one.is_of_others or one.binding.state == "not-known":
                continue
            owed += 1
            if act.binds == "treaty":
                party = joined[country.iso3, act.treaty]
                assert party.in_force or party.party_seen
            else:
                assert act.body in {term.body for term in country.memberships}
    assert drafts > 50
    assert owed > 50


def test_where_a_criterion_restates_nothing_the_standard_is_the_rubrics_own(library):
    assert resting(library, "BRA-2018-2022", "budget-specified") == (
        "No provision asks this: it is the rubric’s own standard."
    )


def test_a_step_above_the_norm_level_names_no_provision(library):
    assert resting(library, "BRA-2018-2022", "witness-protection", to_level=4) is None


def test_where_nothing_can_rise_nothing_is_asked(empty):
    assert _asks(empty, []).asks == ()


def test_what_a_law_gives_already_is_not_asked_as_if_it_were_not_there(library):
    """Serbia's law lets who has no papers claim wages; what is missing is the change of employer."""
    rubric = library.rubric("law-and-practice")
    card = evaluate(library.assessment("SRB-2021-2023", rubric), rubric)
    row = next(one for one in draft(card, Advice("")) if one.criterion_id == "migrant-workers-claims-law")
    missing = str(row.text).partition("Not yet shown: ")[2]
    assert (row.from_level, row.to_level) == (2, 3)
    assert missing.startswith("A change of employer")
    assert "article 15" in missing
