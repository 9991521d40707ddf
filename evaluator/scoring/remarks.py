"""Remarks that a reader of a score needs: missing score, shrunk weights, zeros, floors, score outside its bounds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evaluator.model.rubric import ROOT, Aggregation
from evaluator.scoring.formula import why_absent, working
from evaluator.scoring.grade import rounded
from evaluator.scoring.scores import Scores
from evaluator.scoring.weights import node_weights


def remarks(scores: Scores) -> tuple[str, ...]:
    """Return the remarks on one plan under one weighting, empty if there are none."""
    if not scores.applicable.criteria.any():
        return ("no criterion that applies has weight under this weighting: no score, no coverage",)
    if np.isnan(scores.score.total[0, 0]):
        return (f"no score under this weighting: {why_absent(scores, 0).replace('below it ', '')}",)
    return (*_shrunk(scores), *_zeroed(scores), *_floored(scores), *_outside(scores), *_parts_outside(scores))


def _shrunk(scores: Scores) -> Iterator[str]:
    """Yield a remark on each node that weighs less than stated because criteria below it do not apply."""
    weights = node_weights(scores.tree, scores.local, scores.cells.applicable)[:, 0, 0]
    for at, branch in enumerate(scores.tree.branches):
        raw = scores.local.nodes[0, at]
        if 0 < weights[at] < raw:
            away = f"{100 * (1 - weights[at] / raw):.3g} %"
            yield f"{_name(branch.id)} weighs {away} less than stated: so much of the weight below it does not apply"


def _zeroed(scores: Scores) -> Iterator[str]:
    """Yield a remark on each mean that is 0 because a child has the value 0."""
    for at, branch in enumerate(scores.tree.branches):
        if scores.score.nodes[at, 0, 0] == 0 and _is_voided_by_zero(branch.aggregation):
            done = working(scores, at)
            zeros = [c for c, v, s in zip(done.children, done.values, done.shares, strict=True) if s > 0 and not v > 0]
            if len(zeros) < sum(share > 0 for share in done.shares):
                yield f"a 0 makes the {branch.aggregation.kind} mean of {_name(branch.id)} 0: {', '.join(zeros)}"


def _floored(scores: Scores) -> Iterator[str]:
    """Yield a remark on each sum that would be lower without its floor."""
    for at, branch in enumerate(scores.tree.branches):
        if branch.aggregation.kind != "net-sum":
            continue
        done = working(scores, at)
        if rounded(done.floor) > 0 and not np.isnan(scores.score.nodes[at, 0, 0]):
            lowest = branch.aggregation.lowest
            yield (
                f"a floor holds {_name(branch.id)} at {lowest:g}: more is subtracted than added, "
                f"without the floor it would be {lowest - done.floor:.4f}"
            )


def _is_voided_by_zero(how: Aggregation) -> bool:
    if how.least is not None:
        return False
    return how.kind in ("geometric", "harmonic") or (how.exponent is not None and how.exponent <= 0)


def _outside(scores: Scores) -> Iterator[str]:
    """Yield a remark if the score lies outside its bounds, with the nodes without a value, or what is known in part."""
    score, low, high = (rounded(float(run.total[0, 0])) for run in (scores.score, *scores.ends[:2]))
    if not low <= score <= high:
        absent = [
            f"{_name(branch.id)} ({why_absent(scores, at)})"
            for at, branch in enumerate(scores.tree.branches)
            if scores.alive[at][0, 0] and np.isnan(scores.score.nodes[at, 0, 0])
        ]
        if absent:
            names = ", ".join(absent)
            found = "the score lies outside its bounds, which complete what has no value in the score"
            yield f"{found}: {names}; a grade goes by the nearer bound"
        else:
            yield (
                "the score counts what is rated alone; by what is known of the rest the final score will lie between "
                f"{low:.2f} and {high:.2f}, and the grade goes by that"
            )


def _parts_outside(scores: Scores) -> Iterator[str]:
    """Yield a remark on the nodes whose score lies outside their range, as what is known at least enters the range."""
    runs = (scores.score, *scores.ends[:2])
    found = []
    for at, branch in enumerate(scores.tree.branches):
        score, low, high = (rounded(float(run.nodes[at, 0, 0])) for run in runs)
        if at and not np.isnan(score) and not low <= score <= high and not _lacks(scores, at):
            found.append(_name(branch.id))
    if found:
        yield f"these scores count what is rated alone, their ranges also what is known of the rest: {', '.join(found)}"


def _lacks(scores: Scores, at: int) -> bool:
    """Return whether a node below this one has no value, which the ends of the range complete."""
    below = scores.tree.branches[at].nodes
    return any((np.isnan(scores.score.nodes[n, 0, 0]) and scores.alive[n][0, 0]) or _lacks(scores, n) for n in below)


def _name(node: str) -> str:
    return "the whole" if node == ROOT else node
