"""The table of docs/weightings.md is what the files come to."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from tools.weightings_table import PAGE, page_anew

RUBRIC = Library.open().rubric()
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_table_is_current():
    assert page_anew(TEXT, RUBRIC) == TEXT, "run: python -m tools.weightings_table"


def test_numbers_are_written_anew_and_the_last_cell_is_kept():
    old = next(line for line in TEXT.splitlines() if line.startswith("| `seci` |"))
    broken = TEXT.replace(old, f"| `seci` | 9 | {old.rpartition('| ')[0].rpartition('| ')[2]}| kept by hand |")
    line = next(line for line in page_anew(broken, RUBRIC).splitlines() if line.startswith("| `seci` |"))
    assert line.endswith("| ignore | kept by hand |")
    assert line.startswith("| `seci` | 0.3 | 0.65 | 0.05 | 0 | 0.1 |")


def test_a_weighting_that_the_table_lacks_is_told():
    line = next(line for line in TEXT.splitlines() if line.startswith("| `seci` |"))
    with pytest.raises(ValueError, match="seci"):
        page_anew(TEXT.replace(line, ""), RUBRIC)
