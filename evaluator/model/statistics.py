"""Settings of the statistics of an audit: the least number of plans, and thresholds of high and low."""

from __future__ import annotations

from pydantic import Field

from evaluator.model.base import Finite, Origin, Shape, Share, Whole


class StatisticsChoices(Shape):
    """Thresholds of remarks, and sizes of random draws.

    With fewer than `least_plans` plans, relations between criteria are not computed. A p below `significant` is called
    rare by chance. A correlation above `redundant` makes two criteria of one node near copies; one below `weak` with
    the parent node means that a criterion stands apart from its node. A node with an alpha below `consistent` measures
    more than one thing. `apart` is the factor by which the importance of a criterion may differ from its weight. `bins`
    is the number of groups for a criterion of many values. `noise` changes each weight by up to that share in `draws`
    draws. `standouts` is the number of criteria listed for each plan.

    The value 0.7 of alpha is Nunnally's (1978, Psychometric Theory); 0.3 and 0.92 are customary in audits of the JRC;
    the others are modelled.
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
