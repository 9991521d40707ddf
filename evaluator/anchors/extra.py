"""The libraries of the extra `passages`, or a message that says how to get them."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import MissingDependencyError

HOW = 'run  pip install "nap-evaluator[passages]"'


def pdfium_module() -> ModuleType:
    """Return pypdfium2, which reads the characters of a PDF page with their boxes.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise MissingDependencyError(f"reading passages of a PDF file needs pypdfium2: {HOW}") from None
    module: ModuleType = pypdfium2
    return module


def pikepdf_module() -> ModuleType:
    """Return pikepdf, which writes highlights into a PDF.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    try:
        import pikepdf
    except ModuleNotFoundError:
        raise MissingDependencyError(f"highlighting passages in a PDF file needs pikepdf: {HOW}") from None
    module: ModuleType = pikepdf
    return module
