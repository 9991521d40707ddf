"""A copy of a workbook with its faults marked: a comment and a colour on each cell, and a sheet that lists all."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import Problem
from evaluator.read.child import MARKING, in_child
from evaluator.workbook.sheet.read import open_package
from evaluator.workbook.sheet.safety import check_package
from evaluator.workbook.sheet.xlsx_library import openpyxl_module

if TYPE_CHECKING:
    from openpyxl import Workbook

CELL = re.compile(r"(?P<sheet>.+)!(?P<cell>[A-Z]{1,3}\d+)")
COLOURS = {"fault": "F4B6B0", "warning": "FCE8D5", "note": "DCE9F5"}
LIST = "Faults"
WHOLE, HEAD = "B2", "A1"
LONGEST = 800


def marked_copy(path: Path, problems: Sequence[Problem]) -> bytes:
    """Return the workbook with every problem marked at its cell and listed on a sheet of its own.

    The copy can be corrected and imported like the original. Problems without a cell in it, also
    those of other files, are marked at the head of the first sheet.

    Raises
    ------
    InvalidInputError
        The workbook is not safe to open, or takes too much time or memory.
    """
    openpyxl_module()  # so that this process reports it as missing, not the child
    return in_child(MARKING, path, _marked_bytes, path, tuple(problems))


def _marked_bytes(path: Path, problems: Sequence[Problem]) -> bytes:
    book = open_package(path, check_package(path), read_only=False)
    if LIST in book.sheetnames:
        del book[LIST]
    places = [_place_of(book, path, problem) for problem in problems]
    for sheet, cell in dict.fromkeys(places):
        here = [problem for problem, place in zip(problems, places, strict=True) if place == (sheet, cell)]
        _mark_cell(book, sheet, cell, here)
    _list_faults(book, path, problems, places)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _place_of(book: Workbook, path: Path, problem: Problem) -> tuple[str, str]:
    """Return the sheet and cell at which to mark a problem."""
    found = CELL.fullmatch(problem.cell)
    is_here = problem.path == str(path)
    if is_here and found and found["sheet"] in book.sheetnames:
        return found["sheet"], found["cell"]
    if is_here and problem.cell in book.sheetnames:  # a problem of the whole sheet is marked at its first heading
        return problem.cell, WHOLE
    return book.sheetnames[0], HEAD


def _mark_cell(book: Workbook, sheet: str, cell: str, problems: Sequence[Problem]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    worst = min((p.severity for p in problems), key=list(COLOURS).index)
    place = book[sheet][cell]
    place.fill = PatternFill("solid", fgColor=COLOURS[worst])
    text = "\n".join(problem.words for problem in problems)[:LONGEST]
    place.comment = Comment(text, "evaluator", height=120, width=340)


def _list_faults(book: Workbook, path: Path, problems: Sequence[Problem], places: Sequence[tuple[str, str]]) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    page = book.create_sheet(LIST, 0)
    page.append(["Where", "What", "Found", "Expected", "What to do"])
    for problem, (sheet, cell_of) in zip(problems, places, strict=True):
        page.append([None] * 5)
        where = problem.cell or (f"{sheet}!{cell_of}" if problem.path == str(path) else problem.place)
        texts = (where, problem.severity, problem.found, problem.expected, problem.suggestion)
        for at, text in enumerate(texts, start=1):
            cell = page.cell(page.max_row, at)
            cell.value = text
            cell.data_type = "s"
        quoted = sheet.replace("'", "''")
        first = page.cell(page.max_row, 1)
        first.hyperlink = Hyperlink(ref=first.coordinate, location=f"'{quoted}'!{cell_of}")
    for letter, width in zip("ABCDE", (28, 10, 50, 50, 50), strict=True):
        page.column_dimensions[letter].width = width
    book.active = 0
