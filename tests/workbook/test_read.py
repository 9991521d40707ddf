"""Workbooks as other programs save them, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from evaluator.errors import InvalidInputError
from evaluator.workbook.read import MOST_ROWS, as_book, read_xlsx


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


def test_meta_is_apart_from_the_sheets(desk):
    book = read_xlsx(desk.export("b"))
    assert "meta" not in {g.kind for g in book.grids}
    assert set(book.base) >= {"ratings", "coder", "plan", "evidence"}


def test_sheets_without_the_hidden_one_are_no_book(desk):
    with pytest.raises(InvalidInputError, match="no hidden sheet _meta"):
        as_book(desk.papers, "x", read_xlsx(desk.export("b")).grids)


@pytest.mark.slow
def test_libreoffice_saves_a_sheet_that_comes_back_whole(desk):
    soffice = shutil.which("soffice") or pytest.skip("no LibreOffice here")
    before = desk.files()
    sheet = desk.export("a")
    folder = desk.papers / "saved"
    profile = f"-env:UserInstallation=file://{desk.papers / 'profile'}"
    call = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, sheet]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    done = desk.bring(folder / sheet.name)
    assert desk.files() == before
    assert done.records == ()
    assert [note for note in done.notes if note.cell] == []
