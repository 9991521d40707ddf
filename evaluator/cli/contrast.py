"""`evaluator contrast`: the same plans under many weightings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

import click

from evaluator.cli.choice import ALL, Choice, with_choice
from evaluator.cli.contrast_book import contrast_xlsx
from evaluator.cli.contrast_text import text_of
from evaluator.cli.contrast_wish import FILES, Wish, with_wish
from evaluator.cli.out import as_json, refuse_target, show
from evaluator.cli.session import Session, with_session
from evaluator.contrast.findings import Beside, Findings, findings_of
from evaluator.contrast.study import Study
from evaluator.contrast.table import Table
from evaluator.contrast.tables import document, tables_of
from evaluator.contrast.typed import parse_shares, typed_weighting
from evaluator.errors import EvaluatorError
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting
from evaluator.pipeline import contrast, leave_one_out
from evaluator.read.table import write_table


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
    """
    if wish.form in FILES and wish.out is None:
        raise click.UsageError(f"The format {wish.form} needs --out FILE.")
    if wish.out is not None:
        refuse_target(wish.out, session.library)
    if wish.out is not None and wish.out.exists() and not wish.force:
        raise EvaluatorError(f"{wish.out} is there already. Give another name, or --force to replace it.")
    study = _study(session, choice, wish, names)
    with _beside(session, wish) as beside:
        found = findings_of(study, wish.asked(), beside)
    _put(session, found, wish)
    for warning in (*study.warnings, *found.notes):
        session.tell(warning)
    if any(entrant.is_draft for entrant in study.entrants):
        click.get_current_context().exit(1)


def _study(session: Session, choice: Choice, wish: Wish, names: tuple[str, ...]) -> Study:
    rubric = session.library.rubric(choice.rubric)
    wanted = _weightings(rubric, choice, wish)
    return contrast(choice.assessments(session, rubric, names), rubric, wanted, assessor=choice.assessor)


def _weightings(rubric: Rubric, choice: Choice, wish: Wish) -> list[Weighting]:
    """Return the weightings asked for, the reference first among all of them; a typed one stands last."""
    typed = parse_shares(wish.shares)
    asked = choice.weightings or ((rubric.reference_weighting,) if typed else (ALL,))
    if wish.every or ALL in asked:
        names = sorted(rubric.weightings, key=lambda name: name != rubric.reference_weighting)
    else:
        names = list(dict.fromkeys(asked))
    found = [rubric.weighting(name) for name in names]
    if typed:
        found.append(typed_weighting(rubric, rubric.weighting(rubric.reference_weighting), typed))
    return found


@contextmanager
def _beside(session: Session, wish: Wish) -> Iterator[Beside]:
    """Give what the library knows beside the plans, and how draws are run and their progress told."""
    library = session.library
    blind = "blind-spot" in wish.wanted
    known = Beside(
        standards=tuple(library.standards.values()) if blind else (),
        placements=library.shared_facts.tip_tiers if blind else (),
        left_out=leave_one_out,
        tell=_tell if sys.stderr.isatty() and not session.quiet else None,
    )
    if wish.processes == 1:
        yield known
        return
    with ProcessPoolExecutor(wish.processes) as pool:
        yield Beside(known.standards, known.placements, known.left_out, pool.map, known.tell)


def _tell(done: int, total: int) -> None:
    """Show how far the draws are, on one line that is left when they are done."""
    click.echo(f"\rdraws: {done} of {total} thousand" + ("\n" if done == total else ""), nl=False, err=True)


def _put(session: Session, found: Findings, wish: Wish) -> None:
    if wish.out is None:
        show(_written(session, found, wish))
        return
    from evaluator.report.build import write_whole

    write_whole(wish.out, _bytes(session, found, wish))
    show(f"{wish.out}\n")


def _bytes(session: Session, found: Findings, wish: Wish) -> bytes:
    if wish.form == "xlsx":
        return contrast_xlsx(found.study, tables_of(found, wish.wanted, ranks=wish.ranks))
    if wish.form == "pdf":
        from evaluator.report.contrast_page import contrast_pdf

        return contrast_pdf(session.library, found, wish.wanted, ranks=wish.ranks)
    return _written(session, found, wish).encode()


def _written(session: Session, found: Findings, wish: Wish) -> str:
    tables = tables_of(found, wish.wanted, ranks=wish.ranks)
    if wish.form == "csv":
        return _csv(tables, wish.table or "scores")
    if wish.form == "json":
        return as_json(document(found, tables))
    if wish.form == "html":
        from evaluator.report.contrast_page import contrast_html
        from evaluator.report.contrast_view import contrast_view

        return contrast_html(session.library, contrast_view(found, wish.wanted, ranks=wish.ranks))
    return click.unstyle(text_of(found, tables))


def _csv(tables: tuple[Table, ...], name: str) -> str:
    table = next((t for t in tables if t.name == name), None)
    if table is None:
        raise EvaluatorError(f"there is no table {name!r} here; it tells ranks, or nothing is known for it")
    return write_table(table.rows, table.row)
