"""Checks of weightings against their rubric: names, shares, and factors that change something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import Problem, Severity
from evaluator.model.rubric import Rubric, RubricFile
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.read.checks.rubric import Names
from evaluator.read.text_files.yaml_file import Document, Key
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.weights import local_weights, matches, path_weights

Array = NDArray[np.float64]

WEIGHTLESS = "every criterion weighs 0"
LEAST_EFFECT = 1e-12
SHARES_SUM_WITHIN = 1e-9


def check_weighting_names(rubric_id: str, weighting: Weighting, names: Names, document: Document) -> list[Problem]:
    """Return the faults of the names in a weighting: its rubric, nodes, children and criteria."""
    problems = [*_parent_faults(weighting, names, document), *_override_faults(weighting, names, document)]
    if weighting.rubric != rubric_id:
        problems.append(document.problem(("rubric",), f"rubric {weighting.rubric!r}", repr(rubric_id)))
    return problems


def check_weighting_numbers(weighting: Weighting, names: Names, document: Document) -> list[Problem]:
    """Return the faults of the weights under each node that exists in the tree."""
    return [
        problem
        for parent, entries in weighting.weights.items()
        if not isinstance(entries, str) and (names.children is None or parent in names.children)
        for problem in _number_faults(parent, entries, document)
    ]


def check_weighting_before(
    weighting: Weighting, every: Mapping[str, Weighting | None], head: RubricFile | None, document: Document
) -> Iterator[Problem]:
    """Yield the fault of a weighting that follows none or, by others, itself; warn where it follows the reference.

    `every` holds each weighting by id, None where its file has faults.
    """
    if weighting.follows is None:
        return
    key: Key = ("follows",)
    line, before = [weighting.id], every.get(weighting.follows)
    while before is not None and before.id not in line:
        line.append(before.id)
        before = every.get(before.follows or "")
    if before is not None and before.id == weighting.id:
        ring = " follows ".join((*line, before.id))
        yield document.problem(key, f"a ring: {ring}", "", "Leave `follows` out of one file.")
    elif head is not None and weighting.follows == head.reference_weighting:
        found, expected = f"the reference weighting {weighting.follows!r}", "another weighting"
        mend = "The reference stays in every list. Leave `follows` out, or choose another reference."
        yield document.problem(key, found, expected, mend, severity="warning")
    else:
        others = every.keys() - {weighting.id}
        yield from document.unknown(key, "weighting", weighting.follows, others, "another weighting of the rubric")


def _parent_faults(weighting: Weighting, names: Names, document: Document) -> Iterator[Problem]:
    for parent, entries in weighting.weights.items():
        if names.children is not None and parent not in names.children:
            yield from document.unknown(("weights", parent), "node", parent, names.children, "a node of the tree")
        elif not isinstance(entries, str) and names.children is not None:
            yield from _child_faults(parent, entries, names, document)


def _child_faults(
    parent: str, entries: Mapping[str, WeightEntry], names: Names, document: Document
) -> Iterator[Problem]:
    children = (names.children or {})[parent]
    # In a faulty tree the children of a node are not known, but a name that does not exist anywhere is still a fault.
    known = children if names.is_sound else (*names.nodes, *names.criteria)
    for child in entries:
        yield from document.unknown(("weights", parent, child), "child", child, known, f"a child of {parent}")
    for child in children if names.is_sound else ():
        if child not in entries:
            yield document.problem(("weights", parent), f"no weight for {child!r}", "a weight for each child")


def _number_faults(parent: str, entries: Mapping[str, WeightEntry], document: Document) -> Iterator[Problem]:
    shares = [entry.share for entry in entries.values() if entry.share is not None]
    key: Key = ("weights", parent)
    if len(shares) == len(entries) and abs(sum(shares) - 1) > SHARES_SUM_WITHIN:
        yield document.problem(key, f"shares that sum to {sum(shares):.6g}", "shares that sum to 1")
    if 0 < len(shares) < len(entries):
        yield document.problem(key, "shares beside counts", "all shares or all counts")
    if not any(entry.number > 0 for entry in entries.values()):
        yield document.problem(key, "all weights zero", "some weight above 0")


def _override_faults(weighting: Weighting, names: Names, document: Document) -> Iterator[Problem]:
    named = [override.criterion for override in weighting.overrides]
    for at, name in enumerate(named):
        key: Key = ("overrides", at, "criterion")
        yield from document.unknown(key, "criterion", name, names.criteria, "a criterion of the rubric")
        if name in named[:at]:
            yield document.problem(key, f"criterion {name!r} given twice", "one override a criterion")


@dataclass(frozen=True, slots=True)
class _WeightingCase:
    """A weighting, its document, its stated weights, and its weights without each one of its factors and overrides."""

    weighting: Weighting
    document: Document
    stated: Array
    without: Mapping[tuple[str, int], Array]


def check_weightings(
    rubric: Rubric, documents: Mapping[str, Document], taken: AbstractSet[str] = frozenset()
) -> list[Problem]:
    """Return faults and warnings about the effect of a rubric's weightings.

    `taken` names weightings from another rubric, written for that rubric's criteria: a factor of theirs that
    changes nothing here is no fault, but a weighting that reaches no criterion is one.
    """
    if not rubric.every_weighting:
        return []
    tree = plant(rubric)
    problems: list[Problem] = []
    for case in _weighting_cases(rubric, tree, documents):
        if case.weighting.id not in taken:
            problems.extend(_yardstick_warnings(rubric, case))
            problems.extend(_faults_without_effect(rubric, case))
    problems.extend(_faults_of_passed_weight(rubric, tree, documents, taken))
    return problems


def _weighting_cases(rubric: Rubric, tree: Tree, documents: Mapping[str, Document]) -> Iterator[_WeightingCase]:
    """Yield each weighting's stated weights and its weights without each factor or override, computed in one sweep."""
    places = {name: _places_of_entries(weighting) for name, weighting in rubric.every_weighting.items()}
    variants = [
        variant
        for name, weighting in rubric.every_weighting.items()
        for variant in (weighting, *(_without_entry(weighting, *place) for place in places[name]))
    ]
    everything = np.ones((1, len(tree.criteria)), dtype=bool)
    stated = path_weights(tree, local_weights(rubric, tree, tuple(variants)), everything).criteria[:, 0]
    at = 0
    for name, weighting in rubric.every_weighting.items():
        without = {place: stated[at + k] for k, place in enumerate(places[name], start=1)}
        yield _WeightingCase(weighting, documents[name], stated[at], without)
        at += 1 + len(without)


def _places_of_entries(weighting: Weighting) -> list[tuple[str, int]]:
    rules = {"factors": weighting.factors, "overrides": weighting.overrides}
    return [(name, at) for name, items in rules.items() for at in range(len(items))]


def _without_entry(weighting: Weighting, name: str, at: int) -> Weighting:
    items = getattr(weighting, name)
    return weighting.model_copy(update={name: (*items[:at], *items[at + 1 :])})


def _yardstick_warnings(rubric: Rubric, case: _WeightingCase) -> Iterator[Problem]:
    is_stated = any(factor.where.yardstick is True for factor in case.weighting.factors)
    if not is_stated and any(criterion.yardstick for criterion in rubric.criteria):
        mend = "State `times: 0`, or 1 for an actor who counts control."
        found, expected = "no factor on yardstick criteria", "a factor where yardstick is true"
        yield case.document.problem(("factors",), found, expected, mend)


def _faults_without_effect(rubric: Rubric, case: _WeightingCase) -> Iterator[Problem]:
    """Yield a problem for each factor or override whose removal changes no criterion's weight."""
    for (name, at), stated in case.without.items():
        if np.abs(stated - case.stated).max(initial=0.0) > LEAST_EFFECT:
            continue
        severity: Severity = "fault"
        times = getattr(case.weighting, name)[at].times
        if name == "factors":
            where = case.weighting.factors[at].where
            if where.yardstick is True and times == 1:
                continue  # times 1 on yardsticks states a choice
            # If all siblings match, the factor cancels out, which is the rubric's doing; no match at all is a mistake.
            if any(matches(where, criterion, rubric.stance_of(criterion.id)) for criterion in rubric.criteria):
                severity = "warning"
        found = f"{name[:-1]} times {times:g} changes no weight"
        expected = "a number that changes something, or leave it out"
        yield case.document.problem((name, at), found, expected, severity=severity)


def _faults_of_passed_weight(
    rubric: Rubric, tree: Tree, documents: Mapping[str, Document], taken: AbstractSet[str]
) -> Iterator[Problem]:
    """Yield a problem for each weighted node whose criteria all weigh 0, so that its siblings take its weight."""
    weightings = tuple(rubric.every_weighting.values())
    plain = tuple(weighting.model_copy(update={"factors": (), "overrides": ()}) for weighting in weightings)
    everything = np.ones((1, len(tree.criteria)), dtype=bool)
    before = path_weights(tree, local_weights(rubric, tree, plain), everything).nodes[:, 0]
    after = path_weights(tree, local_weights(rubric, tree, weightings), everything).nodes[:, 0]
    places = {branch.id: at for at, branch in enumerate(tree.branches)}
    for weighting, was, now in zip(weightings, before, after, strict=True):
        document = documents[weighting.id]
        if not now.any():
            found = f"{weighting.id} reaches no criterion of {rubric.id}" if weighting.id in taken else WEIGHTLESS
            yield document.problem(("weights",), found, "some weight above 0")
            continue
        for node in rubric.tree:
            at = places[node.id]
            key: Key = ("weights", node.parent, node.id)
            if was[at] > 0 and now[at] == 0 and key in document.values:
                shares = _moved_shares(tree, node.parent, was, now)
                is_taken = weighting.id in taken
                where = f"in {rubric.id} all" if is_taken else "all"
                found = f"{where} criteria of {node.id!r} weigh 0: its {was[at]:.3f} passes to its siblings ({shares})"
                yield document.problem(
                    key, found, "", "Leave it if it is meant.", severity="note" if is_taken else "warning"
                )


def _moved_shares(tree: Tree, parent: str, was: Array, now: Array) -> str:
    """Return a text that lists the child nodes of a node whose share changed, with the share before and after."""
    branch = tree.branches[tree.position(parent)]
    return ", ".join(f"{tree.branches[n].id} {was[n]:.3f} to {now[n]:.3f}" for n in branch.nodes if now[n] != was[n])
