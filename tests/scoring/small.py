"""Small rubrics and ratings in memory; a rating is written short.

`2` is a level, `"2~"` one of low confidence, `"silent"`, `"contrary"` and
`"contrary~"` are levels 0, `"-"` does not apply, `"?"` is not assessed and `"!"`
disputed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.model.assessment import Assessment, Settled
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.weighting import Weighting
from evaluator.panel.record import parse_rating
from evaluator.scoring.card import make_card
from evaluator.scoring.outcomes import judged, not_applicable

Short = int | str
BANDS = [
    {"grade": "A", "from": 0.8},
    {"grade": "B", "from": 0.65},
    {"grade": "C", "from": 0.5},
    {"grade": "D", "from": 0.3},
    {"grade": "E", "from": 0.0},
]
PLAN = PlanFile.model_validate({
    "id": "XXA-2020-2023",
    "titles": {"en": "Plan"},
    "kind": "action-plan",
    "start": "2020",
    "end": "2023",
    "lead_rule": "none",
    "rows": {"basis": "whole", "here": 0, "in_plan": 0},
    "text_read": {"measures": "whole", "text": "whole"},
})  # fmt: skip


def rubric_of(
    nodes: Mapping[str, Mapping[str, Any]],
    criteria: Mapping[str, str | Mapping[str, Any]],
    gates: Sequence[str] = (),
    **head: Any,
) -> Rubric:
    """Build a rubric: nodes by id with their keys (`parent` is total if left out), criteria by id with their parent."""
    tree = [{"id": name, "parent": "total", **keys} for name, keys in nodes.items()]
    asked = []
    for name, keys in criteria.items():
        own = {"parent": keys} if isinstance(keys, str) else dict(keys)
        levels = {k: f"level {k}" for k in range(101)} if "scale" in own else {k: f"level {k}" for k in range(5)}
        base = {"id": name, "meaning_version": 1, "kind": "judged", "object": "plan", "title": name, "levels": levels}
        asked.append({**base, **own})
    grading = {"least_coverage": 0.67, "bands": BANDS, "gates": list(gates), "origin": "modelled"}
    grading["gate_caps"] = [{"tripped": 1, "at_most": "D"}, {"tripped": 2, "at_most": "E"}]
    return Rubric.model_validate({
        "id": "small",
        "version": "1.0.0",
        "titles": {"en": "Small"},
        "licence": "CC0-1.0",
        "scale": {"levels": 5},
        "grading": {**grading, **head.pop("grading", {})},
        "tree": tree,
        "criteria": asked,
        **head,
    })  # fmt: skip


def weighting_of(
    weights: Mapping[str, Mapping[str, float]] | None = None,
    overrides: Mapping[str, float] | None = None,
    gates: str = "cap",
    name: str = "own",
) -> Weighting:
    """Build a weighting: counts by parent and child, factors by criterion."""
    entries = {
        parent: {child: {"count": float(number), "origin": "modelled"} for child, number in children.items()}
        for parent, children in (weights or {}).items()
    }
    times = [
        {"criterion": criterion, "times": float(number), "origin": "modelled"}
        for criterion, number in (overrides or {}).items()
    ]
    return Weighting.model_validate({
        "id": name,
        "rubric": "small",
        "titles": {"en": name},
        "actor": "none",
        "weights": entries,
        "overrides": times,
        "gates": gates,
    })  # fmt: skip


def outcome_of(rubric: Rubric, criterion_id: str, short: Short) -> Outcome:
    """Return the outcome of a rating written short."""
    criterion = rubric.by_id[criterion_id]
    if short == "-":
        return not_applicable(criterion, "does not apply")
    text = str(short)
    word = text.rstrip("~")
    status, level = parse_rating({"?": "not-assessed", "!": "disputed"}.get(word, word))
    level = 0 if status in ("silent", "contrary") else level
    confidence = "low" if text.endswith("~") else "high" if level is not None else ""
    settled = Settled(criterion_id, 1, status, level, confidence)  # type: ignore[arg-type]
    return judged(criterion, settled, rubric.scale_of(criterion_id).top, rubric.confidence_step)


def outcomes_of(rubric: Rubric, ratings: Mapping[str, Short]) -> tuple[Outcome, ...]:
    """Return the outcomes in tree order; a criterion that is not named is not assessed."""
    return tuple(outcome_of(rubric, criterion.id, ratings.get(criterion.id, "?")) for criterion in rubric.criteria)


def card_of(rubric: Rubric, ratings: Mapping[str, Short], weighting: Weighting | None = None) -> Scorecard:
    """Score ratings written short; all criteria weigh alike if no weighting is given."""
    assessment = Assessment(Country(iso3="XXA", names={"en": "Xan"}), PLAN, rubric.id)
    return make_card(
        assessment, rubric, weighting or weighting_of(), outcomes_of(rubric, ratings), is_draft=False
    )  # fmt: skip
