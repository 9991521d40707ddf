"""What serves control against what protects the person: the mean level of each side, on what was read in every plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.study import Study
from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.scoring.grade import rounded

LEAST = 3  # criteria of a side before its mean is told
SIDES = ("control", "protection")
TWO = 2  # English says “both”
PLANS: Mapping[str, Sentence | None] = {
    "compared": None,
    "apart": say_n(
        "%(number)s is left out, as too little was read",
        "%(number)s are left out, as too little was read",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class SidesRow(Row):
    """One plan: the mean of its points on criteria of control and of protection, and their difference."""

    control: float | None = None
    protection: float | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The plans by side, and on how many common criteria each side's mean rests."""

    block: Block[SidesRow]
    criteria: Mapping[str, int]


def sides_of(study: Study, labels: Mapping[str, str]) -> Sides | None:
    """Return the mean points of each plan on the common criteria of control and of protection.

    Plain means: every criterion counts once, whatever its weight. None where the rubric has no stances, no plan can be
    ranked, or a side has fewer than three criteria in common.
    """
    rubric = study.rubric
    names, common = study.scores.tree.criteria, set(study.common)
    places = {side: [k for k, c in enumerate(names) if c in common and rubric.stances[c] == side] for side in SIDES}
    ranked = {plan for frame in study.weightings for plan in study.ranked(frame.id)}
    if not ranked or any(len(found) < LEAST for found in places.values()):
        return None
    points = study.scores.cells.values
    rows = [
        _sides_row(plan, labels[plan], [float(np.mean(points[at, places[side]])) for side in SIDES])
        if plan in ranked
        else SidesRow(plan, labels[plan], "apart")
        for at, plan in enumerate(study.plan_ids)
    ]
    block = Block.of("sides", PLANS, rows, asked=study.plan_ids)
    return Sides(block, {side: len(found) for side, found in places.items()})


def _sides_row(plan: str, name: str, means: Sequence[float]) -> SidesRow:
    control, protection = map(rounded, means)
    return SidesRow(plan, name, "compared", control=control, protection=protection, gap=rounded(control - protection))


def sides_title(block: Block[SidesRow]) -> Title:
    """Return how many plans answer control better than protection; “all” only where no plan is left out."""
    better = count(block, Where("gap", ">=", 0.005), "compared")
    worse = count(block, Where("gap", "<=", -0.005), "compared")
    if better.is_every:
        said = say_n(
            "What serves control is answered better than what protects the person",
            "All %(number)s answer what serves control better than what protects the person",
            better.number,
        )
        return Title(
            say("Both answer what serves control better than what protects the person")
            if better.number == TWO
            else said,
            (better,),
        )
    if worse.is_every:
        said = say_n(
            "What protects the person is answered better than what serves control",
            "All %(number)s answer what protects the person better than what serves control",
            worse.number,
        )
        return Title(
            say("Both answer what protects the person better than what serves control")
            if worse.number == TWO
            else said,
            (worse,),
        )
    said = say(
        "%(better)s of %(all)s answer control better than protection, %(worse)s the reverse",
        better=better.number,
        all=better.of,
        worse=worse.number,
    )
    return Title(said, (better, worse))
