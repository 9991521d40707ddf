"""A report's results as a workbook: the numbers of result.json, read back as people and programs do."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from evaluator.errors import EvaluatorError
from evaluator.pipeline import evaluate
from evaluator.workbook.results.report import country_xlsx, document_of, region_xlsx, report_sheets
from tests.workbook.results import table

ALONE = [
    "Summary", "Warnings", "Paradigms and stances", "Criteria", "Safeguards", "Frames",
    "What the TIP Report looks at", "To assess",
    "Figures by year", "Tiers", "Chapters", "Instruments", "Evidence", "Method", "Columns",
]  # fmt: skip


def test_every_part_has_a_sheet_and_nothing_is_recorded_in_none(albania):
    assert openpyxl.load_workbook(io.BytesIO(albania)).sheetnames == ALONE


def test_every_score_stands_beside_its_weighting_and_coverage(both):
    book = openpyxl.load_workbook(io.BytesIO(both))
    for page in book:
        head = [cell.value for cell in page[1]]
        if "score" in head:
            assert {"weighting", "coverage", "low", "high"} <= set(head)


def test_with_several_plans_every_long_table_says_which(both):
    book = openpyxl.load_workbook(io.BytesIO(both))
    assert book.sheetnames == [
        "Summary", "Warnings", "Paradigms and stances", "Criteria", "Safeguards", "Frames",
        "What the TIP Report looks at", "Heat map",
        "Good practice", "Common gaps", "To assess", "Figures by year", "Tiers", "Chapters", "Instruments",
        "Evidence", "Method", "Columns",
    ]  # fmt: skip
    for name in book.sheetnames:
        if name not in ("Heat map", "Common gaps", "Columns"):
            assert book[name]["A1"].value == "plan_id"
    assert [row["plan_id"] for row in table(both, "Summary")] == ["ALB-2005-2007", "SRB-2017-2018"]


@pytest.mark.parametrize("kind", ["contrast", "brief"])
def test_only_a_comparative_report_has_practice_and_gaps(shipped, cards, kind):
    titles = [sheet.title for sheet in report_sheets(shipped, cards, kind=kind)]
    assert "Heat map" in titles
    assert not {"Good practice", "Common gaps"} & set(titles)


def test_plans_that_no_report_can_hold_are_refused(shipped, cards):
    other = evaluate(cards[1].assessment, cards[1].rubric, "us-tip")
    for wrong in ([], [cards[0], cards[0]], [cards[0], other], [cards[0], replace(cards[1], assessor="b")]):
        with pytest.raises(EvaluatorError):
            region_xlsx(shipped, wrong, "brief")


def test_every_column_of_every_sheet_is_explained(both):
    told = {(row["sheet"], row["column"]) for row in table(both, "Columns")}
    book = openpyxl.load_workbook(io.BytesIO(both))
    there = {(page.title, cell.value) for page in book for cell in page[1] if page.title != "Columns"}
    assert told == there


def test_the_same_report_gives_the_same_bytes(shipped, cards, albania):
    assert country_xlsx(shipped, cards[0]) == albania


def test_a_workbook_says_which_report_it_holds(tmp_path, albania, both):
    for content, name in ((albania, "ALB-2005-2007"), (both, "ALB-2005-2007_SRB-2017-2018.comparative"), (b"no", "")):
        path = tmp_path / "found.xlsx"
        path.write_bytes(content)
        assert document_of(path) == name
    assert document_of(tmp_path / "absent.xlsx") == ""


def test_a_workbook_of_another_kind_holds_no_report(tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert document_of(path) == ""


def test_one_coder_s_workbook_says_so_and_has_a_name_of_its_own(shipped, cards, tmp_path):
    alone = evaluate(cards[0].assessment, cards[0].rubric, assessor="b")
    content = country_xlsx(shipped, alone)
    assert table(content, "Summary")[0]["ratings"] == "coder b"
    path = tmp_path / "b.xlsx"
    path.write_bytes(content)
    assert document_of(path) == "ALB-2005-2007.coder_b"


@pytest.mark.slow
def test_a_spreadsheet_program_reads_the_same_numbers_and_texts(tmp_path, both, converted):
    path = tmp_path / "both.xlsx"
    path.write_bytes(both)
    again = converted(path).read_bytes()
    for name in openpyxl.load_workbook(io.BytesIO(both)).sheetnames:
        for found, expected in zip(table(again, name), table(both, name), strict=True):
            assert found == {
                key: pytest.approx(v, abs=1e-9) if isinstance(v, float) else v for key, v in expected.items()
            }
