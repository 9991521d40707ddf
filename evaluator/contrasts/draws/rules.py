"""Rules that restrict admissible weightings: order, intervals, ratios; and a random walk in what they leave."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evaluator.errors import EvaluatorError, InvalidInputError, Problem, did_you_mean
from evaluator.model.contrast import HitAndRun
from evaluator.scoring.matrix import Array

PLACE = "--constraint"
SIGN = re.compile(r"(<=|>=|<|>)")
NUMBER = r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
TERM = re.compile(rf"(?:(?P<factor>{NUMBER})\s*\*\s*)?(?P<name>[a-z][a-z0-9.-]*)|(?P<number>{NUMBER})")
ROOM = 1e-7  # a set of weightings with a smaller inner radius counts as single points


@dataclass(frozen=True, slots=True)
class RuleSide:
    """One side of a rule: `factor` times the share of the node `name`, or the number `factor` if `name` is empty."""

    name: str
    factor: float


@dataclass(frozen=True, slots=True)
class WeightRule:
    """A rule on weights: the side `greater` is not below the side `smaller`.

    The weight of a node is its share among its siblings. `text` is the rule as the user typed it.
    """

    text: str
    greater: RuleSide
    smaller: RuleSide

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the nodes that the rule names."""
        return tuple(side.name for side in (self.greater, self.smaller) if side.name)


@dataclass(frozen=True, slots=True)
class Polytope:
    """The set of shares of k siblings, not negative and summing to 1, with ``matrix @ w >= least``.

    `texts` names the rule of each row. `centre` is the point farthest from all walls, `radius` its distance to the
    nearest wall.
    """

    matrix: Array
    least: Array
    texts: tuple[str, ...]
    centre: Array
    radius: float


def parse_rules(words: Sequence[str]) -> tuple[WeightRule, ...]:
    """Return the rules in words such as `human-rights>economic`, `0.2<=migration<=0.4`, `human-rights>=2*economic`.

    Strict and non-strict signs mean the same, because drawn weights are almost never equal.

    Raises
    ------
    InvalidInputError
        Lists every word that is no rule; a comparison of a node with itself is none.
    """
    rules: list[WeightRule] = []
    problems = []
    for word in words:
        found = _rules_in_word(word)
        rules += found
        if not found:
            expected = "a rule as in human-rights>economic, 0.2<=migration<=0.4 or human-rights>=2*economic"
            problems.append(Problem(PLACE, repr(word), expected))
    if problems:
        raise InvalidInputError(problems)
    return tuple(rules)


def _rules_in_word(word: str) -> list[WeightRule]:
    pieces = [piece.strip() for piece in SIGN.split(word)]
    sides, signs = [_parse_side(piece) for piece in pieces[::2]], pieces[1::2]
    rules = []
    for sign, (left, right) in zip(signs, pairwise(sides), strict=True):
        if left is None or right is None or left.name == right.name:
            return []  # two numbers, or a node against itself
        rules.append(WeightRule(word, left, right) if sign.startswith(">") else WeightRule(word, right, left))
    return rules


def _parse_side(piece: str) -> RuleSide | None:
    match = TERM.fullmatch(piece)
    if match is None:
        return None
    if match["number"]:
        return RuleSide("", float(match["number"]))
    return RuleSide(match["name"], float(match["factor"] or 1))


def check_names(rules: Sequence[WeightRule], siblings: Sequence[tuple[str, ...]], resting: Sequence[str]) -> None:
    """Check that each rule names only nodes that are drawn and are siblings.

    `siblings` are the groups of siblings that are drawn; `resting` are nodes that exist but are not drawn.

    Raises
    ------
    InvalidInputError
        Lists every rule that fails the check.
    """
    problems = []
    known = [name for group in siblings for name in group]
    expected = f"one of {', '.join(known)}"
    for rule in rules:
        unknown = [name for name in rule.names if name not in known]
        if unknown and unknown[0] in resting:
            problems.append(Problem(PLACE, f"{rule.text!r}: {unknown[0]} is not drawn here", expected))
        elif unknown:
            near = did_you_mean(unknown[0], known)
            problems.append(Problem(PLACE, f"{rule.text!r}: {unknown[0]} is no node of the rubric", expected, near))
        elif not any(set(rule.names) <= set(group) for group in siblings):
            found = f"{rule.text!r}: {' and '.join(rule.names)} are no siblings"
            problems.append(Problem(PLACE, found, "nodes under one parent, whose shares add up to 1"))
    if problems:
        raise InvalidInputError(problems)


def polytope(names: Sequence[str], rules: Sequence[WeightRule]) -> Polytope:
    """Return the set of all shares of siblings that satisfy the rules.

    Raises
    ------
    EvaluatorError
        No shares satisfy all rules, or only single points do; names a smallest set of
        rules that conflict.
    """
    own = [rule for rule in rules if set(rule.names) <= set(names)]
    rows = [_inequality_of(rule, names) for rule in own]
    found = _inner_point(names, rows)
    if found is None:
        raise EvaluatorError(f"no weighting keeps all rules: {_conflict(names, own, lambda inside: inside is None)}")
    if found[1] < ROOM:
        tight = _conflict(names, own, lambda inside: inside is None or inside[1] < ROOM)
        raise EvaluatorError(f"the rules leave no room to draw weightings from: {tight}")
    matrix = np.array([row for row, _ in rows]).reshape(-1, len(names))
    return Polytope(matrix, np.array([b for _, b in rows]), tuple(r.text for r in own), found[0], found[1])


def _inequality_of(rule: WeightRule, names: Sequence[str]) -> tuple[Array, float]:
    row = np.zeros(len(names))
    least = 0.0
    for side, sign in ((rule.greater, 1.0), (rule.smaller, -1.0)):
        if side.name:
            row[list(names).index(side.name)] += sign * side.factor
        else:
            least -= sign * side.factor
    return row, least


Inside = tuple[Array, float] | None


def _inner_point(names: Sequence[str], rows: Sequence[tuple[Array, float]]) -> Inside:
    """Return the point in the simplex farthest from all walls and its distance to them, or None if there is none."""
    from scipy.optimize import linprog

    k = len(names)
    if k == 1:
        point = np.ones(1)
        return (point, 1.0) if all(row @ point >= least for row, least in rows) else None
    walls = [(np.eye(k)[j], 0.0) for j in range(k)] + list(rows)
    matrix = np.array([[*row, -np.linalg.norm(row - row.mean())] for row, _ in walls])
    least = np.array([b for _, b in walls])
    cost = np.zeros(k + 1)
    cost[-1] = -1.0
    total = np.array([[*np.ones(k), 0.0]])
    answer = linprog(cost, A_ub=-matrix, b_ub=-least, A_eq=total, b_eq=[1.0], bounds=[(None, None)] * k + [(0, 1)])
    return (np.asarray(answer.x[:k]), float(answer.x[k])) if answer.status == 0 else None


def _conflict(names: Sequence[str], rules: Sequence[WeightRule], broken: Callable[[Inside], bool]) -> str:
    """Return a minimal set of rules for which `broken` holds, as text; rules that it does not need are dropped."""
    kept = list(dict.fromkeys(rule.text for rule in rules))
    for text in list(kept):
        rest = [r for r in rules if r.text in kept and r.text != text]
        if broken(_inner_point(names, [_inequality_of(r, names) for r in rest])):
            kept.remove(text)
    return " and ".join(repr(text) for text in kept)


@dataclass(frozen=True, slots=True)
class Mixing:
    """How well a hit-and-run walk mixed at one node.

    `worst` is the largest split R-hat over the shares (1 is perfect), `effective` the smallest effective number of
    independent draws.
    """

    node_id: str
    worst: float
    effective: float


def walk(node_id: str, room: Polytope, how: HitAndRun, size: int, rng: np.random.Generator) -> tuple[Array, Mixing]:
    """Return `size` points drawn uniformly from the inside of a polytope in the simplex, and how well the chains mixed.

    Many chains start at the centre of the polytope. Each step takes a random direction and a uniform point on the chord
    in that direction.

    References
    ----------
    Smith (1984), Operations Research 32(6), 1296-1308; Tervonen et al. (2013),
    European Journal of Operational Research 224(3), 552-559.
    """
    matrix = np.vstack([np.eye(len(room.centre)), room.matrix])
    least = np.concatenate([np.zeros(len(room.centre)), room.least])
    points = np.tile(room.centre, (how.chains, 1))
    for _ in range(how.burn_in):
        points = _hit_and_run_step(points, matrix, least, rng)
    kept = []
    for _ in range(max(4, -(-size // how.chains))):
        for _ in range(how.thinning):
            points = _hit_and_run_step(points, matrix, least, rng)
        kept.append(points)
    series = np.stack(kept, axis=1)  # chains, kept, shares
    flat = series.transpose(1, 0, 2).reshape(-1, series.shape[2])[:size]
    return flat, _mixing(node_id, series, size)


def _hit_and_run_step(points: Array, matrix: Array, least: Array, rng: np.random.Generator) -> Array:
    """Return the points of all chains after one step along a random direction within the sum-to-one plane."""
    way = rng.standard_normal(points.shape)
    way -= way.mean(axis=1, keepdims=True)
    speed = way @ matrix.T
    slack = points @ matrix.T - least
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = -slack / speed
    ahead = np.where(speed < 0, reach, np.inf).min(axis=1)
    behind = np.where(speed > 0, reach, -np.inf).max(axis=1)
    ahead, behind = np.maximum(ahead, 0.0), np.minimum(behind, 0.0)  # rounding may leave a point a hair outside
    moved = points + (behind + (ahead - behind) * rng.random(len(points)))[:, None] * way
    return np.asarray(moved / moved.sum(axis=1, keepdims=True))


def _mixing(node_id: str, series: Array, size: int) -> Mixing:
    """Return split R-hat and the effective size ``size x pooled variance / between`` of the chains.

    References
    ----------
    Gelman and Rubin (1992), Statistical Science 7(4), 457-472.
    """
    half = series.shape[1] // 2
    split = np.concatenate([series[:, :half], series[:, half : 2 * half]])
    within = split.var(axis=1, ddof=1).mean(axis=0)
    between = half * split.mean(axis=1).var(axis=0, ddof=1)
    pooled = (half - 1) / half * within + between / half
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(within > 0, pooled / within, 1.0)
        share = np.where(between > 0, np.minimum(1.0, pooled / between), 1.0)
    return Mixing(node_id, float(np.sqrt(ratio).max()), float(size * share.min()))
