"""The options of every command: --library, --quiet, --no-color; and where new files go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluator.cli import cli, panel
from evaluator.cli.shared.session import LOOKS, Session, common_options, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.library import Library, shipped_root
from evaluator.store import change
from evaluator.store.change import write_all
from evaluator.store.lock import STATE

RATINGS = "countries/XXA/plans/XXA-2020-2023/assessments/small"


def test_the_library_is_named_before_or_after_the_command(small, call):
    before = call("--library", small, "score", "XXA", "--rubric", "small")
    after = call("score", "XXA", "--rubric", "small", "--library", small)
    assert before.exit_code == 0
    assert before.stdout == after.stdout


def test_the_library_is_named_by_the_environment(small, call, monkeypatch):
    monkeypatch.setenv("EVALUATOR_LIBRARY", str(small))
    assert call("score", "XXA", "--rubric", "small").exit_code == 0


def test_the_current_folder_is_the_library_if_it_holds_countries_or_rubrics(small, call, monkeypatch):
    assert call("score", "XXA").exit_code == 2
    monkeypatch.chdir(small)
    result = call("score", "XXA", "--rubric", "small")
    assert result.exit_code == 0


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
    assert "Error: " in call("score", "Albanai", "-q").stderr


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


@pytest.fixture
def while_read(monkeypatch):
    """Return a function that lets something happen each time that a plan has been read, and the list of these times."""
    real = Library.assessment

    def let(happen):
        times = []

        def read(self, *args, **kwargs):
            found = real(self, *args, **kwargs)
            times.append(found)
            happen(len(times))
            return found

        monkeypatch.setattr(Library, "assessment", read)
        return times

    return let


def _raised(folder):
    """Change a rating, as an import could."""
    text = (folder / RATINGS / "a.csv").read_text(encoding="utf-8")
    assert "rated,2,low" in text
    write_all(folder, {f"{RATINGS}/a.csv": text.replace("rated,2,low", "rated,1,low")})


@pytest.mark.parametrize("form", ["json", "file"])
def test_what_an_import_moved_while_it_was_read_is_read_anew(small, small_call, while_read, form, tmp_path):
    times = while_read(lambda count: _raised(small) if count == 1 else None)
    out = tmp_path / "out.json"
    words = ["score", "XXA", "--rubric", "small", "--format", "json"] + (["--out", out] if form == "file" else [])
    result = small_call(*words)
    assert result.exit_code == 0, result.output
    assert len(times) == 2
    assert times[0].codings != times[1].codings
    found = out.read_text(encoding="utf-8") if form == "file" else result.stdout
    assert found == small_call("score", "XXA", "--rubric", "small", "--format", "json").stdout


def test_where_files_never_rest_nothing_is_written(small, small_call, while_read, tmp_path):
    path = small / RATINGS / "a.csv"
    times = while_read(lambda count: os.utime(path, ns=(0, count)))
    result = small_call("score", "XXA", "--rubric", "small", "--format", "json", "--out", tmp_path / "out.json")
    assert (result.exit_code, result.stdout, len(times)) == (2, "", LOOKS)
    assert f"{path} was changed by another program while it was read; nothing more was written" in result.stderr
    assert not (tmp_path / "out.json").exists()


def test_a_fault_that_was_only_there_while_files_moved_is_not_told(small, small_call, while_read):
    def happen(count):
        if count == 1:
            _raised(small)
            raise InvalidInputError([Problem("a.csv", "half", "whole")])

    times = while_read(happen)
    assert small_call("score", "XXA", "--rubric", "small", "--format", "json").exit_code == 0  # reads no plan beside
    assert len(times) == 2


def test_a_fault_that_stays_is_told_at_the_first_reading(small, small_call, while_read):
    def happen(_):
        raise InvalidInputError([Problem("a.csv", "half", "whole")])

    times = while_read(happen)
    result = small_call("score", "XXA", "--rubric", "small")
    assert (result.exit_code, len(times)) == (2, 1)
    assert "a.csv: half. Give whole" in result.stderr


def test_a_file_that_the_command_writes_into_the_library_is_no_change_of_it(small, small_call, while_read):
    times = while_read(lambda _: None)
    out = small / "countries" / "XXA" / "scores.json"
    result = small_call("score", "XXA", "--rubric", "small", "--format", "json", "--out", out)
    assert (result.exit_code, len(times)) == (0, 1)
    assert str(out) in result.stdout


def test_what_was_edited_while_a_settlement_was_made_is_not_written_over(small, small_call, monkeypatch):
    path, times, real = small / RATINGS / "a.csv", [], panel.settlement

    def settle(*args):
        times.append(os.utime(path, ns=(0, len(times))))
        return real(*args)

    monkeypatch.setattr(panel, "settlement", settle)
    result = small_call("panel", "settle", "XXA", "--rubric", "small")
    assert result.exit_code == 2
    assert f"{path} was changed by another program" in result.stderr
    assert not (small / RATINGS / "agreed.csv").exists()


def test_a_check_of_a_path_completes_a_change_that_was_killed(small, call, monkeypatch):
    names = [f"{RATINGS}/a.csv", f"{RATINGS}/a.yaml"]
    texts = {name: (small / name).read_text(encoding="utf-8") + "\n" for name in names}
    with monkeypatch.context() as killed:
        killed.setattr(change, "_carry_out", lambda _: None)
        write_all(small, texts)
    assert (small / STATE / change.CHANGE).is_dir()
    call("check", small / "countries")
    assert {name: (small / name).read_bytes().decode() for name in names} == texts
    assert not (small / STATE / change.CHANGE).exists()
