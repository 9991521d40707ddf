"""Which differences between plans are firm: a partial order of plans, printed as levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.head_to_head import HeadToHead
from evaluator.contrasts.robustness import Robustness
from evaluator.contrasts.study import Study
from evaluator.model.words import Figure, Sentence, say, say_alike

Mask = NDArray[np.bool_]


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
    def _pairs(self) -> int:
        """Return the number of pairs of the plans that have a level."""
        return comb(sum(len(level) for level in self.levels), 2)

    @property
    def verdict(self) -> Sentence:
        """Return one short sentence on how many pairs of plans have a firm order."""
        if not self.over:
            return say("On present evidence none of these plans is firmly ahead of another.")
        return say_alike(
            "In %(number)s of %(all)s pairs of ranked plans one is firmly ahead of the other.",
            len(self.over),
            all=self._pairs,
        )

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
            return say("On present evidence none of these plans is firmly ahead of another: %(rule)s.", rule=rule)
        return say_alike(
            "In %(number)s of %(all)s pairs of ranked plans one is firmly ahead of the other, which makes %(levels)s "
            "groups: %(rule)s. Within a group the order is open.",
            len(self.over),
            all=self._pairs,
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
        levels=_levels(ids, over),
        over=tuple((ids[a], ids[b]) for a, b in np.argwhere(over)),
        unranked=tuple(plan for plan in study.plan_ids if plan not in ids),
    )


def _levels(ids: tuple[str, ...], over: Mask) -> tuple[tuple[str, ...], ...]:
    """Return the levels: repeatedly remove the plans that no remaining plan is over."""
    waiting = np.ones(len(ids), dtype=bool)
    levels = []
    while waiting.any():
        free = waiting & ~over[waiting].any(axis=0)
        levels.append(tuple(sorted(ids[p] for p in np.flatnonzero(free))))
        waiting &= ~free
    return tuple(levels)
