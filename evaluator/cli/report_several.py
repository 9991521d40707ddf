"""`evaluator report --kind`: one report on several plans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from evaluator.cli.bulk import Bulk, plans_meant
from evaluator.cli.choice import ALL, Choice
from evaluator.cli.session import Session
from evaluator.model.scorecard import Scorecard
from evaluator.model.script import alphabetical
from evaluator.report.alone import standing_alone
from evaluator.report.contrast_page import KIND, contrast_html, contrast_pdf, contrasted_cards, view_of
from evaluator.report.country import country_name
from evaluator.report.region import region_view
from evaluator.report.region_pages import region_html, region_pdf
from evaluator.store.whole import write_whole
from evaluator.workbook.report_book import SUFFIX, region_xlsx

# The kind of a report on several plans, and its language.
Order = tuple[str, str]


def cards_of(session: Session, choice: Choice, bulk: Bulk, names: tuple[str, ...], order: Order) -> list[Scorecard]:
    """Score the plans of a report on several, under one weighting.

    Plans stand in the order named; with `--all`, every country that is assessed, by its
    name in the alphabet of the report's language.

    Raises
    ------
    click.UsageError
        No plan is named, several weightings are, or an option is given that is for many reports.
    EvaluatorError
        No country is assessed.
    """
    kind, lang = order
    bulk.refuse_for_one(kind)
    if bool(names) == bulk.every:
        wrong = "--all leaves nothing to name." if names else "Name the plans, or ask for --all:"
        raise click.UsageError(f"{wrong} evaluator report ALB SRB --kind {kind}.")
    if len(set(choice.weightings)) > 1 or ALL in choice.weightings:
        raise click.UsageError("One report rests on one --weighting; every other stands beside it where it matters.")
    cards = choice.cards(session, plans_meant(session, choice, names))
    return cards if names else sorted(cards, key=_by_name(lang))


def _by_name(lang: str) -> Callable[[Scorecard], tuple[object, str]]:
    alphabet = alphabetical(lang)

    def key(card: Scorecard) -> tuple[object, str]:
        country = card.assessment.country
        return alphabet(country_name(country.names, country.iso3, lang).text), card.assessment.plan.id

    return key


def write_several(session: Session, cards: list[Scorecard], kind: str, path: Path, lang: str) -> None:
    """Write one report on the plans as PDF, or as HTML or a workbook where the file's name ends so."""
    if path.suffix.lower() == SUFFIX:
        write_whole(path, region_xlsx(session.library, cards, kind, lang))
        return
    html = path.suffix == ".html"
    write_whole(path, _html(session, cards, kind, lang) if html else _pdf(session, cards, kind, lang))


def _html(session: Session, cards: list[Scorecard], kind: str, lang: str) -> bytes:
    library = session.library
    if kind == KIND:
        made = contrasted_cards(library, cards)
        page = contrast_html(library, view_of(made, lang), document=made.order(lang).document)
    else:
        page = region_html(library, region_view(cards, kind, lang))
    return standing_alone(page, library.templates).encode()


def _pdf(session: Session, cards: list[Scorecard], kind: str, lang: str) -> bytes:
    if kind == KIND:
        return contrast_pdf(session.library, contrasted_cards(session.library, cards), lang)
    return region_pdf(session.library, cards, kind, lang)
