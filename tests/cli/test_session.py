"""The options of every command: --library, --quiet, --no-color; and where new files go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.session import Session, common_options, with_session
from evaluator.errors import EvaluatorError
from evaluator.library import shipped_root


def test_the_library_is_named_before_or_after_the_command(small, call):
    before = call("--library", small, "score", "XXA", "--rubric", "small")
    after = call("score", "XXA", "--rubric", "small", "--library", small)
    assert before.exit_code == 0
    assert before.stdout == after.stdout


def test_the_library_is_named_by_the_environment(small, call, monkeypatch):
    monkeypatch.setenv("EVALUATOR_LIBRARY", str(small))
    assert call("score", "XXA", "--rubric", "small").exit_code == 0


def test_the_current_folder_is_the_library_if_it_holds_countries_or_rubrics_and_that_is_said(small, call, monkeypatch):
    assert call("score", "XXA").exit_code == 2
    monkeypatch.chdir(small)
    result = call("score", "XXA", "--rubric", "small")
    assert result.exit_code == 0
    assert f"The library in {small} lies over the shipped one." in result.stderr


def test_the_shipped_folder_is_not_laid_over_itself(call, monkeypatch):
    monkeypatch.chdir(shipped_root())
    assert call("list", "rubrics").stderr == ""


def test_a_folder_that_is_not_there_is_told(call):
    result = call("score", "ALB", "--library", "nowhere")
    assert result.exit_code == 2
    assert "nowhere: there is no such folder" in result.stderr


def test_quiet_silences_messages_but_not_errors(small, call, monkeypatch):
    monkeypatch.chdir(small)
    assert call("--quiet", "list", "rubrics").stderr == ""
    assert "Error: " in call("score", "Albania", "-q").stderr


def test_a_message_is_told_once(capsys):
    session = Session()
    session.tell("a warning")
    session.tell("a warning")
    assert capsys.readouterr().err == "a warning\n"


@pytest.mark.parametrize("variable", ["", "1"])
def test_colour_goes_with_the_option_and_with_the_variable(variable, monkeypatch):
    if variable:
        monkeypatch.setenv("NO_COLOR", variable)

    @click.command()
    @common_options
    def paint() -> None:
        click.echo(click.style("red", fg="red"))

    words = [] if variable else ["--no-color"]
    assert CliRunner().invoke(paint, words, color=True).output == "red\n"


def test_colour_stays_on_a_terminal_otherwise():
    @click.command()
    @with_session
    def paint(session: Session) -> None:
        click.echo(click.style("red", fg="red"))

    assert CliRunner().invoke(paint, [], color=True).output == "\x1b[31mred\x1b[0m\n"


def test_new_files_go_into_the_current_folder_or_one_that_is_made(tmp_path):
    with click.Context(cli):
        assert Session().own_folder() == Path.cwd()
    made = tmp_path / "not" / "yet"
    with click.Context(cli):
        assert Session(folder=made).own_folder() == made
    assert made.is_dir()


def test_nobody_else_writes_to_ones_own_folder_until_the_command_ends(tmp_path):
    lock = (
        "import pathlib as p, sys; from evaluator.store.lock import held; held(p.Path(sys.argv[1]), wait=0).__enter__()"
    )
    words = [sys.executable, "-c", lock, str(tmp_path)]
    with click.Context(cli, info_name="evaluator"):
        Session(folder=tmp_path).own_folder()
        other = subprocess.run(words, capture_output=True, text=True, check=False)
    assert f"is being written to by evaluator (process {os.getpid()} on " in other.stderr
    subprocess.run(words, check=True)


def test_the_shipped_library_is_not_written_to(monkeypatch):
    monkeypatch.chdir(shipped_root())
    with pytest.raises(EvaluatorError, match="the shipped library is not written to"):
        Session().own_folder()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="cannot be made"):
        Session(folder=tmp_path / "file" / "below").own_folder()
