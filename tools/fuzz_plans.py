"""Small plans in every form that `plan import` reads, to damage, and what must hold of whatever comes of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import weasyprint

from evaluator.errors import Problem
from evaluator.intake.attributes import Settings
from evaluator.intake.formats.reader import read_directly
from evaluator.intake.heads import propose
from evaluator.intake.mapping import mapping_text
from evaluator.intake.report import account_of
from evaluator.intake.rows import import_rows
from evaluator.library import Library
from evaluator.model.intake import ImportNote, Wording
from evaluator.model.plan import Measure, MoneyLine, PlanFile, PlanIndicator
from evaluator.read.text_files.table import ReadTable, read_table, write_table

HEAD = ("No.", "Objective", "Activity", "Responsible", "Deadline", "Indicator", "Budget (EUR)")
ROWS = (
    ("1.1", "Awareness", "Train judges:\na) in courts\nb) on line", "Ministry", "Q2 2026", "40 judges", "12,000"),
    ("1.2", "Awareness", "Отварање сигурне куће", "as above", "continuous", "shelter open", "no cost"),
    ("1.10", "Protection", "Sprovesti kampanju", "NGO; police", "06/2025; 12/2026", "-", "1.250.000,00"),
)  # fmt: skip
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLE = "@page { size: A4 landscape } td, th { border: 0.5pt solid } table { border-collapse: collapse }"
TABLES: dict[str, type] = {
    "measures": Measure, "indicators": PlanIndicator, "money": MoneyLine, "wordings": Wording, "notes": ImportNote,
}  # fmt: skip


def plans() -> dict[str, dict[str, bytes]]:
    """Return a plan of three rows in each form, by reader and name of its file."""
    return {
        "plan-docx": {"plan.docx": _docx()},
        "plan-xlsx": {"plan.xlsx": _xlsx()},
        "plan-html": {"plan.html": _html().encode()},
        "plan-csv": {"plan.csv": _csv().encode()},
        "plan-pdf": {"plan.pdf": weasyprint.HTML(string=_html()).write_pdf(uncompressed_pdf=True)},
    }


def _html() -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in (*ROWS, *ROWS[::-1]))
    head = "".join(f"<th>{escape(text)}</th>" for text in HEAD)
    return (
        f'<html lang="en"><head><title>Plan</title><style>{STYLE}</style></head><body><h1>Plan</h1><p>1. Prevention</p>'
        f"<table><tr>{head}</tr><tr><td colspan=7>General objective: Prevention</td></tr>{cells}</table></body></html>"
    )


def _csv() -> str:
    return "\n".join(";".join('"' + text.replace('"', '""') + '"' for text in row) for row in (HEAD, *ROWS)) + "\n"


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEAD, *ROWS):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx() -> bytes:
    def cell(text: str, merge: str = "") -> str:
        lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{lines}</w:tc>"

    span = '<w:gridSpan w:val="7"/>'
    band = f"<w:tr>{cell('General objective: Prevention', span)}</w:tr>"
    rows = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in ROWS)
    table = f"<w:tbl><w:tr>{''.join(map(cell, HEAD))}</w:tr>{band}{rows}</w:tbl>"
    heading = "<w:p><w:r><w:t>1. Prevention</w:t></w:r></w:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        text = f'<w:document xmlns:w="{W}"><w:body>{heading}{table}</w:body></w:document>'
        package.writestr("word/document.xml", text)
        package.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{W}"/>')
    return out.getvalue()


def plan_reader(folder: Path, plan: PlanFile) -> Callable[[str, bytes], list[str]]:
    """Return what reads a damaged plan in a folder and tells what is illegal in the rows that it gave."""
    words = Library.open().plan_words
    for name in ("pdf", "web", "word"):  # read when first asked for: what that writes is none of the plan's doing
        import_module(f"evaluator.intake.formats.{name}")

    def read(name: str, content: bytes) -> list[str]:
        path = folder / name
        path.write_bytes(content)
        source = read_directly(path, words)
        found = import_rows(source, propose(source, words, name).mapping, Settings(plan, (), words))
        lost = [f"lost: {cell.text[:40]!r}" for cell in account_of(source, found).lost]
        mapping_text(found.mapping)
        return lost + [
            fault for table, shape in TABLES.items() for fault in _faults(folder, getattr(found, table), shape)
        ]

    return read


def _faults(folder: Path, rows: tuple[object, ...], shape: type) -> list[str]:
    """Write rows as a table and read it back: what the import writes, the library must take."""
    path = folder / "table.csv"
    path.write_text(write_table(rows, shape), encoding="utf-8", newline="")
    problems: list[Problem] = []
    read: ReadTable[Any] = read_table(path, shape, problems=problems)
    told = [str(problem) for problem in problems if problem.severity == "fault"]
    return told or ([] if len(read.rows) == len(rows) else [f"{len(rows)} rows written, {len(read.rows)} read"])
