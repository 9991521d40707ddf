"""Which differences between plans are firm: a partial order of plans, printed as levels."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.robustness import Robustness
from evaluator.contrasts.study import Study
from evaluator.model.words import Figure, Sentence, say, say_alike

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PartialOrder:
    """A partial order: A is over B if A scores higher in enough draws and the bounds do not overlap.

    `over` are the pairs (A, B). The first of `levels` holds the plans that no plan is over, the second those that only
    plans of the first are over, and so on: some plan of the level above is over each plan of a lower level, and plans
    of one level are never over each other. `by_draws` and `by_bounds` are pairs that pass only one of the two tests.
    `unranked` are plans without a level.
    """

    weighting_id: str
    dominance: float
    levels: tuple[tuple[str, ...], ...]
    over: tuple[tuple[str, str], ...]
    by_draws: tuple[tuple[str, str], ...]
    by_bounds: tuple[tuple[str, str], ...]
    unranked: tuple[str, ...]

    @property
    def _pairs(self) -> int:
        """Return the number of pairs of the plans that have a level."""
        return comb(sum(len(level) for level in self.levels), 2)

    @property
    def verdict(self) -> Sentence:
        """Return one short sentence on how many pairs of plans have a firm order."""
        if not self.over:
            return say("On present evidence the order of no two of these plans is firm.")
        return say_alike(
            "For %(number)s of %(all)s pairs of ranked plans the order is firm.",
            len(self.over),
            all=self._pairs,
        )

    @property
    def sentence(self) -> Sentence:
        """Return a sentence on how many pairs of plans have a firm order, with the rule for it."""
        rule = say(
            "it is firm only if the one ahead scores higher in at least %(share)s of the randomly drawn"
            " frames and the ranges of both under “%(weighting)s” do not overlap",
            share=Figure(self.dominance, ".0%"),
            weighting=self.weighting_id,
        )
        if not self.over:
            return say("On present evidence the order of no two of these plans is firm: %(rule)s.", rule=rule)
        return say_alike(
            "For %(number)s of %(all)s pairs of ranked plans the order is firm, which makes %(levels)s groups: "
            "%(rule)s. No plan is firmly ahead of another of its own group; groups are no ranks.",
            len(self.over),
            all=self._pairs,
            levels=len(self.levels),
            rule=rule,
        )


def partial_order(study: Study, robustness: Robustness, weighting_id: str, dominance: float) -> PartialOrder:
    """Return the partial order of the plans of `robustness`, with its levels.

    `wins` come from the draws, bounds from the named weighting, which should be the base of the draws.

    Raises
    ------
    KeyError
        The weighting is not in the study.

    Notes
    -----
    Bounds that do not overlap order plans as intervals on a line, so that the
    relation has no cycles; a relation by shares of draws alone may have cycles.
    """
    ids = robustness.plan_ids
    verdicts = [study.verdict(plan, weighting_id) for plan in ids]
    low, high = (np.array([v.bounds[end] for v in verdicts]) for end in (0, 1))
    often = robustness.wins >= dominance
    apart = low[:, None] > high[None, :]
    over = often & apart
    return PartialOrder(
        weighting_id=weighting_id,
        dominance=dominance,
        levels=_levels(ids, over),
        over=_pairs(ids, over),
        by_draws=_pairs(ids, often & ~apart),
        by_bounds=_pairs(ids, apart & ~often),
        unranked=tuple(plan for plan in study.plan_ids if plan not in ids),
    )


def _pairs(ids: tuple[str, ...], relation: Mask) -> tuple[tuple[str, str], ...]:
    return tuple((ids[a], ids[b]) for a, b in np.argwhere(relation))


def _levels(ids: tuple[str, ...], over: Mask) -> tuple[tuple[str, ...], ...]:
    """Return the levels: repeatedly remove the plans that no remaining plan is over."""
    waiting = np.ones(len(ids), dtype=bool)
    levels = []
    while waiting.any():
        free = waiting & ~over[waiting].any(axis=0)
        levels.append(tuple(sorted(ids[p] for p in np.flatnonzero(free))))
        waiting &= ~free
    return tuple(levels)
