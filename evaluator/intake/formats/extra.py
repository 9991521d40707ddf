"""The libraries of the extra `intake`, or a message that says how to get them."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import library_of


def xml_module() -> ModuleType:
    """Return the XML parser that refuses entities; `library_of` names the errors."""
    return library_of("intake", "defusedxml.ElementTree", "reading Word documents needs defusedxml")


def pdfplumber_module() -> ModuleType:
    """Return pdfplumber; for errors see `library_of`."""
    return library_of("intake", "pdfplumber", "reading PDF files needs pdfplumber")
