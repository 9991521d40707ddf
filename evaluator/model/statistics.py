"""What the statistics of an audit go by: how many plans are enough, and what is called high or low."""

from __future__ import annotations

from pydantic import Field

from evaluator.model.base import Finite, Origin, Shape, Share, Whole


class StatisticsChoices(Shape):
    """Thresholds of words, and sizes of what is drawn.

    Under `least_plans` nothing is said of how criteria go together. A p under `significant`
    is called rare by chance. A correlation over
    `redundant` makes two criteria of one node near copies, one under `weak` with the node
    above leaves a criterion alone there; a node with an alpha under `consistent` measures
    more than one thing. `apart` is how far the importance of a criterion may be
    from its weight, as a factor. `bins` groups a criterion of many values; `noise` moves each weight by
    up to that share in `draws` draws; `standouts` criteria are listed for each plan.
    Alpha 0.7 is Nunnally's (1978, Psychometric Theory), 0.3 and 0.92 are customary in
    audits of the JRC; the others are ours.
    """

    least_plans: Whole = Field(default=10, ge=4)
    significant: Share = 0.05
    redundant: Share = 0.92
    weak: Share = 0.3
    consistent: Share = 0.7
    apart: Finite = Field(default=2.0, gt=1)
    bins: Whole = Field(default=5, ge=2)
    noise: Share = 0.25
    draws: Whole = Field(default=1000, ge=100, le=100_000)
    seed: Whole = Field(default=2006, ge=0)
    interval: Share = 0.9
    standouts: Whole = Field(default=3, ge=1)
    origin: Origin = "modelled"
    ground: str = ""
