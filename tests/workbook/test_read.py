"""Workbooks as other programs save them, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from evaluator.errors import InvalidInputError, gather
from evaluator.read.child import WORKBOOK, StoppedError
from evaluator.workbook.sheet import read
from evaluator.workbook.sheet.picks import SPARE
from evaluator.workbook.sheet.read import MOST_ROWS, as_book, read_directly, read_xlsx


def grid(book, kind, name=""):
    return next(g for g in book.grids if (g.kind, g.name) == (kind, name))


def test_cells_are_taken_for_what_they_are(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("table/money")
    typed = [dt.date(2005, 3, 1), 5, 2.5, True, "=A1", "text", "#REF!"]
    for at, value in enumerate(typed, start=1):
        page.cell(3, at).value = value
    page.cell(3, 1).number_format = 'mmm" of "yy'
    page.cell(3, 7).data_type = "e"
    found = grid(read_xlsx(opened.save()), "table", "money").rows[0].cells
    assert [(cell.kind, cell.text) for cell in found.values()] == [
        ("date", "2005-03-01"), ("number", "5"), ("number", "2.5"), ("truth", "TRUE"), ("formula", "=A1"),
        ("text", "text"), ("error", "#REF!"),
    ]  # fmt: skip
    assert found["line_id"].precision == 7


def test_pasted_rich_text_is_its_text(desk, hand):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    opened = hand(desk.export("b"))
    rich = CellRichText("a ", TextBlock(InlineFont(b=True), "bold"), " word")
    opened.rate("witness-protection", reason=rich)
    rows = grid(read_xlsx(opened.save()), "ratings", "law-enforcement").rows
    assert "a bold word" in [row.text("reason") for row in rows]


def test_a_stray_cell_far_below_is_told_and_far_right_is_no_matter(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("table/money")
    page["XFD3"].value = "stray"
    assert grid(read_xlsx(opened.save()), "table", "money").rows == ()
    page.cell(MOST_ROWS + 5, 1).value = "stray"
    with pytest.raises(InvalidInputError, match=f"content in row {MOST_ROWS + 5}"):
        read_xlsx(opened.save())


def test_the_pick_lists_are_ours_and_are_not_read(desk, hand):
    opened = hand(desk.export("b"))
    opened.book["_lists"].cell(MOST_ROWS + 5, 1).value = "stray"
    assert grid(read_xlsx(opened.save()), "table", "money").rows == ()


def test_a_workbook_of_nobody_is_refused(tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InvalidInputError, match="no hidden sheet _meta"):
        read_xlsx(path)


def test_a_damaged_part_is_told_without_a_traceback(desk, tmp_path):
    whole, broken = desk.export("b"), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<broken" if name == "xl/workbook.xml" else source.read(name))
    with pytest.raises(InvalidInputError, match="a workbook that cannot be read"):
        read_xlsx(broken)


def rewritten(whole, target, edit):
    """Write a workbook again, each part as `edit(name, bytes)` returns it, without those of which it returns None."""
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = edit(name, source.read(name))
            if content is not None:
                out.writestr(name, content)
    return target


FIRST = "xl/worksheets/sheet1.xml"


def swapped(part, old, new):
    """Return an edit that changes the first match of a pattern in one part."""
    return lambda name, content: re.sub(old, new, content, count=1) if name == part else content


def without(*parts):
    return lambda name, content: None if name in parts else content


DAMAGED = {
    "no part of a sheet": without(FIRST),
    "no styles": without("xl/styles.xml"),
    "no texts": without("xl/sharedStrings.xml"),
    "no relations": without("xl/_rels/workbook.xml.rels"),
    "no types": without("[Content_Types].xml"),
    "an empty sheet": lambda name, content: b"" if name == FIRST else content,
    "half a sheet": lambda name, content: content[: len(content) // 2] if name == FIRST else content,
    "half of the texts": lambda name, content: content[:999] if name == "xl/sharedStrings.xml" else content,
    "a row called abc": swapped(FIRST, rb'<row r="1"', b'<row r="abc"'),
    "a cell called !!": swapped(FIRST, rb'<c r="A1"', b'<c r="!!"'),
    "a cell called 1A": swapped(FIRST, rb'<c r="A1"', b'<c r="1A"'),
    "a text that is not there": swapped(FIRST, rb't="s"><v>\d+', b't="s"><v>99999999'),
    "a text called abc": swapped(FIRST, rb't="s"><v>\d+', b't="s"><v>abc'),
    "a text before the first": swapped(FIRST, rb't="s"><v>\d+', b't="s"><v>-99999999'),
    "a number called abc": swapped(FIRST, rb't="s"><v>\d+', b't="n"><v>abc'),
    "not a number": swapped(FIRST, rb't="s"><v>\d+', b't="n"><v>NaN'),
    "a date that never was": swapped(FIRST, rb't="s"><v>\d+', b't="d"><v>9999-99-99'),
    "a style that is not there": swapped(FIRST, rb' s="\d+"', b' s="99999"'),
    "a style called abc": swapped(FIRST, rb' s="\d+"', b' s="abc"'),
    "a truth called abc": swapped(FIRST, rb't="s"><v>\d+', b't="b"><v>abc'),
    "a sheet without a name": swapped("xl/workbook.xml", rb'<sheet name="[^"]*"', b"<sheet"),
    "a sheet of another part": swapped("xl/_rels/workbook.xml.rels", rb'worksheets/sheet1.xml', b"styles.xml"),
    "a number of digits beyond measure": swapped(FIRST, rb't="s"><v>\d+', b't="n"><v>' + b"9" * 5000),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_workbook_is_read_or_refused_by_name(desk, tmp_path, damage):
    broken = rewritten(desk.export("b"), tmp_path / "broken.xlsx", DAMAGED[damage])
    problems = []
    book = gather(lambda: read_directly(broken), problems)
    assert {problem.path for problem in problems} == (set() if book else {str(broken)})


@pytest.mark.parametrize(
    ("damage", "cell"),
    [
        ("a style that is not there", "Start!A1"),
        ("half a sheet", "Start, below row 40"),
        ("a text that is not there", "Start"),
    ],
)
def test_the_sheet_and_where_it_is_known_the_cell_are_named(desk, tmp_path, damage, cell):
    broken = rewritten(desk.export("b"), tmp_path / "broken.xlsx", DAMAGED[damage])
    with pytest.raises(InvalidInputError) as caught:
        read_directly(broken)
    (problem,) = caught.value.problems
    assert problem.cell == cell
    assert "a workbook that cannot be read" in problem.found


def test_bytes_that_do_not_unpack_are_told(desk):
    path = desk.export("b")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("xl/sharedStrings.xml").header_offset + 80
    content[start : start + 200] = bytes(200)
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match="a damaged or encrypted one"):
        read_directly(path)


@pytest.mark.child
def test_a_workbook_that_takes_too_long_is_stopped_and_named(desk, monkeypatch):
    path = desk.export("b")
    monkeypatch.setattr(read, "WORKBOOK", replace(WORKBOOK, memory=1))
    with pytest.raises(StoppedError, match=r"b\.xlsx: reading this workbook took more than 1 MB of memory"):
        read_xlsx(path)


def test_meta_is_apart_from_the_sheets(desk):
    book = read_xlsx(desk.export("b"))
    assert "meta" not in {g.kind for g in book.grids}
    assert set(book.base) >= {"ratings", "coder", "plan", "evidence"}


def test_sheets_without_the_hidden_one_are_no_book(desk):
    with pytest.raises(InvalidInputError, match="no hidden sheet _meta"):
        as_book(desk.papers, "x", read_xlsx(desk.export("b")).grids)


@pytest.mark.slow
def test_libreoffice_saves_a_sheet_that_comes_back_whole(desk, converted):
    before = desk.files()
    done = desk.bring(converted(desk.export("a", spare=SPARE)))
    assert desk.files() == before
    assert done.records == ()
    assert [note for note in done.notes if note.cell] == []
