"""Build the views of the first page: strengths, gaps, gates, grade, blind spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.model.assessment import coders_language
from evaluator.model.rubric import TIP_BASES
from evaluator.model.safeguard import state_words
from evaluator.model.scorecard import Scorecard
from evaluator.model.words import text_for
from evaluator.panel.settled_words import settled_by
from evaluator.reports.context.country import CountryContext
from evaluator.reports.sections.base import fields_of
from evaluator.reports.sections.citations import Citations
from evaluator.reports.sections.criteria import PART_DIGITS
from evaluator.reports.sections.findings import (
    AlarmView,
    BasisView,
    BlindSpotView,
    CriterionView,
    EndsView,
    GateView,
    GradeView,
    RankedView,
)
from evaluator.reports.sections.passages import own_words
from evaluator.scoring.grade import capped
from evaluator.scoring.rounding import printed, shared_out
from evaluator.scoring.strengths import Ranked, gaps, strengths

CODINGS = ("assessed", "partly", "ignored", "uncoded")
SHOWN = 3


def strongest(card: Scorecard, views: Mapping[str, CriterionView], lang: str) -> EndsView | None:
    """Return the largest strengths and gaps; None if the rubric declares no norm level."""
    norm = card.rubric.norm_level
    if norm is None:
        return None
    strong, weak = strengths(card), gaps(card)
    return EndsView(
        level=norm.level,
        gap_up_to=norm.gap_up_to,
        words=text_for(norm.words, lang),
        has_floors=any(criterion.floor for criterion in card.rubric.criteria),
        strengths=tuple(_ranked(card, one, views, lang) for one in strong[:SHOWN]),
        gaps=tuple(_ranked(card, one, views, lang) for one in weak[:SHOWN]),
        strengths_alike=_alike(strong),
        gaps_alike=_alike(weak),
        rated=sum(scored.outcome.covered and scored.used > 0 for scored in card.criteria),
        known=sum(scored.outcome.least is not None and scored.applicable > 0 for scored in card.criteria),
    )


def _alike(found: Sequence[Ranked]) -> int:
    """Return the number of items not shown whose printed size equals that of the last item shown."""
    sizes = [printed(one.size, PART_DIGITS) for one in found]
    return sizes[SHOWN:].count(sizes[SHOWN - 1]) if len(sizes) > SHOWN else 0


def _ranked(card: Scorecard, one: Ranked, views: Mapping[str, CriterionView], lang: str) -> RankedView:
    group = card.rubric.title(card.rubric.paradigm_of(one.criterion_id), lang)
    return RankedView(views[one.criterion_id], group, printed(one.size, PART_DIGITS))


def gate_views(card: Scorecard, citations: Citations, lang: str) -> tuple[GateView, ...]:
    """Return every gate of the rubric with its state on this plan."""
    found = []
    for gate in card.gates:
        outcome = card.criterion(gate.criterion_id).outcome
        title = card.rubric.title(gate.criterion_id, lang)
        spoken = coders_language(card.assessment)
        found.append(
            GateView(
                gate.criterion_id,
                title,
                gate.state,
                state_words(card.rubric, gate),
                gate.caps,
                own_words(outcome.reason, spoken, lang),
                citations.of(outcome.evidence_ids),
                outcome.inputs,
                settled_by(outcome),
                own_words(outcome.decision, spoken, lang),
            )
        )
    return tuple(found)


def alarm_views(card: Scorecard, citations: Citations, lang: str) -> tuple[AlarmView, ...]:
    """Return every alarm of the rubric, and whether any passage documents it."""
    found = []
    for alarm in card.alarms:
        outcome = card.criterion(alarm.criterion_id).outcome
        title = card.rubric.title(alarm.criterion_id, lang)
        reason = own_words(outcome.reason, coders_language(card.assessment), lang)
        cited = citations.of(outcome.evidence_ids)
        state = alarm.is_documented, alarm.is_answered
        found.append(AlarmView(alarm.criterion_id, title, *state, alarm.sources_read, reason, cited))
    return tuple(found)


def grade_view(card: Scorecard, lang: str) -> GradeView:
    """Return the grade with its range, its bands and the titles of the gates that affect it."""
    grade, grading = card.grade, card.rubric.grading
    best = max(grading.bands, key=lambda b: b.lower).grade
    titles = {
        name: tuple(card.rubric.title(gate, lang) for gate in getattr(grade, name))
        for name in ("tripped", "unassessed", "disputed")
    }
    return GradeView(
        **{**fields_of(grade), **titles},
        cap=capped(grading, best, len(grade.tripped)),
        bands=tuple(sorted(((b.grade, b.lower) for b in grading.bands), key=lambda b: -b[1])),
        caps=tuple((cap.tripped, cap.at_most) for cap in grading.gate_caps),
        least_coverage=grading.least_coverage,
    )


def blind_spot(context: CountryContext) -> BlindSpotView:
    """Return the shares of stated weight that the TIP Report ignores, under the reference weighting."""
    card, stated = context.card, context.stated
    rubric = card.rubric
    reference = rubric.weighting(rubric.reference_weighting)
    named = card.weighting.reference_tip
    parts = {part.coding: part for part in context.looked_at if part.basis == named}
    return BlindSpotView(
        weighting=text_for(reference.titles, context.lang, reference.id),
        named=named,
        bases=tuple(_basis(card, basis, stated) for basis in TIP_BASES),
        ignored=tuple(c.id for c in rubric.criteria if c.coding(named) == "ignored" and stated[c.id] > 0),
        seen=parts.get("assessed"),
        unseen=parts.get("ignored"),
    )


def _basis(card: Scorecard, basis: str, stated: Mapping[str, float]) -> BasisView:
    shares = dict.fromkeys(CODINGS, 0.0)
    for criterion in card.rubric.criteria:
        shares[criterion.coding(basis) or "uncoded"] += stated[criterion.id]
    percent = shared_out([share * 100 for share in shares.values()], printed(100 * sum(shares.values()), 0))
    return BasisView(basis, shares["assessed"], shares["partly"], shares["ignored"], shares["uncoded"], percent)
