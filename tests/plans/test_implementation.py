"""What became of a plan's rows: counts by hand, denominators, and statements that differ."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.library import Library
from evaluator.model.plan import Implementation, Measure
from evaluator.plans.implementation import (
    STATUSES,
    disagreements,
    newest_date,
    overtaken,
    row_statuses,
    tallies,
)

BOTH = ("human-rights", "economic")
ROWS = [
    Measure("O1", level="objective", text="Protect"),
    Measure("O2", level="objective", text="Prevent"),
    Measure("M1", "O1", level="activity", text="a", end="2021", paradigms=("human-rights",), lead_ids=("MOI",)),
    Measure("M2", "O1", level="activity", text="b", end="2022-06", paradigms=BOTH, lead_ids=("MOI", "NGO")),
    Measure("M3", "O2", level="activity", text="c", function="co-ordination"),
    Measure("M4", "O2", level="activity", text="d", milestones=("2020", "2024"), paradigms=("economic",)),
]  # fmt: skip


def said(measure, status, by="government", on="2022"):
    return Implementation(measure, on, status, reported_by=by)


@pytest.fixture
def plan(plan_of):
    def make(*records, rows=ROWS, **more):
        return dataclasses.replace(plan_of(rows, **more), implementation=records)

    return make


def test_rates_stand_on_three_denominators(plan):
    found = plan(said("M1", "done"), said("M2", "partly"), said("M4", "no-information"))
    (all_of_it,) = tallies(found, "plan", "government", "2022")
    assert (all_of_it.rows, all_of_it.due, all_of_it.informed) == (4, 2, 2)
    assert all_of_it.done_of_rows_share == 0.25
    assert all_of_it.done_of_due_share == 0.5
    assert all_of_it.done_of_informed_share == 0.5
    assert all_of_it.counts["no-information"] == 2


def test_of_two_reports_of_one_day_the_later_written_holds(plan):
    found = plan(
        said("M1", "not-begun", on="2021"), said("M1", "done", on="2021-12-31"), said("M1", "partly", on="2021")
    )
    (status,) = [s for s in row_statuses(found, "government", "2022") if s.measure_id == "M1"]
    assert status.status == "partly"


def test_of_rows_without_a_paradigm_only_those_that_co_ordinate_have_a_name(plan):
    rows = [
        Measure(f"M{k}", level="activity", function=function)
        for k, function in enumerate(("co-ordination", "control", "", "control"))
    ]
    told = tallies(plan(rows=rows), "paradigm", "government", "2022")
    assert [(tally.group, tally.rows) for tally in told] == [("co-ordination", 1), ("", 3)]


def test_a_row_counts_in_each_of_its_paradigms_and_leads(plan):
    found = plan(said("M2", "done"))
    by_paradigm = {t.group: (t.rows, t.counts["done"]) for t in tallies(found, "paradigm", "government", "2022")}
    assert by_paradigm == {"human-rights": (2, 1), "economic": (2, 1), "co-ordination": (1, 0)}
    by_lead = {t.group: t.rows for t in tallies(found, "institution", "government", "2022")}
    assert by_lead == {"MOI": 2, "NGO": 1, "": 2}
    assert {t.group: t.rows for t in tallies(found, "objective", "government", "2022")} == {"O1": 2, "O2": 2}


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        ("2021-06", [False, False, False, False]),
        ("2021-12-31", [True, False, False, False]),
        ("2021", [True, False, False, False]),
        ("2022-06", [True, True, False, False]),
        ("2023", [True, True, True, False]),
        ("2024", [True, True, True, True]),
    ],
)
def test_a_row_is_due_when_its_own_time_is_over_else_the_plans(plan, as_of, due):
    assert [row.due for row in row_statuses(plan(), "assessor", as_of)] == due


def test_a_row_without_a_time_is_due_with_the_last_of_its_tasks(plan):
    rows = [Measure("A", level="activity", text="a"), Measure("T1", "A", level="task", text="b", end="2021"),
            Measure("T2", "A", level="task", text="c", end="2022-06")]  # fmt: skip
    due = [row_statuses(plan(rows=rows), "assessor", day)[0].due for day in ("2021-12-31", "2022-06-30")]
    assert due == [False, True]


def test_an_open_plan_has_rows_without_a_time_that_could_be_over(plan):
    found = row_statuses(plan(end="open"), "assessor", "2030")
    assert [row.due for row in found] == [True, True, None, True]


def test_the_latest_statement_up_to_the_date_holds(plan):
    found = plan(
        said("M1", "not-started", on="2020"), said("M1", "done", on="2022-03"), said("M1", "dropped", on="2023")
    )
    assert row_statuses(found, "government", "2022")[0].status == "done"
    assert row_statuses(found, "government", "2021")[0].status == "not-started"
    assert newest_date(found) == "2023"
    assert newest_date(plan()) == ""


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("done", "done", "done"),
        ("done", "not-started", "partly"),
        ("partly", None, "partly"),
        ("not-started", None, "no-information"),
        ("not-started", "under-way", "under-way"),
        (None, None, "no-information"),
    ],
)
def test_a_row_without_a_statement_takes_that_of_its_tasks(plan, first, second, status):
    rows = [
        Measure("M1", level="activity", text="a"),
        Measure("T1", "M1", level="task", text="b"),
        Measure("T2", "M1", level="task", text="c"),
    ]
    records = [said(name, what) for name, what in (("T1", first), ("T2", second)) if what]
    (row,) = row_statuses(plan(*records, rows=rows), "government", "2022")
    assert row.status == status
    assert row.from_tasks == (status != "no-information")


def test_a_statement_of_its_own_is_not_from_tasks(plan):
    rows = [Measure("M1", level="activity", text="a"), Measure("T1", "M1", level="task", text="b")]
    (row,) = row_statuses(plan(said("M1", "done"), said("T1", "not-started"), rows=rows), "government", "2022")
    assert (row.status, row.from_tasks) == ("done", False)


def test_statements_that_differ_both_stand(plan):
    found = plan(
        said("M1", "done"), said("M1", "partly", by="assessor"), said("M2", "done"), said("M2", "done", by="ngo")
    )
    assert [(d.measure_id, d.statuses) for d in disagreements(found, "2022")] == [
        ("M1", (("government", "done"), ("assessor", "partly")))
    ]


def test_under_way_after_its_time_is_told(plan):
    found = plan(said("M1", "under-way"), said("M4", "under-way"))
    assert [(who, row.measure_id) for who, row in overtaken(found, "2022")] == [("government", "M1")]


statuses = st.lists(st.tuples(st.sampled_from(["M1", "M2", "M3", "M4"]), st.sampled_from(STATUSES)), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the fixture only makes plans
@given(statuses)
def test_counts_add_up_to_the_rows(plan, records):
    found = plan(*(said(name, status) for name, status in records))
    (whole,) = tallies(found, "plan", "government", "2022")
    assert sum(whole.counts.values()) == whole.rows
    assert whole.informed + whole.counts["no-information"] == whole.rows
    assert whole.done_of_due <= min(whole.due, whole.counts["done"])


def test_a_cycle_of_rows_has_no_objective(plan):
    rows = [Measure("M1", "M2", level="activity", text="a"), Measure("M2", "M1", level="activity", text="b")]
    assert {t.group for t in tallies(plan(rows=rows), "objective", "government", "2022")} == {""}


def test_no_due_row_gives_no_rate(plan):
    (whole,) = tallies(plan(), "plan", "government", "2020")
    assert whole.done_of_due_share is None
    assert whole.done_of_informed_share is None


@pytest.fixture(scope="module")
def american():
    library = Library.open()
    return library.assessment("USA-2021-2024", library.rubric("four-paradigms"))


def test_every_shipped_statement_rests_on_a_fact_sheet_of_its_own_date(american):
    places = {row.evidence_id: (row.source_id, row.as_of) for row in american.evidence}
    sheets = {"2022-01-25": "USA-S2", "2023-02-13": "USA-S4", "2024-02-14": "USA-S5"}
    assert {row.reported_by for row in american.implementation} == {"government"}
    for row in american.implementation:
        assert row.evidence_ids, row.measure_id
        assert {places[name] for name in row.evidence_ids} == {(sheets[row.as_of], row.as_of)}, row.measure_id


def test_what_no_fact_sheet_tells_of_stays_without_a_statement(american):
    statuses = {row.measure_id: row.status for row in row_statuses(american, "government", "2024-02-14")}
    # protection from punishment and immigration benefits; standards of care and the Justice Department's strategy
    silent = ("USA21-08", "USA21-09", "USA21-P11", "USA21-P14")
    assert [statuses[name] for name in silent] == ["no-information"] * 4
    done = {name for name, status in statuses.items() if status == "done"}
    assert done == {"USA21-P04", "USA21-P07", "USA21-P10"}


def test_the_american_statements_are_counted_as_the_guide_says(american):
    (whole,) = tallies(american, "plan", "government", newest_date(american))
    assert (whole.rows, whole.informed, whole.due) == (42, 28, 0)
    assert (whole.counts["done"], whole.counts["under-way"]) == (3, 25)
    before = tallies(american, "plan", "government", "2023")[0]
    assert (before.counts["done"], before.informed) == (2, 25)
