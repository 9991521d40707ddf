"""The libraries of the extra `passages`, or an error that tells the user how to install them."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import library_of


def pdfium_module() -> ModuleType:
    """Return pypdfium2, which reads the characters of a PDF page with their boxes; for errors see `library_of`."""
    return library_of("passages", "pypdfium2", "reading passages of a PDF file needs pypdfium2")


def pikepdf_module() -> ModuleType:
    """Return pikepdf, which writes highlights into a PDF; for errors see `library_of`."""
    return library_of("passages", "pikepdf", "highlighting passages in a PDF file needs pikepdf")
