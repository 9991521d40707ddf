"""The texts in the explorer's page (names, questions, reasons, passages), in one language, next to the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from evaluator.contrasts.compare import Entrant
from evaluator.explorer.holding import arithmetic_held
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting
from evaluator.reports.subject import country_name, passage
from evaluator.scoring.tree import plant

Held = dict[str, Any]


def page_held(rubric: Rubric, weightings: Sequence[Weighting], entrants: Sequence[Entrant], lang: str) -> Held:
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
    """
    arithmetic = arithmetic_held(rubric, weightings, entrants)
    places = {branch.id: at for at, branch in enumerate(plant(rubric).branches)}
    basis = rubric.weighting(_reference(rubric, weightings)).reference_tip if rubric.weightings else "tip_practice"
    asked = {rubric.paradigm_of(criterion.id) for criterion in rubric.criteria}
    frames, rows = arithmetic.pop("frames"), arithmetic.pop("rows")
    return {
        **arithmetic,
        "rubric": {
            "id": rubric.id,
            "version": rubric.version,
            "title": str(passage(rubric.named(), lang).text),
            "sha256": rubric.sha256,
        },
        "lang": lang,
        "reference": _reference(rubric, weightings),
        "basis": basis,
        "stanceOf": [rubric.nodes[name].stance if name in rubric.nodes else None for name in places],
        "nodeTitles": [str(rubric.title(name, lang)) for name in places],
        "groups": [
            {"id": g, "title": str(rubric.title(g, lang)), "at": places[g]} for g in rubric.paradigms if g in asked
        ],
        "presets": [
            {"id": w.id, "title": str(passage(w.names, lang).text), "actor": w.actor, "frame": frame}
            for w, frame in zip(weightings, frames, strict=True)
        ],
        "questions": [_question(rubric, criterion.id, basis, lang) for criterion in rubric.criteria],
        "units": [
            {**unit, "gates": row.pop("gates"), "row": row}
            for unit, row in zip(_told_apart([_unit(entrant, lang) for entrant in entrants]), rows, strict=True)
        ],
    }


def _reference(rubric: Rubric, weightings: Sequence[Weighting]) -> str:
    ids = [weighting.id for weighting in weightings]
    return rubric.reference_weighting if rubric.reference_weighting in ids else ids[0]


def _question(rubric: Rubric, criterion_id: str, basis: str, lang: str) -> Held:
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


def _told_apart(units: list[Held]) -> list[Held]:
    """Return the units, with the id added to names that several units share, such as two plans of the same years."""
    times = Counter(unit["name"] for unit in units)
    return [{**unit, "name": f"{unit['name']}, {unit['id']}"} if times[unit["name"]] > 1 else unit for unit in units]


def _unit(entrant: Entrant, lang: str) -> Held:
    assessment = entrant.assessment
    sources = {source.source_id: source for source in assessment.sources}
    plan = assessment.plan
    years = "–".join(dict.fromkeys((plan.start[:4], plan.end[:4])))
    named = {name for outcome in entrant.outcomes for name in outcome.evidence_ids}
    return {
        "id": plan.id,
        "name": f"{country_name(assessment.country.names, entrant.iso3, lang).text or entrant.iso3} {years}",
        "title": str(passage(plan.titles, lang).text or plan.id),
        "footnote": str(passage(assessment.country.footnote, lang).text or ""),
        "draft": entrant.is_draft,
        "cells": [
            {
                "status": outcome.status,
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
                "note": row.note,
                "source": sources[row.source_id].title if row.source_id in sources else row.source_id,
                "url": sources[row.source_id].url if row.source_id in sources else "",
            }
            for row in assessment.evidence
            if row.evidence_id in named
        },
    }
