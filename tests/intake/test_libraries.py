"""What is said where a library is missing."""

from __future__ import annotations

import sys

import pytest

from evaluator.errors import MissingDependencyError
from evaluator.intake.formats.pdf import pdfplumber_module
from evaluator.intake.formats.word import xml_module


@pytest.mark.parametrize(
    ("get", "name", "what"), [(xml_module, "defusedxml", "Word"), (pdfplumber_module, "pdfplumber", "PDF")]
)
def test_a_missing_library_says_how_to_get_it(monkeypatch, get, name, what):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=rf'{what} .* needs {name}: run  pip install .*"{name}'):
        get()


def test_libraries_that_are_there_are_returned():
    assert xml_module().fromstring("<a/>").tag == "a"
    assert hasattr(pdfplumber_module(), "open")
