"""Any file: which kind it is, and what is said of one that holds no plan."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.formats.reader import read_directly, read_source
from evaluator.read.child import LARGEST_SOURCE, PLAN_FILE
from tests.intake.conftest import WORDS


def _refused(path, content, words):
    path.write_bytes(content)
    with pytest.raises(InvalidInputError) as caught:
        read_directly(path, WORDS)
    assert words in str(caught.value)


def test_files_that_hold_no_plan_say_what_can_be_done(tmp_path):
    _refused(tmp_path / "a.html", b"<p>only text</p>", "no table (8 characters of text). Give a table of activities.")
    _refused(tmp_path / "a.csv", b" \n", "an empty file")
    _refused(tmp_path / "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked by a password")
    _refused(tmp_path / "a.html", b"x" * (LARGEST_SOURCE + 1), "a file of more than 50 MB")
    many = b"<table>" + b"<tr><td>x<td>y" * 3_000 + b"</table>"
    _refused(tmp_path / "a.html", many * 2, "6000 rows in its tables together. Give at most 5000")


def test_more_columns_tables_or_cells_than_a_plan_has_are_refused_before_heads_are_sought(tmp_path, monkeypatch):
    head, columns = b"Activity,Deadline\n", b"x," * 2_000 + b"\n"
    _refused(tmp_path / "a.csv", head + columns, "2001 columns in row 2. Give at most 100. Cut the rows and columns")
    table = b"<table><tr><td>x<td>y</table>"
    _refused(tmp_path / "a.html", table * 501, "501 tables. Give at most 500")
    wide = b"<table><tr>" + b"<td>x" * 150 + b"</table>"
    _refused(tmp_path / "b.html", wide, "150 columns in one table. Give at most 100")
    monkeypatch.setattr("evaluator.intake.formats.reader.MOST_CELLS", 3)
    _refused(tmp_path / "c.html", table * 2, "4 cells in its tables together. Give at most 3")


def test_another_kind_of_file_is_named_before_it_is_opened(tmp_path):
    for name, words in (
        ("a.doc", "a file of the older form .doc. Give a Word document (.docx)"),
        ("a.xls", "save it as .xlsx"),
        ("a.txt", "a file that ends in .txt"),
        ("a.pptx", "a slide deck. Give"),
        ("plan", "a file that ends in nothing"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            read_source(tmp_path / name, WORDS)
        assert words in str(caught.value)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(InvalidInputError, match="No such file"):
        read_source(tmp_path / "a.docx", WORDS)


def test_files_of_strangers_are_read_in_a_child_under_limits(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr("evaluator.intake.formats.reader.in_child", lambda *given: seen.append(given))
    read_source(tmp_path / "a.html", WORDS)
    assert seen == [(PLAN_FILE, tmp_path / "a.html", read_directly, tmp_path / "a.html", WORDS, ())]
    assert PLAN_FILE.writes == 0
