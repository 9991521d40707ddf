"""What a rubric takes from another: criteria unchanged, a companion weightings, and the criteria it may mirror."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from evaluator.errors import Problem
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import RubricFile
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.read.checks.rubric import Names
from evaluator.read.layers import Layers
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.yaml_file import Document, Key

Lent = Mapping[str, Mapping[str, str]]


def rubric_beside(layers: Layers, rubric_id: str) -> Layers:
    """Return the folder of another rubric of the same library, in every layer."""
    return Layers(tuple(folder.parent / rubric_id for folder in layers.folders))


def borrowed_files(layers: Layers, lent: Lent) -> dict[str, Path]:
    """Return the files of borrowed criteria, by `borrowed/<rubric>/<criterion>.yaml`, without missing files."""
    found: dict[str, Path] = {}
    for rubric_id, criteria in lent.items():
        for name in criteria:
            path = rubric_beside(layers, rubric_id).below("criteria").file(f"{name}.yaml")
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
        shelf = rubric_beside(layers, rubric_id).below("criteria")
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


ABSENT = "overrides of criteria that are not here"


def elder_files(layers: Layers, rubric_id: str | None) -> dict[str, Path]:
    """Return the files of the other rubric that a companion depends on, by path from the rubrics' folder."""
    if rubric_id is None:
        return {}
    folder = rubric_beside(layers, rubric_id)
    head = folder.file("rubric.yaml")
    found = {f"{rubric_id}/rubric.yaml": head} if head else {}
    for inner in ("criteria", "weightings"):
        found.update({f"{rubric_id}/{inner}/{n}": path for n, path in folder.below(inner).files("*.yaml").items()})
    return found


def mirrored_criteria(layers: Layers, head: RubricFile | None) -> tuple[str, ...] | None:
    """Return the ids of the criteria that a companion may mirror; None if the rubric is no companion."""
    if head is None or head.weightings_from is None:
        return None
    folder = rubric_beside(layers, head.weightings_from)
    own = [name.removesuffix(".yaml") for name in folder.below("criteria").files("*.yaml")]
    rubric, _ = load(RubricFile, folder.expected("rubric.yaml"), []) if folder.file("rubric.yaml") else (None, None)
    lent = [name for ids in (rubric.borrowed if rubric else {}).values() for name in ids]
    return tuple(sorted({*own, *lent}))


def law_twins(layers: Layers, named: Iterable[str]) -> tuple[str, ...] | None:
    """Return the ids that a `law_twin` may name: criteria of the companions beside a rubric; None without a companion.

    Of the `named` ones those that ask of the law alone. A file with faults keeps its name: its own rubric tells them.
    """
    wanted = frozenset(named)
    if not wanted:
        return None
    beside = {name for folder in layers.folders for name in Layers((folder.parent,)).folders_inside()}
    companions = [folder for name in sorted(beside) if _is_companion(folder := rubric_beside(layers, name))]
    files = {path.stem: path for folder in companions for path in folder.below("criteria").files("*.yaml").values()}
    return tuple(name for name in sorted(files) if name not in wanted or _asks_of_the_law(files[name])) or None


def _is_companion(layers: Layers) -> bool:
    path = layers.file("rubric.yaml")
    head, _ = load(RubricFile, path, []) if path else (None, None)
    return head is not None and head.weightings_from is not None


def _asks_of_the_law(path: Path) -> bool:
    criterion, _ = load(Criterion, path, [])
    return criterion is None or criterion.object == "law"


def take_weightings(
    layers: Layers, head: RubricFile, document: Document, names: Names, problems: list[Problem]
) -> Iterator[tuple[Weighting, Document]]:
    """Yield the weightings of the rubric to which this one is a companion, fitted to this one.

    Entries for nodes and criteria that this rubric lacks are left out, and one note lists the overrides left out.
    Faults inside the files are reported only with the rubric that owns them.
    """
    if head.weightings_from is None:
        return
    files = rubric_beside(layers, head.weightings_from).below("weightings").files("*.yaml")
    if not files:
        found, expected = f"rubric {head.weightings_from!r}", "a rubric beside this one, with weightings"
        problems.append(document.problem(("weightings_from",), found, expected))
    absent: dict[str, list[str]] = {}
    for path in files.values():
        weighting, origin = load(Weighting, path, [])
        if weighting is None or origin is None:
            found = f"weighting {path.stem!r} of {head.weightings_from}, whose file has faults"
            problems.append(document.problem(("weightings_from",), found, f"a sound file: see {path}"))
            continue
        absent[weighting.id] = [o.criterion for o in weighting.overrides if o.criterion not in names.criteria]
        yield fit_weighting(weighting, head.id, names.children or {}, names.criteria), origin
    listed = "; ".join(f"{name}: {', '.join(criteria)}" for name, criteria in absent.items() if criteria)
    if listed:
        mend = f"Leave it: they have no part here ({listed})."
        problems.append(document.problem(("weightings_from",), ABSENT, "", mend, severity="note"))


def fit_weighting(
    weighting: Weighting, rubric_id: str, children: Mapping[str, tuple[str, ...]], criteria: tuple[str, ...]
) -> Weighting:
    """Return a weighting fitted to a rubric that has fewer nodes or other criteria.

    Under each parent that exists here, the children that exist here keep their weights in proportion (shares sum
    to 1 again). A parent none of whose weighted children exists here is weighted by its criteria. Factors stay;
    overrides of criteria that do not exist here are dropped.

    Examples
    --------
    >>> entry = {"share": 0.6, "origin": "modelled"}, {"share": 0.4, "origin": "modelled"}
    >>> whole = Weighting.model_validate({
    ...     "id": "w", "rubric": "r", "titles": {"en": "W"}, "actor": "A", "gates": "cap",
    ...     "weights": {"total": {"law": entry[0], "plan": entry[1]}},
    ... })
    >>> fit_weighting(whole, "s", {"total": ("law",)}, ()).weights["total"]["law"].share
    1.0
    """
    kept: dict[str, dict[str, WeightEntry] | Literal["by-criteria"]] = {}
    for parent, entries in weighting.weights.items():
        if parent not in children:
            continue
        if isinstance(entries, str):
            kept[parent] = entries
            continue
        here = {name: entry for name, entry in entries.items() if name in children[parent]}
        if here:
            kept[parent] = _in_proportion(here)
    overrides = tuple(o for o in weighting.overrides if o.criterion in criteria)
    return weighting.model_copy(update={"rubric": rubric_id, "weights": kept, "overrides": overrides})


def _in_proportion(entries: Mapping[str, WeightEntry]) -> dict[str, WeightEntry]:
    total = sum(entry.share for entry in entries.values() if entry.share is not None)
    if total <= 0:
        return dict(entries)
    return {
        name: entry if entry.share is None else entry.model_copy(update={"share": entry.share / total})
        for name, entry in entries.items()
    }
