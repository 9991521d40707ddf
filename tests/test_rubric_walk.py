"""The walk through a rubric of one's own is true: its files are written, its commands run, and print what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import shipped_root
from tests.test_tutorial import is_shown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rubric-maintainer.md"
BLOCK = re.compile(r"^```(?P<kind>console|text(?= ))(?: (?P<file>\S+))?\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


def _steps() -> list[tuple[str, str]]:
    """Return each file of the page with its text, and each command with what it prints, in order."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["kind"] == "text" and block["file"]:
            found.append((block["file"], block["text"]))
            continue
        parts = [step.partition("\n") for step in re.split(r"^\$ ", block["text"], flags=re.MULTILINE) if step]
        found += [(command, shown) for command, _, shown in parts]
    return found


def _run(command: str) -> tuple[int, str]:
    words = shlex.split(command)
    if words[0] == "sed":
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    result = CliRunner().invoke(cli, words[1:])
    return result.exit_code, result.output


@pytest.mark.slow
def test_every_step_of_the_walk_does_and_prints_what_stands_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    wrong = []
    for step, text in _steps():
        if step.endswith(".csv") and " " not in step:
            Path(step).write_text(text, encoding="utf-8")
            continue
        status, printed = _run(step)
        if status != int("sheet upgrade" in step) or not is_shown(text, printed):
            wrong.append(f"$ {step}\n(status {status})\n{printed}")
    assert len(_steps()) > 20
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.slow
def test_the_commands_that_compare_versions_run_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("old/rubrics", "my-folder/rubrics"):
        shutil.copytree(shipped_root() / "rubrics", folder)
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    calls = [line for block in blocks for line in block.splitlines()]
    assert len(calls) == 2
    assert [call for call in calls if _run(call)[0] != 0] == []
