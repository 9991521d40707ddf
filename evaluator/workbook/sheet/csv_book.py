"""A workbook as a folder of CSV files with the same sheets and marks; text that looks like a formula stays text."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.text_files.file import read_text
from evaluator.tables.csv_text import csv_text, unguard
from evaluator.workbook.sheet.grid import LABELS, Book, ReadBook, ReadCell, Sheet, Value, make_grids
from evaluator.workbook.sheet.hidden import meta_rows
from evaluator.workbook.sheet.read import as_book

META_FILE = "_meta.csv"
# The separators with which spreadsheets save CSV files, depending on the country.
SEPARATORS = ",;\t"


def csv_files(book: Book) -> dict[str, str]:
    """Return the text of each CSV file of a workbook by file name."""
    files = {f"{sheet.place}.csv": csv_text(*_csv_records(sheet)) for sheet in book.sheets if sheet.kind != "check"}
    head, *rows = meta_rows(book)
    return {META_FILE: csv_text(head, rows), **files}


def _csv_records(sheet: Sheet) -> tuple[list[str], list[list[Value]]]:
    kept = [at for at, column in enumerate(sheet.columns) if column.role != "check"]
    keys = [sheet.mark, *(sheet.columns[at].key for at in kept[1:]), ""]
    labels: list[Value] = [*(sheet.columns[at].label for at in kept), LABELS]
    return keys, [labels, *([*(row[at] for at in kept), ""] for row in sheet.rows)]


def read_csv_folder(folder: Path) -> ReadBook:
    """Read a folder of CSV files, with any file names and any of the known separators.

    Raises
    ------
    InvalidInputError
        A file is not UTF-8 or not CSV; the error lists all faults.
    """
    problems: list[Problem] = []
    grids, prints = [], hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        try:
            text = read_text(path)
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True))
        except InvalidInputError as error:
            problems.extend(error.problems)
            continue
        except csv.Error as error:
            problems.append(Problem(str(path), str(error), "well-formed CSV"))
            continue
        prints.update(f"{path.name}\0{hashlib.sha256(text.encode()).hexdigest()}\n".encode())
        records = [
            (n, [ReadCell(unguard(cell)) if cell else None for cell in row]) for n, row in enumerate(rows, start=1)
        ]
        grid = make_grids(path.stem, records)
        if grid is not None:
            grids.append(grid)
    if problems:
        raise InvalidInputError(problems)
    return as_book(folder, prints.hexdigest(), grids)


def _separator(text: str) -> str:
    start = text.partition("\n")[0]
    return max(SEPARATORS, key=start.count) if any(mark in start for mark in SEPARATORS) else ","
