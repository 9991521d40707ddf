"""A small rubric and plan in memory, and ratings written short: `a="2"`, `b="silent"`."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from evaluator.model.assessment import ON_EVIDENCE, Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Country
from evaluator.model.criterion import Criterion
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Reconcile, Rubric, RubricFile
from evaluator.panel.record import parse_rating

GATE = "shelter"


def _criterion(name: str) -> Criterion:
    levels = {k: f"step {k}" for k in range(5)}
    return Criterion(
        id=name, meaning_version=1, parent="rights", kind="judged", object="plan", title=name, levels=levels
    )


def make_rubric(names=(GATE, "schools", "work", "courts"), **reconcile) -> Rubric:
    head = RubricFile.model_validate(
        {
            "id": "small",
            "version": "1.0.0",
            "titles": {"en": "Small"},
            "licence": "CC-BY-4.0",
            "scale": {"levels": 5},
            "grading": {
                "least_coverage": 0.67,
                "bands": [{"grade": "A", "from": 0.0}],
                "gates": [GATE],
                "gate_caps": [{"tripped": 1, "at_most": "A"}],
                "origin": "modelled",
            },
            "tree": [{"id": "rights", "parent": "total"}],
        }
    )
    fields = {name: getattr(head, name) for name in RubricFile.model_fields}
    fields["reconcile"] = Reconcile.model_validate({"agreement": {"draws": 200}, **reconcile})
    return Rubric.model_construct(**fields, criteria=tuple(_criterion(name) for name in names))


def rating(criterion: str, said: str, **more) -> Rating:
    status, level = parse_rating(said)
    more.setdefault("evidence_ids", ("E1",) if status in ON_EVIDENCE else ())
    return Rating(criterion_id=criterion, criterion_version=1, status=status, level=level, **more)


def coding(coder: str, said: dict[str, str], *, capacity="assessor", state="final") -> Coding:
    header = CodingFile.model_validate(
        {
            "assessment_id": f"XXA-2020.small.{coder}",
            "rubric": "small",
            "rubric_version": "1.0.0",
            "coder": coder,
            "capacity": capacity,
            "state": state,
            "text_read": {"measures": "whole", "text": "whole"},
        }
    )
    return Coding(header, tuple(rating(name, text) for name, text in said.items()))


def assessment(*codings: Coding, **more) -> Assessment:
    plan = PlanFile.model_validate(
        {
            "id": "XXA-2020",
            "titles": {"en": "Plan"},
            "kind": "action-plan",
            "start": "2020",
            "end": "2020",
            "lead_rule": "none",
            "rows": {"basis": "whole", "here": 0, "in_plan": 0},
            "text_read": {"measures": "whole", "text": "whole"},
        }
    )
    return Assessment(Country(iso3="XXA", names={"en": "Examplia"}), plan, "small", codings=codings, **more)


@pytest.fixture(scope="session")
def small():
    """Return the makers: rubric, rating, coding, assessment, and the id of the gate."""
    return SimpleNamespace(rubric=make_rubric, rating=rating, coding=coding, assessment=assessment, gate=GATE)
