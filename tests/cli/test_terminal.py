"""What may stand on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

import evaluator.cli
from evaluator.cli.shared.terminal import clean, put


def test_controls_and_marks_of_direction_are_taken_out():
    assert clean("plan\x1b[31m\x07\u202etxt") == "plan\ufffd[31m\ufffd\ufffdtxt"


def test_letters_of_all_scripts_tabs_and_lines_stay():
    text = "Србија\tՀայաստան\nსაქართველო"
    assert clean(text) == text


@pytest.mark.parametrize("is_terminal", [True, False])
def test_only_our_own_colours_steer_a_terminal(capsys, monkeypatch, is_terminal):
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    put("\x1b[33mDRAFT\x1b[0m \x1b[2J\x9b31m\u202ex\r\ny\rz", nl=False)
    turned = "\ufffd" if is_terminal else "\u202e"
    shown = capsys.readouterr().out.replace("\x1b[33m", "").replace("\x1b[0m", "")
    assert shown == f"DRAFT \ufffd[2J\ufffd31m{turned}x\r\ny\ufffdz"


def test_all_output_leaves_through_one_door():
    package = Path(evaluator.cli.__file__).parent
    sources = {path.relative_to(package).as_posix(): path.read_text("utf-8") for path in package.rglob("*.py")}
    doors = {name: text.count("click.echo(") for name, text in sources.items()}
    # Beside it: the counter of drawings, and words of our own in which no data stand.
    assert {name: n for name, n in doors.items() if n} == {
        "shared/terminal.py": 1, "contrast/command.py": 1, "shared/lazy.py": 1,
    }  # fmt: skip


def test_no_output_names_an_object_of_the_program(capsys):
    put("the file: stream <_io.BytesIO object at 0x7f06d9fd1234>: xref not found")
    assert capsys.readouterr().out == "the file: xref not found\n"
