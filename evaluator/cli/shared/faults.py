"""Messages on faults: one message on standard error, with a line and a place for every problem."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from evaluator.cli.shared.advice import runnable
from evaluator.cli.shared.terminal import clean
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, shortened

LONGEST_MESSAGE = 20_000  # most characters of a message that is not a list of faults


class ShownError(click.ClickException):
    """An `EvaluatorError` in click's form `Error: ...`, with the exit status of invalid input."""

    exit_code = EvaluatorError.exit_code

    def __init__(self, error: EvaluatorError) -> None:
        super().__init__(message_of(error))


def message_of(error: EvaluatorError) -> str:
    """Return the message of an error, with a line for each of several problems."""
    if not isinstance(error, InvalidInputError):
        return clean(runnable(shortened(str(error), LONGEST_MESSAGE)))
    lines = problem_lines(error.problems)
    faults = sum(problem.severity == "fault" for problem in error.problems)
    counted = "1 fault" if faults == 1 else f"{faults} faults"
    return "\n".join([f"{counted} in the input; nothing was written.", *lines])


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Return one line for each problem, sorted by file and line; notes and warnings are marked.

    Examples
    --------
    >>> problem_lines([Problem("a.yaml", "nothing", "text", line=3, severity="note")])
    ['a.yaml:3: note: nothing. Give text.']
    """
    ordered = sorted(problems, key=lambda p: (p.path, p.line or 0, p.column or 0))
    return [clean(runnable(_problem_line(problem))) for problem in ordered]


def _problem_line(problem: Problem) -> str:
    near = replace(problem, path=shown_path(problem.path))
    if near.severity == "fault":
        return str(near)
    return str(near).replace(f"{near.place}: ", f"{near.place}: {near.severity}: ", 1)


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return a path relative to the current folder if it is below that folder, else unchanged."""
    whole, here = Path(path), Path.cwd()
    return str(whole.relative_to(here)) if whole.is_absolute() and whole.is_relative_to(here) else str(whole)
