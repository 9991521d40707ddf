"""Workbooks and CSV files."""

from __future__ import annotations

import datetime as dt

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.formats.reader import read_directly
from evaluator.intake.formats.sheet import MOST_ROWS, read_csv
from tests.intake.conftest import WORDS, xlsx_of


@pytest.fixture
def book(tmp_path):
    def make(sheets, merged=()):
        path = tmp_path / "plan.xlsx"
        path.write_bytes(xlsx_of(sheets, merged))
        return read_directly(path, WORDS)

    return make


def test_every_sheet_is_a_table_with_its_name_and_merged_ranges(book):
    source = book({"Matrix": [["a", None, "c"], ["d", "e", "f"]], "Empty": [], "Notes": [["x", "y"]]}, ("A1:B1",))
    assert [(table.name, table.number) for table in source.tables] == [("Matrix", 1), ("Notes", 3)]
    assert [[cell.text for cell in row] for row in source.tables[0].rows] == [["a", "a", "c"], ["d", "e", "f"]]
    assert source.tables[0].rows[0][0].place.words == "sheet Matrix, row 1, column 1"


def test_numbers_dates_and_truths_are_texts_and_a_number_is_marked(book):
    (row,) = book({"M": [[1.10, 3.0, 1250, dt.date(2026, 3, 31), True]]}).tables[0].rows
    assert [cell.text for cell in row] == ["1.1", "3", "1250", "31.03.2026", "TRUE"]
    assert [cell.is_number for cell in row] == [True, True, True, False, False]


def test_a_formula_that_nobody_worked_out_stands_as_it_is_written(book):
    (row,) = book({"M": [["=1+1", "b"]]}).tables[0].rows
    assert row[0].text == "=1+1"


def test_ten_thousand_rows_are_no_plan(book, tmp_path):
    with pytest.raises(InvalidInputError, match=rf"10000 rows in sheet M. Give at most {MOST_ROWS}\. Cut the"):
        book({"M": [["x", "y"], *[[]] * 9_998, ["last"]]})
    path = tmp_path / "long.csv"
    path.write_text("x,y\n" * 10_000, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=rf"Give at most {MOST_ROWS}\."):
        read_directly(path, WORDS)


def test_too_many_columns_are_named(book):
    with pytest.raises(InvalidInputError, match=r"150 columns in sheet M\. Give at most 100"):
        book({"M": [["x"] * 150]})


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_is_read_whatever_parts_its_cells(mark):
    source = read_csv("p.csv", f"a{mark}b\n1{mark}ж\n".encode(), "")
    assert [[cell.text for cell in row] for row in source.tables[0].rows] == [["a", "b"], ["1", "ж"]]


def test_csv_in_utf16_is_read_and_other_bytes_are_refused():
    assert read_csv("p.csv", "a,ж\n".encode("utf-16"), "").tables[0].rows[0][1].text == "ж"
    with pytest.raises(InvalidInputError, match=r"bytes that are no UTF-8. Give text in UTF-8\. Save it as"):
        read_csv("p.csv", "a,ж\n".encode("cp1251"), "")
    with pytest.raises(InvalidInputError, match="Save the table again as CSV UTF-8"):
        read_csv("p.csv", b'a,"b', "")
