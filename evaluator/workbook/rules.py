"""Drop-downs and flags of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from evaluator.workbook.formulas import missing_formula
from evaluator.workbook.grid import FIRST, Sheet, SheetColumn, letter
from evaluator.workbook.pen import Pen

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

GROWTH = 2_000  # rows of a growing sheet that have drop-downs


def validate(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Give each input column its drop-down: its choices, or the ids of the sheet it refers to."""
    end = FIRST + (GROWTH if sheet.growing else max(len(sheet.rows), 1)) - 1
    for at, column in enumerate(sheet.columns):
        for first, last, options in _runs(sheet, column, end):
            rule = _rule(pen, column, options)
            if rule:
                page.data_validation(first, at, last, at, rule)
    if sheet.kind == "pairs":
        _validate_pairs(page, sheet)


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
    if declared is None or column.role != "input":
        return None
    if options and not declared.is_list:
        error = "Choose from the list."
        return {"validate": "list", "source": list(options), "error_title": column.label, "error_message": error}
    place = f"table.{declared.refers}"
    if not declared.refers or place not in pen.titles:
        return None
    source = f"='{pen.titles[place].replace(chr(39), chr(39) * 2)}'!$A${FIRST + 1}:$A${FIRST + GROWTH}"
    if declared.is_list:  # one is picked, several are written with ; between them
        return {"validate": "list", "source": source, "show_error": False}
    message = f"There is no such id on the sheet {pen.titles[place]} yet."
    return {"validate": "list", "source": source, "error_type": "warning", "error_message": message}


def _validate_pairs(page: Worksheet, sheet: Sheet) -> None:
    value, meaning = sheet.at("value"), sheet.at("meaning")
    for at, row in enumerate(sheet.rows):
        form = str(row[meaning] or "").rpartition("; ")[2]  # what the entry means stands before the form of its cell
        options = form.removeprefix("one of: ").split(", ") if form.startswith("one of: ") else []
        options = options or (["yes", "no"] if form == "yes or no" else [])
        if options:
            page.data_validation(FIRST + at, value, FIRST + at, value, {"validate": "list", "source": options})


def flag(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Colour what is complete and what is missing, by formula."""
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
