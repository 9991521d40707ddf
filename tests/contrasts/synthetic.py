"""Invented rubrics and plans in memory: the contrast needs no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.contrasts.draws.layout import whole_tree_of
from evaluator.contrasts.draws.scene import Scene, scene_of
from evaluator.contrasts.draws.weights import space_of
from evaluator.contrasts.study import Study
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.contrast import ContrastChoices
from evaluator.model.country import Country, RolePeriod, Source
from evaluator.model.plan import Evidence, PlanFile
from evaluator.model.rubric import Rubric
from evaluator.panel.record import parse_rating
from evaluator.pipeline import contrast

STANCES = {
    "migration": ("control", "protection"),
    "law-enforcement": ("control", "protection"),
    "human-rights": ("protection", "structural"),
}
# Two criteria in each stance, named after it: `migration.control-1`.
LEAVES = tuple(f"{group}.{stance}" for group, stances in STANCES.items() for stance in stances)
CRITERIA = tuple(f"{leaf}-{n}" for leaf in (*LEAVES, "plan-quality") for n in (1, 2))


def choices() -> ContrastChoices:
    """Return small choices for the contrast."""
    return ContrastChoices.model_validate(
        {
            "draws": 2000,
            "seed": 7,
            "rank_interval": 0.9,
            "concentration": 50.0,
            "dominance": 0.95,
            "hit_and_run": {
                "rejection_floor": 0.05,
                "chains": 40,
                "burn_in": 200,
                "thinning": 10,
                "origin": "modelled",
            },
            "tiers": {"least_plans": 10, "permutations": 999, "interval": 0.95, "origin": "modelled"},
            "ratings": {"one_down": 0.25, "one_up": 0.25, "origin": "modelled"},
            "alternatives": {
                "aggregations": [{"kind": "arithmetic"}, {"kind": "geometric", "least": 0.01}],
                "value_functions": {"equal": [0.0, 0.25, 0.5, 0.75, 1.0], "late": [0.0, 0.1, 0.3, 0.6, 1.0]},
                "quality_from": 0.0,
                "quality_to": 0.3,
                "origin": "modelled",
            },
            "sensitivity": {"base": 64, "scenarios": 64, "confidence": 0.95, "origin": "modelled"},
            "origin": "modelled",
        }
    )


def entry(share: float) -> dict[str, object]:
    return {"share": share, "origin": "modelled"}


def weighting(name: str, shares: Mapping[str, float], quality: float = 0.0, **more: object) -> dict[str, object]:
    """Return a weighting as a file states it: shares of the paradigms, and of plan-quality."""
    return {
        "id": name,
        "rubric": "toy",
        "titles": {"en": name.capitalize()},
        "actor": name,
        "weights": {
            "total": {"paradigms": entry(1 - quality), "plan-quality": entry(quality)},
            "paradigms": {group: entry(share) for group, share in shares.items()},
        },
        "factors": [],
        "gates": "cap",
        **more,
    }


def toy_rubric(**more: object) -> Rubric:
    """Return a rubric of three paradigms with two stances of two criteria each, and plan-quality beside them."""
    tree: list[dict[str, object]] = [{"id": "paradigms", "parent": "total", "titles": {"en": "Paradigms"}}]
    for group, stances in STANCES.items():
        tree.append({"id": group, "parent": "paradigms", "titles": {"en": group.capitalize()}})
        tree += [{"id": f"{group}.{s}", "parent": group, "stance": s} for s in stances]
    tree.append({"id": "plan-quality", "parent": "total", "titles": {"en": "Plan quality"}})
    third = 1 / 3
    given: dict[str, object] = {
        "id": "toy",
        "version": "1.0.0",
        "titles": {"en": "Toy"},
        "licence": "CC-BY-4.0",
        "scale": {"levels": 5},
        "grading": {
            "least_coverage": 0.67,
            "bands": [{"grade": "A", "from": 0.8}, {"grade": "C", "from": 0.5}, {"grade": "E", "from": 0.0}],
            "gates": ["human-rights.protection-1"],
            "gate_caps": [{"tripped": 1, "at_most": "C"}, {"tripped": 2, "at_most": "E"}],
            "origin": "modelled",
        },
        "tree": tree,
        "criteria": [_criterion(name) for name in CRITERIA],
        "weightings": {
            "equal": weighting("equal", {"migration": third, "law-enforcement": third, "human-rights": third}, 0.1),
            "police": weighting("police", {"migration": 0.2, "law-enforcement": 0.8, "human-rights": 0.0}),
            "rights": weighting("rights", {"migration": 0.1, "law-enforcement": 0.1, "human-rights": 0.8}),
        },
    }
    return Rubric.model_validate({**given, **more})


def rubric_of_two_groups(**more: object) -> Rubric:
    """Return the toy rubric with two frames that prevailed, two that were heard, and a yardstick."""
    third = 1 / 3
    shares = {
        "equal": (third, third, third),
        "police": (0.2, 0.8, 0.0),
        "border": (0.6, 0.4, 0.0),
        "rights": (0.0, 0.0, 1.0),
        "aid": (0.2, 0.0, 0.8),
    }
    said = {"police": True, "border": True, "rights": False, "aid": False}
    frames = {
        name: weighting(
            name,
            dict(zip(STANCES, share, strict=True)),
            **({"prevailed": said[name], "prevailed_ground": "p. 1"} if name in said else {}),
        )
        for name, share in shares.items()
    }
    return toy_rubric(weightings=frames, **more)


def _criterion(name: str) -> dict[str, object]:
    leaf = name.rpartition("-")[0]
    seen = "assessed" if leaf.startswith("law") else "partly" if leaf.startswith("migration") else "ignored"
    return {
        "id": name,
        "meaning_version": 1,
        "parent": leaf,
        "kind": "judged",
        "object": "practice",
        "title": name.capitalize(),
        "levels": {0: "no"},
        "victim_centred": "protection" in leaf,
        "floor": [f"s-{name}"],
        "tip_practice": {"coding": seen},
    }


Levels = Mapping[str, int | str | None]


def toy_assessment(
    plan_id: str,
    levels: Levels,
    *,
    low: Sequence[str] = (),
    roles: Sequence[str] = ("origin",),
    state: str = "final",
    others: Mapping[str, Levels] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Assessment:
    """Return a plan with the levels of coder `a` and of others; a status in place of a level is that status.

    A leaf's name rates all its criteria. Each criterion rests on one evidence row, whose source is of kind `ngo`
    or as in `kinds`. Criteria in `low` are of low confidence.
    """
    start, end = plan_id[4:8], plan_id[9:13]
    kinds = kinds or {}
    codings = {"a": levels, **(others or {})}
    return Assessment(
        country=Country(
            iso3=plan_id[:3],
            names={"en": plan_id[:3].capitalize()},
            roles=tuple(RolePeriod.model_validate({"role": role, "from": "2000"}) for role in roles),
        ),
        plan=PlanFile.model_validate(
            {
                "id": plan_id,
                "titles": {"en": plan_id},
                "kind": "action-plan",
                "start": start,
                "end": end,
                "lead_rule": "none",
                "rows": {"basis": "whole", "here": 0, "in_plan": 0},
                "text_read": {"measures": "whole", "text": "whole"},
            }
        ),
        rubric_id="toy",
        sources=tuple(
            Source(source_id=f"src-{kind}", title=kind, kind=kind) for kind in sorted({"ngo", *kinds.values()})
        ),
        evidence=tuple(
            Evidence(
                evidence_id=f"e-{name}",
                source_id=f"src-{kinds.get(name, 'ngo')}",
                locator="p. 1",
                object="practice",
                note="invented",
                as_of=start,
            )
            for name in CRITERIA
        ),
        codings=tuple(_coding(coder, spread(given), low, state) for coder, given in codings.items()),
    )


def spread(levels: Levels) -> dict[str, int | str | None]:
    """Return a level for each criterion, where a leaf's name stood for all of its own."""
    found: dict[str, int | str | None] = {}
    for name, level in levels.items():
        found.update({c: level for c in CRITERIA if c == name or c.rpartition("-")[0] == name})
    return found


def _coding(coder: str, levels: Levels, low: Sequence[str], state: str) -> Coding:
    header = CodingFile.model_validate(
        {
            "assessment_id": "x",
            "rubric": "toy",
            "rubric_version": "1.0.0",
            "coder": coder,
            "capacity": "assessor",
            "state": state,
            "text_read": {"measures": "whole", "text": "whole"},
        }
    )
    return Coding(
        header,
        tuple(
            Rating(
                criterion_id=name,
                criterion_version=1,
                **dict(zip(("status", "level"), parse_rating(str(level)), strict=True)),
                confidence="low" if name in low else "high",
                evidence_ids=(f"e-{name}",),
                reason="invented",
            )
            for name, level in levels.items()
            if level is not None
        ),
    )


ALIKE = dict.fromkeys((*LEAVES, "plan-quality"), 2)


def three_plans() -> list[Assessment]:
    """Return three plans: strong in policing, strong in rights, middling in all."""
    police = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 4, "human-rights.structural": 0}
    rights = {**ALIKE, "law-enforcement.control": 0, "human-rights.protection": 4, "human-rights.structural": 3}
    return [
        toy_assessment("AAA-2010-2012", police),
        toy_assessment("BBB-2010-2012", rights),
        toy_assessment("CCC-2011-2013", ALIKE),
    ]


def doubted_plan() -> Assessment:
    """Return a plan over which two coders differ, with a gap and two ratings of low confidence."""
    return toy_assessment(
        "DDD-2010-2012",
        {**ALIKE, "migration.control-1": 0, "plan-quality-1": None, "law-enforcement.control-1": 4},
        low=["migration.protection-1", "law-enforcement.control-1"],
        others={"b": {**ALIKE, "migration.control-1": 4, "plan-quality-1": None, "law-enforcement.control-1": 4}},
    )


def toy_scene(plans: Sequence[Assessment] | None = None, **more: object) -> tuple[Scene, Study]:
    """Return plans with all that is in doubt about them, and their study, under `equal`."""
    rubric = toy_rubric(**more)
    study = contrast(plans or [*three_plans(), doubted_plan()], rubric, ["equal"])
    layout = whole_tree_of(study, rubric.weighting("equal"))
    return scene_of(study, layout, space_of(layout, choices().hit_and_run), choices()), study
