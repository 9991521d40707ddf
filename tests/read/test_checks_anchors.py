"""Rows of anchors.csv by themselves; most faults have their file in tests/bad."""

from __future__ import annotations

from evaluator.model.anchor import Anchor
from evaluator.read.checks.anchors import check_anchor_rows
from evaluator.read.text_files.table import parse_table

SHA = "ab" * 32
HEADER = "evidence_id,source_sha256,page,quads,characters,text_sha256,before,after"


def found(path, *rows):
    problems = []
    table = parse_table(path, "\n".join([HEADER, *rows]), Anchor, problems=problems)
    assert problems == []
    return [str(problem) for problem in check_anchor_rows(table)]


def test_a_passage_over_two_pages_has_two_rows_and_one_of_html_has_no_page(tmp_path):
    rows = (f"E1,{SHA},1,1 2 3 4,5,{SHA},a,b", f"E1,{SHA},2,1 2 3 4; 1 0 3 2,5,{SHA},a,b", f"E1,{SHA},,,5,{SHA},a,b")
    assert found(tmp_path / "anchors.csv", *rows) == []


def test_no_table_has_no_fault():
    assert list(check_anchor_rows(None)) == []


def test_a_passage_given_twice_names_the_line_of_the_first(tmp_path):
    row = f"E1,{SHA},1,1 2 3 4,5,{SHA},a,b"
    (told,) = found(tmp_path / "anchors.csv", row, row)
    assert "anchors.csv:3:1: evidence_id: the passage of line 2 again. Give each passage once." in told
