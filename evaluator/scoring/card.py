"""The scorecard of one plan under one weighting, built from the arrays of scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.model.aggregation import Aggregation
from evaluator.model.assessment import Assessment
from evaluator.model.country import READ_OF_A_SOURCE
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.safeguard import Gate, gate_of, is_breached, is_open
from evaluator.model.scorecard import (
    OUTSIDE,
    Alarm,
    Glance,
    Grade,
    NodeScore,
    OneVoice,
    Outcome,
    PlanResult,
    ResultState,
    Scorecard,
    ScoredCriterion,
    TextsRead,
)
from evaluator.model.weighting import Weighting
from evaluator.plans.rows import LAW, TIP, kinds_behind, voices
from evaluator.scoring.formula import why_absent, working
from evaluator.scoring.grade import GateCount, grade, known, rounded
from evaluator.scoring.observers import shares_of
from evaluator.scoring.plan_or_law import plan_or_law
from evaluator.scoring.scores import Scores, score_plans, used_weights, within
from evaluator.scoring.void import is_void
from evaluator.scoring.weights import PathWeights, node_weights

__all__ = ["Scores", "make_card", "score_plans", "used_weights"]


def make_card(
    assessment: Assessment, rubric: Rubric, weighting: Weighting, found: Sequence[Outcome], *, is_draft: bool
) -> Scorecard:
    """Return the scorecard of one plan under one weighting, computed from the plan's outcomes."""
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
    """Return the scorecard of one plan under one weighting from its scores and used weights.

    `row` holds arrays whose axes of weightings and plans have length 1.
    """
    scores, used = row
    nodes = _node_scores(scores, used)
    means = dict(zip((node.node_id for node in nodes), map(known, scores.score.nodes[:, 0, 0].tolist()), strict=True))
    gates = _gates(rubric, weighting, found)
    criteria = _scored_criteria(scores, used, found)
    whole = _whole(rubric, weighting, scores, 0, gate_count(rubric.grading.gates, found))
    return Scorecard(
        score=whole.score,
        coverage=whole.coverage,
        bounds=whole.bounds,
        judgement_interval=whole.judgement_interval,
        grade=whole.grade,
        has_weight=whole.has_weight,
        state=whole.state,
        assessment=assessment,
        rubric=rubric,
        weighting=weighting,
        criteria=criteria,
        nodes=nodes,
        gates=gates,
        is_draft=is_draft or any(o.status == "disputed" for o in found),
        warnings=remarks(scores),
        paradigms=tuple(_paradigm_grades(rubric, nodes, gates, found, means=means, cap=weighting.gates == "cap")),
        alarms=_alarms(assessment, rubric, found),
        tip_alone=_tip_alone(assessment, rubric, criteria),
        observers=shares_of(rubric, criteria),
        plan_or_law=plan_or_law(rubric, weighting, found),
    )


def read_glances(
    rubric: Rubric, weightings: Sequence[Weighting], scores: Scores, found: Sequence[Outcome]
) -> list[Glance]:
    """Return the short results of one plan, the only one in `scores`, under each of the weightings."""
    gates, names = gate_count(rubric.grading.gates, found), scores.tree.criteria
    glances = []
    for s, weighting in enumerate(weightings):
        whole = _whole(rubric, weighting, scores, s, gates)
        glances.append(
            Glance(
                score=whole.score,
                coverage=whole.coverage,
                bounds=whole.bounds,
                judgement_interval=whole.judgement_interval,
                grade=whole.grade,
                has_weight=whole.has_weight,
                state=whole.state,
                weighting=weighting,
                shares=dict(zip(names, scores.applicable.criteria[s, 0].tolist(), strict=True)),
            )
        )
    return glances


def _whole(rubric: Rubric, weighting: Weighting, scores: Scores, s: int, gates: GateCount) -> PlanResult:
    """Return the result of the first plan of the scores under a weighting; `s` is the weighting's position."""
    ends = [float(end.total[s, 0]) for end in scores.ends]
    weight = scores.applicable.criteria[s, 0]
    coverage = float((weight * scores.cells.covered[0]).sum())
    numbers = (float(scores.score.total[s, 0]), coverage, *ends)
    shares = Shares(has_weight=bool((weight > 0).any()), void=float(scores.void[s]))
    return read_result(rubric, weighting, numbers, gates, shares)


@dataclass(frozen=True, slots=True)
class Shares:
    """Whether some criterion that applies has weight, and the share of the frame where the rubric asks nothing."""

    has_weight: bool
    void: float = 0.0


def read_result(
    rubric: Rubric, weighting: Weighting, numbers: Sequence[float], gates: GateCount, shares: Shares
) -> PlanResult:
    """Return the result of one plan under one weighting: numbers rounded, grade determined.

    Parameters
    ----------
    rubric, weighting
        The grading, and whether gates cap the grade.
    numbers : sequence of float
        Score, coverage, lowest and highest score, and the two ends of the judgement interval; NaN for none.
    gates : GateCount
        The gates by state: tripped, not assessed, doubtful, disputed.
    shares : Shares
        Whether some criterion that applies has weight, and how much of the frame is void.

    Notes
    -----
    Where no criterion that applies has weight, the intervals cover the whole range of scores of the rubric. A mean of
    what is rated that lies outside of the bounds is no score.
    """
    score, coverage, *ends = numbers
    least = -1.0 if ROOT in rubric.under_zero else 0.0
    low, high, judged_low, judged_high = map(known, ends)
    intervals = (
        _bounds_or_whole_range(low, high, least=least),
        _bounds_or_whole_range(judged_low, judged_high, least=least),
    )
    total, covered = _told(score, *ends[:2]), rounded(coverage)
    mean = known(score) if total is None else total
    graded = grade(rubric.grading, mean, covered, intervals, gates, cap=weighting.gates == "cap")
    state = _standing(rubric, total, mean, graded, covered)
    if not shares.has_weight:
        state = "weightless"
    elif is_void(rubric, shares.void):
        state = "void"
    return PlanResult(total, covered, *intervals, graded, shares.has_weight, state)


def _standing(rubric: Rubric, score: float | None, mean: float | None, graded: Grade, coverage: float) -> ResultState:
    """Return what can be said of a plan under a weighting with weight: the one rule of how much is enough.

    `mean` is that of what is rated, also where it lies outside of the range and is no score.
    """
    if mean is None or (rubric.report is not None and rubric.report.tells_little(coverage)):
        return "unread"
    if score is None:
        return "range"
    return "ungraded" if graded.grade is None else "graded"


def _told(score: float, low: float, high: float) -> float | None:
    """Return a score, rounded; None for none, and for one outside of its range."""
    inside = low <= score <= high  # rounding keeps the order, so no array has to say it
    return known(score if inside else float(within(np.array(score), np.array(low), np.array(high))))


def gate_count(gates: Container[str], found: Sequence[Outcome]) -> GateCount:
    """Return which of the gates are tripped, not assessed, disputed, and tripped by a rating of low confidence.

    The law beside the plan counts too: a contrary one trips a gate, one at the norm closes a gate that is not assessed.
    """
    own = [o for o in found if o.criterion_id in gates]
    tripped = [o for o in own if is_breached(o.status, o.law)]
    unassessed = [o for o in own if is_open(o.status, o.law)]
    return GateCount(
        tripped=tuple(o.criterion_id for o in tripped),
        unassessed=tuple(o.criterion_id for o in unassessed),
        doubtful=tuple(o.criterion_id for o in tripped if o.confidence == "low" and o.status == "contrary"),
        disputed=tuple(o.criterion_id for o in unassessed if o.status == "disputed"),
    )


def _paradigm_grades(
    rubric: Rubric,
    nodes: Sequence[NodeScore],
    gates: Sequence[Gate],
    found: Sequence[Outcome],
    *,
    means: Mapping[str, float | None],
    cap: bool,
) -> Iterator[tuple[str, Grade]]:
    """Yield the grade of each paradigm in which some criterion applies and has weight.

    `means` are the values of nodes, also those outside of their range. Yields nothing where the rubric does not grade
    paradigms.
    """
    for node in nodes if rubric.grade_paradigms else ():
        if node.node_id not in rubric.paradigms or node.coverage is None:
            continue
        own = [g.criterion_id for g in gates if rubric.paradigm_of(g.criterion_id) == node.node_id]
        ends = (
            _bounds_or_whole_range(node.low, node.high),
            _bounds_or_whole_range(node.judgement_low, node.judgement_high),
        )
        counted = gate_count(own, found)
        mean = means[node.node_id] if node.score is None else node.score
        yield node.node_id, grade(rubric.grading, mean, node.coverage, ends, counted, cap=cap)


def _alarms(assessment: Assessment, rubric: Rubric, found: Sequence[Outcome]) -> tuple[Alarm, ...]:
    """Return the state of each alarm, with the texts on practice from which some evidence is recorded."""
    read = texts_read(assessment)
    by_id = {outcome.criterion_id: outcome for outcome in found}
    return tuple(
        Alarm(name, by_id[name].status == "contrary", _is_answered(assessment, by_id[name]), read)
        for name in rubric.alarms
    )


NO_TEXTS_ON_PRACTICE = (LAW, "statistics")


def texts_read(assessment: Assessment) -> TextsRead:
    """Return how many texts on practice the evidence was taken from, and how far each was read."""
    about = {row.source_id for row in assessment.evidence if row.object == "practice"}
    texts = [one for one in assessment.sources if one.source_id in about and one.kind not in NO_TEXTS_ON_PRACTICE]
    count = Counter(one.extent for one in texts)
    return TextsRead(len(texts), *(count[extent] for extent in READ_OF_A_SOURCE))


def _is_answered(assessment: Assessment, outcome: Outcome) -> bool:
    """Return whether a coder whose ratings count answered an alarm: in a final coding, or in a draft with some words.

    A draft's empty row is not an answer.
    """
    coders = {coder for coder, _ in outcome.inputs}
    rows = (
        (coding.header.state, row)
        for coding in assessment.codings
        for row in coding.ratings
        if coding.header.coder in coders and row.criterion_id == outcome.criterion_id
    )
    return any(
        state == "final" or row.status != "not-assessed" or bool(row.reason or row.searched or row.missing_for_next)
        for state, row in rows
    )


def _tip_alone(assessment: Assessment, rubric: Rubric, scored: Sequence[ScoredCriterion]) -> OneVoice | None:
    """Return the share of ratings that rest on the TIP Report alone; None where the rubric ignores kinds of source."""
    if not rubric.two_kinds_of_source:
        return None
    heard = voices(assessment.evidence, assessment.sources)
    rated = [one for one in scored if one.outcome.covered and one.outcome.criterion_id not in rubric.alarms]
    alone = [one for one in rated if kinds_behind(one.outcome.evidence_ids, heard) == {TIP}]
    whole = sum(one.used for one in rated)
    share = rounded(sum(one.used for one in alone) / whole) if whole > 0 else None
    return OneVoice(tuple(one.outcome.criterion_id for one in alone), len(rated), share)


def _bounds_or_whole_range(low: float | None, high: float | None, *, least: float = 0.0) -> tuple[float, float]:
    return (least if low is None else low, 1.0 if high is None else high)


def _scored_criteria(scores: Scores, used: PathWeights, found: Sequence[Outcome]) -> tuple[ScoredCriterion, ...]:
    # Rows are converted to lists at once, because reading single cells of an array would dominate the time here.
    rows = (scores.cells.values[0], scores.stated.criteria[0, 0], scores.applicable.criteria[0, 0], used.criteria[0, 0])
    adds_up, result = scores.tree.additive and not scores.outside[0, 0, 0], []
    for outcome, points, stated, applicable, weight in zip(found, *(row.tolist() for row in rows), strict=True):
        got = None if math.isnan(points) else points
        part = weight * got if got is not None and adds_up else None
        result.append(ScoredCriterion(outcome, got, stated, applicable, weight, part))
    return tuple(result)


def _node_scores(scores: Scores, used: PathWeights) -> tuple[NodeScore, ...]:
    points = (scores.told, scores.coverage, *(end.nodes for end in scores.ends))
    weights = (scores.stated.nodes, scores.applicable.nodes, used.nodes)
    told = zip(*([known(number) for number in row[:, 0, 0].tolist()] for row in points), strict=True)
    shares = zip(*(row[0, 0].tolist() for row in weights), strict=True)
    return tuple(
        NodeScore(branch.id, *six, *three)
        for branch, six, three in zip(scores.tree.branches, told, shares, strict=True)
    )


def _gates(rubric: Rubric, weighting: Weighting, found: Sequence[Outcome]) -> tuple[Gate, ...]:
    return tuple(_gate(rubric, weighting, o) for o in found if o.criterion_id in rubric.grading.gates)


def _gate(rubric: Rubric, weighting: Weighting, outcome: Outcome) -> Gate:
    level = outcome.least if outcome.level is None else outcome.level
    return gate_of(rubric, outcome.criterion_id, outcome.status, level, outcome.law, caps=weighting.gates == "cap")


def remarks(scores: Scores) -> tuple[str, ...]:
    """Return the remarks on one plan under one weighting, empty if there are none."""
    if not scores.applicable.criteria.any():
        return ("no criterion that applies has weight under this weighting: no score, no coverage",)
    if np.isnan(scores.score.total[0, 0]):
        return (f"no score under this weighting: {why_absent(scores, 0).replace('below it ', '')}",)
    return (
        *_shrunk(scores),
        *_zero_remarks(scores),
        *_floor_remarks(scores),
        *_out_of_range(scores),
    )


def _shrunk(scores: Scores) -> Iterator[str]:
    """Yield a remark on each node that weighs less than stated because criteria below it do not apply."""
    weights = node_weights(scores.tree, scores.local, scores.cells.applicable)[:, 0, 0]
    for at, branch in enumerate(scores.tree.branches):
        raw = scores.local.nodes[0, at]
        if 0 < weights[at] < raw:
            away = f"{100 * (1 - weights[at] / raw):.3g} %"
            name = _node_word(branch.id)
            held = "" if branch.most == 1 else f", and what is left carries at most {branch.most:g} times its weight"
            yield f"{name} weighs {away} less than stated, as a part of what is below it does not apply{held}"


def _zero_remarks(scores: Scores) -> Iterator[str]:
    """Yield a remark on each mean that is 0 because a child has the value 0."""
    for at, branch in enumerate(scores.tree.branches):
        if scores.score.nodes[at, 0, 0] == 0 and _is_voided_by_zero(branch.aggregation):
            done = working(scores, at)
            zeros = [c for c, v, s in zip(done.children, done.values, done.shares, strict=True) if s > 0 and not v > 0]
            if len(zeros) < sum(share > 0 for share in done.shares):
                yield f"a 0 makes the {branch.aggregation.kind} mean of {_node_word(branch.id)} 0: {', '.join(zeros)}"


def _floor_remarks(scores: Scores) -> Iterator[str]:
    """Yield a remark on each sum that would be lower without its floor."""
    for at, branch in enumerate(scores.tree.branches):
        if branch.aggregation.kind != "net-sum":
            continue
        done = working(scores, at)
        if rounded(done.floor) > 0 and not np.isnan(scores.score.nodes[at, 0, 0]):
            lowest = branch.aggregation.lowest
            yield (
                f"a floor holds {_node_word(branch.id)} at {lowest:g}: more is subtracted than added, "
                f"without the floor it would be {lowest - done.floor:.4f}"
            )


def _is_voided_by_zero(how: Aggregation) -> bool:
    if how.least is not None:
        return False
    return how.kind in ("geometric", "harmonic") or (how.exponent is not None and how.exponent <= 0)


def _out_of_range(scores: Scores) -> Iterator[str]:
    """Yield a remark if what is rated gives no score of the whole, and one on the nodes of which it gives none."""
    outside = scores.outside[:, 0, 0]
    if outside[0]:
        low, high = (float(end.total[0, 0]) for end in scores.ends[:2])
        yield f"no score: {OUTSIDE}; what is known of the rest leaves {low:.2f} to {high:.2f}"
    names = [_node_word(branch.id) for branch, is_out in zip(scores.tree.branches, outside, strict=True) if is_out]
    parts = names[int(outside[0]) :]
    if parts:
        yield f"no score of these parts, as {OUTSIDE}: {', '.join(parts)}"


def _node_word(node: str) -> str:
    return "the whole" if node == ROOT else node
