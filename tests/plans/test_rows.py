"""Which rows count, and in which columns they state something."""

from __future__ import annotations

from evaluator.model.country import Source
from evaluator.model.plan import Evidence, Measure
from evaluator.plans.rows import activity_above, column_names, counting_rows, kinds_behind, stated_in, voices


def a_row(measure_id: str, level: str, parent: str = "", **cells) -> Measure:
    return Measure(measure_id=measure_id, parent_id=parent, level=level, text="do", **cells)


TREE = [
    a_row("O", "objective"),
    a_row("H", "heading"),
    a_row("A", "activity", "O"),
    a_row("L", "list-item", "H"),
    a_row("T1", "task", "A"),
    a_row("T2", "task", "T1"),
    a_row("T3", "task", "O"),
]


def test_activities_and_list_items_count_and_tasks_only_where_none_stands_above(plan_of):
    rows = counting_rows(plan_of(TREE))
    assert [row.measure_id for row in rows.rows] == ["A", "L", "T3"]
    assert {parent: [task.measure_id for task in tasks] for parent, tasks in rows.tasks.items()} == {
        "A": ["T1"],
        "T1": ["T2"],
    }


def test_an_activity_is_found_at_any_height_and_a_cycle_ends():
    by_id = {row.measure_id: row for row in [*TREE, a_row("X", "task", "Y"), a_row("Y", "task", "X")]}
    assert activity_above(by_id["T2"], by_id)
    assert not activity_above(by_id["T3"], by_id)
    assert not activity_above(by_id["X"], by_id)


def test_an_attribute_stands_in_its_own_column_or_in_those_that_word_it():
    assert stated_in("milestones") == ("milestones", "end", "time_text")
    assert stated_in("beneficiary") == ("beneficiary",)


def test_what_may_be_named_of_a_row_are_its_columns_and_what_is_derived_from_other_tables():
    assert column_names(["end", "text"])[:2] == ("end", "text")
    assert {"money", "indicators", "amount"} <= set(column_names(["end", "text"]))
    assert len(column_names(["end"])) == len(set(column_names(["end"])))


def passage(name, source):
    return Evidence(evidence_id=name, source_id=source, locator="p. 1", object="practice", note="a note")


SOURCES = (
    Source(source_id="G", title="Third report", kind="greta"),
    Source(source_id="T", title="Chapter on Testland", kind="tip"),
    Source(source_id="N", title="2022 Trafficking in Persons Report: Testland, in a newspaper", kind="press"),
)
HEARD = voices([passage("e1", "G"), passage("e2", "T"), passage("e3", "N"), passage("e4", "lost")], SOURCES)


def test_text_of_the_tip_report_is_one_kind_wherever_it_was_read():
    assert HEARD == {"e1": "greta", "e2": "tip", "e3": "tip"}
    assert kinds_behind(["e2", "e3"], HEARD) == {"tip"}


def test_evidence_in_a_source_that_is_not_listed_has_no_kind():
    assert kinds_behind(["e4", "e9"], HEARD) == frozenset()
    assert kinds_behind(["e1", "e2", "e4"], HEARD) == {"greta", "tip"}
