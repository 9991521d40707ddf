"""The libraries of the extra `sheets`, or a message that says how to get them."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import library_of

READING = "reading workbooks needs openpyxl and defusedxml"


def xlsxwriter_module() -> ModuleType:
    """Return XlsxWriter; for errors see `library_of`."""
    return library_of("sheets", "xlsxwriter", "workbooks need XlsxWriter")


def openpyxl_module() -> ModuleType:
    """Return openpyxl, which reads through defusedxml where that is there; for errors see `library_of`."""
    library_of("sheets", "defusedxml", READING)
    return library_of("sheets", "openpyxl", READING)
