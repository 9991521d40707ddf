"""The options of `evaluator contrast`, handed over as one object."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import click

from evaluator.contrasts.findings import SECTIONS, USUAL
from evaluator.contrasts.rules import parse_rules
from evaluator.contrasts.scene import DOUBTS
from evaluator.contrasts.tables import SECTION_OF
from evaluator.contrasts.typed import parse_shares
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.reports.contrast_asked import MOST_DRAWS, ContrastAsked, asked_from, whole_contrast
from evaluator.reports.language import ENGLISH, language

P = ParamSpec("P")
R = TypeVar("R")
FORMATS = ("table", "csv", "json", "xlsx", "html", "pdf")
FILES = ("xlsx", "pdf")  # forms that are no text
PAGES = ("html", "pdf")
EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown, how weightings are drawn, and in which form it is wanted."""

    every: bool = False
    shares: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    no_ranks: bool = False
    rank_all: bool = False
    draws: int | None = None
    seed: int | None = None
    nested: bool = False
    around: bool = False
    concentration: float | None = None
    rules: tuple[str, ...] = ()
    within: float = 1.0
    doubts: tuple[str, ...] = ()
    processes: int = 1
    form: str = "table"
    table: str | None = None
    out: Path | None = None
    force: bool = False
    lang: str = ENGLISH

    @property
    def ranks(self) -> bool:
        """Return whether ranks are printed."""
        return not self.no_ranks

    @property
    def wanted(self) -> tuple[str, ...]:
        """Return the sections that are needed, in order."""
        if self.form == "csv":
            return (SECTION_OF[self.table or "scores"],)
        if EVERYTHING in self.sections:
            return SECTIONS
        return tuple(s for s in SECTIONS if s in self.sections) or USUAL

    def spoken(self, library: Library) -> str:
        """Return the full code of the language.

        Raises
        ------
        click.UsageError
            It is given for a form that is in English alone.
        UnknownNameError
            There is no catalogue for it.
        """
        if self.no_ranks and self.rank_all:
            raise click.UsageError("--no-ranks and --rank-all exclude each other: give one of them.")
        if self.lang != ENGLISH and self.form not in PAGES:
            raise click.UsageError(f"--lang is for a page, so for --format {' or '.join(PAGES)}.")
        return language(library.templates, self.lang).code

    def contrast(self, rubric: Rubric, weightings: Sequence[str]) -> ContrastAsked:
        """Return what is asked of the contrast: with no weighting named all of them, the reference first.

        Raises
        ------
        InvalidInputError
            A rule of --order or a share of --weight is none.
        UnknownNameError
            The rubric has no weighting of that name.
        """
        parse_rules(self.rules)
        typed = parse_shares(self.shares)
        named = weightings or ((rubric.reference_weighting,) if typed else (EVERYTHING,))
        if self.every or EVERYTHING in named:
            named = whole_contrast(rubric, rubric.weighting(rubric.reference_weighting)).weightings
        given = {name: getattr(self, name) for name in ContrastAsked.model_fields if name in self.__dataclass_fields__}
        ids = [rubric.weighting(name).id for name in dict.fromkeys(named)]
        return asked_from({**given, "weightings": ids, "sections": self.wanted, "ranks": self.ranks}, "contrast")


_OPTIONS = (
    click.option("--all", "every", is_flag=True, help="Under all weightings, as without --weighting."),
    click.option(
        "--weight", "shares", multiple=True, metavar="NODE=SHARE", help="A share over the reference weighting's."
    ),
    click.option(
        "--show", "sections", multiple=True, type=click.Choice([*SECTIONS, EVERYTHING]), help="Section; repeatable."
    ),
    click.option("--no-ranks", is_flag=True, help="Leave ranks out."),
    click.option(
        "--rank-all", is_flag=True, help="Rank plans below the rubric's least coverage too; every page says so."
    ),
    click.option(
        "--draws", type=click.IntRange(100, MOST_DRAWS), metavar="N", help="Weightings drawn; else the rubric's."
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
    click.option("--processes", type=click.IntRange(min=1), default=1, show_default=True, help="For the draws."),
    click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    click.option("--table", type=click.Choice(list(SECTION_OF)), help="The table for CSV; scores if none is named."),
    click.option("--out", "-o", type=click.Path(path_type=Path), metavar="FILE", help="File to write: xlsx, pdf."),
    click.option("--force", is_flag=True, help="Replace a file that is there."),
    click.option("--lang", default=ENGLISH, show_default=True, metavar="CODE", help="Language of a page: sr-Latn."),
)  # fmt: skip


def with_wish(function: Callable[Concatenate[Wish, P], R]) -> Callable[P, R]:
    """Give the command its own options, and hand them to it as one `Wish`."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        given = {name: kwargs.pop(name) for name in Wish.__dataclass_fields__}
        return function(Wish(**given), *args, **kwargs)  # type: ignore[arg-type]  # click's own values

    wrapped: Callable[P, R] = run
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
