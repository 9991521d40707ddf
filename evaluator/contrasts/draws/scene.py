"""Plans with every source of doubt (coders, confidence, the unrated, the model), and random scenarios of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.engine import is_quick, scores_of_drawn
from evaluator.contrasts.draws.layout import Layout
from evaluator.contrasts.draws.rules import Mixing
from evaluator.contrasts.draws.weights import Space, draw
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError
from evaluator.model.contrast import ContrastChoices
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import say, say_alike
from evaluator.scoring.matrix import Array, Matrix
from evaluator.scoring.scores import may_leave_range, within
from evaluator.scoring.tree import Tree
from evaluator.scoring.weights import LocalWeights

Levels = NDArray[np.int64]
NONE = -1  # no level
DOUBTS = {
    "weights": say("the weights of paradigms and stances"),
    "coders": say("which coder's level holds where they differ"),
    "confidence": say("whether a low-confidence level is a step off"),
    "unrated": say("the level of what is not assessed or disputed"),
    "aggregation": say("how the scores of the paradigms are averaged"),
    "value-function": say("how many points a level is worth"),
    "quality": say("the weight of plan quality"),
}
BLOCK = 4_000_000  # cells of values computed at a time, to limit memory


@dataclass(frozen=True, slots=True)
class DoubtfulCells:
    """Cells of the plan x criterion matrix that are in doubt, with the options to draw for each.

    `plans` and `criteria` are the positions of the cells. `options` has shape (cells, greatest number of options),
    padded with 0; `chances` has the same shape, with rows that add up to 1.
    """

    plans: Levels
    criteria: Levels
    options: Levels
    chances: Array


@dataclass(frozen=True, slots=True)
class Scene:
    """Levels of P plans on the whole tree, and every source of doubt about them.

    `levels` (P, criteria) is -1 where there is no level; `least` and `most` are the levels at the ends of what was read
    (of a criterion that is subtracted, turned round), -1 where it does not apply; `tops` is the highest level of each
    criterion. `own` (criteria, levels) holds the rubric's points, `tables` those of alternative value functions.
    `trees` holds the tree under each alternative aggregation. `cells` are those in doubt by what makes them so:
    `coders`, `confidence` or `unrated`. `quality` is the position of the plan-quality node and the range of its share,
    None where the rubric has no such node.
    """

    layout: Layout
    space: Space
    levels: Levels
    least: Levels
    most: Levels
    tops: Levels
    own: Array
    tables: Array
    trees: tuple[Tree, ...]
    cells: Mapping[str, DoubtfulCells]
    quality: tuple[int, float, float] | None

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return the sources of doubt that occur in this scene, weights first."""
        there = {
            "weights": True,
            **{name: len(cells.plans) > 0 for name, cells in self.cells.items()},
            "aggregation": len(self.trees) > 1,
            "value-function": len(self.tables) > 1,
            "quality": self.quality is not None,
        }
        return tuple(name for name in DOUBTS if there[name])


def scene_of(study: Study, layout: Layout, space: Space, choices: ContrastChoices) -> Scene:
    """Return the scene of the plans of a layout of the whole tree.

    A level of low confidence may be one step lower or higher; levels of computed and indicator criteria, and
    `contrary`, may not. Alternative aggregations apply where paradigms are joined; everywhere else the rubric's own
    aggregation applies.

    Raises
    ------
    EvaluatorError
        A value function and the rubric's scale differ in the number of levels.
    """
    rubric = study.rubric
    entrants = [e for e in study.entrants if e.plan_id in layout.plan_ids]
    found = [e.outcomes for e in entrants]
    levels, low, high = (
        np.array(rows, dtype=np.int64).reshape(len(found), len(rubric.criteria))
        for rows in (
            [[NONE if o.level is None else o.level for o in plan] for plan in found],
            [[o.low_level for o in plan] for plan in found],
            [[o.high_level for o in plan] for plan in found],
        )
    )
    for rows in (levels, low, high):
        rows[~layout.applicable] = NONE
    minus = np.array(layout.tree.negative, dtype=bool)
    return Scene(
        layout=layout,
        space=space,
        levels=levels,
        least=np.where(minus, high, low),
        most=np.where(minus, low, high),
        tops=np.array([rubric.scale_of(c.id).top for c in rubric.criteria], dtype=np.int64),
        own=_value_table(rubric, rubric.scale.points),
        tables=_value_tables(rubric, choices),
        trees=_trees_by_aggregation(rubric, layout.tree, choices),
        cells={
            "coders": _doubtful_cells(found, _levels_by_coders),
            "confidence": _doubtful_cells(found, lambda o: _steps_by_confidence(rubric, o, choices)),
            "unrated": _doubtful_cells(found, lambda o: _levels_by_chance(rubric, o, choices)),
        },
        quality=_quality_range(rubric, layout.tree, choices),
    )


Options = list[tuple[int, float]]


def _doubtful_cells(found: Sequence[Sequence[Outcome]], options_of: Callable[[Outcome], Options]) -> DoubtfulCells:
    rows = [(p, c, some) for p, plan in enumerate(found) for c, o in enumerate(plan) if (some := options_of(o))]
    width = max((len(some) for *_, some in rows), default=1)
    options, chances = np.zeros((len(rows), width), dtype=np.int64), np.zeros((len(rows), width))
    for k, (_, _, some) in enumerate(rows):
        options[k, : len(some)] = [level for level, _ in some]
        chances[k, : len(some)] = [chance for _, chance in some]
    at = np.array([(p, c) for p, c, _ in rows], dtype=np.int64).reshape(-1, 2)
    return DoubtfulCells(at[:, 0], at[:, 1], options, chances)


def _levels_by_coders(outcome: Outcome) -> Options:
    """Return each coder's level with equal chances where coders differ; `silent` and `contrary` are level 0."""
    if not outcome.applies:
        return []
    said = {"silent": 0, "contrary": 0}
    levels = [int(text) if text.isdigit() else said.get(text, NONE) for _, text in outcome.inputs]
    known = [level for level in levels if level != NONE]
    return [(level, 1 / len(known)) for level in known] if len(set(known)) > 1 else []


def _steps_by_confidence(rubric: Rubric, outcome: Outcome, choices: ContrastChoices) -> Options:
    """Return the steps -1, 0 and 1 with their chances, for a judged level of low confidence; else nothing."""
    judged = rubric.by_id[outcome.criterion_id].is_judged
    if not judged or outcome.confidence != "low" or outcome.level is None or outcome.status == "contrary":
        return []
    down, up = choices.ratings.one_down, choices.ratings.one_up
    return [(-1, down), (0, 1 - down - up), (1, up)]


def _levels_by_chance(rubric: Rubric, outcome: Outcome, choices: ContrastChoices) -> Options:
    """Return the levels that what was read leaves possible, with their chances; nothing where the level is known."""
    if outcome.level is not None or not outcome.applies:
        return []
    size = rubric.scale_of(outcome.criterion_id).levels
    stated = choices.ratings.unrated
    declared = stated if sorted(stated) == list(range(size)) else dict.fromkeys(range(size), 1 / size)
    possible = {level: declared[level] for level in range(outcome.low_level, outcome.high_level + 1)}
    whole = sum(possible.values()) if len(possible) < size else 1.0
    return [(level, chance / whole) for level, chance in possible.items()] if whole else []


def _value_tables(rubric: Rubric, choices: ContrastChoices) -> Array:
    """Return points by value function, criterion and level; the rubric's own points where none is declared."""
    size = rubric.scale.levels
    for name, points in choices.alternatives.value_functions.items():
        if len(points) != size:
            raise EvaluatorError(
                say_alike(
                    "value function %(name)s of the rubric gives %(number)s points for %(levels)s levels",
                    len(points),
                    name=repr(name),
                    levels=size,
                )
            )
    functions = list(choices.alternatives.value_functions.values()) or [rubric.scale.points]
    return np.stack([_value_table(rubric, points) for points in functions])


def _value_table(rubric: Rubric, points: Sequence[float]) -> Array:
    """Return points by criterion and level; a criterion with its own scale keeps the points of that scale."""
    scales = [rubric.scale_of(c.id) for c in rubric.criteria]
    table = np.zeros((len(scales), max(scale.levels for scale in scales)))
    for c, scale in enumerate(scales):
        table[c, : scale.levels] = points if rubric.criteria[c].scale is None else scale.points
    return table


def _trees_by_aggregation(rubric: Rubric, tree: Tree, choices: ContrastChoices) -> tuple[Tree, ...]:
    """Return the tree under each alternative aggregation of the nodes that join paradigms; else the tree alone."""
    joins = {b.id for b in tree.branches if sum(tree.branches[n].id in rubric.paradigms for n in b.nodes) > 1}
    ways = choices.alternatives.aggregations if joins else ()
    return tuple(
        replace(tree, branches=tuple(replace(b, aggregation=how) if b.id in joins else b for b in tree.branches))
        for how in ways
    ) or (tree,)


def _quality_range(rubric: Rubric, tree: Tree, choices: ContrastChoices) -> tuple[int, float, float] | None:
    beside = [child for child in rubric.children[ROOT] if child in rubric.paradigms]
    if len(beside) != 1 or len(rubric.children[ROOT]) < 2 or ROOT in rubric.paradigms:  # noqa: PLR2004
        return None
    return tree.position(beside[0]), choices.alternatives.quality_from, choices.alternatives.quality_to


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Several scenarios, one in each row of every array.

    `levels` holds, for each source of doubt about cells that varies, a level (or a step of levels) for each such cell.
    `values` and `trees` are positions of a value function and an aggregation, -1 for the rubric's own.
    """

    weights: LocalWeights
    levels: Mapping[str, Levels]
    values: Levels
    trees: Levels

    @property
    def size(self) -> int:
        """Return the number of scenarios."""
        return self.weights.weightings

    def picked(self, rows: Levels) -> Scenarios:
        """Return the scenarios in the given rows."""
        weights = LocalWeights(self.weights.nodes[rows], self.weights.criteria[rows])
        levels = {name: part[rows] for name, part in self.levels.items()}
        return Scenarios(weights, levels, self.values[rows], self.trees[rows])


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
        levels={name: _drawn_options(own, size, streams[name]) for name, own in scene.cells.items() if name in doubts},
        values=values if "value-function" in doubts else rest,
        trees=trees if "aggregation" in doubts else rest,
    )
    if "quality" in doubts:
        shares = np.random.default_rng(streams["quality"]).random(size)
        found = replace(found, weights=with_quality(scene, weights, shares))
    return found, mixing


def _drawn_options(cells: DoubtfulCells, size: int, seed: np.random.SeedSequence) -> Levels:
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
            result[some] = _scores_of_scenarios(scene, tree, scenarios.picked(some))
    return result


def _scores_of_scenarios(scene: Scene, tree: Tree, some: Scenarios) -> Array:
    levels = levels_under(scene, some)
    scores = _scores_of_levels(scene, tree, some, levels)
    if not (may_leave_range(tree, scene.layout) & (levels == NONE).any(axis=(0, 2))).any():
        return scores
    ends = (np.where(levels == NONE, end[None], levels) for end in (scene.least, scene.most))
    return within(scores, *(_scores_of_levels(scene, tree, some, end) for end in ends))


def _scores_of_levels(scene: Scene, tree: Tree, some: Scenarios, levels: Levels) -> Array:
    values = _points_of_levels(scene, some, levels)
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
    for name in (name for name in ("unrated", "coders", "confidence") if name in some.levels):
        plans, criteria = scene.cells[name].plans, scene.cells[name].criteria
        drawn = some.levels[name]
        moved = np.clip(levels[:, plans, criteria] + drawn, 0, scene.tops[criteria])
        levels[:, plans, criteria] = moved if name == "confidence" else drawn
    return levels


def _points_of_levels(scene: Scene, some: Scenarios, levels: Levels) -> Array:
    """Return the points of levels under each scenario's value function; the rubric's own where it has none."""
    criteria = np.arange(levels.shape[2])
    picked = np.where(some.values == NONE, len(scene.tables), some.values)
    tables = np.concatenate([scene.tables, scene.own[None]])
    points = tables[picked[:, None, None], criteria[None, None, :], np.maximum(levels, 0)]
    return np.where(levels == NONE, np.nan, points)
