"""One plan under one weighting: the row of the matrix, read out as a scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
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
    alive: list[Mask]
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
    ends = [
        run_tree(tree, local, values, laid.applicable)
        for values in (laid.low, laid.high, laid.judgement_low, laid.judgement_high)
    ]
    return Scores(
        tree=tree,
        local=local,
        cells=laid,
        score=run_tree(tree, local, laid.values, laid.applicable),
        ends=(ends[0], ends[1], ends[2], ends[3]),
        coverage=_coverage(tree, local, laid),
        alive=alive(tree, local, laid.applicable),
        stated=path_weights(tree, local, everything),
        applicable=path_weights(tree, local, laid.applicable),
    )


def _coverage(tree: Tree, local: LocalWeights, laid: Cells) -> Array:
    """Share of applicable weight below each node whose cells are covered; NaN where none applies."""
    weights = path_weights(tree, local, laid.applicable).criteria
    below = _criteria_below(tree)
    covered = weights * laid.covered[None]
    whole = np.stack([weights[:, :, ids].sum(axis=2) for ids in below])
    part = np.stack([covered[:, :, ids].sum(axis=2) for ids in below])
    local_share = _within(tree, local, laid, below)
    share = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return np.asarray(np.where(whole > 0, share, local_share))


def _within(tree: Tree, local: LocalWeights, laid: Cells, below: list[list[int]]) -> Array:
    """Coverage of nodes that weigh nothing at the root, from the weights inside them."""
    free = LocalWeights(np.ones_like(local.nodes), local.criteria)
    weights = path_weights(tree, free, laid.applicable).criteria
    whole = np.stack([weights[:, :, ids].sum(axis=2) for ids in below])
    part = np.stack([(weights * laid.covered[None])[:, :, ids].sum(axis=2) for ids in below])
    return np.asarray(np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0))


def _criteria_below(tree: Tree) -> list[list[int]]:
    below: list[list[int]] = [[] for _ in tree.branches]
    for at in range(len(tree.branches) - 1, -1, -1):
        branch = tree.branches[at]
        below[at] = [*branch.criteria, *(c for n in branch.nodes for c in below[n])]
    return below


def used_weights(scores: Scores) -> PathWeights:
    """Multiply down the tree the sibling shares that made the score; 0 below a node without a value."""
    tree, run = scores.tree, scores.score
    shape = run.nodes.shape[1:]
    nodes = np.zeros((*shape, len(tree.branches)))
    criteria = np.zeros((*shape, len(tree.criteria)))
    nodes[:, :, 0] = ~np.isnan(run.nodes[0])
    for at, branch in enumerate(tree.branches):
        weights = run.used[at]
        if not len(weights):
            continue
        total = weights.sum(axis=0)
        share = np.divide(nodes[:, :, at], total, out=np.zeros_like(total), where=total > 0)
        for k, n in enumerate(branch.nodes):
            nodes[:, :, n] = share * weights[k]
        for k, c in enumerate(branch.criteria, start=len(branch.nodes)):
            criteria[:, :, c] = share * weights[k]
    return PathWeights(nodes, criteria)


def make_card(
    assessment: Assessment, rubric: Rubric, weighting: Weighting, found: Sequence[Outcome], *, is_draft: bool
) -> Scorecard:
    """Return the scorecard of one plan under one weighting."""
    scores = score_plans(rubric, (weighting,), [found])
    used = used_weights(scores)
    nothing = not scores.cells.covered.any() and np.isnan(scores.cells.values[scores.cells.applicable]).all()
    score = None if nothing else _optional(scores.score.total[0, 0])
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
