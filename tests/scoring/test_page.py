"""What the guide's page on scoring says can be run."""

from __future__ import annotations

import re
from pathlib import Path

from evaluator.model.criterion import NEEDS
from tests.reference.check import FAMILIES
from tests.twin.spec import KINDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
CASES = (ROOT / "tests" / "cases" / "README.md").read_text(encoding="utf-8")


def test_the_example_of_the_page_runs():
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    exec(code, {})  # noqa: S102  (our own page)


def test_the_page_names_every_aggregation_and_method():
    assert [name for name in (*KINDS, *NEEDS) if f"`{name}`" not in PAGE] == []


def test_the_form_of_a_case_names_every_family():
    assert "tests/cases/README.md" in PAGE
    assert [name for name in FAMILIES if not re.search(rf"\b{name}\b", CASES)] == []
