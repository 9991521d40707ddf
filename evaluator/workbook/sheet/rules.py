"""Drop-down lists and colour flags of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from evaluator.workbook.sheet.entry_sheet import cited
from evaluator.workbook.sheet.formulas import missing_formula
from evaluator.workbook.sheet.grid import FIRST, Sheet, SheetColumn, letter
from evaluator.workbook.sheet.labels import PICK
from evaluator.workbook.sheet.pen import Pen
from evaluator.workbook.sheet.picks import GROWTH, LISTS, cites, length, name_column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def validate(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Add to each input column its drop-down list: its choices, or the ids of the sheet it refers to."""
    end = FIRST + (GROWTH if sheet.growing else max(len(sheet.rows), 1)) - 1
    for at, column in enumerate(sheet.columns):
        for first, last, options in _runs(sheet, column, end):
            rule = _rule(pen, column, options)
            if rule:
                page.data_validation(first, at, last, at, rule)
    if sheet.kind == "pairs":
        _cite(pen, page, sheet)


def _runs(sheet: Sheet, column: SheetColumn, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield runs of rows that have the same choices in a column: first and last row, counted from 0."""
    if not any(key == column.key for _, key in sheet.own_options):
        yield FIRST, end, column.options
        return
    choices = [sheet.own_options.get((row, column.key), column.options) for row in range(len(sheet.rows))]
    at = FIRST
    for options, run in groupby(choices):
        length = len(list(run))
        yield at, at + length - 1, options
        at += length


def _rule(pen: Pen, column: SheetColumn, options: tuple[str, ...]) -> dict[str, Any] | None:
    declared = column.declared
    if column.role != "input":
        return None
    if options and not (declared and declared.is_list):
        error = pen.say.text(PICK)
        return {"validate": "list", "source": list(options), "error_title": column.label, "error_message": error}
    return _of_table(pen, cites(declared)) if declared else None


def _of_table(pen: Pen, table: str) -> dict[str, Any] | None:
    """Return the validation rule of a cell that holds ids of a table's rows; None where the workbook cannot list them.

    The coder picks one row by its name from the drop-down list, or types one or several ids.
    """
    place = next((at for at in (f"table.{table}", f"shown.{table}") if at in pen.sheets), "")
    if not place or not name_column(pen.sheets[place]):
        return None
    at = letter(pen.lists.setdefault(place, len(pen.lists)))
    return {"validate": "list", "source": f"='{LISTS}'!${at}$1:${at}${length(pen.sheets[place])}", "show_error": False}


def _cite(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Add pick lists to the entries that cite a source or an institution."""
    at = sheet.at("value")
    for number, row in enumerate(sheet.rows, start=FIRST):
        rule = _of_table(pen, cited(str(row[0])))
        if rule:
            page.data_validation(number, at, number, at, rule)


def flag(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Add formulas that colour complete ratings and missing cells."""
    if sheet.kind == "ratings" and sheet.rows:
        at, end = sheet.at("check"), FIRST + len(sheet.rows) - 1
        done = f'"{pen.say("flag.complete")}"'
        page.conditional_format(
            FIRST, at, end, at, {"type": "cell", "criteria": "==", "value": done, "format": pen.form("done")}
        )
        page.conditional_format(
            FIRST, at, end, at,
            {"type": "formula", "criteria": f'=LEN(${letter(at)}{FIRST + 1})>0', "format": pen.form("flag")},
        )  # fmt: skip
    if sheet.kind == "table":
        end = FIRST + GROWTH - 1
        for at, column in enumerate(sheet.columns):
            if column.declared is not None and column.declared.required:
                criteria = missing_formula(sheet, at, FIRST)
                page.conditional_format(
                    FIRST, at, end, at, {"type": "formula", "criteria": criteria, "format": pen.form("flag")}
                )
