"""Access to the libraries of the extra `intake`, with a message on how to install a missing one."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import library_of


def xml_module() -> ModuleType:
    """Return the XML parser that refuses entities; see `library_of` for errors."""
    return library_of("intake", "defusedxml.ElementTree", "reading Word documents needs defusedxml")


def pdfplumber_module() -> ModuleType:
    """Return the module pdfplumber; see `library_of` for errors."""
    return library_of("intake", "pdfplumber", "reading PDF files needs pdfplumber")
