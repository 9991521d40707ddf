"""Reading back a workbook of results as pandas does: the first line names the columns."""

from __future__ import annotations

import io

import openpyxl


def table(content: bytes, sheet: str) -> list[dict[str, object]]:
    """Return the lines of a sheet by column."""
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))[sheet].values
    return [dict(zip(head, row, strict=True)) for row in rows]
