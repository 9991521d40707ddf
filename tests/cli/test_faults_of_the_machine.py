"""Two commands at once, and commands that are killed: real processes lose nothing that was said to be written."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from evaluator.library import Library
from evaluator.store.change import fingerprints

PLAN = "countries/XXA/plans/XXA-2020-2023"
CRITERION = "early-identification-referral"
# A command that is ready and waits for a line, so that two can begin at the same moment.
READY = (
    "import sys; from evaluator.cli import cli; import evaluator.cli.sheet, openpyxl, filelock\n"
    "print('ready', flush=True); sys.stdin.readline(); cli(sys.argv[1:])\n"
)
# One that dies at the Nth rename.
DYING = (
    "import os, pathlib, sys; from evaluator.cli import cli\n"
    "left, real = int(sys.argv[1]), pathlib.Path.replace\n"
    "def replace(self, target):\n"
    "    global left\n"
    "    left -= 1\n"
    "    if left == 0: os.kill(os.getpid(), 9)\n"
    "    return real(self, target)\n"
    "pathlib.Path.replace = replace; cli(sys.argv[2:])\n"
)


def sheet(small_call, coder, level):
    """Export a coder's sheet, give one criterion this level, and return the file."""
    path = Path(f"{coder}{level}.xlsx")
    done = small_call("sheet", "export", "XXA", "--rubric", "small", "--coder", coder, "--out", path)
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(path)
    for page in book.worksheets:
        keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
        for row in page.iter_rows(min_row=3):
            if row[0].value == CRITERION and "reason" in keys:
                given = {"status": "rated", "level": level, "confidence": "high", "evidence_ids": "E4", "reason": "x"}
                for key, value in {**given, "change": "read again"}.items():
                    row[keys.index(key)].value = value
    book.save(path)
    return path


def words(small, path):
    return ["--library", str(small), "sheet", "import", "XXA", str(path), "--rubric", "small"]


def rows(small, name):
    path = small / PLAN / "assessments" / "small" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def levels(small, coder):
    return {row["criterion_id"]: row["level"] for row in rows(small, f"{coder}.csv")}


def changes(small):
    return sorted((row["coder"], row["new"]) for row in rows(small, "log.csv") if row["criterion_id"] == CRITERION)


def left_over(small):
    """Return what is neither a file of the library, nor the lock, nor what earlier imports said."""
    known = ("lock", ".gitignore", "sheets")
    state = [path.name for path in (small / ".evaluator").iterdir() if path.name not in known]
    return state + [path.name for path in small.rglob("*.part*")]


@pytest.mark.slow
def test_two_imports_at_the_same_moment_both_stay(small, small_call):
    sheets = [sheet(small_call, "b", 2), sheet(small_call, "c", 3)]
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", READY, *words(small, path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for path in sheets
    ]
    for command in commands:
        assert command.stdout.readline() == "ready\n"
    for command in commands:
        command.stdin.write("\n")
        command.stdin.flush()
    assert [command.communicate(timeout=120) and command.returncode for command in commands] == [0, 0]
    assert (levels(small, "b")[CRITERION], levels(small, "c")[CRITERION]) == ("2", "3")
    assert changes(small) == [("b", "2"), ("c", "3")]
    assert len({row["record"] for row in rows(small, "log.csv")}) == len(rows(small, "log.csv"))
    assert left_over(small) == []


@pytest.mark.parametrize(("at", "is_kept"), [pytest.param(1, False, marks=pytest.mark.slow), (4, True)])
def test_an_import_killed_at_a_rename_is_undone_or_completed_by_the_next_command(small, small_call, at, is_kept):
    path = sheet(small_call, "b", 2)
    before = fingerprints(small, "countries")
    killed = subprocess.run([sys.executable, "-c", DYING, str(at), *words(small, path)], check=False)
    assert killed.returncode == -9
    assert left_over(small) != []
    if at == 4:  # ratings moved, the log not
        assert levels(small, "b")[CRITERION] == "2"
        assert not (small / PLAN / "assessments" / "small" / "log.csv").exists()
    assert small_call("panel", "history", "XXA", CRITERION, "--rubric", "small").exit_code == 0
    assert left_over(small) == []
    if not is_kept:
        assert fingerprints(small, "countries") == before
    again = small_call(*words(small, path)[2:])
    assert again.exit_code == 0, again.output
    assert ("the sheet changes nothing" in again.stdout) == is_kept
    assert (levels(small, "b")[CRITERION], changes(small)) == ("2", [("b", "2")])
    assert [c.header.coder for c in Library.open(small).assessment("XXA-2020-2023", "small").codings] == ["a", "b"]
