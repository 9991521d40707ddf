"""Plans made to break layouts, in every kind of report: nothing leaves the page, and no word is lost."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_pdf, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.pdf.check import check_pdf
from evaluator.reports.region import region_html, region_pdf, region_view
from evaluator.scoring.card import make_card

sys.path.insert(0, str(Path(__file__).parent))
from layout import blank_pages, headings_left_alone, headings_parted, lone_rows, overlaps

GEORGIAN = "საქართველოს ადამიანით ვაჭრობის (ტრეფიკინგის) წინააღმდეგ ბრძოლის სამოქმედო გეგმა"
ARMENIAN = "Մարդկանց շահագործման դեմ պայքարի կազմակերպման ազգային ծրագիր և ժամանակացույց"
NAMES = {
    "XXG": (f"Georgia and {GEORGIAN}", GEORGIAN),
    "XXH": (ARMENIAN, f"{ARMENIAN}. " * 4),
    "XXI": ("Saint-Vincent-and-the-Grenadines-and-the-Associated-Island-Territories-of-the-North", "x" * 120),
}
KINDS = ["country", "comparative", "brief", "contrast"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cards(rubric, stress_beside, albania):
    """Return the plan of long texts beside others with long names in Georgian, Armenian and Latin script."""
    found = [stress_beside]
    outcomes = [scored.outcome for scored in stress_beside.criteria]
    for iso3, (name, title) in NAMES.items():
        whole = stress_beside.assessment
        country = whole.country.model_copy(update={"iso3": iso3, "names": {"en": name}})
        plan = whole.plan.model_copy(update={"id": f"{iso3}-2030-2034-entities", "titles": {"en": title}})
        other = replace(whole, country=country, plan=plan)
        found.append(make_card(other, rubric, rubric.weighting("equal"), outcomes, is_draft=True))
    return [*found, albania]


@pytest.fixture(scope="module", params=KINDS)
def printed(request, library, cards, stress, stress_pdf):
    """Return kind, page and PDF of a report on them."""
    kind = request.param
    if kind == "country":
        return kind, country_html(library, report_view(library, stress, annex=True)), stress_pdf
    if kind == "contrast":
        made = contrasted_cards(library, cards)
        return kind, contrast_html(library, contrast_view(made, annex=True)), contrast_pdf(library, made, annex=True)
    return kind, region_html(library, region_view(cards, kind)), region_pdf(library, cards, kind)


def _words(page: str) -> set[str]:
    """Return the words that a page shows, without those that only stand beside drawings."""
    body = page.partition("<main")[2].partition(">")[2]
    shown = re.sub(r"<svg.*?</svg>|<[^>]*>", " ", body, flags=re.DOTALL)
    return set(html.unescape(shown).split())


def test_no_text_leaves_the_page(printed):
    _, _, content = printed
    with pypdfium2.PdfDocument(content) as pdf:
        for number, page in enumerate(pdf, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for k in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(k)
                said = (number, text.get_text_bounded(left, bottom, right, top)[:60])
                assert left > 40, said
                assert right < width - 20, said
                assert bottom > 19, said
                assert top < height - 20, said


def test_no_text_lies_on_another(printed):
    _, _, content = printed
    assert overlaps(content) == []


def test_no_heading_and_no_row_stands_alone_at_the_edge_of_a_page(printed):
    _, _, content = printed
    assert headings_left_alone(content) == []
    assert lone_rows(content) == []
    assert headings_parted(content) == []
    assert blank_pages(content) == []


def test_every_word_of_the_page_is_on_paper(printed):
    _, page, content = printed
    with pypdfium2.PdfDocument(content) as pdf:
        whole = "".join("".join(p.get_textpage().get_text_bounded().split()) for p in pdf)
    # A word that is broken at a hyphen comes back from the file with a mark of the break in its place.
    paper = re.sub("[\u00ad\ufffe\u0002-]", "", whole)
    lost = [word for word in _words(page) if re.sub("[\u00ad-]", "", word) not in paper]
    assert lost == []


def test_it_is_built_as_every_other_report(printed):
    kind, _, content = printed
    assert check_pdf(content, kind) == ()
