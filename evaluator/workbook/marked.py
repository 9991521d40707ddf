"""A copy of a workbook with its faults marked: a comment and a colour on each cell, and a list of all."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import Problem
from evaluator.read.child import MARKING, in_child
from evaluator.workbook.extra import openpyxl_module
from evaluator.workbook.read import opened
from evaluator.workbook.safe import check_package

if TYPE_CHECKING:
    from openpyxl import Workbook

CELL = re.compile(r"(?P<sheet>.+)!(?P<cell>[A-Z]{1,3}\d+)")
COLOURS = {"fault": "F4B6B0", "warning": "FCE8D5", "note": "DCE9F5"}
LIST = "Faults"
WHOLE = "B2"
LONGEST = 800


def marked_copy(path: Path, problems: Sequence[Problem]) -> bytes:
    """Return the workbook with every problem marked at its cell and listed on a sheet of its own.

    The copy can be mended and imported like the original. Problems of other files
    are in the list only.

    Raises
    ------
    InvalidInputError
        The workbook is one that is not opened, or takes too much time or memory.
    """
    openpyxl_module()  # so that it is missed here, not in the child
    return in_child(MARKING, path, _marked, path, tuple(problems))


def _marked(path: Path, problems: Sequence[Problem]) -> bytes:
    book = opened(path, check_package(path), read_only=False)
    own = [problem for problem in problems if problem.path == str(path)]
    by_cell: dict[tuple[str, str], list[Problem]] = {}
    for problem in own:
        found = CELL.fullmatch(problem.cell)
        if found and found["sheet"] in book.sheetnames:
            by_cell.setdefault((found["sheet"], found["cell"]), []).append(problem)
        elif problem.cell in book.sheetnames:  # what is said of a sheet as a whole stands at its first heading
            by_cell.setdefault((problem.cell, WHOLE), []).append(problem)
    for (sheet, cell), here in by_cell.items():
        _mark(book, sheet, cell, here)
    _list(book, own)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _mark(book: Workbook, sheet: str, cell: str, problems: Sequence[Problem]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    worst = min((p.severity for p in problems), key=list(COLOURS).index)
    place = book[sheet][cell]
    place.fill = PatternFill("solid", fgColor=COLOURS[worst])
    text = "\n".join(_told(problem) for problem in problems)[:LONGEST]
    place.comment = Comment(text, "evaluator", height=120, width=340)


def _told(problem: Problem) -> str:
    mend = f" {problem.suggestion}" if problem.suggestion else ""
    expected = f"; expected {problem.expected}" if problem.expected else ""
    return f"{problem.found}{expected}.{mend}"


def _list(book: Workbook, problems: Sequence[Problem]) -> None:
    if LIST in book.sheetnames:
        del book[LIST]
    page = book.create_sheet(LIST, 0)
    page.append(["Where", "What", "Found", "Expected", "What to do"])
    for problem in problems:
        page.append([None] * 5)
        texts = (problem.cell, problem.severity, problem.found, problem.expected, problem.suggestion)
        for at, text in enumerate(texts, start=1):
            cell = page.cell(page.max_row, at)
            cell.value = text
            cell.data_type = "s"
    for letter, width in zip("ABCDE", (28, 10, 50, 50, 50), strict=True):
        page.column_dimensions[letter].width = width
    book.active = 0
