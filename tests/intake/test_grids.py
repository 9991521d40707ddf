"""Grids of bodies by phases, lists of duties, columns of periods and bodies, and logical frameworks."""

from __future__ import annotations

import pytest

from evaluator.intake.grids import level_of
from evaluator.intake.heads import propose
from evaluator.intake.verdict import verdict_of
from tests.intake.conftest import grid_of, source_of

DRILL = "• Run a drill with all the services of the region\n• Update the list of the shelters that are open"


def roles_of(table, words):
    (mapped,) = propose(source_of(table), words, "plan").mapping.tables
    return [column.role for column in mapped.columns]


def told(found, *names):
    return [tuple(getattr(row, name) for name in names) for row in found.measures if row.level == "activity"]


def test_a_grid_of_bodies_by_phases_is_a_row_for_each_duty_with_its_body_and_phase(taken, words):
    table = grid_of(
        [
            ["", "Before the season", "During the season", "After the season"],
            ["Ministry of Health", DRILL, "Open the centres of the towns to all who ask", "• Report\n• Review it"],
            ["Red Cross", "Visit all the old people of the district each day", DRILL, DRILL],
        ]
    )
    assert roles_of(table, words) == ["responsible", "duties", "duties", "duties"]
    found = taken(table)
    assert told(found, "text", "responsible_text", "time_text")[:4] == [
        ("Run a drill with all the services of the region", "Ministry of Health", "Before the season"),
        ("Update the list of the shelters that are open", "Ministry of Health", "Before the season"),
        ("Open the centres of the towns to all who ask", "Ministry of Health", "During the season"),
        ("Report", "Ministry of Health", "After the season"),
    ]
    assert len(told(found, "text")) == 5 + 5
    assert DRILL in [one.text for one in found.wordings], "the whole cell is kept as it stood"


def test_a_list_of_bodies_and_their_duties_has_a_row_for_each_duty_and_no_number_of_its_own(taken, words):
    table = grid_of(
        [["Sr. No.", "Agency", "Roles and responsibilities"], ["1.", "Police", DRILL], ["2.", "Army", "Help them"]]
    )
    assert roles_of(table, words) == ["number", "responsible", "duties"]
    assert told(taken(table), "plan_number", "text", "responsible_text") == [
        ("", "Run a drill with all the services of the region", "Police"),
        ("", "Update the list of the shelters that are open", "Police"),
        ("", "Help them", "Army"),
    ]


def test_marks_in_columns_of_periods_are_the_time_and_words_there_are_tasks(taken, words):
    rows = [["Commitment", "2025", "2026"], ["Train judges", "X", "x"], ["Open shelters", "", "Open the first one"]]
    table = grid_of(rows)
    assert roles_of(table, words) == ["activity", "period", "period"]
    found = taken(table)
    assert told(found, "text", "time_text", "end") == [
        ("Train judges", "2025; 2026", "2026"),
        ("Open shelters", "", ""),
    ]
    assert [(row.text, row.time_text) for row in found.measures if row.level == "task"] == [
        ("Open the first one", "2026")
    ]


def test_sums_in_columns_of_years_are_no_periods(words):
    rows = [["Activity", "Agency", "2025", "2026"], ["Train judges", "Court", "1,000", "2,000"]]
    assert roles_of(grid_of(rows), words) == ["activity", "responsible", "note", "note"]


def test_a_head_divided_into_bodies_names_who_takes_part_in_a_row(taken, words):
    table = grid_of(
        [
            ["Activity", "Responsibility", "<", "Deadline"],
            ["^", "Central government", "Counties", "^"],
            ["Train all the judges", "x", "• Send them", "2025"],
            ["Open the shelters", "", "x", "2026"],
        ]
    )
    assert roles_of(table, words) == ["activity", "actor", "actor", "time"]
    assert told(taken(table), "responsible_text", "note") == [
        ("Central government; Counties", "Counties: • Send them"),
        ("Counties", ""),
    ]


def test_a_logical_framework_becomes_goals_with_their_indicators_and_activities_below_them(taken, words):
    table = grid_of(
        [
            ["", "Narrative summary", "Indicators", "Means of verification", "Assumptions"],
            ["Goal", "Trafficking is rarer than before", "Cases a year", "Report of the police", "Peace"],
            ["Outcome 1", "Victims are found early by all services", "Share found", "Report", "Funds"],
            ["Output 1.1", "Inspectors are trained for it", "200 trained", "Lists", "Staff stays"],
            ["Activities", "1.1.1 Write the course\n1.1.2 Hold the course", "", "", ""],
        ]
    )
    assert roles_of(table, words) == ["level", "activity", "indicator", "verification", "risk"]
    found = taken(table)
    rows = {row.measure_id: row for row in found.measures}
    above = {name: rows[row.parent_id].text[:12] if row.parent_id else "" for name, row in rows.items()}
    assert [(row.level, row.text[:12], above[name]) for name, row in rows.items()] == [
        ("objective", "Trafficking ", ""),
        ("objective", "Victims are ", "Trafficking "),
        ("objective", "Inspectors a", "Victims are "),
        ("activity", "Write the co", "Inspectors a"),
        ("activity", "Hold the cou", "Inspectors a"),
    ]  # fmt: skip
    assert [(one.text, rows[one.measure_id].text[:12]) for one in found.indicators] == [
        ("Cases a year", "Trafficking "),
        ("Share found", "Victims are "),
        ("200 trained", "Inspectors a"),
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [("I: VISION/GOAL", "aim"), ("Resultado 1", "output"), ("Активности", "activity"), ("The police", "")],
)
def test_levels_are_known_in_the_languages_with_their_numbers(text, level, words):
    assert level_of(text, words) == level


def test_a_table_of_officers_is_no_list_of_duties(words):
    rows = [["No.", "Agency", "Role"], *[[str(at), f"Office {at}", "Member"] for at in range(1, 7)]]
    assert not propose(source_of(grid_of(rows)), words, "plan").mapping.tables


def test_words_of_another_language_than_the_head_are_none(words):
    """'Meta' is a goal in Spanish and 'data' a date in Bulgarian; neither is in an English head."""
    rows = [["Activity", "Agency", "Metadata", "Data set"], ["Train", "Police", "x", "y"]]
    assert roles_of(grid_of(rows), words) == ["activity", "responsible", "note", "note"]


def test_a_table_with_a_head_of_its_own_is_not_taken_as_more_of_the_one_before(words):
    first = grid_of([["Activity", "Agency"], ["Train all the judges of the land", "Court"]], page=1)
    other = grid_of([["Heatwave", "Impact"], ["One that lasts for days on end", "Most people cope"]], number=2, page=1)
    later = grid_of([["Open shelters", "Town"], ["Close them", "Town"]], number=3, page=9)
    proposal = propose(source_of(first, other, later), words, "plan")
    assert [mapped.tables for mapped in proposal.mapping.tables] == [(1,)]


def test_two_columns_of_times_are_a_doubt(words):
    rows = [["Action", "Date of the plan", "Deadline"], ["Train judges", "2024", "2025"]]
    doubts = verdict_of(propose(source_of(grid_of(rows)), words, "plan").notes).doubts
    assert [one.found for one in doubts] == ["a second column of times, 'Deadline'"]
