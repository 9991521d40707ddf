"""The libraries of the extra `intake`, or a message that says how to get them."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import MissingDependencyError

HOW = 'run  pip install "nap-evaluator[intake]"'


def xml_module() -> ModuleType:
    """Return the parser of XML that takes no entities.

    Raises
    ------
    MissingDependencyError
        defusedxml is not installed.
    """
    try:
        from defusedxml import ElementTree
    except ModuleNotFoundError:
        raise MissingDependencyError(f"reading Word documents needs defusedxml: {HOW}") from None
    module: ModuleType = ElementTree
    return module


def pdfplumber_module() -> ModuleType:
    """Return pdfplumber.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    try:
        import pdfplumber
    except ModuleNotFoundError:
        raise MissingDependencyError(f"reading PDF files needs pdfplumber: {HOW}") from None
    module: ModuleType = pdfplumber
    return module
