"""Scores of a report as rows: the summary, nodes, criteria, gates, every weighting, the blind spot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.contrast.blind import blind_spots, coding_of, part_scores
from evaluator.contrast.compare import Entrant
from evaluator.contrast.effective import effective_weights
from evaluator.contrast.study import Study, study_of
from evaluator.model.rubric import ROOT
from evaluator.model.scorecard import Grade, Outcome, Scorecard, ScoredCriterion
from evaluator.panel.told import settled_text
from evaluator.report.country import country_name, passage
from evaluator.report.criteria import level_words
from evaluator.report.method import weighting_title
from evaluator.report.standing import ordered_weightings
from evaluator.scoring.grade import rounded
from evaluator.scoring.strengths import standing
from evaluator.workbook.report_book_rows import (
    BlindSpotLine,
    CriterionLine,
    GateLine,
    NodeLine,
    SummaryRow,
    WeightingLine,
)

TOLD = ("coverage", "low", "high", "judgement_low", "judgement_high")
NOTHING_LEFT = Grade(None, "coverage", "", "", "", "", "", "", None, (), (), gates_cap=False)


def study_of_cards(cards: Sequence[Scorecard]) -> Study:
    """Return the plans under every weighting of their rubric, the one they are scored by first."""
    entrants = [
        Entrant(c.assessment, tuple(s.outcome for s in c.criteria), c.is_draft, c.assessor, c.overtaken) for c in cards
    ]
    return study_of(cards[0].rubric, ordered_weightings(cards[0].rubric, cards[0].weighting), entrants)


def summary_row(card: Scorecard, lang: str = "en") -> SummaryRow:
    """Return the result of a plan."""
    plan, grade = card.assessment.plan, card.grade
    coverage, low, high, judged_low, judged_high = card.told
    left = grade if card.has_weight else NOTHING_LEFT
    return SummaryRow(
        plan_id=plan.id,
        country=country_name(card.assessment.country.names, card.assessment.country.iso3, lang).text,
        title=passage(plan.titles, lang).text,
        start=plan.start,
        end=plan.end,
        rubric=f"{card.rubric.id} {card.rubric.version}",
        weighting=card.weighting.id,
        weighting_title=weighting_title(card.weighting, lang),
        ratings=f"coder {card.assessor}" if card.assessor else "panel",
        draft=card.is_draft,
        worked_example=plan.worked_example,
        score=card.score,
        low=low,
        high=high,
        judgement_low=judged_low,
        judgement_high=judged_high,
        coverage=coverage,
        grade=grade.grade or "",
        cause=card.cause,
        lowest=left.lowest,
        highest=left.highest,
        lowest_if_no_gate=left.lowest_if_no_gate,
        highest_if_no_gate=left.highest_if_no_gate,
        judgement_lowest=left.judgement_lowest,
        judgement_highest=left.judgement_highest,
        without_gates=grade.without_gates or "",
        gates_cap=grade.gates_cap,
        gates_tripped=grade.tripped,
        gates_not_assessed=grade.not_assessed,
        gates_disputed=grade.disputed,
        disputed=card.disputed,
        overtaken=card.overtaken,
    )


def node_lines(card: Scorecard, lang: str = "en") -> Iterator[NodeLine]:
    """Yield the nodes of the tree, the whole first."""
    rubric = card.rubric
    for node in card.nodes:
        below = rubric.nodes.get(node.node_id)
        yield NodeLine(
            plan_id=card.assessment.plan.id,
            weighting=card.weighting.id,
            node_id=node.node_id,
            parent=below.parent if below else "",
            title="Total" if node.node_id == ROOT else rubric.title(node.node_id, lang),
            stance=(below.stance or "") if below else "",
            score=node.score,
            low=node.low,
            high=node.high,
            judgement_low=node.judgement_low,
            judgement_high=node.judgement_high,
            coverage=node.coverage,
            stated=node.stated,
            applicable=node.applicable,
            used=node.used,
        )


def criterion_lines(card: Scorecard, lang: str = "en") -> Iterator[CriterionLine]:
    """Yield the criteria in tree order."""
    gates = {gate.criterion_id: gate.state for gate in card.gates}
    for scored in card.criteria:
        yield _criterion(card, scored, gates.get(scored.outcome.criterion_id, ""), lang)


def _criterion(card: Scorecard, scored: ScoredCriterion, gate: str, lang: str) -> CriterionLine:
    outcome, rubric = scored.outcome, card.rubric
    criterion = rubric.by_id[outcome.criterion_id]
    return CriterionLine(
        plan_id=card.assessment.plan.id,
        weighting=card.weighting.id,
        criterion_id=criterion.id,
        title=rubric.title(criterion.id, lang),
        paradigm=rubric.paradigm_of(criterion.id),
        stance=rubric.stance_of(criterion.id) or "",
        kind=criterion.kind,
        object=criterion.object,
        status=outcome.status,
        level=outcome.level,
        top=rubric.scale_of(criterion.id).top,
        low_level=outcome.low_level,
        high_level=outcome.high_level,
        covered=outcome.covered,
        points=scored.points,
        standing=standing(rubric, outcome, scored.points) if outcome.covered and outcome.level is not None else "",
        stated=scored.stated,
        applicable=scored.applicable,
        used=scored.used,
        contribution=scored.contribution,
        confidence=outcome.confidence,
        gate=gate,
        descriptor=level_words(rubric, criterion.id, outcome.level, lang),
        reason=outcome.reason,
        missing_for_next=outcome.missing_for_next,
        searched=outcome.searched,
        note=outcome.note,
        rule=outcome.rule,
        settled=settled_text(outcome),
        ratings=_ratings(outcome),
        evidence_ids=outcome.evidence_ids,
        tip_statute_2000=criterion.coding("tip_statute_2000") or "",
        tip_statute_2022=criterion.coding("tip_statute_2022") or "",
        tip_practice=criterion.coding("tip_practice") or "",
    )


def _ratings(outcome: Outcome) -> tuple[str, ...]:
    return tuple(f"{coder}:{vote}" for coder, vote in outcome.inputs)


def gate_lines(card: Scorecard, lang: str = "en") -> Iterator[GateLine]:
    """Yield every gate of the rubric."""
    for gate in card.gates:
        outcome = card.criterion(gate.criterion_id).outcome
        yield GateLine(
            plan_id=card.assessment.plan.id,
            weighting=card.weighting.id,
            criterion_id=gate.criterion_id,
            title=card.rubric.title(gate.criterion_id, lang),
            state=gate.state,
            caps=gate.caps,
            reason=outcome.reason,
            settled=settled_text(outcome),
            ratings=_ratings(outcome),
            evidence_ids=outcome.evidence_ids,
        )


def weighting_lines(study: Study, used: str, lang: str = "en") -> Iterator[WeightingLine]:
    """Yield each plan under each weighting, with what the weighting gives to control, protection, structural change."""
    lines = [line for line in effective_weights(study.rubric, study.weightings) if line.kind == "stance"]
    given = {line.id: line.shares for line in lines}
    for plan_id in study.plan_ids:
        for at, weighting in enumerate(study.weightings):
            verdict = study.verdict(plan_id, weighting.id)
            yield WeightingLine(
                plan_id=plan_id,
                weighting=weighting.id,
                title=weighting_title(weighting, lang),
                is_used=weighting.id == used,
                score=verdict.score,
                **dict(zip(TOLD, verdict.told, strict=True)),
                grade=verdict.grade.grade or "",
                cause=verdict.cause,
                lowest=verdict.grade.lowest if verdict.has_weight else "",
                highest=verdict.grade.highest if verdict.has_weight else "",
                rank=verdict.rank,
                gates_cap=weighting.gates == "cap",
                control=rounded(given["control"][at]),
                protection=rounded(given["protection"][at]),
                structural=rounded(given["structural"][at]),
                no_stance=rounded(given["none"][at]),
            )


def blind_spot_lines(study: Study) -> Iterator[BlindSpotLine]:
    """Yield for each plan what the TIP scheme does with criteria on each basis, and the score on that part.

    Shares are of stated weight under the rubric's reference weighting; scores are
    under the weighting of the report, on what the scheme looks at and on what it
    ignores.
    """
    rubric, used = study.rubric, study.weightings[0]
    reference = rubric.weighting(rubric.reference_weighting)
    spots = {spot.basis: spot for spot in blind_spots(rubric, reference)}
    parts = {(part.plan_id, part.basis, part.coding): part for part in part_scores(study, used.id)}
    for plan_id in study.plan_ids:
        for basis, spot in spots.items():
            shares = {
                "assessed": spot.assessed,
                "partly": spot.partly,
                "ignored": spot.ignored,
                "not-coded": spot.not_coded,
            }
            for coding, share in shares.items():
                part = parts.get((plan_id, basis, coding))
                yield BlindSpotLine(
                    plan_id=plan_id,
                    basis=basis,
                    is_named=basis == used.reference_tip,
                    coding=coding,
                    criteria=sum(coding_of(criterion, basis) == coding for criterion in rubric.criteria),
                    reference=reference.id,
                    share=rounded(share),
                    weighting=used.id,
                    score=part.score if part else None,
                    low=part.low if part else None,
                    high=part.high if part else None,
                    coverage=part.coverage if part else None,
                )
