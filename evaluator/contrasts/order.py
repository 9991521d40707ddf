"""Which differences between plans are firm: a partial order of plans, printed as levels."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.head_to_head import HeadToHead
from evaluator.contrasts.study import Study
from evaluator.model.words import Figure, Sentence, say, say_alike, series

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PartialOrder:
    """Which plans are firmly ahead of which, judged for each pair over the criteria assessed in both.

    A is over B if A scores higher in enough draws, and if their ranges do not overlap. `over` are the pairs (A, B); no
    chain of them leads from a plan to itself. `open` are those of them in which what is not assessed could still turn
    the order of the whole scores. The first of `levels` holds the plans that no plan is over, the second those that
    only plans of the first are over, and so on: some plan of the level above is over each plan of a lower level, and
    plans of one level are never over each other. `unranked` are plans without a level.
    """

    weighting_id: str
    dominance: float
    levels: tuple[tuple[str, ...], ...]
    over: tuple[tuple[str, str], ...]
    open: tuple[tuple[str, str], ...]
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
            "this is said only if, over the criteria assessed in both, the one ahead scores higher in at least "
            "%(share)s of the randomly drawn frames and the ranges of both under “%(weighting)s” do not overlap",
            share=Figure(self.dominance, ".0%"),
            weighting=self.weighting_id,
        )
        if not self.over:
            return say("On present evidence none of these plans is firmly ahead of another: %(rule)s.", rule=rule)
        given: dict[str, object] = {"all": self._pairs, "levels": len(self.levels), "rule": rule}
        turned = say("Over all criteria, what is not assessed could still turn %(open)s of them.", open=len(self.open))
        return say_alike(
            "In %(number)s of %(all)s pairs of ranked plans one is firmly ahead of the other, which makes %(levels)s "
            "groups: %(rule)s.%(open)s Within a group the order is open.",
            len(self.over),
            open=series("", [" ", turned]) if self.open else "",
            **given,
        )


def partial_order(study: Study, found: HeadToHead, weighting_id: str, dominance: float) -> PartialOrder:
    """Return which plans are firmly ahead of which, with their levels.

    Pairs over what both share may run in a circle; the order of such pairs is not firm.

    Raises
    ------
    KeyError
        The weighting is not in the study.
    """
    pairs, ids = found.pairs, found.pairs.plan_ids
    over = _without_circles((found.wins >= dominance) & (pairs.low > pairs.high.T))
    verdicts = [study.verdict(plan, weighting_id) for plan in ids]
    low, high = (np.array([v.bounds[end] for v in verdicts]) for end in (0, 1))
    return PartialOrder(
        weighting_id=weighting_id,
        dominance=dominance,
        levels=_levels(ids, over),
        over=_pairs(ids, over),
        open=_pairs(ids, over & ~(low[:, None] > high[None, :])),
        unranked=tuple(plan for plan in study.plan_ids if plan not in ids),
    )


def _without_circles(over: Mask) -> Mask:
    """Return the relation without the pairs from whose second plan a chain leads back to the first.

    Examples
    --------
    >>> ring = np.array([[0, 1, 0, 1], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0]], dtype=bool)
    >>> _without_circles(ring).astype(int).tolist()
    [[0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    """
    reached = over.copy()
    for through in range(len(over)):
        reached |= reached[:, through, None] & reached[None, through]
    return np.asarray(over & ~reached.T)


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
