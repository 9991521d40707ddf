"""Reader of `audit.yaml`, which lists what an audit of a rubric varies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluator.errors import Problem
from evaluator.model.audit import AuditFile
from evaluator.model.rubric import ROOT, Rubric
from evaluator.read.text_files.shape import load, read_sound
from evaluator.read.text_files.yaml_file import Key


def read_audit(path: Path, rubric: Rubric) -> AuditFile:
    """Read `audit.yaml` of a rubric.

    Raises
    ------
    InvalidInputError
        With every fault: shape, a criterion, node or grade that the rubric does not
        have, points that are not one for each level.
    """
    return read_sound(lambda problems: take_audit(path, rubric, problems))


def take_audit(path: Path, rubric: Rubric, problems: list[Problem]) -> AuditFile | None:
    """Read `audit.yaml` and append every fault to `problems`; return None if the file's shape is at fault."""
    found, document = load(AuditFile, path, problems)
    if found is None or document is None:
        return None
    nodes = [ROOT, *rubric.nodes]
    grades = [band.grade for band in rubric.grading.bands]
    named: list[tuple[Key, str, str, Sequence[str]]] = [(("rubric",), "rubric", found.rubric, [rubric.id])]
    if found.plan_quality_node:
        named.append((("plan_quality_node",), "node", found.plan_quality_node, rubric.children[ROOT]))
    for at, move in enumerate(found.allocation):
        named.append((("allocation", at, "criterion"), "criterion", move.criterion, list(rubric.by_id)))
        named.append((("allocation", at, "to"), "node", move.to, nodes))
    named += [(("aggregations", at, "node"), "node", way.node, nodes) for at, way in enumerate(found.aggregations)]
    for at, caps in enumerate(found.gate_caps):
        named += [
            (("gate_caps", at, "caps", k, "at_most"), "grade", c.at_most, grades) for k, c in enumerate(caps.caps)
        ]
    for key, what, name, known in named:
        problems += document.unknown(key, what, name, known, f"a {what} of the rubric")
    for at, points in enumerate(found.points):
        if not _rises_from_0_to_1(points.points, rubric.scale.levels):
            expected = f"{rubric.scale.levels} points from 0 to 1 that never fall"
            problems.append(document.problem(("points", at, "points"), f"{len(points.points)} points", expected))
    return found


def _rises_from_0_to_1(points: Sequence[float], count: int) -> bool:
    return len(points) == count and (points[0], points[-1]) == (0, 1) and list(points) == sorted(points)
