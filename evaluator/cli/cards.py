"""Scorecards as rows for CSV and as documents for JSON: no score without weighting, coverage and bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.model.base import column
from evaluator.model.rubric import ROOT
from evaluator.model.scorecard import Scorecard
from evaluator.report.result import result_json


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One node of one plan under one weighting; the node `total` is the whole."""

    plan_id: str = column("id", "plan")
    iso3: str = column("id", "country")
    rubric: str = column("text", "rubric and its version")
    weighting: str = column("id", "weighting")
    state: str = column("choice", "draft or final", choices=("draft", "final"))
    node: str = column("id", "node of the rubric's tree; total is the whole")
    title: str = column("text", "title of the node")
    stated_weight: float | None = column("number", "share of the whole, all criteria applicable")
    applicable_weight: float | None = column("number", "share of the whole among what applies")
    score: float | None = column("number", "score in [0, 1]; empty where nothing is rated")
    coverage: float | None = column("number", "share of the applicable weight that is assessed")
    low: float | None = column("number", "lowest score that what is missing leaves possible")
    high: float | None = column("number", "highest score that what is missing leaves possible")
    judgement_low: float | None = column("number", "as low, with low confidence counted a level less")
    judgement_high: float | None = column("number", "as high, with low confidence counted a level more")
    grade: str = column("text", "grade of the whole; empty where not graded")
    grade_cause: str = column("choice", "what set it", choices=("score", "gates", "coverage"))
    grade_lowest: str = column("text", "lowest grade possible")
    grade_highest: str = column("text", "highest grade possible")
    gates_tripped: tuple[str, ...] = column("ids", "gates tripped")
    gates_not_assessed: tuple[str, ...] = column("ids", "gates that are not assessed")


def score_rows(cards: Sequence[Scorecard]) -> list[ScoreRow]:
    """Return a row for the whole and one for each node of every card, in tree order."""
    return [row for card in cards for row in _rows(card)]


def _rows(card: Scorecard) -> Iterator[ScoreRow]:
    for node in card.nodes:
        whole = node.node_id == ROOT
        grade = card.grade
        yield ScoreRow(
            plan_id=card.assessment.plan.id,
            iso3=card.assessment.country.iso3,
            rubric=f"{card.rubric.id} {card.rubric.version}",
            weighting=card.weighting.id,
            state="draft" if card.is_draft else "final",
            node=node.node_id,
            title="Total" if whole else card.rubric.title(node.node_id),
            stated_weight=node.stated,
            applicable_weight=node.applicable,
            score=card.score if whole else node.score,
            coverage=card.coverage if whole else node.coverage,
            low=card.bounds[0] if whole else node.low,
            high=card.bounds[1] if whole else node.high,
            judgement_low=card.judgement_interval[0] if whole else node.judgement_low,
            judgement_high=card.judgement_interval[1] if whole else node.judgement_high,
            grade=(grade.grade or "") if whole else "",
            grade_cause=grade.cause if whole else "",
            grade_lowest=grade.lowest if whole else "",
            grade_highest=grade.highest if whole else "",
            gates_tripped=grade.tripped if whole else (),
            gates_not_assessed=grade.unassessed if whole else (),
        )


def card_documents(cards: Sequence[Scorecard]) -> list[object]:
    """Return cards in the promised form of result.json, one document each."""
    return [json.loads(result_json(card)) for card in cards]
