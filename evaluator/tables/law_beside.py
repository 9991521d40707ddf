"""The table of the law beside a plan: one row for each criterion that a law may answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from evaluator.model.assessment import EXTENTS
from evaluator.model.law import GIVES, NOT_READ, LawRow, LawSide
from evaluator.model.law_block import LawBesideRow, law_block
from evaluator.model.schema import columns_of
from evaluator.model.scorecard import Scorecard
from evaluator.tables.base import Col, Table, col


@dataclass(frozen=True, slots=True)
class BesideOf:
    """The row object of the table: a scorecard and one row of its block."""

    card: Scorecard
    row: LawBesideRow


def _rows(card: Scorecard, lang: str = "en") -> Iterator[BesideOf]:
    titles = {name: card.rubric.title(name, lang) for name in card.rubric.by_id}
    return (BesideOf(card, row) for row in law_block(card, titles).rows)


LAW_BESIDE: Table[Scorecard, BesideOf] = Table(
    "law-beside",
    "One criterion that a law may answer: what the plan says and, beside it, what the law as read gives.",
    _rows,
    (
        col("plan_id", "id", "plan", lambda r: r.card.assessment.plan.id, required=True),
        col("weighting", "id", "weighting", lambda r: r.card.weighting.id, required=True),
        col("criterion_id", "id", "criterion", lambda r: r.row.id, required=True),
        col("title", "text", "title of the criterion", lambda r: r.row.name, required=True),
        col("status", "text", "status of the plan's rating", lambda r: r.row.status, required=True),
        col("level", "integer", "level of the plan; empty without one", lambda r: r.row.level, least=0),
        col("law", "choice", "what the law gives", lambda r: r.row.state, required=True, choices=(*GIVES, NOT_READ)),
        col("law_level", "integer", "level of the law; empty if not known", lambda r: r.row.law_level, least=0),
        col("law_at_least", "flag", "whether the law may reach more", lambda r: r.row.law_is_least, required=True),
        col("safeguard", "flag", "whether the criterion is a safeguard", lambda r: r.row.safeguard, required=True),
        col("article", "text", "the act and the article that decide", lambda r: r.row.article),
        col("since", "date", "since when the article has this wording", lambda r: r.row.since),
        col("until", "date", "last day of this wording", lambda r: r.row.until),
        col("text_of", "date", "day of the copy that was read", lambda r: r.row.text_of),
        col("extent", "choice", "how much of the provision was read", lambda r: r.row.extent, choices=EXTENTS),
        col("twin", "text", "question of the companion rubric that answers it", lambda r: r.row.twin),
        col("says", "text", "what it says, in a reader's words", lambda r: r.row.says),
        col("source_ids", "ids", "copies that were read", lambda r: r.row.source_ids),
    ),
)  # fmt: skip

# What the rating of a twin may leave empty, and where its level or its extent goes beyond what law.csv may hold.
_OF_A_TWIN: dict[str, dict[str, Any]] = {
    "level": {"least": 0},
    "text_of": {"required": False},
    "extent": {"required": False, "choices": EXTENTS},
    "source_ids": {"required": False},
    "says": {"required": False},
}

LAW_SIDES: Table[Sequence[LawSide], LawSide] = Table(
    "law",
    "The law beside one criterion of a plan, from a row of law.csv or from the rating of the twin.",
    lambda sides, _: sides,
    (
        *(Col(replace(one, **_OF_A_TWIN.get(one.name, {})), attrgetter(one.name)) for one in columns_of(LawRow)),
        col("is_least", "flag", "whether the law may reach more", lambda side: side.is_least, required=True),
        col("twin", "text", "question of the companion rubric that answers it", lambda side: side.twin),
        col("rubric_id", "text", "the companion rubric", lambda side: side.rubric_id),
    ),
)
