"""Scenarios: each is one state of everything in doubt, drawn at random or picked from a bank."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.engine import is_quick, scores_of_drawn
from evaluator.contrasts.draws.mixing import Mixing
from evaluator.contrasts.draws.scene import NONE, DoubtfulCells, Levels, Scene
from evaluator.contrasts.draws.weights import draw
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.tree import Tree
from evaluator.scoring.weights import LocalWeights

Array = NDArray[np.float64]
BLOCK = 4_000_000  # cells of values computed at a time, to limit memory


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Several scenarios, one in each row of every array.

    `coders`, `confidence` and `unrated` hold a level (or a step of levels) for each cell in doubt, None where that
    source of doubt does not vary. `values` and `trees` are positions of a value function and an aggregation, -1 for the
    rubric's own.
    """

    weights: LocalWeights
    coders: Levels | None
    confidence: Levels | None
    unrated: Levels | None
    values: Levels
    trees: Levels

    @property
    def size(self) -> int:
        """Return the number of scenarios."""
        return self.weights.weightings

    def picked(self, rows: Levels) -> Scenarios:
        """Return the scenarios in the given rows."""
        some = [None if part is None else part[rows] for part in (self.coders, self.confidence, self.unrated)]
        weights = LocalWeights(self.weights.nodes[rows], self.weights.criteria[rows])
        return Scenarios(weights, some[0], some[1], some[2], self.values[rows], self.trees[rows])


def drawn_scenarios(
    scene: Scene, doubts: tuple[str, ...], size: int, seed: np.random.SeedSequence
) -> tuple[Scenarios, tuple[Mixing, ...]]:
    """Return `size` random scenarios in which only the named doubts vary, and how well the walks over weights mixed.

    The second is empty if no weights are drawn by hit-and-run.

    Each doubt has its own random stream, so that adding a doubt does not change the draws of the others.
    """
    streams = dict(zip(("weights", "coders", "confidence", "unrated", "model", "quality"), seed.spawn(6), strict=True))
    base = scene.layout.base
    weights = LocalWeights(np.repeat(base.nodes, size, axis=0), np.repeat(base.criteria, size, axis=0))
    mixing: tuple[Mixing, ...] = ()
    if "weights" in doubts:
        weights, mixing = draw(scene.space, base, size, streams["weights"])
    model = np.random.default_rng(streams["model"])
    values, trees = (model.integers(0, n, size) for n in (len(scene.tables), len(scene.trees)))
    rest = np.full(size, NONE)
    found = Scenarios(
        weights=weights,
        coders=_options(scene.coders, size, streams["coders"]) if "coders" in doubts else None,
        confidence=_options(scene.confidence, size, streams["confidence"]) if "confidence" in doubts else None,
        unrated=_options(scene.unrated, size, streams["unrated"]) if "unrated" in doubts else None,
        values=values if "value-function" in doubts else rest,
        trees=trees if "aggregation" in doubts else rest,
    )
    if "quality" in doubts:
        shares = np.random.default_rng(streams["quality"]).random(size)
        found = replace(found, weights=with_quality(scene, weights, shares))
    return found, mixing


def _options(cells: DoubtfulCells, size: int, seed: np.random.SeedSequence) -> Levels:
    """Return one option drawn at random for each doubtful cell; shape (size, cells)."""
    steps = np.cumsum(cells.chances, axis=1)
    spins = np.random.default_rng(seed).random((size, len(cells.plans)))
    at = (spins[:, :, None] >= steps[None, :, :-1]).sum(axis=2)
    return np.take_along_axis(cells.options[None], at[:, :, None], axis=2)[:, :, 0]


def with_quality(scene: Scene, weights: LocalWeights, ways: Array) -> LocalWeights:
    """Return the weights with the share of plan quality at the root set, and the other nodes rescaled in proportion.

    `ways` gives the share as a position in its range, from 0 to 1.
    """
    if scene.quality is None:
        return weights
    at, low, high = scene.quality
    shares = low + ways * (high - low)
    nodes = weights.nodes.copy()
    others = [n for n in scene.layout.tree.branches[0].nodes if n != at]
    nodes[:, others] *= ((1 - shares) / nodes[:, others].sum(axis=1))[:, None]
    nodes[:, at] = shares
    return LocalWeights(nodes, weights.criteria)


def scores_under(scene: Scene, scenarios: Scenarios) -> Array:
    """Return the scores of all plans in each scenario, shape (scenarios, plans); NaN where a plan has no score."""
    result = np.empty((scenarios.size, len(scene.layout.plan_ids)))
    rows = max(1, BLOCK // max(1, scene.levels.size))
    for way in np.unique(scenarios.trees):
        tree = scene.layout.tree if way == NONE else scene.trees[way]
        own = np.flatnonzero(scenarios.trees == way)
        for at in range(0, len(own), rows):
            some = own[at : at + rows]
            result[some] = _scores(scene, tree, scenarios.picked(some))
    return result


def _scores(scene: Scene, tree: Tree, some: Scenarios) -> Array:
    values = _points(scene, some, levels_under(scene, some))
    if is_quick(tree):
        return scores_of_drawn(tree, values, ~np.isnan(values), some.weights, scene.layout.applicable)
    found = []
    for d in range(some.size):
        one = LocalWeights(some.weights.nodes[d : d + 1], some.weights.criteria[d : d + 1])
        found.append(Matrix(tree, values[d], scene.layout.applicable).run(one).total[0])
    return np.stack(found)


def levels_under(scene: Scene, some: Scenarios) -> Levels:
    """Return the levels in each scenario, shape (scenarios, plans, criteria); -1 where there is no level."""
    levels = np.repeat(scene.levels[None], some.size, axis=0)
    if some.unrated is not None:
        levels[:, scene.unrated.plans, scene.unrated.criteria] = some.unrated
    if some.coders is not None:
        levels[:, scene.coders.plans, scene.coders.criteria] = some.coders
    if some.confidence is not None:
        plans, criteria = scene.confidence.plans, scene.confidence.criteria
        moved = levels[:, plans, criteria] + some.confidence
        levels[:, plans, criteria] = np.clip(moved, 0, scene.tops[criteria])
    return levels


def _points(scene: Scene, some: Scenarios, levels: Levels) -> Array:
    """Return the points of levels under each scenario's value function; the rubric's own where it has none."""
    criteria = np.arange(levels.shape[2])
    picked = np.where(some.values == NONE, len(scene.tables), some.values)
    tables = np.concatenate([scene.tables, scene.own[None]])
    points = tables[picked[:, None, None], criteria[None, None, :], np.maximum(levels, 0)]
    return np.where(levels == NONE, np.nan, points)
