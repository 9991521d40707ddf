"""A report is the same bytes whenever it is made."""

from __future__ import annotations

import hashlib
import re
import time
from xml.etree import ElementTree as ET

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import CarriedFile
from evaluator.reports.country import country_html, country_pdf, country_view
from evaluator.reports.region import region_html, region_view

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(library, albania) -> str:
    return country_html(library, country_view(albania, annex=True))


def _words(page: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL).split())


def test_the_first_page_says_what_a_minister_asks(page, albania):
    low, high = albania.bounds
    first = _words(page.partition("</section>")[0])
    rated = sum(s.outcome.status != "not-assessed" for s in albania.criteria if s.outcome.status != "not-applicable")
    applies = sum(s.outcome.status != "not-applicable" for s in albania.criteria)
    for part in (
        f"{rated} of {applies} questions are answered", f"{albania.coverage:.0%} of what counts, where 67% are needed",
        f"The score will lie between {low:.2f} and {high:.2f}", "by the frame “Equal weights”",
        "What would settle most", "Safeguards",
    ):  # fmt: skip
        assert part in first, part


def test_every_page_says_plan_weighting_and_that_it_is_a_worked_example(rubric):
    shipped = Library.open()
    page = country_html(
        shipped, country_view(evaluate(shipped.assessment("ALB-2005-2007", rubric), rubric), annex=True)
    )
    running = page.partition("<main")[2].partition(">")[0]
    assert "Albania · 2005–2007" in running
    assert "Frame: Equal weights" in running
    assert "Worked example, read by machine, checked by no person" in running


def test_a_draft_says_so_and_a_final_report_does_not(library, page, stress):
    assert "DRAFT" not in page
    drafted = country_html(library, country_view(stress, annex=True))
    assert 'data-draft="DRAFT"' in drafted
    assert "DRAFT. Not to be quoted." in drafted


def test_one_coder_s_report_says_so_on_its_first_page_and_the_panel_s_does_not(library, page, albania, rubric):
    said = "Ratings of coder b alone, not the result that all coders give together."
    alone = evaluate(albania.assessment, rubric, assessor="b")
    assert said in _words(country_html(library, country_view(alone, annex=True)))
    assert said in _words(region_html(library, region_view([alone], "brief")))
    assert "not the result that all coders give" not in page


def test_nothing_rated_prints_no_score_and_no_number_in_its_place(library, empty):
    words = _words(country_html(library, country_view(empty, annex=True)))
    assert f"0 of {len(empty.criteria)} questions are answered" in words
    assert "0% of what counts, where 67% are needed" in words
    assert "is cited" not in words
    assert "The score will lie" not in words
    assert "of 1," not in words
    assert "0.00" not in words


def test_every_reason_evidence_note_and_address_is_printed(page, albania):
    words = _words(page)
    for scored in albania.criteria:
        if scored.outcome.reason:
            assert scored.outcome.reason.split(";")[0].replace('"', "&#34;").replace("'", "&#39;") in words
    cited = {e for scored in albania.criteria for e in scored.outcome.evidence_ids}
    for evidence in albania.assessment.evidence:
        if evidence.evidence_id in cited:
            source = next(s for s in albania.assessment.sources if s.source_id == evidence.source_id)
            assert source.url in words


def test_every_citation_leads_to_a_reference(page):
    cited = set(re.findall(r'href="#(ref-\d+)"', page))
    assert cited
    assert cited <= set(re.findall(r'id="(ref-\d+)"', page))


def test_ids_are_unique_and_every_inner_link_has_its_place(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_every_chart_states_its_message_first_or_is_hidden_beside_its_cells_and_brings_its_font(page):
    charts = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(charts) > 10
    for chart in charts:
        tree = ET.fromstring(chart)  # noqa: S314  (our own page)
        tags = [element.tag.removeprefix(SVG) for element in tree.iter()]
        if tree.get("aria-hidden") == "true":
            assert "title" not in tags
        else:
            assert tags[1] == "title"
            assert (tree[0].text or "").rstrip().endswith(".")
        assert "text" not in tags or tree.get("font-family", "").startswith("Report")
        assert "style" not in {name for element in tree.iter() for name in element.attrib}


def test_a_range_draws_each_colour_in_one_path(page):
    """A printer asks every element for every style: elements are what a chart costs."""
    rows = re.findall(r'<td class="drawn">\s*(<svg.*?</svg>)', page, flags=re.DOTALL)
    assert len(rows) > 10
    for row in rows:
        colours = re.findall(r'<path[^>]*? (?:stroke|fill)="(#[0-9a-f]+)"', row)
        assert len(colours) == len(set(colours))
        assert "<line" not in row
        assert ">\n<" not in row


def test_what_is_not_assessed_is_named_and_the_three_that_matter_most_say_what_it_would_take(page, albania):
    words, told = _words(page), 0
    for scored in albania.criteria:
        if scored.outcome.status == "not-assessed":
            criterion = albania.rubric.by_id[scored.outcome.criterion_id]
            place = page.partition(f'id="criterion-{criterion.id}"')[2]
            assert criterion.title.replace("'", "&#39;") in place[:400]
            told += criterion.evidence_needed.split(";")[0].replace("'", "&#39;") in words
            if criterion.id in albania.rubric.grading.gates:
                assert criterion.evidence_needed.split(";")[0].replace("'", "&#39;") in words
    assert told == 3 * len(albania.rubric.paradigms)


def test_markup_and_controls_in_data_print_as_text(library, stress):
    page = country_html(library, country_view(stress, annex=True))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "\u202e" not in page


def test_the_files_carried_are_named_by_the_fingerprint_of_their_list(library, albania):
    files = [CarriedFile("b.csv", b"y" * 1200, "Source"), CarriedFile("a.csv", b"x", "Source")]
    # As sha256sum prints the two files, in order of name.
    listed = "".join(f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in (("a.csv", b"x"), ("b.csv", b"y" * 1200)))
    page = country_html(library, country_view(albania, annex=True), files)
    assert "2 files of 1,201 bytes are inside this PDF" in page
    assert hashlib.sha256(listed.encode()).hexdigest() in page
    assert "inside this PDF" not in country_html(library, country_view(albania, annex=True))


def test_passages_in_another_language_are_marked(page, library, stress):
    quoted = re.findall(r'<q lang="([^"]+)">', country_html(library, country_view(stress, annex=True)))
    assert set(quoted) == {"sr-Cyrl"}
    assert "<q>" in page
    assert "<q lang=" not in page, "all that is cited of this plan stands in the language of the page"


@pytest.mark.slow
def test_a_user_overrides_one_block_and_the_colours(tmp_path, albania):
    own = tmp_path / "templates"
    own.mkdir()
    text = '{% extends "shipped/country.html" %}{% block evidence %}<p>Ours, {{ view.country.text }}</p>{% endblock %}'
    (own / "country.html").write_text(text, encoding="utf-8")
    (own / "own.css").write_text(":root { --group-migration: #010203; }", encoding="utf-8")
    page = country_html(Library.open(tmp_path), country_view(albania, annex=True))
    assert "<p>Ours, Albania</p>" in page
    assert 'stroke="#010203"' in page
    assert 'id="evidence"' not in page
    assert 'href="#ref-' not in page
    assert 'href="#evidence"' not in page
    assert 'id="method"' in page


def test_the_same_card_gives_the_same_page(library, albania, page):
    assert country_html(library, country_view(albania, annex=True)) == page


@pytest.mark.slow
def test_a_report_is_the_same_at_another_time(own, card, report, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 4102444800.0)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert country_pdf(own, card, annex=True) == report


def test_a_template_at_fault_makes_no_report(tmp_path, albania):
    (tmp_path / "templates" / "country").mkdir(parents=True)
    (tmp_path / "templates" / "country" / "verdict.html").write_text("{{ view.verdikt }}", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"verdict\.html:1.*verdikt"):
        country_pdf(Library.open(tmp_path), albania, annex=True)
