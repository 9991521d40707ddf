"""Build the views of the first page: strengths, gaps, gates, grade, blind spot."""

from __future__ import annotations

from evaluator.model.criterion_block import CriterionBlock, alike, costs, strengths
from evaluator.model.law import NOT_READ
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import Gate, law_words, plan_words, state_words
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Spoken
from evaluator.panel.settled_words import read_words, settled_by
from evaluator.reports.country_view import AlarmView, EndsView, GateView, GradeView
from evaluator.reports.outline import fields_of
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.citations import Citations

SHOWN = 3


def strongest(block: CriterionBlock, rubric: Rubric, words: PageLanguage) -> EndsView | None:
    """Return the largest strengths and gaps; None if the rubric declares no norm level."""
    norm = rubric.norm_level
    if norm is None:
        return None
    strong, weak = strengths(block), costs(block)
    return EndsView(
        level=norm.level,
        words=words.text(norm.words),
        has_floors=any(criterion.floor for criterion in rubric.criteria),
        strengths=strong[:SHOWN],
        gaps=weak[:SHOWN],
        strengths_alike=alike(strong, SHOWN, "gain"),
        gaps_alike=alike(weak, SHOWN, "loss"),
        rated=sum(row.loss is not None for row in block.rows),
        known=sum(row.state == "at-least" and row.weight > 0 for row in block.rows),
    )


def gate_views(card: Scorecard, citations: Citations, words: PageLanguage) -> tuple[GateView, ...]:
    """Return every gate of the rubric with its state on this plan."""
    found = []
    for gate in card.gates:
        outcome = card.criterion(gate.criterion_id).outcome
        found.append(
            GateView(
                words.title(gate.criterion_id),
                gate.state,
                state_words(card.rubric, gate),
                gate.caps,
                words.own(outcome.reason),
                citations.of(outcome.evidence_ids),
                settled_by(outcome),
                words.own(outcome.decision),
                plan_told=plan_words(card.rubric, gate),
                law_told=_law_told(gate),
                alone=gate.alone,
                is_read=gate.law is not None and gate.law.gives != NOT_READ,
                by_law=gate.law_breaches,
            )
        )
    return tuple(found)


def _law_told(gate: Gate) -> Spoken | str:
    """Return what the law gives beside a gate, short; of a breach by law the article alone, as its state says so."""
    if gate.law is None:
        return ""
    return gate.law.numbers if gate.law_breaches else law_words(gate.law, gate.law.numbers)


def alarm_views(card: Scorecard, citations: Citations, words: PageLanguage) -> tuple[AlarmView, ...]:
    """Return every alarm of the rubric, and whether any passage documents it."""
    found = []
    for alarm in card.alarms:
        outcome = card.criterion(alarm.criterion_id).outcome
        title, reason = words.title(alarm.criterion_id), words.own(outcome.reason)
        cited = citations.of(outcome.evidence_ids)
        state = alarm.is_documented, alarm.is_answered
        found.append(AlarmView(alarm.criterion_id, title, *state, alarm.read, read_words(alarm.read), reason, cited))
    return tuple(found)


def grade_view(card: Scorecard, words: PageLanguage) -> GradeView:
    """Return the grade with its range, its bands and the titles of the gates that affect it."""
    grade, grading = card.grade, card.rubric.grading
    titles = {name: words.titles(getattr(grade, name)) for name in ("tripped", "unassessed", "disputed")}
    return GradeView(
        **{**fields_of(grade), **titles},
        bands=tuple(sorted(((b.grade, b.lower) for b in grading.bands), key=lambda b: -b[1])),
        caps=tuple((cap.tripped, cap.at_most) for cap in grading.gate_caps),
        least_coverage=grading.least_coverage,
    )
