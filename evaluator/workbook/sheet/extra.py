"""The libraries of the extra `sheets`, or a message that says how to get them."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import TYPE_CHECKING

from evaluator.errors import library_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

READING = "reading workbooks needs openpyxl and defusedxml"


def xlsxwriter_module() -> ModuleType:
    """Return XlsxWriter; for errors see `library_of`."""
    return library_of("sheets", "xlsxwriter", "workbooks need XlsxWriter")


@functools.cache
def repeating_sheet() -> type[Worksheet]:
    """Return a kind of sheet on which thousands of cells may hold one formula, which is then made ready once.

    XlsxWriter looks for each of thirty functions in every formula; of a name that a later version gives to
    this step, nothing but the time is lost.
    """
    from xlsxwriter.worksheet import Worksheet

    class RepeatingSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
        def __init__(self) -> None:
            super().__init__()
            self.ready: dict[tuple[str, bool], str] = {}

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
            asked = (formula, expand_future_functions)
            if asked not in self.ready:
                self.ready[asked] = super()._prepare_formula(*asked)
            return self.ready[asked]

    return RepeatingSheet


def openpyxl_module() -> ModuleType:
    """Return openpyxl, which reads through defusedxml where that is there; for errors see `library_of`."""
    library_of("sheets", "defusedxml", READING)
    return library_of("sheets", "openpyxl", READING)
