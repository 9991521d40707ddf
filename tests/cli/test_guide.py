"""The guide's page of commands has every command, and what the pages show runs."""

from __future__ import annotations

import contextlib
import inspect
import re
import shlex
import shutil
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from tests.test_pages import quickly
from tools.gallery import REPORTS, page_of
from tools.site.commands import STATUS_1, commands_page, every_command, examples_of

ROOT = Path(__file__).resolve().parents[2]
# Commands whose examples need nothing but the shipped library and the folder made below; of others the call is parsed.
RUNS = {"check", "score", "explain", "todo", "list", "show", "new", "report"}
NEEDS_A_FILE = ["todo", "import"]  # which comes back from somebody else
EXAMPLES = [
    line.partition(" > ")[0] for _, command in every_command(cli, ("evaluator",)) for line in examples_of(command)
]
ANSWERS = {  # to what a command asks
    "evaluator new": "Ireland\nThird plan\n2023-2027\nyes\n",
    "evaluator new rubric reading-rooms --ask": "Rooms\npublic libraries\n3\nRooms\nAre there seats?\nSeats\n\n",
}
SLOW = pytest.mark.slow


def _runs(line: str) -> bool:
    """Return whether a call is run here; reports on all plans and signed ones have tests of their own."""
    words = line.split()[1:]
    return words[0] in RUNS and words[:2] != NEEDS_A_FILE and words[:2] != ["report", "--all"] and "--sign" not in words


def _marked(line: str) -> object:
    prints = line.startswith("evaluator report") or line == "evaluator check"
    return pytest.param(line, marks=SLOW if prints else (), id=line)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory) -> Path:
    """Make what a reader of the page has: a folder with a country and a plan, and an earlier edition of a report."""
    folder = tmp_path_factory.mktemp("reader")
    for words in (("country", "ABC", "--name", "Testland"), ("plan", "ABC-2020-2023")):
        asked = ["new", *words, "--library", str(folder / "my-folder"), "-q"]
        assert CliRunner().invoke(cli, asked).exit_code == 0
    library = Library.open()
    edition = result_json(evaluate(library.assessment("ALB-2005-2007"), library.rubric()))
    (folder / "earlier.pdf").write_bytes(edition)
    (folder / "criteria.csv").write_text("title,question,level 0,level 1\nSeats,Are there seats?,none,some\n", "utf-8")
    return folder


@pytest.fixture
def my_folder(made_once) -> None:
    """Put what a reader has where the test runs."""
    shutil.copytree(made_once, Path.cwd(), dirs_exist_ok=True)


def test_every_command_has_its_heading_and_an_example():
    text = commands_page(cli)
    for words, command in every_command(cli, ("evaluator",)):
        if not isinstance(command, click.Group):
            assert f"# `{' '.join(words)}" in text
            assert examples_of(command), words


def _code(command):
    """Return the text of a command's function and of those of its module that it calls."""
    function = inspect.unwrap(command.callback)
    module = sys.modules[function.__module__]
    called = [getattr(module, name, None) for name in function.__code__.co_names]
    own = [one for one in called if inspect.isfunction(one) and one.__module__ == module.__name__]
    return "".join(inspect.getsource(one) for one in (function, *own))


def test_every_command_that_may_end_with_status_1_says_when():
    leaves = [(words, one) for words, one in every_command(cli, ("evaluator",)) if not isinstance(one, click.Group)]
    ends = {
        " ".join(words[1:]) for words, one in leaves if re.search(r"\.exit\(|(?:leave_open|end_marked)\(", _code(one))
    }
    assert ends == set(STATUS_1)
    assert "| `todo list` | an agreed rating no longer holds |" in commands_page(cli)


@pytest.mark.parametrize("line", [_marked(line) for line in EXAMPLES if _runs(line)])
def test_an_example_runs(line, my_folder):
    words = shlex.split(quickly(line))[1:]
    result = CliRunner().invoke(cli, words, input=ANSWERS.get(line))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("line", [line for line in EXAMPLES if not _runs(line)])
def test_an_example_that_needs_more_is_a_call_that_can_be_parsed(line):
    command, words = cli, shlex.split(line)[1:]
    while isinstance(command, click.Group) and not _is_its_own(command, words):
        name, *words = words
        command = command.get_command(click.Context(command), name)
    assert command is not None
    with contextlib.suppress(click.BadParameter):  # a file that is not here; a wrong option is another error
        command.make_context(name, words)


def _is_its_own(group, words):
    """Return whether a call is of a group that is a command too, as `evaluator workbench` is."""
    return group.invoke_without_command and (not words or words[0].startswith("-"))


SHOWN = re.compile(r"^ *```(?:sh|console|bash)\n(.*?)^ *```", flags=re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDE = {page.stem: page.read_text("utf-8") for page in PAGES} | {"gallery": page_of(REPORTS)}


def calls_on(text):
    """Return the calls of `evaluator` in the blocks of a page, without prompts, remarks and redirections."""
    lines = [line.strip().removeprefix("$ ") for block in SHOWN.findall(text) for line in block.splitlines()]
    return [re.split(r"\s+#|\s+>|\s+\|", line)[0] for line in lines if line.startswith("evaluator ")]


@pytest.mark.parametrize("page", GUIDE)
def test_every_call_that_a_page_shows_has_a_command_and_options_that_there_are(page, monkeypatch):
    monkeypatch.setenv("EVALUATOR_DATABASE", "postgresql:///desk")  # said once on the page of the team, then left out
    for line in calls_on(GUIDE[page]):
        command, words = cli, shlex.split(line)[1:]
        while isinstance(command, click.Group) and words and not _is_its_own(command, words):
            if command.name == "todo" and words[0] not in ("list", "import"):
                words = ["list", *words]  # `todo ALB` is short for `todo list ALB`
            name, *words = words
            command = command.get_command(click.Context(command), name)
            assert command is not None, line
        if isinstance(command, click.Group) and not _is_its_own(command, words):
            continue
        try:
            command.make_context(command.name, words)
        except click.MissingParameter as error:
            raise AssertionError(line) from error
        except click.BadParameter:
            pass  # a file that is made by an earlier step; a wrong option is another error
