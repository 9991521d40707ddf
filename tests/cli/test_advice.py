"""Every command that a message advises runs as it is printed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import evaluator
from evaluator.cli import cli
from evaluator.cli.shared.advice import COMMAND, runnable

PACKAGE = Path(evaluator.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
STANDS_FOR = {"XXA-2020-2023"}


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of a module but its docstrings; what is filled in becomes a plan's id."""
    nodes = list(ast.walk(tree))
    bodies = [node.body for node in nodes if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    left_out = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    left_out |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "XXA-2020-2023" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


def advised() -> list[tuple[str, str]]:
    sources = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    trees = [(path.name, ast.parse(text)) for path, text in sources.items() if "`evaluator" in text]
    return [(name, found[1]) for name, tree in trees for text in texts(tree) for found in COMMAND.finditer(text)]


@pytest.mark.parametrize(("module", "command"), advised())
def test_every_command_in_a_message_is_one_that_can_be_typed(module, command):
    words = command.split()[1:]
    if words == ["XXA-2020-2023"] or "XXA-2020-2023" in words[:1]:  # made by a function that is tested itself
        return
    group: click.Command = cli
    context = click.Context(group, info_name="evaluator")
    while isinstance(group, click.Group) and (words or not group.invoke_without_command):
        if group.name == "todo" and words[0] not in ("list", "import"):
            words.insert(0, "list")  # `todo ALB` is short for `todo list ALB`
        word = words.pop(0)
        group = group.get_command(context, word)
        assert group is not None, f"{module}: no command {word!r} in {command!r}"
    with group.make_context(group.name, words, parent=context):
        pass


def test_messages_without_a_folder_stay_as_they_are(call):
    result = call("show", "XXA")
    assert "--library" not in result.stderr
    assert runnable("`evaluator check`") == "`evaluator check`"


def test_a_command_in_a_message_names_the_folder_that_was_named(small, small_call):
    result = small_call("show", "nothing-like-it")
    assert f"`evaluator list --library {small}`" in result.stderr
    result = small_call("new", "country", "XXA", "--name", "Testland")
    assert f"`evaluator new plan XXA-2030-2033 --library {small}`" in result.stderr


def test_it_is_named_in_results_too_and_with_the_option_behind_the_command(small, call):
    result = call("show", "XXA-2020-2023", "--rubric", "small", "--library", small)
    assert f"`evaluator score XXA-2020-2023 --rubric small --library {small}`" in result.stdout


def test_a_folder_with_a_space_is_quoted(small, call):
    spaced = small.rename(small.parent / "my own")
    result = call("score", "XXA", "--rubric", "small", "--library", spaced, "--weighting", "nothing")
    assert result.exit_code == 2
    result = call("show", "nothing-like-it", "--library", spaced)
    assert f"--library '{spaced}'`" in result.stderr
