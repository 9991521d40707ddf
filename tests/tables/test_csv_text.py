"""CSV quotes what it must, and writes nothing as an empty cell."""

from __future__ import annotations

import csv
import io

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
