"""What a weighting may say of a rubric: names, shares, and numbers that change something."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import Problem, Severity, did_you_mean
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.read.rubric_checks import Names
from evaluator.read.yaml_file import Document, Key
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.weights import LocalWeights, local_weights, matches, path_weights

LEAST_EFFECT = 1e-12
SHARES_SUM_WITHIN = 1e-9


def check_weighting_names(rubric_id: str, weighting: Weighting, names: Names, document: Document) -> list[Problem]:
    """Return the faults of a weighting that its own file and the names in the rubric show."""
    problems = [*_parents(weighting, names, document), *_overrides(weighting, names, document)]
    if weighting.rubric != rubric_id:
        problems.append(document.problem(("rubric",), f"rubric {weighting.rubric!r}", repr(rubric_id)))
    return problems


def _parents(weighting: Weighting, names: Names, document: Document) -> Iterator[Problem]:
    for parent, entries in weighting.weights.items():
        if names.children is not None and parent not in names.children:
            mend = did_you_mean(parent, list(names.children))
            yield document.problem(("weights", parent), f"node {parent!r}", "a node of the tree", mend)
        elif not isinstance(entries, str):
            if names.children is not None:
                yield from _children(parent, entries, names.children[parent], document)
            yield from _numbers(parent, entries, document)


def _children(
    parent: str, entries: Mapping[str, WeightEntry], children: tuple[str, ...], document: Document
) -> Iterator[Problem]:
    for child in entries:
        if child not in children:
            mend = did_you_mean(child, children)
            yield document.problem(("weights", parent, child), f"child {child!r}", f"a child of {parent}", mend)
    for child in children:
        if child not in entries:
            yield document.problem(("weights", parent), f"no weight for {child!r}", "a weight for each child")


def _numbers(parent: str, entries: Mapping[str, WeightEntry], document: Document) -> Iterator[Problem]:
    shares = [entry.share for entry in entries.values() if entry.share is not None]
    key: Key = ("weights", parent)
    if len(shares) == len(entries) and abs(sum(shares) - 1) > SHARES_SUM_WITHIN:
        yield document.problem(key, f"shares that sum to {sum(shares):.6g}", "shares that sum to 1")
    if 0 < len(shares) < len(entries):
        yield document.problem(key, "shares beside counts", "all shares or all counts")
    if not any(entry.number > 0 for entry in entries.values()):
        yield document.problem(key, "all weights zero", "some weight above 0")


def _overrides(weighting: Weighting, names: Names, document: Document) -> Iterator[Problem]:
    named = [override.criterion for override in weighting.overrides]
    for at, name in enumerate(named):
        key: Key = ("overrides", at, "criterion")
        if name not in names.criteria:
            mend = did_you_mean(name, names.criteria)
            yield document.problem(key, f"criterion {name!r}", "a criterion of the rubric", mend)
        if name in named[:at]:
            yield document.problem(key, f"criterion {name!r} given twice", "one override a criterion")


@dataclass(frozen=True, slots=True)
class _Bench:
    """A rubric laid out once for all its weightings."""

    rubric: Rubric
    tree: Tree

    def stated(self, local: LocalWeights) -> NDArray[np.float64]:
        """Return the stated weight of each criterion, shape (S, criteria)."""
        return np.asarray(path_weights(self.tree, local, self.everything).criteria[:, 0])

    @property
    def everything(self) -> NDArray[np.bool_]:
        """Return the mask of one plan to which every criterion applies."""
        return np.ones((1, len(self.tree.criteria)), dtype=bool)


def check_weightings(rubric: Rubric, documents: Mapping[str, Document]) -> list[Problem]:
    """Return faults and warnings of what the weightings of a whole rubric do."""
    bench = _Bench(rubric, plant(rubric))
    problems: list[Problem] = []
    for weighting in rubric.weightings.values():
        document = documents[weighting.id]
        problems.extend(_yardstick(rubric, weighting, document))
        problems.extend(_no_effect(bench, weighting, document))
        problems.extend(_passed_on(bench, weighting, document))
    return problems


def _yardstick(rubric: Rubric, weighting: Weighting, document: Document) -> Iterator[Problem]:
    is_stated = any(factor.where.yardstick is True for factor in weighting.factors)
    if not is_stated and any(criterion.yardstick for criterion in rubric.criteria):
        found, expected = "no factor on yardstick criteria", "a factor where yardstick is true"
        yield document.problem(("factors",), found, expected, "State `times: 0`, or 1 for an actor who counts control.")


def _no_effect(bench: _Bench, weighting: Weighting, document: Document) -> Iterator[Problem]:
    """Compare the stated weights with those without each factor and override, all in one sweep."""
    numbered: list[tuple[str, int]] = [
        *(("factors", at) for at in range(len(weighting.factors))),
        *(("overrides", at) for at in range(len(weighting.overrides))),
    ]
    without = [_without(weighting, name, at) for name, at in numbered]
    stated = bench.stated(local_weights(bench.rubric, bench.tree, (weighting, *without)))
    effects = np.abs(stated[1:] - stated[0]).max(axis=1, initial=0.0)
    for (name, at), effect in zip(numbered, effects, strict=True):
        if effect <= LEAST_EFFECT:
            yield from _idle(bench.rubric, weighting, document, (name, at))


def _without(weighting: Weighting, name: str, at: int) -> Weighting:
    items = getattr(weighting, name)
    return weighting.model_copy(update={name: (*items[:at], *items[at + 1 :])})


def _idle(rubric: Rubric, weighting: Weighting, document: Document, place: tuple[str, int]) -> Iterator[Problem]:
    """Tell of a factor or override that changes nothing, unless it states a choice (`yardstick: times 1`)."""
    name, at = place
    times = (weighting.factors if name == "factors" else weighting.overrides)[at].times
    severity: Severity = "fault"
    if name == "factors":
        where = weighting.factors[at].where
        if where.yardstick is True and times == 1:
            return
        # Matches that cancel among their siblings are a property of the rubric; no match at all is a slip.
        if any(matches(where, criterion, rubric.stance_of(criterion.id)) for criterion in rubric.criteria):
            severity = "warning"
    found = f"{name[:-1]} times {times:g} changes no weight"
    expected = "a number that changes something"
    yield document.problem((name, at), found, expected, "Leave it out.", severity=severity)


def _passed_on(bench: _Bench, weighting: Weighting, document: Document) -> Iterator[Problem]:
    """Warn where a node with stated weight has only criteria of weight 0, so that its siblings take it."""
    local = local_weights(bench.rubric, bench.tree, (weighting,))
    after = path_weights(bench.tree, local, bench.everything).nodes[0, 0]
    free = dataclasses.replace(local, criteria=np.ones_like(local.criteria))
    before = path_weights(bench.tree, free, bench.everything).nodes[0, 0]
    if not after.any():
        yield document.problem(("weights",), "every criterion weighs 0", "some weight above 0")
        return
    place = {branch.id: at for at, branch in enumerate(bench.tree.branches)}
    stated = [
        (("weights", parent, child), place[child])
        for parent, entries in weighting.weights.items()
        if not isinstance(entries, str)
        for child in entries
        if child in place
    ]
    for key, at in stated:
        if before[at] > 0 and after[at] == 0:
            parent = key[1]
            shares = _shares_before_and_after(bench, parent, before, after)
            found = f"all criteria of {key[2]!r} weigh 0: its {before[at]:.3f} passes to its siblings ({shares})"
            yield document.problem(key, found, "knowing this", severity="warning")


def _shares_before_and_after(
    bench: _Bench, parent: str, before: NDArray[np.float64], after: NDArray[np.float64]
) -> str:
    branch = bench.tree.branches[bench.tree.position(parent)]
    told = [
        f"{bench.tree.branches[n].id} {before[n]:.3f} to {after[n]:.3f}" for n in branch.nodes if after[n] != before[n]
    ]
    return ", ".join(told)
