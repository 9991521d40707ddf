"""The one page on a plan of which too little was read for a report: what is known, what is missing, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, CriterionView
from evaluator.reports.outline import Part, Section


@dataclass(frozen=True, slots=True)
class ReadView:
    """One paradigm: the criteria of which something is known, the number assessed, and the number that applies."""

    title: str
    known: tuple[CriterionView, ...]
    assessed: int
    applicable: int

    @property
    def by_level(self) -> tuple[tuple[int, bool, tuple[str, ...]], ...]:
        """Return the titles of what is known by level, the highest first, and whether it is only the least level."""
        found: dict[tuple[int, bool], list[str]] = {}
        for one in self.known:
            level = one.outcome.level
            found.setdefault((one.outcome.stated or 0, level is None), []).append(one.title)
        return tuple((level, least, tuple(found[level, least])) for level, least in sorted(found, reverse=True))


@dataclass(frozen=True, slots=True)
class ShortView:
    """What the page shows: the share assessed, the share from which a report is whole, and what is known and asked.

    `questions` are the heaviest open questions, `left` is the number of the others.
    """

    share: float
    under: float
    groups: tuple[ReadView, ...]
    questions: tuple[CriterionView, ...]
    left: int


def short_view(context: CountryContext, page: CountryView) -> ShortView | None:
    """Return the view of the page; None if enough was assessed for a whole report, or the rubric sets no limit."""
    report, share = context.card.rubric.report, page.total.coverage
    if report is None or report.short is None or share is None or not report.tells_little(share):
        return None
    open_ones = [one for group in page.groups for one in group.open if one.status != "disputed"]
    asked = sorted(open_ones, key=lambda one: -one.weights.applicable)  # in the order of print where they weigh alike
    groups = tuple(
        ReadView(
            group.title,
            (*group.rated, *(one for one in group.open if one.outcome.least is not None)),
            len(group.rated),
            len(group.rated) + len(group.open),
        )
        for group in page.groups
    )
    most = report.short.questions
    return ShortView(share, report.short.under, groups, tuple(asked[:most]), len(asked[most:]))


SHORT_SHOWN: Part[CountryContext, CountryView, ShortView | None] = Part("short", short_view)
SHORT = Section("short", "country/short.html", (SHORT_SHOWN,))
