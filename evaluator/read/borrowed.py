"""Criteria that a rubric takes from another one, word for word, and hangs on nodes of its own."""

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
    """Return the folder of criteria of another rubric beside this one, in every layer."""
    return Layers(tuple(folder.parent / rubric_id / "criteria" for folder in layers.folders))


def borrowed_files(layers: Layers, lent: Lent) -> dict[str, Path]:
    """Return the files that are borrowed, by `borrowed/<rubric>/<criterion>.yaml`; what is missing is left out."""
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
    """Return the borrowed criteria, each under its new node, with the document it stands in.

    A rubric, a criterion or a node that is not there is noted as a fault. What a
    rubric has borrowed itself cannot be borrowed from it.
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
