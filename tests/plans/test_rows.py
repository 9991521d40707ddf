"""Which rows count, what is known of them, and what they have."""

from __future__ import annotations

import pytest

from evaluator.model.country import Institution
from evaluator.model.plan import Measure, MoneyLine, PlanIndicator
from evaluator.plans.rows import activity_above, counting_rows, exactly_one_lead, has, is_known


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


def test_a_row_is_known_where_no_column_of_the_attribute_is_unseen():
    row = a_row("A", "activity", not_seen=("end", "money"))
    assert not is_known(row, ("end",), final=True)
    assert not is_known(row, ("amount",), final=True)
    assert is_known(row, ("lead_ids",), final=True)


@pytest.mark.parametrize(
    ("status", "final", "known"), [("proposed", True, False), ("proposed", False, True), ("confirmed", True, True)]
)
def test_proposed_tags_are_unknown_in_a_final_assessment(status, final, known):
    row = a_row("A", "activity", tag_status=status)
    assert is_known(row, ("paradigms",), final=final) is known
    assert is_known(row, ("end",), final=True)


def test_a_row_has_what_every_one_of_its_tasks_has(plan_of):
    dated = [a_row("A", "activity"), a_row("T1", "task", "A", end="2021"), a_row("T2", "task", "A")]
    half = plan_of(dated)
    assert not has(dated[0], "end", counting_rows(half), half)
    dated[2] = a_row("T2", "task", "A", end="2022")
    whole = plan_of(dated)
    assert has(dated[0], "end", counting_rows(whole), whole)


def test_a_task_has_what_every_one_of_its_own_tasks_has(plan_of):
    rows = [a_row("A", "activity"), a_row("T1", "task", "A"), a_row("T2", "task", "T1", end="2021")]
    plan = plan_of(rows)
    assert has(rows[0], "end", counting_rows(plan), plan)


@pytest.mark.parametrize(
    ("line", "amount", "with_source"),
    [
        ({"state": "amount", "amount": 5.0, "funder_kind": "state"}, True, True),
        ({"state": "amount", "amount": 5.0, "funder_kind": "unknown"}, True, False),
        ({"state": "zero", "programme": "a fund"}, True, True),
        ({"state": "own-no-amount", "funder_kind": "state"}, False, False),
        ({"state": "amount"}, False, False),
    ],
)
def test_an_explicit_zero_is_an_amount_and_words_are_none(line, amount, with_source, plan_of, row):
    rows = [row("A")]
    plan = plan_of(rows, money=[MoneyLine(line_id="L", measure_id="A", **line)])
    found = counting_rows(plan)
    assert has(rows[0], "amount", found, plan) is amount
    assert has(rows[0], "amount-and-source", found, plan) is with_source


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"kind": "outcome", "baseline": "0", "target": "5"}, True),
        ({"kind": "outcome", "target": "5"}, False),
        ({"kind": "output", "baseline": "0", "target": "5"}, False),
    ],
)
def test_an_outcome_indicator_needs_a_baseline_and_a_target(cells, outcome, plan_of, row):
    rows = [row("A")]
    plan = plan_of(rows, indicators=[PlanIndicator(indicator_id="I", measure_id="A", text="count", **cells)])
    found = counting_rows(plan)
    assert has(rows[0], "indicator", found, plan)
    assert has(rows[0], "outcome-indicator-with-target", found, plan) is outcome


def test_one_outcome_indicator_of_its_own_is_enough_whatever_others_there_are(plan_of, row):
    rows = [row("A"), row("B")]
    whole = {"kind": "outcome", "baseline": "1", "target": "2", "text": "count"}
    indicators = [
        PlanIndicator(indicator_id="I", measure_id="A", **whole),
        PlanIndicator(indicator_id="J", measure_id="A", text="another"),
    ]
    plan = plan_of(rows, indicators=indicators)
    found = counting_rows(plan)
    assert [has(one, "outcome-indicator-with-target", found, plan) for one in rows] == [True, False]


@pytest.mark.parametrize(("leads", "one"), [((), False), (("MOI",), True), (("MOI", "MOL"), False), (("ALL",), False)])
def test_one_lead_is_one_body_that_is_no_open_group(leads, one, plan_of, row):
    rows = [row("A", lead_ids=leads)]
    group = Institution(institution_id="ALL", name="All bodies", kind="group")
    plan = plan_of(rows, institutions=[group])
    assert exactly_one_lead(rows[0], counting_rows(plan), plan) is one


def test_a_row_led_through_its_tasks_has_one_lead_each(plan_of):
    rows = [
        a_row("A", "activity"),
        a_row("T1", "task", "A", lead_ids=("MOI",)),
        a_row("T2", "task", "A", lead_ids=("MOL",)),
    ]
    plan = plan_of(rows)
    assert exactly_one_lead(rows[0], counting_rows(plan), plan)
