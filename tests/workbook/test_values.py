"""What people and spreadsheets make of values is mended where certain, refused where not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.schema import Column
from evaluator.workbook.sheet.grid import ReadCell
from evaluator.workbook.sheet.values import mend

MENDED = [
    # kind of column, what stands in the cell, kind of cell, what it means
    ("number", "1,5", "text", "1.5"),
    ("number", "1.234,50", "text", "1234.50"),
    ("number", "1,234.50", "text", "1234.50"),
    ("number", "1 234 567,8", "text", "1234567.8"),
    ("number", "1.234.567", "text", "1234567"),
    ("number", "0,125", "text", "0.125"),
    ("number", "12.5", "number", "12.5"),
    ("integer", "3.0", "number", "3"),
    ("integer", "3,0", "text", "3"),
    ("integer", "Level 3", "text", "3"),
    ("integer", "three", "text", "3"),
    ("date", "2005", "number", "2005"),
    ("date", "2005.0", "number", "2005"),
    ("date", "38442", "number", "2005-03-31"),
    ("date", "31.3.2005", "text", "2005-03-31"),
    ("date", "13/3/2005", "text", "2005-03-13"),
    ("date", "3/31/2005", "text", "2005-03-31"),
    ("date", "5/5/2005", "text", "2005-05-05"),
    ("date", "2005/3/1", "text", "2005-03-01"),
    ("date", "03.2005", "text", "2005-03"),
    ("period", "2016 – 2019", "text", "2016/2019"),
    ("period", "2020-03/2021", "text", "2020-03/2021"),
    ("period", "31.3.2005", "text", "2005-03-31"),
    ("dates", "2005-03, 2006", "text", "2005-03;2006"),
    ("ids", "E1, E2\nE3", "text", "E1;E2;E3"),
    ("ids", "E1; E2", "text", "E1;E2"),
    ("id", "\u200bE1\u00a0", "text", "E1"),
    ("id", "12.0", "number", "12"),
    ("choice", " Human Rights ", "text", "human-rights"),
    ("choices", "migration; Human rights", "text", "migration;human-rights"),
    ("flag", "TRUE", "truth", "yes"),
    ("flag", "No", "text", "no"),
    ("text", "=SUM(A1)", "formula", "=SUM(A1)"),
    ("text", " one\r\ntwo_x000D_ ", "text", "one\ntwo"),
    ("text", "", "text", ""),
]  # fmt: skip
REFUSED = [
    ("number", "1,234", "text", "1234 or 1.234: the comma can mean both"),
    ("number", "about 5", "text", "a number"),
    ("number", "2005-03-01", "date", "a number"),
    ("integer", "many", "text", "a whole number"),
    ("integer", "2.5", "text", "a whole number"),
    ("date", "3/4/2005", "text", "it can mean both"),
    ("date", "31.2.2005", "text", "a date as YYYY"),
    ("date", "soon", "text", "a date as YYYY"),
    ("dates", "2005;soon", "text", "a date as YYYY"),
    ("choice", "economy", "text", "one of: migration, human-rights"),
    ("flag", "perhaps", "text", "yes or no"),
    ("id", "=A1", "formula", "a matter"),
    ("text", "#REF!", "error", "a matter"),
]


def column(kind):
    return Column("x", kind, "a matter", choices=("migration", "human-rights") if "choice" in kind else ())


@pytest.mark.parametrize(("kind", "text", "cell", "means"), MENDED)
def test_what_is_certain_is_mended(kind, text, cell, means):
    found = mend(ReadCell(text, cell), column(kind))
    assert (found.text, found.fault) == (means, "")


@pytest.mark.parametrize(("kind", "text", "cell", "expected"), REFUSED)
def test_what_is_not_certain_is_refused(kind, text, cell, expected):
    found = mend(ReadCell(text, cell), column(kind))
    assert expected in found.expected
    assert found.fault


@pytest.mark.parametrize(("precision", "means"), [(4, "2005"), (7, "2005-03"), (10, "2005-03-01")])
@pytest.mark.parametrize("kind", ["date", "text"])
def test_a_date_keeps_the_precision_that_its_format_shows(precision, means, kind):
    assert mend(ReadCell("2005-03-01", "date", precision), column(kind)).text == means


def test_words_of_the_sheets_language_are_taken():
    assert mend(ReadCell("Migracija"), column("choice"), {"migracija": "migration"}).text == "migration"


def test_an_empty_cell_is_empty_in_every_kind():
    assert mend(None, column("number")).text == ""
    assert mend(ReadCell("  "), column("id")).text == ""


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=0, max_value=1e12))
def test_a_number_cell_keeps_every_digit(number):
    assert float(mend(ReadCell(repr(number), "number"), column("number")).text) == number


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_thousands_and_a_decimal_comma_are_read_back(number):
    written = f"{number:,.2f}".replace(",", " ").replace(".", ",")
    assert float(mend(ReadCell(written), column("number")).text) == float(number)
