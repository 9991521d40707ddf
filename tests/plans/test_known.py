"""What a row says: yes, no or unknown, of which only the last follows from an empty cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.country import Institution
from evaluator.model.criterion import RowRatio, Rule
from evaluator.model.plan import MONEY_STATES, Measure, MoneyLine, PlanIndicator
from evaluator.plans.known import (
    RowReader,
    both,
    either,
    has_amount,
    measures_outcome,
    names_one,
    names_payer,
    sum_is_open,
)
from evaluator.plans.rows import counting_rows

ATTRIBUTES = (
    "lead_ids",
    "end",
    "milestones",
    "own-date",
    "amount",
    "amount-and-source",
    "indicator",
    "risk",
    "function",
)


@pytest.fixture
def reader_of(plan_of):
    """Make the reader of a plan's rows; `columns` are those of its table, every row of which was read."""

    def make(rows, *, columns=(), basis="whole", **tables) -> RowReader:
        assessment = plan_of(rows, total=len(rows), **tables)
        counted = assessment.plan.rows.model_copy(update={"basis": basis})
        plan = assessment.plan.model_copy(update={"columns_present": columns, "rows": counted})
        assessment = replace(assessment, plan=plan)
        return RowReader.of(assessment, counting_rows(assessment))

    return make


def a_task(measure_id: str, parent: str, **cells) -> Measure:
    return Measure(measure_id=measure_id, parent_id=parent, level="task", text="do", **cells)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_empty_cell_is_unknown_and_never_a_no(attribute, reader_of, row):
    assert reader_of([row("A")]).has(row("A"), attribute) is None


@pytest.mark.parametrize(
    ("attribute", "named"),
    [
        ("lead_ids", "lead_ids"), ("end", "end"), ("milestones", "end"), ("end", "time_text"),
        ("own-date", "end"), ("amount", "money"), ("amount-and-source", "money"), ("indicator", "indicators"),
        ("risk", "risk"), ("function", "function"),
    ],
)  # fmt: skip
def test_a_row_says_no_where_its_coder_saw_that_the_plan_states_nothing(attribute, named, reader_of, row):
    marked = row("A", not_stated=(named,))
    assert reader_of([marked]).has(marked, attribute) is False


def test_a_column_that_the_plan_s_table_lacks_says_no_in_every_row_of_a_plan_read_whole(reader_of, row):
    whole = reader_of([row("A")], columns=("text", "time_text"))
    assert whole.has(row("A"), "lead_ids") is False
    assert whole.has(row("A"), "end") is None, "the plan has a column of times"
    assert whole.has(row("A"), "function") is None, "no plan has a column of our tags"


@pytest.mark.parametrize(("columns", "basis"), [((), "whole"), (("text",), "sample"), (("text",), "list")])
def test_columns_say_nothing_where_they_or_the_rows_are_not_known_whole(columns, basis, reader_of, row):
    assert reader_of([row("A")], columns=columns, basis=basis).has(row("A"), "lead_ids") is None


def test_what_could_not_be_read_is_unknown_though_the_table_lacks_the_column(reader_of, row):
    unseen = row("A", not_seen=("end", "money"))
    reader = reader_of([unseen], columns=("text",))
    assert reader.has(unseen, "end") is None
    assert reader.has(unseen, "amount") is None
    assert reader.has(unseen, "lead_ids") is False


@pytest.mark.parametrize(("status", "found"), [("proposed", None), ("", None), ("confirmed", ("control",))])
def test_a_tag_that_nobody_confirmed_is_unknown(status, found, reader_of, row):
    tagged = row("A", function="control", tag_status=status)
    reader = reader_of([tagged])
    assert reader.tag(tagged, "function") == found
    assert reader.has(tagged, "function") is (True if found else None)


def test_a_row_that_only_co_ordinates_is_known_to_have_no_paradigm(reader_of, row):
    rows = [
        row("A", function="co-ordination", tag_status="confirmed"),
        row("B", function="co-ordination", tag_status="proposed"),
        row("C", function="research", tag_status="confirmed"),
        row("D", not_stated=("paradigms",)),
    ]
    reader = reader_of(rows)
    assert [reader.tag(one, "paradigms") for one in rows] == [(), None, None, ()]


def test_a_row_has_what_every_one_of_its_tasks_has(reader_of, row):
    whole, half = row("A"), row("B")
    open_row, none = row("C"), row("D", not_stated=("end",))
    rows = [
        whole, a_task("A1", "A", end="2021"), a_task("A2", "A"), a_task("A21", "A2", end="2022"),
        half, a_task("B1", "B", end="2021"), a_task("B2", "B"),
        open_row, a_task("C1", "C", not_stated=("end",)),
        none, a_task("D1", "D", end="2021"), a_task("D2", "D", not_stated=("end",)),
    ]  # fmt: skip
    reader = reader_of(rows)
    assert [reader.has(one, "end") for one in (whole, half, open_row, none)] == [True, None, None, False]


@pytest.mark.parametrize(
    ("cells", "one"),
    [
        ({}, None),
        ({"lead_ids": ("MOI",)}, True),
        ({"lead_ids": ("MOI", "MOL")}, False),
        ({"lead_ids": ("ALL",)}, False),
        ({"not_stated": ("lead_ids",)}, False),
        ({"responsible_text": "Ministry of the Interior"}, True),
        ({"responsible_text": "MoI; MoL"}, None),
        ({"responsible_text": "all bodies"}, False),
        ({"responsible_text": "Ministry of Labour and Equality"}, True),
        ({"responsible_text": "Ministry of Labour and the police"}, None),
    ],
)
def test_one_lead_is_one_body_that_is_no_open_group(cells, one, reader_of, row):
    bodies = [
        Institution(institution_id="ALL", name="All bodies", kind="group"),
        Institution(institution_id="MLE", name="Ministry of Labour and Equality", kind="ministry"),
    ]
    led = row("A", **cells)
    assert reader_of([led], institutions=bodies).one_lead(led) is one


def test_a_lead_that_stands_only_as_text_is_named(reader_of, row):
    led = row("A", responsible_text="MoI, MoL")
    assert reader_of([led]).has(led, "lead_ids") is True


@pytest.mark.parametrize(("second", "one"), [(("MOL",), True), ((), None), (("MOL", "MOI"), None)])
def test_a_row_led_through_its_tasks_has_one_lead_each(second, one, reader_of, row):
    rows = [row("A"), a_task("T1", "A", lead_ids=("MOI",)), a_task("T2", "A", lead_ids=second)]
    assert reader_of(rows).one_lead(rows[0]) is one


@pytest.mark.parametrize(
    ("line", "amount", "with_source"),
    [
        ({"state": "amount", "amount": 5.0, "funder_kind": "state"}, True, True),
        ({"state": "amount", "amount": 5.0, "funder_kind": "unknown"}, True, None),
        ({"state": "amount", "amount": 5.0}, True, None),
        ({"state": "amount", "amount": 5.0, "funder_kind": "not-stated"}, True, False),
        ({"state": "zero", "programme": "a fund"}, True, True),
        ({"state": "own-no-amount", "funder_kind": "state"}, False, False),
        ({"state": "not-stated"}, False, False),
        ({"state": "amount", "funder_kind": "state"}, None, None),
    ],
)
def test_an_explicit_zero_is_an_amount_and_words_are_none(line, amount, with_source, reader_of, row):
    reader = reader_of([row("A")], money=[MoneyLine(line_id="L", measure_id="A", **line)])
    assert reader.has(row("A"), "amount") is amount
    assert reader.has(row("A"), "amount-and-source") is with_source
    is_open = line["state"] != "zero" and "amount" not in line
    assert [cost.line_id for cost in reader.open_costs(row("A"))] == (["L"] if is_open else [])


@pytest.mark.parametrize(
    ("lines", "cells", "tasks", "open_costs"),
    [
        ([("A", "amount")], {}, {}, []),
        ([("A", "zero")], {}, {}, []),
        ([("A", "amount"), ("A", "own-no-amount")], {}, {}, ["own-no-amount"]),
        ([], {}, {}, ["cell"]),
        ([], {"not_stated": ("money",)}, {}, []),
        ([], {"not_stated": ("money",)}, {"A1": {}}, ["cell"]),
        ([("A1", "amount"), ("A2", "zero")], {}, {"A1": {}, "A2": {}}, []),
        ([("A1", "amount")], {}, {"A1": {}, "A2": {}}, ["cell"]),
        ([("A1", "amount")], {}, {"A1": {}, "A2": {"not_stated": ("money",)}}, ["cell"]),
        ([("A1", "zero")], {"not_stated": ("money",)}, {"A1": {}, "A2": {"not_stated": ("money",)}}, []),
        ([("A1", "amount"), ("A2", "donor-no-amount")], {}, {"A1": {}, "A2": {}}, ["donor-no-amount"]),
        ([("A", "amount")], {}, {"A1": {}}, []),
        ([("A", "amount"), ("A1", "elsewhere")], {}, {"A1": {}}, ["elsewhere"]),
    ],
)
def test_a_cost_in_words_is_open_and_an_empty_cell_unless_the_row_or_each_task_has_its_cost(
    lines, cells, tasks, open_costs, reader_of, row
):
    rows = [row("A", **cells), *(a_task(name, "A", **own) for name, own in tasks.items())]
    money = [
        MoneyLine(f"L{k}", at, state=state, amount=5.0 if state == "amount" else None)
        for k, (at, state) in enumerate(lines)
    ]
    found = reader_of(rows, money=money).open_costs(rows[0])
    assert ["cell" if line is None else line.state for line in found] == open_costs


def test_a_printed_sum_of_others_is_no_cost_of_the_row_and_a_line_counted_in_another_is_not_open(reader_of, row):
    printed = MoneyLine("L1", "A", state="amount", amount=5.0, total_of="measure")
    inside = MoneyLine("L2", "B", state="own-no-amount", counted_in="L1")
    rows = [row("A"), row("B")]
    reader = reader_of(rows, money=[printed, inside])
    assert [reader.open_costs(one) for one in rows] == [(None,), ()]


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"kind": "outcome", "baseline": "0", "target": "5"}, True),
        ({"kind": "outcome", "target": "5"}, None),
        ({"kind": "outcome", "baseline": "none", "target": "5"}, False),
        ({"kind": "output", "baseline": "0", "target": "5"}, False),
        ({"baseline": "0", "target": "5"}, None),
    ],
)
def test_an_outcome_indicator_needs_a_baseline_and_a_target(cells, outcome, reader_of, row):
    indicator = PlanIndicator(indicator_id="I", measure_id="A", text="count", **cells)
    reader = reader_of([row("A")], indicators=[indicator])
    assert measures_outcome(indicator) is outcome
    assert reader.has(row("A"), "indicator") is True
    assert reader.has(row("A"), "outcome-indicator-with-target") is outcome


def test_one_outcome_indicator_of_its_own_is_enough_whatever_others_there_are(reader_of, row):
    whole = PlanIndicator("I", "A", kind="outcome", baseline="1", target="2", text="count")
    reader = reader_of([row("A")], indicators=[whole, PlanIndicator("J", "A", text="another")])
    assert reader.has(row("A"), "outcome-indicator-with-target") is True


def test_rows_are_chosen_by_confirmed_tags_and_by_other_columns(reader_of, row):
    by_tag = RowRatio(where={"function": ("control",)})
    by_cell = RowRatio(where={"recurrence": ("annual", "once")})
    rows = [
        row("A", function="control", tag_status="confirmed", recurrence="annual"),
        row("B", function="research", tag_status="confirmed", recurrence="continuous"),
        row("C"),
        row("D", not_stated=("recurrence", "function")),
    ]
    reader = reader_of(rows)
    assert [reader.chosen(one, by_tag) for one in rows] == [True, False, None, False]
    assert [reader.chosen(one, by_cell) for one in rows] == [True, False, None, False]
    assert reader.chosen(rows[2], RowRatio(where={"funder_kind": ("state",)})) is True, "a column of the money"


def test_a_rule_is_met_by_all_by_any_or_by_one_lead(reader_of, row):
    dated = row("A", end="2021")
    reader = reader_of([dated])
    assert reader.met(Rule(measure="share-of-rows", has_any=("end", "risk")), dated) is True
    assert reader.met(Rule(measure="share-of-rows", has_all=("end", "risk")), dated) is None
    assert reader.met(Rule(measure="share-of-rows", exactly_one="lead_ids"), dated) is None


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        ({"end": "2021-06"}, True),
        ({"end": "2024-12"}, False),
        ({"end": "2024-12-31"}, False),
        ({"end": "2024", "milestones": ("2022", "2023")}, True),
        ({"milestones": ("2024",)}, False),
        ({}, None),
    ],
)
def test_a_date_that_repeats_the_end_of_the_plan_is_no_date_of_the_row(cells, known, reader_of, row):
    one = row("A", **cells)
    reader = reader_of([one])
    assert replace(reader, plan_end="2024").has(one, "own-date") is known
    assert replace(reader, plan_end="open").has(one, "own-date") is (None if known is None else True)


@pytest.mark.parametrize(
    ("cells", "attribute", "reason"),
    [
        ({}, "lead_ids", "lead"),
        ({"responsible_text": "A; B"}, "lead_ids", "lead-text"),
        ({}, "milestones", "date"),
        ({}, "amount-and-source", "amount"),
        ({}, "outcome-indicator-with-target", "indicator"),
        ({"function": "control"}, "function", "tag"),
        ({"not_seen": ("function",)}, "function", "unseen"),
        ({}, "risk", "cell"),
        ({"risk": "flood"}, "risk", ""),
        ({}, "funder_kind", ""),
    ],
)
def test_why_a_row_is_unknown_has_a_name(cells, attribute, reason, reader_of, row):
    one = row("A", **cells)
    assert reader_of([one]).why(one, attribute) == reason


def test_a_sum_without_a_payer_and_an_indicator_without_its_baseline_are_reasons_of_their_own(reader_of, row):
    money = [MoneyLine("L", "A", state="amount", amount=5.0)]
    reader = reader_of([row("A")], money=money, indicators=[PlanIndicator("I", "A", text="count")])
    assert reader.why(row("A"), "amount-and-source") == "payer"
    assert reader.why(row("A"), "funder_kind") == "payer"
    assert reader.why(row("A"), "outcome-indicator-with-target") == "outcome"


def test_unknown_stays_unknown_unless_another_state_decides():
    assert (both([]), both([True, None]), both([None, False])) == (True, None, False)
    assert (either([]), either([False, None]), either([None, True])) == (False, None, True)


def test_a_text_names_one_body_unless_something_joins_two():
    assert names_one("Police") is True
    for text in ("Police; courts", "Police, courts", "Police/courts", "Police\ncourts", "Police and courts"):
        assert names_one(text) is None


def test_a_sum_is_open_where_the_plan_has_words_for_it_and_no_line_holds_it():
    states = {state: sum_is_open(MoneyLine("L", state=state)) for state in MONEY_STATES}
    assert [state for state, is_open in states.items() if not is_open] == ["zero"]
    assert not sum_is_open(MoneyLine("L", state="amount", amount=1.0))
    assert not sum_is_open(MoneyLine("L", state="elsewhere", counted_in="M"))


def test_a_line_of_money_has_an_amount_and_a_payer_or_says_that_it_has_none():
    assert [has_amount(MoneyLine("L", state=state)) for state in ("zero", "elsewhere", "amount")] == [True, False, None]
    assert [names_payer(MoneyLine("L", funder_kind=k)) for k in ("io", "not-stated", "unknown")] == [True, False, None]
