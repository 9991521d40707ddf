"""`evaluator explore`: write one HTML page on which a reader changes the weighting."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.options import FORCE, LANG, OUT
from evaluator.cli.shared.out import ANOTHER_NAME, refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.contrasts.compare import Entrant
from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.extensions.explorer.opening import opening
from evaluator.model.rubric import Rubric
from evaluator.pipeline import enter

HEADING = "Contrast"


@click.command("explore")
@click.argument("names", nargs=-1, metavar="[COUNTRY|PLAN]...")
@OUT("File to write.", default=Path("explorer.html"), show_default=True)
@LANG("Language of the page.")
@click.option("--survey", default="", metavar="SURVEY", help="Show behind the sliders where members of its groups lie.")
@FORCE()
@with_choice
@with_session
def command(
    session: Session, choice: PlanChoice, names: tuple[str, ...], *, out: Path, lang: str, survey: str, force: bool
) -> None:
    r"""Make one HTML page on which a reader changes the weighting.

    Without names and without options the page opens with what can be ranked: the
    newest year of the public record, the library's own region first. With a rubric it
    holds every plan or unit that is assessed under it; without --weighting every
    weighting. The page needs no network and no other file. The status is 1 if one of the
    assessments is a draft.

    \b
    Examples:
      evaluator explore
      evaluator explore ALB SRB --out two.html
      evaluator explore --rubric public-record --year 2005 --out record.html
      evaluator explore --survey talks-2026 --library my-folder
    """
    refuse_standing(out, session.library, force=force, remedy=ANOTHER_NAME)
    rubric, entrants = _shown(session, choice, names, is_asked=bool(survey))
    chosen = choice.weightings_of(rubric) if choice.weightings else list(rubric.weightings.values())
    asked = session.library.asked(survey) if survey else None
    write_out(out, explorer_page(session.library, rubric, chosen, entrants, lang, asked).encode())
    show(f"{out}\n")
    leave_open(any(entrant.is_draft for entrant in entrants))


def _shown(
    session: Session, choice: PlanChoice, names: tuple[str, ...], *, is_asked: bool
) -> tuple[Rubric, list[Entrant]]:
    """Return rubric and units of the page; of what can be ranked, where nothing is asked for."""
    given = click.get_current_context().get_parameter_source("rubric") is not ParameterSource.DEFAULT
    if not (names or choice.plan or choice.years or choice.weightings or choice.coder or is_asked or given):
        return opening(session.library)
    rubric = session.library.rubric(choice.rubric)
    plans = choice.assessments(session, rubric, names or choice.every(session))
    return rubric, [enter(plan, rubric, choice.coder) for plan in plans]
