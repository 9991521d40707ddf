"""Seen, not counted: the silence of the TIP Reports on the punishment of victims, as a report prints it."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.facts import ReportChapter
from evaluator.reports.view import SilenceView
from evaluator.scoring.silence import by_tier, by_year, of_country

# The years that the founding paper speaks of end with the report of 2006.
PAPER_UNTIL = 2006


def silence_view(chapters: Sequence[ReportChapter], iso3: str) -> SilenceView | None:
    """Return the counts over all chapters and what each chapter on the country says; None without chapters."""
    years = by_year(chapters)
    if not years:
        return None
    early = [row for row in years if row.year is not None and row.year <= PAPER_UNTIL]
    tiers = by_tier(chapters)
    tier = tiers[0]
    return SilenceView(
        first=years[0].year or 0,
        last=years[-1].year or 0,
        early=(sum(row.chapters or 0 for row in early), sum(row.silent or 0 for row in early)),
        late=(years[-1].chapters or 0, years[-1].silent or 0),
        first_tier=(tier.chapters or 0, tier.yes or 0),
        years=tuple((row.year or 0, row.chapters or 0, row.silent or 0) for row in years),
        tiers=tuple((row.tier, row.chapters or 0, row.yes or 0, row.some or 0) for row in tiers if row.chapters),
        own=tuple((row.year or 0, row.tier, row.said) for row in of_country(chapters, iso3)),
    )
