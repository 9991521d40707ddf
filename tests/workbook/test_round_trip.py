"""A round trip loses nothing: any rows that the tables can hold come back equal, from XLSX and from CSV."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluator.model.assessment import Rating
from evaluator.model.rubric import Rubric
from evaluator.model.schema import columns_of
from evaluator.read.text_files.cell import parse_cell
from evaluator.read.text_files.table import parse_table, write_table
from evaluator.tables.csv_text import written
from evaluator.workbook.sheet.csv_book import csv_files, read_csv_folder
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book, Sheet, SheetColumn
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.read import read_xlsx
from evaluator.workbook.sheet.rows import Notes, RowReading, read_rows
from evaluator.workbook.sheet.table_forms import TABLES

# Any letter of any script, and what spreadsheets take for something else; no control characters, which no file holds.
LETTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\n", exclude_characters="\ufeff"
)
TRICKY = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'=x",
    "''",
    "TRUE",
    "1.10",
    "007",
    "1e3",
    "2005-03",
    "n/a",
    "None",
    "1,5",
    "http://x.y",
]
TEXTS = st.one_of(st.text(LETTERS, max_size=30), st.sampled_from(TRICKY)).map(lambda text: text.strip())
IDS = st.text(st.characters(categories=("L", "N"), include_characters="-._"), min_size=1, max_size=8)
DATES = st.sampled_from(["2005", "2005-03", "2005-03-31", "1999-12"])
PERIODS = st.one_of(DATES, st.sampled_from(["2016/2019", "2020-03/2021"]))
LANGS = st.sampled_from(["en", "sr-Cyrl", "sq"])
NUMBERS = st.floats(min_value=1, max_value=1e15, allow_nan=False, allow_infinity=False)
EMPTY = {"integer": None, "number": None, "flag": None}


def values(column):
    """Return a strategy for the cells of a column."""
    plain = {
        "text": TEXTS, "id": IDS, "integer": st.integers(1, 10**9), "number": NUMBERS, "date": DATES, "lang": LANGS,
        "period": PERIODS, "flag": st.booleans(), "url": st.just("https://example.org/a?b=1"),
        "choice": st.sampled_from(column.choices or ("",)),
    }  # fmt: skip
    single = {"ids": "id", "dates": "date", "langs": "lang", "choices": "choice"}.get(column.kind)
    if single:
        return st.lists(plain[single].filter(bool), max_size=3, unique=True).map(tuple)
    found = plain[column.kind]
    if column.required:
        return found.filter(lambda value: value not in ("", None))
    return st.one_of(st.just(EMPTY.get(column.kind, "")), found)


def rows_of(row):
    return st.builds(row, **{column.name: values(column) for column in columns_of(row)})


def book_of(name, row, rows):
    columns = tuple(SheetColumn(c.name, c.label, "input", 12, c, c.choices) for c in columns_of(row))
    cells = [tuple(_cell(getattr(item, c.key)) for c in columns) for item in rows]
    return Book((("plan", "XXA-2020"),), (Sheet("table", name, "Any: name?", columns, tuple(cells)),))


def _cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, tuple) else value


def as_filed(row, rows):
    """Return the rows as the CSV files hold them: that is what must not be lost."""
    return parse_table(Path("x.csv"), write_table(rows, row), row, problems=[]).rows


def back(book, row, notes):
    return read_rows(book.of_kind("table"), RowReading(row), notes).rows


def without_labels():
    return Labels(Rubric.model_construct(translations={}), "en")


@pytest.mark.parametrize("name", TABLES)
def test_rows_come_back_equal_from_a_workbook_and_from_csv(name):
    row = TABLES[name]

    @settings(max_examples=12)
    @given(
        st.lists(rows_of(row), min_size=1, max_size=4, unique_by=lambda item: getattr(item, columns_of(row)[0].name))
    )
    def law(rows):
        filed = as_filed(row, rows)
        assume(len(filed) == len(rows))  # else the file itself refuses them
        book = book_of(name, row, rows)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            path.write_bytes(xlsx_bytes(book, without_labels()))
            notes = Notes("x")
            assert back(read_xlsx(path), row, notes) == list(filed)
            for file, text in csv_files(book).items():
                (Path(folder) / file).write_text(text, encoding="utf-8", newline="")
            assert back(read_csv_folder(Path(folder)), row, notes) == list(filed)
            assert not notes.has_fault

    law()


@given(st.data())
def test_every_cell_that_a_rating_can_hold_is_read_as_it_is_written(data):
    for column in columns_of(Rating):
        value = data.draw(values(column))
        assert written(parse_cell(column, written(value))) == written(value)
