"""`evaluator contrast`: the same plans under many weightings."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

import click

from evaluator.cli.choice import ALL, Choice, with_choice
from evaluator.cli.contrast_text import text_of
from evaluator.cli.out import as_json, show
from evaluator.cli.session import Session, with_session
from evaluator.contrast.study import Study
from evaluator.contrast.tables import SECTIONS, Table, document, study_tables
from evaluator.contrast.typed import parse_shares, typed_weighting
from evaluator.errors import EvaluatorError
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting
from evaluator.pipeline import contrast
from evaluator.read.table import write_table

P = ParamSpec("P")
R = TypeVar("R")
FORMATS = ("table", "csv", "json")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown, and how."""

    every: bool = False
    shares: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    no_ranks: bool = False
    form: str = "table"

    @property
    def ranks(self) -> bool:
        """Return whether ranks are printed."""
        return not self.no_ranks


def with_wish(function: Callable[Concatenate[Wish, P], R]) -> Callable[P, R]:
    """Give the command its own options, and hand them to it as one `Wish`."""

    @click.option("--all", "every", is_flag=True, help="Under all weightings, as without --weighting.")
    @click.option(
        "--weight", "shares", multiple=True, metavar="NODE=SHARE", help="A share over the reference weighting's."
    )
    @click.option("--show", "sections", multiple=True, type=click.Choice(SECTIONS), help="Section; repeatable.")
    @click.option("--no-ranks", is_flag=True, help="Leave ranks out.")
    @click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        given = {name: kwargs.pop(name) for name in ("every", "shares", "sections", "no_ranks", "form")}
        return function(Wish(**given), *args, **kwargs)  # type: ignore[arg-type]  # click's own values

    return run


@click.command("contrast")
@click.argument("names", nargs=-1, required=True, metavar="ISO3|PLAN...")
@with_wish
@with_choice
@with_session
def command(session: Session, choice: Choice, wish: Wish, names: tuple[str, ...]) -> None:
    r"""Contrast weightings: score, bounds, grade and rank of the same plans.

    Without --weighting all weightings of the rubric are used. Moves are told
    from the first weighting to each other one.

    \b
    Examples:
      evaluator contrast ALB
      evaluator contrast ALB --weighting equal --weighting us-tip
      evaluator contrast ALB -w equal --weight human-rights=0.4
      evaluator contrast ALB --show scores --format csv
    """
    study = _study(session, choice, wish, names)
    sections = wish.sections or (("scores",) if wish.form == "csv" else ())
    tables = study_tables(study, ranks=wish.ranks)
    show(written(study, tables, sections, wish))
    for warning in study.warnings:
        session.tell(warning)
    if any(entrant.is_draft for entrant in study.entrants):
        click.get_current_context().exit(1)


def _study(session: Session, choice: Choice, wish: Wish, names: tuple[str, ...]) -> Study:
    rubric = session.library.rubric(choice.rubric)
    wanted = _weightings(rubric, choice, wish)
    return contrast(choice.assessments(session, rubric, names), rubric, wanted, assessor=choice.assessor)


def _weightings(rubric: Rubric, choice: Choice, wish: Wish) -> list[Weighting]:
    """Return the weightings asked for; a typed one stands after the reference weighting."""
    typed = parse_shares(wish.shares)
    asked = choice.weightings or ((rubric.reference_weighting,) if typed else (ALL,))
    names = list(rubric.weightings) if wish.every or ALL in asked else list(dict.fromkeys(asked))
    if rubric.reference_weighting in names:
        names.sort(key=lambda name: name != rubric.reference_weighting)
    found = [rubric.weighting(name) for name in names]
    if typed:
        found.append(typed_weighting(rubric, rubric.weighting(rubric.reference_weighting), typed))
    return found


def written(study: Study, tables: tuple[Table, ...], sections: tuple[str, ...], wish: Wish) -> str:
    """Return the sections as text in a format; CSV holds one section.

    Raises
    ------
    EvaluatorError
        Several sections were asked for as CSV.
    """
    chosen = [table for table in tables if not sections or table.name in sections]
    if wish.form == "csv":
        if len(chosen) != 1:
            raise EvaluatorError("CSV holds one table: give one --show, or --format json for all")
        return write_table(chosen[0].rows, chosen[0].row)
    if wish.form == "json":
        return as_json(document(study, chosen))
    return text_of(study, chosen)
