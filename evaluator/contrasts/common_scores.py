"""Plans on what was read in all of them, under every frame, and whether they score higher where control weighs more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.sides import PLANS, TWO
from evaluator.contrasts.study import Study
from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.sentence import say, say_n
from evaluator.scoring.grade import rounded

HALF = 0.5  # of the weight: what a frame mostly counts
LEAST = 3  # frames on each side of the half before their means are told
EQUAL = 0.005  # scores that print alike


@dataclass(frozen=True, slots=True)
class CommonRow(Row):
    """One plan on the common criteria: a dot for each frame, its share of control and the score.

    `under` and `over` are the means under frames with at most and with more than half of the weight on control,
    `rise` is their difference.
    """

    under: float | None = None
    over: float | None = None
    rise: float | None = None
    dots: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CommonScores:
    """The plans on their common criteria, how many these are, and how many frames lie on each side of the half."""

    block: Block[CommonRow]
    criteria: int
    under: int
    over: int


def common_scores(study: Study, labels: Mapping[str, str]) -> CommonScores | None:
    """Return the plans' scores on what was read in all of them, frame by frame.

    None where the rubric has no stances, nothing is common, no plan can be ranked, or fewer than three frames lie on
    one side of the half.
    """
    ranked = {plan for frame in study.weightings for plan in study.ranked(frame.id)}
    if not study.rubric.has_stances or not study.common or not ranked:
        return None
    lines = effective_weights(study.rubric, study.weightings)
    shares = next(line.shares for line in lines if (line.kind, line.id) == ("stance", "control"))
    over = [at for at, share in enumerate(shares) if rounded(share) > HALF]
    under = [at for at in range(len(shares)) if at not in over]
    if min(len(over), len(under)) < LEAST:
        return None
    rows = []
    for place, plan in enumerate(study.plan_ids):
        scores = [row[place].common_score for row in study.verdicts]
        rows.append(_common_row(plan, labels[plan], shares, scores, over) if plan in ranked else _apart(plan, labels))
    block = Block.of("common", PLANS, rows, asked=study.plan_ids)
    return CommonScores(block, len(study.common), len(under), len(over))


def _apart(plan: str, labels: Mapping[str, str]) -> CommonRow:
    return CommonRow(plan, labels[plan], "apart")


def _common_row(
    plan: str, name: str, shares: Sequence[float], scores: Sequence[float | None], over: Sequence[int]
) -> CommonRow:
    sides: dict[bool, list[float]] = {True: [], False: []}
    dots = []
    for at, (share, score) in enumerate(zip(shares, scores, strict=True)):
        if score is not None:
            sides[at in over].append(score)
            dots.append((rounded(share), rounded(score)))
    if not sides[True] or not sides[False]:
        return CommonRow(plan, name, "apart")
    high, low = (rounded(float(np.mean(sides[side]))) for side in (True, False))
    return CommonRow(plan, name, "compared", under=low, over=high, rise=rounded(high - low), dots=tuple(sorted(dots)))


def common_title(block: Block[CommonRow]) -> Title:
    """Return how many plans score higher where most of the weight is on control; “all” where none is left out."""
    higher = count(block, Where("rise", ">=", EQUAL), "compared")
    lower = count(block, Where("rise", "<=", -EQUAL), "compared")
    if higher.is_every:
        said = say_n(
            "The score is higher on average with those who mostly count control",
            "All %(number)s score higher on average with those who mostly count control",
            higher.number,
        )
        return Title(
            say("Both score higher on average with those who mostly count control") if higher.number == TWO else said,
            (higher,),
        )
    if lower.is_every:
        said = say_n(
            "The score is lower on average with those who mostly count control",
            "All %(number)s score lower on average with those who mostly count control",
            lower.number,
        )
        return Title(
            say("Both score lower on average with those who mostly count control") if lower.number == TWO else said,
            (lower,),
        )
    said = say(
        "%(higher)s of %(all)s score higher on average with those who mostly count control, %(lower)s lower",
        higher=higher.number,
        all=higher.of,
        lower=lower.number,
    )
    return Title(said, (higher, lower))
