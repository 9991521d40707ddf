"""CSV quotes what it must, and writes nothing as an empty cell."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from evaluator.tables.csv_text import csv_text, written


def test_cells_are_written_as_they_are_read_back():
    assert [written(value) for value in (False, 2.0, 1e300, -0.5, (), "a,b")] == [
        "no",
        "2",
        "1e+300",
        "-0.5",
        "",
        "a,b",
    ]


def test_a_cell_with_commas_quotes_and_line_breaks_comes_back_whole():
    text = csv_text(["a"], [['one, "two"\nthree']])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a"], ['one, "two"\nthree']]
    assert text.endswith("\n")
    assert "\r" not in text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=3).filter(any), min_size=1, max_size=4))
def test_every_text_of_an_input_is_read_back_as_it_was(rows):
    text = csv_text(rows[0], rows[1:], is_input=True)
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows


def test_a_line_end_within_a_text_begins_no_row():
    text = csv_text(["note"], [["a\r=1+1"], ["\n=1+1"]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["note"], ["a\r=1+1"], ["'\n=1+1"]]


def test_there_is_one_writer_of_csv_in_the_house(root):
    writers = [
        path for path in (root / "evaluator").rglob("*.py") if re.search(r"csv\.(Dict)?[wW]riter\(", path.read_text())
    ]
    assert [path.name for path in writers] == ["csv_text.py"]
