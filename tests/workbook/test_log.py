"""The log is only ever added to."""

from __future__ import annotations

from pathlib import Path

from evaluator.model.assessment import LogRecord
from evaluator.read.text_files.table import parse_table
from evaluator.workbook.back.log import Stamp, append_records

STAMP = Stamp("2026-01-02T03:04:05Z", "a", "f" * 64, "0.1.0", "1.0.0")
ONE = STAMP.record("work", "", "2", "first rating")


def records(text):
    problems = []
    rows = parse_table(Path("log.csv"), text, LogRecord, problems=problems).rows
    assert problems == []
    return rows


def test_records_are_numbered_on():
    text = append_records("", (), [ONE, ONE])
    more = append_records(text, records(text), [ONE])
    assert more.startswith(text)
    assert [r.record for r in records(more)] == ["L0001", "L0002", "L0003"]


def test_what_stands_there_keeps_its_letters_and_columns():
    old = 'coder,record,when,criterion_id,old,new\na,L7,"2025-01-01T00:00:00Z",work,,1'
    more = append_records(old, records(old), [ONE])
    assert more.startswith(old + "\n")
    assert (records(more)[1].record, records(more)[1].new) == ("L0008", "2")


def test_nothing_new_changes_nothing():
    assert append_records("old text", (), []) == "old text"


def test_a_number_of_another_kind_does_not_count():
    odd = LogRecord("import-3", "2025", "a")
    assert records(append_records("", (odd,), [ONE]))[0].record == "L0001"
