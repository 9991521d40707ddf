"""Times, bodies, tasks, indicators and sums of a row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.intake.attributes import bodies_by_name, list_items
from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows
from evaluator.model.country import Institution
from tests.intake.conftest import grid_of, source_of


@pytest.fixture
def row(taken):
    def read(**columns):
        heads = [name.replace("_", " ") for name in columns]
        return taken(grid_of([["Activity", *heads, "Note"], ["a", *columns.values(), ""]]))

    return read


def _kinds(found):
    return [note.kind for note in found.notes]


def test_a_span_has_a_start_and_an_end_and_lines_are_milestones(row):
    span = row(Deadline="March 2025 - June 2026").measures[0]
    assert (span.start, span.end, span.milestones, span.recurrence) == ("2025-03", "2026-06", (), "unknown")
    lines = row(Deadline="March 2025\nJune 2026").measures[0]
    assert (lines.start, lines.end, lines.milestones) == ("", "2026-06", ("2025-03", "2026-06"))
    assert lines.time_text == "March 2025 June 2026"


@pytest.mark.parametrize("text", ["31.12.2025; 31.12.2026", "31.12.2025.31.12.2026.", "2025-12-31, 2026-12-31"])
def test_two_days_without_a_dash_between_them_are_two_deadlines_and_no_period(row, text):
    found = row(Deadline=text).measures[0]
    assert (found.start, found.end, found.milestones) == ("", "2026-12-31", ("2025-12-31", "2026-12-31"))
    for between in (" - ", "–", " to "):
        period = row(Deadline=f"01.01.2025{between}31.12.2026").measures[0]
        assert (period.start, period.end, period.milestones) == ("2025-01-01", "2026-12-31", ())


def test_a_date_outside_of_the_plan_and_words_that_are_no_time_are_told(row):
    late = row(Deadline="2025 and 2030")
    assert (late.measures[0].end, _kinds(late)) == ("2025", ["time-outside"])
    assert late.notes[0].found == "2030 is outside of 2025 to 2027"
    words = row(Deadline="when funds allow")
    assert (words.measures[0].end, words.measures[0].time_text, _kinds(words)) == (
        "",
        "when funds allow",
        ["time-unread"],
    )
    assert _kinds(row(Deadline="n/a")) == []
    assert row(Deadline="continuous").measures[0].recurrence == "continuous"


def test_the_first_named_body_leads_where_the_plan_says_so(row):
    found = row(Responsible="MoI, Ministry of Justice; NGOs (three)")
    assert (found.measures[0].lead_ids, found.measures[0].partner_ids) == (("MOI",), ("MOJ",))
    assert [(note.kind, note.found) for note in found.notes] == [("body-unknown", "'NGOs'")]
    split = row(Lead="MoJ", Partners="MoI; MoJ").measures[0]
    assert (split.lead_ids, split.partner_ids, split.responsible_text) == (("MOJ",), ("MOI",), "MoJ; MoI; MoJ")


def test_an_unknown_body_is_told_once_with_how_often(taken):
    found = taken(grid_of([["Activity", "Responsible"], ["a", "NGOs"], ["b", "NGOs"]]))
    assert [note.found for note in found.notes] == ["'NGOs', 2 times"]


def test_an_acronym_of_two_bodies_names_neither():
    same = (Institution("A", "One", "en", "X", "ministry"), Institution("B", "Two", "en", "X", "ministry"))
    assert bodies_by_name(same) == {"one": "A", "two": "B"}


def test_a_list_inside_an_activity_is_its_tasks(taken):
    found = taken(grid_of([["Activity", "Deadline"], ["Train:\n1. judges\n2. police", "2025"]]))
    assert [(row.level, row.text) for row in found.measures] == [
        ("activity", "Train: 1. judges 2. police"),
        ("task", "judges"),
        ("task", "police"),
    ]
    assert found.notes[0].found == "a list of 2 items in one cell"


def test_items_and_their_marks():
    assert list_items("• one\n• two") == ["one", "two"]
    assert list_items("a) one\nб) two") == ["one", "two"]
    assert list_items("a) only one") == []


def test_indicators_are_one_a_line_with_what_stands_beside(row):
    found = row(Indicator="trained\n- \nreport", Baseline="0", Target="60", Verification="police")
    assert [(i.text, i.baseline, i.target, i.verification) for i in found.indicators] == [
        ("trained", "0", "60", "police"),
        ("report", "0", "60", "police"),
    ]
    assert _kinds(row(Indicator="n/a", Target="60")) == ["without-activity"]


def test_the_sentence_before_a_list_of_indicators_is_kept(row):
    found = row(Indicator="Broadcasts with help, 34% in all, of which:\na) with signs\nb) with titles")
    assert [one.text for one in found.indicators] == [
        "Broadcasts with help, 34% in all, of which:",
        "with signs",
        "with titles",
    ]


def test_sums_words_zeros_and_doubts(taken):
    found = taken(
        grid_of(
            [
                ["Активност", "Средства (хиљ. РСД)"],
                ["Обука судија и тужилаца", "1.250,5"],
                ["Нова кућа за жртве", "редовна средства"],
                ["Закон о накнади штете", "Нису потребна средства"],
                ["Савет заседа сваке године", "12,500"],
            ]
        )
    )
    assert [(line.state, line.amount, line.currency, line.measure_id) for line in found.money] == [
        ("amount", 1250.5, "RSD", "R001"),
        ("zero", None, "", "R003"),
    ]
    assert [note.kind for note in found.notes] == ["amount-doubtful"]
    assert [row.resources_text for row in found.measures] == [
        "1.250,5",
        "редовна средства",
        "Нису потребна средства",
        "12,500",
    ]
    thousands = taken(grid_of([["Activity", "Budget in thousand MDL"], ["a", "15"]]))
    assert thousands.money[0].unit_factor == 1000.0


def test_a_sum_whose_currency_nobody_names_says_how_to_name_it(settings):
    source = source_of(grid_of([["Activity", "Budget"], ["Train the judges", "12.5"]]))
    of_none = replace(settings, plan=settings.plan.model_copy(update={"currency": ""}))
    (note,) = import_rows(source, propose(source, settings.words, "plan", "").mapping, of_none).notes
    assert (note.kind, note.found) == ("amount-doubtful", "'12.5' without a currency, here and in plan.yaml")
    assert note.done == "kept as text alone; set the plan's currency and import with --replace"


@pytest.mark.parametrize(
    ("head", "cell", "amount", "factor", "kinds"),
    [
        ("Budget (million EUR)", "2.5", 2.5, 1e6, []),
        ("Budget (million EUR)", "2.5 million", 2.5, 1e6, []),
        ("Budget (EUR)", "2.5 million", 2.5, 1e6, []),
        ("Budget (thousand EUR)", "2.5 million", None, None, ["amount-doubtful"]),
        ("Budget (mil. EUR)", "2.5", None, None, ["amount-doubtful"]),
    ],
)
def test_a_sum_stands_in_the_unit_of_its_head_or_cell_and_one_in_doubt_is_no_sum(
    taken, head, cell, amount, factor, kinds
):
    found = taken(grid_of([["Activity", head], ["Train the judges", cell]]))
    lines = [(line.amount, line.unit_factor) for line in found.money]
    assert lines == ([(amount, factor)] if amount else [])
    assert [note.kind for note in found.notes] == kinds
    assert found.measures[0].resources_text == cell
