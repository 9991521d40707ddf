"""A page printed from a browser beside the PDF of the same report: its findings in words, its figures by picture."""

from __future__ import annotations

import io
import re
from collections import Counter

import numpy as np
import pypdfium2
import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, country_pdf, report_view
from evaluator.reports.html.alone import standing_alone
from evaluator.reports.html.environment import stylesheet
from evaluator.reports.region import region_html, region_pdf, region_view

KINDS = ["country", "comparative"]
# Colours of figures, boxes and shades: as much of each is printed by either, whatever the letters beside it.
DRAWN = re.compile(r"group-(?!plan|other)\w|stance-[cps]|level-[12]|partly")
LEAST = 400  # dots of a colour below which edges, which each printer blends in its own way, count for too much
TOLERANCE = 0.15
TITLE = re.compile(r"<(?:h[23]|caption)\b[^<>]*>(.*?)</(?:h[23]|caption)>", flags=re.DOTALL)
# A country's page has its finding as its title; a page of several countries has it below.
FINDING = {
    "country": re.compile(r'<h1(?: class="long")?>(.*?)</h1>', flags=re.DOTALL),
    "comparative": re.compile(r'<h2 id="overview" class="verdict[^"]*">(.*?)</h2>', flags=re.DOTALL),
}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(library, albania):
    """Return the page and the PDF of each kind of report; of several countries those of which enough is assessed."""
    rubric = library.rubric("law-and-practice")
    cards = [evaluate(library.assessment(name, rubric), rubric) for name in ("BGR", "MKD", "SRB", "SVN")]
    view = region_view(cards, "comparative")
    return {
        "country": (
            country_html(library, report_view(library, albania, annex=True)),
            country_pdf(library, albania, annex=True),
        ),
        "comparative": (region_html(library, view), region_pdf(library, cards, "comparative", "en", view)),
    }


@pytest.fixture(scope="module")
def printed(browser, library, pages, tmp_path_factory):
    """Return each page as a browser prints it whose user has not asked for backgrounds."""
    found = {}
    for kind, (page, _) in pages.items():
        path = tmp_path_factory.mktemp("print") / "report.html"
        path.write_text(standing_alone(page, library.templates), encoding="utf-8")
        window = browser.new_page()
        window.goto(path.resolve().as_uri())
        found[kind] = window.pdf(prefer_css_page_size=True, print_background=False)
        window.close()
    return found


def _dots(content: bytes, colours: dict[str, int]) -> Counter[str]:
    """Return how many dots of each colour stand on all pages, at 144 dots an inch."""
    found: Counter[str] = Counter()
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        for page in pdf:
            dots = np.asarray(page.render(scale=2).to_pil().convert("RGB")).astype(np.int32)
            packed = (dots[:, :, 0] << 16) + (dots[:, :, 1] << 8) + dots[:, :, 2]
            found.update({name: int((packed == colour).sum()) for name, colour in colours.items()})
    return found


def _text(content: bytes, pages: slice = slice(None)) -> str:
    """Return the letters of pages without the spaces and hyphens that lines make."""
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        words = [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))[pages]]
    return _letters(" ".join(words))


def _letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u0002\ufffe-]", "", text)


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_s_print_has_the_figures_boxes_and_shades_of_the_pdf(pages, printed, library, kind):
    tokens = stylesheet(library.templates).tokens
    colours = {name: int(value[1:], 16) for name, value in tokens.items() if DRAWN.match(name)}
    ours, theirs = _dots(pages[kind][1], colours), _dots(printed[kind], colours)
    drawn = {name for name in colours if ours[name] >= LEAST}
    assert len(drawn) >= 4 or kind == "comparative"  # its charts have no tokens of the style
    ratios = {name: round(theirs[name] / ours[name], 2) for name in drawn}
    assert {name: ratio for name, ratio in ratios.items() if abs(ratio - 1) > TOLERANCE} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_s_print_has_every_title_and_opens_with_the_same_finding(pages, printed, kind):
    page = pages[kind][0]
    plain = [re.sub(r"<[^<>]*>|&\w+;", "", title) for title in TITLE.findall(page)]
    text = _text(printed[kind])
    assert len(plain) > 10
    assert [title for title in plain if _letters(title) not in text] == []
    finding = re.sub(r"<[^<>]*>", "", FINDING[kind].search(page)[1])
    assert len(finding) > 20
    first = slice(0, 1)
    assert _letters(finding) in _text(printed[kind], first)
    assert _letters(finding) in _text(pages[kind][1], first)


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_s_print_is_a4_and_about_as_long(pages, printed, kind):
    with (
        pypdfium2.PdfDocument(io.BytesIO(printed[kind])) as theirs,
        pypdfium2.PdfDocument(io.BytesIO(pages[kind][1])) as ours,
    ):
        assert theirs[0].get_size() == pytest.approx(ours[0].get_size(), abs=1)
        assert abs(len(theirs) - len(ours)) <= max(2, len(ours) // 4)
