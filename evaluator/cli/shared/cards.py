"""Scorecards as CSV tables, result documents and workbooks; every score comes with weighting, coverage and bounds."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evaluator.cli.shared.out import as_json
from evaluator.model.scorecard import Scorecard
from evaluator.tables.scorecard import OF_CARDS

TABLES = tuple(OF_CARDS)


def cards_csv(cards: Sequence[Scorecard], table: str) -> str:
    """Return one of the tables of scorecards as CSV."""
    return OF_CARDS[table].csv(*cards)


def cards_json(cards: Sequence[Scorecard]) -> str:
    """Return scorecards as a JSON list of documents in the published form of result.json."""
    from evaluator.reports.carried.result import result_json  # a table of many units needs no report

    return as_json([json.loads(result_json(card)) for card in cards])


def cards_xlsx(cards: Sequence[Scorecard]) -> bytes:
    """Return a workbook with a sheet for each table of scorecards; texts are never formulas.

    Raises
    ------
    MissingDependencyError
        XlsxWriter is not installed.
    """
    from evaluator.reports.subject import date_of
    from evaluator.workbook.results.plain import SHARES, About, plain_xlsx, sheet_of_table

    plans = ", ".join(dict.fromkeys(card.assessment.plan.id for card in cards))
    date = max(date_of(card.assessment) for card in cards)
    about = About("scores", f"Scores: {plans}", date)
    return plain_xlsx([sheet_of_table(name, table, cards, shares=SHARES) for name, table in OF_CARDS.items()], about)
