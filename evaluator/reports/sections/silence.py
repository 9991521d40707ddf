"""The section on the blind spot, with counts of TIP Report chapters that are silent on the punishment of victims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.facts import ReportChapter
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.sections.findings import BlindSpotView
from evaluator.reports.sections.summary import blind_spot
from evaluator.reports.view import CountryView
from evaluator.scoring.silence import by_tier, by_year, of_country

# The founding paper covers the reports up to 2006.
PAPER_UNTIL = 2006


@dataclass(frozen=True, slots=True)
class SilenceView:
    """What the chapters of the TIP Reports say of the punishment of victims: all of them, and those on the country.

    `early` are the chapters of the reports up to 2006, `late` those of the last report
    counted, each as number and number of silent ones; `first_tier` the chapters of
    Tier 1 and how many of them say that victims were punished. `years` are every report with
    its chapters and those that are silent, `tiers` every tier with its chapters of all years
    and those that say that victims were punished, wholly and in part.
    """

    first: int
    last: int
    early: tuple[int, int]
    late: tuple[int, int]
    first_tier: tuple[int, int]
    own: tuple[tuple[int, str, str], ...]
    years: tuple[tuple[int, int, int], ...] = ()
    tiers: tuple[tuple[str, int, int, int], ...] = ()

    @property
    def has_part(self) -> bool:
        """Return whether any tier has chapters that report punishment of some victims; the chart draws them pale."""
        return any(some for *_, some in self.tiers)

    @property
    def has_special(self) -> bool:
        """Return whether the country was a special case, without a tier, in some year."""
        return any(tier == "SC" for _, tier, _ in self.own)


def silence_view(chapters: Sequence[ReportChapter], iso3: str) -> SilenceView | None:
    """Return how many TIP Report chapters are silent on punished victims, and each chapter on the country.

    Returns None without chapters.
    """
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


def _of(context: CountryContext, _: CountryView) -> SilenceView | None:
    beside = context.beside
    return silence_view(beside.chapters, context.card.assessment.country.iso3) if beside else None


LOOKED_AT: Part[CountryContext, CountryView, BlindSpotView] = Part("blind_spot", lambda context, _: blind_spot(context))
SILENCE: Part[CountryContext, CountryView, SilenceView | None] = Part("silence", _of)
BLIND_SPOT = Section("blind_spot", "country/blind-spot.html", (LOOKED_AT, SILENCE))
