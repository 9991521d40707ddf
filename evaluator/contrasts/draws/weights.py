"""Random draws of admissible weightings: uniform, subject to rules, or around a given weighting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.layout import Layout
from evaluator.contrasts.draws.rules import Mixing, Polytope, WeightRule, check_names, polytope, walk
from evaluator.errors import EvaluatorError
from evaluator.model.contrast import HitAndRun
from evaluator.model.rubric import ROOT
from evaluator.model.sentence import Figure, Sentence, Series, say, series
from evaluator.scoring.matrix import Array
from evaluator.scoring.weights import LocalWeights

Way = Literal["uniform", "around", "rejection", "hit-and-run"]
CHUNK = 1000  # draws that share a seed; results depend on this size, not on how chunks are distributed
TRIAL = 20_000  # draws from which the share of admissible ones is estimated
PAIR = 2
TINY = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """One node whose children's shares are drawn.

    `nodes` and `units` are the positions of the children that have weight in the base weighting; the weights of the
    others stay 0. `base` holds the children's shares in the base weighting.
    """

    id: str
    names: tuple[str, ...]
    nodes: tuple[int, ...]
    units: tuple[int, ...]
    base: Array
    way: Way
    concentration: float | None = None
    room: Polytope | None = None
    accepted: float = 1.0


@dataclass(frozen=True, slots=True)
class Space:
    """The set of weightings to draw from; the shares of each node are drawn independently."""

    nested: bool
    concentration: float | None
    rules: tuple[WeightRule, ...]
    drawn: tuple[DrawnNode, ...]
    walking: HitAndRun

    @property
    def words(self) -> Series:
        """Return a sentence that describes which weights are drawn and how."""
        fixed, free = (
            say("criteria within a stance keep their weights"),
            say("the weight of every criterion is drawn too"),
        )
        rules = dict.fromkeys(rule.text for rule in self.rules)
        return series("", [series("; ", [self._space_sentence, free if self.nested else fixed, *rules]), "."])

    @property
    def _space_sentence(self) -> Sentence:
        nodes = series(", ", [part.id if part.id != ROOT else say("the whole") for part in self.drawn])
        if self.concentration is None:
            return say(
                "Weights are drawn at random, every mixture equally likely, separately for the parts of: %(nodes)s",
                nodes=nodes,
            )
        return say(
            "Weights drawn at random around the reference frame (Dirichlet, concentration %(size)s), "
            "separately for the parts of: %(nodes)s",
            size=Figure(self.concentration, "g"),
            nodes=nodes,
        )


def space_of(
    layout: Layout,
    walking: HitAndRun,
    *,
    nested: bool = False,
    concentration: float | None = None,
    rules: Sequence[WeightRule] = (),
    seed: int = 0,
) -> Space:
    """Return the space of weightings over the nodes of a layout.

    A child without weight in the base weighting never gets any. With rules, plain draws are filtered for those that
    satisfy the rules; where too few do, hit-and-run walks the admissible set (uniform draws only).

    Raises
    ------
    InvalidInputError
        A rule names a node that is not drawn, or nodes that are no siblings.
    EvaluatorError
        The rules conflict, or too few draws around the weighting satisfy them.
    """
    parts = _drawn_nodes(layout, concentration)
    resting = [b.id for b in layout.tree.branches] + list(layout.tree.criteria)
    check_names(rules, [part.names for part in parts], resting)
    bound = tuple(
        _node_with_rules(part, rules, walking, np.random.SeedSequence([seed, at])) for at, part in enumerate(parts)
    )
    return Space(nested, concentration, tuple(rules), bound, walking)


def _drawn_nodes(layout: Layout, concentration: float | None) -> list[DrawnNode]:
    living = _nodes_with_weight(layout)
    parts = []
    for branch in layout.tree.branches:
        nodes = tuple(n for n in branch.nodes if layout.base.nodes[0, n] > 0 and living[n])
        units = tuple(u for u in branch.criteria if layout.base.criteria[0, u] > 0)
        if branch.id in layout.fixed or len(nodes) + len(units) < PAIR:
            continue
        shares = np.concatenate([layout.base.nodes[0, list(nodes)], layout.base.criteria[0, list(units)]])
        names = (*(layout.tree.branches[n].id for n in nodes), *(layout.tree.criteria[u] for u in units))
        way: Way = "uniform" if concentration is None else "around"
        parts.append(DrawnNode(branch.id, names, nodes, units, shares / shares.sum(), way, concentration))
    if not parts:
        raise EvaluatorError(
            say(
                "there is nothing to draw: nowhere in the rubric do two parts of one whole have weight under the"
                " reference frame"
            )
        )
    return parts


def _nodes_with_weight(layout: Layout) -> dict[int, bool]:
    """Return for each branch whether any criterion or unit below it has weight in the base weighting."""
    found: dict[int, bool] = {}
    for at, branch in reversed(list(enumerate(layout.tree.branches))):
        below = any(found[n] and layout.base.nodes[0, n] > 0 for n in branch.nodes)
        found[at] = below or any(layout.base.criteria[0, u] > 0 for u in branch.criteria)
    return found


def _node_with_rules(
    part: DrawnNode, rules: Sequence[WeightRule], walking: HitAndRun, seed: np.random.SeedSequence
) -> DrawnNode:
    own = [rule for rule in rules if set(rule.names) <= set(part.names)]
    if not own:
        return part
    room = polytope(part.names, own)
    trial = _unruled_draws(part, np.random.default_rng(seed), TRIAL)
    accepted = float(_admissible(trial, room).mean())
    if accepted >= walking.rejection_floor:
        return replace(part, way="rejection", room=room, accepted=accepted)
    if part.way == "around":
        texts = " and ".join(repr(text) for text in dict.fromkeys(room.texts))
        raise EvaluatorError(
            f"only {accepted:.2%} of the draws around the weighting keep {texts}; draw uniformly instead"
        )
    return replace(part, way="hit-and-run", room=room, accepted=accepted)


def _admissible(shares: Array, room: Polytope) -> NDArray[np.bool_]:
    return np.asarray((shares @ room.matrix.T >= room.least).all(axis=1))


def _unruled_draws(part: DrawnNode, rng: np.random.Generator, size: int) -> Array:
    """Return drawn shares of a node's children without regard to rules; every share is above 0."""
    if part.concentration is None:
        gaps = rng.standard_exponential((size, len(part.names)))
    else:
        gaps = np.maximum(rng.standard_gamma(part.base * part.concentration, (size, len(part.names))), TINY)
    gaps /= gaps.sum(axis=1, keepdims=True)
    return gaps


def draw(
    space: Space, base: LocalWeights, size: int, seed: np.random.SeedSequence
) -> tuple[LocalWeights, tuple[Mixing, ...]]:
    """Return drawn weightings, and a `Mixing` for each node whose shares are drawn by hit-and-run.

    Shares are drawn at every node of the space; all other weights are those of `base`.

    Weights of siblings are relative: uniform draws without rules are stored as exponential numbers, whose shares are
    uniform on the simplex.
    """
    rng = np.random.default_rng(seed)
    nodes = np.repeat(base.nodes, size, axis=0)
    units = np.repeat(base.criteria, size, axis=0)
    free = [part for part in space.drawn if part.way == "uniform"]
    gaps = rng.standard_exponential((size, sum(len(part.names) for part in free)))
    told, at = [], 0
    for part in space.drawn:
        if part.way == "uniform":
            shares, at = gaps[:, at : at + len(part.names)], at + len(part.names)
        elif part.way == "hit-and-run" and part.room is not None:
            shares, mixing = walk(part.id, part.room, space.walking, size, rng)
            told.append(mixing)
        else:
            shares = _admissible_draws(part, rng, size)
        nodes[:, part.nodes] = shares[:, : len(part.nodes)]
        units[:, part.units] = shares[:, len(part.nodes) :]
    return LocalWeights(nodes, units), tuple(told)


def _admissible_draws(part: DrawnNode, rng: np.random.Generator, size: int) -> Array:
    if part.room is None:
        return _unruled_draws(part, rng, size)
    found: list[Array] = []
    missing = size
    while missing:
        trial = _unruled_draws(part, rng, int(missing / part.accepted) + 16)
        found.append(trial[_admissible(trial, part.room)][:missing])
        missing -= len(found[-1])
    return np.concatenate(found)


def chunks(draws: int) -> list[int]:
    """Return the sizes of the chunks into which a number of draws is divided."""
    return [CHUNK] * (draws // CHUNK) + ([draws % CHUNK] if draws % CHUNK else [])


def noisy(weights: Array, factor: Array | float, spins: Array) -> Array:
    """Return ``w (1 + f (2 u - 1))``: weights varied by up to the share f, without rescaling.

    Parameters
    ----------
    weights : array, shape (n,)
        Not negative, on any scale.
    factor : float or array, shape (n,)
        In [0, 1]: 0.25 changes each weight by up to a quarter.
    spins : array, shape (..., n)
        The u of the formula: numbers in [0, 1], usually uniform.

    Returns
    -------
    array, shape of `spins`
        A weight of 0 stays 0.

    Examples
    --------
    >>> noisy(np.array([2.0, 1.0]), 0.5, np.array([[0.0, 0.5], [1.0, 1.0]])).tolist()
    [[1.0, 1.0], [3.0, 1.5]]
    """
    return np.asarray(weights * (1 + factor * (2 * spins - 1)))


def noisy_weights(base: LocalWeights, factor: float, size: int, seed: int) -> LocalWeights:
    """Return `size` random weightings near `base`; each weight of a node and of a criterion varies independently."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    nodes = noisy(base.nodes[0], factor, rng.random((size, base.nodes.shape[1])))
    return LocalWeights(nodes, noisy(base.criteria[0], factor, rng.random((size, base.criteria.shape[1]))))
