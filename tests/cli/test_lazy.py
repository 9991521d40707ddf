"""A group that imports a command only when it is called."""

from __future__ import annotations

import sys
import types

import click
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.shared.lazy import AnalystsCommand, CommandEntry, CommandGroup, LazyGroup, Option, with_breaks
from evaluator.errors import EvaluatorError


@pytest.fixture
def group(monkeypatch):
    module = types.ModuleType("made_up_command")

    @click.command()
    def command() -> None:
        raise EvaluatorError("the plan is upside down")

    module.command = command
    monkeypatch.setitem(sys.modules, "made_up_command", module)
    return LazyGroup(
        "tool", entries={"turn": CommandEntry("made_up_command", "Turn it."), "gone": CommandEntry("no.such", "Gone.")}
    )


def test_names_are_listed_in_the_order_of_the_table(group):
    assert group.list_commands(click.Context(group)) == ["turn", "gone"]


def test_help_lists_what_cannot_even_be_imported(group):
    assert "gone  Gone." in CliRunner().invoke(group, ["--help"]).output


def test_what_a_user_can_mend_is_a_message(group):
    result = CliRunner().invoke(group, ["turn"])
    assert (result.exit_code, result.stderr) == (2, "Error: the plan is upside down\n")


def test_an_interrupted_command_ends_as_shells_have_it(group):
    def interrupted() -> None:
        raise KeyboardInterrupt

    sys.modules["made_up_command"].command = click.command()(interrupted)
    result = CliRunner().invoke(group, ["turn"])
    assert (result.exit_code, result.stderr) == (130, "Interrupted; no half file is left.\n")


def test_a_fault_of_ours_keeps_its_traceback(group):
    assert isinstance(CliRunner().invoke(group, ["gone"]).exception, ModuleNotFoundError)


def test_a_module_without_a_command_is_refused(group, monkeypatch):
    monkeypatch.setitem(sys.modules, "no.such", types.SimpleNamespace(command="text"))
    with pytest.raises(TypeError, match=r"no\.such\.command is no click command"):
        group.get_command(click.Context(group), "gone")


def test_completion_knows_names_and_options(group):
    context = click.Context(group)
    assert [item.value for item in group.shell_complete(context, "t")] == ["turn"]
    assert "--help" in [item.value for item in group.shell_complete(context, "--")]


def test_the_lines_of_an_example_are_kept_as_they_are():
    @click.group()
    def tools() -> None:
        r"""Tools.

        \b
        Examples:
          tool turn
        """

    @tools.command()
    def turn() -> None:
        r"""Turn.

        \b
        Examples:
          tool turn it
          tool turn it again
        """

    assert "\n    tool turn\n" in CliRunner().invoke(with_breaks(tools), ["--help"]).output
    assert "\n    tool turn it\n    tool turn it again\n" in CliRunner().invoke(turn, ["--help"]).output


def test_commands_stand_under_their_headings_in_the_order_of_the_table():
    entries = {
        "new": CommandEntry("a", "New.", "Begin"),
        "score": CommandEntry("b", "Score.", "Results"),
        "demo": CommandEntry("c", "Demo.", "Begin"),
    }
    shown = CliRunner().invoke(LazyGroup("tool", entries=entries), ["--help"]).output
    assert shown.endswith("Begin:\n  new    New.\n  demo   Demo.\n\nResults:\n  score  Score.\n")


def _tools() -> CommandGroup:
    group = CommandGroup("tools")
    for name, is_hidden in (("turn", False), ("grease", True)):
        group.add_command(click.Command(name, help=f"{name.capitalize()} it.", hidden=is_hidden))
    return group


def test_what_maintainers_need_is_listed_by_help_with_all(monkeypatch):
    monkeypatch.setitem(sys.modules, "made_up_tools", types.SimpleNamespace(command=_tools()))
    group = LazyGroup("workshop", entries={"tools": CommandEntry("made_up_tools", "Tools.")})
    usual, everything = (CliRunner().invoke(group, ["tools", "--help", *more]).output for more in ((), ("--all",)))
    assert "grease  Grease" not in usual
    assert "workshop tools --help --all lists 1 more." in usual
    assert "grease  Grease it." in everything
    assert "lists" not in everything


def test_options_for_analysts_have_a_heading_and_a_former_name_still_answers():
    @click.command(cls=AnalystsCommand)
    @click.option("--coder", cls=Option, former=("--assessor",))
    @click.option("--seed", cls=Option, for_analysts=True)
    def turn(coder: str, seed: str) -> None:
        click.echo(f"{coder} {seed}")

    shown = CliRunner().invoke(turn, ["--help"]).output
    assert shown.index("--coder") < shown.index("For analysts:") < shown.index("--seed")
    assert "--assessor" not in shown
    assert CliRunner().invoke(turn, ["--assessor", "b"]).output == "b None\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["help"], "evaluator --help"),
        (["import"], "evaluator sheet import"),
        (["new", "Lithuania"], "evaluator new evaluation Lithuania"),
    ],
)
def test_a_word_that_is_no_command_is_told_the_command_that_was_meant(typed, meant):
    refused = CliRunner().invoke(cli, typed)
    assert (refused.exit_code, meant in refused.stderr) == (2, True)
