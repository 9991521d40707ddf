"""Every command that a text of the program, a template or the guide names exists, with its options and its words."""

from __future__ import annotations

import ast
import html
import re
import shlex
from pathlib import Path

import click
import pytest

from evaluator.cli import cli

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`evaluator ([^`]+)`|^\s*evaluator (.+)$", re.MULTILINE)
FENCES = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEMPLATES = [p for p in sorted((ROOT / "templates").rglob("*")) if p.suffix in (".html", ".js", ".yaml", ".txt")]
GIVEN = "GIVEN"  # stands for what the program puts in


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part) if isinstance(part, ast.Constant) else GIVEN for part in node.values)
    return ""


def _literals(tree: ast.Module) -> list[str]:
    """Return the texts of a module, parts that are put in as GIVEN; a part of another text is that one's."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return [_text_of(node) for node in ast.walk(tree) if id(node) not in inside]


def _in_program() -> list[tuple[str, str]]:
    found = []
    for path in sorted((ROOT / "evaluator").rglob("*.py")):
        for text in _literals(ast.parse(path.read_text("utf-8"))):
            found += [(path.name, one[1] or one[2]) for one in NAMED.finditer(text)]
    return found


def _in_pages() -> list[tuple[str, str]]:
    found = []
    for path in PAGES:
        text = path.read_text("utf-8")
        blocks = "\n".join(FENCES.findall(text)).replace("\\\n", " ")
        lines = [line.strip().removeprefix("$ ") for line in blocks.splitlines()]
        found += [(path.name, line.removeprefix("evaluator ")) for line in lines if line.startswith("evaluator ")]
        found += [(path.name, one[1]) for one in re.finditer(r"`evaluator ([^`\n]+)`", FENCES.sub("", text))]
    return found


def _in_templates() -> list[tuple[str, str]]:
    found = []
    for path in TEMPLATES:
        text = html.unescape(re.sub(r"\{\{.*?\}\}|\$\{[^}]*\}", GIVEN, path.read_text("utf-8", errors="replace")))
        found += [
            (path.name, one[1] or one[2] or "")
            for one in re.finditer(r"`evaluator ([^`\n]+)`|<code>evaluator ([^<]+)<", text)
        ]
    return found


def fault_of(command: str) -> str:
    """Return what of a command does not exist: a command, an option, or a word it needs; empty if all does."""
    try:
        words = shlex.split(command, comments=True)
    except ValueError:
        return f"cannot be parted into words: {command}"
    words = [word for word in words if words[:1] != ["--version"]]  # it takes --full beside it
    at, context = cli, click.Context(cli, info_name="evaluator")
    while isinstance(at, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        if GIVEN in name or name.isupper():
            return ""
        inner = at.get_command(context, name)
        if inner is None:
            return f"no command {name!r}"
        at, context = inner, click.Context(inner, info_name=name, parent=context)
    options = {
        name
        for one in at.get_params(context)
        if isinstance(one, click.Option)
        for name in (*one.opts, *one.secondary_opts)
    }
    typed = [
        word.partition("=")[0] for word in words if word.startswith("-") and len(word) > 1 and not word[1].isdigit()
    ]
    strange = [word for word in typed if word not in options and GIVEN not in word]
    return f"{' '.join(strange)} is no option of {context.command_path}" if strange else ""


@pytest.mark.parametrize(
    ("found", "least"),
    [(_in_program, 250), (_in_pages, 300), (_in_templates, 1)],
    ids=["program", "guide", "templates"],
)
def test_every_command_that_is_named_exists_with_its_options(found, least):
    named = found()
    assert len(named) >= least
    assert [(where, command, fault) for where, command in named if (fault := fault_of(command))] == []


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("scores XAR", "no command 'scores'"),
        ("sheet importt FILE", "no command 'importt'"),
        ("report XAR --pdff", "--pdff is no option of evaluator report"),
        ("report XAR --kind=contrast", ""),
        ("contrast PLAN -w us-tip", ""),
    ],
)
def test_a_command_that_does_not_exist_is_found(command, fault):
    assert fault_of(command) == fault
