"""The libraries of the extra `sheets`, or a message that says how to get them."""

from __future__ import annotations

from types import ModuleType

from evaluator.errors import MissingDependencyError

HOW = 'run  pip install "nap-evaluator[sheets]"'


def xlsxwriter_module() -> ModuleType:
    """Return XlsxWriter.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise MissingDependencyError(f"workbooks need XlsxWriter: {HOW}") from None
    module: ModuleType = xlsxwriter
    return module


def openpyxl_module() -> ModuleType:
    """Return openpyxl, with defusedxml at its side.

    Raises
    ------
    MissingDependencyError
        One of both is not installed.
    """
    try:
        import defusedxml  # noqa: F401  (openpyxl reads through it where it is there)
        import openpyxl
    except ModuleNotFoundError:
        raise MissingDependencyError(f"reading workbooks needs openpyxl and defusedxml: {HOW}") from None
    return openpyxl
