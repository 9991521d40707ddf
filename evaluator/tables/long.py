"""Long tables of a release: all plans, ratings, passages and levels, with country, year, rubric and version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from evaluator.model.assessment import Coding, Rating
from evaluator.model.plan import Evidence
from evaluator.model.schema import columns_of
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import text_for
from evaluator.tables.base import Col, Table, col
from evaluator.tables.scorecard import EVERY_CRITERION, EVERY_RESULT, WHOSE


@dataclass(frozen=True, slots=True)
class RatingOf:
    """The row object of the table of ratings: a scorecard, and one rating of one coder."""

    card: Scorecard
    coding: Coding
    one: Rating


@dataclass(frozen=True, slots=True)
class EvidenceOf:
    """The row object of the table of evidence: a scorecard, one passage, and the criteria whose ratings cite it."""

    card: Scorecard
    one: Evidence
    criteria: tuple[str, ...]


def _ratings(card: Scorecard, _: str) -> Iterator[RatingOf]:
    return (RatingOf(card, coding, one) for coding in card.assessment.codings for one in coding.ratings)


def _cited(card: Scorecard, _: str) -> Iterator[EvidenceOf]:
    citing: dict[str, dict[str, None]] = {}
    for row in _ratings(card, ""):
        for name in row.one.evidence_ids:
            citing.setdefault(name, {})[row.one.criterion_id] = None
    known = (one for one in card.assessment.evidence if one.evidence_id in citing)
    return (EvidenceOf(card, one, tuple(citing[one.evidence_id])) for one in known)


def of_one(row: type, **names: str) -> tuple[Col[Any], ...]:
    """Return the columns of a file's rows, unique no more among many files; `names` renames some."""
    return tuple(
        Col(replace(one, name=names.get(one.name, one.name), unique=False, refers=""), attrgetter(f"one.{one.name}"))
        for one in columns_of(row)
    )


def _whose() -> tuple[Col[Any], ...]:
    plan = EVERY_RESULT.only("plan_id").cols
    return (*plan, *(Col(replace(one.column, name=one.column.name.removesuffix("_id")), one.get) for one in WHOSE))


LONG_PLANS: Table[Scorecard, Any] = Table(
    "plans",
    "One plan, period or year of a record, under one rubric.",
    EVERY_RESULT.rows,
    (
        *_whose(),
        col("country", "text", "English name of the country", lambda r: text_for(r.card.assessment.country.names, "en"),
            required=True),
        col("title", "text", "title of the plan in English, else in its own language",
            lambda r: text_for(r.card.assessment.plan.titles, "en")),
        col("kind", "text", "strategy, action plan or another; `no-plan` for a year of a record",
            lambda r: r.card.assessment.plan.kind, required=True),
        *EVERY_RESULT.only("start end is_draft worked_example").cols,
    ),
)  # fmt: skip
LONG_RATINGS: Table[Scorecard, RatingOf] = Table(
    "ratings",
    "One coder's rating of one criterion; what the panel made of them is in the table of criteria.",
    _ratings,
    (
        *_whose(),
        col("coder", "id", "code of the coder", lambda r: r.coding.header.coder, required=True),
        col("rated_by", "choice", "a machine, in a worked example, or a person",
            lambda r: r.coding.header.kind or "person", required=True, choices=("machine", "person")),
        *of_one(Rating, version="text_version"),
    ),
)  # fmt: skip
LONG_EVIDENCE: Table[Scorecard, EvidenceOf] = Table(
    "evidence",
    "One passage that a rating under the rubric cites.",
    _cited,
    (
        *_whose(),
        *of_one(Evidence),
        col("criterion_ids", "ids", "criteria whose ratings cite it", lambda r: r.criteria, required=True),
    ),
)
_LEVELS = EVERY_CRITERION.only(
    "criterion_id title paradigm stance kind object victim_centred status level top low_level high_level points covered"
    " confidence ratings rule evidence_ids note"
)
LONG_CRITERIA: Table[Scorecard, Any] = replace(
    _LEVELS,
    doc="The level of one criterion for one plan, period or year, as it entered the scores.",
    cols=(*_whose(), *(Col(replace(one.column, unique=False), one.get) for one in _LEVELS.cols)),
    promise=None,
)
