"""Criteria that a rubric takes unchanged from another rubric and places under nodes of its own tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluator.errors import Problem
from evaluator.model.rubric import Criterion, RubricFile
from evaluator.read.layers import Layers
from evaluator.read.text.shape import load
from evaluator.read.text.yaml_file import Document, Key

Lent = Mapping[str, Mapping[str, str]]


def lender(layers: Layers, rubric_id: str) -> Layers:
    """Return the folder `criteria` of another rubric of the same library, in every layer."""
    return Layers(tuple(folder.parent / rubric_id / "criteria" for folder in layers.folders))


def borrowed_files(layers: Layers, lent: Lent) -> dict[str, Path]:
    """Return the files of borrowed criteria, by `borrowed/<rubric>/<criterion>.yaml`, without missing files."""
    found: dict[str, Path] = {}
    for rubric_id, criteria in lent.items():
        for name in criteria:
            path = lender(layers, rubric_id).file(f"{name}.yaml")
            if path is not None:
                found[f"borrowed/{rubric_id}/{name}.yaml"] = path
    return found


def take_borrowed(
    layers: Layers, head: RubricFile, document: Document, problems: list[Problem]
) -> Iterator[tuple[Criterion, Document]]:
    """Yield each borrowed criterion under its new node, with the document it was read from.

    An unknown rubric, criterion or node is appended to `problems` as a fault. A rubric lends only the criteria in
    its own folder, not those that it borrows itself.
    """
    nodes = [node.id for node in head.tree]
    for rubric_id, criteria in head.borrowed.items():
        shelf = lender(layers, rubric_id)
        known = [name.removesuffix(".yaml") for name in shelf.files("*.yaml")]
        if not known:
            found, expected = f"rubric {rubric_id!r}", "a rubric beside this one, with criteria of its own"
            problems.append(document.problem(("borrowed", rubric_id), found, expected))
            continue
        for name, node in criteria.items():
            key: Key = ("borrowed", rubric_id, name)
            if name not in known:
                problems.extend(document.unknown(key, "criterion", name, known, f"a criterion of {rubric_id}"))
            elif node not in nodes:
                problems.extend(document.unknown(key, "node", node, nodes, "a node of the tree"))
            else:
                criterion, origin = load(Criterion, shelf.expected(f"{name}.yaml"), problems)
                if criterion is not None and origin is not None:
                    yield criterion.model_copy(update={"parent": node}), origin
