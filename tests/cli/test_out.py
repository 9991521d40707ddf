"""Rows as a table, CSV or JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from evaluator.cli.shared.layout import ShareCell, Weight
from evaluator.cli.shared.out import as_json, as_text, refuse_target
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.read.layers import Layers

HEADS = "plan|>coverage|>weight|>rows"
ROWS = [["ALB-2005-2007", ShareCell(0.4329), Weight(0.1 + 0.2), 13], ["BIH", None, Weight(0), 0]]


def test_a_table_shows_percentages_and_dashes():
    assert as_text(HEADS, ROWS, "table").splitlines()[1:] == [
        "ALB-2005-2007      43 %  30.00 %    13",
        "BIH                   -   0.00 %     0",
    ]


def test_csv_has_all_digits_and_empty_cells():
    assert as_text(HEADS, ROWS, "csv") == "plan,coverage,weight,rows\nALB-2005-2007,0.4329,0.3,13\nBIH,,0,0\n"


def test_json_has_numbers_and_null():
    assert json.loads(as_text(HEADS, ROWS, "json")) == [
        {"plan": "ALB-2005-2007", "coverage": 0.4329, "weight": 0.3, "rows": 13},
        {"plan": "BIH", "coverage": None, "weight": 0.0, "rows": 0},
    ]


def test_json_keeps_letters_of_all_scripts():
    assert as_json({"sr": "Србија"}) == '{\n  "sr": "Србија"\n}\n'


def test_nothing_is_written_over_a_folder_a_link_or_a_pipe(tmp_path):
    library = Library(Layers((tmp_path / "own",)))
    (tmp_path / "link").symlink_to(tmp_path / "there")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EvaluatorError, match="is a folder"):
        refuse_target(tmp_path, library)
    for name in ("link", "pipe"):
        with pytest.raises(EvaluatorError, match="is not an ordinary file"):
            refuse_target(tmp_path / name, library)
    refuse_target(tmp_path / "new.csv", library)


def test_a_file_that_the_library_reads_is_never_written_over(small_call, small):
    target = next((small / "countries").rglob("evidence.csv"))
    before = target.read_bytes()
    done = small_call("score", "XXA", "--rubric", "small", "--format", "csv", "--out", target, "--force")
    assert (done.exit_code, target.read_bytes()) == (2, before)
    assert "is a file of the library" in done.stderr


def test_what_a_library_prints_below_python_does_not_reach_standard_output():
    code = (
        "import ctypes\nfrom evaluator.cli.shared.out import stdout_alone\n"
        "with stdout_alone():\n    ctypes.CDLL(None).puts(b'from below')\nprint('ours')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("ours\n", "from below\n")
