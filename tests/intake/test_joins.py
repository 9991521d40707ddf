"""Rows over tables and pages."""

from __future__ import annotations

import pytest

from evaluator.intake.heads import propose
from evaluator.intake.joins import run_of
from tests.intake.conftest import grid_of, source_of

HEAD = ["No.", "Activity", "Deadline"]


@pytest.fixture
def lines(words):
    def read(*tables, head=HEAD):
        source = source_of(
            *(grid_of([*([head] if at == 0 else []), *rows], at + 1, at + 1) for at, rows in enumerate(tables))
        )
        run = run_of(source, propose(source, words, "plan").mapping.tables[0])
        return [[cell.text if cell else "" for cell in line.cells] for line in run.lines], run.notes

    return read


def test_a_head_that_repeats_on_a_page_is_left_out_and_told(lines):
    rows, notes = lines([["1", "a", "2025"]], [HEAD, ["2", "b", "2026"]])
    assert rows == [["1", "a", "2025"], ["2", "b", "2026"]]
    assert [(note.kind, note.place) for note in notes] == [("head-repeated", "p. 2, table 2, row 1")]


def test_a_row_that_a_page_cut_is_joined_and_told(lines):
    rows, notes = lines([["1", "Train the", "2025"]], [["", "judges", ""], ["2", "b", "2026"]])
    assert rows == [["1", "Train the judges", "2025"], ["2", "b", "2026"]]
    assert [note.found for note in notes] == ["the first row of a page has no number"]


def test_a_word_that_a_page_cut_is_put_together_with_a_doubt(lines):
    rows, _ = lines([["1", "identi-", "2025"]], [["", "fication", "x"]])
    assert rows == [["1", "identification", "2025 x"]]


def test_without_numbers_the_middle_of_a_sentence_or_a_missing_activity_tells(lines):
    head = ["Activity", "Deadline"]
    rows, notes = lines([["Train the", "2025"]], [["judges and police", ""]], head=head)
    assert rows == [["Train the judges and police", "2025"]]
    assert "begins inside a sentence" in notes[0].found
    rows, notes = lines([["Train.", "2025"]], [["", "and 2026"]], head=head)
    assert rows == [["Train.", "2025 and 2026"]]
    rows, notes = lines([["Train.", "2025"]], [["judges", ""]], head=head)
    assert (rows[1:], notes) == ([["judges", ""]], ())


def test_a_new_number_or_the_middle_of_a_page_begins_a_row(lines):
    rows, notes = lines([["1", "Train the", "2025"], ["", "second", ""]], [["2", "judges", ""]])
    assert rows[1:] == [["", "second", ""], ["2", "judges", ""]]
    assert notes == ()


def test_nothing_is_joined_to_a_heading(lines):
    rows, notes = lines([["Prevention", "<", "<"]], [["", "a", "2025"]])
    assert (len(rows), notes) == (2, ())
