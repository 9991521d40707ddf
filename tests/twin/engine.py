"""The engine asked the same question as the twin."""

from __future__ import annotations

from typing import Any

from evaluator.model.assessment import Assessment
from evaluator.model.country import Country
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.scoring.card import make_card
from tests.scoring.small import PLAN, outcome_of, rubric_of, weighting_of
from tests.twin.spec import CellSpec, NodeSpec, PlanSpec

ASSESSMENT = Assessment(Country(iso3="XXA", names={"en": "Xan"}), PLAN, "small")


def card_for(spec: PlanSpec) -> Scorecard:
    """Score a spec by the package."""
    rubric = rubric_for(spec)
    stated = {parent: {c: float(n) for c, n in children.items()} for parent, children in spec.stated.items()}
    weighting = weighting_of(stated, {c.id: float(c.factor) for c in spec.cells}, spec.gates)
    by_id = {cell.id: cell for cell in spec.cells}
    found = [outcome_for(rubric, by_id[criterion.id]) for criterion in rubric.criteria]
    return make_card(ASSESSMENT, rubric, weighting, found, is_draft=False)


def rubric_for(spec: PlanSpec) -> Rubric:
    """Build the rubric; criteria stand in the order of the spec."""
    root = _rules(spec.root)
    return rubric_of(
        {node.id: {"parent": node.parent, **_rules(node), **_shrinking(node)} for node in spec.nodes},
        {cell.id: {"parent": cell.parent, "negative": cell.negative} for cell in spec.cells},
        [cell.id for cell in spec.cells if cell.gate],
        scale={"levels": len(spec.scale), "value": dict(enumerate(spec.scale))},
        **root,
    )


def _rules(node: NodeSpec) -> dict[str, Any]:
    aggregation: dict[str, Any] = {"kind": node.kind}
    if node.exponent:
        aggregation["exponent"] = float(node.exponent)
    if node.at_least:
        aggregation["least"] = float(node.at_least)
    if node.met_from:
        aggregation["met_from"] = float(node.met_from)
    if node.steps:
        aggregation["steps"] = [
            {"points": float(points), "of": int(of) if of.isdigit() else of, "reach": float(reach)}
            for points, of, reach in node.steps
        ]
    if node.floor == "none":
        aggregation["floor"] = "none"
    rules: dict[str, Any] = {"aggregation": aggregation, "missing": {"policy": node.policy}}
    if node.least:
        rules["least_coverage"] = {"share": float(node.least), "by": node.least_by}
    return rules


def _shrinking(node: NodeSpec) -> dict[str, Any]:
    return {"not_applicable": {"weight": "shrinks", "most": float(node.most)}} if node.shrinks else {}


def outcome_for(rubric: Rubric, cell: CellSpec) -> Outcome:
    """Return the outcome of a cell; an estimated one has its level in the score and is not covered."""
    if cell.status == "estimated":
        ends = (cell.low, cell.high)
        return Outcome(cell.id, "not-assessed", cell.level, *ends, *ends, covered=False)
    short = {"not-applicable": "-", "not-assessed": "?", "disputed": "!"}
    short |= {"rated": str(cell.level), "at-least": f"{cell.level}+"}
    mark = "~" if cell.confidence == "low" and cell.status in ("rated", "at-least", "silent", "contrary") else ""
    return outcome_of(rubric, cell.id, short.get(cell.status, cell.status) + mark)
