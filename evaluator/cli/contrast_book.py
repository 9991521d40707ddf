"""The contrast as a workbook: a sheet for each table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from evaluator.contrast.study import Study
from evaluator.contrast.table import Table
from evaluator.model.base import columns_of
from evaluator.workbook.extra import xlsxwriter_module

SHEET_NAME = 31  # letters that a sheet's name may have


def contrast_xlsx(study: Study, tables: Sequence[Table]) -> bytes:
    """Return every table as a sheet; text stays text, never a formula, and the same input gives the same bytes.

    Raises
    ------
    MissingDependencyError
        XlsxWriter is not installed.
    """
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter_module().Workbook(out, plain) as book:
        year = max(int(entrant.years[0]) for entrant in study.entrants)
        book.set_properties({"created": datetime(year, 1, 1)})  # noqa: DTZ001  (a date from the data, not the clock's)
        bold = book.add_format({"bold": True})
        for table in tables:
            columns = columns_of(table.row)
            sheet = book.add_worksheet(table.name[:SHEET_NAME])
            sheet.write_row(0, 0, [column.label for column in columns], bold)
            for at, row in enumerate(table.rows, 1):
                sheet.write_row(at, 0, [_cell(getattr(row, column.name)) for column in columns])
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return out.getvalue()


def _cell(value: object) -> object:
    return ";".join(map(str, value)) if isinstance(value, tuple) else value
