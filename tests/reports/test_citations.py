from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.library import Library
from evaluator.model.anchor import Anchor
from evaluator.model.plan import Reply
from evaluator.model.sentence import Spoken, say
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, country_view
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.citations import (
    FIGURE_SOURCES_SHOWN,
    citations_of,
    cited_sources,
    figure_sources,
    number_citations,
    passage_address,
    print_order,
    references,
    with_numbers,
)

WORDS = PageLanguage("en", "en", None)


def test_numbers_follow_the_order_of_print_without_a_gap(albania):
    citations = number_citations(print_order(albania))
    met = [e for scored in print_order(albania) for e in scored.outcome.evidence_ids]
    assert list(citations.numbers) == list(dict.fromkeys(met))
    assert list(citations.numbers.values()) == list(range(1, len(citations.numbers) + 1))


def test_every_passage_knows_the_criteria_that_cite_it(albania):
    citations = number_citations(print_order(albania))
    for evidence_id, criteria in citations.criteria.items():
        assert all(evidence_id in albania.criterion(one).outcome.evidence_ids for one in criteria)


def test_sources_are_those_that_are_cited_each_once(albania):
    found = references(albania.assessment, number_citations(print_order(albania)), WORDS)
    sources = cited_sources(albania.assessment, found, WORDS)
    assert [s.source_id for s in sources] == list(dict.fromkeys(r.evidence.source_id for r in found))
    assert all(source.url.startswith("http") for source in sources)


def test_nothing_cited_gives_no_references(empty):
    assert references(empty.assessment, number_citations(print_order(empty)), WORDS) == ()


def test_a_source_of_which_only_the_id_is_known_has_no_title_and_no_address(albania):
    bare = replace(albania.assessment, sources=())
    found = references(bare, number_citations(print_order(albania)), WORDS)
    assert {(source.title, source.url) for source in cited_sources(bare, found, WORDS)} == {("", "")}


def test_the_address_of_a_passage_is_its_page_or_the_words_around_it():
    pdf, html = Anchor("E1", page=7), Anchor("E1", before="of sub-section 2", after="žrtva, ne")
    assert passage_address("https://a.example/plan.pdf#view", pdf) == "https://a.example/plan.pdf#page=7"
    words = "of%20sub%2Dsection%202,%C5%BErtva%2C%20ne"
    assert passage_address("https://a.example/law#top", html) == f"https://a.example/law#:~:text={words}"
    for url, anchor in (("", pdf), ("https://a.example/", None), ("https://a.example/", Anchor("E1", after="a"))):
        assert passage_address(url, anchor) == ""


def test_a_reference_leads_to_the_first_place_of_its_passage(albania):
    citations = number_citations(print_order(albania))
    assert {reference.address for reference in references(albania.assessment, citations, WORDS)} == {""}
    name = next(iter(citations.numbers))
    tied = replace(albania.assessment, anchors=(Anchor(name, page=3), Anchor(name, page=4)))
    (address,) = {r.address for r in references(tied, citations, WORDS)} - {""}
    assert address.endswith("#page=3")


def test_the_list_of_evidence_prints_the_years_that_a_passage_speaks_of(albania):
    cited = next(iter(number_citations(print_order(albania)).numbers))
    rows = [replace(row, as_of="2016/2019" if row.evidence_id == cited else "") for row in albania.assessment.evidence]
    dated = replace(albania, assessment=replace(albania.assessment, evidence=tuple(rows)))
    evidence = country_html(Library.open(), country_view(dated, annex=True)).partition('id="ref-1"')[2]
    about = next(row.object for row in rows if row.evidence_id == cited)
    assert f"({about}, 2016–2019)." in evidence.partition('id="ref-2"')[0]
    assert "2016" not in evidence.partition('id="ref-2"')[2].partition("<h3>")[0]


def saying(card, name, **words):
    """A card on which a criterion's outcome has other texts."""
    return replace(
        card,
        criteria=tuple(
            replace(s, outcome=replace(s.outcome, **words)) if s.outcome.criterion_id == name else s
            for s in card.criteria
        ),
    )


@pytest.fixture
def uncited(albania):
    """Albania's plan with a passage more, which no criterion cites."""
    own = albania.assessment
    more = replace(own.evidence[0], evidence_id="E990")
    return replace(albania, assessment=replace(own, evidence=(*own.evidence, more)))


def first_cited(card):
    """The first criterion in print that cites a passage, and that passage."""
    scored = next(s for s in print_order(card) if s.outcome.evidence_ids)
    return scored.outcome.criterion_id, scored.outcome.evidence_ids[0]


def test_a_reason_prints_the_number_of_the_passage_in_the_list_of_evidence(albania):
    name, cited = first_cited(albania)
    number = citations_of(albania).numbers[cited]
    view = country_view(saying(albania, name, reason=f"Requalified ({cited})."), annex=True)
    (reason,) = (c.reason for group in view.groups for c in group.rated if c.id == name)
    assert reason == f"Requalified [{number}]."
    assert view.references[number - 1].evidence.evidence_id == cited


def test_a_passage_that_is_only_named_follows_those_cited_in_the_list_of_evidence(uncited):
    name, _ = first_cited(uncited)
    card = saying(uncited, name, decision="E990 is of an earlier year.")
    before = citations_of(uncited).numbers
    assert citations_of(card).numbers == {**before, "E990": len(before) + 1}
    assert country_view(card, annex=True).references[-1].evidence.evidence_id == "E990"
    assert with_numbers(card).criterion(name).outcome.decision == f"[{len(before) + 1}] is of an earlier year."


def test_every_text_of_the_evaluators_is_numbered_and_the_words_of_others_stay(albania):
    _, cited = first_cited(albania)
    number, own = citations_of(albania).numbers[cited], albania.assessment
    reply = Reply("P1", "general", "Office", "2024-01-01", text=f"On {cited}", answer=f"See ({cited})")
    assessment = replace(own, replies=(reply,), narrative={"en": f"As {cited} says."})
    told = with_numbers(replace(albania, assessment=assessment)).assessment
    assert (told.replies[0].text, told.replies[0].answer) == (f"On {cited}", f"See [{number}]")
    assert told.narrative == {"en": f"As [{number}] says."}


def test_a_sentence_of_the_program_stays_one_that_can_be_translated(albania):
    name, cited = first_cited(albania)
    card = with_numbers(saying(albania, name, reason=say("Taken from %(id)s", id=cited)))
    assert isinstance(card.criterion(name).outcome.reason, Spoken)


def test_the_sources_of_figures_are_those_of_the_indicators_that_count_each_once(library):
    rubric = library.rubric("public-record")
    card = evaluate(library.assessment("ALB-2005", rubric), rubric)
    titles = [source.title for source in figure_sources(card)]
    assert any(title.startswith("Frank, R. W.") for title in titles)
    assert len(titles) == len(set(titles))
    assert FIGURE_SOURCES_SHOWN.of(country_view(card, annex=True)) == figure_sources(card)


def test_a_plan_rated_by_hand_alone_has_none(albania):
    assert figure_sources(albania) == ()
