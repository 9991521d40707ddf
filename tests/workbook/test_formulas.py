"""The formulas say what the same rules say in Python, as a spreadsheet program calculates them."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from evaluator.workbook.sheet.formulas import (
    filled_formula,
    lacking,
    missing_formula,
    progress,
    progress_formulas,
    unchanged_formula,
)
from evaluator.workbook.sheet.grid import Sheet, SheetColumn, letter
from evaluator.workbook.sheet.labels import Labels

CASES = [
    # status, level, confidence, evidence, reason, searched, what is missing
    ("not-assessed", None, None, None, None, None, ""),
    (None, None, None, None, None, None, ""),
    ("not-assessed", 2, None, None, None, None, "flag.evidence"),
    (None, 2, "low", "E1", "why", None, "flag.complete"),
    ("not-assessed", 0, "low", "E1", None, None, "flag.reason"),
    ("rated", None, None, None, None, None, "flag.level"),
    ("rated", 2, None, None, None, None, "flag.evidence"),
    ("rated", 0, "high", "E1", "why", None, "flag.complete"),
    ("rated", 2, None, "E1", None, None, "flag.confidence"),
    ("rated", 2, "low", "E1", " ", None, "flag.reason"),
    ("contrary", 3, "low", "E1", None, None, "flag.no-level"),
    ("contrary", None, "low", None, None, None, "flag.evidence"),
    ("silent", None, "low", None, None, None, "flag.searched"),
    ("silent", 0, "low", None, None, "whole text", "flag.complete"),
    ("silent", "0", "low", None, None, "whole text", "flag.complete"),
    ("not-applicable", None, None, None, None, None, "flag.reason"),
    ("at-least", None, None, None, None, None, "flag.level"),
    ("at-least", 2, None, None, None, None, "flag.evidence"),
    ("at-least", "2+", None, "E1", None, None, "flag.confidence"),
    (None, "2+", "low", "E1", None, None, "flag.reason"),
    ("not-assessed", "2+", "low", "E1", "why", None, "flag.complete"),
]
KEYS = ("status", "level", "confidence", "evidence_ids", "reason", "searched")


def sheet(desk):
    return next(s for s in desk.book("b").sheets if s.kind == "ratings")


def row(found, case):
    values = [None] * len(found.columns)
    for key, value in zip(KEYS, case, strict=False):
        values[found.at(key)] = value
    return values


@pytest.mark.parametrize("case", CASES)
def test_the_first_thing_missing_is_named(desk, case):
    found = sheet(desk)
    assert lacking(found, row(found, case)) == case[-1]


def test_progress_counts_questions_assessed_open_and_unfinished(desk):
    found = next(s for s in desk.book("a").sheets if s.name == "law-enforcement")
    assert progress(found) == (2, 2, 0, 0)
    assert progress_formulas(found, "It's", Labels(desk.rubric))[0] == "=COUNTA('It''s'!$A$3:$A$4)"


def test_a_level_without_a_status_counts_as_assessed(desk):
    found = next(s for s in desk.book("b").sheets if s.name == "law-enforcement")
    assert progress(found) == (2, 0, 2, 0)
    filled = replace(
        found, rows=(tuple(row(found, (None, 2))), tuple(row(found, ("not-assessed", 2, "low", "E1", "w"))))
    )
    assert progress(filled) == (2, 2, 0, 1)
    least = replace(found, rows=(tuple(row(found, (None, "2+"))), tuple(row(found, ("at-least", 2, "low", "E1", "w")))))
    assert progress(least) == (2, 0, 2, 1)
    counted = progress_formulas(found, "S", Labels(desk.rubric))[1]
    assert counted.endswith(
        """+SUMPRODUCT(((LEN('S'!$F$3:$F$4)=0)+('S'!$F$3:$F$4="not-assessed"))*(LEN('S'!$G$3:$G$4)>0)*(RIGHT('S'!$G$3:$G$4)<>"+"))"""
    )


def test_a_needed_cell_is_missed_only_in_a_row_with_content(desk):
    found = next(s for s in desk.book("b").sheets if s.name == "evidence")
    assert missing_formula(found, 1) == "=AND(SUMPRODUCT(--(LEN($B3:$N3)>0))>0,LEN(TRIM(B3))=0)"


def test_rows_of_a_plan_count_as_filled_in_whether_or_not_they_stand_under_another(desk):
    found = next(s for s in desk.book("a").sheets if s.name == "measures")
    level = found.at("level")
    alone = [None] * len(found.columns)
    alone[found.at("measure_id")], alone[level] = "M1", "objective"
    below = list(alone)
    below[found.at("parent_id")] = "M1"
    waiting = [None] * len(found.columns)
    waiting[found.at("measure_id")] = "M3"
    filled = replace(found, rows=(tuple(alone), tuple(below), tuple(waiting)))
    assert filled_formula(filled, "7 Measures") == (
        f"=COUNTA('7 Measures'!${letter(level)}$3:${letter(level)}$2002)",
        2,
    )


def test_the_status_of_a_row_counts_by_its_day_not_by_the_text_that_is_looked_up(desk):
    found = next(s for s in desk.book("a").sheets if s.name == "implementation")
    day = letter(found.at("as_of"))
    assert filled_formula(replace(found, rows=()), "S") == (f"=COUNTA('S'!${day}$3:${day}$2002)", 0)


def test_every_table_of_a_score_sheet_is_counted_by_a_column_that_every_row_has(desk):
    tables = [s for s in desk.book("a").sheets if s.kind == "table"]
    assert {s.name: filled_formula(s, s.title)[1] for s in tables} == {
        s.name: len(s.rows) - sum(all(value is None for value in row[1:]) for row in s.rows) for s in tables
    }


@pytest.mark.slow
def test_a_spreadsheet_program_calculates_the_same(desk, hand, converted):
    found = sheet(desk)
    opened = hand(desk.export("b"))
    page = opened.page(f"ratings/{found.name}")
    formula = page.cell(3, found.at("check") + 1).value
    for at, case in enumerate(CASES, start=3):
        for key, value in zip(KEYS, case, strict=False):
            page.cell(at, found.at(key) + 1).value = value
        page.cell(at, found.at("check") + 1).value = formula.replace("3", str(at)) if at != 3 else formula
    path = opened.save(desk.papers / "calc.xlsx")
    done = openpyxl.load_workbook(converted(path), data_only=True)[page.title]
    say = Labels(desk.rubric)
    told = [done.cell(at, found.at("check") + 1).value or "" for at in range(3, 3 + len(CASES))]
    assert told == [say(case[-1]) if case[-1] else "" for case in CASES]


def test_a_sheet_is_compared_with_its_export_by_length_of_texts_and_sum_of_numbers(desk):
    columns = (SheetColumn("id", "Id"), SheetColumn("shown", "x", "shown"), SheetColumn("amount", "Amount"))
    sheet = Sheet("table", "money", "M", columns, (("ab", "never", 2.5), ("c\U0001f600", None, -1)))
    formula = unchanged_formula({"It's": sheet}, Labels(desk.rubric))
    span = "'It''s'!$A$3:$C$2002"
    assert formula.startswith(f"=IF(AND(SUMPRODUCT(ISTEXT({span})*LEN({span}))=5,ABS(SUM({span})-1.5)<=0.000001*2.5),")
    pairs = Sheet("pairs", "country", "C", (SheetColumn("value", "Value"),), (("x",),))
    assert "'C'!$A$3:$A$3" in unchanged_formula({"C": pairs}, Labels(desk.rubric))
