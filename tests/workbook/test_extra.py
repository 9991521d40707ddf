"""A library that is not installed is a message that says how to get it."""

from __future__ import annotations

import sys

import pytest

from evaluator.errors import MissingDependencyError
from evaluator.workbook.sheet.extra import openpyxl_module, xlsxwriter_module


@pytest.mark.parametrize(
    ("name", "call"),
    [("xlsxwriter", xlsxwriter_module), ("openpyxl", openpyxl_module), ("defusedxml", openpyxl_module)],
)
def test_a_missing_library_is_told(monkeypatch, name, call):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=r"pip install \"nap-evaluator\[sheets\]\""):
        call()


def test_an_installed_library_is_handed_over():
    assert xlsxwriter_module().__name__ == "xlsxwriter"
    assert openpyxl_module().__name__ == "openpyxl"
