"""The report of an import as figures and as a workbook."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from evaluator.intake.formats.cells import Outside
from evaluator.intake.report import KINDS, account_lines, account_of, note_counts, page_lines, report_xlsx
from evaluator.model.intake import NOTE_KINDS
from tests.intake.conftest import grid_of, source_of

TABLES = (grid_of([["Activity", "Deadline"], ["a", "soon"], ["b", "soon"]], 1, 1),)


def test_every_kind_of_note_has_a_heading():
    assert set(KINDS) == set(NOTE_KINDS)


def test_figures_pages_and_counts(taken):
    source = replace(source_of(*TABLES), pages=3)
    found = replace(taken(*TABLES), outside=(Outside(2, "lost row"),))
    figures = {line.what: line.number for line in account_lines(account_of(source, found), found)}
    assert figures["activities"] == 2
    assert figures["share of cells taken"] == 1.0
    assert figures["characters outside of every cell"] == 7
    pages = [(page.page, page.inside, page.outside) for page in page_lines(source, found)]
    assert pages == [(1, 26, 0), (2, 0, 7), (3, 0, 0)]
    assert [(what, count) for what, count, _ in note_counts(found.notes)] == [("times not understood", 2)]


def test_the_workbook_has_a_sheet_for_each_and_the_same_bytes_each_time(taken):
    source, found = source_of(*TABLES), taken(*TABLES)
    account = account_of(source, found)
    content = report_xlsx(source, found, account, "XXA-2025-2027", "evaluator 0")
    assert content == report_xlsx(source, found, account, "XXA-2025-2027", "evaluator 0")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Account", "Pages", "Notes", "Wording"]
    assert [cell.value for cell in book["Notes"][2]][:2] == ["time-unread", "p. 1, table 1, row 2"]
