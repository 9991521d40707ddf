"""Sheets are found by their hidden marks, wherever those have gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from evaluator.workbook.sheet.grid import LABELS, ReadCell, letter, make_grids

MARK = "evaluator/table/money/line_id"


def cells(*texts):
    return [ReadCell(text) if text else None for text in texts]


def test_rows_are_content_but_for_keys_and_labels():
    grid = make_grids("Money", [(1, cells(MARK, "amount")), (2, cells("id", "sum", LABELS)), (3, cells("L1", "5"))])
    assert (grid.kind, grid.name, [row.number for row in grid.rows]) == ("table", "money", [3])
    assert grid.rows[0].text("amount") == "5"
    assert grid.place(3, "amount") == "Money!B3"


def test_keys_and_labels_may_have_been_sorted_among_the_rows():
    grid = make_grids(
        "M", [(1, cells("L1")), (5, cells("id", "", LABELS)), (7, cells("", MARK, "amount")), (9, cells("", "L2"))]
    )
    assert [row.number for row in grid.rows] == [9]
    assert grid.letters == {"line_id": "B", "amount": "C"}


def test_a_sheet_without_a_mark_is_none_of_ours():
    assert make_grids("Notes", [(1, cells("evaluator", "notes"))]) is None


@given(st.integers(0, 16_383))
def test_letters_are_those_of_spreadsheets(column):
    assert letter(column) == get_column_letter(column + 1)
