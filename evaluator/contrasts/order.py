"""Which differences are real: a partial order of plans, printed as levels."""

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
    """A over B only where A scores higher in enough draws and the bounds do not overlap.

    `over` are those pairs. `levels` are the plans with nobody over them, then
    those with only the first level over them, and so on: a plan of a lower level
    has some plan of the level above over it, and plans of one level are never
    over each other. `by_draws` and `by_bounds` are pairs that one test alone
    would have put apart. `unranked` plans have no place.
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
        """Return how many pairs the plans with a place make."""
        return comb(sum(len(level) for level in self.levels), 2)

    @property
    def verdict(self) -> Sentence:
        """Say in one short sentence whether plans can be told apart."""
        if not self.over:
            return say("On present evidence the order of no two of these plans is firm.")
        return say_alike(
            "For %(number)s of %(all)s pairs of ranked plans the order is firm.",
            len(self.over),
            all=self._pairs,
        )

    @property
    def sentence(self) -> Sentence:
        """Say in words what can be told apart."""
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
    """Return the levels of the plans that were drawn for.

    `wins` come from the draws, bounds from the weighting named: the one around or
    from which was drawn.

    Raises
    ------
    KeyError
        The weighting is not in the study.

    Notes
    -----
    Bounds that do not overlap order plans as intervals on a line, so that the
    relation has no cycles, though shares of draws alone may have.
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
    """Peel off, again and again, the plans that no remaining plan is over."""
    waiting = np.ones(len(ids), dtype=bool)
    levels = []
    while waiting.any():
        free = waiting & ~over[waiting].any(axis=0)
        levels.append(tuple(sorted(ids[p] for p in np.flatnonzero(free))))
        waiting &= ~free
    return tuple(levels)
