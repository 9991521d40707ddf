"""Few steps to a grade where the score is not a sum: a search that scores every candidate by the tree."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evaluator.model.scorecard import Scorecard
from evaluator.scoring.lift.steps import RatingSteps, totals_of

WIDTH = 40  # candidates kept at each number of steps
Climb = tuple[int, ...]


def search(
    card: Scorecard, rungs: Sequence[RatingSteps], lower: float, release: int, count: int
) -> tuple[bool, list[Climb]]:
    """Return whether the answer is surely the smallest, and at most `count` sets of steps, as `fewest` does.

    Gates that must be released come first, in every combination that suffices. Then one step is added at a time and the
    `WIDTH` best candidates are kept: by score, then by how far low levels have been raised, because some steps do not
    yet change the score (under a minimum, or next to a zero). No step lowers the score, so the search ends at the
    latest when every ladder is at its top.

    Raises
    ------
    ValueError
        Even the top of every ladder does not reach `lower`.
    """
    front = _freed(rungs, release)
    while front:
        keys = zip(_scores(card, rungs, front), [_evenness(card, rungs, climb) for climb in front], front, strict=True)
        scored = sorted(keys, key=_order)
        enough = [climb for score, _, climb in scored if score >= lower]
        if enough:
            return sum(enough[0]) - release <= 1, enough[:count]
        front = sorted({higher for *_, climb in scored[:WIDTH] for higher in _raised(rungs, climb)})
    raise ValueError("no climb reaches the next grade")


def _freed(rungs: Sequence[RatingSteps], release: int) -> list[Climb]:
    fronts: set[Climb] = {tuple(0 for _ in rungs)}
    for _ in range(release):
        fronts = {
            _step(climb, k)
            for climb in fronts
            for k, rung in enumerate(rungs)
            if rung.is_tripped and climb[k] == 0
        }  # fmt: skip
    return sorted(fronts)


def _raised(rungs: Sequence[RatingSteps], climb: Climb) -> list[Climb]:
    return [_step(climb, k) for k, rung in enumerate(rungs) if climb[k] + 1 < len(rung.levels)]


def _step(climb: Climb, k: int) -> Climb:
    return (*climb[:k], climb[k] + 1, *climb[k + 1 :])


def _scores(card: Scorecard, rungs: Sequence[RatingSteps], climbs: Sequence[Climb]) -> list[float]:
    variants = [
        {rung.criterion_id: rung.levels[steps] for rung, steps in zip(rungs, climb, strict=True)} for climb in climbs
    ]
    return [-1.0 if total is None else total for total in totals_of(card, variants)]


def _evenness(card: Scorecard, rungs: Sequence[RatingSteps], climb: Climb) -> float:
    """Return how evenly a candidate spreads its steps: the weighted sum of square roots of the levels' heights.

    A square root grows most at low values, so a step counts for more the lower it starts.
    """
    heights = [
        card.criterion(rung.criterion_id).applicable * math.sqrt(_height(card, rung, steps))
        for rung, steps in zip(rungs, climb, strict=True)
    ]
    return round(math.fsum(heights), 12)


def _height(card: Scorecard, rung: RatingSteps, steps: int) -> float:
    top = card.rubric.scale_of(rung.criterion_id).top
    level = rung.levels[steps]
    return (top - level if rung.levels[0] > rung.levels[-1] else level) / top


def _order(item: tuple[float, float, Climb]) -> tuple[float, float, Climb]:
    score, evenness, climb = item
    return (-score, -evenness, tuple(-steps for steps in climb))
