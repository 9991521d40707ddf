"""Shared options of commands, and records of options that a command receives as one argument."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from evaluator.cli.shared.lazy import Option
from evaluator.model.defaults import DEFAULT_RUBRIC

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
OPTION = "option"
PATH = click.Path(path_type=Path)

NAME = click.argument("name", metavar="COUNTRY|PLAN")
NAMES = click.argument("names", nargs=-1, required=True, metavar="COUNTRY|PLAN...")


def formats(first: str, *others: str, **how: Any) -> Callable[[F], F]:  # noqa: ANN401  (click's own)
    """Return a decorator that adds --format with these formats; the first is the default."""
    known = click.Choice([first, *others])
    return click.option("--format", "form", type=known, default=first, show_default=True, **how)


def option(*names: str, default: Any = None, **how: Any) -> Any:  # noqa: ANN401  (the type of the field)
    """Return a field of an options record, together with the command-line option that fills it."""
    return field(default=default, metadata={OPTION: (names, {"default": default, **how})})


def flag(*names: str, **how: Any) -> Any:  # noqa: ANN401  (a bool field)
    """Return a field of an options record for a flag: True if its option is given."""
    return option(*names, default=False, is_flag=True, **how)


@dataclass(frozen=True, slots=True)
class SharedOption:
    """An option of several commands: called, it decorates a command; `field` declares it in an options record.

    A command may give it a help of its own, or any other property of a click option.
    """

    names: tuple[str, ...]
    how: Mapping[str, Any]

    def __call__(self, meaning: str = "", **own: Any) -> Callable[[F], F]:  # noqa: ANN401  (click's own)
        """Return the decorator that gives a command this option."""
        return click.option(*self.names, cls=Option, **self._properties(meaning, own))

    def field(self, meaning: str = "", **own: Any) -> Any:  # noqa: ANN401  (the type of the field)
        """Return a field of an options record that this option fills."""
        return option(*self.names, **self._properties(meaning, own))

    def _properties(self, meaning: str, own: Mapping[str, Any]) -> dict[str, Any]:
        return {**self.how, **({"help": meaning} if meaning else {}), **own}


FORCE = SharedOption(("--force",), {"is_flag": True, "default": False, "help": "Replace the file if it exists."})
OUT = SharedOption(("--out", "-o"), {"type": PATH, "default": None, "metavar": "FILE", "help": "File to write."})
FULL = SharedOption(("--full",), {"is_flag": True, "default": False, "help": "Print all, beyond the first screen."})
CODER = SharedOption(("--coder",), {"former": ("--assessor",), "metavar": "CODER"})
RUBRIC = SharedOption(("--rubric",), {"default": DEFAULT_RUBRIC, "show_default": True, "metavar": "NAME"})
PLAN = SharedOption(("--plan",), {"default": None, "metavar": "PLAN", "help": "The plan, if the country has several."})
LANG = SharedOption(("--lang",), {"default": "en", "show_default": True, "metavar": "CODE"})


def handing(record: Callable[..., T]) -> Callable[[Callable[Concatenate[T, P], R]], Callable[P, R]]:
    """Return a decorator that adds the options of a record to a command and passes the record as first argument.

    Place it above `with_session`.
    """
    declared = {one.name: one.metadata[OPTION] for one in fields(record) if OPTION in one.metadata}  # type: ignore[arg-type]  # a dataclass

    def decorated(function: Callable[Concatenate[T, P], R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            given = {name: kwargs.pop(name) for name in declared}
            return function(record(**given), *args, **kwargs)

        command: Callable[P, R] = run
        for name, (names, how) in reversed(declared.items()):
            command = click.option(*names, name, cls=Option, **how)(command)
        return command

    return decorated
