"""`evaluator contrast`: the same plans under many weightings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version

import click

from evaluator.batch.crew import refuse_too_many
from evaluator.batch.work import enter_process
from evaluator.cli.choice import Choice, with_choice
from evaluator.cli.contrast_text import text_of
from evaluator.cli.contrast_wish import FILES, Wish, with_wish
from evaluator.cli.out import as_json, refuse_target, show, stdout_alone, write_out
from evaluator.cli.session import Session, with_session
from evaluator.contrasts.findings import Beside
from evaluator.contrasts.table import Table
from evaluator.contrasts.tables import document, tables_of
from evaluator.errors import EvaluatorError
from evaluator.reports.contrast_asked import beside_of
from evaluator.reports.contrast_page import Contrasted, contrasted
from evaluator.reports.country import date_of
from evaluator.reports.language import ENGLISH
from evaluator.workbook.plain_book import SHARES, About, plain_xlsx, sheet_of
from evaluator.workbook.written import contrast_bytes


@click.command("contrast")
@click.argument("names", nargs=-1, required=True, metavar="ISO3|PLAN...")
@with_wish
@with_choice
@with_session
def command(session: Session, choice: Choice, wish: Wish, names: tuple[str, ...]) -> None:
    r"""Contrast weightings: score, bounds, grade and rank of the same plans.

    Without --weighting all weightings of the rubric are used. Everything is held
    against the first: moves, flips, draws. The usual sections are all but
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
    refuse_too_many(wish.processes, "--processes")
    if wish.form in FILES and wish.out is None:
        raise click.UsageError(f"The format {wish.form} needs --out FILE.")
    wish = replace(wish, lang=wish.spoken(session.library))
    if wish.out is not None:
        refuse_target(wish.out, session.library)
    if wish.out is not None and wish.out.exists() and not wish.force:
        raise EvaluatorError(f"{wish.out} is there already. Give another name, or --force to replace it.")
    rubric = session.library.rubric(choice.rubric)
    asked = wish.contrast(rubric, choice.weightings)
    plans = choice.assessments(session, rubric, names)
    with stdout_alone(), _beside(session, wish) as beside:
        made = contrasted(rubric, plans, asked, beside, choice.assessor)
    _put(session, made, wish)
    first = made.found.headline if wish.ranks else ()
    for warning in (*first, *made.found.study.warnings, *made.found.notes):
        session.tell(warning)
    if any(entrant.is_draft for entrant in made.found.study.entrants):
        click.get_current_context().exit(1)


@contextmanager
def _beside(session: Session, wish: Wish) -> Iterator[Beside]:
    """Give what the library knows beside the plans, and how draws are run and their progress told."""
    tell = _tell if sys.stderr.isatty() and not session.quiet else None
    if wish.processes == 1:
        yield beside_of(session.library, wish.wanted, tell=tell)
        return
    with ProcessPoolExecutor(wish.processes, initializer=enter_process) as pool:
        yield beside_of(session.library, wish.wanted, pool.map, tell)


def _tell(done: int, total: int) -> None:
    """Show how far the draws are, on one line that is left when they are done."""
    click.echo(f"\rdraws: {done} of {total} thousand" + ("\n" if done == total else ""), nl=False, err=True)


def _put(session: Session, made: Contrasted, wish: Wish) -> None:
    if wish.out is None:
        show(_written(session, made, wish))
        return
    write_out(wish.out, _bytes(session, made, wish))
    show(f"{wish.out}\n")


def _bytes(session: Session, made: Contrasted, wish: Wish) -> bytes:
    if wish.form == "xlsx":
        return _workbook(made, tables_of(made.found, wish.wanted, ranks=wish.ranks))
    if wish.form == "pdf":
        return contrast_bytes(session.library, made, wish.form, wish.lang)
    return _written(session, made, wish).encode()


def _workbook(made: Contrasted, tables: tuple[Table, ...]) -> bytes:
    """Return every table as a sheet."""
    order = made.order(ENGLISH)
    plans = ", ".join(made.found.study.plan_ids)
    date = max(date_of(card.assessment) for card in made.cards)
    about = About(order.document, f"Contrast: {plans}", date, f"nap-evaluator {version('nap-evaluator')}")
    return plain_xlsx([sheet_of(table.name, table.row, table.rows, SHARES) for table in tables], about)


def _written(session: Session, made: Contrasted, wish: Wish) -> str:
    tables = tables_of(made.found, wish.wanted, ranks=wish.ranks)
    if wish.form == "csv":
        return _csv(tables, wish.table or "scores")
    if wish.form == "json":
        return as_json(document(made.found, tables, ranks=wish.ranks))
    if wish.form == "html":
        return contrast_bytes(session.library, made, wish.form, wish.lang).decode()
    return click.unstyle(text_of(made.found, tables, ranks=wish.ranks))


def _csv(tables: tuple[Table, ...], name: str) -> str:
    table = next((t for t in tables if t.name == name), None)
    if table is None:
        raise EvaluatorError(f"there is no table {name!r} here; it tells ranks, or nothing is known for it")
    return table.csv()
