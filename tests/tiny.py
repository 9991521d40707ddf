"""A whole library of a few lines, written to a folder: one rubric, one country, one plan, one coder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from evaluator.library import Library, shipped_root
from evaluator.read.layers import Layers

LEVELS = {level: f"what level {level} asks for" for level in range(5)}
BANDS = [{"grade": "A", "from": 0.5}, {"grade": "D", "from": 0.2}, {"grade": "E", "from": 0.0}]


def question(name: str, parent: str | None = "n", **keys: Any) -> dict[str, Any]:
    """Return a criterion about the plan, judged by hand; without a parent it hangs on the root."""
    above = {} if parent is None else {"parent": parent}
    plain = {"id": name, "meaning_version": 1, "kind": "judged", "object": "plan", "title": f"Question {name}"}
    return {**plain, **above, "levels": LEVELS, **keys}


def write_library(
    folder: Path,
    criteria: Sequence[Mapping[str, Any]],
    ratings: Mapping[str, tuple[str, str]],
    *,
    rubric: Mapping[str, Any] | None = None,
    weighting: Mapping[str, Any] | None = None,
    facts: Sequence[str] = (),
) -> Library:
    """Write a library and open it over the shipped one.

    `ratings` give status and level of a criterion, each resting on evidence of its
    object; `facts` are lines `variable,year,value`.
    """
    grading = {"least_coverage": 0.5, "bands": BANDS, "gate_caps": [{"tripped": 1, "at_most": "E"}]}
    head = {
        "id": "tiny", "version": "1.0.0", "titles": {"en": "Tiny"}, "licence": "CC0-1.0", "reference_weighting": "w",
        "scale": {"levels": 5, "origin": "modelled"}, "tree": [{"id": "n", "parent": "total"}], **(rubric or {}),
    }  # fmt: skip
    head["grading"] = {**grading, "origin": "modelled", **head.get("grading", {})}
    view = {"id": "w", "rubric": "tiny", "titles": {"en": "Own"}, "actor": "none", "gates": "cap", **(weighting or {})}
    objects = {str(c["id"]): str(c["object"]) for c in criteria}
    plan = "countries/XXA/plans/XXA-2020-2023"
    files: dict[str, Any] = {
        "rubrics/tiny/rubric.yaml": head,
        "rubrics/tiny/weightings/w.yaml": view,
        **{f"rubrics/tiny/criteria/{c['id']}.yaml": c for c in criteria},
        "countries/XXA/country.yaml": {"iso3": "XXA", "names": {"en": "Xan"}},
        "countries/XXA/sources.csv": ["source_id,title,kind", "S1,The plan,plan"],
        "countries/XXA/facts.csv": [
            "fact_id,variable,from,to,value,unit,source_id",
            *(f"F{at},{v},{y},{y},{n},persons,S1" for at, (v, y, n) in enumerate(f.split(",") for f in facts)),
        ],
        f"{plan}/plan.yaml": {
            "id": "XXA-2020-2023", "titles": {"en": "The plan"}, "kind": "action-plan", "start": "2020", "end": "2023",
            "lead_rule": "none", "rows": {"basis": "whole", "here": 1, "in_plan": 1},
            "text_read": {"measures": "whole", "text": "whole"}, "sources": ["S1"],
        },
        f"{plan}/measures.csv": ["measure_id,order,level,text,source_id,locator", "M1,1,activity,Do it,S1,p. 1"],
        f"{plan}/evidence.csv": [
            "evidence_id,source_id,locator,object,as_of,note",
            *(f"{kind},S1,p. 1,{kind},2021,what it says" for kind in ("plan", "law", "practice")),
        ],
        f"{plan}/assessments/tiny/aa.yaml": {
            "assessment_id": "XXA-2020-2023.tiny.aa", "rubric": "tiny", "rubric_version": "1.0.0", "coder": "aa",
            "capacity": "assessor", "state": "final", "text_read": {"measures": "whole", "text": "whole"},
        },
        f"{plan}/assessments/tiny/aa.csv": [
            "criterion_id,criterion_version,status,level,confidence,evidence_ids,searched,reason",
            *(f"{name},1,{status},{level},{'high' if status != 'not-assessed' else ''},"
              f"{objects[name] if status in ('rated', 'contrary') else ''},"
              f"{'whole text' if status == 'silent' else ''},because" for name, (status, level) in ratings.items()),
        ],
    }  # fmt: skip
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (
            "\n".join(content) + "\n"
            if isinstance(content, list)
            else yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False)
        )
        path.write_text(text, encoding="utf-8")
    return Library(Layers((folder, shipped_root())))
