"""The index of standards."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.layers import Layers
from evaluator.read.standards import read_standards


def test_standards_are_read_by_id(sound):
    found = read_standards(Layers((sound / "rubrics",)))
    assert list(found) == ["t-1", "t-2", "t-3"]
    assert found["t-3"].obligation == "soft"


def test_an_absent_index_gives_no_standards(tmp_path):
    assert read_standards(Layers((tmp_path,))) == {}


def test_a_fault_in_the_index_is_raised(broken):
    with pytest.raises(InvalidInputError, match="bindin"):
        read_standards(Layers((broken("standards-obligation") / "rubrics",)))
