"""What a reader sees at the edges of printed pages, read back from the PDF by the sizes and places of its letters."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations

import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from evaluator.reports.charts.drawing import Box, Chart
from evaluator.reports.pdf.structure import Element, is_dictionary, several, tree_of

# Running head, foot and the mark of a draft stand outside of these points. A heading is bold and larger
# than captions and notes of 9 points; the file gives sizes in CSS pixels, of which four are three points.
FOOT, HEAD, SIDE = 48, 48, 47
HEADING_SIZE = 9.2 * 4 / 3

LEVEL = 0.1  # the sine of the angle from which on a text climbs
TOUCH = 0.1  # points that two labels of a drawing may share
LIGHT = 200  # of 255, from which on a dot counts as white
PROSE = 4  # pieces of text from which a row counts as prose: its lines, marks and links


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its words, where its feet stand, and how its first letter is drawn."""

    words: str
    bottom: float
    size: float
    is_bold: bool

    @property
    def is_heading(self) -> bool:
        """Return whether the line heads what follows it."""
        return self.is_bold and self.size >= HEADING_SIZE


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines of a page's body from the lowest up, each by its first piece."""
    text, (width, height) = page.get_textpage(), page.get_size()
    boxes = sorted((text.get_rect(k) for k in range(text.count_rects())), key=lambda box: (round(box[1]), box[0]))
    found = []
    for left, bottom, right, top in boxes:
        if bottom > FOOT and top < height - HEAD and left < width - SIDE:
            at = text.get_index(left + 0.5, (bottom + top) / 2, 3, 3)
            found.append(Line(text.get_text_bounded(left, bottom, right, top), bottom, *_drawn(text, at)))
    return found


def _drawn(text: pypdfium2.PdfTextPage, at: int | None) -> tuple[float, bool]:
    if at is None:
        return 0.0, False
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, 128, flags)
    return float(pdfium.FPDFText_GetFontSize(text, at)), b"Bold" in name.value


def overlaps(content: bytes) -> list[tuple[int, str, str]]:
    """Return page and both texts wherever two level texts share more than a point each way.

    Boxes stand upright, so that the letters of a climbing head share theirs without touching.
    """
    found = []
    with pypdfium2.PdfDocument(content) as pdf:
        for number, page in enumerate(pdf, 1):
            text = page.get_textpage()
            rects = (text.get_rect(k) for k in range(text.count_rects()))
            boxes = sorted(box for box in rects if _is_seen(box) and not _climbs(text, box))
            for k, one in enumerate(boxes):
                for other in boxes[k + 1 :]:
                    if other[0] >= one[2] - 1:
                        break
                    if min(one[3], other[3]) - max(one[1], other[1]) > 1:
                        found.append((number, text.get_text_bounded(*one), text.get_text_bounded(*other)))
    return found


def _is_seen(box: tuple[float, float, float, float]) -> bool:
    return box[2] - box[0] > 1 and box[3] - box[1] > 1


def _climbs(text: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]) -> bool:
    at = text.get_index((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 4, 4)
    return at is not None and abs(math.sin(pdfium.FPDFText_GetCharAngle(text, at))) > LEVEL


def headings_left_alone(content: bytes) -> list[tuple[int, str]]:
    """Return page and words of every heading or caption that is the last line of its page."""
    with pypdfium2.PdfDocument(content) as pdf:
        last = [(number, lines[0]) for number, page in enumerate(pdf, 1) if (lines := lines_of(page))]
    return [(number, line.words) for number, line in last if line.is_heading]


def blank_pages(content: bytes) -> list[int]:
    """Return the pages that hold nothing but head and foot."""
    with pypdfium2.PdfDocument(content) as pdf:
        return [number for number, page in enumerate(pdf, 1) if not lines_of(page)]


def white_below(content: bytes) -> list[float]:
    """Return for each page which share of the room for text is white below its last mark."""
    found = []
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            width, height = page.get_size()
            across, down = slice(SIDE, int(width) - SIDE), slice(HEAD + 3, int(height) - FOOT)
            ink = np.asarray(page.render(scale=1, grayscale=True).to_pil())[down, across] < LIGHT
            rows = np.flatnonzero(ink.any(axis=1))
            found.append(round(1 - float(rows.max(initial=0)) / ink.shape[0], 3))
    return found


def headings_parted(content: bytes) -> list[tuple[int, int]]:
    """Return the pages of a heading and of the table below it, with a paragraph between at most, where they differ."""
    found = []
    with pikepdf.open(BytesIO(content)) as pdf:
        tree = tree_of(pdf)
        assert tree is not None
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        blocks = [(block, min(numbers[place] for place in _places(block))) for block in _blocks(tree)]
    for k, (block, page) in enumerate(blocks):
        after = [one for one, _ in blocks[k + 1 : k + 3]]
        at = 1 if [one.kind for one in after[:1]] == ["Table"] else 2
        is_lead = block.kind.startswith("H") and after and (at == 1 or [one.kind for one in after] == ["P", "Table"])
        if is_lead and blocks[k + at][1] != page:
            found.append((page, blocks[k + at][1]))
    return found


def _blocks(element: Element) -> Iterator[Element]:
    """Yield headings, paragraphs, lists, figures and tables with something in them, in the order of reading."""
    for child in element.children:
        if child.kind in ("Table", "P", "L", "Figure", "H1", "H2", "H3", "H4"):
            if any(True for _ in _places(child)):
                yield child
        else:
            yield from _blocks(child)


def lone_rows(content: bytes) -> list[tuple[int, int]]:
    """Return page and number of every row that stands alone on its page, with the rest of its table elsewhere.

    A row of several lines of prose may: it reads as a paragraph.
    """
    found = []
    with pikepdf.open(BytesIO(content)) as pdf:
        tree = tree_of(pdf)
        assert tree is not None
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        for table in tree.below("Table"):
            rows = [row for body in table.below("TBody") for row in body.below("TR")]
            pages = [min(numbers[place] for place in _places(row)) for row in rows]
            alone = [k for k, page in enumerate(pages) if pages.count(page) == 1 and len(rows) > 1]
            alone = [k for k in alone if len(list(_places(rows[k]))) < PROSE]
            found += [(pages[k], k + 1) for k in alone]
    return found


def _places(element: Element) -> Iterator[tuple[int, int]]:
    for one in element.walk():
        kids = one.node.get("/K", [])
        for kid in several(kids):
            owner = kid if is_dictionary(kid) and "/Pg" in kid else one.node
            if not (is_dictionary(kid) and "/S" in kid) and "/Pg" in owner:
                yield owner.Pg.objgen


def collisions(chart: Chart) -> list[tuple[str, str]]:
    """Return the pairs of labels of a drawing that lie over each other."""
    return [(one.text, other.text) for one, other in combinations(chart.boxes, 2) if _lie_over(one, other)]


def _lie_over(one: Box, other: Box) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > TOUCH
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOUCH
    )
