"""Every text of a report can be translated, and its layout bears longer words."""

import re
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, country_pdf, report_view
from evaluator.reports.language import language
from evaluator.reports.pdf.check import check_report
from evaluator.reports.region import region_html, region_view
from tests.lanes import one_in

sys.path.insert(0, str(Path(__file__).parent))
from pseudo import CODE, data_of, outside, pseudo, untranslated, write_catalogue

TURNS = re.compile("[\u202a-\u202e]")
# A title of a chart holds text alone; with a tag in it, it would be lost to who hears the page.
TAGGED_TITLE = re.compile(r"<title>[^<]*<(?!/title>)")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Return the library with the pseudo-language laid over its templates."""
    folder = tmp_path_factory.mktemp("pseudo")
    write_catalogue(folder)
    return Library.open(folder)


@pytest.fixture(scope="module")
def cards(spoken, rubric):
    return [evaluate(spoken.assessment(country, rubric), rubric) for country in ("ALB", "SRB", "ROU", "USA")]


def test_the_marks_keep_placeholders_and_what_lies_outside():
    assert pseudo("Plan %(id)s") == "‹Plàñ %(id)s~~~›"
    assert outside("‹à ‹b› ç› data ‹d›") == (0, " data ")


def test_an_untranslatable_text_is_found():
    page = '<p>‹Gràdé› A1-x</p><p lang="en">in English</p><p>Left <span lang="de">and here</span></p>'
    assert untranslated(page, {"A1-x"}) == ["Left", "and here"]


def test_a_number_in_the_form_of_english_is_found():
    assert untranslated("<p>0.53</p><p>0,53</p><p>342.000</p><p>0.649</p>", set()) == ["0.53", "0.649"]


@pytest.mark.slow
def test_no_text_of_a_country_report_is_left_in_english(spoken, cards):
    for card in (cards[0], cards[-1]):
        view = report_view(spoken, card, CODE, annex=True)
        page = country_html(spoken, view)
        assert [text for text in untranslated(page, data_of(view)) if not _begins_data(text, data_of(view))] == []
        assert not TAGGED_TITLE.search(page)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["empty", "stress"])
def test_no_text_of_an_odd_report_is_left_in_english(spoken, request, name):
    card = request.getfixturevalue(name)
    view = report_view(spoken, card, CODE, annex=True)
    data = data_of(view) | {one.recommend for one in card.rubric.criteria}
    left = untranslated(country_html(spoken, view), data)
    assert [text for text in left if not _begins_data(text, data)] == []


@pytest.mark.parametrize("kind", one_in(2, ["brief", "comparative"]))
def test_no_text_of_a_report_on_several_plans_is_left_in_english(spoken, cards, kind):
    view = region_view(cards, kind, CODE, spoken.templates)
    countries = {card.assessment.country.iso3 for card in cards}
    assert untranslated(region_html(spoken, view), data_of(view) | countries) == []


@pytest.mark.slow
def test_no_text_of_a_contrast_is_left_in_english(spoken, cards):
    view = contrast_view(contrasted_cards(spoken, cards), CODE, annex=True)
    assert untranslated(contrast_html(spoken, view), data_of(view) | set(cards[0].rubric.weightings)) == []


@pytest.mark.slow
def test_the_longest_words_and_names_stay_on_the_page_and_lack_nothing_a_machine_can_see(spoken, stress, tmp_path):
    content = country_pdf(spoken, stress, CODE, annex=True)
    (tmp_path / "long.pdf").write_bytes(content)
    assert check_report(tmp_path / "long.pdf") == ()
    with pypdfium2.PdfDocument(BytesIO(content)) as pdf:
        for number, page in enumerate(pdf, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_rect(k) for k in range(text.count_rects())]
            off = [b for b in boxes if b[0] < 40 or b[2] > width - 20 or b[1] < 19 or b[3] > height - 20]
            assert off == [], f"page {number}"


@pytest.mark.slow
def test_serbian_prints_in_latin_letters_too(library, albania, tmp_path):
    content = country_pdf(library, albania, "sr-Latn", annex=True)
    (tmp_path / "serbian.pdf").write_bytes(content)
    assert check_report(tmp_path / "serbian.pdf") == ()
    with pypdfium2.PdfDocument(content) as pdf:
        text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    spoken = language(library.templates, "sr-Latn")
    assert spoken.gettext("Safeguards") in text
    assert spoken.gettext("Safeguards") != "The finding"


def _begins_data(text: str, data) -> bool:
    """Return whether a text is the beginning of a text of the data, as page one shortens it.

    A sign that turns the direction of writing is printed as a box.
    """
    begun = " ".join(text.rstrip("…").lstrip(". ").split())
    return any(" ".join(TURNS.sub("□", str(one)).split()).startswith(begun) for one in data)
