"""A library that is not installed is a message that says how to get it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from evaluator.errors import EvaluatorError, MissingDependencyError
from evaluator.workbook.sheet import xlsx_library
from evaluator.workbook.sheet.export import BIRTH
from evaluator.workbook.sheet.xlsx_library import (
    LONGEST,
    openpyxl_module,
    quick_sheet,
    refuse_too_long,
    workbook_bytes,
    xlsxwriter_module,
)


@pytest.mark.parametrize(
    ("name", "call"),
    [("xlsxwriter", xlsxwriter_module), ("openpyxl", openpyxl_module), ("defusedxml", openpyxl_module)],
)
def test_a_missing_library_is_told(monkeypatch, name, call):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=r"pip install .*\"openpyxl\S*\" \"xlsxwriter"):
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


def test_a_workbook_holds_texts_as_texts_and_is_the_same_bytes_each_time():
    def write(book):
        page = book.add_worksheet("A")
        for at, text in enumerate(["=1+1", "http://example.org", "007"]):
            page.write(at, 0, text)

    made = workbook_bytes(write, title="T", created=BIRTH)
    assert made == workbook_bytes(write, title="T", created=BIRTH)
    page = openpyxl.load_workbook(io.BytesIO(made))["A"]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in page["A"]] == [
        ("=1+1", "s", None),
        ("http://example.org", "s", None),
        ("007", "s", None),
    ]


def test_a_text_that_no_cell_holds_is_refused_with_its_place_and_what_to_do():
    refuse_too_long("x" * LONGEST, "Sheet!A1")
    with pytest.raises(EvaluatorError, match=r"^Sheet!A1: a text of 32768 characters; a cell holds 32767\. Export as"):
        refuse_too_long("x" * (LONGEST + 1), "Sheet!A1", " Export as CSV.")


def test_workbooks_are_opened_in_one_place():
    package = Path(xlsx_library.__file__).parents[2]
    found = [path.name for path in package.rglob("*.py") if ".Workbook(" in path.read_text()]
    assert found == ["xlsx_library.py"]
