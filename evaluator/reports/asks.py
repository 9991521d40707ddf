"""What page two asks for: recommendations on record, else drafts from the rubric for the largest gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.scorecard import Scorecard
from evaluator.plans.recommend import Advice, draft
from evaluator.reports.followup import RecommendationView

MOST = 4  # more do not fit on the page beside the summary


@dataclass(frozen=True, slots=True)
class AskView:
    """One recommendation: what to do, on which criterion, to reach which level; drafts have no addressee."""

    about: str
    text: str
    to_level: int | None
    addressee: str
    deadline: str


@dataclass(frozen=True, slots=True)
class AsksView:
    """At most four recommendations; `are_drafts` where none is on record and the rubric's words stand in."""

    asks: tuple[AskView, ...]
    are_drafts: bool


def asks_view(card: Scorecard, recorded: Sequence[RecommendationView], lang: str) -> AsksView:
    """Return the open recommendations on record in their order, else the drafts for the largest gaps.

    Drafts are made by `plans.recommend.draft`: a breached safeguard first, then what costs the score most.
    """
    known = [row for row in recorded if row.outcome == "open"][:MOST]
    if known:
        asks = tuple(AskView(row.about, row.text, row.to_level, row.addressee, row.deadline) for row in known)
        return AsksView(asks, are_drafts=False)
    drafts = [
        AskView(card.rubric.title(row.criterion_id, lang), row.text, row.to_level, "", "")
        for row in draft(card, Advice("", MOST, lang=lang))
    ]
    return AsksView(tuple(drafts), are_drafts=True)
