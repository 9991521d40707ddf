"""Scorecards as files: CSV tables, result documents, a workbook. No score without weighting, coverage and bounds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from evaluator.cli.out import as_json
from evaluator.errors import MissingDependencyError
from evaluator.model.base import columns_of
from evaluator.model.scorecard import Scorecard
from evaluator.read.table import write_table
from evaluator.report.country import date_of
from evaluator.report.result import result_json
from evaluator.tables.stages import (
    AlarmRow,
    GateRow,
    NodeRow,
    ResultRow,
    ScoredRow,
    alarm_rows,
    gate_rows,
    node_rows,
    result_rows,
    scored_rows,
)

Rows = tuple[object, ...]
Maker = Callable[[Sequence[Scorecard]], Rows]


def _each(rows: Callable[[Scorecard], Iterable[object]]) -> Maker:
    return lambda cards: tuple(row for card in cards for row in rows(card))


# The tables of scorecards by name, each with its declaration and what makes it.
TABLES: dict[str, tuple[type, Maker]] = {
    "results": (ResultRow, result_rows),
    "nodes": (NodeRow, _each(node_rows)),
    "criteria": (ScoredRow, _each(scored_rows)),
    "gates": (GateRow, _each(gate_rows)),
    "alarms": (AlarmRow, _each(alarm_rows)),
}


def cards_csv(cards: Sequence[Scorecard], table: str) -> str:
    """Return one of the tables of scorecards as CSV."""
    declared, rows = TABLES[table]
    return write_table(rows(cards), declared)


def cards_json(cards: Sequence[Scorecard]) -> str:
    """Return scorecards in the promised form of result.json, one document each."""
    return as_json([json.loads(result_json(card)) for card in cards])


def cards_xlsx(cards: Sequence[Scorecard]) -> bytes:
    """Return every table of scorecards as a workbook, a sheet each; text stays text, never a formula.

    Raises
    ------
    MissingDependencyError
        XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise MissingDependencyError('workbooks need XlsxWriter: run  pip install "nap-evaluator[sheets]"') from None
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        day = max(date_of(card.assessment) for card in cards)
        book.set_properties({"created": datetime.fromisoformat(f"{day}-01-01"[:10])})
        bold = book.add_format({"bold": True})
        for name, (declared, rows) in TABLES.items():
            sheet = book.add_worksheet(name)
            labels = [column.label for column in columns_of(declared)]
            sheet.write_row(0, 0, labels, bold)
            for at, row in enumerate(rows(cards), 1):
                sheet.write_row(at, 0, [_cell(getattr(row, column.name)) for column in columns_of(declared)])
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return ("yes" if value else "no") if isinstance(value, bool) else value
