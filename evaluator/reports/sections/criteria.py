"""Build the views of criteria, and of the paradigms that group them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.model.assessment import coders_language
from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.scorecard import Grade, NodeScore, Outcome, Scorecard, ScoredCriterion
from evaluator.model.words import foreign
from evaluator.panel.settled_words import settled_by
from evaluator.reports.sections.citations import Citations
from evaluator.reports.sections.findings import (
    CriterionView,
    GroupView,
    Interval,
    PrintedWeights,
    StanceView,
)
from evaluator.reports.sections.passages import own_words
from evaluator.scoring.rounding import adds_up, printed
from evaluator.scoring.strengths import standing
from evaluator.scoring.weights import criterion_factors

PART_DIGITS = 3
PERCENT_DIGITS = 2


def is_rated(scored: ScoredCriterion) -> bool:
    """Return whether a criterion has a level to print: rated, silent, contrary or computed."""
    return scored.outcome.level is not None


def shown_status(outcome: Outcome) -> str:
    """Return the printed status; a level computed on only part of the rows is `estimated`."""
    return "estimated" if outcome.level is not None and not outcome.covered else outcome.status


def print_order(card: Scorecard) -> tuple[ScoredCriterion, ...]:
    """Return the criteria in the order of print: by paradigm, and in each those with a level before the others.

    Within each of these, criteria without weight under the weighting come last.
    """
    order = {group: k for k, group in enumerate(card.rubric.paradigms)}
    return tuple(
        sorted(
            card.criteria,
            key=lambda s: (order[card.rubric.paradigm_of(s.outcome.criterion_id)], not is_rated(s), s.stated == 0),
        )
    )


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One printed column of weights or contributions: its total, paradigms and criteria.

    `is_rounded` is set if rounded criteria do not add up to their paradigm, or rounded paradigms to the
    total.
    """

    total: Decimal | None
    groups: Mapping[str, Decimal]
    criteria: Mapping[str, Decimal]
    is_rounded: bool = False


@dataclass(frozen=True, slots=True)
class WeightColumns:
    """The printed columns of the table of weights: `part` in points, `raw` before normalisation, others in per cent."""

    stated: PrintedColumn
    applicable: PrintedColumn
    used: PrintedColumn
    part: PrintedColumn
    raw: Mapping[str, float]


def columns(card: Scorecard) -> WeightColumns:
    """Return weights and contributions as printed; each is rounded by itself, so that equal numbers look equal.

    Contributions are empty if there is no score, or if the tree does not add up (a geometric node).
    """

    def weights(name: str) -> PrintedColumn:
        return _column(card, {s.outcome.criterion_id: 100 * getattr(s, name) for s in card.criteria}, PERCENT_DIGITS)

    parts = {s.outcome.criterion_id: s.contribution for s in card.criteria if s.contribution is not None}
    whole = None if card.score is None else printed(card.score, PART_DIGITS)
    contributed = (
        _column(card, parts, PART_DIGITS, whole) if parts and whole is not None else PrintedColumn(whole, {}, {})
    )
    (raw,) = criterion_factors(card.rubric, (card.weighting,))
    return WeightColumns(weights("stated"), weights("applicable"), weights("used"), contributed, raw)


def _column(card: Scorecard, numbers: Mapping[str, float], digits: int, total: Decimal | None = None) -> PrintedColumn:
    members: dict[str, list[str]] = {group: [] for group in _groups(card)}
    for name in numbers:
        members[card.rubric.paradigm_of(name)].append(name)
    present = [group for group, names in members.items() if names]
    groups = {group: printed(sum(numbers[name] for name in members[group]), digits) for group in present}
    criteria = {name: printed(number, digits) for name, number in numbers.items()}
    whole = printed(sum(numbers.values()), digits) if total is None else total
    inside = all(adds_up([criteria[name] for name in members[group]], groups[group]) for group in present)
    return PrintedColumn(whole, groups, criteria, is_rounded=not (inside and adds_up(list(groups.values()), whole)))


def _groups(card: Scorecard) -> tuple[str, ...]:
    return card.rubric.paradigms


def interval_of(node: NodeScore) -> Interval:
    """Return a node's score with bounds and judgement interval; both are 0 to 1 if no criterion applies."""
    return Interval(
        score=node.score,
        low=0.0 if node.low is None else node.low,
        high=1.0 if node.high is None else node.high,
        judgement_low=0.0 if node.judgement_low is None else node.judgement_low,
        judgement_high=1.0 if node.judgement_high is None else node.judgement_high,
        coverage=node.coverage,
    )


def criterion_views(card: Scorecard, citations: Citations, shown: WeightColumns, lang: str) -> dict[str, CriterionView]:
    """Return the view of every criterion, by criterion id."""
    gates = {gate.criterion_id: gate.state for gate in card.gates}
    return {
        scored.outcome.criterion_id: _criterion(card, scored, citations, shown, gates, lang) for scored in card.criteria
    }


def _criterion(
    card: Scorecard,
    scored: ScoredCriterion,
    citations: Citations,
    shown: WeightColumns,
    gates: Mapping[str, str],
    lang: str,
) -> CriterionView:
    outcome, rubric, spoken = scored.outcome, card.rubric, coders_language(card.assessment)
    criterion = rubric.by_id[outcome.criterion_id]
    return CriterionView(
        id=criterion.id,
        title=rubric.title(criterion.id, lang),
        question=_text(rubric, criterion, "question", lang),
        kind=criterion.kind,
        object=criterion.object,
        status=shown_status(outcome),
        level=outcome.level,
        least=outcome.least,
        top=rubric.scale_of(criterion.id).top,
        descriptor=level_words(rubric, criterion.id, outcome.stated, lang),
        points=scored.points,
        confidence=outcome.confidence,
        reason=own_words(outcome.reason, spoken, lang),
        note=own_words(outcome.note, spoken, lang),
        searched=own_words(outcome.searched, spoken, lang),
        missing_for_next=own_words(outcome.missing_for_next, spoken, lang),
        evidence_needed=_text(rubric, criterion, "evidence_needed", lang),
        missing_hint=_text(rubric, criterion, "missing_hint", lang),
        citations=citations.of(outcome.evidence_ids),
        ratings=outcome.inputs,
        rule=outcome.rule,
        settled=settled_by(outcome),
        decision=own_words(outcome.decision, spoken, lang),
        gate=gates.get(criterion.id, ""),
        yardstick=criterion.yardstick,
        weightless=scored.stated == 0,
        floor=criterion.floor,
        raw=shown.raw[criterion.id],
        weights=_weights(shown, criterion.id),
        part=shown.part.criteria.get(criterion.id),
    )


def _weights(shown: WeightColumns, criterion_id: str) -> PrintedWeights:
    return PrintedWeights(*(c.criteria[criterion_id] for c in (shown.stated, shown.applicable, shown.used)))


def _group_weights(shown: WeightColumns, group: str) -> PrintedWeights:
    return PrintedWeights(*(c.groups.get(group, Decimal(0)) for c in (shown.stated, shown.applicable, shown.used)))


def total_weights(shown: WeightColumns) -> PrintedWeights:
    """Return the printed totals of the columns of weights."""
    return PrintedWeights(*(c.total or Decimal(0) for c in (shown.stated, shown.applicable, shown.used)))


def _text(rubric: Rubric, criterion: Criterion, field: str, lang: str) -> str:
    return rubric.worded(f"{criterion.id}.{field}", str(getattr(criterion, field)), lang)


def level_words(rubric: Rubric, criterion_id: str, level: int | None, lang: str) -> str:
    """Return the rubric's description of a criterion's level; empty without a level or a description."""
    words = "" if level is None else rubric.by_id[criterion_id].levels.get(level, "")
    return rubric.worded(f"{criterion_id}.levels.{level}", words, lang) if words else ""


def group_views(
    card: Scorecard, views: Mapping[str, CriterionView], shown: WeightColumns, lang: str
) -> tuple[GroupView, ...]:
    """Return one view for each paradigm of the rubric, with its criteria."""
    ordered = print_order(card)
    grades = dict(card.paradigms)
    found = []
    for group in _groups(card):
        node = card.group(group)
        members = [s for s in ordered if card.rubric.paradigm_of(s.outcome.criterion_id) == group]
        members = [s for s in members if s.outcome.criterion_id not in card.rubric.alarms]
        counted = [s for s in members if s.outcome.covered and s.outcome.level is not None and s.used > 0]
        found.append(
            GroupView(
                id=group,
                title=card.rubric.title(group, lang),
                interval=interval_of(node),
                weights=_group_weights(shown, group),
                part=shown.part.groups.get(group),
                stances=_stances(card, group, lang),
                rated=_those(members, views, level=True, applies=True),
                open=_those(members, views, level=False, applies=True),
                apart=_those(members, views, level=False, applies=False),
                grade=_group_grade(grades.get(group), card.rubric, lang),
                meeting=sum(standing(card.rubric, s.outcome, s.points) == "strength" for s in counted),
                assessed=len(counted),
                unrecorded=_unrecorded(card.rubric, group, lang),
            )
        )
    return tuple(found)


def _unrecorded(rubric: Rubric, group: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Return title and reason for each aspect of a paradigm that no source records."""
    own = (one for one in rubric.unrecorded if group in (one.parent, *rubric.ancestors(one.parent)))
    return tuple((foreign(one.title, "en", lang), foreign(one.why, "en", lang)) for one in own)


def _group_grade(grade: Grade | None, rubric: Rubric, lang: str) -> Grade | None:
    if grade is None:
        return None
    return replace(grade, tripped=tuple(rubric.title(gate, lang) for gate in grade.tripped))


def _those(
    members: Sequence[ScoredCriterion], views: Mapping[str, CriterionView], *, level: bool, applies: bool
) -> tuple[CriterionView, ...]:
    return tuple(
        views[s.outcome.criterion_id] for s in members if is_rated(s) == level and s.outcome.applies == applies
    )


def _stances(card: Scorecard, group: str, lang: str) -> tuple[StanceView, ...]:
    children = [n for n in card.rubric.children[group] if n in card.rubric.nodes]
    return tuple(StanceView(n, card.rubric.title(n, lang), interval_of(card.node(n))) for n in children)
