"""A PDF file as tables of cells: from ruled lines, else columns from the head; every character is accounted for."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from evaluator.errors import InvalidInputError, Problem
from evaluator.intake.cells import Cell, Grid, Outside, Place, RawTable, Source, cleaned
from evaluator.intake.columns import Band, Columns, find_columns
from evaluator.intake.extra import pdfplumber_module
from evaluator.intake.heads import Vocabulary
from evaluator.intake.typeset import Glyph, cell_text, inner_words, lines_of
from evaluator.model.intake import PlanWords

MOST_PAGES = 400
Box = tuple[float, float, float, float]
# A stroke shorter than this is a mark in the text; columns fewer than these are no plan's table.
SHORTEST_EDGE, FEWEST_COLUMNS = 4.0, 3
REPEATED = 0.6  # of the pages have the same header or footer
MARGIN = 0.1  # of the height of a page, at its top and bottom
EDGE = 0.5
OCR = (
    "Add text to it first:  ocrmypdf --deskew -l srp+srp_latn+eng scan.pdf plan.pdf  (Debian: apt install ocrmypdf "
    "tesseract-ocr-srp; other languages: sqi, ron, bul, mkd, fra, por). Read the result against the pages: letters "
    "that were taken for others are in no report."
)


@dataclass(slots=True)
class _Page:
    """What one page holds: its characters, those of headers and footers apart, and its strokes."""

    number: int
    page: Any
    glyphs: list[Glyph]
    margins: list[Glyph] = field(default_factory=list)

    def lines(self, way: str) -> list[Any]:
        """Return the strokes of one direction that are long enough to rule a table."""
        length = ("x0", "x1") if way == "h" else ("top", "bottom")
        return [
            edge
            for edge in self.page.edges
            if edge["orientation"] == way and edge[length[1]] - edge[length[0]] > SHORTEST_EDGE
        ]

    def edge_of_lines(self) -> tuple[float, float]:
        """Return above and below which heights a header and a footer stand: outside of all strokes, near the edges."""
        height = float(self.page.height)
        edges = [*self.lines("h"), *self.lines("v")]
        top = min([MARGIN * height, *(edge["top"] for edge in edges)])
        return top, max([(1 - MARGIN) * height, *(edge["bottom"] for edge in edges)])


@dataclass(frozen=True, slots=True)
class _Draft:
    """A table before its texts are put together: the box of each slot, and the characters in each box."""

    page: int
    rows: Sequence[Sequence[Box | None]]
    inside: Mapping[Box, Sequence[Glyph]]


def read_pdf(path: str, content: bytes, sha256: str, words: PlanWords) -> Source:
    """Read the tables of a PDF file.

    Raises
    ------
    InvalidInputError
        It is damaged, locked by a password, a scan without text, or has too many pages.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pages = _opened(path, content)
        from pdfplumber.utils.exceptions import PdfminerException

        damage: tuple[type[Exception], ...] = (*DAMAGE, PdfminerException)
        try:
            return _source(path, pages, sha256, Vocabulary(words))
        except damage as error:
            raise _damaged(path, error) from None


DAMAGE: tuple[type[Exception], ...] = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, EOFError, RecursionError,
    AssertionError, zlib.error, struct.error,
)  # fmt: skip


def _damaged(path: str, error: Exception) -> InvalidInputError:
    found = f"a PDF file that cannot be read ({type(error).__name__})"
    mend = "Open it in a viewer and print it to a new PDF file, or ask the ministry for the Word file."
    return InvalidInputError([Problem(path, found, "a whole PDF file", mend)])


def _opened(path: str, content: bytes) -> list[Any]:
    plumber = pdfplumber_module()
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pages = list(plumber.open(io.BytesIO(content)).pages)
    except PdfminerException as error:
        if "Password" in repr(error):
            mend = "Save it without one:  qpdf --decrypt --password=... plan.pdf open.pdf"
            raise InvalidInputError([Problem(path, "a file locked by a password", "one without", mend)]) from None
        raise _damaged(path, error) from None
    except DAMAGE as error:
        raise _damaged(path, error) from None
    if len(pages) > MOST_PAGES:
        mend = "Cut the pages with the plan's table out:  qpdf plan.pdf --pages . 20-60 -- table.pdf"
        raise InvalidInputError([Problem(path, f"{len(pages)} pages", f"at most {MOST_PAGES}", mend)])
    return pages


def _source(path: str, pages: Sequence[Any], sha256: str, vocabulary: Vocabulary) -> Source:
    read = [
        _Page(page.page_number, page, [_glyph(char) for char in page.chars if char["text"].strip()]) for page in pages
    ]
    if not any(page.glyphs for page in read):
        raise InvalidInputError([Problem(path, f"{len(read)} pages without any text: a scan", "a file with text", OCR)])
    _set_margins_apart(read)
    drafts: list[_Draft] = []
    outside: list[Outside] = []
    columns: Columns | None = None
    for page in read:
        found, columns = _tables_of(page, columns, vocabulary)
        taken: set[int] = set()
        drafts += [_Draft(page.number, boxes, _inside(page, boxes, taken)) for boxes in found]
        left = [glyph for at, glyph in enumerate(page.glyphs) if at not in taken]
        text = "\n".join(line.text for line in lines_of([*left, *page.margins]))
        if text:
            outside.append(Outside(page.number, cleaned(text)))
    known = Counter(word for draft in drafts for glyphs in draft.inside.values() for word in inner_words(glyphs))
    tables = [_table(draft, at, known) for at, draft in enumerate(drafts, start=1)]
    return Source("pdf", sha256, tuple(table for table in tables if table.rows), tuple(outside), len(read))


def _glyph(char: Any) -> Glyph:  # noqa: ANN401
    return Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"])


def _set_margins_apart(pages: Sequence[_Page]) -> None:
    """Set headers and footers apart: lines at one height of most pages that say the same, page numbers aside."""
    if len(pages) < len(("one", "two")):
        return
    lines = [lines_of(page.glyphs) for page in pages]
    keys = [[(round(line.top), re.sub(r"[0-9]+", "#", line.text)) for line in page] for page in lines]
    times = Counter(key for page in keys for key in set(page))
    for page, own, names in zip(pages, lines, keys, strict=True):
        above, below = page.edge_of_lines()
        edge = {
            id(glyph)
            for line, name in zip(own, names, strict=True)
            if times[name] > max(1, REPEATED * len(pages)) and (line.bottom < above or line.top > below)
            for glyph in line.glyphs
        }
        page.margins = [glyph for glyph in page.glyphs if id(glyph) in edge]
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in edge]


def _tables_of(
    page: _Page, columns: Columns | None, vocabulary: Vocabulary
) -> tuple[list[list[list[Box | None]]], Columns | None]:
    """Return the cells of each table of a page, and the columns that hold on the next where no line divides."""
    ruled = [_cells(table) for table in page.page.find_tables(_settings(page))]
    ruled = [table for table in ruled if max(sum(cell is not None for cell in row) for row in table) >= FEWEST_COLUMNS]
    if ruled:
        return ruled, None
    bands = _bands(page)
    columns = find_columns(bands, vocabulary) or columns
    if columns is None:
        return [], None
    rows = [_boxes(band, columns) for band in bands if columns.holds(band)]
    return ([rows] if rows else []), columns


def _settings(page: _Page) -> dict[str, object]:
    """Close a table where its upright lines end: a row that a page cut has no line below it, and would vanish."""
    upright = page.lines("v")
    if not upright:
        return {}
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return {"explicit_horizontal_lines": ends}


def _cells(table: Any) -> list[list[Box | None]]:  # noqa: ANN401
    """Return the box of each slot of a ruled table; one that is merged stands in every slot that it covers."""
    lefts = sorted({round(cell[0], 1) for cell in table.cells})
    tops = sorted({round(cell[1], 1) for cell in table.cells})
    rights, bottoms = (
        [*lefts[1:], max(cell[2] for cell in table.cells)],
        [*tops[1:], max(cell[3] for cell in table.cells)],
    )
    slots: list[list[Box | None]] = []
    for top, bottom in zip(tops, bottoms, strict=True):
        y = (top + bottom) / 2
        middle = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
        slots.append([next((c for c in table.cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None) for x in middle])
    return slots


def _bands(page: _Page) -> list[Band]:
    """Return the strips between the level lines of a page, with the lines of text in each; without lines, one strip."""
    levels = sorted({round(edge["top"], 1) for edge in page.lines("h")})
    lines = lines_of(page.glyphs)
    if not lines:
        return []
    bounds = [*(level for at, level in enumerate(levels) if at == 0 or level - levels[at - 1] > EDGE), float("inf")]
    bands: list[Band] = []
    for top, bottom in zip([float("-inf"), *bounds], bounds, strict=False):
        inside = [line for line in lines if top <= (line.top + line.bottom) / 2 < bottom]
        if inside:
            bands.append(Band(top, bottom, tuple(inside), is_ruled=top > float("-inf")))
    return bands


def _boxes(band: Band, columns: Columns) -> list[Box | None]:
    """Return a box for each column of a strip; a text that crosses the columns is one cell over all of them."""
    top, bottom = min(line.top for line in band.lines) - EDGE, max(line.bottom for line in band.lines) + EDGE
    if columns.is_crossed(band):
        return [(columns.edges[0], top, columns.edges[-1], bottom)] * (len(columns.edges) - 1)
    return [(left, top, right, bottom) for left, right in pairwise(columns.edges)]


def _inside(page: _Page, rows: Sequence[Sequence[Box | None]], taken: set[int]) -> dict[Box, list[Glyph]]:
    """Return the characters of each cell; `taken` gets their places on the page."""
    inside: dict[Box, list[Glyph]] = {box: [] for row in rows for box in row if box is not None}
    for at, glyph in enumerate(page.glyphs):
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        box = next((box for box in inside if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if box is not None and at not in taken:
            inside[box].append(glyph)
            taken.add(at)
    return inside


def _table(draft: _Draft, number: int, known: Counter[str]) -> RawTable:
    """Return a table with its texts."""
    right = _text_edges(draft.inside)
    grid = Grid(number, draft.page)
    cells: dict[Box, Cell] = {}
    slots = [
        (at, column, box) for at, row in enumerate(draft.rows) for column, box in enumerate(row) if box is not None
    ]
    for at, column, box in slots:
        if box not in cells:
            text, doubts = cell_text(draft.inside[box], right[box], known)
            place = Place(number, at + 1, column + 1, draft.page, "", tuple(round(edge, 1) for edge in box))
            cells[box] = Cell(cleaned(text), place, doubts=doubts)
        grid.slots[at, column] = cells[box]
    return grid.table()


def _text_edges(inside: Mapping[Box, Sequence[Glyph]]) -> dict[Box, float]:
    """Return how far right the text of each cell's column reaches: a line that could not hold more is full."""
    reach: dict[tuple[float, float], float] = {}
    for box, glyphs in inside.items():
        key = (round(box[0]), round(box[2]))
        reach[key] = max([reach.get(key, 0.0), *(glyph.x1 for glyph in glyphs)])
    return {box: reach[round(box[0]), round(box[2])] for box in inside}
