"""A library that is not installed is a message that says how to get it."""

from __future__ import annotations

import io
import sys

import pytest
from xlsxwriter.worksheet import Worksheet

from evaluator.errors import MissingDependencyError
from evaluator.workbook.sheet.extra import openpyxl_module, repeating_sheet, xlsxwriter_module


@pytest.mark.parametrize(
    ("name", "call"),
    [("xlsxwriter", xlsxwriter_module), ("openpyxl", openpyxl_module), ("defusedxml", openpyxl_module)],
)
def test_a_missing_library_is_told(monkeypatch, name, call):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=r"pip install \"nap-evaluator\[sheets\]\""):
        call()


def test_an_installed_library_is_handed_over():
    assert xlsxwriter_module().__name__ == "xlsxwriter"
    assert openpyxl_module().__name__ == "openpyxl"


def test_a_formula_that_many_cells_hold_is_made_ready_once_and_stands_in_each(monkeypatch):
    made = []
    ready = Worksheet._prepare_formula
    monkeypatch.setattr(Worksheet, "_prepare_formula", lambda page, *given: made.append(given) or ready(page, *given))
    with xlsxwriter_module().Workbook(io.BytesIO()) as book:
        page = book.add_worksheet("x", worksheet_class=repeating_sheet())
        for row in range(5):
            page.write_formula(row, 0, "=SORTBY(A1)" if row == 3 else "=ROW()+1")
        assert [page.table[row][0].formula for row in (0, 4)] == ["ROW()+1", "ROW()+1"]
    assert [text for text, _ in made].count("=ROW()+1") == 1
