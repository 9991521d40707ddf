"""What the guide says of finding passages is what the benchmark measures."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from evaluator.library import Library

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("find_benchmark", ROOT / "benchmarks" / "find.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_text_of_a_plan_brings_pages_that_its_rows_do_not(benchmark):
    page = (ROOT / "docs" / "plan-rows.md").read_text(encoding="utf-8")
    stated = re.search(
        r"rows and\s+indicators alone ([\d.]+) %.*?with the text around them\s+([\d.]+) %", page, re.DOTALL
    )
    shares = [benchmark.cited_pages(text=text) for text in (False, True)]
    assert [f"{100 * sum(one) / len(one):.1f}" for one in shares] == list(stated.groups())


@pytest.mark.slow
def test_recall_is_not_under_the_interval_that_the_guide_states(benchmark):
    found = benchmark.recalls(Library.open())
    page = (ROOT / "docs" / "plan-rows.md").read_text(encoding="utf-8")
    low, high = map(float, re.search(r"95 %\s+interval ([\d.]+) to ([\d.]+)", page).groups())
    recall = 100 * sum(share for _, share in found) / len(found)
    assert low <= recall <= high
    assert len(found) >= 200
