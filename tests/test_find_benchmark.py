"""What the guide says of finding passages is what the benchmark measures."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from evaluator.library import Library

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_recall_is_not_under_the_interval_that_the_guide_states():
    spec = importlib.util.spec_from_file_location("find_benchmark", ROOT / "benchmarks" / "find.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.recalls(Library.open())
    page = (ROOT / "docs" / "plan-rows.md").read_text(encoding="utf-8")
    low, high = map(float, re.search(r"95 %\s+interval ([\d.]+) to ([\d.]+)", page).groups())
    recall = 100 * sum(share for _, share in found) / len(found)
    assert low <= recall <= high
    assert len(found) >= 200
