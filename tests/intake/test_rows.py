"""Lines as rows of a plan: the tree, merged cells, "as above", numbers, and that nothing is lost unseen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from evaluator.intake.attributes import Settings
from evaluator.intake.formats.cells import FilledTable, Outside
from evaluator.intake.formats.reader import read_directly
from evaluator.intake.heads import propose
from evaluator.intake.report import account_of
from evaluator.intake.rows import import_rows, number_of
from evaluator.intake.verdict import verdict_of
from evaluator.library import Library
from evaluator.model.intake import ImportNote, Wording
from evaluator.model.plan import Measure
from evaluator.read.text_files.table import parse_table, read_table, write_table
from tests.intake.conftest import PLAN, grid_of, source_of

HEAD = ["No.", "Objective", "Activity", "Responsible", "Deadline"]


def _tree(found):
    return [(row.level, row.text, row.parent_id) for row in found.measures]


def test_objectives_are_a_tree_of_headings_and_columns(taken):
    found = taken(
        grid_of(
            [
                HEAD,
                ["1. Prevention", "<", "<", "<", "<"],
                ["1.1", "Awareness", "Train judges", "MoI", "2025"],
                ["1.2", "^", "Train police", "MoI", "2025"],
                ["1.3", "Schools", "Teach", "MoJ", "2026"],
                ["2. Protection", "<", "<", "<", "<"],
                ["2.1", "Awareness", "Shelter", "MoJ", "2026"],
            ]
        )
    )
    assert _tree(found) == [
        ("objective", "1. Prevention", ""),
        ("objective", "Awareness", "O001"),
        ("activity", "Train judges", "O002"),
        ("activity", "Train police", "O002"),
        ("objective", "Schools", "O001"),
        ("activity", "Teach", "O005"),
        ("objective", "2. Protection", ""),
        ("objective", "Awareness", "O007"),
        ("activity", "Shelter", "O008"),
    ]
    assert [row.order for row in found.measures] == list(range(1, 10))
    assert found.measures[2].locator == "table 1, row 3"
    assert found.measures[2].source_id == "S1"


def test_headings_stand_as_deep_as_their_numbers_or_words_say(taken):
    found = taken(
        grid_of(
            [
                ["Activity", "Deadline"],
                ["Општи циљ 1: Превенција", "<"],
                ["Посебан циљ 1.1", "<"],
                ["a", "2025"],
                ["1.1.2 Even deeper", "<"],
                ["b", "2025"],
                ["Општи циљ 2: Заштита", "<"],
                ["c", "2025"],
            ]
        )
    )
    parents = {row.text: row.parent_id for row in found.measures}
    assert parents == {
        "Општи циљ 1: Превенција": "",
        "Посебан циљ 1.1": "O001",
        "a": "O002",
        "1.1.2 Even deeper": "O002",
        "b": "O004",
        "Општи циљ 2: Заштита": "",
        "c": "O006",
    }


def test_a_text_in_the_original_is_kept_up_to_the_length_of_a_quotation(taken):
    long = " ".join(["реч"] * 26)
    found = taken(grid_of([["Активност", "Рок"], ["Обука судија", "2025"], [long, "2025"]]))
    first, second = found.measures
    assert (first.text_original, first.lang, first.script) == ("Обука судија", "sr-Cyrl", "Cyrl")
    assert (second.text, second.text_original, second.lang) == (long, "", "")


def test_as_above_becomes_the_text_above_and_is_told(taken):
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "2025"], ["2", "", "b", "As above", '"']]))
    second = found.measures[1]
    assert (second.responsible_text, second.end) == ("MoI", "2025")
    assert [(note.kind, note.place) for note in found.notes] == [
        ("as-above", "table 1, row 3, column 4"),
        ("as-above", "table 1, row 3, column 5"),
    ]
    alone = taken(grid_of([HEAD, ["1", "", "a", "idem", "2025"]]))
    assert "nothing stands above it" in [note.done for note in alone.notes]


def test_one_activity_over_several_rows_is_one_row_of_the_plan(taken):
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "2025"], ["^", "", "^", "MoJ", "2026"]]))
    (row,) = found.measures
    assert row.responsible_text == "MoI MoJ"
    assert row.milestones == ("2025", "2026")
    assert [note.kind for note in found.notes] == ["merged"]


def test_rows_joined_to_one_row_are_one_note_with_the_first_and_the_last_place(taken):
    more = [["^", "", "^", "MoJ", "once the new law is in force"] for _ in range(20)]
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "when adopted"], *more, ["2", "", "b", "MoI", "2025"]]))
    assert [row.text for row in found.measures] == ["a", "b"]
    notes = {note.kind: (note.place, note.found) for note in found.notes}
    assert notes["merged"] == (
        "table 1, row 3",
        "one activity and 20 more rows, up to table 1, row 22",
    )
    unread = next(note for note in found.notes if note.kind == "time-unread")
    assert unread.found == "'when adopted once the new law is in force once the new law i…'"
    assert len(found.notes) == len({(note.kind, note.place, note.found) for note in found.notes})


def test_columns_without_a_head_are_told_once(words, settings):
    source = grid_of([["Activity", "Deadline", "", ""], ["a", "2025", "b", "c"]])
    (note,) = [note for note in propose(source_of(source), words, "plan.html").notes if note.kind == "column-unknown"]
    assert note.found == "column '', 2 times"


def test_a_merged_cell_beside_several_activities_speaks_for_each(taken):
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "2025"], ["2", "", "b", "^", "2026"]]))
    assert [row.lead_ids for row in found.measures] == [("MOI",), ("MOI",)]


def test_a_row_without_number_and_activity_goes_to_the_row_before_and_is_told(taken):
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "2025"], ["", "", "", "MoJ", "2026"]]))
    assert [row.text for row in found.measures] == ["a"]
    assert [(note.kind, note.place) for note in found.notes] == [("join", "table 1, row 3")]


def test_a_row_with_a_number_and_no_activity_is_kept_and_told(taken):
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "2025"], ["2", "", "", "MoJ", "2026"]]))
    assert [row.text for row in found.measures] == ["a", "2"]
    assert [note.kind for note in found.notes] == ["without-activity", "row-open"]


def test_order_is_that_of_the_file_and_odd_numbers_are_told(taken):
    found = taken(
        grid_of([HEAD, ["1.1", "", "a", "MoI", "2025"], ["1.1", "", "b", "MoI", "2025"], ["", "", "c", "MoI", "2025"]])
    )
    assert [row.text for row in found.measures] == ["a", "b", "c"]
    assert [(note.kind, note.measure_id) for note in found.notes] == [
        ("number-repeated", "R002"),
        ("number-empty", "R003"),
    ]


def test_columns_of_tasks_become_tasks_below_the_activity(taken):
    head = ["Activity", "Task", "Deadline"]
    found = taken(grid_of([head, ["a", "first", "2025"], ["^", "second", "2026"], ["b", "third", "2026"]]))
    assert [(row.measure_id, row.level, row.text, row.parent_id) for row in found.measures] == [
        ("R001", "activity", "a", ""),
        ("R001.1", "task", "first", "R001"),
        ("R001.2", "task", "second", "R001"),
        ("R004", "activity", "b", ""),
        ("R004.1", "task", "third", "R004"),
    ]


def test_every_wording_has_its_place(taken):
    found = taken(grid_of([HEAD, ["1", "", "a", "MoI", "2025"]]))
    shown = [(w.measure_id, w.role, w.text, w.row, w.slot) for w in found.wordings if w.role != "head"]
    assert shown == [
        ("R001", "number", "1", 2, 1),
        ("R001", "activity", "a", 2, 3),
        ("R001", "responsible", "MoI", 2, 4),
        ("R001", "time", "2025", 2, 5),
    ]


def test_letters_that_the_file_does_not_name_are_told(taken):
    found = taken(grid_of([HEAD, ["1", "", "a (cid:7)", "MoI", "2025"]]))
    assert [note.kind for note in found.notes] == ["unreadable"]
    assert found.notes[0].found == "1 characters that the file has no letter for, in 'a (cid:7)'"


def test_headings_begin_with_their_numbers():
    assert [number_of(text) for text in ("2.1.", "I. Prevention", "Axe 3 : justice", "3 NGOs")] == [
        "2.1",
        "I",
        "3",
        "3",
    ]


LIBRARY_WORDS = Library.open().plan_words
cell = st.sampled_from(
    ["", "", "a", "as above", "1.1", "MoI; MoJ", "^", "<", "2025", "- x\n- y", "12.000,00", "Општи циљ 1"]
)


@quick(deadline=None, max_examples=100)
@given(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=1, max_size=8), st.integers(0, 8))
def test_no_cell_and_no_character_is_lost_whatever_the_table(rows, cut):
    rows = [
        [text if not (text == "^" and at == 0) and not (text == "<" and c == 0) else "z" for c, text in enumerate(row)]
        for at, row in enumerate(rows)
    ]
    below = [[text if text != "^" else "y" for text in row] for row in rows[cut:]]
    tables = [
        grid_of([HEAD, *[[t if t != "^" else "y" for t in rows[0]], *rows[1:cut]]] if rows[:cut] else [HEAD]),
        grid_of([HEAD, *below], 2, 2),
    ]
    source = source_of(*(table for table in tables if table.rows))
    mapping = propose(source, LIBRARY_WORDS, "plan").mapping
    found = import_rows(source, mapping, Settings(PLAN, (), LIBRARY_WORDS))
    account = account_of(source, found)
    total = sum(c.characters for table in source.tables for c in table.cells())
    assert account.lost == ()
    assert account.in_rows + account.in_heads + account.in_columns_left == total
    problems = []
    assert (
        parse_table("measures.csv", write_table(found.measures, Measure), Measure, problems=problems).rows
        == found.measures
    )
    assert problems == []


def test_a_heading_above_a_table_is_the_objective_of_its_rows_and_no_text_outside(settings):
    grids = []
    for number, title in ((1, "1. Prevention"), (2, "2. Protection")):
        grid = FilledTable(number, above=["A plan", title])
        for row, texts in enumerate([["Activity", "Deadline"], [f"Do {number}", "2025"]]):
            for column, text in enumerate(texts):
                grid.put((row, column), text)
        grids.append(grid.table())
    source = replace(source_of(*grids), outside=(Outside(0, "A plan\n1. Prevention\nA plan\n2. Protection"),))
    found = import_rows(source, propose(source, settings.words, "plan").mapping, settings)
    assert [(row.level, row.text) for row in found.measures] == [
        ("objective", "1. Prevention"),
        ("activity", "Do 1"),
        ("objective", "2. Protection"),
        ("activity", "Do 2"),
    ]
    assert found.measures[0].locator == "above table 1"
    assert [text.text for text in found.outside] == ["A plan\nA plan"]
    kinds = [note.kind for note in found.notes if note.kind in ("heading-above", "outside")]
    assert kinds == ["heading-above", "heading-above", "outside"]
    assert [wording.row for wording in found.wordings if wording.role == "band"] == [None, None]


def test_an_objective_that_a_page_cut_is_put_together(taken):
    head = ["Objective", "Activity", "No."]
    first = grid_of([head, ["Early identification", "a", "1.1"]], 1, 1)
    second = grid_of([head, ["of victims", "b", "1.2"], ["^", "c", "1.3"], ["Trials", "d", "1.4"]], 2, 2)
    found = taken(first, second)
    objectives = [row.text for row in found.measures if row.level == "objective"]
    assert objectives == ["Early identification of victims", "Trials"]
    parents = [row.parent_id for row in found.measures if row.level == "activity"]
    assert len(set(parents[:3])) == 1
    assert any("an objective begins inside a sentence" in note.found for note in found.notes)


def test_a_remark_at_the_foot_is_no_objective_and_is_told(taken):
    found = taken(grid_of([["Activity", "Deadline"], ["a", "2025"], ["* if funds allow", "<"]]))
    assert [row.level for row in found.measures] == ["activity"]
    assert [(note.kind, note.found) for note in found.notes] == [
        ("foot", "'* if funds allow' over all columns, with no row below")
    ]


def test_control_characters_become_signs_that_the_tables_may_hold_and_the_notes_name_them(words, settings, tmp_path):
    path = tmp_path / "plan.html"
    path.write_text(
        "<p>a\x15b</p><table><tr><th>Activity<th>Responsible<th>Deadline<tr><td>Tr\x15ain\x0cjudges<td>MoI<td>2026</table>",
        encoding="utf-8",
    )
    source = read_directly(path, words)
    found = import_rows(source, propose(source, words, "plan.html").mapping, settings)
    assert found.measures[0].text == "Tr\ufffdain judges"
    assert [note.kind for note in found.notes] == ["unreadable", "outside"]
    for rows, shape in ((found.measures, Measure), (found.wordings, Wording), (found.notes, ImportNote)):
        file = tmp_path / "table.csv"
        file.write_text(write_table(rows, shape), encoding="utf-8")
        problems = []
        assert read_table(file, shape, problems=problems).rows == rows
        assert problems == []


PARTS = ["No.", "Activity", "Responsible", "Deadline"]


def test_rows_above_a_head_in_other_words_are_measures_and_the_head_is_none(taken):
    found = taken(
        grid_of([PARTS, ["1.1", "Train judges", "MoI", "2025"]]),
        grid_of(
            [
                ["1.2", "Open a shelter", "MoJ", "2025"],
                [*PARTS[:3], "Deadline (half year)"],
                ["1.3", "Train police", "MoI", "2026"],
            ]
        ),
    )
    assert [row.plan_number for row in found.measures] == ["1.1", "1.2", "1.3"]
    assert [note.found for note in found.notes if note.kind == "head-repeated"] == [
        "a head that repeats in other words"
    ]


def test_a_number_of_its_own_beside_a_merged_activity_makes_a_row_of_its_own(taken):
    found = taken(
        grid_of([PARTS, ["1.1", "Inform victims", "MoC", "2025"], ["1.2", "^", "Radio", "2026"]]),
    )
    rows = [(row.plan_number, row.text, row.responsible_text, row.end) for row in found.measures]
    assert rows == [("1.1", "Inform victims", "MoC", "2025"), ("1.2", "Inform victims", "Radio", "2026")]
    assert not [note for note in found.notes if note.kind == "number-lost"]


def test_a_number_that_no_row_has_is_told(taken):
    head = ["No.", "Activity", "Task", "Responsible"]
    found = taken(grid_of([head, ["1", "Inform victims", "Print", "MoC"], ["2", "^", "Send", "MoC"]]))
    lost = [note for note in found.notes if note.kind == "number-lost"]
    assert [note.found for note in lost] == ["the number 2 of the file is in no row"]
    assert lost[0] in verdict_of(found.notes).doubts


def test_a_numbered_heading_over_all_columns_stands_above_the_rows_of_its_number_alone(taken):
    grid = grid_of(
        [
            HEAD,
            ["1.4", "Training", "", "", ""],
            ["1.4.1", "", "Train", "MoI", "2025"],
            ["2.1", "", "Meet", "MoI", "2026"],
        ]
    )
    rows = [list(row) for row in grid.rows]
    rows[1][2:] = [rows[1][1]] * 3
    found = taken(replace(grid, rows=tuple(map(tuple, rows)))).measures
    assert [(row.level, row.plan_number, row.text) for row in found] == [
        ("objective", "1.4", "1.4 Training"),
        ("activity", "1.4.1", "Train"),
        ("activity", "2.1", "Meet"),
    ]
    assert [row.parent_id for row in found] == ["", found[0].measure_id, ""]


def test_a_text_that_a_converter_repeats_in_each_cell_is_a_heading_and_no_measure(taken):
    same = "Direction 2. Protection of victims"
    found = taken(
        grid_of(
            [
                HEAD,
                ["1.1", "", "Train", "MoI", "2025"],
                [same] * 5,
                ["2.1", "", "Open", "MoI", "2025"],
                ["2.2", *["To be done"] * 4],
                ["2.3", *["Shelters for children"] * 4],
                ["2.3.1", "", "Build", "MoI", "2026"],
            ]
        )
    )
    assert [(row.level, row.plan_number, row.text) for row in found.measures] == [
        ("activity", "1.1", "Train"),
        ("objective", "2", same),
        ("activity", "2.1", "Open"),
        ("objective", "", "To be done"),
        ("activity", "2.2", "To be done"),
        ("objective", "2.3", "2.3 Shelters for children"),
        ("activity", "2.3.1", "Build"),
    ]
    assert [row.parent_id for row in found.measures][2:] == ["O002", "O002", "O004", "O002", "O006"]
    assert found.unlinked == {"To be done": 1}  # told as a body, and so seen
