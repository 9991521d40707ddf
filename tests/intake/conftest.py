"""Small files of each kind, and what stands around a plan."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.intake.attributes import Settings
from evaluator.intake.formats.cells import FilledTable, RawTable, SourceFile
from evaluator.intake.heads import propose
from evaluator.intake.rows import ImportedPlan, import_rows
from evaluator.library import Library
from evaluator.model.country import Institution
from evaluator.model.plan import PlanFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PLAN = PlanFile.model_validate(
    {
        "id": "XXA-2025-2027",
        "titles": {"en": "A plan"},
        "kind": "action-plan",
        "start": "2025",
        "end": "2027",
        "lead_rule": "first-named",
        "rows": {"basis": "sample", "here": 1, "in_plan": "unknown"},
        "text_read": {"measures": "none", "text": "none"},
        "currency": "EUR",
    }
)
BODIES = (
    Institution("MOI", "Ministry of Interior", "en", "MoI", "police"),
    Institution("MOJ", "Ministry of Justice", "en", "MoJ", "ministry"),
)


WORDS = Library.open().plan_words


@pytest.fixture(scope="session")
def words():
    return WORDS


@pytest.fixture
def settings(words):
    return Settings(PLAN, BODIES, words, "S1")


@pytest.fixture
def docx(tmp_path) -> Callable[..., Path]:
    """Return a function that makes a Word document of the XML of its body, with other parts by name."""

    def make(body: str, **parts: str) -> Path:
        path = tmp_path / "plan.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
            for name, text in parts.items():
                package.writestr(f"word/{name}.xml", f"<w:{name} {W}>{text}</w:{name}>")
        return path

    return make


def para(text: str) -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, *props: str) -> str:
    """Return a cell of Word, a paragraph for each line."""
    inner = "".join(para(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{''.join(props)}</w:tcPr>{inner}</w:tc>"


def tbl(*rows: list[str]) -> str:
    """Return a table of Word."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def xlsx_of(sheets: dict[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    """Return a workbook, ranges of the first sheet merged."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for span in merged:
        book.worksheets[0].merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def grid_of(rows: list[list[str]], number: int = 1, page: int = 0) -> RawTable:
    """Return a table of texts; `^` is the cell above going on, `<` the one to the left."""
    grid = FilledTable(number, page)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text == "^":
                grid.slots[at, column] = grid.slots[at - 1, column]
            elif text == "<":
                grid.slots[at, column] = grid.slots[at, column - 1]
            else:
                grid.put((at, column), text)
    return grid.table()


def source_of(*tables: RawTable, kind: str = "docx") -> SourceFile:
    """Return a file of tables."""
    return SourceFile(kind, "0" * 64, tables)


@pytest.fixture
def taken(settings) -> Callable[..., ImportedPlan]:
    """Return a function that imports tables of texts by the columns their heads propose."""

    def run(*tables: RawTable, kind: str = "docx", lang: str = "") -> ImportedPlan:
        source = source_of(*tables, kind=kind)
        proposal = propose(source, settings.words, "plan", lang)
        return import_rows(source, proposal.mapping, settings)

    return run
