"""`evaluator show`: show one entry of the library, of any kind."""

from __future__ import annotations

from collections.abc import Callable, Container

import click

from evaluator.cli.shared.names import CODE, PLAN_ID, part_named, plans_named, suggestion
from evaluator.cli.shared.options import FULL, RUBRIC, formats
from evaluator.cli.shared.out import as_json, show_screen
from evaluator.cli.shared.session import Session, with_session
from evaluator.cli.show.country import country_page, plan_page
from evaluator.cli.show.entry import EntryPage
from evaluator.cli.show.rubric import criterion_page, lens_page, rubric_page, standard_page, weighting_page
from evaluator.errors import EvaluatorError, did_you_mean
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.read.rubric import with_added_lenses


@click.command("show")
@click.argument("name")
@RUBRIC("Rubric of the criterion or weighting.")
@formats("text", "json")
@FULL()
@with_session
def command(session: Session, name: str, rubric: str, form: str, *, full: bool) -> None:
    r"""Show a country, plan, rubric, criterion, weighting, standard.

    For a country's code the command shows the country's fact sheet; for a weighting
    it shows the numbers, their origin and the weights that follow from them.

    \b
    Examples:
      evaluator show ALB
      evaluator show ALB-2005-2007
      evaluator show us-tip
      evaluator show non-punishment
      evaluator show cets197-12-6 --format json
    """
    page = page_of(session.library, name, rubric)
    if form == "json" and page.standing:
        session.tell(page.standing)
    show_screen(session, as_json(page.data) if form == "json" else page.text, full=full or form == "json")


def page_of(library: Library, name: str, rubric_name: str) -> EntryPage:
    """Return the page of the country, plan, rubric, part of the rubric or standard with a given name.

    Raises
    ------
    EvaluatorError
        No entry has the name; the message suggests similar names of any kind.
    """
    if CODE.fullmatch(name) and library.has_country(name.upper()):
        return country_page(library, name)
    if name in library.rubric_names:
        return rubric_page(library.rubric(name))
    rubric = library.rubric(rubric_name)
    if PLAN_ID.fullmatch(name) and library.has_country(name[:3].upper()):
        return plan_page(library, plans_named(library, [name], None, rubric.id)[0], rubric)
    return _part_page(library, with_added_lenses(rubric), part_named(rubric, name))


def _part_page(library: Library, rubric: Rubric, name: str) -> EntryPage:
    """Return the page of a criterion, weighting or lens of the rubric, or of a standard."""
    pages: list[tuple[Container[str], Callable[[], EntryPage]]] = [
        (rubric.by_id, lambda: criterion_page(rubric, rubric.by_id[name])),
        (rubric.every_weighting, lambda: weighting_page(rubric, rubric.weighting(name))),
        (rubric.lenses, lambda: lens_page(rubric, name)),
        (library.standards, lambda: standard_page(library, rubric, name)),
    ]
    for known, page in pages:
        if name in known:
            return page()
    names = [*library.rubric_names, *rubric.by_id, *rubric.weightings, *rubric.lenses, *library.standards]
    if code := library.country_called(name):
        return country_page(library, code)
    near = suggestion(library, name) or did_you_mean(name, names) or "`evaluator list` tells what there is."
    raise EvaluatorError(f"nothing is called {name!r}. {near}")
