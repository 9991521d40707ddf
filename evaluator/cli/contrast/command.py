"""`evaluator contrast`: compare the scores of plans under several weightings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import click

from evaluator.batch.crew import refuse_too_many
from evaluator.batch.work import enter_process
from evaluator.cli.contrast.options import FILES, RENAMED, Output, with_options
from evaluator.cli.contrast.text import text_of
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.options import NAMES
from evaluator.cli.shared.out import ANOTHER_NAME, as_json, refuse_standing, show, stdout_alone, write_out
from evaluator.cli.shared.renamed import RenamedOptions
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.contrasts.findings import ContrastContext
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.all import document
from evaluator.contrasts.tables.base import ContrastTable
from evaluator.errors import EvaluatorError
from evaluator.reports.context.contrasted import Contrasted, context_of, contrasted
from evaluator.reports.contrast.page import contrast_order
from evaluator.reports.html.language import ENGLISH
from evaluator.reports.subject import date_of
from evaluator.workbook.results.plain import SHARES, About, plain_xlsx, sheet_of
from evaluator.workbook.results.written import contrast_bytes


@click.command("contrast", cls=RenamedOptions, renamed=RENAMED)
@NAMES
@with_options
@with_choice
@with_session
def command(
    session: Session, choice: PlanChoice, options: ContrastOptions, output: Output, names: tuple[str, ...]
) -> None:
    r"""Contrast weightings: score, bounds, grade and rank of the same plans.

    Without --weighting all weightings of the rubric are used. Moves, flips and
    draws compare the others with the first one. All sections are printed but
    leave-one-out and sensitivity; `--show all` prints these as well.

    \b
    Examples:
      evaluator contrast ALB
      evaluator contrast ALB --weighting equal --weighting us-tip
      evaluator contrast ALB -w equal --weight human-rights=0.4 --show moves
      evaluator contrast ALB --format csv --table weights
      evaluator contrast ALB --show blind-spot --format json
      evaluator contrast ALB -w equal -w us-tip --format pdf --out contrast.pdf
      evaluator contrast ALB SRB --format html --lang sr-Latn --out contrast.html
    """
    refuse_too_many(output.processes, "--processes")
    if output.form in FILES and output.out is None:
        raise click.UsageError(f"The format {output.form} needs --out FILE.")
    output = replace(output, lang=output.language(session.library))
    if output.out is not None:
        refuse_standing(output.out, session.library, force=output.force, remedy=ANOTHER_NAME)
    rubric = session.library.rubric(choice.rubric)
    named = options.weightings or choice.weightings
    options = options.model_copy(update={"weightings": named}).settled(rubric)
    plans = choice.assessments(session, rubric, names)
    with stdout_alone(), _beside(session, options, output) as beside:
        made = contrasted(rubric, plans, options, beside, choice.assessor)
    _put(session, made, output)
    first = made.found.headline if options.ranks else ()
    for warning in (*first, *made.found.study.warnings, *made.found.notes):
        session.tell(warning)
    leave_open(any(entrant.is_draft for entrant in made.found.study.entrants))


@contextmanager
def _beside(session: Session, options: ContrastOptions, output: Output) -> Iterator[ContrastContext]:
    """Yield the context of a contrast: data of the library, a map function for the draws, and a progress report."""
    tell = _tell if sys.stderr.isatty() and not session.quiet else None
    if output.processes == 1:
        yield context_of(session.library, options.sections, tell=tell)
        return
    with ProcessPoolExecutor(output.processes, initializer=enter_process) as pool:
        yield context_of(session.library, options.sections, pool.map, tell)


def _tell(done: int, total: int) -> None:
    """Print the progress of the draws on one line of standard error, and end the line after the last draw."""
    click.echo(f"\rdraws: {done} of {total} thousand" + ("\n" if done == total else ""), nl=False, err=True)


def _put(session: Session, made: Contrasted, output: Output) -> None:
    if output.out is None:
        show(_written(session, made, output))
        return
    write_out(output.out, _bytes(session, made, output))
    show(f"{output.out}\n")


def _bytes(session: Session, made: Contrasted, output: Output) -> bytes:
    if output.form == "xlsx":
        return _workbook(made, made.tables)
    if output.form == "pdf":
        return contrast_bytes(session.library, made, output.form, output.lang)
    return _written(session, made, output).encode()


def _workbook(made: Contrasted, tables: tuple[ContrastTable, ...]) -> bytes:
    """Return a workbook with one sheet for each table of the contrast."""
    order = contrast_order(made, ENGLISH)
    plans = ", ".join(made.found.study.plan_ids)
    date = max(date_of(card.assessment) for card in made.cards)
    about = About(order.document, f"Contrast: {plans}", date)
    return plain_xlsx([sheet_of(table.name, table.row, table.rows, SHARES) for table in tables], about)


def _written(session: Session, made: Contrasted, output: Output) -> str:
    tables = made.tables
    if output.form == "csv":
        return _csv(tables, output.table or "scores")
    if output.form == "json":
        return as_json(document(made.found, tables, ranks=made.options.ranks))
    if output.form == "html":
        return contrast_bytes(session.library, made, output.form, output.lang).decode()
    return click.unstyle(text_of(made.found, tables, ranks=made.options.ranks))


def _csv(tables: tuple[ContrastTable, ...], name: str) -> str:
    table = next((t for t in tables if t.name == name), None)
    if table is None:
        raise EvaluatorError(f"there is no table {name!r} here; it shows ranks, or nothing is known for it")
    return table.csv()
