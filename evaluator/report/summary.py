"""What the first page says: strengths, gaps, gates, grade, blind spot."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evaluator.model.rubric import TIP_BASES
from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.report.citations import Citations
from evaluator.report.view import BasisView, BlindSpotView, CriterionView, GateView, GradeView
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights

CODINGS = ("assessed", "partly", "ignored")


def strengths(card: Scorecard, count: int = 3) -> tuple[str, ...]:
    """Return the criteria with the largest used weight times points; ties by tree order."""
    known = [s for s in card.criteria if s.points and s.used > 0]
    return _largest(known, {s.outcome.criterion_id: s.used * (s.points or 0.0) for s in known}, count)


def gaps(card: Scorecard, count: int = 3) -> tuple[str, ...]:
    """Return the criteria with the largest used weight times (1 - points); what is not assessed is in neither."""
    known = [s for s in card.criteria if s.points is not None and s.points < 1 and s.used > 0]
    return _largest(known, {s.outcome.criterion_id: s.used * (1 - (s.points or 0.0)) for s in known}, count)


def _largest(known: list[ScoredCriterion], size: Mapping[str, float], count: int) -> tuple[str, ...]:
    # Rounded, so that weights equal by construction tie; sorting is stable, so ties keep tree order.
    ordered = sorted(known, key=lambda s: -round(size[s.outcome.criterion_id], 9))
    return tuple(s.outcome.criterion_id for s in ordered[:count])


def gate_views(card: Scorecard, citations: Citations, lang: str) -> tuple[GateView, ...]:
    """Return every gate of the rubric with what became of it."""
    found = []
    for gate in card.gates:
        outcome = card.criterion(gate.criterion_id).outcome
        title = card.rubric.title(gate.criterion_id, lang)
        found.append(
            GateView(
                gate.criterion_id, title, gate.state, gate.caps, outcome.reason, citations.of(outcome.evidence_ids)
            )
        )
    return tuple(found)


def grade_view(card: Scorecard, lang: str) -> GradeView:
    """Return the grade with its range, its bands and the titles of the gates behind it."""
    grade, grading = card.grade, card.rubric.grading
    return GradeView(
        grade=grade.grade,
        cause=grade.cause,
        lowest=grade.lowest,
        highest=grade.highest,
        lowest_if_no_gate=grade.lowest_if_no_gate,
        highest_if_no_gate=grade.highest_if_no_gate,
        judgement_lowest=grade.judgement_lowest,
        judgement_highest=grade.judgement_highest,
        without_gates=grade.without_gates,
        tripped=tuple(card.rubric.title(g, lang) for g in grade.tripped),
        unassessed=tuple(card.rubric.title(g, lang) for g in grade.unassessed),
        gates_cap=grade.gates_cap,
        bands=tuple(sorted(((b.grade, b.lower) for b in grading.bands), key=lambda b: -b[1])),
        caps=tuple((cap.tripped, cap.at_most) for cap in grading.gate_caps),
        least_coverage=grading.least_coverage,
    )


def blind_spot(card: Scorecard, views: Mapping[str, CriterionView], lang: str) -> BlindSpotView:
    """Return what the TIP scheme passes over, as shares of stated weight under the reference weighting."""
    rubric = card.rubric
    reference = rubric.weighting(rubric.reference_weighting)
    tree = plant(rubric)
    everything = np.ones((1, len(rubric.criteria)), dtype=bool)
    weights = path_weights(tree, local_weights(rubric, tree, (reference,)), everything).criteria[0, 0]
    stated = dict(zip(tree.criteria, (float(w) for w in weights), strict=True))
    named = card.weighting.reference_tip
    ordered = sorted(rubric.criteria, key=lambda c: -round(stated[c.id], 9))

    def those(coding: str) -> tuple[CriterionView, ...]:
        return tuple(views[c.id] for c in ordered if c.coding(named) == coding and stated[c.id] > 0)

    return BlindSpotView(
        weighting=reference.titles.get(lang) or reference.titles.get("en") or reference.id,
        named=named,
        bases=tuple(_basis(card, basis, stated) for basis in TIP_BASES),
        ignored=those("ignored"),
        partly=those("partly"),
    )


def _basis(card: Scorecard, basis: str, stated: Mapping[str, float]) -> BasisView:
    shares = dict.fromkeys((*CODINGS, "uncoded"), 0.0)
    for criterion in card.rubric.criteria:
        shares[criterion.coding(basis) or "uncoded"] += stated[criterion.id]
    return BasisView(basis, **shares)
