"""The one page on a plan of which too little was read for a report: what is known, what is missing, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, CriterionView
from evaluator.reports.outline import Part, Section


@dataclass(frozen=True, slots=True)
class ShortView:
    """What the page shows: the share assessed, the share from which a report is whole, and what is known and asked.

    `known` has the titles of what is known by level, the highest first, and whether it is only the least level.
    `questions` are the heaviest open questions, `left` is the number of the others.
    """

    share: float
    under: float
    known: tuple[tuple[int, bool, tuple[str, ...]], ...]
    questions: tuple[CriterionView, ...]
    left: int


def short_view(context: CountryContext, page: CountryView) -> ShortView | None:
    """Return the view of the page; None if enough was assessed for a whole report, or the rubric sets no limit."""
    report, share = context.card.rubric.report, page.total.coverage
    if report is None or report.short is None or share is None or not report.tells_little(share):
        return None
    asked, most = page.questions, report.short.questions
    return ShortView(share, report.short.under, _known_by_level(page), asked[:most], len(asked[most:]))


def _known_by_level(page: CountryView) -> tuple[tuple[int, bool, tuple[str, ...]], ...]:
    found: dict[tuple[int, bool], list[str]] = {}
    for one in (one for group in page.groups for one in (*group.rated, *group.open)):
        if one.outcome.stated is not None:
            found.setdefault((one.outcome.stated, one.outcome.level is None), []).append(one.title)
    return tuple((level, least, tuple(found[level, least])) for level, least in sorted(found, reverse=True))


SHORT_SHOWN = Part("short", short_view)
SHORT = Section("short", "country/short.html", (SHORT_SHOWN,))
