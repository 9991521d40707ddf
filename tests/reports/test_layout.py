"""No text lies on another, no heading and no row stands alone at the edge of a page, no letter is too small."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_pdf
from evaluator.reports.pdf.write import write_pdf
from evaluator.reports.region import region_pdf

sys.path.insert(0, str(Path(__file__).parent))
from layout import blank_pages, headings_left_alone, headings_parted, lone_rows, overlaps

STYLE = """
@font-face { font-family: "R"; src: url(fonts/NotoSans-Regular.ttf) }
@font-face { font-family: "R"; font-weight: 700; src: url(fonts/NotoSans-Bold.ttf) }
@page { size: 300pt 300pt; margin: 60pt } body { font: 9pt/12pt R; margin: 0 } p { margin: 0; white-space: nowrap }
h1 { font-size: 12pt; line-height: 12pt; margin: 0; break-after: auto } table { border-spacing: 0 } td { padding: 0 }
"""
LEAST, TABLES, TEXT, HASH = 7.45, 8.4, 9.9, 6.7
FONT = '@font-face { font-family: "R"; src: url(fonts/NotoSans-Regular.ttf) } body { font-family: R }'


def _printed(library, body: str) -> bytes:
    page = f'<html lang="en"><head><title>T</title><style>{STYLE}</style></head><body>{body}</body></html>'
    return write_pdf(page, library.templates, [], "2026")


def test_two_texts_in_one_place_are_found(library):
    one = '<p style="width: 60pt">One</p>'
    over = '<p style="position: absolute; left: 8pt; top: 2pt">on another</p>'
    assert overlaps(_printed(library, one + one)) == []
    assert [page for page, _, _ in overlaps(_printed(library, one + over))] == [1]


# Fifteen lines fit the page.
@pytest.mark.parametrize(("lines", "found"), [(13, []), (14, [(1, "Head")])])
def test_a_heading_at_the_foot_of_a_page_is_found(library, lines, found):
    body = "<p>x</p>" * lines + "<h1>Head</h1>" + "<p>y</p>" * 3
    alone = headings_left_alone(_printed(library, body))
    assert [(page, words.strip()) for page, words in alone] == found


@pytest.mark.parametrize(("above", "found"), [(13, []), (14, [(1, 1)]), (12, [(2, 4)])])
def test_a_row_alone_on_its_page_is_found(library, above, found):
    rows = "".join(f"<tr><td>{k}</td></tr>" for k in range(4))
    assert lone_rows(_printed(library, "<p>x</p>" * above + f"<table><tbody>{rows}</tbody></table>")) == found


@pytest.mark.parametrize(("above", "found"), [(10, []), (13, [(1, 2)])])
def test_a_heading_with_its_sentence_on_another_page_than_its_table_is_found(library, above, found):
    rows = '<tr style="line-height: 20pt"><td>x</td></tr>' * 3
    body = "<p>x</p>" * above + f"<h1>Head</h1><p>y</p><table><tbody>{rows}</tbody></table>"
    assert headings_parted(_printed(library, body)) == found


def test_a_page_with_nothing_on_it_is_found(library):
    body = '<p>x</p><div style="break-before: page; height: 9pt"></div><p style="break-before: page">y</p>'
    assert blank_pages(_printed(library, body)) == [2]


def _page_of(content: bytes, words: str) -> int:
    with pypdfium2.PdfDocument(content) as pdf:
        return next(number for number, page in enumerate(pdf, 1) if words in page.get_textpage().get_text_bounded())


@pytest.mark.parametrize("above", range(22, 36))
def test_totals_stand_with_the_row_above_and_what_explains_a_table_with_its_end(library, above):
    rows = "".join(f'<tr><th scope="row">row {k}</th><td>1</td></tr>' for k in range(6))
    totals = "".join(f'<tr class="sum total"><th scope="row">total {k}</th><td>6</td></tr>' for k in range(3))
    head = '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
    table = f"<table>{head}<tbody>{rows}{totals}</tbody></table>"
    body = "<p>x</p>" * above + table + '<p class="key">What the table means.</p>'
    style = '<link rel="stylesheet" href="report.css">'
    page = f'<html lang="en"><head><title>T</title>{style}</head><body><main>{body}</main></body></html>'
    made = write_pdf(page, library.templates, [], "2026")
    assert len({_page_of(made, words) for words in ("row 5", "total 0", "total 2", "What the table means")}) == 1


def sizes(content: bytes) -> Counter[tuple[float, bool]]:
    """Count letters by size in points, and by whether they are of a hash (hexadecimal digits in a long row)."""
    found: Counter[tuple[float, bool]] = Counter()
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            text = page.get_textpage()
            letters = text.get_text_range()
            for k in range(text.count_chars()):
                if not chr(pdfium.FPDFText_GetUnicode(text, k)).isspace():
                    around = letters[max(0, k - 8) : k + 9]
                    found[_size(text, k), _is_hash(around)] += 1
    return found


def _size(text: pypdfium2.PdfTextPage, k: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, k, ctypes.byref(matrix))
    return round(pdfium.FPDFText_GetFontSize(text, k) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)), 2)


def _is_hash(around: str) -> bool:
    row = max(around.split() or [""], key=len).strip(".")
    return len(row) > 6 and set(row) <= set("0123456789abcdef")


def test_a_small_letter_is_measured_in_points_in_text_and_in_a_drawing(library):
    text = '<text x="0" y="15" font-size="12" font-family="R">B</text>'
    svg = f'<svg viewBox="0 0 100 20" width="50pt"><title>s</title>{text}</svg>'
    head = f"<head><title>T</title><style>{FONT}</style></head>"
    page = f'<html lang="en">{head}<body><p style="font-size: 7pt">A</p>{svg}</body></html>'
    found = {size for size, _ in sizes(write_pdf(page, library.templates, [], "2026"))}
    assert found == {7.0, 6.0}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["country", "Serbian", "conduct", "comparative", "contrast", "annex", "brief"])
def test_a_report_keeps_texts_apart_and_headings_with_what_they_head_in_letters_that_can_be_read(library, kind):
    rubric, conduct = library.rubric(), library.rubric("law-and-practice")
    cards = [evaluate(library.assessment(name, rubric), rubric) for name in ("BRA", "ALB", "SRB")]
    content = {
        "country": lambda: country_pdf(library, cards[0], annex=True),
        "Serbian": lambda: country_pdf(library, cards[0], "sr-Cyrl"),
        "conduct": lambda: country_pdf(
            library, evaluate(library.assessment("SRB-2021-2023", conduct), conduct), annex=True
        ),
        "contrast": lambda: contrast_pdf(library, contrasted_cards(library, cards)),
        "annex": lambda: contrast_pdf(library, contrasted_cards(library, cards), annex=True),
    }.get(kind, lambda: region_pdf(library, cards, kind))()
    assert overlaps(content) == []
    assert headings_left_alone(content) == []
    assert lone_rows(content) == []
    assert headings_parted(content) == []
    assert blank_pages(content) == []
    found = sizes(content)
    assert [one for one in found if one[0] < (HASH if one[1] else LEAST)] == []
    whole = sum(found.values())
    assert sum(count for (size, _), count in found.items() if size >= TABLES) > 0.6 * whole
    assert any(size >= TEXT for size, _ in found)
