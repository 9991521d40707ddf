"""Result tables as a workbook: one table with a header on each sheet, numbers as numbers, reproducible bytes.

The sheets can be sorted, filtered and read by programs: no merged cells, no formulas, no sheet with
two tables. The module `export` writes score sheets, which people fill in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from evaluator.model.schema import Column
from evaluator.tables.base import Table, declared
from evaluator.workbook.sheet.grid import letter, value_of
from evaluator.workbook.sheet.pen import COLOURS
from evaluator.workbook.sheet.xlsx_library import refuse_too_long, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

S = TypeVar("S")
TITLE = 31  # most characters of a sheet's name
WIDEST, NARROWEST = 60, 8
PAPER_A4 = 9
LEGIBLE = 260  # total column width that is readable when printed on one page
SCORE, SHARE, WHOLE = "0.000", "0.0%", "0"
# Columns that are shares of a whole and are shown in per cent; all other numbers are scores or points in [0, 1].
SHARES = frozenset(
    ["coverage", "stated", "applicable", "used", "share", "control", "protection", "structural", "no_stance"]
)
Cell = str | int | float | None
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a cell: its number format and, where the cell is shaded, background and text colour."""

    form: str = WHOLE
    shade: str = ""
    ink: str = ""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """One table as a sheet. `shares` are columns shown in per cent; `looks` are cell formats by (row, column) from 0.

    The first `kept` columns stay visible when the sheet is scrolled sideways.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: frozenset[str] = frozenset()
    looks: Mapping[Place, Look] = field(default_factory=dict)
    kept: int = 1


@dataclass(frozen=True, slots=True)
class About:
    """The file's properties: `document` names the report, `date` is the data's date, never the clock's."""

    document: str
    title: str
    date: str
    tool: str = field(default_factory=lambda: f"nap-evaluator {version('nap-evaluator')}")


def sheet_of(title: str, row: type, rows: Iterable[object], shares: Iterable[str] = (), kept: int = 1) -> PlainSheet:
    """Return a sheet with the rows of a declared row class; see `sheet_of_table`."""
    return sheet_of_table(title, declared(row), [tuple(rows)], shares=shares, kept=kept)


def sheet_of_table(
    title: str,
    table: Table[S, Any],
    sources: Iterable[S],
    *,
    shares: Iterable[str] = (),
    kept: int = 1,
    lang: str = "en",
) -> PlainSheet:
    """Return a sheet with a table of the sources: flags as yes or no, lists joined by `;`."""
    filled = tuple(tuple(map(cell_of, row)) for row in table.values(*sources, lang=lang))
    return PlainSheet(title, table.columns, filled, frozenset(shares), kept=kept)


def cell_of(value: object) -> Cell:
    """Return the cell value for a field's value: None for empty, yes or no for a flag, a list joined by `;`.

    Examples
    --------
    >>> [cell_of(value) for value in (True, ("a", "b"), 0.5, None, "", ())]
    ['yes', 'a;b', 0.5, None, None, None]
    """
    return None if value in ("", ()) else value_of(value)


def plain_xlsx(sheets: Sequence[PlainSheet], about: About) -> bytes:
    """Return the tables as the bytes of an XLSX file; the same tables give the same bytes.

    Raises
    ------
    EvaluatorError
        A text is longer than a cell can hold.
    MissingDependencyError
        XlsxWriter is not installed.
    """

    def write(book: Workbook) -> None:
        book.set_custom_property("document", about.document)
        forms = _Forms(book)
        for sheet in sheets:
            _write_sheet(forms, book.add_worksheet(sheet.title[:TITLE]), sheet, about)

    properties = {"title": about.title, "subject": about.document, "author": about.tool}
    return workbook_bytes(write, **properties, created=day_of(about.date))


def day_of(date: str) -> dt.datetime:
    """Return the first moment of a date that is known to the day, month or year.

    Examples
    --------
    >>> day_of("2005-07").isoformat()
    '2005-07-01T00:00:00'
    """
    return dt.datetime.fromisoformat(f"{date}-01-01"[:10])


class _Forms:
    """The cell formats of a workbook, each created once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **said: object) -> Any:  # noqa: ANN401  (xlsxwriter ships no types)
        key = tuple(sorted(said.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **said})
        return self._made[key]

    @property
    def head(self) -> Any:  # noqa: ANN401
        return self(bold=True, text_wrap=True, bg_color=COLOURS["head"], font_color="#FFFFFF")

    def text(self, value: str, look: Look | None, *, long: bool) -> Any:  # noqa: ANN401
        """Return the format of a text cell; a text that looks like a formula gets a quote prefix, so it stays text."""
        wrapped = {"text_wrap": True} if long or "\n" in value else {}
        guarded = {"quote_prefix": True} if re.match(r"[=+\-@\t\r]", value) else {}
        return self(num_format="@", **wrapped, **guarded, **_shade_format(look))

    def number(self, look: Look) -> Any:  # noqa: ANN401
        return self(num_format=look.form, **_shade_format(look))


def _shade_format(look: Look | None) -> dict[str, object]:
    if look is None or not look.shade:
        return {}
    return {"bg_color": look.shade, "font_color": look.ink, "align": "center"}


def _write_sheet(forms: _Forms, page: Worksheet, sheet: PlainSheet, about: About) -> None:
    widths = [_width(sheet, at) for at in range(len(sheet.columns))]
    for at, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(at, at, width)
        page.write_string(0, at, column.label, forms.head)
    for at, row in enumerate(sheet.rows):
        for place, value in enumerate(row):
            _write_cell(forms, page, sheet, (at, place), value, long=widths[place] == WIDEST)
    page.freeze_panes(1, sheet.kept)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(PAPER_A4)
    page.repeat_rows(0)
    if sum(widths) <= LEGIBLE:
        page.fit_to_pages(1, 0)
    else:  # over several pages, each with the columns that identify a row
        page.repeat_columns(0, sheet.kept - 1)
    page.set_header(f"&L{about.document}&R&A")
    page.set_footer(f"&L{about.tool}&R&P / &N")


def _write_cell(forms: _Forms, page: Worksheet, sheet: PlainSheet, place: Place, value: Cell, *, long: bool) -> None:
    at, column = place[0] + 1, place[1]
    look = sheet.looks.get(place)
    if value is None:
        return
    if isinstance(value, str):
        refuse_too_long(value, f"{sheet.title}!{letter(column)}{at + 1}")
        page.write_string(at, column, value, forms.text(value, look, long=long))
    else:
        page.write_number(at, column, value, forms.number(look or Look(_number_format(sheet, column, value))))


def _number_format(sheet: PlainSheet, at: int, value: float) -> str:
    if isinstance(value, int):
        return WHOLE
    return SHARE if sheet.columns[at].name in sheet.shares else SCORE


def _width(sheet: PlainSheet, at: int) -> int:
    """Return the column width that shows the header and every text of the column, up to the widest allowed."""
    texts = (value for row in sheet.rows if isinstance(value := row[at], str))
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    return min(WIDEST, max(NARROWEST, len(sheet.columns[at].label) + 3, longest + 2))
