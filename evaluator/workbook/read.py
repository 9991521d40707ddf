"""A workbook as Excel, LibreOffice and Google Sheets save it, read back by its hidden marks."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluator.errors import InvalidInputError, Problem
from evaluator.workbook.extra import openpyxl_module
from evaluator.workbook.grid import Grid, ReadBook, ReadCell, make_grids
from evaluator.workbook.packed import unpack
from evaluator.workbook.safe import EXPORT, check_package

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS, MOST_COLUMNS = 20_000, 200
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
AGAIN = "Export the sheet again and copy your rows into it."


def read_xlsx(path: Path) -> ReadBook:
    """Read a workbook; nothing in it is calculated or run.

    Raises
    ------
    InvalidInputError
        It is not safe, cannot be read, or is no sheet of ours.
    """
    check_package(path)
    book = _opened(path)
    try:
        grids = [
            grid
            for sheet in book.worksheets
            if (grid := make_grids(sheet.title, list(_records(str(path), sheet)))) is not None
        ]
    finally:
        book.close()
    return as_book(path, hashlib.sha256(path.read_bytes()).hexdigest(), grids)


def _opened(path: Path) -> Workbook:
    openpyxl = openpyxl_module()
    from defusedxml.common import DefusedXmlException
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # extensions that we neither need nor keep
            book: Workbook = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
            return book
    except (
        InvalidFileException, DefusedXmlException, KeyError, ValueError, TypeError, SyntaxError, AttributeError,
        zipfile.BadZipFile, IndexError,
    ) as error:  # fmt: skip
        found = f"a workbook that cannot be read ({type(error).__name__})"
        raise InvalidInputError([Problem(str(path), found, "an Excel workbook", EXPORT)]) from None


def _records(path: str, sheet: Any) -> Iterator[tuple[int, list[ReadCell | None]]]:  # noqa: ANN401  (one of openpyxl's two kinds)
    """Return number and cells of each row that is not empty.

    Raises
    ------
    InvalidInputError
        There is content further down than any sheet of ours reaches.
    """
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_col=MOST_COLUMNS)
    for number, row in enumerate(rows, start=1):
        cells = [_cell(cell) for cell in row]
        if any(cells):
            if number > MOST_ROWS:
                found, expected = f"content in row {number}", f"at most {MOST_ROWS} rows"
                raise InvalidInputError([Problem(path, found, expected, "Delete what stands there.", cell=sheet.title)])
            yield number, cells


def _cell(cell: Any) -> ReadCell | None:  # noqa: ANN401
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
    """Return how much of a date its format shows: a typed 2005-03 became a day that nobody gave."""
    letters = QUOTED.sub("", number_format.casefold())
    if "d" in letters:
        return 10
    return 7 if "m" in letters else 4


def as_book(path: Path, sha256: str, grids: Sequence[Grid]) -> ReadBook:
    """Return what was read as a book; its hidden sheet must be whole.

    Raises
    ------
    InvalidInputError
        The hidden sheet is missing or changed, or a sheet stands twice.
    """
    name = str(path)
    hidden = next((grid for grid in grids if grid.kind == "meta"), None)
    if hidden is None:
        raise InvalidInputError([Problem(name, "no hidden sheet _meta", "a sheet that was exported here", AGAIN)])
    pairs = [(row.text("entry"), row.text("content")) for row in hidden.rows]
    meta = {key: content for key, content in pairs if key != "base"}
    try:
        base = unpack([content for key, content in pairs if key == "base"])
    except ValueError:
        raise InvalidInputError(
            [Problem(name, "a hidden sheet _meta that was changed", "it as it was", AGAIN)]
        ) from None
    content = tuple(grid for grid in grids if grid.kind != "meta")
    problems = list(_twice(name, content))
    if problems:
        raise InvalidInputError(problems)
    return ReadBook(name, sha256, meta, content, base)


def _twice(path: str, grids: Sequence[Grid]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], str] = {}
    for grid in grids:
        first = seen.setdefault((grid.kind, grid.name), grid.title)
        if first != grid.title:
            found = f"a copy of the sheet {first!r}"
            yield Problem(path, found, "each sheet once", "Delete one of both.", cell=grid.title)
