"""A workbook written as XLSX: drop-down lists, colours, protection, flags and progress by formula, print layout."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from evaluator.workbook.sheet.file_sheets import cited_table
from evaluator.workbook.sheet.formulas import (
    check_formula,
    filled_formula,
    lacking,
    missing_formula,
    progress,
    progress_formulas,
    unchanged_formula,
)
from evaluator.workbook.sheet.grid import FIRST, HEAD, KEYS, LABELS, Book, Sheet, SheetColumn, Value, letter, span_of
from evaluator.workbook.sheet.headings import sheet_words
from evaluator.workbook.sheet.hidden import meta_rows
from evaluator.workbook.sheet.labels import PICK, Labels
from evaluator.workbook.sheet.pen import Pen
from evaluator.workbook.sheet.picks import (
    GROWTH,
    LISTS,
    choice,
    choice_formula,
    cites,
    id_formula,
    length,
    name_column,
    picked_id,
)
from evaluator.workbook.sheet.xlsx_library import refuse_too_long, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


BIRTH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # so that the same content gives the same bytes
META = "_meta"
PAPER_A3, PAPER_A4 = 8, 9
ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "insert_rows": True,
    "delete_rows": True,
}
# Values that only the import can count, each with the sheets from which it counts them.
COUNTED = {
    "rows": ("table.measures", "table.indicators", "table.money"),
    "figures": ("table.facts",),
    "country": ("pairs.country",),
}
HIDDEN = ("criterion_id", "key")  # columns by which the import identifies a row


def xlsx_bytes(book: Book, say: Labels) -> bytes:
    """Return the workbook as the bytes of an XLSX file; the same workbook gives the same bytes.

    Raises
    ------
    EvaluatorError
        A text is longer than a cell can hold.
    """
    sheets = {sheet.place: sheet for sheet in book.sheets}

    def write(workbook: Workbook) -> None:
        pen = Pen(workbook, say, titles=_unique_titles(book.sheets), sheets=sheets)
        if any(sheet.kind == "ratings" for sheet in book.sheets):
            _write_start(pen, book)
        for sheet in book.sheets:
            _write_sheet(pen, sheet, dict(book.meta))
        _write_lists(pen, book)
        _write_meta(pen, book)

    return workbook_bytes(write, title=" ".join(value for _, value in book.meta[1:2]), created=BIRTH)


def _unique_titles(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return a unique title, valid in Excel, for each sheet by its place."""
    found: dict[str, str] = {}
    for sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\]", " ", sheet.title).strip(" '")[:28] or sheet.place[:28]
        taken = {name.casefold() for name in found.values()} | {META, LISTS, "history", "start"}
        name, n = plain, 1
        while name.casefold() in taken:
            n += 1
            name = f"{plain} {n}"
        found[sheet.place] = name
    return found


def _write_sheet(pen: Pen, sheet: Sheet, meta: dict[str, str]) -> None:
    page = pen.book.add_worksheet(pen.titles[sheet.place])
    last = len(sheet.columns)
    page.write_row(KEYS, 0, [sheet.mark, *(column.key for column in sheet.columns[1:])])
    page.write_string(HEAD, last, LABELS)
    page.set_row(KEYS, None, None, {"hidden": True})
    page.set_row(HEAD, max((_row_height(column.hint, column.width) for column in sheet.columns), default=0) + 18)
    for at, column in enumerate(sheet.columns):
        _write_head(pen, page, sheet, at, column)
    page.set_column(last, last, 2, None, {"hidden": True})
    for at, row in enumerate(sheet.rows):
        _write_row(pen, page, sheet, at, row)
    _add_pick_lists(pen, page, sheet)
    _add_flags(pen, page, sheet)
    _set_layout(page, sheet, meta)


def _write_head(pen: Pen, page: Worksheet, sheet: Sheet, at: int, column: SheetColumn) -> None:
    """Write the head of a column: its name, and below it the sentence that explains the column.

    The function also sets the column's width, and folds a rarely used column away while it is empty.
    """
    options: dict[str, object] = {"hidden": True} if column.key in HIDDEN else {}
    is_away = column.rare and not any(row[at] not in (None, "") for row in sheet.rows)
    if is_away:
        options = {"level": 1, "hidden": True}
    elif at and sheet.columns[at - 1].rare:
        options["collapsed"] = True
    form = ("needed" if column.must else "open") if sheet.growing and column.role == "input" else ""
    page.set_column(at, at, column.width, pen.form(form) if form else None, options)
    head = pen.form("must-head" if column.must else "head")
    if column.hint:
        page.write_rich_string(HEAD, at, pen.form("bold"), column.label, pen.form("sentence"), f"\n{column.hint}", head)
    else:
        page.write_string(HEAD, at, column.label, head)


def _write_row(pen: Pen, page: Worksheet, sheet: Sheet, number: int, row: Sequence[Value]) -> None:
    at, height = FIRST + number, 15.0
    for column, (declared, value) in enumerate(zip(sheet.columns, row, strict=True)):
        if text := sheet.formulas.get((number, declared.key)):
            page.write_formula(at, column, _with_titles(pen, text), pen.form("share"), "" if value is None else value)
        elif declared.lookup is not None:
            formula, found = _lookup(pen, sheet, declared.lookup, row, at)
            page.write_formula(at, column, formula, pen.form("shown"), found)
        elif declared.role == "check":
            formula, found = check_formula(sheet, at, pen.say), pen.say(lacking(sheet, row))
            page.write_formula(at, column, formula, pen.form("check"), found)
        else:
            must = declared.must or (declared.key == "value" and number in sheet.must_rows)
            _write_value(page, (at, column), value, _cell_format(pen, declared, value, must=must), sheet)
        height = max(height, _row_height(value, declared.width))
    away = {"level": 1, "hidden": True} if number in sheet.rare_rows else {}
    page.set_row(at, min(height, 405), None, away)


def _with_titles(pen: Pen, formula: str) -> str:
    """Return a formula with each `[[place]]` replaced by the title of that sheet."""
    for place, title in pen.titles.items():
        formula = formula.replace(f"[[{place}]]", f"'{title.replace(chr(39), chr(39) * 2)}'")
    return formula


def _lookup(pen: Pen, sheet: Sheet, lookup: tuple[str, str, str], row: Sequence[Value], at: int) -> tuple[str, str]:
    """Return the formula that looks up an id's row on another sheet and shows one of its columns, and its value."""
    ref, place, key = lookup
    place = place if place in pen.sheets else place.replace("table.", "shown.")
    target = pen.sheets.get(place)
    if target is None:
        return '=""', ""
    ids, shown = (span_of(pen.titles[place], n, n, FIRST + GROWTH) for n in (0, target.at(key)))
    cell = f"{letter(sheet.at(ref))}{at + 1}"
    wanted = picked_id(str(row[sheet.at(ref)] or ""))
    found = next((str(other[target.at(key)] or "") for other in target.rows if wanted and other[0] == wanted), "")
    return f'=IF(LEN({cell})=0,"",IFERROR(INDEX({shown},MATCH({id_formula(cell)},{ids},0))&"",""))', found


def _cell_format(pen: Pen, column: SheetColumn, value: Value, *, must: bool) -> Any:  # noqa: ANN401
    if column.role != "input":
        return pen.form("share" if isinstance(value, float) else "shown")
    if isinstance(value, float) and not value.is_integer():
        return pen.form("number")
    if isinstance(value, int | float):
        return pen.form("whole")
    return pen.form("needed" if must else "input")


def _write_value(page: Worksheet, place: tuple[int, int], value: Value, form: Any, sheet: Sheet) -> None:  # noqa: ANN401
    if value is None or value == "":
        page.write_blank(*place, None, form)
    elif isinstance(value, str):
        refuse_too_long(value, f"{sheet.title}!{letter(place[1])}{place[0] + 1}", " Export as CSV.")
        page.write_string(*place, value, form)
    elif float(f"{value:.16G}") == value:
        page.write_number(*place, value, form)
    else:
        page.write_string(*place, repr(value), form)


def _row_height(value: Value, width: float) -> float:
    if not isinstance(value, str) or not value:
        return 15
    lines = sum(max(1, math.ceil(len(line) / max(width * 1.15, 1))) for line in value.split("\n"))
    return 3 + 13.2 * lines


def _set_layout(page: Worksheet, sheet: Sheet, meta: dict[str, str]) -> None:
    page.freeze_panes(FIRST, sheet.frozen)
    page.autofilter(HEAD, 0, max(HEAD + len(sheet.rows), FIRST), len(sheet.columns) - 1)
    if not sheet.growing:  # protection would keep folded columns closed, and a table has nothing to protect
        page.protect("", ALLOWED)
    page.outline_settings(symbols_below=False, symbols_right=True)
    page.set_landscape()
    page.set_paper(PAPER_A3 if sheet.kind == "ratings" else PAPER_A4)
    if sheet.kind == "ratings":
        page.print_area(HEAD, 0, HEAD + len(sheet.rows), sheet.at("check"))
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD)
    page.set_header(f"&L{meta.get('plan', '')}&C&A&R{meta.get('coder', '')}".replace("&&", "&"))
    page.set_footer("&R&P / &N")


def _write_start(pen: Pen, book: Book) -> None:
    page = pen.book.add_worksheet(pen.say("sheet.start")[:28])
    page.hide_gridlines(2)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 86)
    page.set_column(2, 5, 12)
    meta = dict(book.meta)
    page.write_string(
        0, 0, f"{meta['plan']} · {meta['rubric']} {meta['rubric_version']} · {meta['coder']}", pen.form("title")
    )
    row = _write_steps(pen, page, book, 2)
    for line in (*book.told, *sheet_words().guide):
        page.merge_range(row, 0, row, 3, pen.say(line), pen.form("prose"))
        page.set_row(row, 15 * math.ceil(len(line) / 125))
        row += 1
    row += 1
    for status, meaning in sheet_words().status_help.items():
        page.write_string(row, 0, status, pen.form("strong"))
        page.write_string(row, 1, pen.say(meaning))
        row += 1
    row = _write_progress(pen, page, book, row + 1)
    _write_score_range(pen, page, book, row + 2)
    page.protect("", {"format_columns": True})
    page.set_landscape()
    page.set_paper(PAPER_A4)
    page.fit_to_pages(1, 0)


def _write_steps(pen: Pen, page: Worksheet, book: Book, row: int) -> int:
    """Write the list of sheets in the order of work: a link, the task, and how many rows are filled in."""
    for at, key in enumerate(("step", "what", "filled")):
        page.write_string(row, at, pen.say(f"sheet.{key}"), pen.form("head"))
    for sheet in book.sheets:
        row += 1
        title = pen.titles[sheet.place]
        page.write_url(row, 0, f"internal:'{title}'!A1", pen.form("link"), title)
        page.write_string(row, 1, pen.say.step(sheet.kind, sheet.name), pen.form("shown"))
        formula, number = filled_formula(sheet, title)
        if formula:
            page.write_formula(row, 2, formula, pen.form("shown"), number)
        else:
            page.write_blank(row, 2, None, pen.form("shown"))
    return row + 2


def _write_score_range(pen: Pen, page: Worksheet, book: Book, row: int) -> None:
    """Write the share of weight assessed and the range of the score, which the sheet Check calculates."""
    sheet = next((sheet for sheet in book.sheets if sheet.kind == "check"), None)
    if sheet is None:
        return
    title = pen.titles[sheet.place].replace("'", "''")
    for at, key in enumerate(("answered", "low", "high")):
        column = sheet.at(key)
        page.write_string(row + at, 0, pen.say(f"sheet.total.{key}"), pen.form("strong"))
        formula = f"='{title}'!{letter(column)}{FIRST + 1}"
        page.write_formula(row + at, 1, formula, pen.form("share"), sheet.rows[0][column] or 0)
    _write_changed_since(pen, page, row + 4)


def _write_changed_since(pen: Pen, page: Worksheet, row: int) -> None:
    """Write which values of Check are fixed at the export, and whether the sheets they come from changed since."""
    for key, places in COUNTED.items():
        sheets = {pen.titles[place]: pen.sheets[place] for place in places if place in pen.sheets}
        if sheets:
            page.write_string(row, 0, pen.say(f"sheet.since.{key}"), pen.form("prose"))
            formula = unchanged_formula(sheets, pen.say)
            page.write_formula(row, 1, formula, pen.form("shown"), pen.say("sheet.since.same"))
            row += 1


def _write_progress(pen: Pen, page: Worksheet, book: Book, row: int) -> int:
    """Write how many questions of each rating sheet are answered, and return the last row written."""
    keys = ("group", "total", "assessed", "open", "flagged")
    for at, key in enumerate(keys):
        page.write_string(row, at, pen.say(f"sheet.{key}"), pen.form("head"))
    for sheet in book.sheets:
        if sheet.kind != "ratings":
            continue
        row += 1
        title = pen.titles[sheet.place]
        page.write_url(row, 0, f"internal:'{title}'!A1", pen.form("shown"), title)
        formulas = progress_formulas(sheet, title, pen.say)
        for at, (formula, number) in enumerate(zip(formulas, progress(sheet), strict=True), start=1):
            page.write_formula(row, at, formula, pen.form("shown"), number)
    return row


def _write_lists(pen: Pen, book: Book) -> None:
    """Write the hidden sheet of pick lists, with one column for each table whose ids other sheets cite."""
    if not pen.lists:
        return
    page = pen.book.add_worksheet(LISTS)
    page.hide()
    for sheet in book.sheets:
        column = pen.lists.get(sheet.place)
        if column is None:
            continue
        key = name_column(sheet)
        formula = choice_formula(sheet, pen.titles[sheet.place], key)
        shown = [choice(row[0], row[sheet.at(key)]) for row in sheet.rows]
        for at in range(length(sheet)):
            page.write_formula(at, column, formula, None, shown[at] if at < len(shown) else "")
    page.protect()


def _write_meta(pen: Pen, book: Book) -> None:
    page = pen.book.add_worksheet(META)
    page.hide()
    for at, row in enumerate(meta_rows(book)):
        page.write_row(at, 0, row)
    page.protect()


def _add_pick_lists(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Add to each input column its drop-down list: its choices, or the ids of the sheet it refers to."""
    end = FIRST + (GROWTH if sheet.growing else max(len(sheet.rows), 1)) - 1
    for at, column in enumerate(sheet.columns):
        for first, last, options in _choice_runs(sheet, column, end):
            rule = _pick_list_rule(pen, column, options)
            if rule:
                page.data_validation(first, at, last, at, rule)
    if sheet.kind == "pairs":
        _cite_lists(pen, page, sheet)


def _choice_runs(sheet: Sheet, column: SheetColumn, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
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


def _pick_list_rule(pen: Pen, column: SheetColumn, options: tuple[str, ...]) -> dict[str, Any] | None:
    declared = column.declared
    if column.role != "input":
        return None
    if options and not (declared and declared.is_list):
        error = pen.say.text(PICK)
        return {"validate": "list", "source": list(options), "error_title": column.label, "error_message": error}
    return _pick_list_of_table(pen, cites(declared)) if declared else None


def _pick_list_of_table(pen: Pen, table: str) -> dict[str, Any] | None:
    """Return the validation rule of a cell that holds ids of a table's rows; None where the workbook cannot list them.

    The coder picks one row by its name from the drop-down list, or types one or several ids.
    """
    place = next((at for at in (f"table.{table}", f"shown.{table}") if at in pen.sheets), "")
    if not place or not name_column(pen.sheets[place]):
        return None
    at = letter(pen.lists.setdefault(place, len(pen.lists)))
    return {"validate": "list", "source": f"='{LISTS}'!${at}$1:${at}${length(pen.sheets[place])}", "show_error": False}


def _cite_lists(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
    """Add pick lists to the entries that cite a source or an institution."""
    at = sheet.at("value")
    for number, row in enumerate(sheet.rows, start=FIRST):
        rule = _pick_list_of_table(pen, cited_table(str(row[0])))
        if rule:
            page.data_validation(number, at, number, at, rule)


def _add_flags(pen: Pen, page: Worksheet, sheet: Sheet) -> None:
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
                criteria = missing_formula(sheet, at)
                page.conditional_format(
                    FIRST, at, end, at, {"type": "formula", "criteria": criteria, "format": pen.form("flag")}
                )
