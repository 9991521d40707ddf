"""Rows over tables and pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.intake.formats.cells import FilledTable
from evaluator.intake.heads import propose
from evaluator.intake.table_runs import run_of
from tests.intake.conftest import grid_of, source_of

HEAD = ["No.", "Activity", "Deadline"]


@pytest.fixture
def lines(words):
    def read(*tables, head=HEAD):
        source = source_of(
            *(grid_of([*([head] if at == 0 else []), *rows], at + 1, at + 1) for at, rows in enumerate(tables))
        )
        run = run_of(source, propose(source, words, "plan").mapping.tables[0], words)
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


def test_a_number_alone_at_the_end_of_a_page_is_no_heading_and_gets_its_text_from_the_next(lines):
    rows, notes = lines([["1.1", "a", "2025"], ["1.2", "", ""]], [["", "b", "2026"]])
    assert rows == [["1.1", "a", "2025"], ["1.2", "b", "2026"]]
    assert [note.found for note in notes] == ["the first row of a page has no number"]


def test_a_list_that_begins_anew_is_no_rest_of_the_row_before(lines):
    head = ["Activity", "Deadline"]
    rows, _ = lines([["Train the", "2025"]], [["a) judges b) police", "2026"]], head=head)
    assert len(rows) == 2
    rows, _ = lines([["Train the", "2025"]], [["b) police", ""]], head=head)
    assert rows == [["Train the b) police", "2025"]]


def test_a_head_of_two_rows_with_numbers_of_columns_repeats_whole(words):
    head = [["No.", "Activity", "Responsible", "<"], ["^", "^", "Lead", "Partners"], ["1", "2", "3", "4"]]
    tables = [grid_of([*head, [str(at), "a", "MoI", "MoJ"]], at, at) for at in (1, 2)]
    source = source_of(*tables)
    run = run_of(source, propose(source, words, "plan").mapping.tables[0], words)
    rows = [[cell.text for cell in line.cells] for line in run.lines]
    assert rows == [["1", "a", "MoI", "MoJ"], ["2", "a", "MoI", "MoJ"]]
    assert {(note.kind, note.place[:4]) for note in run.notes} == {("head-repeated", "p. 2")}


def test_a_head_that_repeats_in_the_middle_of_a_table_is_left_out(lines):
    rows, notes = lines([["1", "a", "2025"], HEAD, ["2", "b", "2026"]])
    assert rows == [["1", "a", "2025"], ["2", "b", "2026"]]
    assert [(note.kind, note.place) for note in notes] == [("head-repeated", "p. 1, table 1, row 3")]


def test_a_row_over_all_columns_at_the_end_is_a_remark_and_no_heading(words):
    table = grid_of([HEAD, ["1. Prevention", "<", "<"], ["1", "a", "2025"], ["* if funds allow", "<", "<"]])
    source = source_of(table)
    run = run_of(source, propose(source, words, "plan").mapping.tables[0], words)
    assert [line.first.text for line in run.lines] == ["1. Prevention", "1"]
    assert [cell.text for cell in run.feet] == ["* if funds allow"]


def test_headings_above_a_table_are_its_lines_and_other_texts_are_not(words):
    grids = [FilledTable(at, above=["A plan for 2025", f"{at}. Prevention"]) for at in (1, 2)]
    for grid in grids:
        for row, texts in enumerate([HEAD, [str(grid.number), "a", "2025"]]):
            for column, text in enumerate(texts):
                grid.put((row, column), text)
    source = source_of(*(grid.table() for grid in grids))
    run = run_of(source, propose(source, words, "plan").mapping.tables[0], words)
    assert [line.first.text for line in run.lines] == ["1. Prevention", "1", "2. Prevention", "2"]
    assert run.lines[0].first.place.row_words == "above table 1"


def test_a_numbered_text_over_all_columns_is_a_heading_of_the_rows_below_or_an_activity_alone(words):
    def spanning(number, text):
        return [number, text, "", "", ""]

    head = ["No.", "Activity", "Lead body", "Partners", "Deadline"]
    grid = grid_of(
        [head, spanning("1.4", "Training"), ["1.4.1", "Train", "Police", "", "2026"], spanning("1.5", "Open")]
    )
    rows = [list(row) for row in grid.rows]
    for row in (rows[1], rows[3]):
        row[2:] = [row[1]] * 3
    source = source_of(replace(grid, rows=tuple(map(tuple, rows))))
    run = run_of(source, propose(source, words, "plan").mapping.tables[0], words)
    told = [(line.is_band, [cell.text if cell else "" for cell in line.cells]) for line in run.lines]
    assert told == [
        (True, ["1.4 Training"]),
        (False, ["1.4.1", "Train", "Police", "", "2026"]),
        (False, ["1.5", "Open", "", "", ""]),
    ]


def test_a_goal_that_stands_alone_in_the_second_column_is_a_heading(taken):
    head = ["Activity", "", "Deadline", "Responsible"]
    first = grid_of([["", "Objective: 1. Prevention", "", ""], head, ["Train judges", "", "2025", "MoI"]])
    second = grid_of([["", "Objective: 2. Protection", "", ""], head, ["Open a shelter", "", "2026", "MoJ"]], number=2)
    rows = {row.measure_id: row for row in taken(first, second).measures}
    assert [(row.text, rows[row.parent_id].text) for row in rows.values() if row.level == "activity"] == [
        ("Train judges", "Objective: 1. Prevention"),
        ("Open a shelter", "Objective: 2. Protection"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Measures", "2025", "2026"], ["1.1-1.3", "1,000", "2,000"], ["1.4", "50", "70"]],
        [["1.1-1.3", "1,000", "2,000"], ["1.4", "50", "70"]],
    ],
)
def test_a_table_of_numbers_and_sums_below_is_no_more_of_the_measures(taken, rows):
    head = ["Activity", "Responsible", "Deadline"]
    found = taken(grid_of([head, ["1.1 Train judges", "MoI", "2025"]]), grid_of(rows, number=2))
    assert [row.text for row in found.measures] == ["Train judges"]
