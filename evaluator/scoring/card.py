"""One plan under one weighting: the row of the matrix, read out as a scorecard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from evaluator.model.assessment import Assessment
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.scorecard import Alarm, Gate, Grade, NodeScore, OneVoice, Outcome, Scorecard, ScoredCriterion
from evaluator.model.weighting import Weighting
from evaluator.plans.voices import TIP, kinds_behind, voices
from evaluator.scoring.grade import GateCount, grade, rounded
from evaluator.scoring.remarks import remarks
from evaluator.scoring.scores import Scores, score_plans, used_weights
from evaluator.scoring.weights import PathWeights

__all__ = ["Scores", "make_card", "score_plans", "used_weights"]


def make_card(
    assessment: Assessment, rubric: Rubric, weighting: Weighting, found: Sequence[Outcome], *, is_draft: bool
) -> Scorecard:
    """Return the scorecard of one plan under one weighting."""
    scores = score_plans(rubric, (weighting,), [found])
    return read_card(assessment, rubric, weighting, found, (scores, used_weights(scores)), is_draft=is_draft)


def read_card(
    assessment: Assessment,
    rubric: Rubric,
    weighting: Weighting,
    found: Sequence[Outcome],
    row: tuple[Scores, PathWeights],
    *,
    is_draft: bool,
) -> Scorecard:
    """Return the scorecard of one plan under one weighting from its scores and used weights, each of length 1."""
    scores, used = row
    nodes = _node_scores(scores, used)
    score = _optional(scores.score.total[0, 0])
    coverage = _coverage_at_root(scores)
    least = -1.0 if ROOT in rubric.under_zero else 0.0
    bounds, judgement = _interval(scores, 0, 1, least), _interval(scores, 2, 3, least)
    gates = _gates(rubric, weighting, found)
    counted = _count_gates(gates, found)
    criteria = _scored(scores, used, found)
    return Scorecard(
        assessment=assessment,
        rubric=rubric,
        weighting=weighting,
        score=score,
        coverage=coverage,
        bounds=bounds,
        judgement_interval=judgement,
        grade=grade(rubric.grading, score, coverage, (bounds, judgement), counted, cap=weighting.gates == "cap"),
        criteria=criteria,
        nodes=nodes,
        gates=gates,
        is_draft=is_draft or any(o.status == "disputed" for o in found),
        warnings=remarks(scores),
        paradigms=tuple(_paradigm_grades(rubric, nodes, gates, found, cap=weighting.gates == "cap")),
        alarms=_alarms(assessment, rubric, found),
        tip_alone=_tip_alone(assessment, rubric, criteria),
    )


def _paradigm_grades(
    rubric: Rubric, nodes: Sequence[NodeScore], gates: Sequence[Gate], found: Sequence[Outcome], *, cap: bool
) -> Iterator[tuple[str, Grade]]:
    """Yield the grade of each paradigm of which something applies and has weight, where the rubric grades them."""
    for node in nodes if rubric.grade_paradigms else ():
        if node.node_id not in rubric.paradigms or node.coverage is None:
            continue
        own = tuple(gate for gate in gates if rubric.paradigm_of(gate.criterion_id) == node.node_id)
        ends = _ends(node.low, node.high), _ends(node.judgement_low, node.judgement_high)
        counted = _count_gates(own, found)
        yield node.node_id, grade(rubric.grading, node.score, node.coverage, ends, counted, cap=cap)


def _alarms(assessment: Assessment, rubric: Rubric, found: Sequence[Outcome]) -> tuple[Alarm, ...]:
    """Return what is known of each alarm; the sources read are those of which the evidence names a passage."""
    read = len({row.source_id for row in assessment.evidence if row.source_id})
    by_id = {outcome.criterion_id: outcome for outcome in found}
    return tuple(Alarm(name, by_id[name].status == "contrary", read) for name in rubric.alarms)


def _tip_alone(assessment: Assessment, rubric: Rubric, scored: Sequence[ScoredCriterion]) -> OneVoice | None:
    """Return how much rests on text of the Trafficking in Persons Report alone, where the rubric weighs kinds."""
    if not rubric.two_kinds_of_source:
        return None
    heard = voices(assessment.evidence, assessment.sources)
    rated = [one for one in scored if one.outcome.covered and one.outcome.criterion_id not in rubric.alarms]
    alone = [one for one in rated if kinds_behind(one.outcome.evidence_ids, heard) == {TIP}]
    whole = sum(one.used for one in rated)
    share = rounded(sum(one.used for one in alone) / whole) if whole > 0 else None
    return OneVoice(tuple(one.outcome.criterion_id for one in alone), len(rated), share)


def _optional(number: float) -> float | None:
    return None if math.isnan(number) else rounded(float(number))


def _coverage_at_root(scores: Scores) -> float:
    applied = scores.applicable.criteria[0, 0]
    return rounded(float((applied * scores.cells.covered[0]).sum()))


def _interval(scores: Scores, low: int, high: int, least: float) -> tuple[float, float]:
    """Return the ends of an interval at the root; `least` to 1 where nothing that applies has weight."""
    return _ends(*(_optional(scores.ends[k].total[0, 0]) for k in (low, high)), least=least)


def _ends(low: float | None, high: float | None, *, least: float = 0.0) -> tuple[float, float]:
    return (least if low is None else low, 1.0 if high is None else high)


def _scored(scores: Scores, used: PathWeights, found: Sequence[Outcome]) -> tuple[ScoredCriterion, ...]:
    # Plain numbers, read out at once: a cell asked of an array by itself takes longer than all else here.
    rows = (scores.cells.values[0], scores.stated.criteria[0, 0], scores.applicable.criteria[0, 0], used.criteria[0, 0])
    additive, result = scores.tree.additive, []
    for outcome, points, stated, applicable, weight in zip(found, *(row.tolist() for row in rows), strict=True):
        known = None if math.isnan(points) else points
        part = weight * known if known is not None and additive else None
        result.append(ScoredCriterion(outcome, known, stated, applicable, weight, part))
    return tuple(result)


def _node_scores(scores: Scores, used: PathWeights) -> tuple[NodeScore, ...]:
    points = (scores.score.nodes, scores.coverage, *(end.nodes for end in scores.ends))
    weights = (scores.stated.nodes, scores.applicable.nodes, used.nodes)
    told = zip(*([_optional(number) for number in row[:, 0, 0].tolist()] for row in points), strict=True)
    shares = zip(*(row[0, 0].tolist() for row in weights), strict=True)
    return tuple(
        NodeScore(branch.id, *six, *three)
        for branch, six, three in zip(scores.tree.branches, told, shares, strict=True)
    )


def _gates(rubric: Rubric, weighting: Weighting, found: Sequence[Outcome]) -> tuple[Gate, ...]:
    states = {
        "contrary": "tripped",
        "not-applicable": "not-applicable",
        "no-occasion": "not-applicable",
        "not-assessed": "not-assessed",
        "disputed": "disputed",
    }
    return tuple(
        Gate(o.criterion_id, states.get(o.status, "held"), caps=weighting.gates == "cap" and o.status == "contrary")
        for o in found
        if o.criterion_id in rubric.grading.gates
    )


def _count_gates(gates: tuple[Gate, ...], found: Sequence[Outcome]) -> GateCount:
    low = {o.criterion_id for o in found if o.confidence == "low"}
    tripped = tuple(g.criterion_id for g in gates if g.state == "tripped")
    return GateCount(
        tripped=tripped,
        unassessed=tuple(g.criterion_id for g in gates if g.state in ("not-assessed", "disputed")),
        disputed=tuple(g.criterion_id for g in gates if g.state == "disputed"),
        doubtful=tuple(g for g in tripped if g in low),
    )
