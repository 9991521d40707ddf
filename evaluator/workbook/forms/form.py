"""A form: the columns that a workbook shows for each subject, the columns it asks for, and the rows it returns.

Each form is declared in a file of its own, with the code that uses its rows.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import Assessment
from evaluator.model.plan import Evidence
from evaluator.model.schema import Column, columns_of
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book, Grid, ReadBook, Sheet, SheetColumn, Value
from evaluator.workbook.sheet.hidden import meta_faults
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import AGAIN, Notes, RowReading, SheetPlace, read_rows

S = TypeVar("S")
R = TypeVar("R", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ShownColumn(Generic[S]):
    """A read-only column, with the function that returns its cell value for a subject."""

    key: str
    label: str
    width: float
    get: Callable[[S], Value]


@dataclass(frozen=True, slots=True)
class InputColumn:
    """A column to fill in; the field of that name in the form's row class gives its choices and its hint."""

    key: str
    label: str
    width: float = 14
    must: bool = False

    def column(self, declared: Column, options: tuple[str, ...]) -> SheetColumn:
        """Return the column of the sheet; `options` are the choices if the declaration has none."""
        hint = f"{declared.doc[:1].upper()}{declared.doc[1:]}."
        options = declared.choices or (("yes", "no") if declared.kind == "flag" else options)
        return SheetColumn(self.key, self.label, "input", self.width, declared, options, hint, must=self.must)


@dataclass(frozen=True, slots=True)
class Form(Generic[S, R]):
    """A workbook with one sheet called `title`, one row for each subject, and the reading of the returned rows.

    `row` is the class of the returned rows. `filled` returns the object that holds a subject's
    existing answers. `spared` are columns that a sheet of an earlier version may lack; `table` is
    the table that the rows enter, if the hidden sheet names one.
    """

    name: str
    title: str
    row: type[R]
    shown: tuple[ShownColumn[S], ...]
    asked: tuple[InputColumn, ...]
    filled: Callable[[S], object] = lambda _: None
    spared: Collection[str] = ()
    table: str = ""

    def xlsx(
        self,
        subjects: Iterable[S],
        plan_id: str,
        say: Labels,
        *,
        without: Collection[str] = (),
        options: Mapping[str, tuple[str, ...]] | None = None,
    ) -> bytes:
        """Return the workbook; `without` are input columns to leave out, `options` choices that the rubric gives."""
        asked = [one for one in self.asked if one.key not in without]
        declared = {column.name: column for column in columns_of(self.row)}
        columns = (
            *(SheetColumn(one.key, one.label, "shown", one.width) for one in self.shown),
            *(one.column(declared[one.key], (options or {}).get(one.key, ())) for one in asked),
        )
        rows = []
        for subject in subjects:
            answers = [getattr(self.filled(subject), one.key, None) or None for one in asked]
            rows.append((*(one.get(subject) for one in self.shown), *answers))
        sheet = Sheet(self.name, "", self.title, columns, tuple(rows), growing=False, frozen=3)
        meta = tuple(meta_of(plan_id, say.rubric.id, self.table).items())
        return xlsx_bytes(Book(meta, (sheet,)), say)

    def read(self, book: ReadBook, plan_id: str, rubric_id: str) -> tuple[list[tuple[R, SheetPlace]], Notes]:
        """Return the rows of a returned workbook, each with its place, and the notes with their faults.

        Raises
        ------
        InvalidInputError
            The workbook is for another plan, rubric or table.
        """
        notes = Notes(book.path)
        grids = sheets_of(book, meta_of(plan_id, rubric_id, self.table), (self.name, ""), notes)
        lacking = tuple(name for name in self.spared if not all(name in grid.letters for grid in grids))
        return list(read_rows(grids, RowReading(self.row, left_out=lacking), notes).of(self.row)), notes


def meta_of(plan_id: str, rubric_id: str, table: str = "") -> dict[str, str]:
    """Return the entries of a workbook's hidden sheet: version of the form, plan, rubric and (if any) table."""
    return {"form": "1", "plan": plan_id, "rubric": rubric_id} | ({"table": table} if table else {})


def _strange(book: ReadBook, key: str, value: str) -> Problem:
    """Return the fault of a workbook that is another's: a score sheet is told with the command that reads it."""
    if key == "table" and book.meta.get("coder"):
        call = f"evaluator sheet import {shlex.quote(str(book.path))}"
        return Problem(book.path, "a score sheet", f"a workbook of {value}", f"Read it by `{call}`.")
    if key == "form":
        return Problem(book.path, f"a sheet of form {book.meta.get(key, '')!r}", f"form {value!r}")
    found = f"a sheet of {key} {book.meta.get(key, '')!r}, and not of {value!r}"
    return Problem(book.path, found, "", "It knows whose it is: name the file alone, without a plan or --rubric.")


def sheets_of(book: ReadBook, meta: Mapping[str, str], place: tuple[str, str], notes: Notes) -> list[Grid]:
    """Return the sheets of a workbook of one kind and name; note a fault if there is none.

    Raises
    ------
    InvalidInputError
        The workbook is for another plan, rubric or table.
    """
    strange = meta_faults(book) or [
        _strange(book, key, value) for key, value in meta.items() if book.meta.get(key) != value
    ]
    if strange:
        raise InvalidInputError(strange)
    found = [grid for grid in book.of_kind(place[0]) if grid.name == place[1]]
    if not found:
        said = f"no sheet {place[1] or place[0]}, or its hidden first row was deleted"
        notes.fault("", said, "the sheet that was made here", AGAIN)
    return found


def passage_text(passage: Evidence | None, assessment: Assessment) -> str:
    """Return a passage of evidence in one line: title of the source, locator, note, and the quoted words if any.

    Examples
    --------
    >>> passage_text(None, None)
    'a passage that is not on the list of evidence'
    """
    if passage is None:
        return "a passage that is not on the list of evidence"
    title = next((s.title for s in assessment.sources if s.source_id == passage.source_id), passage.source_id)
    quoted = f'"{passage.quote}"' if passage.quote else ""
    return f"{title}, {passage.locator}: {' '.join(filter(None, (passage.note, quoted)))}"
