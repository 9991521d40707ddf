"""`evaluator report --kind`: one report on several plans."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli.choice import ALL, Choice
from evaluator.cli.session import Session
from evaluator.model.scorecard import Scorecard
from evaluator.report.build import write_whole
from evaluator.report.region import region_view
from evaluator.report.region_pages import region_html, region_pdf
from evaluator.workbook.report_book import SUFFIX, region_xlsx


def cards_of(session: Session, choice: Choice, names: tuple[str, ...]) -> list[Scorecard]:
    """Score the plans of a report on several, under one weighting.

    Raises
    ------
    click.UsageError
        No plan is named, or several weightings are.
    """
    if not names:
        raise click.UsageError("Name the plans: evaluator report ALB SRB --kind comparative.")
    if len(set(choice.weightings)) > 1 or ALL in choice.weightings:
        raise click.UsageError("One report rests on one --weighting; every other stands beside it where it matters.")
    return choice.cards(session, names)


def write_several(session: Session, cards: list[Scorecard], kind: str, path: Path, lang: str) -> None:
    """Write one report on the plans as PDF, or as HTML or a workbook where the file's name ends so."""
    if path.suffix.lower() == SUFFIX:
        write_whole(path, region_xlsx(session.library, cards, kind, lang))
    elif path.suffix == ".html":
        write_whole(path, region_html(session.library, region_view(cards, kind, lang)).encode())
    else:
        write_whole(path, region_pdf(session.library, cards, kind, lang))
