"""Headers as sheets of entries: what is asked, in words, and what is not."""

from __future__ import annotations

import dataclasses

import openpyxl

from evaluator.model.country import Country
from evaluator.model.plan import Evidence
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.file_sheets import entry_sheet, is_below, table_sheet, unasked_paths
from evaluator.workbook.sheet.grid import Book
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.table_forms import BY_NAME


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
    assert "text_read" in unasked_paths("coder", has_plan=True, reads_plan=False)
    assert "text_read" not in unasked_paths("coder", has_plan=True, reads_plan=True)
    assert "text_read" not in unasked_paths("plan", has_plan=True, reads_plan=False)


def test_an_entry_is_below_what_its_path_begins_with():
    assert is_below("rows.here", ("rows.here",))
    assert not is_below("rows.in_plan", ("rows.here",))


def test_the_kind_of_source_stands_beside_the_source_and_is_looked_up(desk):
    opened = openpyxl.load_workbook(desk.export("b"))
    page = next(p for p in opened.worksheets if str(p["A1"].value).startswith("evaluator/table/evidence"))
    assert [page["C1"].value, page["D1"].value] == ["source_id.title", "source_id.kind"]
    assert str(page["D2"].value).startswith("Kind of that source\n")
    formula = (
        "=IF(LEN(B3)=0,\"\",IFERROR(INDEX('2 Sources'!$D$3:$D$2002,"
        'MATCH(LEFT(B3,FIND(" · ",B3&" · ")-1),\'2 Sources\'!$A$3:$A$2002,0))&"",""))'
    )
    assert page["D3"].value == formula
    counted = openpyxl.load_workbook(desk.export("b"), data_only=True)[page.title]
    assert [counted["C3"].value, counted["D3"].value] == ["An invented plan", "plan"]


def test_rows_that_wait_hold_an_id_and_nothing_else(desk):
    say = Labels(desk.rubric)
    rows = (Evidence("E1", source_id="S1", locator="p. 1", object="plan", note="x"),)
    found = table_sheet(BY_NAME["evidence"], rows, say, spare=("b-E1",))
    assert [row[0] for row in found.rows] == ["E1", "b-E1"]
    assert set(found.rows[1][1:]) == {None}


def test_choices_that_the_declaration_leaves_open_are_given(desk):
    found = table_sheet(BY_NAME["facts"], (), Labels(desk.rubric), options={"variable": ("returned",)})
    assert next(c for c in found.columns if c.key == "variable").options == ("returned",)


def test_empty_rare_columns_are_grouped_away_and_filled_ones_are_not(desk):
    say = Labels(desk.rubric)
    row = Evidence("E1", source_id="S1", locator="p. 1", object="plan", note="x", quote="words")
    path = desk.papers / "t.xlsx"
    path.write_bytes(xlsx_bytes(Book((("plan", "x"),), (table_sheet(BY_NAME["evidence"], (row,), say),)), say))
    page = openpyxl.load_workbook(path)["Evidence"]
    keys = {str(cell.value).rpartition("/")[2]: cell.column_letter for cell in page[1] if cell.value}
    away = {key for key, at in keys.items() if page.column_dimensions[at].hidden}
    assert "quote" not in away
    assert {"as_of", "quote_lang"} <= away
    assert not away & {"evidence_id", "source_id", "note"}
    assert not page.protection.sheet  # a protected sheet opens no group


def test_headings_of_needed_columns_have_a_colour_of_their_own(desk):
    page = openpyxl.load_workbook(desk.export("b"))["2 Sources"]
    colours = {str(cell.value).partition("\n")[0]: cell.fill.fgColor.rgb for cell in page[2] if cell.value}
    assert colours["Id of the source"] == colours["Title"] == colours["Kind of source"]
    assert colours["Title"] != colours["Published by"]
