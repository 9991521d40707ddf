"""No letter of a PDF is smaller than a reader can bear: the size of each, as it stands on the page."""

from __future__ import annotations

import ctypes
import math
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_pdf
from evaluator.reports.pdf.write import write_pdf
from evaluator.reports.region import region_pdf

LEAST, TABLES, TEXT, HASH = 7.45, 8.4, 9.9, 6.7
FONT = '@font-face { font-family: "R"; src: url(fonts/NotoSans-Regular.ttf) } body { font-family: R }'


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
@pytest.mark.parametrize("kind", ["country", "conduct", "comparative", "contrast", "brief"])
def test_no_letter_of_a_report_is_too_small(library, rubric, albania, kind):
    cards = [albania, *(evaluate(library.assessment(name, rubric), rubric) for name in ("SRB", "BRA"))]
    conduct = library.rubric("law-and-practice")
    content = {
        "country": lambda: country_pdf(library, cards[2]),
        "conduct": lambda: country_pdf(library, evaluate(library.assessment("SRB-2021-2023", conduct), conduct)),
        "contrast": lambda: contrast_pdf(library, contrasted_cards(library, cards)),
    }.get(kind, lambda: region_pdf(library, cards, kind))()
    found = sizes(content)
    assert [one for one in found if one[0] < (HASH if one[1] else LEAST)] == []
    whole = sum(found.values())
    assert sum(count for (size, _), count in found.items() if size >= TABLES) > 0.6 * whole
    assert any(size >= TEXT for size, _ in found)
