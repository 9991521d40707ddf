"""A book written as XLSX: drop-downs, protection, flags and progress by formula, print layout."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evaluator.errors import EvaluatorError
from evaluator.workbook.extra import xlsxwriter_module
from evaluator.workbook.formulas import check_formula, lacking, progress, progress_formulas
from evaluator.workbook.grid import LABELS, Book, Sheet, SheetColumn, Value, letter
from evaluator.workbook.labels import GUIDE, STATUS_HELP, Labels
from evaluator.workbook.packed import pack
from evaluator.workbook.pen import FIRST, HEAD, KEYS, Pen
from evaluator.workbook.rules import flag, validate

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
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


def xlsx_bytes(book: Book, say: Labels) -> bytes:
    """Return the book as the bytes of an XLSX file; the same book gives the same bytes.

    Raises
    ------
    EvaluatorError
        A text is longer than a cell can hold.
    """
    xlsxwriter = xlsxwriter_module()

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": " ".join(value for _, value in book.meta[1:2]), "created": BIRTH})
        workbook.set_size(2400, 1600)
        pen = Pen(workbook, say, book.lang, titles=_titles(book.sheets))
        if any(sheet.kind == "ratings" for sheet in book.sheets):
            _start(pen, book)
        for sheet in book.sheets:
            _write_sheet(pen, sheet, dict(book.meta))
        _meta(pen, book)
    return out.getvalue()


def _titles(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return a name for each sheet that Excel takes and that no other has."""
    found: dict[str, str] = {}
    for sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\]", " ", sheet.title).strip(" '")[:28] or sheet.place[:28]
        taken = {name.casefold() for name in found.values()} | {META, "history", "start"}
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
    for at, column in enumerate(sheet.columns):
        hidden = {"hidden": True} if column.key == "criterion_id" else {}
        page.set_column(at, at, column.width, pen.form("open") if sheet.growing else None, hidden)
        page.write_string(HEAD, at, column.label, pen.form("head"))
        if column.hint:
            page.write_comment(HEAD, at, column.hint, {"x_scale": 1.6})
    page.set_column(last, last, 2, None, {"hidden": True})
    for at, row in enumerate(sheet.rows):
        _write_row(pen, page, sheet, FIRST + at, row)
    validate(pen, page, sheet)
    flag(pen, page, sheet)
    _layout(page, sheet, meta)


def _write_row(pen: Pen, page: Worksheet, sheet: Sheet, at: int, row: Sequence[Value]) -> None:
    height = 15.0
    for column, (declared, value) in enumerate(zip(sheet.columns, row, strict=True)):
        if declared.role == "check":
            page.write_formula(at, column, check_formula(sheet, at, pen.say), pen.form("check"), _flag(pen, sheet, row))
        else:
            _write(page, (at, column), value, _cell_format(pen, declared, value), sheet)
        height = max(height, _height(value, declared.width))
    page.set_row(at, min(height, 405))


def _flag(pen: Pen, sheet: Sheet, row: Sequence[Value]) -> str:
    flag = lacking(sheet, row)
    return pen.say(flag) if flag else ""


def _cell_format(pen: Pen, column: SheetColumn, value: Value) -> Any:  # noqa: ANN401
    if column.role != "input":
        return pen.form("shown")
    if isinstance(value, float) and not value.is_integer():
        return pen.form("number")
    return pen.form("whole" if isinstance(value, int | float) else "input")


def _write(page: Worksheet, place: tuple[int, int], value: Value, form: Any, sheet: Sheet) -> None:  # noqa: ANN401
    if value is None or value == "":
        page.write_blank(*place, None, form)
    elif isinstance(value, str):
        if len(value) > LONGEST:
            where = f"{sheet.title}!{letter(place[1])}{place[0] + 1}"
            raise EvaluatorError(f"{where}: a text of {len(value)} characters; a cell holds {LONGEST}. Export as CSV.")
        page.write_string(*place, value, form)
    elif float(f"{value:.16G}") == value:
        page.write_number(*place, value, form)
    else:
        page.write_string(*place, repr(value), form)


def _height(value: Value, width: float) -> float:
    if not isinstance(value, str) or not value:
        return 15
    lines = sum(max(1, math.ceil(len(line) / max(width * 1.15, 1))) for line in value.split("\n"))
    return 3 + 13.2 * lines


def _layout(page: Worksheet, sheet: Sheet, meta: dict[str, str]) -> None:
    page.freeze_panes(FIRST, sheet.frozen)
    page.autofilter(HEAD, 0, max(HEAD + len(sheet.rows), FIRST), len(sheet.columns) - 1)
    page.protect("", ALLOWED)
    page.set_landscape()
    page.set_paper(PAPER_A3 if sheet.kind == "ratings" else PAPER_A4)
    if sheet.kind == "ratings":
        page.print_area(HEAD, 0, HEAD + len(sheet.rows), sheet.at("check"))
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD)
    page.set_header(f"&L{meta.get('plan', '')}&C&A&R{meta.get('coder', '')}".replace("&&", "&"))
    page.set_footer("&R&P / &N")


def _start(pen: Pen, book: Book) -> None:
    page = pen.book.add_worksheet(pen.say("sheet.start")[:28])
    page.hide_gridlines(2)
    page.set_column(0, 0, 24)
    page.set_column(1, 4, 18)
    meta = dict(book.meta)
    page.write_string(
        0, 0, f"{meta['plan']} · {meta['rubric']} {meta['rubric_version']} · {meta['coder']}", pen.form("title")
    )
    row = 2
    for line in GUIDE:
        page.merge_range(row, 0, row, 5, pen.say(line), pen.form("prose"))
        page.set_row(row, 15 * math.ceil(len(line) / 105))
        row += 1
    row += 1
    for status, meaning in STATUS_HELP:
        page.write_string(row, 0, status, pen.form("strong"))
        page.write_string(row, 1, pen.say(meaning))
        row += 1
    _progress(pen, page, book, row + 1)
    page.protect("", {"format_columns": True})
    page.set_paper(PAPER_A4)
    page.fit_to_pages(1, 0)


def _progress(pen: Pen, page: Worksheet, book: Book, row: int) -> None:
    keys = ("group", "total", "assessed", "open", "flagged")
    for at, key in enumerate(keys):
        page.write_string(row, at, pen.say(f"sheet.{key}"), pen.form("head"))
    for sheet in book.sheets:
        if sheet.kind != "ratings":
            continue
        row += 1
        title = pen.titles[sheet.place]
        page.write_url(row, 0, f"internal:'{title}'!A1", pen.form("shown"), title)
        formulas = progress_formulas(sheet, title, FIRST, pen.say)
        for at, (formula, number) in enumerate(zip(formulas, progress(sheet), strict=True), start=1):
            page.write_formula(row, at, formula, pen.form("shown"), number)


def _meta(pen: Pen, book: Book) -> None:
    page = pen.book.add_worksheet(META)
    page.hide()
    page.write_row(0, 0, ["evaluator/meta//entry", "content"])
    row = 1
    for key, value in book.meta:
        page.write_row(row, 0, [key, value])
        row += 1
    for piece in pack(book.base):
        page.write_row(row, 0, ["base", piece])
        row += 1
    page.protect()
