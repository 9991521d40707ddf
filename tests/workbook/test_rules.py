"""Flags and drop-downs of a sheet."""

from __future__ import annotations

import dataclasses

import openpyxl

from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.labels import Labels


def page(desk, mark):
    book = openpyxl.load_workbook(desk.export("b"))
    return next(p for p in book.worksheets if str(p["A1"].value).startswith(f"evaluator/{mark}"))


def test_needed_cells_of_a_table_are_flagged_by_formula(desk):
    found = page(desk, "table/evidence").conditional_formatting
    formulas = [rule.formula[0] for ranges in found for rule in ranges.rules]
    assert "AND(SUMPRODUCT(--(LEN($B3:$N3)>0))>0,LEN(TRIM(B3))=0)" in formulas


def test_what_is_still_to_do_is_coloured(desk):
    found = page(desk, "ratings/economic").conditional_formatting
    assert {rule.type for ranges in found for rule in ranges.rules} == {"cellIs", "expression"}


def test_entries_have_drop_downs_where_they_are_chosen(desk):
    rules = page(desk, "pairs/coder").data_validations.dataValidation
    assert {rule.formula1 for rule in rules} >= {'"draft,final"', '"yes,no"', '"whole,part,none"'}


def test_a_list_of_several_has_no_drop_down(desk):
    rules = page(desk, "table/measures").data_validations.dataValidation
    keys = [str(cell.value).rpartition("/")[2] for cell in page(desk, "table/measures")[1]]
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
