"""The data of the explorer's page, as plain values for JSON: tree, frames, cells of units, and texts in one language.

It computes nothing: points, bounds and weights are the inputs of scoring, and the page computes the
scores.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from evaluator.contrasts.compare import Entrant
from evaluator.errors import Problem, refuse_faults
from evaluator.model.aggregation import Aggregation
from evaluator.model.criterion import TIP_BASES, Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.safeguard import is_breached
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.reports.context.beside import model_plan
from evaluator.reports.subject import country_name, passage
from evaluator.scoring.card import gate_count
from evaluator.scoring.outcomes import cells
from evaluator.scoring.reference import references
from evaluator.scoring.tree import Branch, Tree, plant
from evaluator.surveys.groups import Asked, frame_id, spread_of

TRAITS = ("yardstick", "victim_centred", "object", "kind")
# What `templates/explorer/score.js` can compute; a page for anything else would show scores that are not the tool's.
POLICIES = ("renormalise", "zero", "redistribute", "block")
KINDS = ("arithmetic", "geometric", "harmonic", "power", "minimum", "share-met", "steps", "net-sum")
Data = dict[str, Any]


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


def _branch_data(branch: Branch) -> Data:
    least = branch.least_coverage
    return {
        "id": branch.id,
        "nodes": list(branch.nodes),
        "criteria": list(branch.criteria),
        "aggregation": aggregation_data(branch.aggregation),
        "missing": branch.missing.policy,
        "least": {"share": least.share, "by": least.by} if least else None,
        "shrinks": branch.shrinks,
        "most": branch.most,
    }


def aggregation_data(how: Aggregation) -> Data:
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


def weighting_data(rubric: Rubric, criterion: Criterion) -> Data:
    """Return the traits of a criterion (such as stance or object) by which a frame's factors select it."""
    traits: dict[str, str | bool | None] = {name: getattr(criterion, name) for name in TRAITS}
    traits["stance"] = rubric.stance_of(criterion.id)
    traits |= {basis: criterion.coding(basis) for basis in TIP_BASES}
    known = {name: value for name, value in traits.items() if value is not None}
    return {"id": criterion.id, "traits": known, "alarm": criterion.id in rubric.alarms}


def frame_data(weighting: Weighting) -> Data:
    """Return a weighting as a frame: stated weights by parent and child, factors, overrides, and the use of gates."""
    return {
        "weights": {
            parent: entries if isinstance(entries, str) else {child: entry.number for child, entry in entries.items()}
            for parent, entries in weighting.weights.items()
        },
        "factors": [{"where": factor.where.given, "times": factor.times} for factor in weighting.factors],
        "overrides": _override_products(weighting),
        "gates": weighting.gates,
    }


def _override_products(weighting: Weighting) -> dict[str, float]:
    """Return the product of the overrides of each criterion, by criterion id."""
    found: dict[str, float] = {}
    for override in weighting.overrides:
        found[override.criterion] = found.get(override.criterion, 1.0) * override.times
    return found


def rows_data(rubric: Rubric, units: Sequence[Sequence[Outcome]]) -> list[Data]:
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
            "gates": gates_data(rubric, outcomes),
        }
        for k, outcomes in enumerate(units)
    ]


def gates_data(rubric: Rubric, outcomes: Sequence[Outcome]) -> Data:
    """Return the number of gates that are tripped, that are open, and that are tripped with low confidence."""
    found = gate_count(rubric.grading.gates, outcomes)
    return {"tripped": len(found.tripped), "open": len(found.unassessed), "doubtful": len(found.doubtful)}


def arithmetic_data(rubric: Rubric, weightings: Sequence[Weighting], entrants: Sequence[Entrant]) -> Data:
    """Return all data for the page's own scores: tree, traits of criteria, grades, frames, rows of units.

    Raises
    ------
    InvalidInputError
        The rubric has a missing policy or an aggregation that the page's script does not know.
    """
    tree, grading = plant(rubric), rubric.grading
    refuse_unknown(rubric, tree)
    return {
        "tree": {
            "branches": [_branch_data(branch) for branch in tree.branches],
            "criteria": list(tree.criteria),
            "negative": list(tree.negative),
        },
        "weighed": [weighting_data(rubric, criterion) for criterion in rubric.criteria],
        "grading": {
            "least": grading.least_coverage,
            "bands": [{"grade": band.grade, "from": band.lower} for band in grading.bands],
            "caps": [{"tripped": line.tripped, "best": line.at_most} for line in grading.gate_caps],
        },
        "least": -1 if tree.branches[0].id in rubric.under_zero else 0,
        "void": rubric.void.at_most if rubric.void else None,
        "frames": [{"id": weighting.id, **frame_data(weighting)} for weighting in weightings],
        "rows": rows_data(rubric, [entrant.outcomes for entrant in entrants]),
    }


def page_data(
    rubric: Rubric,
    weightings: Sequence[Weighting],
    entrants: Sequence[Entrant],
    lang: str,
    asked: Asked | None = None,
) -> Data:
    """Return all data of the explorer's page, as plain values for JSON.

    Parameters
    ----------
    rubric : Rubric
        The rubric the units were assessed under.
    weightings : sequence of Weighting
        The presets; the reference weighting should be among them.
    entrants : sequence of Entrant
        Plans, or states in a year. Missing values are None.
    lang : str
        Language of names and questions; English where a text has no translation.
    asked : Asked, optional
        A survey whose groups are among the presets: where their members' shares lie is shown behind the sliders.
    """
    groups = {frame_id(asked.survey.id, group.id): spread_of(asked, group) for group in asked.groups} if asked else {}
    arithmetic = arithmetic_data(rubric, weightings, entrants)
    places = {branch.id: at for at, branch in enumerate(plant(rubric).branches)}
    basis = rubric.weighting(_reference_id(rubric, weightings)).reference_tip if rubric.weightings else "tip_practice"
    with_criteria = {rubric.paradigm_of(criterion.id) for criterion in rubric.criteria}
    frames, rows = arithmetic.pop("frames"), arithmetic.pop("rows")
    units = _with_distinct_names([_unit_data(entrant, lang) for entrant in entrants])
    return {
        **arithmetic,
        "rubric": {
            "id": rubric.id,
            "version": rubric.version,
            "title": str(passage(rubric.named(), lang).text),
            "sha256": rubric.sha256,
        },
        "lang": lang,
        "reference": _reference_id(rubric, weightings),
        "basis": basis,
        "stanceOf": [rubric.nodes[name].stance if name in rubric.nodes else None for name in places],
        "nodeTitles": [str(rubric.title(name, lang)) for name in places],
        "groups": [
            {"id": g, "title": str(rubric.title(g, lang)), "at": places[g]}
            for g in rubric.paradigms
            if g in with_criteria
        ],
        "presets": [
            {
                "id": w.id,
                "title": str(passage(w.names, lang).text),
                "actor": w.actor,
                "frame": frame,
                "cloud": groups.get(w.id),
            }
            for w, frame in zip(weightings, frames, strict=True)
        ],
        "top": rubric.scale.top if rubric.scale.is_even else 1,
        "beside": _references_data(rubric, entrants, lang),
        "questions": [_question_data(rubric, criterion.id, basis, lang) for criterion in rubric.criteria],
        "units": [{**unit, "gates": row.pop("gates"), "row": row} for unit, row in zip(units, rows, strict=True)],
    }


def _references_data(rubric: Rubric, entrants: Sequence[Entrant], lang: str) -> list[Data]:
    """Return what scores of plans are read beside: the best of the page's real plans, one level, the invented plan."""
    if rubric.scores != "plan":
        return []
    real = {entrant.plan_id: entrant.outcomes for entrant in entrants if not entrant.assessment.country.invented}
    found = references(rubric, real, model_plan(rubric))
    values = [one.scored(None) for one in found]
    rows = rows_data(rubric, [one.outcomes for one in found])
    return [
        {"name": value.name(lang), "alone": value.is_said_alone, "gates": row.pop("gates"), "row": row}
        for value, row in zip(values, rows, strict=True)
    ]


def _reference_id(rubric: Rubric, weightings: Sequence[Weighting]) -> str:
    ids = [weighting.id for weighting in weightings]
    return rubric.reference_weighting if rubric.reference_weighting in ids else ids[0]


def _question_data(rubric: Rubric, criterion_id: str, basis: str, lang: str) -> Data:
    criterion = rubric.by_id[criterion_id]
    top = rubric.scale_of(criterion_id).top
    return {
        "id": criterion_id,
        "title": str(rubric.title(criterion_id, lang)),
        "question": str(rubric.worded(f"{criterion_id}.question", criterion.question, lang)),
        "group": rubric.paradigm_of(criterion_id),
        "stance": rubric.stance_of(criterion_id),
        "object": criterion.object,
        "levels": [
            str(rubric.worded(f"{criterion_id}.levels.{k}", criterion.levels.get(k, ""), lang)) for k in range(top + 1)
        ],
        "tip": criterion.coding(basis) or "",
        "gate": criterion_id in rubric.grading.gates,
    }


def short_names(units: Sequence[Data]) -> dict[str, str]:
    """Return a name for each unit in sentences, by its id: its country alone, where no other unit is of it."""
    times = Counter(unit["country"] for unit in units)
    return {unit["id"]: unit["country"] if times[unit["country"]] == 1 else unit["name"] for unit in units}


def _with_distinct_names(units: list[Data]) -> list[Data]:
    """Return the units, with the id added to names that several units share, such as two plans of the same years."""
    times = Counter(unit["name"] for unit in units)
    return [{**unit, "name": f"{unit['name']}, {unit['id']}"} if times[unit["name"]] > 1 else unit for unit in units]


def _unit_data(entrant: Entrant, lang: str) -> Data:
    assessment = entrant.assessment
    sources = {source.source_id: source for source in assessment.sources}
    plan = assessment.plan
    years = "–".join(dict.fromkeys((plan.start[:4], plan.end[:4])))
    named = {name for outcome in entrant.outcomes for name in outcome.evidence_ids}
    country = str(country_name(assessment.country.names, entrant.iso3, lang).text or entrant.iso3)
    return {
        "id": plan.id,
        "country": country,
        "name": f"{country} {years}",
        "title": str(passage(plan.titles, lang).text or plan.id),
        "draft": entrant.is_draft,
        "cells": [
            {
                "status": outcome.status,
                **({"breached": True} if is_breached(outcome.status, outcome.law) else {}),
                "level": outcome.level,
                "least": outcome.least,
                "confidence": outcome.confidence,
                "reason": outcome.told,
                "evidence": list(outcome.evidence_ids),
            }
            for outcome in entrant.outcomes
        ],
        "passages": {
            row.evidence_id: {
                "where": row.locator,
                "note": row.told,
                "source": sources[row.source_id].title if row.source_id in sources else row.source_id,
                "url": sources[row.source_id].url if row.source_id in sources else "",
            }
            for row in assessment.evidence
            if row.evidence_id in named
        },
    }
