"""The tables that pass between stages and out of them: a row class each, made from a scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from evaluator.model.assessment import Settled, Status
from evaluator.model.base import column
from evaluator.model.rubric import ROOT, Stance
from evaluator.model.scorecard import Outcome, Scorecard

STATUSES = get_args(Status)
STANCES = get_args(Stance)
CONFIDENCES = ("high", "medium", "low")
GATE_STATES = ("tripped", "held", "not-assessed", "disputed", "not-applicable")
CAUSES = ("score", "gates", "coverage", "no-weight")
TOLD = ("coverage", "low", "high", "judgement_low", "judgement_high")


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A rating after the panel rule, before points."""

    criterion_id: str = column("id", "criterion", required=True, unique=True)
    status: str = column("choice", "status", required=True, choices=STATUSES)
    level: int | None = column("integer", "level; 0 for silent and contrary", least=0)
    confidence: str = column("choice", "lowest confidence among the coders that stand behind it", choices=CONFIDENCES)
    evidence_ids: tuple[str, ...] = column("ids", "evidence")
    rule: str = column("text", "rule by which it was settled")
    inputs: str = column("text", "the coders' ratings: a:2;b:3")
    decided_by: str = column("text", "who decided, where a person did")
    reason: str = column("text", "the coders' reason")
    decision: str = column("text", "the words of who decided")


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One criterion for one plan, before weights."""

    criterion_id: str = column("id", "criterion", required=True, unique=True)
    status: str = column("choice", "status", required=True, choices=STATUSES)
    level: int | None = column("integer", "level that enters the score", least=0)
    low_level: int | None = column("integer", "lowest level left possible", required=True, least=0)
    high_level: int | None = column("integer", "highest level left possible", required=True, least=0)
    judgement_low: int | None = column("integer", "as low_level, low confidence a level less", required=True, least=0)
    judgement_high: int | None = column("integer", "as high_level, low confidence a level more", required=True, least=0)
    covered: bool | None = column("flag", "whether it counts as covered", required=True)
    confidence: str = column("choice", "confidence", choices=CONFIDENCES)
    evidence_ids: tuple[str, ...] = column("ids", "evidence")
    figure: float | None = column("number", "share or ratio that a computed level rests on")
    note: str = column("text", "how a computed level came about")


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One criterion of a scorecard, with its points, weights and contribution."""

    plan_id: str = column("id", "plan", required=True)
    weighting: str = column("id", "weighting", required=True)
    criterion_id: str = column("id", "criterion", required=True, unique=True)
    title: str = column("text", "title of the criterion", required=True)
    paradigm: str = column("id", "paradigm, or group beside them", required=True)
    stance: str = column("choice", "stance; empty under no stance", choices=STANCES)
    status: str = column("choice", "status", required=True, choices=STATUSES)
    level: int | None = column("integer", "level", least=0)
    points: float | None = column("number", "points of the level; missing without a level", least=0, most=1)
    covered: bool | None = column("flag", "whether it counts as covered", required=True)
    stated: float | None = column("number", "stated weight", required=True, least=0, most=1)
    applicable: float | None = column("number", "applicable weight", required=True, least=0, most=1)
    used: float | None = column("number", "used weight", required=True, least=0, most=1)
    contribution: float | None = column("number", "used weight x points; missing where it is no sum", least=0, most=1)
    low_level: int | None = column("integer", "lowest level left possible", required=True, least=0)
    high_level: int | None = column("integer", "highest level left possible", required=True, least=0)
    confidence: str = column("choice", "confidence", choices=CONFIDENCES)
    evidence_ids: tuple[str, ...] = column("ids", "evidence")
    note: str = column("text", "how a computed level came about")


@dataclass(frozen=True, slots=True)
class NodeRow:
    """One node of a scorecard's tree; `total` is the whole."""

    plan_id: str = column("id", "plan", required=True)
    weighting: str = column("id", "weighting", required=True)
    node_id: str = column("id", "node", required=True, unique=True)
    parent: str = column("id", "node above; empty for the whole")
    title: str = column("text", "title", required=True)
    score: float | None = column("number", "score; missing where it has no value", least=-1, most=1)
    coverage: float | None = column("number", "share of its applicable weight that is covered", least=0, most=1)
    low: float | None = column("number", "lowest score left possible", least=-1, most=1)
    high: float | None = column("number", "highest score left possible", least=-1, most=1)
    judgement_low: float | None = column("number", "lower end of the judgement interval", least=-1, most=1)
    judgement_high: float | None = column("number", "upper end of the judgement interval", least=-1, most=1)
    stated: float | None = column("number", "stated weight", required=True, least=0, most=1)
    applicable: float | None = column("number", "applicable weight", required=True, least=0, most=1)
    used: float | None = column("number", "used weight", required=True, least=0, most=1)
    grade: str = column("text", "grade of a paradigm, where the rubric grades them; empty when not graded")


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm of a scorecard: conduct without weight, documented by a source or by none of those read."""

    plan_id: str = column("id", "plan", required=True)
    weighting: str = column("id", "weighting", required=True)
    criterion_id: str = column("id", "criterion", required=True, unique=True)
    title: str = column("text", "title of the criterion", required=True)
    documented: bool | None = column("flag", "whether a source documents it", required=True)
    sources_read: int | None = column(
        "integer", "sources of which the evidence names a passage", required=True, least=0
    )


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate of a scorecard."""

    plan_id: str = column("id", "plan", required=True)
    weighting: str = column("id", "weighting", required=True)
    criterion_id: str = column("id", "criterion", required=True, unique=True)
    state: str = column("choice", "what the rating says of it", required=True, choices=GATE_STATES)
    caps: bool | None = column("flag", "whether it caps the grade under this weighting", required=True)


@dataclass(frozen=True, slots=True)
class WeightRow:
    """What one criterion weighs under the weighting of a scorecard, in three meanings."""

    weighting: str = column("id", "weighting", required=True)
    criterion_id: str = column("id", "criterion", required=True, unique=True)
    paradigm: str = column("id", "paradigm, or group beside them", required=True)
    stance: str = column("choice", "stance; empty under no stance", choices=STANCES)
    victim_centred: bool | None = column("flag", "whether the criterion is victim-centred", required=True)
    stated: float | None = column("number", "all criteria applicable", required=True, least=0, most=1)
    applicable: float | None = column("number", "without what does not apply", required=True, least=0, most=1)
    used: float | None = column("number", "without what has no value", required=True, least=0, most=1)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The result of one plan under one weighting."""

    plan_id: str = column("id", "plan", required=True)
    rubric: str = column("text", "rubric and its version", required=True)
    weighting: str = column("id", "weighting", required=True)
    is_draft: bool | None = column("flag", "whether a draft or a dispute entered", required=True)
    score: float | None = column("number", "score; missing where nothing with weight is rated", least=-1, most=1)
    coverage: float | None = column(
        "number", "share of applicable weight covered; empty where none applies", least=0, most=1
    )
    low: float | None = column("number", "lowest score left possible", least=-1, most=1)
    high: float | None = column("number", "highest score left possible", least=-1, most=1)
    judgement_low: float | None = column("number", "lower end of the judgement interval", least=0, most=1)
    judgement_high: float | None = column("number", "upper end of the judgement interval", least=0, most=1)
    grade: str = column("text", "grade; empty when not graded")
    cause: str = column("choice", "what set it, or kept it away", required=True, choices=CAUSES)
    lowest: str = column("text", "lowest grade left possible")
    highest: str = column("text", "highest grade left possible")
    gates_tripped: tuple[str, ...] = column("ids", "gates tripped")
    gates_not_assessed: tuple[str, ...] = column("ids", "gates not assessed")
    gates_disputed: tuple[str, ...] = column("ids", "gates on which the coders disagree")
    disputed: tuple[str, ...] = column("ids", "criteria on which the coders disagree")
    overtaken: tuple[str, ...] = column("ids", "criteria whose agreed rating no longer holds")


def settled_rows(settled: Sequence[Settled]) -> tuple[SettledRow, ...]:
    """Return settled ratings as rows."""
    return tuple(
        SettledRow(
            criterion_id=one.criterion_id,
            status=one.status,
            level=one.level,
            confidence=one.confidence,
            evidence_ids=one.evidence_ids,
            rule=one.rule,
            inputs=";".join(f"{coder}:{vote}" for coder, vote in one.inputs),
            decided_by=one.decided_by,
            reason=one.reason,
            decision=one.decision,
        )
        for one in settled
    )


def outcome_rows(outcomes: Sequence[Outcome]) -> tuple[OutcomeRow, ...]:
    """Return outcomes as rows."""
    return tuple(
        OutcomeRow(
            criterion_id=one.criterion_id,
            status=one.status,
            level=one.level,
            low_level=one.low_level,
            high_level=one.high_level,
            judgement_low=one.judgement_low,
            judgement_high=one.judgement_high,
            covered=one.covered,
            confidence=one.confidence,
            evidence_ids=one.evidence_ids,
            figure=one.figure,
            note=one.note,
        )
        for one in outcomes
    )


def scored_rows(card: Scorecard) -> tuple[ScoredRow, ...]:
    """Return the criteria of a scorecard as rows, in tree order."""
    return tuple(
        ScoredRow(
            plan_id=card.assessment.plan.id,
            weighting=card.weighting.id,
            criterion_id=one.outcome.criterion_id,
            title=card.rubric.title(one.outcome.criterion_id),
            paradigm=card.rubric.paradigm_of(one.outcome.criterion_id),
            stance=card.rubric.stance_of(one.outcome.criterion_id) or "",
            status=one.outcome.status,
            level=one.outcome.level,
            points=one.points,
            covered=one.outcome.covered,
            stated=one.stated,
            applicable=one.applicable,
            used=one.used,
            contribution=one.contribution,
            low_level=one.outcome.low_level,
            high_level=one.outcome.high_level,
            confidence=one.outcome.confidence,
            evidence_ids=one.outcome.evidence_ids,
            note=one.outcome.note,
        )
        for one in card.criteria
    )


def node_rows(card: Scorecard) -> tuple[NodeRow, ...]:
    """Return the nodes of a scorecard as rows, the whole first."""
    grades = {name: grade.grade or "" for name, grade in card.paradigms}
    return tuple(
        NodeRow(
            plan_id=card.assessment.plan.id,
            weighting=card.weighting.id,
            node_id=node.node_id,
            parent="" if node.node_id == ROOT else card.rubric.nodes[node.node_id].parent,
            title="Total" if node.node_id == ROOT else card.rubric.title(node.node_id),
            score=node.score,
            coverage=node.coverage,
            low=node.low,
            high=node.high,
            judgement_low=node.judgement_low,
            judgement_high=node.judgement_high,
            stated=node.stated,
            applicable=node.applicable,
            used=node.used,
            grade=grades.get(node.node_id, ""),
        )
        for node in card.nodes
    )


def alarm_rows(card: Scorecard) -> tuple[AlarmRow, ...]:
    """Return the alarms of a scorecard as rows, in the rubric's order."""
    return tuple(
        AlarmRow(
            plan_id=card.assessment.plan.id,
            weighting=card.weighting.id,
            criterion_id=alarm.criterion_id,
            title=card.rubric.title(alarm.criterion_id),
            documented=alarm.is_documented,
            sources_read=alarm.sources_read,
        )
        for alarm in card.alarms
    )


def gate_rows(card: Scorecard) -> tuple[GateRow, ...]:
    """Return the gates of a scorecard as rows."""
    plan_id = card.assessment.plan.id
    return tuple(GateRow(plan_id, card.weighting.id, gate.criterion_id, gate.state, gate.caps) for gate in card.gates)


def weight_rows(card: Scorecard) -> tuple[WeightRow, ...]:
    """Return what each criterion weighs, in tree order."""
    return tuple(
        WeightRow(
            weighting=card.weighting.id,
            criterion_id=one.outcome.criterion_id,
            paradigm=card.rubric.paradigm_of(one.outcome.criterion_id),
            stance=card.rubric.stance_of(one.outcome.criterion_id) or "",
            victim_centred=card.rubric.by_id[one.outcome.criterion_id].victim_centred,
            stated=one.stated,
            applicable=one.applicable,
            used=one.used,
        )
        for one in card.criteria
    )


def result_rows(cards: Sequence[Scorecard]) -> tuple[ResultRow, ...]:
    """Return the results of scorecards as rows."""
    return tuple(
        ResultRow(
            plan_id=card.assessment.plan.id,
            rubric=f"{card.rubric.id} {card.rubric.version}",
            weighting=card.weighting.id,
            is_draft=card.is_draft,
            score=card.score,
            **dict(zip(TOLD, card.told, strict=True)),
            grade=card.grade.grade or "",
            cause=card.cause,
            lowest=card.grade.lowest if card.has_weight else "",
            highest=card.grade.highest if card.has_weight else "",
            gates_tripped=card.grade.tripped,
            gates_not_assessed=card.grade.not_assessed,
            gates_disputed=card.grade.disputed,
            disputed=card.disputed,
            overtaken=card.overtaken,
        )
        for card in cards
    )
