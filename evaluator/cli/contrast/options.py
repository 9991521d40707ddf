"""The options of `evaluator contrast`: the weightings, sections and draws, and the form of the output."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from evaluator.cli.shared.options import FORCE, LANG, OUT, handing, option
from evaluator.contrasts.options import ALL, SECTIONS, USUAL, CommandOption, ContrastOptions, options_from
from evaluator.contrasts.tables.all import SECTION_OF
from evaluator.library import Library
from evaluator.reports.html.language import ENGLISH, language

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "csv", "json", "xlsx", "html", "pdf")
FILES = ("xlsx", "pdf")  # formats that are binary
PAGES = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Output:
    """The format and file of a contrast's output, and the number of processes for its draws."""

    processes: int = option(
        "--processes",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="How many processes make the draws.",
    )
    form: str = option("--format", type=click.Choice(FORMATS), default="table", show_default=True)
    table: str | None = option(
        "--table", type=click.Choice(list(SECTION_OF)), help="The table for CSV; scores if none is named."
    )
    out: Path | None = OUT.field("File to write: xlsx, pdf.")
    force: bool = FORCE.field()
    lang: str = LANG.field("Language of a page: sr-Latn.")

    def sections(self, named: Sequence[str]) -> tuple[str, ...]:
        """Return the sections to compute, in order: for CSV that of its table, else the named or the usual ones."""
        if self.form == "csv":
            return (SECTION_OF[self.table or "scores"],)
        if ALL in named:
            return SECTIONS
        return tuple(s for s in SECTIONS if s in named) or USUAL

    def language(self, library: Library) -> str:
        """Return the full code of the output language.

        Raises
        ------
        click.UsageError
            The option names a language, but the format is in English only.
        UnknownNameError
            The language has no catalogue.
        """
        if self.lang != ENGLISH and self.form not in PAGES:
            raise click.UsageError(f"--lang is for a page, so for --format {' or '.join(PAGES)}.")
        return language(library.templates, self.lang).code


def _declared() -> dict[str, tuple[FieldInfo, CommandOption]]:
    """Return the fields of a contrast's options that an option of the command fills, in order."""
    return {
        name: (field, typed)
        for name, field in ContrastOptions.model_fields.items()
        for typed in field.metadata
        if isinstance(typed, CommandOption)
    }


DECLARED = _declared()
RENAMED = {typed.old: typed.name for _, typed in DECLARED.values() if typed.old}


def _option(name: str, field: FieldInfo, typed: CommandOption) -> Callable[[F], F]:
    """Return the decorator that gives a command the option of a field."""
    how: dict[str, Any] = {"help": typed.help, "metavar": typed.metavar or None}
    if field.annotation is bool:
        return click.option(typed.name, name, is_flag=True, **how)
    how["type"] = click.Choice(typed.choices) if typed.choices else _range(field)
    if get_origin(field.annotation) is tuple:
        return click.option(typed.name, name, multiple=True, **how)
    return click.option(typed.name, name, default=field.default, show_default=field.default is not None, **how)


def _range(field: FieldInfo) -> click.IntRange | click.FloatRange | None:
    """Return the range of numbers that a field takes; None if it has no bounds."""
    bounds = {key: getattr(rule, key) for rule in field.metadata for key in ("ge", "gt", "le") if hasattr(rule, key)}
    if not bounds:
        return None
    kind = click.IntRange if int in (field.annotation, *get_args(field.annotation)) else click.FloatRange
    return kind(min=bounds.get("ge", bounds.get("gt")), max=bounds.get("le"), min_open="gt" in bounds)


def with_options(function: Callable[Concatenate[ContrastOptions, Output, P], R]) -> Callable[P, R]:
    """Add the options of a contrast to a command, and pass them to it as `ContrastOptions` and `Output`.

    The option `weightings` is empty, or `all` with --all.
    """

    @handing(Output)
    @functools.wraps(function)
    def run(output: Output, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(_contrast_options(kwargs, output), output, *args, **kwargs)

    wrapped: Callable[P, R] = run
    for name, (field, typed) in reversed(DECLARED.items()):
        wrapped = _option(name, field, typed)(wrapped)
    return click.option("--all", "every", is_flag=True, help="Under all weightings, as without --weighting.")(wrapped)


def _contrast_options(given: dict[str, Any], output: Output) -> ContrastOptions:
    """Remove the contrast's options from the command's arguments, and return them as `ContrastOptions`."""
    every = given.pop("every")
    own = {name: given.pop(name) != typed.negated for name, (_, typed) in DECLARED.items() if typed.negated}
    own |= {name: given.pop(name) for name in DECLARED if name not in own}
    if own["rank_all"] and not own["ranks"]:
        raise click.UsageError("--no-ranks and --rank-all exclude each other: give one of them.")
    own["sections"] = output.sections(own["sections"])
    return options_from({**own, "weightings": (ALL,) if every else ()}, "contrast")
