"""`evaluator contrast`: compare the scores of plans under several weightings."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from evaluator.batch.processes import enter_process, refuse_too_many
from evaluator.cli.contrast.blocks import text_of
from evaluator.cli.contrast.screen import SCREEN, screen_of
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.lazy import AnalystsCommand, Option
from evaluator.cli.shared.options import FORCE, FULL, LANG, NAMES, OUT, flag, handing, option
from evaluator.cli.shared.out import ANOTHER_NAME, as_json, refuse_standing, show, stdout_alone, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.terminal import put
from evaluator.contrasts.findings import ContrastContext
from evaluator.contrasts.naming import CONTRAST_SECTIONS
from evaluator.contrasts.options import SECTIONS, USUAL, CommandOption, ContrastOptions, options_from
from evaluator.contrasts.tables.all import SECTION_OF, document
from evaluator.contrasts.tables.empty import why_none
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.rubric import ALL
from evaluator.reports.context.several import Contrasted, context_of, contrasted
from evaluator.reports.contrast.report import contrast_order
from evaluator.reports.language import ENGLISH, language
from evaluator.reports.subject import date_of
from evaluator.workbook.results.plain import SHARES, About, plain_xlsx, sheet_of
from evaluator.workbook.results.report_files import contrast_bytes

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "csv", "json", "xlsx", "html", "pdf")
FILES = ("xlsx", "pdf")  # formats that are binary
PAGES = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Output:
    """The format and file of a contrast's output, and the number of processes for its draws.

    `short` is set where the first screen is asked for.
    """

    processes: int = option(
        "--processes",
        for_analysts=True,
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
    full: bool = FULL.field()
    annex: bool = flag("--annex", help="Add to a page its annex: every table of the contrast, and the method.")

    short: bool = False

    def sections(self, named: Sequence[str]) -> tuple[str, ...]:
        """Return the sections to compute, in order: for CSV that of its table, else the named or the usual ones."""
        if self.form == "csv":
            return (SECTION_OF[self.table or "scores"],)
        if self.is_screen(named):
            return SCREEN
        if ALL in named:
            return SECTIONS
        return tuple(s for s in CONTRAST_SECTIONS if s in named) or USUAL

    def is_screen(self, named: Sequence[str]) -> bool:
        """Return whether the first screen is asked for: the table on a terminal, without sections by name."""
        return self.form == "table" and not named and not self.full

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


def _command_options() -> dict[str, tuple[FieldInfo, CommandOption]]:
    """Return the fields of a contrast's options that an option of the command fills, in order."""
    return {
        name: (field, typed)
        for name, field in ContrastOptions.model_fields.items()
        for typed in field.metadata
        if isinstance(typed, CommandOption)
    }


DECLARED = _command_options()


def _option_of_field(name: str, field: FieldInfo, typed: CommandOption) -> Callable[[F], F]:
    """Return the decorator that gives a command the option of a field."""
    how: dict[str, Any] = {"help": typed.help, "metavar": typed.metavar or None, "cls": Option}
    how["for_analysts"] = typed.for_analysts
    if field.annotation is bool:
        return click.option(typed.name, name, is_flag=True, **how)
    how["type"] = click.Choice(typed.choices) if typed.choices else _range_of_field(field)
    if get_origin(field.annotation) is tuple:
        return click.option(typed.name, name, multiple=True, **how)
    return click.option(typed.name, name, default=field.default, show_default=field.default is not None, **how)


def _range_of_field(field: FieldInfo) -> click.IntRange | click.FloatRange | None:
    """Return the range of numbers that a field takes; None if it has no bounds."""
    bounds = {key: getattr(rule, key) for rule in field.metadata for key in ("ge", "gt", "le") if hasattr(rule, key)}
    if not bounds:
        return None
    kind = click.IntRange if int in (field.annotation, *get_args(field.annotation)) else click.FloatRange
    return kind(min=bounds.get("ge", bounds.get("gt")), max=bounds.get("le"), min_open="gt" in bounds)


def with_options(function: Callable[Concatenate[ContrastOptions, Output, P], R]) -> Callable[P, R]:
    """Add the options of a contrast to a command, and pass them to it as `ContrastOptions` and `Output`."""

    @handing(Output)
    @functools.wraps(function)
    def run(output: Output, /, *args: P.args, **kwargs: P.kwargs) -> R:
        output = replace(output, short=output.is_screen(_sections_named(kwargs)))
        return function(_contrast_options(kwargs, output), output, *args, **kwargs)

    wrapped: Callable[P, R] = run
    for name, (field, typed) in reversed(DECLARED.items()):
        wrapped = _option_of_field(name, field, typed)(wrapped)
    former = click.option("--all", "every", is_flag=True, hidden=True, help="Former name of `-w all`; for one release.")
    return former(wrapped)


def _sections_named(given: Mapping[str, Any]) -> Sequence[str]:
    """Return the sections named with --show."""
    named: Sequence[str] = given["sections"]
    return named


def _contrast_options(given: dict[str, Any], output: Output) -> ContrastOptions:
    """Remove the contrast's options from the command's arguments, and return them as `ContrastOptions`."""
    every = given.pop("every")
    own = {name: given.pop(name) != typed.negated for name, (_, typed) in DECLARED.items() if typed.negated}
    own |= {name: given.pop(name) for name in DECLARED if name not in own}
    if own["rank_all"] and not own["ranks"]:
        raise click.UsageError("--no-ranks and --rank-all exclude each other: give one of them.")
    own["sections"] = output.sections(own["sections"])
    return options_from({**own, "weightings": (ALL,) if every else ()}, "contrast")


@click.command("contrast", cls=AnalystsCommand)
@NAMES
@with_options
@with_choice
@with_session
def command(
    session: Session, choice: PlanChoice, options: ContrastOptions, output: Output, names: tuple[str, ...]
) -> None:
    r"""Contrast weightings: how the same plans score and rank.

    Without --weighting all weightings of the rubric are used; `-w NAME -w all` puts
    the named first. Neighbours, moves, flips and draws compare the others with the
    first. The first screen has the finding and the plans by frames; --show prints a
    section, --full the usual ones, and `--show all` every one.

    \b
    Examples:
      evaluator contrast ALB
      evaluator contrast ALB --weighting equal --weighting us-tip
      evaluator contrast ALB -w equal --weight human-rights=0.4 --show moves
      evaluator contrast ALB --format csv --table weights
      evaluator contrast ALB -w gaatw -w all --show nearest
      evaluator contrast ALB --show blind-spot --format json
      evaluator contrast ALB -w equal -w us-tip --format pdf --out contrast.pdf
      evaluator contrast ALB SRB --format html --lang sr-Latn --out contrast.html
    """
    refuse_too_many(output.processes, "--processes")
    if output.form in FILES:
        output = replace(output, out=output.out or Path(f"contrast.{output.form}"))
    output = replace(output, lang=output.language(session.library))
    if output.out is not None:
        refuse_standing(output.out, session.library, force=output.force, remedy=ANOTHER_NAME)
    rubric = session.library.rubric(choice.rubric)
    named = (*choice.weightings, *options.weightings)
    options = options.model_copy(update={"weightings": named}).settled(rubric)
    plans = choice.assessments(session, rubric, names)
    with stdout_alone(), _contrast_context(session, options, output) as beside:
        made = contrasted(rubric, plans, options, beside, choice.coder)
    _write_contrast(session, made, output)
    beyond = () if output.short else (*(made.found.headline if options.ranks else ()), *made.found.notes)
    for warning in (*made.found.study.warnings, *beyond):
        session.tell(warning)
    leave_open(made.found.study.is_draft)


@contextmanager
def _contrast_context(session: Session, options: ContrastOptions, output: Output) -> Iterator[ContrastContext]:
    """Yield the context of a contrast: data of the library, a map function for the draws, and a progress report."""
    tell = _tell_progress if sys.stderr.isatty() and not session.quiet else None
    if output.processes == 1:
        yield context_of(session.library, options.sections, tell=tell, survey=options.survey)
        return
    with ProcessPoolExecutor(output.processes, initializer=enter_process) as pool:
        yield context_of(session.library, options.sections, pool.map, tell, options.survey)


def _tell_progress(done: int, total: int) -> None:
    """Print the progress of the draws on one line of standard error, and end the line after the last draw."""
    click.echo(f"\rdraws: {done} of {total} thousand" + ("\n" if done == total else ""), nl=False, err=True)


def _write_contrast(session: Session, made: Contrasted, output: Output) -> None:
    if output.form == "xlsx":
        content = _workbook(made)
    elif output.form in PAGES:
        content = contrast_bytes(session.library, made, output.form, output.lang, annex=output.annex)
    else:
        content = _contrast_text(made, output).encode()
    if output.out is not None:
        write_out(output.out, content)
    show(content.decode() if output.out is None else f"{output.out}\n")


def _workbook(made: Contrasted) -> bytes:
    """Return a workbook with one sheet for each table of the contrast."""
    order = contrast_order(made, ENGLISH)
    plans = ", ".join(made.found.study.plan_ids)
    date = max(date_of(card.assessment) for card in made.cards)
    about = About(order.document, f"Contrast: {plans}", date)
    return plain_xlsx([sheet_of(table.name, table.row, table.rows, SHARES) for table in made.tables], about)


def _contrast_text(made: Contrasted, output: Output) -> str:
    if output.form == "csv":
        return _table_csv(made, output.table or "scores")
    if output.form == "json":
        return as_json(document(made.found, made.tables, ranks=made.options.ranks))
    if output.short:
        return click.unstyle(screen_of(made.found, made.rows("scores"), ranks=made.options.ranks))
    return click.unstyle(text_of(made.found, made.tables, ranks=made.options.ranks))


def _table_csv(made: Contrasted, name: str) -> str:
    """Return a table as CSV; of one without rows standard error says why, and its header is all."""
    table = next((t for t in made.tables if t.name == name), None)
    why = why_none(made.found, name, SECTION_OF[name]) if made.options.ranks else "it is one of ranks"
    if table is None:
        raise EvaluatorError(f"there is no table {name!r} here: {why}")
    if not table.rows and made.options.ranks:
        put(f"{name} has no rows: {why}", err=True)
    return table.csv()
