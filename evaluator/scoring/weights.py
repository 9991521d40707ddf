"""Weights: local (among siblings), and at the root: stated, applicable and used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.errors import InvalidInputError, Problem, UnknownNameError
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import BY_CRITERIA, WeightEntry, Weighting, Where
from evaluator.scoring.tree import Tree, span

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
LEAST = 1e-200  # far above the range of subnormal numbers


@dataclass(frozen=True, slots=True)
class LocalWeights:
    """The weight of every node and criterion among its siblings, under S weightings.

    `nodes` has shape (S, number of branches) and `criteria` (S, number of
    criteria); not negative, on any scale among siblings. The root weighs 1.

    Raises
    ------
    InvalidInputError
        A weight is negative, infinite or not a number; lists every such weight.
    """

    nodes: Array
    criteria: Array

    def __post_init__(self) -> None:
        problems = [*_faulty_weights("nodes", self.nodes), *_faulty_weights("criteria", self.criteria)]
        if problems:
            raise InvalidInputError(problems)

    @property
    def weightings(self) -> int:
        """Return S, the number of weightings."""
        return int(self.criteria.shape[0])


def _faulty_weights(kind: str, weights: Array) -> list[Problem]:
    if np.isfinite(weights).all() and (weights >= 0).all():
        return []
    wrong = np.argwhere(~(np.isfinite(weights) & (weights >= 0)))
    return [
        Problem("weights", f"{float(weights[s, k])}", "a finite number that is not negative", key=f"{kind}[{s}, {k}]")
        for s, k in wrong.tolist()
    ]


def matches(where: Where, criterion: Criterion, stance: str | None) -> bool:
    """Return whether a criterion belongs to the class of criteria that `where` describes.

    All keys of `where` must match. A criterion without a TIP coding on a basis matches no coding.
    """
    for key, wanted in where.given.items():
        if key == "stance":
            actual: object = stance
        elif key.startswith("tip_"):
            actual = criterion.coding(key)
        else:
            actual = getattr(criterion, key)
        if actual != wanted:
            return False
    return True


def criterion_factors(rubric: Rubric, weightings: Sequence[Weighting]) -> list[dict[str, float]]:
    """Return for each weighting, by criterion, the base weight 1 times all factors and overrides; 0 for an alarm."""
    matched: dict[Where, list[str]] = {}  # many weightings share a class of criteria
    found = []
    for weighting in weightings:
        product = dict.fromkeys(rubric.by_id, 1.0)
        for factor in weighting.factors:
            if factor.where not in matched:
                matched[factor.where] = [
                    c.id for c in rubric.criteria if matches(factor.where, c, rubric.stance_of(c.id))
                ]
            for name in matched[factor.where]:
                product[name] *= factor.times
        for override in weighting.overrides:
            if override.criterion in product:  # a weighting taken from another rubric may name others
                product[override.criterion] *= override.times
        found.append({name: 0.0 if name in rubric.alarms else weight for name, weight in product.items()})
    return found


def weighting_by_criterion(rubric: Rubric, weights: Mapping[str, float], name: str = "own") -> Weighting:
    """Return a weighting with the given weight for each criterion; criteria not named have weight 0.

    A node weighs the sum of the criteria below it; so where every node is a weighted mean and nothing is missing, the
    score is ``sum(w_c x_c) / sum(w_c)``. Gates cap the grade. An alarm always has weight 0.

    Parameters
    ----------
    rubric : Rubric
        The rubric of the criteria.
    weights : mapping
        Weight by criterion, not negative, in any unit.
    name : str
        The id of the weighting.

    Raises
    ------
    UnknownNameError
        A name is not a criterion of the rubric.
    InvalidInputError
        A weight is negative, infinite or not a number; every such weight is named.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric()
    >>> own = weighting_by_criterion(rubric, {"document-security": 1, "return-capacity": 3})
    >>> own.weights[rubric.by_id["return-capacity"].parent]["return-capacity"].number
    3.0
    """
    for name_of in weights:
        if name_of not in rubric.by_id:
            raise UnknownNameError("criterion", name_of, rubric.by_id)
    problems = [
        Problem("weights", f"{weight}", "a finite number that is not negative", key=key)
        for key, weight in weights.items()
        if not (np.isfinite(weight) and weight >= 0)
    ]
    if problems:
        raise InvalidInputError(problems)
    entries: dict[str, dict[str, WeightEntry]] = {}
    below: dict[str, float] = {}
    for criterion in rubric.criteria:
        own = float(weights.get(criterion.id, 0.0))
        entries.setdefault(criterion.parent, {})[criterion.id] = WeightEntry(count=own, origin="modelled")
        for above in rubric.ancestors(criterion.id):
            below[above] = below.get(above, 0.0) + own
    for node in rubric.tree:
        entries.setdefault(node.parent, {})[node.id] = WeightEntry(count=below.get(node.id, 0.0), origin="modelled")
    titles = {"en": ", ".join(f"{key} {weight:g}" for key, weight in weights.items())}
    return Weighting(id=name, rubric=rubric.id, titles=titles, actor="none", weights=dict(entries), gates="cap")


def local_weights(rubric: Rubric, tree: Tree, weightings: tuple[Weighting, ...]) -> LocalWeights:
    """Return the weight of every node and criterion among its siblings.

    A child with a stated number weighs that number. A child node declared `by-criteria` weighs the sum of what factors
    and overrides make of the 1 of each criterion below it, at any depth; numbers stated below it share its weight out
    and do not enter the sum. Criteria weigh 1 times factors and overrides, times their stated number if there is one.
    """
    criteria = np.array([list(own.values()) for own in criterion_factors(rubric, weightings)])
    criteria = criteria.reshape(len(weightings), len(tree.criteria))
    sums = _sums_below(tree, criteria)
    stated: dict[int, tuple[Array, Array]] = {}  # many weightings state the same numbers and differ in their factors
    for weighting in weightings:
        if id(weighting.weights) not in stated:
            stated[id(weighting.weights)] = _stated(tree, weighting)
    of_nodes, of_criteria = (
        np.array([stated[id(weighting.weights)][kind] for weighting in weightings]).reshape(like.shape)
        for kind, like in enumerate((sums, criteria))
    )
    nodes = np.where(np.isnan(of_nodes), sums, of_nodes)
    nodes[:, 0] = 1.0
    criteria *= np.where(np.isnan(of_criteria), 1.0, of_criteria)
    for branch in tree.branches:
        _lift(nodes, branch.nodes, criteria, branch.criteria)
    return LocalWeights(nodes, criteria)


def _stated(tree: Tree, weighting: Weighting) -> tuple[Array, Array]:
    """Return the number that a weighting states for each node and criterion, NaN where it states none."""
    nodes, criteria = np.full(len(tree.branches), np.nan), np.full(len(tree.criteria), np.nan)
    for branch in tree.branches:
        entries = weighting.weights.get(branch.id, BY_CRITERIA)
        if isinstance(entries, str):
            continue
        names = {n: tree.branches[n].id for n in branch.nodes}
        for below, ids in ((nodes, names), (criteria, {c: tree.criteria[c] for c in branch.criteria})):
            for place, name in ids.items():
                if (entry := entries.get(name)) is not None:
                    below[place] = entry.number
    return nodes, criteria


def _lift(nodes: Array, below: Sequence[int], criteria: Array, own: Sequence[int]) -> None:
    """Rescale in place siblings whose weights are all tiny, so that the largest is 1: else division overflows."""
    siblings = np.concatenate([nodes[:, list(below)], criteria[:, list(own)]], axis=1)
    most = siblings.max(axis=1, initial=0.0)
    light = np.flatnonzero((most > 0) & (most < LEAST))
    for place, weights in ((below, nodes), (own, criteria)):
        if light.size and place:
            weights[np.ix_(light, np.array(place))] /= most[light, None]


def _sums_below(tree: Tree, criteria: Array) -> Array:
    """Return the sum of the criteria's weights below each node, shape (S, branches), added in tree order."""
    sums = np.zeros((len(criteria), len(tree.branches)))
    for at in reversed(range(len(tree.branches))):
        branch = tree.branches[at]
        own, further = np.zeros(len(criteria)), np.zeros(len(criteria))
        for c in branch.criteria:
            own += criteria[:, c]
        for n in branch.nodes:
            further += sums[:, n]
        sums[:, at] = own + further
    return sums


def alive(tree: Tree, local: LocalWeights, present: Mask) -> Mask:
    """Return a mask of the branches that have a present criterion below them with weight above 0 on its whole path.

    `present` has shape (P, criteria); the result has shape (branches, S, P).
    """
    nodes = np.ascontiguousarray(local.nodes.T)[:, :, None]  # a node that shrinks to 0 has no present criteria
    return np.asarray(_totals(tree, nodes, _present_weights(local, present)) > 0)


def _present_weights(local: LocalWeights, present: Mask) -> Array:
    """Return local weights of criteria, 0 where absent; shape (criteria, S, P)."""
    return np.asarray(np.multiply(local.criteria.T[:, :, None], present.T[:, None, :], order="C"))


def node_weights(tree: Tree, local: LocalWeights, applicable: Mask) -> Array:
    """Return the weight of each node among its siblings for each plan, shape (branches, S, P) or (branches, S, 1).

    A node that shrinks weighs its local weight times the share of the stated weight below it that applies, times its
    `most`, but never more than its local weight. The last axis has length 1 where all plans have the same weights.
    `applicable` has shape (P, criteria).
    """
    nodes = np.ascontiguousarray(local.nodes.T)[:, :, None]
    shrinking = tree.shrinking
    if not shrinking.any() or applicable.all():
        return nodes
    most = np.array([branch.most for branch in tree.branches])[:, None, None]
    kept = np.minimum(most * _applying(tree, local, applicable), 1.0)
    return np.asarray(nodes * np.where(shrinking[:, None, None], kept, 1.0))


def _applying(tree: Tree, local: LocalWeights, applicable: Mask) -> Array:
    """Return the share of the stated weight below each node that applies, shape (branches, S, P); 0 without weight."""
    shares = np.zeros((len(tree.branches), local.weightings, len(applicable)))
    stated = np.zeros((len(tree.branches), local.weightings, 1))
    for at in reversed(range(len(tree.branches))):
        branch, share, whole = tree.branches[at], shares[at], stated[at]
        if branch.criteria:
            own = local.criteria[:, span(branch.criteria)]
            np.matmul(own, applicable[:, span(branch.criteria)].T.astype(np.float64), out=share)
            whole += own.sum(axis=1)[:, None]
        for n in branch.nodes:
            weight = local.nodes[:, n, None] * (stated[n] > 0)
            share += weight * shares[n]
            whole += weight
        np.divide(share, whole, out=share, where=whole > 0)
    return shares


def _totals(tree: Tree, nodes: Array, weights: Array) -> Array:
    """Return for each branch the sum of the weights of children that have weight below them; (branches, S, P)."""
    totals = np.zeros((len(tree.branches), *weights.shape[1:]))
    for at in reversed(range(len(tree.branches))):
        branch, total = tree.branches[at], totals[at]
        if branch.criteria:
            np.sum(weights[span(branch.criteria)], axis=0, out=total)
        for n in branch.nodes:
            total += nodes[n] * (totals[n] > 0)
    return totals


@dataclass(frozen=True, slots=True)
class PathWeights:
    """Weights at the root: `nodes` (S, P, branches) and `criteria` (S, P, criteria).

    The criteria's weights sum to 1 where anything present has weight, else to 0.
    """

    nodes: Array
    criteria: Array


def path_weights(tree: Tree, local: LocalWeights, present: Mask) -> PathWeights:
    """Return weights at the root: products of sibling shares down the tree, without absent criteria.

    At each node, children that are absent, or have nothing present below them, are left out, and the other children
    share their weight in proportion. With every criterion present these are the *stated* weights; with the applicable
    ones, the *applicable* weights. `present` has shape (P, criteria). A node that shrinks weighs less by absent
    criteria, as if they did not apply.
    """
    parts = _present_weights(local, present)
    weighing = node_weights(tree, local, present)
    totals = _totals(tree, weighing, parts)
    living = totals > 0
    safe = np.where(living, totals, 1.0)
    nodes = weighing * living
    nodes[0] = living[0]
    for at, branch in enumerate(tree.branches):
        share = nodes[at] / safe[at]
        for n in branch.nodes:
            nodes[n] *= share
    shares = nodes / safe
    parts *= shares[tree.parents]
    return PathWeights(np.moveaxis(nodes, 0, -1), np.moveaxis(parts, 0, -1))
