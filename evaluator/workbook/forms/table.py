"""One table of a plan as a workbook for the lead (recommendations or implementation), and its import."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluator.errors import Problem, refuse_faults
from evaluator.model.schema import columns_of
from evaluator.read.text_files.table import parse_table, write_table
from evaluator.workbook.back.file_merge import tell_repeats
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.back.stage import Stage, origin_of
from evaluator.workbook.back.three_way import merge
from evaluator.workbook.forms.form import meta_of, sheets_of
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.file_sheets import table_sheet
from evaluator.workbook.sheet.grid import Book, Sheet, SheetColumn
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, RowReading, SheetPlace, names_of, read_rows
from evaluator.workbook.sheet.table_forms import TableForm


def table_xlsx(
    form: TableForm,
    rows: Sequence[object],
    stage: Stage,
    help_sheets: Sequence[Sheet] = (),
    waiting: Sequence[str] = (),
) -> bytes:
    """Return the workbook of a table, with further read-only sheets that help to fill it in.

    `waiting` are ids of prepared rows, which count only once another cell is filled in.
    """
    say = Labels(stage.rubric)
    sheet = table_sheet(form, rows, say, title=form.name.capitalize(), spare=waiting)
    meta = tuple(meta_of(stage.plan_id, stage.rubric.id, form.name).items())
    book = Book(meta, (sheet, *help_sheets), ((form.name, write_table(rows, form.row)),))
    return xlsx_bytes(book, say)


def shown_sheet(
    name: str, title: str, labels: Sequence[str], rows: Sequence[tuple[str, ...]], keys: Sequence[str] = ()
) -> Sheet:
    """Return a read-only sheet; `keys` name its columns, so that formulas of other sheets can look them up."""
    widths = [max(12, min(60, max((len(row[at]) for row in rows), default=0))) for at in range(len(labels))]
    columns = tuple(
        SheetColumn(keys[at] if keys else f"c{at}", label, "shown", widths[at]) for at, label in enumerate(labels)
    )
    return Sheet("shown", name, title, columns, tuple(rows), growing=False)


@dataclass(frozen=True, slots=True)
class TableImport:
    """The rows of a table after the import of a workbook, and the notes on repairs."""

    rows: tuple[Any, ...]
    notes: tuple[Problem, ...]


def take_table(
    path: Path,
    form: TableForm,
    now: Sequence[Any],
    stage: Stage,
    mend: Callable[[Any, Any], Any] | None = None,
    waiting: Collection[str] = (),
) -> TableImport:
    """Read the workbook of a table, merge it with the current rows, and stage the file.

    `mend` takes a row as exported (None for a new row) and as imported, and returns the row to
    keep. `waiting` are the ids of rows that the export prepared.

    Raises
    ------
    InvalidInputError
        The workbook is for another plan or table, a cell has a fault, or both sides changed one
        row; the error lists every fault at its cell, and nothing is written.
    """
    book = read_sheet(path)
    notes = Notes(book.path)
    grids = sheets_of(book, meta_of(stage.plan_id, stage.rubric.id, form.name), ("table", form.name), notes)
    names = names_of(stage.read().institutions)
    found = read_rows(grids, RowReading(form.row, waiting=waiting, names=names), notes)
    tell_repeats(found, form.row, notes)
    base: tuple[Any, ...] = parse_table(Path(form.name), book.base.get(form.name, ""), form.row, problems=[]).rows
    key = form.identity
    before: dict[Hashable, Any] = {key(row): row for row in base}
    rows = [row if mend is None else mend(before.get(key(row)), row) for row in found.rows]
    merged = merge(base, rows, now, key)
    places = dict(zip(map(key, rows), found.places, strict=True))
    for clash in merged.clashes:
        place = places.get(clash.key)
        what = f"{form.name} {clash.key[0] if isinstance(clash.key, tuple) else clash.key}"
        found_text = f"{what} was changed here, and in the files too since the sheet was exported"
        notes.fault(place.cell(columns_of(form.row)[0].name) if place else "", found_text, "one of both")
    notes.refuse_faults()
    if merged.rows != tuple(now):
        stage_rows(stage, form, merged.rows, book.path, [places.get(key(row)) for row in merged.rows])
    return TableImport(merged.rows, tuple(notes.problems))


def stage_rows(
    stage: Stage, form: TableForm, rows: Sequence[Any], path: str, places: Sequence[SheetPlace | None]
) -> None:
    """Stage a table of the plan and check the whole assessment with it.

    Raises
    ------
    InvalidInputError
        With every fault that the rows cause, at its cell if it has one.
    """
    before = stage.seen_now()
    text = write_table(rows, form.row)
    stage.put(f"{stage.plan}/{form.name}.csv", text, origin_of(path, text, form.row, places))
    problems = stage.check(before)
    refuse_faults(problems)
