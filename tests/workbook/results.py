"""Reading back a workbook of results as pandas does: the first line names the columns."""

from __future__ import annotations

import functools
import io

import openpyxl


def table(content: bytes, sheet: str) -> list[dict[str, object]]:
    """Return the lines of a sheet by column."""
    head, *rows = _book(content)[sheet].values
    return [dict(zip(head, row, strict=True)) for row in rows]


@functools.lru_cache(maxsize=4)
def _book(content: bytes) -> openpyxl.Workbook:
    """Return a workbook, opened once for all of its sheets; nobody changes it."""
    return openpyxl.load_workbook(io.BytesIO(content))
