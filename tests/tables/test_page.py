"""The page of files is made from the declarations and current."""

from __future__ import annotations

import subprocess
import sys

from evaluator.model.base import columns_of
from evaluator.tables.files import SHAPES, TABLES
from evaluator.tables.page import files_page


def test_the_page_in_the_guide_is_current(root):
    page = (root / "docs" / "files.md").read_text(encoding="utf-8")
    assert page == files_page(), "run: python -m evaluator.tables > docs/files.md"


def test_every_file_and_every_column_is_on_the_page():
    page = files_page()
    for file in (*TABLES, *SHAPES):
        assert f"### {file.path}\n" in page
    for table in TABLES:
        assert all(f"| `{c.label}` |" in page for c in columns_of(table.row))


def test_a_shape_inside_several_files_is_described_once():
    assert files_page().count("\n`Scale`: ") == 1


def test_the_module_prints_the_page(root):
    printed = subprocess.run(
        [sys.executable, "-m", "evaluator.tables"], cwd=root, capture_output=True, text=True, check=True
    )
    assert printed.stdout == files_page()
