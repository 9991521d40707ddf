"""Print ids of passages in the evaluators' own words as the numbers of the plan's list of evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from evaluator.model.assessment import CodingFile, LogRecord
from evaluator.model.mention import in_numbers, named_in
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.words import Spoken
from evaluator.reports.sections.citations import Citations, number_citations
from evaluator.reports.sections.criteria import print_order

T = TypeVar("T", Outcome, LogRecord, Recommendation, Reply)
OWN_WORDS = ("reason", "missing_for_next", "searched", "decision")


def citations_of(card: Scorecard) -> Citations:
    """Return the numbers of all evidence that the page on a plan cites, or that the evaluators name in their words."""
    known = {evidence.evidence_id for evidence in card.assessment.evidence}
    ordered = print_order(card)
    told: list[str] = []

    def keep(text: str) -> str:
        told.append("; ".join(name for name in named_in(text) if name in known))
        return text

    _worded(replace(card, criteria=ordered), keep)
    return number_citations(ordered, told)


def numbered(card: Scorecard, citations: Citations | None = None) -> Scorecard:
    """Return a scorecard in whose texts each id of a passage is the number that the plan's report prints for it."""
    numbers = (citations or citations_of(card)).numbers
    return _worded(card, lambda text: in_numbers(text, numbers))


def _worded(card: Scorecard, turn: Callable[[str], str]) -> Scorecard:
    """Return a scorecard with every text in the evaluators' own words turned; the program's sentences stay."""
    own = card.assessment
    assessment = replace(
        own,
        codings=tuple(replace(one, header=_header(one.header, turn)) for one in own.codings),
        log=tuple(_turned(record, turn, "reason") for record in own.log),
        recommendations=tuple(_turned(row, turn, "text") for row in own.recommendations),
        replies=tuple(_turned(row, turn, "answer") for row in own.replies),
        narrative={lang: turn(text) for lang, text in own.narrative.items()},
    )
    criteria = tuple(replace(s, outcome=_turned(s.outcome, turn, *OWN_WORDS)) for s in card.criteria)
    return replace(card, assessment=assessment, criteria=criteria)


def _header(header: CodingFile, turn: Callable[[str], str]) -> CodingFile:
    return header.model_copy(update={"notes": turn(header.notes)})


def _turned(row: T, turn: Callable[[str], str], *names: str) -> T:
    texts = {name: getattr(row, name) for name in names}
    turned: dict[str, Any] = {name: turn(text) for name, text in texts.items() if not isinstance(text, Spoken)}
    return replace(row, **turned)
