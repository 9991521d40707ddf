"""What the files of a rubric say of each other: tree, gates, bands, floors, weightings, lenses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import Problem, did_you_mean
from evaluator.model.base import columns_of
from evaluator.model.lens import Lens
from evaluator.model.plan import Measure
from evaluator.model.rubric import ROOT, Criterion, Rubric, RubricFile
from evaluator.model.rule import RowRatio, Rule
from evaluator.model.weighting import Weighting
from evaluator.plans.rows import DERIVED
from evaluator.read.yaml_file import Document, Key, dotted
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import LocalWeights, local_weights, matches, path_weights

LEAST_EFFECT = 1e-12


def fault(
    document: Document, key: Key, found: str, expected: str, suggestion: str = "", *, severity: str = "fault"
) -> Problem:
    """Return a problem at a key of a document."""
    line, column = document.place(key)
    return Problem(
        str(document.path), found, expected, suggestion, line=line, column=column, key=dotted(key),
        severity=severity,  # type: ignore[arg-type]
    )  # fmt: skip


def check_rubric(
    head: RubricFile,
    criteria: Mapping[str, Criterion],
    document: Document,
    documents: Mapping[str, Document],
    standards: frozenset[str] | None,
) -> list[Problem]:
    """Return the faults of the tree, of grading and of each criterion."""
    problems = [*_tree(head, criteria, document), *_grading(head, criteria, document)]
    for criterion in criteria.values():
        problems.extend(_criterion(head, criterion, documents[criterion.id], standards))
    return problems


def _tree(head: RubricFile, criteria: Mapping[str, Criterion], document: Document) -> Iterator[Problem]:
    ids = [node.id for node in head.tree]
    for at, node in enumerate(head.tree):
        if node.id in ids[:at] or node.id == ROOT:
            yield fault(document, ("tree", at, "id"), f"node {node.id!r} given twice", "each node once")
        if node.id in criteria:
            yield fault(document, ("tree", at, "id"), f"node {node.id!r}", "an id that no criterion has")
        if node.parent != ROOT and node.parent not in ids:
            mend = did_you_mean(node.parent, [ROOT, *ids])
            yield fault(document, ("tree", at, "parent"), f"parent {node.parent!r}", "a node of the tree", mend)
    parents = {node.id: node.parent for node in head.tree}
    for at, node in enumerate(head.tree):
        path, up = [node.id], node.parent
        while up in parents and up not in path:
            path.append(up)
            up = parents[up]
        if up in path:
            yield fault(document, ("tree", at), f"a cycle: {' -> '.join([*path, up])}", "a path to the root")
    used = {c.parent for c in criteria.values()} | set(parents.values())
    for at, node in enumerate(head.tree):
        if node.id not in used:
            yield fault(document, ("tree", at), f"node {node.id!r} is empty", "criteria or nodes", severity="warning")


def _grading(head: RubricFile, criteria: Mapping[str, Criterion], document: Document) -> Iterator[Problem]:
    grading = head.grading
    for at, gate in enumerate(grading.gates):
        if gate not in criteria:
            mend = did_you_mean(gate, list(criteria))
            yield fault(
                document, ("grading", "gates", at), f"gate {gate!r}", "the id of a criterion of this rubric", mend
            )
    grades = [b.grade for b in grading.bands]
    starts = [b.lower for b in grading.bands]
    for at, band in enumerate(grading.bands):
        if band.grade in grades[:at] or band.lower in starts[:at]:
            yield fault(
                document, ("grading", "bands", at), f"band {band.grade} from {band.lower:g} overlaps another",
                "bands with a grade and a start of their own",
            )  # fmt: skip
    if starts and min(starts) > 0:
        yield fault(document, ("grading", "bands"), f"the lowest band starts at {min(starts):g}", "a band from 0")
    if starts != sorted(starts, reverse=True):
        yield fault(document, ("grading", "bands"), "bands out of order", "the best grade first")
    for at, cap in enumerate(grading.gate_caps):
        if cap.at_most not in grades:
            mend = did_you_mean(cap.at_most, grades)
            yield fault(document, ("grading", "gate_caps", at), f"grade {cap.at_most!r}", "a grade of the bands", mend)
    if grading.gates and not grading.gate_caps:
        yield fault(document, ("grading",), "gates without gate_caps", "what a tripped gate caps the grade at")


def _criterion(
    head: RubricFile, criterion: Criterion, document: Document, standards: frozenset[str] | None
) -> Iterator[Problem]:
    nodes = [node.id for node in head.tree]
    if criterion.parent not in nodes:
        mend = did_you_mean(criterion.parent, nodes)
        yield fault(document, ("parent",), f"parent {criterion.parent!r}", "a node of the tree", mend)
    scale = criterion.scale or head.scale
    wanted = list(range(scale.levels))
    for name, given in (("levels", criterion.levels), ("examples", criterion.examples)):
        for level in given:
            if level not in wanted:
                yield fault(document, (name, level), f"level {level}", f"a level from 0 to {scale.top}")
    if criterion.is_rated_by_hand and not set(wanted) <= set(criterion.levels):
        lacking = ", ".join(str(k) for k in wanted if k not in criterion.levels)
        yield fault(document, ("levels",), f"no descriptor for level {lacking}", "one for each level")
    for name, ids in (("floor", criterion.floor), ("related", criterion.related)):
        for at, standard in enumerate(ids):
            if standards is not None and standard not in standards:
                mend = did_you_mean(standard, sorted(standards))
                yield fault(document, (name, at), f"standard {standard!r}", "an id of rubrics/standards.csv", mend)
    yield from _bands(criterion, document, scale.top)
    yield from _vocabulary(criterion, document)


def _bands(criterion: Criterion, document: Document, top: int) -> Iterator[Problem]:
    starts = [band.lower for band in criterion.bands]
    levels = [band.level for band in criterion.bands]
    if starts and (starts[0] != 0 or starts != sorted(set(starts)) or levels != sorted(set(levels))):
        yield fault(document, ("bands",), "bands that overlap or leave a gap", "rising levels from 0.0 upwards")
    for at, level in enumerate(levels):
        if not 0 <= level <= top:
            yield fault(document, ("bands", at, "level"), f"level {level}", f"a level from 0 to {top}")
    for level in criterion.conditions:
        if not 1 <= level <= top:
            yield fault(document, ("conditions", level), f"level {level}", f"a level from 1 to {top}")


def _vocabulary(criterion: Criterion, document: Document) -> Iterator[Problem]:
    ratios = list(criterion.ratios) or (list(criterion.rule.ratios) if criterion.rule else [])
    for level, tests in criterion.conditions.items():
        for kind in ("all", "any"):
            for at, test in enumerate(getattr(tests, kind)):
                if test.ratio not in ratios:
                    mend = did_you_mean(test.ratio, ratios)
                    key: Key = ("conditions", level, kind, at, "ratio")
                    yield fault(document, key, f"ratio {test.ratio!r}", "a ratio of this criterion", mend)
    for name, ratio in criterion.ratios.items():
        for end in ("of", "over"):
            variable = getattr(ratio, end)
            if variable not in criterion.inputs:
                mend = did_you_mean(variable, list(criterion.inputs))
                yield fault(document, ("ratios", name, end), f"variable {variable!r}", "one of `inputs`", mend)
    if criterion.rule is not None:
        yield from _attributes(criterion.rule, document)


def _attributes(rule: Rule, document: Document) -> Iterator[Problem]:
    known = [c.name for c in columns_of(Measure)] + list(DERIVED)
    parts: dict[Key, Rule | RowRatio] = {("rule",): rule}
    parts.update({("rule", "ratios", name): ratio for name, ratio in rule.ratios.items()})
    for key, part in parts.items():
        names: Iterable[str] = (*part.has_all, *part.has_any, *((part.exactly_one,) if part.exactly_one else ()))
        for name in names:
            if name not in known:
                mend = did_you_mean(name, known)
                yield fault(document, key, f"attribute {name!r}", "a column of measures.csv or a derived one", mend)
        if part.over and rule.measure == "share-of-rows" and part.over not in rule.ratios:
            mend = did_you_mean(part.over, list(rule.ratios))
            yield fault(document, (*key, "over"), f"ratio {part.over!r}", "another ratio of the rule", mend)


def check_weighting(rubric: Rubric, weighting: Weighting, document: Document) -> list[Problem]:
    """Return faults and warnings of a weighting: names, shares, and numbers that change nothing."""
    problems = [*_weight_names(rubric, weighting, document), *_overrides(rubric, weighting, document)]
    if any(p.severity == "fault" for p in problems):
        return problems
    problems.extend(_no_effect(rubric, weighting, document))
    problems.extend(_passed_on(rubric, weighting, document))
    return problems


def _weight_names(rubric: Rubric, weighting: Weighting, document: Document) -> Iterator[Problem]:
    if weighting.rubric != rubric.id:
        yield fault(document, ("rubric",), f"rubric {weighting.rubric!r}", repr(rubric.id))
    for parent, entries in weighting.weights.items():
        if parent not in rubric.children:
            mend = did_you_mean(parent, list(rubric.children))
            yield fault(document, ("weights", parent), f"node {parent!r}", "a node of the tree", mend)
        elif not isinstance(entries, str):
            yield from _entries(rubric, weighting, document, parent)


def _entries(rubric: Rubric, weighting: Weighting, document: Document, parent: str) -> Iterator[Problem]:
    entries = weighting.weights[parent]
    if isinstance(entries, str):
        return
    children = list(rubric.children[parent])
    for child in entries:
        if child not in children:
            mend = did_you_mean(child, children)
            yield fault(document, ("weights", parent, child), f"child {child!r}", f"a child of {parent}", mend)
    for child in children:
        if child not in entries:
            yield fault(document, ("weights", parent), f"no weight for {child!r}", "a weight for each child")
    shares = [entry.share for entry in entries.values() if entry.share is not None]
    if len(shares) == len(entries) and abs(sum(shares) - 1) > 1e-9:
        yield fault(document, ("weights", parent), f"shares that sum to {sum(shares):.6g}", "shares that sum to 1")
    if 0 < len(shares) < len(entries):
        yield fault(document, ("weights", parent), "shares beside counts", "all shares or all counts")
    if not any(entry.number > 0 for entry in entries.values()):
        yield fault(document, ("weights", parent), "all weights zero", "some weight above 0")


def _overrides(rubric: Rubric, weighting: Weighting, document: Document) -> Iterator[Problem]:
    named = [override.criterion for override in weighting.overrides]
    for at, name in enumerate(named):
        key: Key = ("overrides", at, "criterion")
        if name not in rubric.by_id:
            mend = did_you_mean(name, list(rubric.by_id))
            yield fault(document, key, f"criterion {name!r}", "a criterion of the rubric", mend)
        if name in named[:at]:
            yield fault(document, key, f"criterion {name!r} given twice", "one override a criterion")
    has_yardsticks = any(c.yardstick for c in rubric.criteria)
    if has_yardsticks and not any(f.where.yardstick is True for f in weighting.factors):
        yield fault(
            document, ("factors",), "no factor on yardstick criteria", "a factor where yardstick is true",
            "State `times: 0`, or 1 for an actor who counts control.",
        )  # fmt: skip


def _stated(rubric: Rubric, weighting: Weighting) -> NDArray[np.float64]:
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting,))
    return np.asarray(path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool)).criteria[0, 0])


def _no_effect(rubric: Rubric, weighting: Weighting, document: Document) -> Iterator[Problem]:
    whole = _stated(rubric, weighting)
    for name in ("factors", "overrides"):
        items = getattr(weighting, name)
        for at, item in enumerate(items):
            if name == "factors" and item.where.yardstick is True and item.times == 1:
                continue  # states a choice
            without = weighting.model_copy(update={name: (*items[:at], *items[at + 1 :])})
            if np.abs(_stated(rubric, without) - whole).max() <= LEAST_EFFECT:
                found = f"{name[:-1]} times {item.times:g} changes no weight"
                # A rule whose matches cancel among their siblings is a property of the rubric; one that matches nothing is a slip.
                cancels = name == "factors" and any(
                    matches(item.where, c, rubric.stance_of(c.id)) for c in rubric.criteria
                )
                severity = "warning" if cancels else "fault"
                yield fault(
                    document, (name, at), found, "a number that changes something", "Leave it out.", severity=severity
                )


def _passed_on(rubric: Rubric, weighting: Weighting, document: Document) -> Iterator[Problem]:
    """Warn where a node with stated weight has only criteria of weight 0, so that its siblings take it."""
    tree = plant(rubric)
    local = local_weights(rubric, tree, (weighting,))
    everything = np.ones((1, len(tree.criteria)), dtype=bool)
    after = path_weights(tree, local, everything).nodes[0, 0]
    free = LocalWeights(local.nodes, np.ones_like(local.criteria))
    before = path_weights(tree, free, everything).nodes[0, 0]
    if not after.any():
        yield fault(document, ("weights",), "every criterion weighs 0", "some weight above 0")
        return
    for parent, entries in weighting.weights.items():
        for child in () if isinstance(entries, str) else entries:
            at = next((k for k, b in enumerate(tree.branches) if b.id == child), None)
            if at is not None and before[at] > 0 and after[at] == 0:
                found = f"all criteria of {child!r} weigh 0: its {before[at]:.3f} passes to its siblings"
                yield fault(document, ("weights", parent, child), found, "knowing this", severity="warning")


def check_lens(rubric: Rubric, lens: Lens, document: Document) -> list[Problem]:
    """Return the faults of a lens: names of criteria and parts that do not exist."""
    problems = []
    if lens.rubric != rubric.id:
        problems.append(fault(document, ("rubric",), f"rubric {lens.rubric!r}", repr(rubric.id)))
    parts = [part.id for part in lens.parts]
    named: list[tuple[Key, str]] = [(("negatives", at), name) for at, name in enumerate(lens.negatives)]
    for at, part in enumerate(lens.parts):
        named += [(("parts", at, "criteria", k), name) for k, name in enumerate(part.criteria)]
        named += [(("parts", at, "contrary_caps", name), name) for name in part.contrary_caps]
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            key: Key = ("steps", at, "all", k)
            named += [(key, name) for name in ((test.criterion,) if test.criterion else ()) + test.contrary]
            if test.part and test.part not in parts:
                mend = did_you_mean(test.part, parts)
                problems.append(fault(document, key, f"part {test.part!r}", "a part of this lens", mend))
    for key, name in named:
        if name not in rubric.by_id:
            mend = did_you_mean(name, list(rubric.by_id))
            problems.append(fault(document, key, f"criterion {name!r}", "a criterion of the rubric", mend))
    return problems
