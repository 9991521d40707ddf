"""A library that is not installed is a message that says how to get it."""

from __future__ import annotations

import io
import sys

import pytest
from xlsxwriter.worksheet import Worksheet

from evaluator.errors import MissingDependencyError
from evaluator.workbook.sheet.extra import openpyxl_module, quick_sheet, xlsxwriter_module


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


def test_a_formula_is_made_ready_only_where_one_of_its_functions_needs_it(monkeypatch):
    made = []
    ready = Worksheet._prepare_formula
    monkeypatch.setattr(
        Worksheet, "_prepare_formula", lambda page, *given: made.append(given[0]) or ready(page, *given)
    )
    given = ["=ROW()+1", "=SUM(ROW(),2)", "=1+1", "=SORTBY(A1,B1)", '=IF(A1="SORT(",ROW(),1)']
    with xlsxwriter_module().Workbook(io.BytesIO()) as book:
        quick, slow = book.add_worksheet("quick", worksheet_class=quick_sheet()), book.add_worksheet("slow")
        for row, formula in enumerate(given):
            quick._write_formula(row, 0, formula)
        assert made == ["ROW(", "SUM(", "SORTBY(", given[3], "IF(", "SORT(", given[4]]
        for row, formula in enumerate(given):
            slow._write_formula(row, 0, formula)
            assert quick.table[row][0] == slow.table[row][0]
