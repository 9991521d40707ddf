"""The section of paradigms with their criteria, each with a short quotation behind one of its weightiest ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.model.criterion_block import standing
from evaluator.model.plan import MOST_QUOTED
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Grade, NodeScore, Outcome, Scorecard, ScoredCriterion
from evaluator.panel.proposed import led_words
from evaluator.panel.settle import voting
from evaluator.panel.settled_words import settled_by
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import (
    CountryView,
    CriterionView,
    GroupView,
    Interval,
    PrintedWeights,
    ReferenceView,
    StanceView,
)
from evaluator.reports.outline import Part, Section
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.citations import Citations, is_rated, print_order
from evaluator.scoring.rounding import printed

PART_DIGITS = 3
PERCENT_DIGITS = 2


def shown_status(outcome: Outcome) -> str:
    """Return the printed status; a level computed on only part of the rows is `estimated`."""
    return "estimated" if outcome.level is not None and not outcome.covered else outcome.status


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One printed column of weights: in per cent, by paradigm and by criterion."""

    groups: Mapping[str, Decimal]
    criteria: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class WeightColumns:
    """The printed columns of weights; beside them what each paradigm contributes, and the `total` of it, the score."""

    stated: PrintedColumn
    applicable: PrintedColumn
    used: PrintedColumn
    parts: Mapping[str, Decimal]
    total: Decimal | None


def columns(card: Scorecard) -> WeightColumns:
    """Return weights and contributions as printed; each is rounded by itself, so that equal numbers look equal.

    Contributions are empty if there is no score, or if the tree does not add up (a geometric node).
    """

    def weights(name: str) -> PrintedColumn:
        percent = {s.outcome.criterion_id: 100 * getattr(s, name) for s in card.criteria}
        criteria = {name: printed(number, PERCENT_DIGITS) for name, number in percent.items()}
        return PrintedColumn(_sums_by_paradigm(card.rubric, percent, PERCENT_DIGITS), criteria)

    total = None if card.score is None else printed(card.score, PART_DIGITS)
    parts = {s.outcome.criterion_id: s.contribution for s in card.criteria if s.contribution is not None}
    sums = {} if total is None else _sums_by_paradigm(card.rubric, parts, PART_DIGITS)
    return WeightColumns(weights("stated"), weights("applicable"), weights("used"), sums, total)


def _sums_by_paradigm(rubric: Rubric, numbers: Mapping[str, float], digits: int) -> dict[str, Decimal]:
    members: dict[str, list[float]] = {}
    for name, number in numbers.items():
        members.setdefault(rubric.paradigm_of(name), []).append(number)
    return {group: printed(sum(found), digits) for group, found in members.items()}


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


def criterion_views(
    card: Scorecard, citations: Citations, shown: WeightColumns, words: PageLanguage
) -> dict[str, CriterionView]:
    """Return the view of every criterion, by criterion id."""
    gates = {gate.criterion_id: gate.state for gate in card.gates}
    return {
        scored.outcome.criterion_id: _criterion_view(card, scored, citations, shown, gates, words)
        for scored in card.criteria
    }


def _criterion_view(
    card: Scorecard,
    scored: ScoredCriterion,
    citations: Citations,
    shown: WeightColumns,
    gates: Mapping[str, str],
    words: PageLanguage,
) -> CriterionView:
    outcome, rubric = scored.outcome, card.rubric
    criterion = rubric.by_id[outcome.criterion_id]
    return CriterionView(
        id=criterion.id,
        scored=scored,
        title=words.title(criterion.id),
        question=words.worded(criterion.id, "question", criterion.question),
        origin=criterion.traits.words,
        object=criterion.object,
        status=shown_status(outcome),
        top=rubric.scale_of(criterion.id).top,
        descriptor=words.level(criterion.id, outcome.stated),
        reason=words.own(outcome.reason),
        note=words.own(outcome.note),
        searched=words.own(outcome.searched),
        missing_for_next=words.own(outcome.missing_for_next),
        evidence_needed=words.worded(criterion.id, "evidence_needed", criterion.evidence_needed),
        missing_hint=words.worded(criterion.id, "missing_hint", criterion.missing_hint),
        citations=citations.of(outcome.evidence_ids),
        settled=settled_by(outcome),
        decision=words.own(outcome.decision),
        led=led_words(voting(card.assessment, card.assessor or None), criterion.id),
        gate=gates.get(criterion.id, ""),
        weights=_criterion_weights(shown, criterion.id),
    )


def _criterion_weights(shown: WeightColumns, criterion_id: str) -> PrintedWeights:
    return PrintedWeights(*(c.criteria[criterion_id] for c in (shown.stated, shown.applicable, shown.used)))


def _group_weights(shown: WeightColumns, group: str) -> PrintedWeights:
    return PrintedWeights(*(c.groups.get(group, Decimal(0)) for c in (shown.stated, shown.applicable, shown.used)))


def group_views(
    card: Scorecard, views: Mapping[str, CriterionView], shown: WeightColumns, words: PageLanguage
) -> tuple[GroupView, ...]:
    """Return one view for each paradigm of the rubric, with its criteria."""
    ordered = print_order(card)
    grades = dict(card.paradigms)
    found = []
    for group in card.rubric.paradigms:
        node = card.group(group)
        members = [s for s in ordered if card.rubric.paradigm_of(s.outcome.criterion_id) == group]
        members = [s for s in members if s.outcome.criterion_id not in card.rubric.alarms]
        counted = [s for s in members if s.outcome.covered and s.outcome.level is not None and s.used > 0]
        found.append(
            GroupView(
                id=group,
                title=words.title(group),
                interval=interval_of(node),
                weights=_group_weights(shown, group),
                part=shown.parts.get(group),
                stances=_stance_views(card, group, words),
                rated=_members_with(members, views, level=True, applies=True),
                open=_members_with(members, views, level=False, applies=True),
                apart=_members_with(members, views, level=False, applies=False),
                grade=_group_grade(grades.get(group), words),
                meeting=sum(standing(card.rubric, s.outcome, s.points) == "strength" for s in counted),
                assessed=len(counted),
                unrecorded=_unrecorded_aspects(group, words),
            )
        )
    return tuple(found)


def _unrecorded_aspects(group: str, words: PageLanguage) -> tuple[tuple[str, str], ...]:
    """Return title and reason for each aspect of a paradigm that no source records."""
    rubric = words.rubric
    own = (one for one in rubric.unrecorded if group in (one.parent, *rubric.ancestors(one.parent)))
    return tuple((words.foreign(one.title), words.foreign(one.why)) for one in own)


def _group_grade(grade: Grade | None, words: PageLanguage) -> Grade | None:
    return None if grade is None else replace(grade, tripped=words.titles(grade.tripped))


def _members_with(
    members: Sequence[ScoredCriterion], views: Mapping[str, CriterionView], *, level: bool, applies: bool
) -> tuple[CriterionView, ...]:
    return tuple(
        views[s.outcome.criterion_id] for s in members if is_rated(s) == level and s.outcome.applies == applies
    )


def _stance_views(card: Scorecard, group: str, words: PageLanguage) -> tuple[StanceView, ...]:
    children = [n for n in card.rubric.children[group] if n in card.rubric.nodes]
    return tuple(StanceView(words.title(n), interval_of(card.node(n))) for n in children)


@dataclass(frozen=True, slots=True)
class PulledView:
    """A short quotation that is printed large, and the criterion whose rating cites it."""

    criterion: CriterionView
    reference: ReferenceView


def pulled_quotation(group: GroupView, references: Sequence[ReferenceView]) -> PulledView | None:
    """Return the first quotation of at most 25 words behind the weightiest rating of a paradigm that cites one."""
    quoted = {one.number: one for one in references if one.quote.text and len(one.quote.text.split()) <= MOST_QUOTED}
    for criterion in sorted(group.rated, key=lambda one: -one.weights.used):
        for number in criterion.citations:
            if number in quoted:
                return PulledView(criterion, quoted[number])
    return None


PULLED_SHOWN: Part[CountryContext, CountryView, tuple[PulledView | None, ...]] = Part(
    "pulled", lambda _, page: tuple(pulled_quotation(group, page.references) for group in page.groups)
)
GROUPS = Section("groups", "country/groups.html", (PULLED_SHOWN,))
