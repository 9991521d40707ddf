"""`evaluator demo`: three invented countries in a folder, and five commands that work as printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from evaluator.cli.demo import NEXT, demo_text
from evaluator.errors import EvaluatorError
from evaluator.library import examples_root


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"
    }


def test_it_lays_out_every_file_and_names_five_commands(call):
    done = call("demo")
    assert (done.exit_code, done.stderr) == (0, "")
    assert files(Path("nap-demo")) == files(examples_root())
    assert f"nap-demo: {len(files(examples_root()))} files of three invented countries" in done.stdout
    assert len(re.findall(r"^  evaluator ", done.stdout, flags=re.MULTILINE)) == 5
    assert "docs/tutorial.md" in done.stdout


def test_the_quick_ones_of_the_five_work_as_printed_also_with_a_blank_in_the_name(call):
    printed = call("demo", "my demo").stdout
    lines = re.findall(r"^  (evaluator (?:check|score|explain) .*)", printed, flags=re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        done = call(*shlex.split(line)[1:])
        assert (done.exit_code, "DRAFT" in done.output) == (0, False), done.output
    assert call(*shlex.split(lines[0])[1:]).stderr == "No fault.\n"


def test_the_folder_of_the_user_is_named_whole_for_a_shell_expands_nothing_in_quotation_marks(call, monkeypatch):
    home = Path.cwd() / "a home"
    monkeypatch.setenv("HOME", str(home))
    assert f"--library '{home}/demo'" in call("demo", "~/demo").stdout
    assert (home / "demo" / "README.md").is_file()


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_is_there_is_not_written_over(what, call):
    place = Path("mine")
    if what == "folder":
        place.mkdir()
    else:
        place.write_text("mine", encoding="utf-8")
    done = call("demo", "mine")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == ("Error: mine exists already and is not written over. Name a folder that is not there yet.\n")
    assert not place.is_dir() or not files(place)


def test_a_place_that_cannot_be_written_to_is_one_message(call):
    Path("file").write_text("x", encoding="utf-8")
    done = call("demo", "file/demo")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: file/demo: cannot be written (")
    assert "Traceback" not in done.output


def test_each_command_says_what_it_shows():
    page = demo_text(Path("x"), 3).splitlines()
    for what, words in NEXT:
        (at,) = (at for at, line in enumerate(page) if line.startswith(f"  evaluator {words} "))
        assert page[at + 1] == f"      # {what}"


def test_a_package_without_its_examples_says_so(call, monkeypatch, tmp_path):
    monkeypatch.setattr("evaluator.library.shipped_root", lambda: tmp_path)
    with pytest.raises(EvaluatorError, match="the examples are not here"):
        examples_root()
    assert call("demo").exit_code == 2
    assert not Path("nap-demo").exists()
