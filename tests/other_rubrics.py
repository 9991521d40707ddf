"""Rubrics of other fields and shapes, each a library with two plans rated far apart, for tests of what pages say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaluator.library import Library
from evaluator.read.layers import Layers

LETTERS = [{"grade": g, "from": at} for g, at in (("A", 0.8), ("B", 0.6), ("C", 0.4), ("D", 0.2), ("E", 0.0))]
GRADING = {"least_coverage": 0.5, "bands": LETTERS, "origin": "modelled"}
WARDS = ("staff", "rules", "budget", "checks", "training", "tools", "records", "advice", "signs", "hours")
PLANS = {"XXA-2020-2024": "Alderia", "XXB-2020-2024": "Borlandia"}


@dataclass(frozen=True)
class Shape:
    """A rubric: its subject, its head's own keys, titles of criteria by node, and the levels of its scale."""

    id: str
    subject: str
    titles: Mapping[str, tuple[str, ...]]
    levels: int
    keys: Mapping[str, Any]

    @property
    def criteria(self) -> list[tuple[str, str, str]]:
        """Return id, node and title of each criterion."""
        return [
            (f"{node}-{at}".replace("total", "one"), node, title)
            for node, own in self.titles.items()
            for at, title in enumerate(own, 1)
        ]


SHAPES = {
    shape.id: shape
    for shape in (
        Shape(
            "reading-rooms",
            "public libraries",
            {"rooms": ("Opening hours", "Seats", "Heating"), "books": ("New books", "Loans", "Braille")},
            2,
            {"missing": {"policy": "zero"}, "grading": {"least_coverage": 0.5, "origin": "modelled"}},
        ),
        Shape(
            "forest-fires",
            "fires in forests",
            {"forest": ("Fire breaks", "Watch towers", "Dead wood", "Water points", "Drills")},
            6,
            {"norm_level": {"level": 4, "gap_up_to": 1, "origin": "modelled"}, "grading": GRADING},
        ),
        Shape(
            "safe-schools",
            "safe schools",
            {
                "care": ("Guardians", "Foster homes", "Shelter"),
                "school": ("Places at school", "Way to school", "Meals"),
                "voice": ("Hearing", "Advocate"),
            },
            5,
            {
                "norm_level": {"level": 3, "gap_up_to": 1, "origin": "modelled"},
                "grading": {
                    **GRADING,
                    "gates": ["care-1"],
                    "gate_caps": [{"tripped": 1, "at_most": "Fails pupils"}],
                    "bands": [
                        {"grade": g, "from": at}
                        for g, at in (("Strong", 0.8), ("Sound", 0.6), ("Thin", 0.3), ("Fails pupils", 0.0))
                    ],
                },
            },
        ),
        Shape(
            "clean-wards",
            "clean hospital wards",
            {
                node: tuple(f"{node.capitalize()} {what}" for what in WARDS)
                for node in ("hands", "beds", "floors", "water", "waste", "air")
            },
            4,
            {
                "norm_level": {"level": 2, "gap_up_to": 0, "origin": "modelled"},
                "grading": GRADING,
                "missing": {"policy": "redistribute"},
            },
        ),
        Shape(
            "night-buses",
            "buses at night",
            {"total": ("Stops", "Lamps", "Drivers", "Fares")},
            3,
            {"grading": {**GRADING, "bands": [{"grade": "pass", "from": 0.5}, {"grade": "fail", "from": 0.0}]},
             "missing": {"policy": "block"}},
        ),
    )
}  # fmt: skip


def write_shape(folder: Path, shape: Shape) -> Library:
    """Write the rubric with two weightings and two rated plans into a folder, and open it alone."""
    for name, content in _files(shape).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(content) + "\n" if isinstance(content, list) else yaml.safe_dump(content, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return Library(Layers((folder,)))


def _files(shape: Shape) -> dict[str, Any]:
    nodes = [node for node in shape.titles if node != "total"]
    head = {
        "id": shape.id, "version": "1.0.0", "titles": {"en": f"Plans for {shape.subject}"}, "licence": "CC0-1.0",
        "subject": {"en": shape.subject}, "reference_weighting": "even",
        "scale": {"levels": shape.levels, "origin": "modelled"},
        "tree": [{"id": node, "parent": "total", "titles": {"en": node.capitalize()}} for node in nodes],
        **shape.keys,
    }  # fmt: skip
    first = shape.criteria[0][0]
    folder = f"rubrics/{shape.id}"
    files: dict[str, Any] = {f"{folder}/rubric.yaml": head}
    for name, title, weights in (
        ("even", "Even", {}),
        (
            "first",
            "First things first",
            {"overrides": [{"criterion": first, "times": 4, "origin": "modelled", "ground": "first"}]},
        ),
    ):
        files[f"{folder}/weightings/{name}.yaml"] = {
            "id": name, "rubric": shape.id, "titles": {"en": title}, "actor": "nobody", "gates": "cap", **weights,
        }  # fmt: skip
    for name, node, title in shape.criteria:
        levels = {0: "silent: nothing on it."} | {k: f"Part {k} of it is there." for k in range(1, shape.levels)}
        files[f"{folder}/criteria/{name}.yaml"] = {
            "id": name, "meaning_version": 1, "parent": node, "kind": "judged", "object": "plan", "title": title,
            "question": f"Does the plan provide for {title.lower()}?", "levels": levels, "origin": "modelled",
            "recommend": f"Provide for {title.lower()} (good practice).", "evidence_needed": "The text of the plan",
            "guards_against": "A plan that looks strong on paper", "search_terms": {"en": [title.lower()]},
        }  # fmt: skip
    for place, (plan, country) in enumerate(PLANS.items()):
        files.update(_plan(shape, plan, country, place))
    return files


def _plan(shape: Shape, plan: str, country: str, place: int) -> dict[str, Any]:
    code, top = plan[:3], shape.levels - 1
    folder = f"countries/{code}/plans/{plan}"
    rows = []
    for at, (name, _, title) in enumerate(shape.criteria):
        level = top - (at % 4 == 0 and top > 1) if not place else int(at % 3 == 0)
        blank = shape.keys.get("missing", {}).get("policy") != "block" and at == len(shape.criteria) - 1
        rows.append(f"{name},1,not-assessed,,,," if blank else
                    f"{name},1,rated,{level},high,E1,{title} stand in the chapter")  # fmt: skip
    return {
        f"countries/{code}/country.yaml": {"iso3": code, "names": {"en": country}},
        f"countries/{code}/sources.csv": ["source_id,title,kind", f"S1,Invented plan of {country},plan"],
        f"{folder}/plan.yaml": {
            "id": plan, "titles": {"en": f"Plan of {country}"}, "kind": "action-plan", "start": "2020", "end": "2024",
            "lead_rule": "none", "rows": {"basis": "whole", "here": 1, "in_plan": 1},
            "text_read": {"measures": "whole", "text": "whole"}, "sources": ["S1"],
        },
        f"{folder}/measures.csv": ["measure_id,order,level,text,source_id,locator", "M1,1,activity,Do it,S1,p. 1"],
        f"{folder}/evidence.csv": [
            "evidence_id,source_id,locator,object,as_of,note", "E1,S1,p. 1,plan,2021,what the plan says",
        ],
        f"{folder}/assessments/{shape.id}/a.yaml": {
            "assessment_id": f"{plan}.{shape.id}.a", "rubric": shape.id, "rubric_version": "1.0.0", "coder": "a",
            "capacity": "assessor", "state": "final", "text_read": {"measures": "whole", "text": "whole"},
        },
        f"{folder}/assessments/{shape.id}/a.csv": [
            "criterion_id,criterion_version,status,level,confidence,evidence_ids,reason", *rows,
        ],
    }  # fmt: skip
