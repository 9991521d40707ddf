"""The workbook as coders open it: drop-downs, protection, layout, and the same bytes each time."""

from __future__ import annotations

import dataclasses

import openpyxl
import pytest

from evaluator.errors import EvaluatorError
from evaluator.workbook.sheet.export import META, xlsx_bytes
from evaluator.workbook.sheet.grid import Book, Sheet, SheetColumn
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.picks import LISTS, SPARE


@pytest.fixture
def opened(desk):
    return openpyxl.load_workbook(desk.export("b", spare=SPARE))


def page(opened, mark):
    return next(p for p in opened.worksheets if str(p["A1"].value).startswith(f"evaluator/{mark}"))


def test_what_is_given_is_locked_and_what_is_asked_is_not(opened):
    ratings = page(opened, "ratings/economic")
    assert ratings.protection.sheet
    assert ratings["C3"].protection.locked
    assert not ratings["F3"].protection.locked


def test_statuses_and_levels_are_chosen_from_a_list(opened):
    rules = {
        str(r.sqref).partition(":")[0]: r.formula1
        for r in page(opened, "ratings/economic").data_validations.dataValidation
    }
    assert rules["F3"] == '"rated,at-least,silent,contrary,not-applicable,not-assessed"'
    assert rules["G3"] == '"0,1,2,3,4"'


def test_an_id_is_chosen_from_the_sheet_it_refers_to(opened):
    rules = page(opened, "table/evidence").data_validations.dataValidation
    source = next(rule for rule in rules if str(rule.sqref).startswith("B3"))
    assert source.formula1 == "'_lists'!$A$1:$A$501"
    assert not source.showErrorMessage  # an id alone may be written too


def test_panes_are_frozen_pages_are_laid_out_and_keys_are_hidden(opened):
    ratings = page(opened, "ratings/economic")
    assert ratings.freeze_panes == "C3"
    assert ratings.row_dimensions[1].hidden
    assert ratings.page_setup.orientation == "landscape"
    assert ratings.print_title_rows == "$2:$2"
    assert opened["_meta"].sheet_state == "hidden"


def test_the_hidden_sheet_has_an_entry_in_every_row(opened):
    first, *rows = opened[META].iter_rows(values_only=True)
    assert first[:2] == ("evaluator/meta//entry", "content")
    assert {page.title for page in opened if page.sheet_state != "visible"} == {LISTS, META}
    assert rows
    assert all(entry and content is not None for entry, content, *_ in rows)


def test_the_first_sheet_tells_how_far_the_coder_is(opened):
    first = opened.worksheets[0]
    texts = [cell.value for row in first.iter_rows() for cell in row if cell.value]
    assert any("XXA-2020-2023" in str(text) for text in texts)
    assert any(str(text).startswith("=COUNTA('12 Economic'!") for text in texts)


def test_two_sheets_never_have_one_name_nor_one_that_excel_refuses(desk):
    column = (SheetColumn("key", "Key"),)
    sheets = tuple(Sheet("table", str(n), "A/B: a name that is much longer than allowed", column) for n in range(3))
    found = xlsx_bytes(Book((("plan", "x"),), sheets), Labels(desk.rubric))
    path = desk.papers / "names.xlsx"
    path.write_bytes(found)
    names = openpyxl.load_workbook(path).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)


def test_a_text_that_no_cell_holds_is_told_and_not_cut(desk):
    sheet = Sheet("table", "x", "Long", (SheetColumn("key", "Key"),), (("a" * 40_000,),))
    with pytest.raises(EvaluatorError, match="Long!A3: a text of 40000 characters"):
        xlsx_bytes(Book((("plan", "x"),), (sheet,)), Labels(desk.rubric))


def test_numbers_of_many_digits_are_kept_as_text(desk):
    sheet = Sheet("table", "x", "N", (SheetColumn("key", "Key"),), ((0.1 + 0.2,), (0.5,)))
    path = desk.papers / "n.xlsx"
    path.write_bytes(xlsx_bytes(Book((("plan", "x"),), (sheet,)), Labels(desk.rubric)))
    found = openpyxl.load_workbook(path)["N"]
    assert [found["A3"].value, found["A4"].value] == ["0.30000000000000004", 0.5]


def sheet_page(desk, mark):
    book = openpyxl.load_workbook(desk.export("b"))
    return next(p for p in book.worksheets if str(p["A1"].value).startswith(f"evaluator/{mark}"))


def test_needed_cells_of_a_table_are_flagged_by_formula(desk):
    found = sheet_page(desk, "table/evidence").conditional_formatting
    formulas = [rule.formula[0] for ranges in found for rule in ranges.rules]
    assert "AND(SUMPRODUCT(--(LEN($B3:$N3)>0))>0,LEN(TRIM(B3))=0)" in formulas


def test_what_is_still_to_do_is_coloured(desk):
    found = sheet_page(desk, "ratings/economic").conditional_formatting
    assert {rule.type for ranges in found for rule in ranges.rules} == {"cellIs", "expression"}


def test_entries_have_drop_downs_where_they_are_chosen(desk):
    rules = sheet_page(desk, "pairs/coder").data_validations.dataValidation
    assert {rule.formula1 for rule in rules} >= {'"draft,final"', '"yes,no"', '"whole,part,none"'}


def test_a_list_of_several_has_no_drop_down(desk):
    rules = sheet_page(desk, "table/measures").data_validations.dataValidation
    keys = [str(cell.value).rpartition("/")[2] for cell in sheet_page(desk, "table/measures")[1]]
    at = openpyxl.utils.get_column_letter(keys.index("paradigms") + 1)
    assert not any(str(rule.sqref).startswith(at + "3") for rule in rules)


def test_a_row_has_the_choices_of_its_own_criterion(desk):
    found = next(s for s in desk.book("b").sheets if s.kind == "ratings")
    own = dataclasses.replace(found, own_options={(0, "status"): ("rated", "not-assessed"), (0, "level"): ("0", "1")})
    path = desk.papers / "own.xlsx"
    path.write_bytes(xlsx_bytes(dataclasses.replace(desk.book("b"), sheets=(own,)), Labels(desk.rubric)))
    book = openpyxl.load_workbook(path)
    rules = {str(r.sqref): r.formula1 for r in book[found.title].data_validations.dataValidation}
    assert rules["F3"] == '"rated,not-assessed"'
    assert rules["G3"] == '"0,1"'
