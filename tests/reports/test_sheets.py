"""The sheets of a contrast, the poster and the years: their pages, their words, and what each says first."""

from __future__ import annotations

import re

import pytest

from evaluator.errors import EvaluatorError
from evaluator.extensions.verify.whole import verify_pdf
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.context.alongside import records_of
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_order, contrast_view
from evaluator.reports.poster import POSTER_SHOWN, only_card, poster_pdf, poster_view
from evaluator.reports.years import years_pdf, years_view

pypdfium2 = pytest.importorskip("pypdfium2")
pytest.importorskip("weasyprint")

COUNTRIES = ("ALB", "BGR", "BIH", "HRV", "MDA", "MKD", "MNE", "ROU", "SRB", "SVN", "XKX")
LEAST_TYPE = 8.0


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def records(library):
    rubric = library.rubric("public-record")
    return [evaluate(library.assessment(f"{code}-2011", rubric), rubric) for code in COUNTRIES]


@pytest.fixture(scope="module")
def brazil(library):
    rubric = library.rubric()
    return evaluate(library.assessment("BRA-2018-2022", rubric), rubric)


def pages_and_words(content: bytes) -> tuple[int, int]:
    """Return the number of pages, and of words that have a letter."""
    with pypdfium2.PdfDocument(content) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    return len(texts), sum(bool(re.search(r"[^\W\d_]", word)) for text in texts for word in text.split())


@pytest.mark.slow
def test_a_contrast_says_first_which_place_turns_among_actors(library, records):
    made = contrasted_cards(library, records)
    view = contrast_view(made)
    assert view.finding.rule == "places-turn"
    assert (
        view.finding.lead
        == "First of eleven for one, tenth for another: where Croatia stands depends on who is counting."
    )
    assert re.match("First for .*; tenth for .*: same evidence, same ratings", str(view.finding.rest[0]))
    assert view.sheets.opening.kind == "bump"
    assert [one.kind for one in (view.sheets.matrix, view.sheets.apart)] == ["matrix", "dumbbell"]
    assert contrast_order(made, annex=True).document.endswith(".contrast.annex")


@pytest.mark.slow
def test_under_three_plans_dumbbells_open_and_there_is_no_order(library, records):
    sheets = contrast_view(contrasted_cards(library, records[:2])).sheets
    assert sheets.opening.kind == "dumbbell"
    assert (sheets.apart, sheets.is_closed) == (None, False)
    alone = contrast_view(contrasted_cards(library, records[:1])).sheets
    assert alone.matrix is None


@pytest.mark.slow
def test_a_poster_has_at_most_150_words(library, brazil):
    assert pages_and_words(poster_pdf(library, brazil))[1] <= 150


@pytest.mark.slow
def test_a_poster_is_one_page_and_is_made_again_from_its_files(library, brazil):
    content = poster_pdf(library, brazil)
    assert pages_and_words(content)[0] == 1
    assert verify_pdf(content, library, "x.pdf").differences == ()


def test_a_poster_tells_what_no_measure_names_else_what_is_reached_and_a_harm_before_how_much_is_read(
    library, brazil, records
):
    named = POSTER_SHOWN.of(poster_view(library, brazil))
    assert (named.hero.number, named.hero.of, str(named.hero.what)) == (0, 58, "name one lead body")
    assert str(named.sentence).startswith("The plan sets 58 goals. None states one lead body")
    counted = POSTER_SHOWN.of(poster_view(library, records[3]))
    reached = [
        s for s in records[3].criteria if s.outcome.level == records[3].rubric.scale_of(s.outcome.criterion_id).top
    ]
    assert counted.hero is None
    assert str(counted.sentence).startswith(f"{len(reached)} of 12 criteria answered reach the top level")
    assert {named.picture.kind, counted.picture.kind} == {"strip"}
    rubric = library.rubric("law-and-practice")
    ungraded = evaluate(library.assessment("HRV-2022-2023", rubric), rubric)
    part = POSTER_SHOWN.of(poster_view(library, ungraded))
    assert "at least one victim was punished" in str(part.sentence)
    assert "questions could be read" in str(part.more[0])
    assert (part.hero, part.picture.kind) == (None, "strip")
    with pytest.raises(EvaluatorError, match="too little is known for one: 36% of what counts"):
        only_card([ungraded])
    with pytest.raises(EvaluatorError, match="A poster is of one plan, and 2 are named"):
        only_card([brazil, brazil])


@pytest.mark.slow
def test_years_are_one_page_and_are_made_again_from_the_records_they_carry(library, records):
    content = years_pdf(library, records)
    assert pages_and_words(content)[0] == 1
    assert verify_pdf(content, library, "x.pdf").differences == ()


def test_years_begin_with_the_widest_gap_and_are_those_of_the_record_alone(library, records, brazil):
    known = records_of(library, COUNTRIES)
    view = years_view(library, records, known, "en")
    assert view.countries == 11
    assert view.chart.title.startswith("Moldova 2007: ")
    assert view.footnotes[0].startswith("This designation is without prejudice")
    with pytest.raises(EvaluatorError, match="add --rubric public-record"):
        years_view(library, [brazil], known, "en")
    with pytest.raises(EvaluatorError, match="No country has a record of four years"):
        years_view(library, records, {}, "en")
