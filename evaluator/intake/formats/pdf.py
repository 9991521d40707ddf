"""Reader of PDF files as tables of cells, from ruled lines or from the heads of columns, without losing a character."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import ModuleType
from typing import Any

from evaluator.errors import library_of
from evaluator.intake.formats.cells import Cell, CellPlace, FilledTable, Outside, RawTable, SourceFile, cleaned
from evaluator.intake.formats.columns import Band, ColumnEdges, find_columns, head_above
from evaluator.intake.formats.door import FormatReader
from evaluator.intake.formats.page_layout import (
    counted_lines,
    halves,
    is_lying,
    lying_glyph,
    lying_heads,
    side_titles,
    text_in_order,
)
from evaluator.intake.formats.refusals import damaged, refuse_drawing, refuse_other, scan_without_text, too_many
from evaluator.intake.formats.ruled_tables import divided, is_rule_on, parted_by_shadings
from evaluator.intake.formats.typeset import (
    Box,
    Glyph,
    Inside,
    Rows,
    TextLine,
    box_at,
    cell_text,
    inner_words,
    lines_of,
    without_call,
)
from evaluator.intake.heads import DEEPEST_HEAD
from evaluator.intake.vocabulary import Vocabulary
from evaluator.model.intake import PlanWords
from evaluator.read.child import tell_progress

MOST_PAGES, TOLD = 400, 20  # progress is told after so many pages
SHORTEST_EDGE = 4.0  # in points: a shorter stroke is a mark in the text
PAIR = 2  # a table of two columns is a plan's only under known heads
REPEATED = 0.6  # least share of the pages with the same header or footer
MARGIN = 0.1  # share of the height of a page, at its top and bottom
EDGE = 0.5
# With at most this many bands, the horizontal lines divide only the head from the rows, not the rows.
FEWEST_BANDS = 4
CAPTION = re.compile(r"(?:tab(?:l|el)|табл|[cq]uadro)\w{0,3}\s*[0-9]", re.IGNORECASE)
PARAGRAPH = 0.6  # most space between two lines of a paragraph, in heights of a line


@dataclass(slots=True)
class _Page:
    """The content of one page: its characters, those of headers and footers separately, its lines and ruled tables."""

    number: int
    top: float
    bottom: float
    glyphs: list[Glyph]
    edges: list[Any]
    ruled: list[Rows] = field(default_factory=list)
    margins: list[Glyph] = field(default_factory=list)
    lying: list[Glyph] = field(default_factory=list)

    def lines(self, way: str) -> list[Any]:
        """Return the lines of one direction, `h` or `v`, that are long enough to rule a table."""
        length = ("x0", "x1") if way == "h" else ("top", "bottom")
        return [
            edge
            for edge in self.edges
            if edge["orientation"] == way and edge[length[1]] - edge[length[0]] > SHORTEST_EDGE
        ]

    def edge_of_lines(self) -> tuple[float, float]:
        """Return the heights above and below which headers and footers are: near the edges, beyond all lines."""
        margin = MARGIN * (self.bottom - self.top)
        edges = [*self.lines("h"), *self.lines("v")]
        top = min([self.top + margin, *(edge["top"] for edge in edges)])
        return top, max([self.bottom - margin, *(edge["bottom"] for edge in edges)])


@dataclass(frozen=True, slots=True)
class _FoundTable:
    """The cells of a table on a page, as the box of each slot; `is_ruled` is False if columns come from the head."""

    rows: Rows
    is_ruled: bool

    @property
    def top(self) -> float:
        """Return the height of the table's upper edge."""
        return min(box[1] for row in self.rows for box in row if box is not None)

    @property
    def bottom(self) -> float:
        """Return the height of the table's lower edge."""
        return max(box[3] for row in self.rows for box in row if box is not None)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A table before its texts are joined: its boxes, the characters in each, and what is said of some of them."""

    page: int
    found: _FoundTable
    inside: Inside
    doubts: Mapping[Box, str]
    above: Sequence[str] = ()
    lying: Mapping[Box, str] = field(default_factory=dict)


def pdfplumber_module() -> ModuleType:
    """Return the module pdfplumber; see `library_of` for errors."""
    return library_of("intake", "pdfplumber", "reading PDF files needs pdfplumber")


def read_pdf(path: str, content: bytes, sha256: str, words: PlanWords, langs: Sequence[str] = ()) -> SourceFile:
    """Read the tables of a PDF file; the message that refuses a scan uses `langs`, the plan's languages.

    Raises
    ------
    InvalidInputError
        The file is damaged, locked by a password, a scan without text, or has too many pages.
    """
    plumber = pdfplumber_module()
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    refuse_drawing(path, content)
    damage: tuple[type[Exception], ...] = (*DAMAGE, MalformedPDFException, PdfminerException)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            file = plumber.open(io.BytesIO(content))
            if len(file.pages) > MOST_PAGES:
                raise too_many(path, len(file.pages), MOST_PAGES)
            read = _source(path, _read_pages(file.pages), sha256, Vocabulary(words), langs)
            if not read.tables:
                refuse_other(path, file)
        except damage as error:
            raise damaged(path, error) from None
        return read


DAMAGE: tuple[type[Exception], ...] = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, EOFError, RecursionError,
    AssertionError, zlib.error, struct.error,
)  # fmt: skip


def _read_pages(pages: Sequence[Any]) -> list[_Page]:
    found: list[_Page] = []
    for done, page in enumerate(pages, start=1):
        found += _read_page(page)
        if done % TOLD == 0 or (done == len(pages) > TOLD):
            tell_progress(done, len(pages), "page")
    return found


def _read_page(page: Any) -> list[_Page]:  # noqa: ANN401
    """Return the content of a page, or of the two pages on a sheet, and let go of what the library holds of it."""
    upright = _turned_upright(page)
    boxes = halves(float(upright.width), float(upright.height), *_upright_and_lying(upright))
    read = [_page_content(upright.crop(box) if len(boxes) > 1 else upright, page.page_number, box) for box in boxes]
    for one in (upright, page):
        one.flush_cache()
    return read


def _page_content(part: Any, number: int, box: Box) -> _Page:  # noqa: ANN401
    plain = part.filter(is_rule_on(part))
    upright, lying = _upright_and_lying(plain)
    read = _Page(number, box[1], box[3], upright, [_edge_of(edge) for edge in plain.edges], lying=lying)
    tables = [parted_by_shadings(_slots(table), part) for table in plain.find_tables(_table_settings(read))]
    read.ruled = _in_order(tables, (box[0] + box[2]) / 2)
    plain.flush_cache()
    return read


def _upright_and_lying(part: Any) -> tuple[list[Glyph], list[Glyph]]:  # noqa: ANN401
    """Return the characters that stand upright, and those that lie on their side."""
    chars = [
        (before, char) for before, char in zip([None, *part.chars], part.chars, strict=False) if char["text"].strip()
    ]
    upright = [
        Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"], _is_blank_before(before, char))
        for before, char in chars
        if not is_lying(char)
    ]
    return upright, [lying_glyph(char) for _, char in chars if is_lying(char)]


def _is_blank_before(before: Any, char: Any) -> bool:  # noqa: ANN401
    return before is not None and not before["text"].strip() and abs(before["top"] - char["top"]) < EDGE


def _in_order(tables: list[Rows], middle: float) -> list[Rows]:
    """Return the tables of a sheet, those on its left half first if none lies over its middle, as with two pages."""
    spans = [[box for row in table for box in row if box is not None] for table in tables]
    if any(min(box[0] for box in boxes) < middle < max(box[2] for box in boxes) for boxes in spans):
        return tables
    return [table for _, table in sorted(zip(spans, tables, strict=True), key=lambda one: one[0][0][0] > middle)]


def _draft_of(
    page: int, table: _FoundTable, inside: Inside, over: Mapping[Box, str],
    above: Sequence[str], lying: Mapping[Box, str],
) -> _Draft:  # fmt: skip
    rows, texts, parts = divided(table.rows, inside) if table.is_ruled else (table.rows, inside, set())
    doubts = {**over, **dict.fromkeys(parts, "no line stands between it and the text in the next row")}
    return _Draft(page, _FoundTable(rows, is_ruled=table.is_ruled), texts, doubts, above, lying)


def _edge_of(edge: Mapping[str, Any]) -> dict[str, Any]:
    return {key: edge[key] for key in ("orientation", "x0", "x1", "top", "bottom")}


def _source(path: str, read: Sequence[_Page], sha256: str, vocabulary: Vocabulary, langs: Sequence[str]) -> SourceFile:
    if not any(page.glyphs or page.lying for page in read):
        raise scan_without_text(path, len(read), langs)
    _set_margins_apart(read)
    titles = side_titles([page.lying for page in read])
    drafts: list[_Draft] = []
    outside: list[Outside] = []
    columns: ColumnEdges | None = None
    for page, ruled, beside in zip(read, _ruled_tables(read, vocabulary), titles, strict=True):
        found, columns = (ruled, None) if ruled else _unruled_table(page, columns, vocabulary)
        taken: set[int] = set()
        inside = [_glyphs_by_box(page, table.rows, taken) for table in found]
        left = [glyph for glyph in page.glyphs if id(glyph) not in taken]
        own = {id(glyph) for line in beside for glyph in line.glyphs}
        empty = [box for texts, _ in inside for box, glyphs in texts.items() if not glyphs]
        heads, rest = lying_heads([glyph for glyph in page.lying if id(glyph) not in own], empty)
        drafts += [
            _draft_of(page.number, table, *texts, _paragraphs_above(table, found, lines_of(left)), heads)
            for table, texts in zip(found, inside, strict=True)
        ]
        # Headers and footers come last, because the note on a page quotes the start of its text.
        lines = [*text_in_order(left), *lines_of(rest), *lines_of(page.margins), *beside]
        text = "\n".join(line.text for line in lines)
        if text:
            outside.append(Outside(page.number, cleaned(text)))
    edges = [_text_edges(draft) for draft in drafts]
    known = Counter(
        word
        for draft, right in zip(drafts, edges, strict=True)
        for box, glyphs in draft.inside.items()
        for word in inner_words(glyphs, right[box])
    )
    known.update(word for _, _, phrase in vocabulary.phrases for word in phrase)
    tables = [
        _table_of(draft, at, right, known) for at, (draft, right) in enumerate(zip(drafts, edges, strict=True), 1)
    ]
    return SourceFile(
        "pdf", sha256, tuple(table for table in tables if table.rows), tuple(outside), max(page.number for page in read)
    )


def _turned_upright(page: Any) -> Any:  # noqa: ANN401
    """Return a page with its text upright, if most of it is rotated, as for a wide table turned to fit the page."""
    lying = [char for char in page.chars if not char["upright"]]
    if len(lying) * 2 <= len(page.chars):
        return page
    from pdfplumber.page import Page

    rises = sum(1 if char["matrix"][1] > 0 else -1 for char in lying)
    turn = (page.page_obj.rotate + (90 if rises > 0 else -90)) % 360
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = turn  # characters, then size of the page
    return Page(page.pdf, page.page_obj, page_number=page.page_number, initial_doctop=page.initial_doctop)


def _paragraphs_above(table: _FoundTable, tables: Sequence[_FoundTable], lines: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the paragraphs between a table and the previous table on the page, or the top of the page."""
    floor = max((other.bottom for other in tables if other.bottom <= table.top), default=0.0)
    texts: list[str] = []
    before: TextLine | None = None
    for line in lines:
        if not floor - EDGE <= line.top <= line.bottom <= table.top + EDGE:
            continue
        is_close = before is not None and line.top - before.bottom < PARAGRAPH * (line.bottom - line.top)
        if is_close and CAPTION.match(line.text) is None:
            texts[-1] = f"{texts[-1]}\n{line.text}"
        else:
            texts.append(line.text)
        before = line
    return tuple(texts)


def _set_margins_apart(pages: Sequence[_Page]) -> None:
    """Move the characters of headers and footers from each page's text to its margins.

    A header or footer is a line near the edge that most pages repeat at the same height; digits may differ.
    """
    if len(pages) < len(("one", "two")):
        return
    for page, lines in zip(pages, counted_lines([page.glyphs for page in pages]), strict=True):
        above, below = page.edge_of_lines()
        edge = {
            id(glyph)
            for line, times in lines
            if times > max(1, REPEATED * len(pages)) and (line.bottom < above or line.top > below)
            for glyph in line.glyphs
        }
        page.margins = [glyph for glyph in page.glyphs if id(glyph) in edge]
        page.glyphs = [glyph for glyph in page.glyphs if id(glyph) not in edge]


def _ruled_tables(pages: Sequence[_Page], vocabulary: Vocabulary) -> list[list[_FoundTable]]:
    """Return the tables of each page that vertical lines divide.

    A table of two columns counts only if a head was recognised on this page or, at the same edges, on an earlier
    one.
    """
    pairs: set[tuple[int, ...]] = set()
    found: list[list[_FoundTable]] = []
    for page in pages:
        found.append([])
        lines = lines_of(page.glyphs) if page.ruled else []
        for rows in page.ruled:
            width = max(sum(cell is not None for cell in row) for row in rows)
            edges = tuple(sorted({round(box[0]) for row in rows for box in row if box is not None}))
            if width == PAIR and any(_is_pair_of_heads(page, row, vocabulary) for row in rows[:DEEPEST_HEAD]):
                pairs.add(edges)
            if width > PAIR or (width == PAIR and edges in pairs):
                above = head_above(rows, lines, vocabulary)
                found[-1].append(_FoundTable([above, *rows] if above else rows, is_ruled=True))
    return found


def _is_pair_of_heads(page: _Page, row: Sequence[Box | None], vocabulary: Vocabulary) -> bool:
    boxes = [box for box in row if box is not None]
    own: dict[Box, list[Glyph]] = {box: [] for box in boxes}
    for glyph in page.glyphs:
        if (box := _box_of(glyph, boxes)) is not None:
            own[box].append(glyph)
    return vocabulary.is_pair([" ".join(line.text for line in lines_of(glyphs)) for glyphs in own.values()])


def _unruled_table(
    page: _Page, columns: ColumnEdges | None, vocabulary: Vocabulary
) -> tuple[list[_FoundTable], ColumnEdges | None]:
    """Return the table of a page without vertical lines, and the columns that the next page inherits."""
    bands = _bands(page)
    columns = find_columns(bands, vocabulary) or columns
    if columns is None:
        return [], None
    is_sparse = len(bands) <= FEWEST_BANDS
    parts = [part for band in bands if columns.holds(band) for part in columns.parted(band, by_gaps=is_sparse)]
    rows = [_boxes_of_row(part, columns) for part in parts]
    return ([_FoundTable(rows, is_ruled=False)] if rows else []), columns


def _table_settings(page: _Page) -> dict[str, object]:
    """Return settings that close a table where its vertical lines end.

    A row cut by the page end has no line below it, and would be lost otherwise.
    """
    upright = page.lines("v")
    if not upright:
        return {}
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return {"explicit_horizontal_lines": ends}


def _slots(table: Any) -> Rows:  # noqa: ANN401
    """Return the box of each slot of a ruled table; a merged cell has its box in every slot that it covers."""
    lefts = sorted({round(cell[0], 1) for cell in table.cells})
    tops = sorted({round(cell[1], 1) for cell in table.cells})
    lefts.append(max(cell[2] for cell in table.cells))
    tops.append(max(cell[3] for cell in table.cells))
    middle = [(left + right) / 2 for left, right in pairwise(lefts)]
    return [[box_at(table.cells, x, (top + bottom) / 2) for x in middle] for top, bottom in pairwise(tops)]


def _bands(page: _Page) -> list[Band]:
    """Return the strips between the horizontal lines of a page, with their text lines; without lines, one strip."""
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


def _boxes_of_row(band: Band, columns: ColumnEdges) -> list[Box | None]:
    """Return a box for each column of a band; a text that crosses the columns is one cell over all of them."""
    top, bottom = min(line.top for line in band.lines) - EDGE, max(line.bottom for line in band.lines) + EDGE
    if columns.is_crossed(band):
        return [(columns.edges[0], top, columns.edges[-1], bottom)] * (len(columns.edges) - 1)
    return [(left, top, right, bottom) for left, right in pairwise(columns.edges)]


def _glyphs_by_box(page: _Page, rows: Rows, taken: set[int]) -> tuple[dict[Box, list[Glyph]], dict[Box, str]]:
    """Return the characters of each cell, and what is said of words that cross its edge; add character ids to `taken`.

    Touching letters form one word and belong to the cell in which the word begins, even across a line. But a
    letter as far from the left line of the next cell as the word's start was from its own begins a new text there.
    The number of a footnote behind a word stays outside of the cells.
    """
    inside: dict[Box, list[Glyph]] = {box: [] for row in rows for box in row if box is not None}
    over: dict[Box, str] = {}
    for word in (without_call(word) for line in lines_of(page.glyphs) for word in line.runs()):
        boxes = [_box_of(glyph, inside) for glyph in word]
        begins = own = next((box for box in boxes if box is not None), None)
        space = word[0].x0 - own[0] if own is not None else 0.0
        for glyph, box in zip(word, boxes, strict=True):
            if own is None or (box is not None and box != own and abs(glyph.x0 - box[0] - space) < EDGE):
                own = box
            if own is not None and id(glyph) not in taken:
                inside[own].append(glyph)
                taken.add(id(glyph))
        if begins is not None and any(box != begins for box in boxes):
            over[begins] = f"{cleaned(''.join(glyph.text for glyph in word))} runs over the edge of its cell"
    return inside, over


def _box_of(glyph: Glyph, boxes: Iterable[Box]) -> Box | None:
    return box_at(boxes, (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)


def _table_of(draft: _Draft, number: int, right: Mapping[Box, float], known: Counter[str]) -> RawTable:
    """Return a table with its texts; `right` gives the right limit of the text in each cell."""
    grid = FilledTable(number, draft.page, above=list(draft.above))
    cells: dict[Box, Cell] = {}
    for at, row in enumerate(draft.found.rows):
        for column, box in enumerate(row):
            if box is None:
                continue
            if box not in cells:
                text, doubts = cell_text(draft.inside[box], right[box], known)
                text = text or draft.lying.get(box, "")
                if box in draft.doubts:
                    doubts = (*doubts, draft.doubts[box])
                place = CellPlace(number, at + 1, column + 1, draft.page, "", tuple(round(edge, 1) for edge in box))
                cells[box] = Cell(cleaned(text), place, doubts=doubts)
            grid.slots[at, column] = cells[box]
    return _without_seams(grid.table())


def _without_seams(table: RawTable) -> RawTable:
    """Return a table without columns in which no cell begins: two lines that should be one stand apart there."""
    own = [at for at in range(table.width) if at == 0 or any(row[at] is not row[at - 1] for row in table.rows)]
    return replace(table, rows=tuple(tuple(row[at] for at in own) for row in table.rows))


def _text_edges(draft: _Draft) -> dict[Box, float]:
    """Return the right limit of the text in each cell's column, used to tell whether a line is full.

    Between ruled lines the right margin equals the left one; otherwise the limit is the right end of the column's
    text.
    """
    starts: dict[tuple[float, float], float] = {}
    reach: dict[tuple[float, float], float] = {}
    for box, glyphs in draft.inside.items():
        key = (round(box[0]), round(box[2]))
        reach[key] = max([reach.get(key, 0.0), *(glyph.x1 for glyph in glyphs)])
        starts[key] = min([starts.get(key, box[2]), *(glyph.x0 for glyph in glyphs)])
    return {
        box: max(reach[key], box[2] - (starts[key] - box[0])) if draft.found.is_ruled else reach[key]
        for box in draft.inside
        for key in [(round(box[0]), round(box[2]))]
    }


READER = FormatReader(
    "a PDF file",
    lambda file: read_pdf(file.path, file.content, file.sha256, file.words, file.langs),
    pdfplumber_module,
)
