"""Where plans change places on the line between two weightings, and how far a share may move until they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.engine import Engine, engine_of, is_quick
from evaluator.contrasts.draws.layout import Layout, layout_of, picked
from evaluator.contrasts.places import steps
from evaluator.contrasts.study import Study, ranking_column
from evaluator.model.rubric import ROOT
from evaluator.model.schema import column
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.tree import Branch, Tree
from evaluator.scoring.weights import LocalWeights, local_weights, path_weights

Index = NDArray[np.int64]
NARROW = 1e-6  # width of a bracket
TIED = 1e-3  # the length at which a stretch with equal scores counts as a tie and is not halved further
START = 64  # number of equal initial stretches


@dataclass(frozen=True, slots=True)
class Crossing:
    """One change of places of two plans on the line from one weighting to another."""

    before: str = column("id", "weighting at the start")
    after: str = column("id", "weighting at the end")
    ahead: str = column("id", "plan ahead before")
    behind: str = column("id", "plan ahead after")
    low: float = column("number", "share of the way: lower end of the bracket")
    high: float = column("number", "upper end of the bracket")
    joint: int | None = column(
        "integer", "criteria that both share; empty where they do not order both ends as the scores do"
    )
    joint_at: float | None = column("number", "exact share of the way over these alone")
    ranking: str = ranking_column()

    @property
    def at(self) -> float:
        """Return the middle of the bracket, as a share of the line."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class JointCrossing:
    """The exact crossing of two plans, computed over the criteria in which both have a value.

    `joint` counts these criteria. `before` and `after` are the differences of scores at the two ends (None where no
    joint criterion has weight). `at` is the position on the line, in [0, 1], at which the two are level; None if they
    do not change places.
    """

    one: str
    other: str
    joint: int
    before: float | None
    after: float | None
    at: float | None


@dataclass(frozen=True, slots=True)
class WeightingPath:
    """The crossings of plans on the straight line between two weightings, in sibling shares at every node.

    `complete` is True if no sign change wider than a bracket can have been missed. Where a node is no weighted
    arithmetic mean, or shrinks with criteria that do not apply, sign changes are searched for on a grid only, and
    `complete` is False.
    """

    plan_ids: tuple[str, ...]
    crossings: tuple[Crossing, ...]
    complete: bool


def crossings(study: Study, before: str, after: str) -> WeightingPath:
    """Return every change of places between two weightings of the study, with missing data renormalised.

    Only plans that can be ranked at both ends take part. Each plan's weights are renormalised over its own values, so
    scores are quotients of polynomials along the line and two plans can change places more than once. A bound on the
    slope of every score rules out stretches without a sign change; the other stretches are halved until they are
    narrower than a millionth of the line.

    Raises
    ------
    KeyError
        A weighting is not in the study.
    """
    tree = study.scores.tree
    ends = [normalised(tree, local_weights(study.rubric, tree, (study.weighting(name),))) for name in (before, after)]
    there = np.array([a.rankable and b.rankable for a, b in zip(study.row(before), study.row(after), strict=True)])
    return crossings_between(
        picked(layout_of(study, study.weighting(before), nested=True, everyone=True), there), ends[0], ends[1]
    )


def normalised(tree: Tree, local: LocalWeights) -> LocalWeights:
    """Return weights scaled so that siblings add up to 1 at every node that has weight."""
    nodes, units = local.nodes.copy(), local.criteria.copy()
    for branch in tree.branches:
        own, below = list(branch.nodes), list(branch.criteria)
        whole = nodes[:, own].sum(axis=1) + units[:, below].sum(axis=1)
        scale = 1 / np.where(whole > 0, whole, 1.0)
        nodes[:, own] *= scale[:, None]
        units[:, below] *= scale[:, None]
    return LocalWeights(nodes, units)


def between(start: LocalWeights, end: LocalWeights, ways: Array) -> LocalWeights:
    """Return the weightings at positions `ways`, in [0, 1], on the line from `start` to `end`."""
    t = ways[:, None]
    return LocalWeights((1 - t) * start.nodes + t * end.nodes, (1 - t) * start.criteria + t * end.criteria)


def crossings_between(layout: Layout, start: LocalWeights, end: LocalWeights) -> WeightingPath:
    """Return every change of places on the line between two weightings of a layout."""
    exact = is_quick(layout.tree) and layout.tree.additive and not layout.shrinks
    pairs = np.array(list(combinations(range(len(layout.plan_ids)), 2)), dtype=np.int64).reshape(-1, 2)
    way = _Line(layout, engine_of(layout), start, end, pairs, exact=exact)
    cells = _first_stretches(way)
    seen = [(cells.low, cells.pair, cells.first), (cells.high, cells.pair, cells.last)]
    while len(cells.low):
        middle = way.gaps(cells.middle, cells.pair)
        kept = _is_undecided(way, cells, middle)
        seen.append((cells.middle[kept], cells.pair[kept], middle[kept]))
        cells = cells.halves(middle, kept)
    signs = np.concatenate([np.column_stack([ways, pair, np.sign(gaps)]) for ways, pair, gaps in seen])
    return WeightingPath(layout.plan_ids, _crossings_from_signs(signs, pairs, layout.plan_ids), exact)


@dataclass(frozen=True, slots=True)
class _Line:
    layout: Layout
    engine: Engine
    start: LocalWeights
    end: LocalWeights
    pairs: Index
    exact: bool

    def gaps(self, ways: Array, pair: Index) -> Array:
        """Return the differences of scores of pairs at positions on the line, in units of 1e-9.

        A difference is 0 where one of the two plans has no score.
        """
        unique, which = np.unique(ways, return_inverse=True)
        scores = self.engine.scores(between(self.start, self.end, unique))
        rows, (one, other) = which.ravel(), self.pairs[pair].T
        missing = np.isnan(scores[rows, one]) | np.isnan(scores[rows, other])
        return np.where(missing, 0, steps(scores[rows, one]) - steps(scores[rows, other])).astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of the line of equal length, each for a pair of plans, with the score differences at both ends."""

    low: Array
    high: Array
    pair: Index
    first: Array
    last: Array

    @property
    def middle(self) -> Array:
        return (self.low + self.high) / 2

    def halves(self, middle: Array, kept: Mask) -> _Stretches:
        """Return the two halves of each kept stretch; `middle` holds the score differences at the midpoints."""
        low, high, at = self.low[kept], self.high[kept], self.middle[kept]
        first, last, gap = self.first[kept], self.last[kept], middle[kept]
        join = np.concatenate
        pair = join([self.pair[kept], self.pair[kept]])
        return _Stretches(join([low, at]), join([at, high]), pair, join([first, gap]), join([gap, last]))


def _first_stretches(way: _Line) -> _Stretches:
    """Return the initial stretches of equal length, for every pair of plans."""
    grid = np.linspace(0.0, 1.0, START + 1)
    count = len(way.pairs)
    gaps = way.gaps(np.tile(grid, count), np.repeat(np.arange(count), len(grid))).reshape(count, len(grid))
    low, high, pair = np.tile(grid[:-1], count), np.tile(grid[1:], count), np.repeat(np.arange(count), START)
    return _Stretches(low, high, pair, gaps[:, :-1].ravel(), gaps[:, 1:].ravel())


def _is_undecided(way: _Line, cells: _Stretches, middle: Array) -> Mask:
    """Return a mask of the stretches that may contain a sign change and are not yet narrow."""
    length = cells.high - cells.low
    reach = _slopes_of_stretches(way, cells) * length / 2
    flips = np.sign(cells.first) * np.sign(cells.last) < 0
    open_ = flips | (np.abs(middle) * 1e-9 <= reach)
    level = (cells.first == 0) & (cells.last == 0) & (middle == 0) & (length <= TIED)
    return np.asarray(open_ & ~level & (length > NARROW))


def _slopes_of_stretches(way: _Line, cells: _Stretches) -> Array:
    """Return a bound on the slope of the score difference within each stretch; 0 where the line is not exact."""
    if not way.exact:
        return np.zeros(len(cells.low))
    _, place, which = np.unique(cells.low, return_index=True, return_inverse=True)  # all stretches have the same length
    stretches = np.column_stack([cells.low[place], cells.high[place]])
    bound = slope_bounds(way.layout, way.start, way.end, stretches)
    rows, (one, other) = which.ravel(), way.pairs[cells.pair].T
    return np.asarray(bound[rows, one] + bound[rows, other])


def slope_bounds(layout: Layout, start: LocalWeights, end: LocalWeights, stretches: Array) -> Array:
    """Return a bound on the slope of every plan's score on stretches (low, high); shape (stretches, plans).

    Notes
    -----
    A node's value is v = sum w_k v_k / sum w_k over children that have a value, with
    w_k linear. So ``|v'| <= sum |w_k'| / min(sum w_k) + max |v_k'|``, as values
    lie in [0, 1] and a linear sum is least at an end of the stretch.
    """
    tree = layout.tree
    have, alike = np.unique(layout.have, axis=0, return_inverse=True)  # plans with the same gaps have the same bounds
    slopes: dict[int, Array] = {}
    there: dict[int, Mask] = {}
    for at in reversed(range(len(tree.branches))):
        branch = tree.branches[at]
        there[at] = have[:, list(branch.criteria)].any(axis=1) | _any_child_there(there, branch, len(have))
        speed = _weight_speed(branch, start, end, have, there)
        wholes = [_weight_of_children(branch, weights, have, there) for weights in (start, end)]
        least = np.minimum(*((1 - t) * wholes[0] + t * wholes[1] for t in (stretches[:, :1], stretches[:, 1:])))
        own = np.divide(speed, least, out=np.full_like(least, np.inf), where=least > 0)
        own = np.where(speed == 0, 0.0, own)
        below = [np.where(there[n], slopes[n], 0.0) for n in branch.nodes]
        slopes[at] = own + (np.max(below, axis=0) if below else 0.0)
    return slopes[0][:, alike.ravel()]


def _any_child_there(there: dict[int, Mask], branch: Branch, plans: int) -> Mask:
    return np.asarray(np.array([there[n] for n in branch.nodes], dtype=bool).reshape(-1, plans).any(axis=0))


def _weight_speed(branch: Branch, start: LocalWeights, end: LocalWeights, have: Mask, there: dict[int, Mask]) -> Array:
    """Return the sum of absolute weight changes over the children that have a value, for each plan."""
    units, nodes = list(branch.criteria), list(branch.nodes)
    by_units = np.abs(end.criteria - start.criteria)[0, units] @ have[:, units].T
    by_nodes = sum((abs(end.nodes[0, n] - start.nodes[0, n]) * there[n] for n in nodes), np.zeros(len(have)))
    return np.asarray(by_units + by_nodes)


def _weight_of_children(branch: Branch, weights: LocalWeights, have: Mask, there: dict[int, Mask]) -> Array:
    """Return the sum of weights over the children that have a value, shape (1, plans)."""
    units = list(branch.criteria)
    whole = weights.criteria[:, units] @ have[:, units].T.astype(np.float64)
    for n in branch.nodes:
        whole = whole + weights.nodes[:, n, None] * there[n]
    return np.asarray(whole)


def _crossings_from_signs(signs: Array, pairs: Index, plan_ids: tuple[str, ...]) -> tuple[Crossing, ...]:
    """Return a crossing for each sign change of each pair; a bracket spans any level stretch inside it."""
    found = []
    signs = np.unique(signs[signs[:, 2] != 0], axis=0)
    signs = signs[np.lexsort((signs[:, 0], signs[:, 1]))]
    changes = (signs[1:, 1] == signs[:-1, 1]) & (signs[1:, 2] != signs[:-1, 2])
    for k in np.flatnonzero(changes):
        one, other = (plan_ids[p] for p in pairs[int(signs[k, 1])])
        ahead, behind = (one, other) if signs[k, 2] > 0 else (other, one)
        low, high = float(signs[k, 0]), float(signs[k + 1, 0])
        found.append(Crossing(ahead=ahead, behind=behind, low=low, high=high))
    return tuple(sorted(found, key=lambda c: (c.low, c.ahead, c.behind)))


def joint_crossing(study: Study, plans: tuple[str, str], before: str, after: str) -> JointCrossing:
    """Return the exact crossing on the line between two effective weight vectors over jointly rated criteria.

    Effective weights are renormalised, node by node, over the criteria in which both plans have a value. Along the line
    between the two vectors the difference of scores is linear, so there is at most one crossing.

    Raises
    ------
    KeyError
        A plan or a weighting is not in the study.
    """
    one, other = map(study.plan_position, plans)
    cells, tree = study.scores.cells, study.scores.tree
    have = cells.applicable & ~np.isnan(cells.values)
    joint = have[one] & have[other]
    gap = np.where(joint, np.nan_to_num(cells.values[one]) - np.nan_to_num(cells.values[other]), 0.0)
    local = local_weights(study.rubric, tree, (study.weighting(before), study.weighting(after)))
    effective = path_weights(tree, local, joint[None, :]).criteria[:, 0, :]
    first, last = (float(row @ gap) if row.any() else None for row in effective)
    return JointCrossing(*plans, int(joint.sum()), first, last, _zero_on_line(first, last))


def _zero_on_line(first: float | None, last: float | None) -> float | None:
    """Return where a straight line from `first` to `last` crosses 0, as a share of its length.

    None without a change of sign.
    """
    if first is None or last is None or round(first, 9) * round(last, 9) >= 0:
        return None
    return first / (first - last)


@dataclass(frozen=True, slots=True)
class Stability:
    """The interval of one node's share among its siblings within which no two plans change places.

    `low` and `high` bound the interval around `share`; `below` and `above` are the crossings at its ends, None where
    the interval reaches 0 or 1. Each bound is the near end of the crossing's bracket, so that the interval is never too
    wide. `complete` is as in `WeightingPath`.
    """

    node_id: str
    title: str
    weighting_id: str
    share: float
    low: float
    high: float
    below: Crossing | None
    above: Crossing | None
    complete: bool


def stability(study: Study, weighting_id: str, nodes: Sequence[str] = ()) -> tuple[Stability, ...]:
    """Return the stability interval of each paradigm's weight, or of the given nodes, under a weighting.

    Missing data is renormalised for each plan, as in its score. A node without criteria has no share, and the shares of
    its siblings add up to 1 without it. A node none of whose siblings has weight has no interval and is left out.

    Raises
    ------
    KeyError
        The weighting is not in the study, or a node not in the rubric.
    """
    whole = layout_of(study, study.weighting(weighting_id), nested=True)
    base = normalised(whole.tree, _without_empty(whole))
    found = []
    for node in nodes or [group for group in study.rubric.paradigms if group != ROOT]:
        siblings = _siblings_with_weight(whole, base, node)
        if siblings is None:
            continue
        at, others = siblings
        ends = (_weights_with_share(base, at, others, 0.0), _weights_with_share(base, at, others, 1.0))
        line = crossings_between(whole, *ends)
        share = float(base.nodes[0, at])
        low, high, below, above = _interval_around(share, line.crossings)
        title = study.rubric.title(node)
        found.append(Stability(node, title, weighting_id, share, low, high, below, above, line.complete))
    return tuple(found)


def _without_empty(whole: Layout) -> LocalWeights:
    """Return the weights with weight 0 on every node that has no criteria below it."""
    empty = [at for at in range(len(whole.tree.branches)) if not _holds_criteria(whole, at)]
    nodes = whole.base.nodes.copy()
    nodes[:, empty] = 0.0
    return LocalWeights(nodes, whole.base.criteria)


def _holds_criteria(whole: Layout, at: int) -> bool:
    branch = whole.tree.branches[at]
    return bool(branch.criteria) or any(_holds_criteria(whole, below) for below in branch.nodes)


def _siblings_with_weight(whole: Layout, base: LocalWeights, node: str) -> tuple[int, list[int]] | None:
    """Return the positions of a node and of its siblings. None if the node has no criteria or no sibling has weight."""
    places = {branch.id: at for at, branch in enumerate(whole.tree.branches)}
    at = places[node]
    if not _holds_criteria(whole, at):
        return None
    (parent,) = [branch for branch in whole.tree.branches if at in branch.nodes]
    others = [n for n in parent.nodes if n != at]
    return (at, others) if base.nodes[0, others].sum() > 0 else None


def _weights_with_share(base: LocalWeights, at: int, others: list[int], share: float) -> LocalWeights:
    nodes = base.nodes.copy()
    nodes[0, others] *= (1 - share) / nodes[0, others].sum()
    nodes[0, at] = share
    return LocalWeights(nodes, base.criteria)


def _interval_around(
    share: float, crossings: Sequence[Crossing]
) -> tuple[float, float, Crossing | None, Crossing | None]:
    here = next((c for c in crossings if c.low < share < c.high), None)
    if here is not None:
        return share, share, here, here
    below = max((c for c in crossings if c.high <= share), key=lambda c: c.high, default=None)
    above = min((c for c in crossings if c.low >= share), key=lambda c: c.low, default=None)
    return below.high if below else 0.0, above.low if above else 1.0, below, above
