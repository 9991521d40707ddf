"""Disputable choices of the contrast: draws, seeds, shares, alternatives."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from evaluator.model.aggregation import Aggregation
from evaluator.model.schema import NotNegative, Origin, Shape, Share, Whole

DUST = 1e-9


class HitAndRun(Shape):
    """The settings of the random walk through a narrow set of weightings.

    The walk replaces plain draws if the admissible share of these is below `rejection_floor`.
    """

    rejection_floor: Share = Field(gt=0)
    chains: Whole = Field(ge=4)
    burn_in: Whole = Field(ge=1)
    thinning: Whole = Field(ge=1)
    origin: Origin
    ground: str = ""


class TierTest(Shape):
    """The settings of the test that compares scores with tiers of the Trafficking in Persons Report."""

    least_plans: Whole = Field(ge=4)
    permutations: Whole = Field(ge=99)
    interval: Share = Field(gt=0, lt=1)
    origin: Origin
    ground: str = ""


class DoubtfulRatings(Shape):
    """The probabilities by which draws replace an uncertain rating; the bounds of scores do not use them.

    `unrated` gives each level of the scale a probability (empty: all levels equal).
    `one_down` and `one_up` are the chances that a low-confidence level is one step
    lower or higher, within the scale.
    """

    unrated: dict[Whole, Share] = {}
    one_down: Share
    one_up: Share
    origin: Origin
    ground: str = ""

    @model_validator(mode="after")
    def _chances_add_up(self) -> Self:
        if self.unrated and abs(sum(self.unrated.values()) - 1) > DUST:
            raise ValueError("probabilities of levels that add up to 1")
        if self.one_down + self.one_up > 1:
            raise ValueError("`one_down` and `one_up` that add up to at most 1")
        return self


class Alternatives(Shape):
    """Other models that could have been chosen: aggregations, value functions, and weights of plan quality.

    `value_functions` gives points to the levels of the rubric's scale. `quality_from` and `quality_to` bound the share
    of `plan-quality` at the root; a rubric without such a node leaves them out.
    """

    aggregations: tuple[Aggregation, ...] = ()
    value_functions: dict[str, tuple[Share, ...]] = {}
    quality_from: Share = 0.0
    quality_to: Share = 0.0
    origin: Origin
    ground: str = ""

    @model_validator(mode="after")
    def _points_rise_from_0_to_1(self) -> Self:
        for name, points in self.value_functions.items():
            falls = any(b < a for a, b in pairwise(points))
            if not points or points[0] != 0 or points[-1] != 1 or falls:
                raise ValueError(f"points of {name} that start at 0, end at 1 and never fall")
        if self.quality_from > self.quality_to:
            raise ValueError("`quality_from` at or under `quality_to`")
        return self


class Sensitivity(Shape):
    """The settings of the variance-based sensitivity analysis; `base` is a power of two."""

    base: Whole = Field(ge=16)
    scenarios: Whole = Field(ge=16)
    confidence: Share = Field(gt=0, lt=1)
    origin: Origin
    ground: str = ""

    @model_validator(mode="after")
    def _is_a_power_of_two(self) -> Self:
        if self.base & (self.base - 1):
            raise ValueError("`base` that is a power of two")
        return self


class MoveChoices(Shape):
    """The settings for a sentence that explains a move between two weightings: which criteria it names.

    It names the first `names` criteria that pull in the direction of the move. It also names the strongest opposite
    pull if that exceeds the share `against` of the move.
    """

    names: Whole = Field(default=2, ge=1)
    against: NotNegative = 0.25
    origin: Origin = "modelled"
    ground: str = ""


class FlipChoices(Shape):
    """The number of plans up to which the section on flips searches all changes of order.

    Up to `every_pair` plans, the section computes flips for each pair; with more plans, only for neighbours in the
    ranking. Up to `swaps` plans it searches changes of place between two weightings, up to `ranks` plans the best and
    the worst rank of each plan.
    """

    every_pair: Whole = 6
    swaps: Whole = 20
    ranks: Whole = 40
    origin: Origin = "modelled"
    ground: str = ""


class ContrastChoices(Shape):
    """The settings of robustness, levels, the association with tiers, moves and flips.

    `rank_interval` is the share of draws inside a printed rank interval, `concentration` the parameter of the Dirichlet
    distribution around a weighting, `dominance` the least share of draws in which plan A must score higher than B to be
    over it. `tiers` is for a rubric that is compared with tiers; without it no association is computed.
    """

    draws: Whole = Field(ge=100)
    seed: Whole = Field(ge=0)
    rank_interval: Share = Field(gt=0, lt=1)
    concentration: NotNegative = Field(gt=0)
    dominance: Share = Field(gt=0.5)
    hit_and_run: HitAndRun
    tiers: TierTest | None = None
    ratings: DoubtfulRatings
    alternatives: Alternatives
    sensitivity: Sensitivity
    moves: MoveChoices = MoveChoices()
    flips: FlipChoices = FlipChoices()
    origin: Origin
    ground: str = ""
