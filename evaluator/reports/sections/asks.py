"""The section of recommendations: recorded ones, or else drafts from the rubric for the largest gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.norm import standing_of
from evaluator.model.plan import Recommendation
from evaluator.model.scorecard import Scorecard
from evaluator.plans.recommend import Advice, draft
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import Part, Section, fields_of
from evaluator.reports.sections.follow_up import RecommendationView, follow_up_view
from evaluator.reports.view import CountryView

MOST = 4  # more do not fit on the page


@dataclass(frozen=True, slots=True)
class AsksView:
    """At most four recommendations; `are_drafts` is set if none is recorded and the rubric's texts are used.

    `close_gaps` is set if one of the criteria is a breached safeguard or at a level that the rubric
    calls a gap.
    """

    asks: tuple[RecommendationView, ...]
    are_drafts: bool
    close_gaps: bool = True


def asks_view(card: Scorecard, recorded: Sequence[RecommendationView], lang: str) -> AsksView:
    """Return the recorded open recommendations in their order, or else the drafts for the largest gaps.

    `plans.recommend.draft` makes the drafts: breached safeguards first, then the criteria that cost the
    score most.
    """
    known = tuple(row for row in recorded if row.outcome == "open")[:MOST]
    if known:
        return AsksView(known, are_drafts=False)
    drafts = draft(card, Advice("", MOST, lang=lang))
    asks = tuple(
        RecommendationView(**fields_of(row), about=card.rubric.title(row.criterion_id, lang), addressee="")
        for row in drafts
    )
    return AsksView(asks, are_drafts=True, close_gaps=_has_gap(card, drafts))


def _has_gap(card: Scorecard, drafts: Sequence[Recommendation]) -> bool:
    """Return whether a draft is on a breached safeguard, or on a level that the rubric calls a gap."""
    asked = {row.criterion_id for row in drafts}
    levels = [(s.outcome.criterion_id, s.outcome.level or 0, s.points or 0.0) for s in card.criteria]
    return bool(asked & set(card.grade.tripped)) or any(
        name in asked and standing_of(card.rubric, name, level, points) == "gap" for name, level, points in levels
    )


def _of(context: CountryContext, _: CountryView) -> AsksView:
    recorded = follow_up_view(context.card, context.lang).recommendations
    return asks_view(context.card, recorded, context.lang)


ASKS_SHOWN: Part[CountryContext, CountryView, AsksView] = Part("asks", _of)
ASKS = Section("asks", "country/asks.html", (ASKS_SHOWN,))
