"""Criteria and the groups they are printed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.scorecard import NodeScore, Scorecard, ScoredCriterion
from evaluator.report.citations import Citations
from evaluator.report.numbers import apportion, fixed
from evaluator.report.view import CriterionView, GroupView, Interval, StanceView
from evaluator.scoring.weights import criterion_factor

PART_DIGITS = 3
RATED = ("rated", "silent", "contrary")


def is_rated(scored: ScoredCriterion) -> bool:
    """Return whether a criterion has a level that is printed: rated, silent, contrary, computed."""
    return scored.outcome.level is not None


def print_order(card: Scorecard) -> tuple[ScoredCriterion, ...]:
    """Return the criteria group by group in the order of print: those with a level, then the others.

    Criteria without weight under the weighting stand behind those that have some.
    """
    order = {group: k for k, group in enumerate(card.rubric.paradigms)}
    return tuple(
        sorted(
            card.criteria,
            key=lambda s: (order[card.rubric.paradigm_of(s.outcome.criterion_id)], not is_rated(s), s.stated == 0),
        )
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """Printed contributions: of each group, adding up to the printed total, and of each criterion."""

    total: Decimal | None
    groups: Mapping[str, Decimal]
    criteria: Mapping[str, Decimal]


def printed_parts(card: Scorecard) -> Parts:
    """Round contributions so that criteria add up to their group and groups to the total.

    Empty where there is no score or the tree does not add up (a geometric node).
    """
    counted = [s for s in card.criteria if s.contribution is not None]
    if card.score is None or not counted:
        return Parts(None if card.score is None else fixed(card.score, PART_DIGITS), {}, {})
    total = fixed(card.score, PART_DIGITS)
    members = {g: [s for s in counted if card.rubric.paradigm_of(s.outcome.criterion_id) == g] for g in _groups(card)}
    present = [g for g, scored in members.items() if scored]
    sums = [sum(s.contribution or 0.0 for s in members[g]) for g in present]
    groups = dict(zip(present, apportion(sums, PART_DIGITS, total), strict=True))
    criteria: dict[str, Decimal] = {}
    for group in present:
        shares = apportion([s.contribution or 0.0 for s in members[group]], PART_DIGITS, groups[group])
        criteria.update(zip([s.outcome.criterion_id for s in members[group]], shares, strict=True))
    return Parts(total, groups, criteria)


def _groups(card: Scorecard) -> tuple[str, ...]:
    return card.rubric.paradigms


def interval_of(node: NodeScore) -> Interval:
    """Return a node's score with its ends; 0 to 1 where nothing below it applies."""
    return Interval(
        score=node.score,
        low=0.0 if node.low is None else node.low,
        high=1.0 if node.high is None else node.high,
        judgement_low=0.0 if node.judgement_low is None else node.judgement_low,
        judgement_high=1.0 if node.judgement_high is None else node.judgement_high,
        coverage=node.coverage,
    )


def criterion_views(card: Scorecard, citations: Citations, parts: Parts, lang: str) -> dict[str, CriterionView]:
    """Return every criterion as it is printed, by id."""
    gates = {gate.criterion_id: gate.state for gate in card.gates}
    return {
        scored.outcome.criterion_id: _criterion(card, scored, citations, parts, gates, lang) for scored in card.criteria
    }


def _criterion(
    card: Scorecard,
    scored: ScoredCriterion,
    citations: Citations,
    parts: Parts,
    gates: Mapping[str, str],
    lang: str,
) -> CriterionView:
    outcome, rubric = scored.outcome, card.rubric
    criterion = rubric.by_id[outcome.criterion_id]
    return CriterionView(
        id=criterion.id,
        title=rubric.title(criterion.id, lang),
        question=_text(rubric, criterion, "question", lang),
        kind=criterion.kind,
        object=criterion.object,
        status=outcome.status,
        level=outcome.level,
        top=rubric.scale_of(criterion.id).top,
        descriptor=_descriptor(criterion, outcome.level),
        points=scored.points,
        confidence=outcome.confidence,
        reason=outcome.reason,
        note=outcome.note,
        searched=outcome.searched,
        missing_for_next=outcome.missing_for_next,
        evidence_needed=criterion.evidence_needed,
        missing_hint=criterion.missing_hint,
        citations=citations.of(outcome.evidence_ids),
        ratings=outcome.inputs,
        rule=outcome.rule,
        gate=gates.get(criterion.id, ""),
        yardstick=criterion.yardstick,
        weightless=scored.stated == 0,
        floor=criterion.floor,
        raw=criterion_factor(rubric, card.weighting, criterion),
        stated=scored.stated,
        applicable=scored.applicable,
        used=scored.used,
        part=parts.criteria.get(criterion.id),
    )


def _text(rubric: Rubric, criterion: Criterion, field: str, lang: str) -> str:
    translated = rubric.translations.get(lang, {}).get(f"{criterion.id}.{field}")
    return translated or str(getattr(criterion, field))


def _descriptor(criterion: Criterion, level: int | None) -> str:
    return "" if level is None else criterion.levels.get(level, "")


def group_views(card: Scorecard, views: Mapping[str, CriterionView], parts: Parts, lang: str) -> tuple[GroupView, ...]:
    """Return the paradigms, then the groups beside them, each with its criteria."""
    ordered = print_order(card)
    found = []
    for group in _groups(card):
        node = card.node(group)
        members = [s for s in ordered if card.rubric.paradigm_of(s.outcome.criterion_id) == group]
        found.append(
            GroupView(
                id=group,
                title=card.rubric.title(group, lang),
                interval=interval_of(node),
                stated=node.stated,
                applicable=node.applicable,
                used=node.used,
                part=parts.groups.get(group),
                stances=_stances(card, group, lang),
                rated=_those(members, views, level=True, applies=True),
                open=_those(members, views, level=False, applies=True),
                apart=_those(members, views, level=False, applies=False),
            )
        )
    return tuple(found)


def _those(
    members: Sequence[ScoredCriterion], views: Mapping[str, CriterionView], *, level: bool, applies: bool
) -> tuple[CriterionView, ...]:
    return tuple(
        views[s.outcome.criterion_id]
        for s in members
        if is_rated(s) == level and (s.outcome.status != "not-applicable") == applies
    )


def _stances(card: Scorecard, group: str, lang: str) -> tuple[StanceView, ...]:
    children = [n for n in card.rubric.children[group] if n in card.rubric.nodes]
    return tuple(StanceView(n, card.rubric.title(n, lang), interval_of(card.node(n))) for n in children)
