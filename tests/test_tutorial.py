"""The tutorial is true: each of its commands is run in order, and prints what stands below it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.demo import demo_text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "tutorial.md"
LEFT_OUT = "..."


def steps() -> list[tuple[str, str]]:
    """Return each command of the page with the text that stands below it."""
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = [step.partition("\n") for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step]
    return [(command, shown) for command, _, shown in found]


def is_shown(shown: str, printed: str) -> bool:
    """Return whether a text is what was printed, with runs of lines left out where it says so."""
    parts = [re.escape(part) for part in re.split(rf"^{re.escape(LEFT_OUT)}\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed) is not None


def test_what_is_shown_is_held_against_every_line_that_is_not_left_out():
    assert is_shown("a\n...\nd\n", "a\nb\nc\nd\n")
    assert is_shown("...\nd\n", "d\n")
    assert not is_shown("a\n...\nd\n", "a\nb\nc\n")
    assert not is_shown("a\nc\n", "a\nb\nc\n")


@pytest.fixture
def _elsewhere(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.slow
@pytest.mark.usefixtures("_elsewhere", "shared_prints")
def test_every_command_prints_what_the_tutorial_says():
    wrong = []
    for command, shown in steps():
        done = CliRunner().invoke(cli, shlex.split(command)[1:])
        if done.exit_code != int("plan import" in command) or not is_shown(shown, done.output):
            wrong.append(f"$ {command}\n(status {done.exit_code})\n{done.output}")
    assert len(steps()) > 10
    assert not wrong, "\n\n".join(wrong)


def test_the_commands_that_the_demo_names_are_those_of_the_tutorial():
    named = re.findall(r"^  (evaluator .*)", demo_text(Path("nap-demo"), 1), flags=re.MULTILINE)
    assert len(named) == 5
    assert [line for line in named if line not in {command for command, _ in steps()}] == []
