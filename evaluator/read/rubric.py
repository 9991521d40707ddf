"""Reader that turns a rubric folder into a `Rubric` and checks its files against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from evaluator.errors import Problem, has_faults, sound
from evaluator.model.criterion import Criterion
from evaluator.model.lens import Lens
from evaluator.model.lens_unit import LENSES
from evaluator.model.rubric import ROOT, Rubric, RubricFile
from evaluator.model.standard import Citable
from evaluator.model.weighting import Weighting
from evaluator.read.checks.rubric import Names, check_criterion, check_lens, check_rubric, tree_is_sound
from evaluator.read.checks.salvage import Torn, salvage
from evaluator.read.checks.weighting import (
    check_weighting_before,
    check_weighting_names,
    check_weighting_numbers,
    check_weightings,
)
from evaluator.read.companion import Lent, borrowed_files, law_twins, mirrored_criteria, take_borrowed, take_weightings
from evaluator.read.layers import Layers
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.yaml_file import Document
from evaluator.read.translations import read_translations

P = TypeVar("P", Criterion, Weighting, Lens)


@dataclass(slots=True)
class FileShelf(Generic[P]):
    """The files of one folder: the readable ones with their documents, and the names of all."""

    items: dict[str, P] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    torn: list[Torn[P]] = field(default_factory=list)


def read_rubric(
    folder: Layers | Path, standards: Citable | None = None, *, notes: list[Problem] | None = None
) -> Rubric:
    """Read a rubric from a folder, or from layers, where the topmost file of a name wins.

    `standards` are the provisions that `floor` and `related` may name (None: not checked). Warnings are appended to
    `notes`.

    Raises
    ------
    InvalidInputError
        With every fault of every file.
    """
    problems: list[Problem] = []
    rubric = take_rubric(folder if isinstance(folder, Layers) else Layers((folder,)), standards, problems)
    rubric = sound(rubric, problems)
    if notes is not None:
        notes.extend(problems)
    return rubric


def take_rubric(layers: Layers, standards: Citable | None, problems: list[Problem]) -> Rubric | None:
    """Read a rubric, append its faults to `problems`; None if its tree, criteria, weightings or lenses are faulty."""
    path = layers.expected("rubric.yaml")
    if not path.is_file():
        problems.append(Problem(str(path), "there is no such file", "a rubric folder"))
        return None
    before = len(problems)
    head, document = load(RubricFile, path, problems)
    criteria = _read_shelf(layers.below("criteria"), Criterion, problems)
    if head is not None and document is not None:
        _add_borrowed(layers, head, document, criteria, problems)
    weightings = _read_shelf(layers.below("weightings"), Weighting, problems)
    lenses = _read_shelf(layers.below("lenses"), Lens, problems)
    torn = salvage(RubricFile, document) if head is None and document is not None else None
    names = _known_names(head or _known_tree(torn), criteria, standards)
    named_twins = [item.law_twin for item in criteria.items.values() if item.law_twin is not None]
    names = replace(names, mirrored=mirrored_criteria(layers, head), law_twins=law_twins(layers, named_twins))
    taken = _weightings_taken(layers, head, document, names, problems)
    every = {name: item for name, (item, _) in taken.items()} | {n: weightings.items.get(n) for n in weightings.names}
    problems.extend(_reference_faults(head, (criteria, weightings, lenses), names, path.parent.name))
    for name, item in weightings.items.items():
        problems.extend(check_weighting_before(item, every, head, weightings.documents[name]))
    if head is not None and document is not None:
        problems.extend(check_rubric(head, criteria.items, names, document))
        problems.extend(_head_name_faults(head, document, {*weightings.names, *taken}))
    elif torn is not None:
        problems.extend(torn.told(check_rubric(torn.item, criteria.items, names, torn.document)))
    if head is None or has_faults(problems[before:]):
        return None
    others = {name: item for name, (item, _) in taken.items() if name not in weightings.names}
    rubric = _assemble(head, criteria.items, {**others, **weightings.items}, lenses.items, layers, problems)
    documents = {name: taken[name][1] for name in others} | weightings.documents
    problems.extend(check_weightings(rubric, documents, frozenset(others)))
    return rubric


def _weightings_taken(
    layers: Layers, head: RubricFile | None, document: Document | None, names: Names, problems: list[Problem]
) -> dict[str, tuple[Weighting, Document]]:
    if head is None or document is None:
        return {}
    return {item.id: (item, origin) for item, origin in take_weightings(layers, head, document, names, problems)}


def _reference_faults(
    head: RubricFile | None,
    shelves: tuple[FileShelf[Criterion], FileShelf[Weighting], FileShelf[Lens]],
    names: Names,
    folder: str,
) -> Iterator[Problem]:
    """Yield the faults of references between criteria, weightings and lenses, also in files of faulty form."""
    rubric_id = head.id if head else folder
    criteria, weightings, lenses = shelves
    yield from _faults_of_each(criteria, lambda item, document: check_criterion(head, item, names, document))
    yield from _faults_of_each(lenses, lambda item, document: check_lens(rubric_id, item, names, document))
    for name, item in weightings.items.items():
        yield from check_weighting_names(rubric_id, item, names, weightings.documents[name])
        yield from check_weighting_numbers(item, names, weightings.documents[name])
    for torn in weightings.torn:
        yield from torn.told_of_names(check_weighting_names(rubric_id, torn.item, names, torn.document))


def _faults_of_each(shelf: FileShelf[P], check: Callable[[P, Document], list[Problem]]) -> Iterator[Problem]:
    for name, item in shelf.items.items():
        yield from check(item, shelf.documents[name])
    for torn in shelf.torn:
        yield from torn.told(check(torn.item, torn.document))


def _known_tree(torn: Torn[RubricFile] | None) -> RubricFile | None:
    """Return the salvaged head of a rubric; None if there is none or its tree is faulty."""
    return None if torn is None or any(key[0] == "tree" for key in torn.patched) else torn.item


def _read_shelf(folder: Layers, shape: type[P], problems: list[Problem]) -> FileShelf[P]:
    shelf: FileShelf[P] = FileShelf()
    for path in folder.files("*.yaml").values():
        item, document = load(shape, path, problems)
        shelf.names.add(path.stem)
        if document is None:
            continue
        if item is None:
            torn = salvage(shape, document)
            shelf.torn += [torn] if torn else []
            continue
        if item.id != path.stem:
            expected = f"{path.stem!r}, the name of the file"
            problems.append(document.problem(("id",), f"id {item.id!r}", expected))
        shelf.items[item.id] = item
        shelf.documents[item.id] = document
        shelf.names.add(item.id)
    return shelf


def with_added_lenses(rubric: Rubric) -> Rubric:
    """Return a rubric with the lenses that extensions add to it; one with a faulty lens is told and left out."""
    added: dict[str, Lens] = {}
    for name, unit in LENSES.all():
        problems: list[Problem] = []
        read = [load(Lens, Path(path), problems) for path in unit.files if Path(path).is_file()]
        missing = [f"there is no file {path}" for path in unit.files if not Path(path).is_file()]
        own = {lens.id: lens for lens, _ in read if lens is not None and lens.rubric == rubric.id}
        named = Names(tuple(rubric.by_id))
        for lens, document in read:
            if lens is not None and document is not None and lens.id in own:
                problems += check_lens(rubric.id, lens, named, document)
        taken = [f"another has the name of its lens {one}" for one in own if one in rubric.lenses or one in added]
        if wrong := [*missing, *taken, *(str(one).rstrip(".") for one in problems if one.severity == "fault")]:
            LENSES.leave_out(name, wrong[0])
        else:
            added |= own
    return rubric.model_copy(update={"lenses": {**rubric.lenses, **added}})


def _add_borrowed(
    layers: Layers, head: RubricFile, document: Document, shelf: FileShelf[Criterion], problems: list[Problem]
) -> None:
    for criterion, origin in take_borrowed(layers, head, document, problems):
        if criterion.id in shelf.names:
            key = next(("borrowed", lent, criterion.id) for lent, ids in head.borrowed.items() if criterion.id in ids)
            found = f"criterion {criterion.id!r} given twice"
            problems.append(document.problem(key, found, "each criterion once, of its own or borrowed"))
            continue
        shelf.items[criterion.id] = criterion
        shelf.documents[criterion.id] = origin
        shelf.names.add(criterion.id)
    # The fault of a faulty file was reported already; naming it is no second fault.
    shelf.names.update(name for ids in head.borrowed.values() for name in ids)


def _known_names(head: RubricFile | None, criteria: FileShelf[Criterion], standards: Citable | None) -> Names:
    ids = tuple(sorted(criteria.names))
    if head is None:
        return Names(ids, standards=standards)
    below: dict[str, list[str]] = {ROOT: [], **{node.id: [] for node in head.tree}}
    hung = [(node.parent, node.id) for node in head.tree]
    hung += [(criterion.parent, criterion.id) for criterion in criteria.items.values()]
    for parent, child in hung:
        below.setdefault(parent, []).append(child)
    children = {node: tuple(ids) for node, ids in below.items()}
    return Names(ids, tuple(node.id for node in head.tree), children, standards, tree_is_sound(head))


def _head_name_faults(head: RubricFile, document: Document, weightings: set[str]) -> Iterable[Problem]:
    yield from document.misnamed("id", head.id)
    if head.reference_weighting not in weightings:
        found = f"reference weighting {head.reference_weighting!r}"
        yield document.problem(("reference_weighting",), found, "the id of a weighting in weightings/")


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


def rubric_sha256(folder: Layers, lent: Lent) -> str:
    """Return a rubric's fingerprint: SHA-256 over the sorted lines `path NUL sha256` of its files.

    It covers borrowed criteria, but not weightings, lenses and translations.
    """
    paths = {"rubric.yaml": folder.expected("rubric.yaml")}
    paths.update({f"criteria/{name}": path for name, path in folder.below("criteria").files("*.yaml").items()})
    paths.update(borrowed_files(folder, lent))
    lines = sorted(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in paths.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _assemble(
    head: RubricFile,
    criteria: Mapping[str, Criterion],
    weightings: Mapping[str, Weighting],
    lenses: Mapping[str, Lens],
    folder: Layers,
    problems: list[Problem],
) -> Rubric:
    old = {weighting.follows for weighting in weightings.values()} - {head.reference_weighting}
    return Rubric.model_construct(
        **{name: getattr(head, name) for name in RubricFile.model_fields},
        criteria=tree_order(head, criteria),
        weightings={name: one for name, one in weightings.items() if name not in old},
        followed={name: one for name, one in weightings.items() if name in old},
        lenses=dict(lenses),
        translations=read_translations(folder, head, criteria, problems),
        sha256=rubric_sha256(folder, head.borrowed),
    )
