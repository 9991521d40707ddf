"""The index of standards."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.standards import read_standards


def test_standards_are_read_by_id(sound):
    found = read_standards(sound / "rubrics" / "standards.csv")
    assert list(found) == ["t-1", "t-2", "t-3"]
    assert found["t-3"].obligation == "soft"


def test_an_absent_index_gives_no_standards():
    assert read_standards(None) == {}


def test_a_fault_in_the_index_is_raised(root):
    with pytest.raises(InvalidInputError, match="bindin"):
        read_standards(root / "tests" / "bad" / "standards-obligation" / "rubrics" / "standards.csv")
