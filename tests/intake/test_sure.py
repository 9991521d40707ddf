"""Which columns are sure, and which a person is asked about."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.heads import propose
from evaluator.intake.mapping import mapping_text, read_mapping
from evaluator.intake.sure import asked, open_notes
from tests.intake.conftest import grid_of, source_of


def ask(words, *tables, lang=""):
    """Return the mapping of tables with its open columns, and why they are open by their heads."""
    source = source_of(*tables)
    found = asked(propose(source, words, "plan", lang), source, words)
    heads = {(one.tables[0], at): column.head for one in (*found.mapping.tables, *found.mapping.others)
             for at, column in enumerate(one.columns, start=1)}  # fmt: skip
    return found, {heads[place]: reason for place, reason in found.why.items()}


def plan(*heads, rows):
    return grid_of([list(heads), *rows])


SURE = ("No.", "Activity", "Responsible body", "Deadline")
ROWS = [["1.1", "Train judges of all courts", "Ministry", "2025"], ["1.2", "Open one shelter", "Ministry", "2026"],
        ["2.1", "Write a new law", "Court", "2026"], ["2.2", "Fund a free help line", "Court", "2027"]]  # fmt: skip


def test_heads_of_one_role_in_one_language_are_sure(words):
    _, why = ask(words, plan(*SURE, rows=ROWS))
    assert why == {}


@pytest.mark.parametrize(
    ("at", "head", "reason"),
    [
        (2, "Relevance", "its head is not known in the language of the plan"),
        (2, "Responsible body and partners", "its head says partners and responsible"),
        (2, "Name and rank of the one responsible here", "its head says more than responsible"),
        (3, "", "it has no head"),
        (2, "Verantwortlich", "its head is not known in the language of the plan"),
    ],
)
def test_a_head_that_is_unknown_or_says_two_things_or_more_is_asked(words, at, head, reason):
    heads = [*SURE]
    heads[at] = head
    found, why = ask(words, plan(*heads, rows=ROWS), lang="en")
    assert why[head] == reason
    assert [column.is_open for column in found.mapping.tables[0].columns].count(True) == 1


def test_a_column_of_numbers_that_do_not_count_and_bodies_that_are_figures_are_asked(words):
    rows = [["14", "Train judges", "12", "2025"], ["3", "Open a shelter", "7", "2026"],
            ["14", "Write a law", "9", "2026"], ["7", "Fund a help line", "3", "2027"]]  # fmt: skip
    _, why = ask(words, plan(*SURE, rows=rows))
    assert why == {"No.": "its texts do not count", "Responsible body": "4 of its 4 texts are numbers"}


def test_every_table_is_in_the_mapping_and_one_that_may_be_the_plan_is_open_whole(words, tmp_path):
    more = grid_of([["Prioritāte", "Zzqx", "Yyq", "Xxq"], ["words of a row at length", "b", "c", "d"]], number=2)
    other = grid_of([["Name", "Stamp"], ["x", "y"]], number=3)
    source = source_of(plan(*SURE, rows=ROWS), more, other)
    found, _ = ask(words, plan(*SURE, rows=ROWS), more, other)
    second, third = found.mapping.others
    assert [column.is_open for column in second.columns] == [True] * 4
    assert [(column.role, column.is_open) for column in third.columns] == [("ignore", False)] * 2
    (note,) = open_notes(found.mapping, source, found.why)
    assert (note.kind, note.place) == ("role-open", "table 2")
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_text(found.mapping, found.why), encoding="utf-8")
    assert read_mapping(path, source) == found.mapping
    path.write_text(mapping_text(found.mapping).replace("no_measures: []", "no_measures: [2]"), encoding="utf-8")
    assert read_mapping(path, source).open_tables == ()


TWO = [["Activity", "Cost", "<", "Deadline"], ["^", "State budget", "Donors", "^"],
       ["Train judges", "100", "200", "2025"], ["Open a shelter", "5", "", "2026"]]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (3, "3, but row 3 is no head that the columns name: 'Train judges; 100; 200; 2025'"),
        (1, "1, but row 2 has heads that the columns name"),
        (2, ""),
    ],
)
def test_a_wrong_number_of_head_rows_is_noticed_by_the_heads(words, tmp_path, rows, found):
    source = source_of(grid_of(TWO))
    mapping = propose(source, words, "plan").mapping
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_text(mapping).replace("head_rows: 2", f"head_rows: {rows}"), encoding="utf-8")
    if not found:
        assert read_mapping(path, source) == mapping
        return
    with pytest.raises(InvalidInputError) as caught:
        read_mapping(path, source)
    assert [(one.found, one.expected) for one in caught.value.problems] == [
        (found, "2 rows, up to the last that the heads under columns name")
    ]


def test_numbered_texts_beside_a_column_of_activities_ask_which_one_is_the_measure(words):
    rows = [["1.", "Help the victims of trafficking", "1.1 A shelter is open", "Ministry"],
            ["", "", "1.2 Forty staff are trained", "Police"],
            ["2.", "Find the traffickers at work", "2.1 Ten cases are tried", "Court"]]  # fmt: skip
    _, why = ask(words, plan("No.", "Activity", "Indicator", "Responsible body", rows=rows))
    assert why == {"Indicator": "its texts have numbers of their own: is this the measure?"}
