from __future__ import annotations

from dataclasses import replace

from evaluator.library import Library
from evaluator.model.anchor import Anchor
from evaluator.reports.country import country_html, country_view
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.citations import (
    cited_sources,
    number_citations,
    passage_address,
    print_order,
    references,
)

WORDS = PageLanguage("en", "en", None)


def test_numbers_follow_the_order_of_print_without_a_gap(albania):
    citations = number_citations(print_order(albania))
    met = [e for scored in print_order(albania) for e in scored.outcome.evidence_ids]
    assert list(citations.numbers) == list(dict.fromkeys(met))
    assert list(citations.numbers.values()) == list(range(1, len(citations.numbers) + 1))


def test_every_reference_names_the_criteria_that_cite_it(albania):
    citations = number_citations(print_order(albania))
    for reference in references(albania.assessment, citations, WORDS):
        for criterion in reference.criteria:
            assert reference.evidence.evidence_id in albania.criterion(criterion).outcome.evidence_ids


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
    evidence = country_html(Library.open(), country_view(dated)).partition('id="ref-1"')[2]
    about = next(row.object for row in rows if row.evidence_id == cited)
    assert f"({about}, 2016–2019)." in evidence.partition('id="ref-2"')[0]
    assert "2016" not in evidence.partition('id="ref-2"')[2].partition("<h3>")[0]
