"""Reading of a workbook saved by Excel, LibreOffice or Google Sheets, by its hidden marks."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.child import WORKBOOK, in_child
from evaluator.tables.csv_text import CONTROL
from evaluator.workbook.sheet.grid import Grid, ReadBook, ReadCell, letter, make_grids
from evaluator.workbook.sheet.hidden import AGAIN, unpack
from evaluator.workbook.sheet.picks import LISTS
from evaluator.workbook.sheet.safety import EXPORT, check_package
from evaluator.workbook.sheet.xlsx_library import openpyxl_module

if TYPE_CHECKING:
    from openpyxl import Workbook

NO_META = "no hidden sheet _meta"
MOST_ROWS, MOST_COLUMNS = 20_000, 200
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
# The errors that openpyxl, and its XML and zip parsers, raise on a file that is not a workbook.
DAMAGE = (
    ValueError, TypeError, LookupError, SyntaxError, AttributeError, ArithmeticError, OSError, EOFError, struct.error,
    zlib.error, zipfile.BadZipFile, RecursionError, NotImplementedError, AssertionError,
)  # fmt: skip


def read_xlsx(path: Path) -> ReadBook:
    """Read a workbook in a child process with limits; no formula or macro in it is run.

    Raises
    ------
    InvalidInputError
        The file is not safe to open, cannot be read, takes too much time or memory, or is not one of this tool's
        sheets.
    """
    openpyxl_module()  # so that this process reports it as missing, not the child
    return in_child(WORKBOOK, path, read_directly, path)


def read_directly(path: Path) -> ReadBook:
    """Read a workbook in the present process; `read_xlsx` calls it in a child process.

    Raises
    ------
    InvalidInputError
        The file is not safe to open, cannot be read, or is not one of this tool's sheets.
    """
    content = check_package(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl reads a date out of range as the text of an error
        book = open_package(path, content, read_only=True)
        try:
            filled = [sheet for sheet in book.worksheets if sheet.title != LISTS]  # pick lists hold no input
            grids = [grid for sheet in filled if (grid := _read_grid(str(path), sheet)) is not None]
        finally:
            book.close()
    return as_book(path, hashlib.sha256(content).hexdigest(), grids)


def document_directly(path: Path) -> str:
    """Return the name of the report in a result workbook, or an empty text if it is no result workbook.

    Raises
    ------
    InvalidInputError
        The file is not safe to open, or cannot be read.
    """
    book: Any = open_package(path, check_package(path), read_only=True)
    told = {prop.name: prop.value for prop in book.custom_doc_props.props}
    book.close()
    return str(told.get("document", ""))


def open_package(path: Path, content: bytes, *, read_only: bool, values: bool = False) -> Workbook:
    """Return the openpyxl workbook of a package that passed `check_package`.

    With `values` a formula cell has its saved result, or None if the saving program stored none.

    Raises
    ------
    InvalidInputError
        The workbook is damaged.
    """
    openpyxl = openpyxl_module()
    with warnings.catch_warnings(), _refusing_damage(str(path)):
        warnings.simplefilter("ignore", UserWarning)  # workbook extensions, which the tool neither needs nor keeps
        book: Workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=read_only, data_only=values, keep_links=False
        )
        return book


@contextmanager
def _refusing_damage(path: str, place: Callable[[], str] = str) -> Iterator[None]:
    """Turn any error that openpyxl raises on a damaged workbook into one InvalidInputError."""
    from openpyxl.utils import exceptions

    kinds: tuple[type[Exception], ...] = (
        *DAMAGE,
        *(kind for kind in vars(exceptions).values() if isinstance(kind, type)),
    )
    try:
        yield
    except kinds as error:
        found = f"a workbook that cannot be read ({type(error).__name__})"
        raise InvalidInputError([Problem(path, found, "an Excel workbook", EXPORT, cell=place())]) from None


def _read_grid(path: str, sheet: Any) -> Grid | None:  # noqa: ANN401  (one of openpyxl's two kinds)
    records: list[tuple[int, list[ReadCell | None]]] = []
    with _refusing_damage(path, lambda: _place_reached(sheet.title, records)):
        records.extend(_filled_rows(path, sheet))
    return make_grids(sheet.title, records)


def _place_reached(title: str, records: Sequence[tuple[int, object]]) -> str:
    """Return the place where reading stopped: the sheet and, if known, the last row read."""
    return f"{title}, below row {records[-1][0]}" if records else str(title)


def _filled_rows(path: str, sheet: Any) -> Iterator[tuple[int, list[ReadCell | None]]]:  # noqa: ANN401
    """Yield the number and cells of each row that is not empty.

    Raises
    ------
    InvalidInputError
        There is content below the last row that a sheet of this tool can have, or a cell is
        damaged.
    """
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_col=MOST_COLUMNS)
    for number, row in enumerate(rows, start=1):
        cells = _cells_of_row(path, sheet.title, number, row)
        if any(cells):
            if number > MOST_ROWS:
                found, expected = f"content in row {number}", f"at most {MOST_ROWS} rows"
                raise InvalidInputError([Problem(path, found, expected, "Delete what stands there.", cell=sheet.title)])
            yield number, cells


def _cells_of_row(path: str, title: str, number: int, row: Sequence[Any]) -> list[ReadCell | None]:
    """Return the cells of a row up to the last one with content."""
    cells: list[ReadCell | None] = []
    at = 0
    with _refusing_damage(path, lambda: f"{title}!{letter(at)}{number}"):
        for at, cell in enumerate(row):
            if cell.value is not None and (found := _read_cell(cell)) is not None:
                cells.extend([None] * (at - len(cells)))
                cells.append(found)
    return cells


def _read_cell(cell: Any) -> ReadCell | None:  # noqa: ANN401
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return ReadCell(str(value), "error")
    if cell.data_type == "f" or hasattr(value, "ref"):
        return ReadCell(str(getattr(value, "text", value)), "formula")
    return _plain_cell(value, cell.number_format)


def _plain_cell(value: object, number_format: str) -> ReadCell:
    if isinstance(value, bool):
        return ReadCell("TRUE" if value else "FALSE", "truth")
    if isinstance(value, dt.datetime | dt.date):
        return ReadCell(value.strftime("%Y-%m-%d"), "date", _precision(number_format))
    if isinstance(value, int | float):
        return ReadCell(repr(value), "number")
    return ReadCell(str(value))


def _precision(number_format: str) -> int:
    """Return how many characters of a date its format shows: Excel turns a typed 2005-03 into a full day."""
    letters = QUOTED.sub("", number_format.casefold())
    if "d" in letters:
        return 10
    return 7 if "m" in letters else 4


def as_book(path: Path, sha256: str, grids: Sequence[Grid]) -> ReadBook:
    """Return the sheets read from a file as a workbook, after checks of its hidden sheet.

    Raises
    ------
    InvalidInputError
        The hidden sheet is missing or changed, or a sheet occurs twice.
    """
    name = str(path)
    hidden = next((grid for grid in grids if grid.kind == "meta"), None)
    if hidden is None:
        raise InvalidInputError([Problem(name, NO_META, "a sheet that was exported here", AGAIN)])
    pairs = [(row.text("entry"), row.text("content")) for row in hidden.rows]
    meta = {key: content for key, content in pairs if key != "base"}
    try:
        base = unpack([content for key, content in pairs if key == "base"])
    except ValueError:
        raise InvalidInputError(
            [Problem(name, "a hidden sheet _meta that was changed", "the hidden sheet as it was exported", AGAIN)]
        ) from None
    content = tuple(grid for grid in grids if grid.kind != "meta")
    problems = [*_repeated_sheets(name, content), *_control_characters(name, grids)]
    if problems:
        raise InvalidInputError(problems)
    return ReadBook(name, sha256, meta, content, base)


def _control_characters(path: str, grids: Sequence[Grid]) -> Iterator[Problem]:
    """Yield a problem for each cell that holds a control character, which no file may hold."""
    for grid in grids:
        for row in grid.rows:
            for key, cell in row.cells.items():
                if odd := CONTROL.search(cell.text.replace("_x000D_", "")):
                    found = f"a control character (U+{ord(odd.group()):04X})"
                    yield Problem(path, found, "text", "Delete it.", cell=grid.place(row.number, key))


def _repeated_sheets(path: str, grids: Sequence[Grid]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], str] = {}
    for grid in grids:
        first = seen.setdefault((grid.kind, grid.name), grid.title)
        if first != grid.title:
            found = f"a copy of the sheet {first!r}"
            yield Problem(path, found, "each sheet once", "Delete one of both.", cell=grid.title)
