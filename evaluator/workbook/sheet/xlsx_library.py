"""The libraries that write and read workbooks (the extra `sheets`), or an error that says how to install them."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from evaluator.errors import EvaluatorError, library_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767  # most characters of a cell
CALL = re.compile(r"(?<![\w.])[\w.]++\(")  # a function in a formula
READING = "reading workbooks needs openpyxl and defusedxml"


def xlsxwriter_module() -> ModuleType:
    """Return XlsxWriter; for errors see `library_of`."""
    return library_of("sheets", "xlsxwriter", "workbooks need XlsxWriter")


def workbook_bytes(write: Callable[[Workbook], None], **properties: object) -> bytes:
    """Return the bytes of an XLSX file that `write` fills; text that looks like a formula or link stays text.

    The same content and properties give the same bytes; so `created` is a date of the data, never the clock's.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter_module().Workbook(out, options) as book:
        book.worksheet_class = quick_sheet()
        book.set_properties(properties)
        book.set_size(2400, 1600)
        write(book)
    return out.getvalue()


def refuse_too_long(text: str, cell: str, mend: str = "") -> None:
    """Raise an EvaluatorError if a text is longer than a cell can hold."""
    if len(text) > LONGEST:
        raise EvaluatorError(f"{cell}: a text of {len(text)} characters; a cell holds {LONGEST}.{mend}")


@functools.cache
def quick_sheet() -> type[Worksheet]:
    """Return a worksheet class that prepares a formula only if one of its functions needs it.

    XlsxWriter searches every formula for each of thirty functions, which takes most of the time of
    a score sheet. This class asks XlsxWriter once for each function. If a later version renames the
    step, only the saving of time is lost.
    """
    from xlsxwriter.worksheet import Worksheet

    class QuickSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
        def __init__(self) -> None:
            super().__init__()
            self.plain: dict[tuple[str, bool], bool] = {}

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
            calls = dict.fromkeys(CALL.findall(formula))
            if not formula.startswith("{") and all(self._is_plain(call, expand_future_functions) for call in calls):
                return formula.removeprefix("=")
            return str(super()._prepare_formula(formula, expand_future_functions))

        def _is_plain(self, call: str, expand: bool) -> bool:  # noqa: FBT001
            if (call, expand) not in self.plain:
                self.plain[call, expand] = super()._prepare_formula(call, expand) == call
            return self.plain[call, expand]

    return QuickSheet


def openpyxl_module() -> ModuleType:
    """Return openpyxl, which reads through defusedxml; for errors see `library_of`."""
    library_of("sheets", "defusedxml", READING)
    return library_of("sheets", "openpyxl", READING)
