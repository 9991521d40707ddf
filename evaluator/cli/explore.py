"""`evaluator explore`: write one HTML page on which a reader changes the weighting."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.options import FORCE, LANG, OUT
from evaluator.cli.shared.out import ANOTHER_NAME, refuse_standing, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.explorer.page import explorer_page
from evaluator.pipeline import enter


@click.command("explore")
@click.argument("names", nargs=-1, metavar="[COUNTRY|PLAN]...")
@OUT("File to write.", default=Path("explorer.html"), show_default=True)
@LANG("Language of the page.")
@click.option("--survey", default="", metavar="SURVEY", help="Show behind the sliders where members of its groups lie.")
@FORCE()
@with_choice
@with_session
def command(  # noqa: PLR0913  (one option each)
    session: Session, choice: PlanChoice, names: tuple[str, ...], *, out: Path, lang: str, survey: str, force: bool
) -> None:
    r"""Make one HTML page on which a reader changes the weighting.

    Without names the page holds every plan or unit that is assessed under the
    rubric; without --weighting it holds every weighting of the rubric. The page needs no
    network and no other file. The status is 1 if one of the assessments is a draft.

    \b
    Examples:
      evaluator explore
      evaluator explore ALB SRB --out two.html
      evaluator explore --rubric public-record --year 2005 --out record.html
      evaluator explore --survey talks-2026 --library my-folder
    """
    refuse_standing(out, session.library, force=force, remedy=ANOTHER_NAME)
    rubric = session.library.rubric(choice.rubric)
    chosen = choice.weightings_of(rubric) if choice.weightings else list(rubric.weightings.values())
    plans = choice.assessments(session, rubric, names or choice.every(session))
    entrants = [enter(plan, rubric, choice.coder) for plan in plans]
    asked = session.library.asked(survey) if survey else None
    write_out(out, explorer_page(session.library, rubric, chosen, entrants, lang, asked).encode())
    show(f"{out}\n")
    leave_open(any(entrant.is_draft for entrant in entrants))
