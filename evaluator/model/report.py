"""Choices of the reports on several plans that a reviewer could dispute: what is practice, what a common gap."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from evaluator.model.base import Origin, Shape, Share, Whole


class Practice(Shape):
    """From which share of the scale on the highest level reached is shown as practice."""

    share_from: Share = Field(alias="from", gt=0)
    origin: Origin
    ground: str = ""


class CommonGap(Shape):
    """Up to which share of the scale the best of at least `least_plans` rated plans is a gap they share."""

    up_to: Share
    least_plans: Whole = Field(ge=2)
    origin: Origin
    ground: str = ""


class PortraitChoices(Shape):
    """When two plans are called alike: which measures are near-identical, and against what chance.

    Two measures are near-identical from a cosine of `near_identical` on; one of fewer
    than `least_words` different words is not compared. `permutations` deals of the rows
    of both plans, by `seed`, say how alike two plans from one pack would be.
    """

    near_identical: Share = Field(gt=0)
    least_words: Whole = Field(ge=1)
    permutations: Whole = Field(ge=1, le=100_000)
    seed: Whole = Field(ge=0)
    origin: Origin
    ground: str = ""


class ReportChoices(Shape):
    """What a report on several plans calls practice, a common gap, and alike. No score depends on it."""

    practice: Practice
    common_gap: CommonGap
    portrait: PortraitChoices | None = None

    @model_validator(mode="after")
    def _is_not_both(self) -> Self:
        if self.common_gap.up_to >= self.practice.share_from:
            raise ValueError("`common_gap.up_to` under `practice.from`: one level is not both")
        return self
