"""A library that is not installed is a message."""

from __future__ import annotations

import sys

import pytest

from evaluator.anchors.extra import pdfium_module, pikepdf_module
from evaluator.errors import MissingDependencyError


@pytest.mark.parametrize(("name", "call"), [("pypdfium2", pdfium_module), ("pikepdf", pikepdf_module)])
def test_what_is_missing_is_said_with_how_to_get_it(monkeypatch, name, call):
    assert call().__name__ == name
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=rf"needs {name}: run  pip install \"nap-evaluator\[passages\]\""):
        call()
