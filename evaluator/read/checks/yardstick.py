"""Warnings on a user's rubric or weighting that has a shipped id: the check tells it and lets it pass."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.rubric import Rubric
from evaluator.read.layers import Layers
from evaluator.read.rubric import take_rubric
from evaluator.read.shipped import shipped_root
from evaluator.read.yardstick import against_shipped

MEND = "Give it an id of its own; else every report on it says that it is changed, and `verify` ends with status 1."


def check_yardstick(folder: Layers, rubric: Rubric) -> Iterator[Problem]:
    """Yield a warning for each text under a shipped id that is not the shipped one, at the user's own file."""
    shipped = shipped_root() / "rubrics" / rubric.id
    mine = next((place for place in folder.folders if place.is_dir() and place != shipped), None)
    if mine is None:
        return
    stands = against_shipped(rubric, take_rubric(Layers((shipped,)), None, []))
    head = mine / "rubric.yaml"
    name, where = f"{rubric.id} {rubric.version}", str(head if head.is_file() else mine)
    if stands.is_changed:
        yield Problem(
            where, f"another text of {name} than the shipped one", "the shipped text", MEND, severity="warning"
        )
    if stands.shipped:
        expected = f"the shipped version, {stands.shipped}"
        yield Problem(where, f"{name} under a shipped id", expected, MEND, severity="warning")
    for weighting in stands.weightings:
        file = folder.below("weightings").expected(f"{weighting}.yaml")
        found = f"another text of the frame {weighting} than the shipped one"
        yield Problem(str(file), found, "the shipped text", MEND, severity="warning")
