"""CSV files: formulas stay text both ways, separators and names do not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.tables.csv_text import CONTROL, guard, unguard
from evaluator.workbook.sheet.csv_book import csv_files, read_csv_folder


@given(st.text())
def test_a_guarded_text_starts_no_formula_and_comes_back_without_what_controls(text):
    assert guard(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠") or len(text) == 1
    assert unguard(guard(text)) == CONTROL.sub("\ufffd", text)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_separator_is_found(desk, separator):
    folder = desk.papers / "csv"
    folder.mkdir()
    for name, text in csv_files(desk.book("b")).items():
        import csv
        import io

        rows = csv.reader(io.StringIO(text, newline=""))
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
    assert read_csv_folder(folder).meta["coder"] == "b"


def test_every_file_that_cannot_be_read_is_told(desk):
    folder = desk.papers / "csv"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"\xff\xfe")
    (folder / "b.csv").write_text('"open', encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_csv_folder(folder)
    assert len(caught.value.problems) == 2
