"""Which differences between plans are firm: pairs over random weights, and a partial order printed as levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.engine import Engine, engine_of
from evaluator.contrasts.draws.layout import (
    Layout,
    insides_of,
    layout_of,
    root_if_it_joins_groups,
    without_insides,
)
from evaluator.contrasts.draws.weights import Space, draw
from evaluator.contrasts.places import Counts
from evaluator.contrasts.robustness import Chunk, Robustness, Sampling
from evaluator.contrasts.study import Study
from evaluator.model.sentence import Figure, Sentence, say, say_alike
from evaluator.model.weighting import Weighting
from evaluator.scoring.matrix import Array, Mask, Matrix
from evaluator.scoring.weights import local_weights

SAME = 5e-10  # scores that differ by less are equal, as all scores are rounded to nine digits


@dataclass(frozen=True, slots=True)
class PartialOrder:
    """Which plans are firmly ahead of which; `over` are the pairs (A, B), and no chain of them leads back to a plan.

    A is firmly ahead of B if all that is compared says so: A scores higher in enough draws, over all that is assessed
    in each and over the criteria assessed in both, and the range of A under the weighting lies above that of B, so
    that nothing that is not assessed can turn it. The first of `levels` holds the plans that no plan is over, the
    second those that only plans of the first are over, and so on: some plan of the level above is over each plan of a
    lower level, and plans of one level are never over each other. `unranked` are plans without a level.
    """

    weighting_id: str
    dominance: float
    levels: tuple[tuple[str, ...], ...]
    over: tuple[tuple[str, str], ...]
    unranked: tuple[str, ...]

    @property
    def _firm(self) -> dict[str, Figure]:
        """Return the number of firm pairs, and of all pairs of the plans that have a level."""
        all_pairs = comb(sum(len(level) for level in self.levels), 2)
        return {"firm": Figure(len(self.over), ",.0f"), "all": Figure(all_pairs, ",.0f")}

    @property
    def verdict(self) -> Sentence:
        """Return one short sentence on how many pairs of plans have a firm order."""
        if not self.over:
            return say("On present evidence none is firmly ahead of another.")
        if len(self.over) == 1 and sum(map(len, self.levels)) == 2:  # noqa: PLR2004  (two plans are one pair)
            return say("One is firmly ahead of the other.")
        return say_alike("In %(firm)s of %(all)s pairs one is firmly ahead of the other.", len(self.over), **self._firm)

    @property
    def sentence(self) -> Sentence:
        """Return a sentence on how many pairs of plans have a firm order, with the rule for it."""
        rule = say(
            "this is said only if the one ahead scores higher in at least %(share)s of the random draws (of weights "
            "alone, of everything uncertain, and of weights over the criteria assessed in both), and if its whole "
            "range under “%(weighting)s” lies above that of the other, so that nothing that is not assessed can "
            "turn it",
            share=Figure(self.dominance, ".0%"),
            weighting=self.weighting_id,
        )
        if not self.over:
            return say("On present evidence none is firmly ahead of another: %(rule)s.", rule=rule)
        return say_alike(
            "In %(firm)s of %(all)s pairs one is firmly ahead of the other, which makes %(levels)s groups: %(rule)s. "
            "Within a group the order is open.",
            len(self.over),
            **self._firm,
            levels=len(self.levels),
            rule=rule,
        )


def partial_order(
    study: Study, found: HeadToHead, drawn: Sequence[Robustness], weighting_id: str, dominance: float
) -> PartialOrder:
    """Return which plans are firmly ahead of which, with their levels.

    Parameters
    ----------
    study : Study
        The plans under the weighting.
    found : HeadToHead
        Each pair over the criteria assessed in both.
    drawn : sequence of Robustness
        The draws over all that is assessed in each plan, of every kind.
    weighting_id : str
        The weighting whose ranges count.
    dominance : float
        The least share of draws in which the one ahead scores higher.

    Raises
    ------
    KeyError
        The weighting is not in the study.
    """
    pairs, ids = found.pairs, found.pairs.plan_ids
    verdicts = [study.verdict(plan, weighting_id) for plan in ids]
    low, high = (np.array([v.bounds[end] for v in verdicts]) for end in (0, 1))
    ahead = (low[:, None] > high[None, :]) & (pairs.low > pairs.high.T) & (found.wins >= dominance)
    for one in drawn:
        at = [one.plan_ids.index(plan) for plan in ids]
        ahead &= one.wins[np.ix_(at, at)] >= dominance
    over = np.asarray(ahead, dtype=bool)
    return PartialOrder(
        weighting_id=weighting_id,
        dominance=dominance,
        levels=_levels_of_order(ids, over),
        over=tuple((ids[a], ids[b]) for a, b in np.argwhere(over)),
        unranked=tuple(plan for plan in study.plan_ids if plan not in ids),
    )


def _levels_of_order(ids: tuple[str, ...], over: Mask) -> tuple[tuple[str, ...], ...]:
    """Return the levels: repeatedly remove the plans that no remaining plan is over."""
    waiting = np.ones(len(ids), dtype=bool)
    levels = []
    while waiting.any():
        free = waiting & ~over[waiting].any(axis=0)
        levels.append(tuple(sorted(ids[p] for p in np.flatnonzero(free))))
        waiting &= ~free
    return tuple(levels)


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of the plans that have a rank, each plan of a pair over the criteria assessed in both.

    `layout` has two rows for each pair, the plan given first before the other. `low` and `high` (P, P) are the ends of
    the first plan's score over what it shares with the second, NaN where they share nothing that has weight.
    """

    plan_ids: tuple[str, ...]
    layout: Layout
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class HeadToHead:
    """The pairs with the share of draws in which the first plan scores higher than the second; `wins` is (P, P)."""

    pairs: Pairs
    wins: Array


def pairs_of(study: Study, weighting: Weighting, *, nested: bool = False) -> Pairs:
    """Return the pairs of the plans that can be ranked under a weighting, over the criteria assessed in both.

    Units are those of `layout_of`: whole stance nodes, or with `nested` each criterion.
    """
    whole = layout_of(study, weighting, nested=True)
    kept = [study.plan_position(plan) for plan in whole.plan_ids]
    cells = study.scores.cells
    covered = cells.covered[kept] & whole.applicable
    rows = np.array(list(combinations(range(len(kept)), 2)), dtype=int).reshape(-1, 2)
    shared = np.repeat(covered[rows[:, 0]] & covered[rows[:, 1]], 2, axis=0)
    at = rows.ravel()
    own = replace(
        whole,
        plan_ids=tuple(whole.plan_ids[p] for p in at),
        values=whole.values[at],
        low=whole.low[at],
        high=whole.high[at],
        applicable=shared,
        fixed=frozenset() if nested else root_if_it_joins_groups(study.rubric),
    )
    local = local_weights(study.rubric, whole.tree, (weighting,))
    ends = (Matrix(whole.tree, end[kept][at], shared).run(local).total[0] for end in (cells.low, cells.high))
    low, high = (_square_of_pairs(end, rows, len(kept)) for end in ends)
    return Pairs(whole.plan_ids, own if nested else _layout_in_units(own), low, high)


def _layout_in_units(own: Layout) -> Layout:
    if own.tree.shrinking.any():
        return replace(own, fixed=own.fixed | insides_of(own.tree))
    return without_insides(own)


def _square_of_pairs(ends: Array, rows: NDArray[np.int_], plans: int) -> Array:
    square = np.full((plans, plans), np.nan)
    square[rows[:, 0], rows[:, 1]], square[rows[:, 1], rows[:, 0]] = ends[0::2], ends[1::2]
    return square


def head_to_head(pairs: Pairs, space: Space, sampling: Sampling) -> HeadToHead:
    """Return, for each pair, the share of drawn weightings under which the first plan scores higher.

    Parameters
    ----------
    pairs : Pairs
        The pairs over the criteria assessed in both.
    space : Space
        The space of weightings of the layout of the pairs.
    sampling : Sampling
        Draws and seed.
    """
    engine = engine_of(pairs.layout)
    none = np.zeros((2, len(pairs.layout.plan_ids) // 2), dtype=np.int64)
    ahead = sum((count_pairs(engine, space, chunk) for chunk in sampling.chunks), start=none)
    plans = len(pairs.plan_ids)
    wins = np.zeros((plans, plans))
    for (p, q), first, second in zip(combinations(range(plans), 2), *(ahead / sampling.draws), strict=True):
        wins[p, q], wins[q, p] = first, second
    return HeadToHead(pairs, wins)


def count_pairs(engine: Engine, space: Space, chunk: Chunk) -> Counts:
    """Draw one chunk of weightings; count for each pair the draws in which the one and the other scores higher."""
    weights, _ = draw(space, engine.layout.base, *chunk)
    found = np.zeros((2, len(engine.layout.plan_ids) // 2), dtype=np.int64)
    for scores in engine.blocks(weights):
        lead = scores[:, 0::2] - scores[:, 1::2]
        found += np.array([(lead > SAME).sum(axis=0), (lead < -SAME).sum(axis=0)])
    return found
