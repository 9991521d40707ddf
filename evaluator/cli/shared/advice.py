"""Commands that messages advise, written so that each runs as printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from evaluator.model.defaults import DEFAULT_RUBRIC, with_rubric

COMMAND = re.compile(r"`(evaluator [^`]{1,200})`")
FOLDER = "evaluator.folder"  # key of the click context under which the folder of --library is stored


def runnable(text: str) -> str:
    """Return a message with --library added to every command in backticks, if the user gave --library.

    Examples
    --------
    >>> runnable("Run `evaluator check`.")
    'Run `evaluator check`.'
    """
    context = click.get_current_context(silent=True)
    folder = context.meta.get(FOLDER) if context else None
    if folder is None:
        return text
    return COMMAND.sub(lambda found: f"`{with_folder(found[1], folder)}`", text)


def with_folder(command: str, folder: Path) -> str:
    """Return a command with --library and the user's folder, unless it has --library already.

    Examples
    --------
    >>> with_folder("evaluator score ALB", Path("my folder"))
    "evaluator score ALB --library 'my folder'"
    >>> with_folder("evaluator score ALB --library own", Path("my folder"))
    'evaluator score ALB --library own'
    """
    return command if "--library" in command else f"{command} --library {shlex.quote(str(folder))}"


def command_for(words: str, plan_id: str, rubric_id: str = DEFAULT_RUBRIC) -> str:
    """Return a command on a plan in backticks, with --rubric if the rubric is not the default one.

    Examples
    --------
    >>> command_for("score", "ALB-2005-2007"), command_for("score", "ALB-2005-2007", "first-look")
    ('`evaluator score ALB-2005-2007`', '`evaluator score ALB-2005-2007 --rubric first-look`')
    """
    return f"`evaluator {words} {plan_id}{with_rubric(rubric_id)}`"


def read_back(words: str, plan_id: str, file: str, rubric_id: str = DEFAULT_RUBRIC, *, done: str = "fill it in") -> str:
    """Return the message after a workbook is written: what to do with it, and the command that reads it back.

    Examples
    --------
    >>> read_back("reply import", "ALB-2005-2007", "my reply.xlsx", "first-look", done="send it")
    "Next: send it, then `evaluator reply import ALB-2005-2007 'my reply.xlsx' --rubric first-look`."
    """
    return f"Next: {done}, then `evaluator {words} {plan_id} {shlex.quote(file)}{with_rubric(rubric_id)}`."
