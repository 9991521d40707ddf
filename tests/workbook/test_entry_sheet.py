"""Headers as sheets of entries: what is asked, in words, and what is not."""

from __future__ import annotations

import dataclasses

import openpyxl

from evaluator.model.country import Country
from evaluator.workbook.sheet.entry_sheet import entry_sheet, is_below, unasked
from evaluator.workbook.sheet.labels import Labels


def test_a_country_is_asked_for_its_name_its_roles_memberships_and_plans(desk):
    found = entry_sheet("country", Country(iso3="IRL", names={"en": "Ireland"}), Labels(desk.rubric), ("iso3",))
    said = {str(row[0]): row[1:] for row in found.rows}
    assert said["names.en"][:2] == ("Name (en)", "Ireland")
    assert said["names.+"][0] == "Name in another language"
    assert {f"roles.{n}.role" for n in (1, 2, 3, 4)} <= set(said)
    assert said["roles.1.role"][2].endswith("one of: origin, transit, destination, internal")
    assert {"memberships.3.body", "plan_history.3.title"} <= set(said)
    assert "iso3" not in said


def test_needed_entries_are_coloured_and_empty_rare_ones_grouped_away(desk):
    page = openpyxl.load_workbook(desk.export("b"))["4 Plan"]
    rows = {str(page.cell(n, 1).value): n for n in range(3, page.max_row + 1)}
    assert page.row_dimensions[rows["parent"]].hidden
    assert not page.row_dimensions[rows["start"]].hidden
    assert page.cell(rows["start"], 3).fill.fgColor.rgb != page.cell(rows["currency"], 3).fill.fgColor.rgb
    assert page.column_dimensions["A"].hidden


def test_without_a_plan_nothing_of_a_plan_is_asked(desk):
    period = desk.assessment.plan.model_copy(update={"kind": "no-plan"})
    from evaluator.workbook.sheet.score_sheet import Coder, score_book

    book = score_book(dataclasses.replace(desk.assessment, plan=period), desk.rubric, Coder("b"), "1")
    names = {sheet.name for sheet in book.sheets}
    assert not names & {"measures", "indicators", "money", "implementation"}
    asked = {str(row[0]).partition(".")[0] for s in book.sheets if s.kind == "pairs" for row in s.rows}
    assert not asked & {"text_read", "rows", "lead_rule", "authority"}
    assert {"start", "sources", "state"} <= asked


def test_a_rubric_that_asks_nothing_of_a_plans_text_does_not_ask_what_was_read():
    assert "text_read" in unasked("coder", has_plan=True, reads_plan=False)
    assert "text_read" not in unasked("coder", has_plan=True, reads_plan=True)
    assert "text_read" not in unasked("plan", has_plan=True, reads_plan=False)


def test_an_entry_is_below_what_its_path_begins_with():
    assert is_below("rows.here", ("rows.here",))
    assert not is_below("rows.in_plan", ("rows.here",))
