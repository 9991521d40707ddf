"""Readers of workbooks and CSV files as tables of cells; every sheet is a table."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
from pathlib import Path
from typing import Any

from evaluator.errors import InvalidInputError, Problem
from evaluator.intake.formats.cells import FilledTable, RawTable, SourceFile
from evaluator.intake.formats.door import FormatReader
from evaluator.intake.formats.package import refuse_compound
from evaluator.tables.csv_text import unguard
from evaluator.workbook.forms.ministry import BODIES, EXAMPLE
from evaluator.workbook.sheet.read import open_package
from evaluator.workbook.sheet.safety import check_package
from evaluator.workbook.sheet.xlsx_library import openpyxl_module

MOST_ROWS, MOST_COLUMNS = 5_000, 100
SEPARATORS = (",", ";", "\t", "|")


def read_xlsx(path: str, content: bytes, sha256: str) -> SourceFile:
    """Read a workbook, including hidden sheets, rows and columns, which may matter; not the help of a template.

    Raises
    ------
    InvalidInputError
        The workbook is locked, damaged, carries macros or links, or has more rows than any plan.
    """
    refuse_compound(path, content, "an Excel workbook (.xlsx)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        safe = check_package(Path(path))
        written = open_package(Path(path), safe, read_only=False)
        for sheet in written.worksheets:
            _refuse_large(path, sheet)
        shown = open_package(Path(path), safe, read_only=False, values=True)
        pairs = zip(written.worksheets, shown.worksheets, strict=True)
        read = [pair for pair in pairs if pair[0].title not in (EXAMPLE, BODIES)]
        tables = [_table_of_sheet(sheet, values, at) for at, (sheet, values) in enumerate(read, start=1)]
    return SourceFile("xlsx", sha256, tuple(table for table in tables if table.rows))


def _table_of_sheet(sheet: Any, values: Any, number: int) -> RawTable:  # noqa: ANN401  (openpyxl's own)
    grid = FilledTable(number, name=sheet.title)
    spans = {
        (span.min_row, span.min_col): (span.max_row - span.min_row + 1, span.max_col - span.min_col + 1)
        for span in sheet.merged_cells.ranges
    }
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            at = (cell.row - 1, cell.column - 1)
            value = values.cell(cell.row, cell.column).value
            value = cell.value if value is None else value  # a formula without a stored result
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            grid.put(at, _text_of_value(value), spans.get((cell.row, cell.column), (1, 1)), is_number=is_number)
    return grid.table()


def _refuse_large(path: str, sheet: Any) -> None:  # noqa: ANN401
    if sheet.max_row > MOST_ROWS:
        raise too_large(path, sheet.max_row, MOST_ROWS, f"rows in sheet {sheet.title}")
    if sheet.max_column > MOST_COLUMNS:
        raise too_large(path, sheet.max_column, MOST_COLUMNS, f"columns in sheet {sheet.title}")


def _text_of_value(value: Any) -> str:  # noqa: ANN401
    """Return a cell's value as text: whole numbers without a point, dates as days, formulas as written."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value))


def read_csv(path: str, content: bytes, sha256: str) -> SourceFile:
    """Read a CSV file in UTF-8 or UTF-16, separated by commas, semicolons, tabs or bars.

    Raises
    ------
    InvalidInputError
        The file is in another encoding, or is not CSV.
    """
    text = _decoded_text(path, content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    grid = FilledTable(1, name=Path(path).name)
    try:
        for at, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)):
            if at >= MOST_ROWS:
                raise too_large(path, f"more than {MOST_ROWS}", MOST_ROWS, "rows")
            if len(record) > MOST_COLUMNS:
                raise too_large(path, len(record), MOST_COLUMNS, f"columns in row {at + 1}")
            for column, cell in enumerate(record):
                if cell.strip():
                    grid.put((at, column), unguard(cell))
    except csv.Error as error:
        mend = "Save the table again as CSV UTF-8."
        raise InvalidInputError([Problem(path, str(error), "well-formed CSV", mend)]) from None
    table = grid.table()
    return SourceFile("csv", sha256, (table,) if table.rows else ())


def _decoded_text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        pass
    mend = "Save it as `CSV UTF-8 (Comma delimited)`; in LibreOffice choose the character set Unicode (UTF-8)."
    raise InvalidInputError([Problem(path, "bytes that are no UTF-8", "text in UTF-8", mend)])


def too_large(path: str, number: int | str, most: int, what: str) -> InvalidInputError:
    """Return the error for a file with more rows, columns, tables or cells than any plan."""
    mend = "Cut the rows and columns of the plan out into a file of their own, and import that one."
    return InvalidInputError([Problem(path, f"{number} {what}", f"at most {most}", mend)])


XLSX = FormatReader("a workbook", lambda file: read_xlsx(file.path, file.content, file.sha256), openpyxl_module)
CSV = FormatReader("a CSV file", lambda file: read_csv(file.path, file.content, file.sha256))
