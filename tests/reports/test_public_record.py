"""The public record speaks in words of its own: of no grade, and of whose record it is."""

from __future__ import annotations

import json
import re

import pypdfium2
import pytest

from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.library import Library
from evaluator.pipeline import enter, evaluate
from evaluator.reports.carried.result import result_json
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_pdf, contrast_view
from evaluator.reports.country import country_html, country_pdf, report_view
from evaluator.reports.region import region_html, region_view

GRADE = re.compile(r"\b[Gg]rad(?:e|es|ed)\b")
LETTER = re.compile(r">\s*[A-E]\s*<|: [A-E]\b(?! )|\b[Bb]and [A-E]\b")
APART = "bands, not grades: not to be held against graded rubrics"
NOT_COMPARED = "do not compare with the grades of rubrics on plans or on law and practice"


@pytest.fixture(scope="module")
def cards(library):
    rubric = library.rubric("public-record")
    names = ("ALB-2011", "BIH-2011", "HRV-2011", "BIH-2003")
    return [evaluate(library.assessment(name, rubric), rubric) for name in names]


@pytest.fixture(scope="module")
def pages(library, cards):
    """Return a page of each kind, of one record that is judged, of one that is not, and of four."""
    return {
        "judged": country_html(library, report_view(library, cards[0], annex=True)),
        "not judged": country_html(library, report_view(library, cards[3], annex=True)),
        "comparative": region_html(library, region_view(cards, "comparative")),
        "brief": region_html(library, region_view(cards, "brief")),
        "brief of one": region_html(library, region_view(cards[:1], "brief")),
        "contrast": contrast_html(library, contrast_view(contrasted_cards(library, cards), annex=True)),
        "contrast of one": contrast_html(library, contrast_view(contrasted_cards(library, cards[:1]), annex=True)),
    }


def words(page: str) -> str:
    """Return the text of a page without its styles, in single spaces."""
    bare = re.sub(r"<style>.*?</style>|<[^<>]*>", " ", page, flags=re.DOTALL)
    return " ".join(bare.split())


KINDS = ("judged", "not judged", "comparative", "brief", "brief of one", "contrast", "contrast of one")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_speaks_of_grades_but_to_say_that_it_has_none(kind, pages):
    told = (
        words(pages[kind]).replace(APART, "").replace(NOT_COMPARED, "").replace("grades, with words of their own", "")
    )
    assert [told[max(0, m.start() - 60) : m.end() + 60] for m in GRADE.finditer(told)] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_stands_for_a_band(kind, pages):
    body = pages[kind].partition("<main")[2]
    assert [body[max(0, m.start() - 80) : m.end() + 20] for m in LETTER.finditer(body)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_page_says_whose_record_it_is_and_that_the_scales_do_not_compare(kind, pages):
    told = words(pages[kind])
    assert "Whose record this is." in told
    assert "the country chapters of the US Trafficking in Persons Report" in told
    assert NOT_COMPARED in told
    assert f"· {APART}" in re.search(r'data-note="([^"]*)"', pages[kind])[1]


def test_a_record_is_high_on_record_and_gets_no_grade(pages):
    told = words(pages["judged"])
    assert re.search(r"very high on record 0\.88 of 1", told)
    assert "lie between 0.30 and 0.82" in words(pages["not judged"])


def test_a_contrast_says_beside_each_frame_what_share_rests_on_one_text(pages):
    told = words(pages["contrast"])
    assert "from 67% (“Police and border”) to 98% (“ASTRA”) rests on the country chapters" in told
    assert "No Borders 0% 100%" in told
    assert "Police and border 100% 67%" in told


@pytest.mark.parametrize("lang", ["sr-Cyrl", "sr-Latn"])
def test_the_words_of_a_band_are_in_the_language_of_the_page(lang, library, cards):
    page = words(country_html(library, report_view(library, cards[0], lang, annex=True)))
    assert {"sr-Cyrl": "веома високо по записима", "sr-Latn": "veoma visoko po zapisima"}[lang] in page
    assert re.search(r"(?:high|middle|low) on record", page) is None


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["country", "contrast"])
def test_every_printed_page_says_that_it_does_not_compare_with_grades(kind, library, cards):
    made = (
        country_pdf(library, cards[0], annex=True)
        if kind == "country"
        else contrast_pdf(library, contrasted_cards(library, cards))
    )
    with pypdfium2.PdfDocument(made) as pdf:
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert [number for number, text in enumerate(texts, 1) if APART not in text] == []


def test_result_json_has_the_share_of_each_observer(cards):
    result = json.loads(result_json(cards[0]))
    shares = {one["observer"]: one["share"] for one in result["observers"]}
    assert shares == {
        "frank": 0.607142857,
        "three-p": 0.226190476,
        "treaty-office": 0.083333333,
        "kelley-heiss": 0.083333333,
    }
    assert result["grade"]["grade"] == "very high on record"


def test_the_explorer_speaks_of_no_grade_to_its_reader(library):
    rubric = library.rubric("public-record")
    entrants = [enter(library.assessment("ALB-2011", rubric), rubric)]
    page = explorer_page(library, rubric, list(rubric.weightings.values())[:2], entrants)
    assert GRADE.search(words(page.partition("<script")[0])) is None


def test_a_rubric_with_letters_is_worded_as_ever():
    library = Library.open()
    rubric = library.rubric()
    page = words(
        country_html(
            library,
            report_view(library, evaluate(library.assessment("BRA-2018-2022", rubric), rubric), annex=True),
        )
    )
    assert "Grade E" in page
    assert APART not in page
