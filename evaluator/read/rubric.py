"""A rubric folder becomes a Rubric; what its files say of each other is checked together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from evaluator.errors import InvalidInputError, Problem, UnknownNameError
from evaluator.model.base import Shape
from evaluator.model.lens import Lens
from evaluator.model.rubric import ROOT, Criterion, Rubric, RubricFile
from evaluator.model.weighting import Weighting
from evaluator.read.layers import Layers
from evaluator.read.rubric_checks import check_lens, check_rubric, check_weighting
from evaluator.read.shape import build
from evaluator.read.yaml_file import Document, read_yaml

S = TypeVar("S", bound=Shape)


@dataclass(slots=True)
class RubricFiles:
    """The documents of a rubric folder, by what they hold."""

    head: Document
    criteria: dict[str, Document] = field(default_factory=dict)
    weightings: dict[str, Document] = field(default_factory=dict)
    lenses: dict[str, Document] = field(default_factory=dict)


def read_rubric(
    folder: Layers | Path, standards: frozenset[str] | None = None, *, notes: list[Problem] | None = None
) -> Rubric:
    """Read a rubric folder, or one seen through layers: the topmost file of a name wins.

    `standards` are the ids that floor and related may name (None: not checked).
    Warnings are appended to `notes`.

    Raises
    ------
    InvalidInputError
        With every fault of every file.
    """
    layers = folder if isinstance(folder, Layers) else Layers((folder,))
    path = layers.expected("rubric.yaml")
    if not path.is_file():
        raise InvalidInputError([Problem(str(path), "there is no such file", "a rubric folder")])
    problems: list[Problem] = []
    head_document = _document(path, problems)
    head = _build(RubricFile, head_document, problems)
    files = RubricFiles(head_document or Document(path, None))
    criteria = _read_all(layers, "criteria", Criterion, files.criteria, problems)
    weightings = _read_all(layers, "weightings", Weighting, files.weightings, problems)
    lenses = _read_all(layers, "lenses", Lens, files.lenses, problems)
    if head is None:
        raise InvalidInputError(problems)
    problems.extend(check_rubric(head, criteria, files.head, files.criteria, standards))
    if any(p.severity == "fault" for p in problems):
        _check_names_only(head, criteria, weightings, files, problems)
        raise InvalidInputError(problems)
    rubric = _assemble(head, criteria, weightings, lenses, layers)
    for weighting in weightings.values():
        problems.extend(check_weighting(rubric, weighting, files.weightings[weighting.id]))
    for lens in lenses.values():
        problems.extend(check_lens(rubric, lens, files.lenses[lens.id]))
    if any(p.severity == "fault" for p in problems):
        raise InvalidInputError(problems)
    if notes is not None:
        notes.extend(problems)
    return rubric


def _check_names_only(
    head: RubricFile,
    criteria: Mapping[str, Criterion],
    weightings: Mapping[str, Weighting],
    files: RubricFiles,
    problems: list[Problem],
) -> None:
    """With a broken tree, still report overrides that name unknown criteria."""
    for weighting in weightings.values():
        document = files.weightings[weighting.id]
        for at, override in enumerate(weighting.overrides):
            if override.criterion not in criteria:
                line, column = document.place(("overrides", at, "criterion"))
                error = UnknownNameError("criterion", override.criterion, criteria)
                problems.append(
                    Problem(str(document.path), str(error), "a criterion of the rubric", line=line, column=column)
                )


def _document(path: Path, problems: list[Problem]) -> Document | None:
    try:
        document = read_yaml(path)
    except InvalidInputError as error:
        problems.extend(error.problems)
        return None
    problems.extend(document.warnings)
    return document


def _build(shape: type[S], document: Document | None, problems: list[Problem]) -> S | None:
    if document is None:
        return None
    try:
        return build(shape, document)
    except InvalidInputError as error:
        problems.extend(error.problems)
        return None


def _read_all(
    folder: Layers, kind: str, shape: type[S], documents: dict[str, Document], problems: list[Problem]
) -> dict[str, S]:
    found: dict[str, S] = {}
    for path in folder.below(kind).files("*.yaml").values():
        document = _document(path, problems)
        item = _build(shape, document, problems)
        if item is None or document is None:
            continue
        name: str = getattr(item, "id")  # noqa: B009  (every shape read here has an id)
        if name != path.stem:
            line, column = document.place(("id",))
            problems.append(
                Problem(
                    str(path),
                    f"id {name!r}",
                    f"{path.stem!r}, the name of the file",
                    line=line,
                    column=column,
                    key="id",
                )
            )
        found[name] = item
        documents[name] = document
    return found


def tree_order(head: RubricFile, criteria: Mapping[str, Criterion]) -> tuple[Criterion, ...]:
    """Return criteria in tree order, then by id."""
    children: dict[str, list[str]] = {}
    for node in head.tree:
        children.setdefault(node.parent, []).append(node.id)
    order: list[str] = []
    waiting = [ROOT]
    while waiting:
        node_id = waiting.pop()
        order.append(node_id)
        waiting.extend(reversed(children.get(node_id, [])))
    place = {node_id: at for at, node_id in enumerate(order)}
    return tuple(sorted(criteria.values(), key=lambda c: (place[c.parent], c.id)))


def rubric_sha256(folder: Layers) -> str:
    """Return the fingerprint of a rubric: SHA-256 over sorted lines `path NUL sha256` of its files.

    Weightings, lenses and translations are not part of it.
    """
    paths = {"rubric.yaml": folder.expected("rubric.yaml")}
    paths.update({f"criteria/{name}": path for name, path in folder.below("criteria").files("*.yaml").items()})
    lines = sorted(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in paths.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _assemble(
    head: RubricFile,
    criteria: Mapping[str, Criterion],
    weightings: Mapping[str, Weighting],
    lenses: Mapping[str, Lens],
    folder: Layers,
) -> Rubric:
    return Rubric.model_construct(
        **{name: getattr(head, name) for name in RubricFile.model_fields},
        criteria=tree_order(head, criteria),
        weightings=dict(weightings),
        lenses=dict(lenses),
        translations=read_translations(folder),
        sha256=rubric_sha256(folder),
    )


def read_translations(folder: Layers) -> dict[str, dict[str, str]]:
    """Read `lang/<lang>.yaml`: text by key such as `witness-protection.title`."""
    found: dict[str, dict[str, str]] = {}
    for path in folder.below("lang").files("*.yaml").values():
        content = read_yaml(path).content
        if isinstance(content, dict):
            found[path.stem] = {str(key): str(value) for key, value in content.items()}
    return found
