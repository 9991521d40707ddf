"""The contrast as a workbook."""

from __future__ import annotations

import io

import openpyxl

from evaluator import contrast
from evaluator.cli.contrast_book import contrast_xlsx
from evaluator.contrast.findings import Asked, findings_of
from evaluator.contrast.tables import tables_of
from tests.contrast.synthetic import choices, three_plans, toy_rubric


def test_every_table_is_a_sheet_and_the_bytes_are_repeatable():
    study = contrast(three_plans(), toy_rubric(contrast=choices()))
    found = findings_of(study, Asked(("plans", "scores", "flips")))
    tables = tables_of(found, ("plans", "scores", "flips"))
    data = contrast_xlsx(study, tables)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [table.name for table in tables]
    assert [cell.value for cell in book["plans"][2]][:5] == ["AAA-2010-2012", "AAA", "2010", "2012", "origin"]
    assert book["scores"].max_row == 10
    assert data == contrast_xlsx(study, tables)
