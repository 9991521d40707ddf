"""The explorer's figures: the rubric's tree, the frames and each unit's cells, as plain values for JSON.

It computes nothing: points, bounds and weights are the inputs of scoring, and the page computes the
scores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from evaluator.contrasts.compare import Entrant
from evaluator.errors import Problem, refuse_faults
from evaluator.model.assessment import UNKNOWN
from evaluator.model.criterion import TIP_BASES
from evaluator.model.rubric import Aggregation, Criterion, Grading, Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.scoring.outcomes import cells
from evaluator.scoring.tree import Branch, Tree, plant

TRAITS = ("yardstick", "victim_centred", "object", "kind")
# What `templates/explorer/score.js` can compute; a page for anything else would show scores that are not the tool's.
POLICIES = ("renormalise", "zero", "redistribute", "block")
KINDS = ("arithmetic", "geometric", "harmonic", "power", "minimum", "share-met", "steps", "net-sum")
Held = dict[str, Any]


def tree_held(tree: Tree) -> Held:
    """Return the tree in the page's form: its branches with the positions of their children, and their rules."""
    return {
        "branches": [_branch(branch) for branch in tree.branches],
        "criteria": list(tree.criteria),
        "negative": list(tree.negative),
    }


def refuse_unknown(rubric: Rubric, tree: Tree) -> None:
    """Refuse a rubric with a rule that the page's script cannot compute.

    Raises
    ------
    InvalidInputError
        Names each node whose missing policy or aggregation the script does not know.
    """
    refuse_faults(
        [
            Problem(
                f"rubrics/{rubric.id}/rubric.yaml",
                repr(rule),
                f"one that the explorer computes: {', '.join(known)}",
                "Print a report or a contrast instead: both are scored by the tool itself.",
                key=f"{branch.id}: {key}",
            )
            for branch in tree.branches
            for key, rule, known in (
                ("missing.policy", branch.missing.policy, POLICIES),
                ("aggregation.kind", branch.aggregation.kind, KINDS),
            )
            if rule not in known
        ]
    )


def _branch(branch: Branch) -> Held:
    least = branch.least_coverage
    return {
        "id": branch.id,
        "nodes": list(branch.nodes),
        "criteria": list(branch.criteria),
        "aggregation": aggregation_held(branch.aggregation),
        "missing": branch.missing.policy,
        "least": {"share": least.share, "by": least.by} if least else None,
        "shrinks": branch.shrinks,
    }


def aggregation_held(how: Aggregation) -> Held:
    """Return the rule by which a node combines its children's values."""
    steps = [{"points": step.points, "of": step.of, "reach": step.reach} for step in how.steps]
    return {
        "kind": how.kind,
        "least": how.least,
        "exponent": how.exponent,
        "metFrom": how.met_from,
        "lowest": how.lowest,
        "steps": steps,
    }


def grading_held(grading: Grading) -> Held:
    """Return the grade bands, the caps by gates, and the least coverage for a grade."""
    return {
        "least": grading.least_coverage,
        "bands": [{"grade": band.grade, "from": band.lower} for band in grading.bands],
        "caps": [{"tripped": line.tripped, "best": line.at_most} for line in grading.gate_caps],
    }


def weighed_held(rubric: Rubric, criterion: Criterion) -> Held:
    """Return the traits of a criterion (such as stance or object) by which a frame's factors select it."""
    traits: dict[str, str | bool | None] = {name: getattr(criterion, name) for name in TRAITS}
    traits["stance"] = rubric.stance_of(criterion.id)
    traits |= {basis: criterion.coding(basis) for basis in TIP_BASES}
    known = {name: value for name, value in traits.items() if value is not None}
    return {"id": criterion.id, "traits": known, "alarm": criterion.id in rubric.alarms}


def frame_held(weighting: Weighting) -> Held:
    """Return a weighting as a frame: stated weights by parent and child, factors, overrides, and the use of gates."""
    return {
        "weights": {
            parent: entries if isinstance(entries, str) else {child: entry.number for child, entry in entries.items()}
            for parent, entries in weighting.weights.items()
        },
        "factors": [{"where": factor.where.given, "times": factor.times} for factor in weighting.factors],
        "overrides": _products(weighting),
        "gates": weighting.gates,
    }


def _products(weighting: Weighting) -> dict[str, float]:
    """Return the product of the overrides of each criterion, by criterion id."""
    found: dict[str, float] = {}
    for override in weighting.overrides:
        found[override.criterion] = found.get(override.criterion, 1.0) * override.times
    return found


def rows_held(rubric: Rubric, units: Sequence[Sequence[Outcome]]) -> list[Held]:
    """Return each unit's values, bounds, coverage and gates as plain lists for JSON; a missing value is None."""
    laid = cells(rubric, plant(rubric), units)
    arrays = {
        "values": laid.values,
        "low": laid.low,
        "high": laid.high,
        "judgedLow": laid.judgement_low,
        "judgedHigh": laid.judgement_high,
    }
    return [
        {
            **{name: [None if math.isnan(x) else x for x in array[k].tolist()] for name, array in arrays.items()},
            "covered": [int(is_covered) for is_covered in laid.covered[k]],
            "applicable": [int(applies) for applies in laid.applicable[k]],
            "gates": gates_held(rubric, outcomes),
        }
        for k, outcomes in enumerate(units)
    ]


def gates_held(rubric: Rubric, outcomes: Sequence[Outcome]) -> Held:
    """Return the number of gates that are tripped, that are open, and that are tripped with low confidence."""
    gates = [outcome for outcome in outcomes if outcome.criterion_id in rubric.grading.gates]
    tripped = [gate for gate in gates if gate.status == "contrary"]
    return {
        "tripped": len(tripped),
        "open": sum(gate.status in UNKNOWN for gate in gates),
        "doubtful": sum(gate.confidence == "low" for gate in tripped),
    }


def arithmetic_held(rubric: Rubric, weightings: Sequence[Weighting], entrants: Sequence[Entrant]) -> Held:
    """Return all data for the page's own computation of scores.

    Raises
    ------
    InvalidInputError
        The rubric has a missing policy or an aggregation that the page's script does not know.
    """
    tree = plant(rubric)
    refuse_unknown(rubric, tree)
    return {
        "tree": tree_held(tree),
        "weighed": [weighed_held(rubric, criterion) for criterion in rubric.criteria],
        "grading": grading_held(rubric.grading),
        "least": -1 if tree.branches[0].id in rubric.under_zero else 0,
        "frames": [{"id": weighting.id, **frame_held(weighting)} for weighting in weightings],
        "rows": rows_held(rubric, [entrant.outcomes for entrant in entrants]),
    }
