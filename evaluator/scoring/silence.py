"""Counts of Trafficking in Persons Report chapters by what they state on a matter, or that they are silent on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evaluator.model.facts import ReportChapter, SilenceByTier, SilenceByYear, SilenceOfCountry

TIERS = ("1", "2_or_2WL", "3", "SC")


def by_year(chapters: Sequence[ReportChapter], matter: str = "punishment") -> tuple[SilenceByYear, ...]:
    """Return, for each report year in order, the number of chapters with each answer on a matter.

    Parameters
    ----------
    chapters : sequence of ReportChapter
        One for each country and report.
    matter : str
        A column of the data set that holds yes, some, no or no-mention.

    Examples
    --------
    >>> said = dict.fromkeys(("domestic_laws", "enforcement", "conviction_data", "protection_progress"), "yes")
    >>> said |= dict.fromkeys(("identification", "services", "prevention_progress"), "no")
    >>> rows = [ReportChapter("AAA", 2001, "1", punishment=p, **said) for p in ("no-mention", "yes", "no-mention")]
    >>> [(row.year, row.chapters, row.silent) for row in by_year(rows)]
    [(2001, 3, 2)]
    """
    years = sorted({chapter.year for chapter in chapters if chapter.year is not None})
    return tuple(
        SilenceByYear(matter, year, *_counted([c for c in chapters if c.year == year], matter)) for year in years
    )


def by_tier(chapters: Sequence[ReportChapter], matter: str = "punishment") -> tuple[SilenceByTier, ...]:
    """Return, for each tier, the number of chapters of all years with each answer on a matter.

    Tiers are 1, 2, 3 and special case.
    """
    return tuple(
        SilenceByTier(matter, tier, *_counted([c for c in chapters if c.tier == tier], matter)) for tier in TIERS
    )


def of_country(
    chapters: Sequence[ReportChapter], iso3: str, matter: str = "punishment"
) -> tuple[SilenceOfCountry, ...]:
    """Return the answer of each chapter on a country on a matter, in order of years; empty without chapters."""
    own = sorted((c for c in chapters if c.iso3 == iso3), key=lambda chapter: chapter.year or 0)
    return tuple(SilenceOfCountry(c.iso3, matter, c.year, c.tier, getattr(c, matter)) for c in own)


def _counted(chapters: Sequence[ReportChapter], matter: str) -> tuple[int, int, int, int, int]:
    """Return the number of chapters, and of those with no-mention, yes, some and no."""
    said = Counter(getattr(chapter, matter) for chapter in chapters)
    return len(chapters), said["no-mention"], said["yes"], said["some"], said["no"]
