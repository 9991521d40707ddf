"""Rows that no plan has so are questions at their row, until a person has looked at them."""

from __future__ import annotations

import pytest

from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows
from evaluator.intake.verdict import stops
from tests.intake.conftest import grid_of, source_of

HEAD = ["No.", "Objective", "Activity", "Responsible", "Deadline"]
GOOD = [
    ["1.1", "Awareness", "Train all judges", "MoI", "2025"],
    ["1.2", "^", "Train the police", "MoJ", "2026"],
    ["1.3", "Schools", "Teach pupils", "MoE", "2026"],
]


def questions(found):
    return [(one.place, one.found) for one in found.notes if one.kind == "row-open"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["2.1", "Schools", "112", "MoI", "2025"], "an activity without a word: '112'"),
        (["2.1", "Schools", "Help for victims", "Help for victims", "2025"],
         "an activity that says what another cell of its row says: 'Help for victims'"),
        (["2.1", "Schools", "All of this by:", "", ""],
         "an activity alone in its row, which may be a heading: 'All of this by:'"),
        (["2.1", "Schools", "Responsible", "MoI", "2025"], "an activity that is the name of a column: 'Responsible'"),
        (["2.1", "Schools", "1.Open a line 2.Pay for it 3. Watch it", "MoI", "2025"],
         "a list of 3 on one line, which may be as many measures"),
        (["2.1", "Schools", "Open a line", "Energy; 188 Million", "2025"],
         "a number, sum or time as a body: '188 Million'"),
        (["2.1", "Schools", "Open a line", "2025-2028", "2025"], "a number, sum or time as a body: '2025-2028'"),
        (["2.1", "Schools", "2.1.1 Open a line\n2.1.2 Close it", "MoI", "2025"],
         "2 numbered texts in one cell, which may be as many measures: 2.1.1, 2.1.2"),
    ],
)  # fmt: skip
def test_a_row_that_no_plan_has_so_is_a_question_at_its_row(taken, row, told):
    found = taken(grid_of([HEAD, *GOOD, row]))
    assert questions(found) == [("table 1, row 5", told)]
    assert stops(found.notes)
    assert found.unconfirmed == (found.measures[-1].measure_id,)


def test_a_goal_that_goes_on_into_a_table_with_another_head_is_a_question_but_not_where_numbers_say_so(taken):
    first = [["No.", "Activity", "Responsible"], ["1. Prevention", "<", "<"], ["1.1", "Train", "MoI"]]
    other = [["No.", "Activity", "Deadline"], ["{}", "Open a shelter", "2025"], ["{}", "Pay for it", "2026"]]
    told = "the first row of its table, under an objective of another: '1. Prevention'"
    for numbers, asked in ((("7", "8"), [("table 2, row 2", told)]), (("1.2", "1.3"), [])):
        rows = [other[0], *([number, *row[1:]] for number, row in zip(numbers, other[1:], strict=True))]
        assert questions(taken(grid_of(first), grid_of(rows, 2))) == asked


def test_rows_as_plans_have_them_are_no_questions(taken):
    bodies = ["MoI, Division 3", "MoJ; Unit 5 of the police", "MoE"]
    found = taken(grid_of([HEAD, *([*row[:3], body, row[4]] for row, body in zip(GOOD, bodies, strict=True))]))
    assert questions(found) == []
    assert found.unconfirmed == ()


def test_the_word_for_a_sum_is_asked_where_it_stands_as_an_objective(taken):
    rows = [["2.1", "Total", "Open a line", "MoI", "2025"]]
    assert questions(taken(grid_of([HEAD, *GOOD, *rows]))) == [
        ("table 1, row 5", "the word for a sum as an objective: 'Total'")
    ]


def test_an_objective_that_says_what_the_one_above_says_is_a_question(taken):
    rows = [["Energy (power supply)", "<", "<", "<", "<"], ["1.1", "Energy (power supply)", "Build", "MoE", "2025"]]
    assert questions(taken(grid_of([HEAD, *rows]))) == [
        ("table 1, row 3", "an objective that says what the one above it says: 'Energy (power supply)'")
    ]


def test_names_that_stand_at_as_many_rows_each_are_fields_of_a_card_and_no_bodies(taken):
    fields = ["Relevance", "Ambition", "Completion level"]
    rows = [["", "", f"Text number {at} of a card", fields[at % 3], ""] for at in range(12)]
    told = questions(taken(grid_of([HEAD, *rows])))
    assert len(told) == 12
    assert told[0] == ("table 1, row 2", "'Relevance' as body of 4 rows, as often as 2 others")
    one_body = [["", "", f"Text number {at} of a card", "Municipality", ""] for at in range(12)]
    assert questions(taken(grid_of([HEAD, *one_body]))) == []


def test_numbered_texts_of_a_table_that_was_left_out_are_a_question(settings, words):
    more = grid_of([["1.4 Open a shelter", "MoJ"], ["1.5 Pay for it", "MoF"], ["1.6 Watch it", "MoF"]], number=2)
    source = source_of(grid_of([HEAD, *GOOD]), more)
    mapping = propose(source, words, "plan").mapping
    assert questions(import_rows(source, mapping, settings)) == [
        ("table 2", "3 numbered texts of a table that was left out: 1.4, 1.5, 1.6")
    ]
    seen = mapping.model_copy(update={"no_measures": (2,)})
    assert questions(import_rows(source, seen, settings)) == []


def test_a_person_who_has_looked_at_a_row_is_asked_no_more(settings, words):
    source = source_of(grid_of([HEAD, *GOOD, ["2.1", "Schools", "112", "MoI", "2025"]]))
    mapping = propose(source, words, "plan").mapping.model_copy(update={"looked_at": ("table 1, row 5",)})
    found = import_rows(source, mapping, settings)
    assert questions(found) == []
    assert not stops(found.notes)


def test_a_number_below_an_objective_of_other_numbers_is_told_once(taken):
    rows = [["1. Prevention", "<", "<", "<", "<"], ["1.1", "", "Train all judges", "MoI", "2025"],
            ["2.1", "", "Open a shelter", "MoJ", "2026"], ["2.2", "", "Open a line", "MoJ", "2026"]]  # fmt: skip
    found = taken(grid_of([HEAD, *rows]))
    assert [(one.place, one.found) for one in found.notes if one.kind == "not-its-kind"] == [
        ("table 1, row 4", "the number 2.1 stands below an objective whose rows begin with 1.")
    ]
