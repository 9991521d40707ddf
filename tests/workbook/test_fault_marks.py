"""The marked copy shows each fault at its cell, and can be mended and imported."""

from __future__ import annotations

import openpyxl
import pytest

from evaluator.errors import InvalidInputError, Problem
from evaluator.workbook.back.fault_marks import LIST, marked_copy


def marked(desk, path):
    with pytest.raises(InvalidInputError) as caught:
        desk.bring(path)
    copy = path.with_suffix(".faults.xlsx")
    copy.write_bytes(marked_copy(path, caught.value.problems))
    return copy


def test_cells_at_fault_have_a_comment_and_stand_in_the_list(desk, hand):
    path = hand(desk.export("b")).rate("witness-protection", status="rated", level="many").save()
    copy = marked(desk, path)
    book = openpyxl.load_workbook(copy)
    cells = [c for page in book.worksheets for row in page.iter_rows() for c in row if c.comment and c.row > 2]
    assert "found 'many'. Give a whole number" in cells[0].comment.text
    listed = [row[0].value for row in book[LIST].iter_rows(min_row=2)]
    assert cells[0].coordinate in listed[0]


def test_a_mended_copy_is_imported_like_the_original(desk, hand):
    copy = marked(desk, hand(desk.export("b")).rate("witness-protection", level="many").save())
    done = desk.bring(hand(copy).rate("witness-protection", level=None).save())
    assert done.coders == ("b",)


def test_problems_of_other_files_and_sheets_that_are_gone_are_marked_at_the_head_of_the_first_sheet(desk):
    path = desk.export("b")
    own = Problem(str(path), "=found", "x", cell="Gone!A1")
    book_bytes = marked_copy(path, [own, own, Problem("other.csv", "y", "z")])
    copy = desk.papers / "copy.xlsx"
    copy.write_bytes(book_bytes)
    rows = list(openpyxl.load_workbook(copy)[LIST].iter_rows(min_row=2))
    told = [(row[0].value, row[2].value, row[2].data_type) for row in rows]
    assert told == [*[("Gone!A1", "=found", "s")] * 2, ("other.csv", "y", "s")]
    assert rows[2][0].hyperlink.location == "'Start'!A1"
    assert openpyxl.load_workbook(copy)["Start"]["A1"].comment.text == "=found. Give x.\n=found. Give x.\ny. Give z."
    again = desk.papers / "again.xlsx"
    again.write_bytes(marked_copy(copy, []))
    assert openpyxl.load_workbook(again).sheetnames.count(LIST) == 1
