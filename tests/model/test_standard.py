"""A provision's parts are read from its cell by their letters."""

from __future__ import annotations

import pytest

from evaluator.model.standard import Standard


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", {}),
        ("a: shelter", {"a": "shelter"}),
        ("a: shelter; b: care, also at night", {"a": "shelter", "b": "care, also at night"}),
        ("a: shelter;  b:care", {"a": "shelter", "b": "care"}),
        ("shelter; A: care; b:", {}),
    ],
)
def test_parts_are_letters_with_what_they_require(cell, parts):
    assert Standard("s", "k", "K", 2000, "1", "help", "binding", parts=cell).part_texts() == parts
