"""The options of `evaluator contrast`: the weightings, sections and draws, and the form of the output."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from evaluator.cli.shared.options import FORCE, LANG, OUT, handing, option
from evaluator.contrasts.draws.scene import DOUBTS
from evaluator.contrasts.options import (
    ALL,
    LEAST_DRAWS,
    MOST_DRAWS,
    SECTIONS,
    USUAL,
    ContrastOptions,
    options_from,
)
from evaluator.contrasts.tables.every import SECTION_OF
from evaluator.library import Library
from evaluator.reports.html.language import ENGLISH, language

P = ParamSpec("P")
R = TypeVar("R")
FORMATS = ("table", "csv", "json", "xlsx", "html", "pdf")
FILES = ("xlsx", "pdf")  # formats that are binary
PAGES = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Output:
    """The format and file of a contrast's output, and the number of processes for its draws."""

    processes: int = option(
        "--processes", type=click.IntRange(min=1), default=1, show_default=True, help="For the draws."
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


_OPTIONS = (
    click.option("--all", "every", is_flag=True, help="Under all weightings, as without --weighting."),
    click.option(
        "--weight", "shares", multiple=True, metavar="NODE=SHARE", help="A share over the reference weighting's."
    ),
    click.option(
        "--show", "sections", multiple=True, type=click.Choice([*SECTIONS, ALL]), help="Section; repeatable."
    ),
    click.option("--no-ranks", is_flag=True, help="Leave ranks out."),
    click.option(
        "--rank-all", is_flag=True, help="Rank plans below the rubric's least coverage too; every page says so."
    ),
    click.option(
        "--draws", type=click.IntRange(LEAST_DRAWS, MOST_DRAWS), metavar="N",
        help="Weightings drawn; else the rubric's.",
    ),
    click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Seed of the draws; else the rubric's."),
    click.option("--nested", is_flag=True, help="Draw the shares at every node, the criteria's too."),
    click.option("--around", is_flag=True, help="Draw around the first weighting (Dirichlet) instead of uniformly."),
    click.option(
        "--concentration", type=click.FloatRange(min=0, min_open=True), metavar="N", help="Of the draws around it."
    ),
    click.option(
        "--order", "rules", multiple=True, metavar="RULE",
        help="What weightings must keep: 'human-rights>economic', '0.2<=migration<=0.4', 'human-rights>=2*economic'.",
    ),
    click.option(
        "--within", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Most that a weight may move."
    ),
    click.option("--doubt", "doubts", multiple=True, type=click.Choice(list(DOUBTS)), help="What varies; repeatable."),
)  # fmt: skip


def with_options(function: Callable[Concatenate[ContrastOptions, Output, P], R]) -> Callable[P, R]:
    """Add the options of a contrast to a command, and pass them to it as `ContrastOptions` and `Output`.

    The option `weightings` is empty, or `all` with --all.
    """

    @handing(Output)
    @functools.wraps(function)
    def run(output: Output, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(_contrast_options(kwargs, output), output, *args, **kwargs)

    wrapped: Callable[P, R] = run
    for one in reversed(_OPTIONS):
        wrapped = one(wrapped)
    return wrapped


def _contrast_options(given: dict[str, Any], output: Output) -> ContrastOptions:
    """Remove the contrast's options from the command's arguments, and return them as `ContrastOptions`."""
    ranks, every = not given.pop("no_ranks"), given.pop("every")
    own = {name: given.pop(name) for name in ContrastOptions.model_fields if name in given and name != "weightings"}
    if own["rank_all"] and not ranks:
        raise click.UsageError("--no-ranks and --rank-all exclude each other: give one of them.")
    own["sections"] = output.sections(own["sections"])
    return options_from({**own, "ranks": ranks, "weightings": (ALL,) if every else ()}, "contrast")
