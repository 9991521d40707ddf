"""One plan under one weighting: the row of the matrix, read out as a scorecard."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Aggregation, Missing, Rubric
from evaluator.model.scorecard import Gate, NodeScore, Outcome, Scorecard, ScoredCriterion
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import GateCount, grade, rounded
from evaluator.scoring.outcomes import Cells, cells
from evaluator.scoring.run import Run, run_tree
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.weights import LocalWeights, PathWeights, alive, local_weights, path_weights

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scores:
    """The intermediate arrays of P plans under S weightings; explain reads them.

    `score` keeps the missing cells; `ends` holds, in this order, low, high,
    judgement low, judgement high. `coverage` has shape (branches, S, P); `alive`
    says per branch, as (S, P), whether anything below it applies and has weight.
    """

    tree: Tree
    local: LocalWeights
    cells: Cells
    score: Run
    ends: tuple[Run, Run, Run, Run]
    coverage: Array
    alive: Mask
    stated: PathWeights
    applicable: PathWeights


def score_plans(rubric: Rubric, weightings: tuple[Weighting, ...], plans: Sequence[Sequence[Outcome]]) -> Scores:
    """Score P plans under S weightings; each plan is one row and touches no other.

    Bounds are exact: every aggregation is monotone in each value, so the lowest
    and highest completions are those with every open cell at its end.
    """
    tree = plant(rubric)
    local = local_weights(rubric, tree, weightings)
    laid = cells(rubric, tree, plans)
    everything = np.ones_like(laid.applicable)
    return Scores(
        tree=tree,
        local=local,
        cells=laid,
        score=run_tree(tree, local, laid.values, laid.applicable),
        ends=_ends(tree, local, laid),
        coverage=_coverage(tree, local, laid),
        alive=alive(tree, local, laid.applicable),
        stated=path_weights(tree, local, everything),
        applicable=path_weights(tree, local, laid.applicable),
    )


def _ends(tree: Tree, local: LocalWeights, laid: Cells) -> tuple[Run, Run, Run, Run]:
    """Run the ends of both intervals as further rows of one matrix; equal intervals are run once."""
    same = np.array_equal(laid.low, laid.judgement_low) and np.array_equal(laid.high, laid.judgement_high)
    ends = (laid.low, laid.high) if same else (laid.low, laid.high, laid.judgement_low, laid.judgement_high)
    plans = len(laid.low)
    run = run_tree(tree, local, np.concatenate(ends), np.tile(laid.applicable, (len(ends), 1)), keep=False)
    low, high, *judged = [Run(run.nodes[:, :, k * plans : (k + 1) * plans], ()) for k in range(len(ends))]
    judged_low, judged_high = judged or (low, high)
    return low, high, judged_low, judged_high


def _coverage(tree: Tree, local: LocalWeights, laid: Cells) -> Array:
    """Return the share of applicable weight below each node whose cells are covered; NaN where none applies.

    It is the weighted mean of 1 for what is covered and 0 for what is not, whatever the tree does with points.
    """
    plain = [
        dataclasses.replace(b, aggregation=Aggregation(), missing=Missing(), least_coverage=None) for b in tree.branches
    ]
    means = dataclasses.replace(tree, branches=tuple(plain))
    return run_tree(means, local, laid.covered.astype(np.float64), laid.applicable, keep=False).nodes


def used_weights(scores: Scores) -> PathWeights:
    """Multiply down the tree the sibling shares that made the score; 0 below a node without a value."""
    tree, run = scores.tree, scores.score
    shape = run.nodes.shape[1:]
    nodes, criteria = np.zeros((len(tree.branches), *shape)), np.zeros((len(tree.criteria), *shape))
    there = ~np.isnan(run.nodes)
    nodes[0] = there[0]
    for at, branch in enumerate(tree.branches):
        weights = run.used[at]
        if not len(weights):
            continue
        total = weights.sum(axis=0)
        above = np.where(there[at], nodes[at], 0.0)
        shares = weights * np.divide(above, total, out=np.zeros(shape), where=total > 0)
        nodes[list(branch.nodes)] = shares[: len(branch.nodes)]
        criteria[list(branch.criteria)] = shares[len(branch.nodes) :]
    return PathWeights(np.moveaxis(nodes, 0, -1), np.moveaxis(criteria, 0, -1))


def make_card(
    assessment: Assessment, rubric: Rubric, weighting: Weighting, found: Sequence[Outcome], *, is_draft: bool
) -> Scorecard:
    """Return the scorecard of one plan under one weighting."""
    scores = score_plans(rubric, (weighting,), [found])
    used = used_weights(scores)
    score = _optional(scores.score.total[0, 0])
    coverage = _coverage_at_root(scores)
    bounds = _interval(scores, 0, 1)
    judgement = _interval(scores, 2, 3)
    gates = _gates(rubric, weighting, found)
    counted = _count_gates(gates, found)
    return Scorecard(
        assessment=assessment,
        rubric=rubric,
        weighting=weighting,
        score=score,
        coverage=coverage,
        bounds=bounds,
        judgement_interval=judgement,
        grade=grade(rubric.grading, score, coverage, (bounds, judgement), counted, cap=weighting.gates == "cap"),
        criteria=_scored(scores, used, found),
        nodes=_node_scores(scores, used),
        gates=gates,
        is_draft=is_draft or any(o.status == "disputed" for o in found),
        warnings=_warnings(scores),
    )


def _optional(number: float) -> float | None:
    return None if np.isnan(number) else rounded(float(number))


def _coverage_at_root(scores: Scores) -> float:
    applied = scores.applicable.criteria[0, 0]
    return rounded(float((applied * scores.cells.covered[0]).sum()))


def _interval(scores: Scores, low: int, high: int) -> tuple[float, float]:
    """Return the ends of an interval at the root; 0 to 1 where nothing that applies has weight."""
    least, most = (_optional(scores.ends[k].total[0, 0]) for k in (low, high))
    return (0.0 if least is None else least, 1.0 if most is None else most)


def _scored(scores: Scores, used: PathWeights, found: Sequence[Outcome]) -> tuple[ScoredCriterion, ...]:
    stated, applicable = scores.stated.criteria[0, 0], scores.applicable.criteria[0, 0]
    points = scores.cells.values[0]
    result = []
    for c, outcome in enumerate(found):
        known = None if np.isnan(points[c]) else float(points[c])
        weight = float(used.criteria[0, 0, c])
        part = weight * known if known is not None and scores.tree.additive else None
        result.append(ScoredCriterion(outcome, known, float(stated[c]), float(applicable[c]), weight, part))
    return tuple(result)


def _node_scores(scores: Scores, used: PathWeights) -> tuple[NodeScore, ...]:
    result = []
    for at, branch in enumerate(scores.tree.branches):
        low, high, jlow, jhigh = (_optional(end.nodes[at, 0, 0]) for end in scores.ends)
        result.append(
            NodeScore(
                branch.id,
                score=_optional(scores.score.nodes[at, 0, 0]),
                coverage=_optional(scores.coverage[at, 0, 0]),
                low=low,
                high=high,
                judgement_low=jlow,
                judgement_high=jhigh,
                stated=float(scores.stated.nodes[0, 0, at]),
                applicable=float(scores.applicable.nodes[0, 0, at]),
                used=float(used.nodes[0, 0, at]),
            )
        )
    return tuple(result)


def _gates(rubric: Rubric, weighting: Weighting, found: Sequence[Outcome]) -> tuple[Gate, ...]:
    states = {
        "contrary": "tripped",
        "not-applicable": "not-applicable",
        "not-assessed": "not-assessed",
        "disputed": "not-assessed",
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
        unassessed=tuple(g.criterion_id for g in gates if g.state == "not-assessed"),
        doubtful=tuple(g for g in tripped if g in low),
    )


def _warnings(scores: Scores) -> tuple[str, ...]:
    told = []
    if not scores.applicable.criteria.any():
        told.append("no criterion that applies has weight under this weighting: no score, no coverage")
    elif np.isnan(scores.score.total[0, 0]):
        told.append("nothing that has weight under this weighting is rated: no score")
    return tuple(told)
