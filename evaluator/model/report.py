"""Choices of the reports that a reviewer could dispute: what is practice, a common gap, a finding."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from evaluator.model.base import Finite, Origin, Shape, Share, Whole


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


class FindingChoices(Shape):
    """When the sentence that a report opens with says that the frame matters, and which criteria it names.

    Scores of one plan that differ by less than `frame_matters_from` between frames are
    called alike. Of the criteria behind a difference the fewest are named that make up
    the share `explains` of it, at most `names`. What was not assessed is said to matter
    more than the frame where it could move the score `unread_times` as far or further.
    """

    frame_matters_from: Share = Field(gt=0)
    explains: Share = Field(gt=0)
    names: Whole = Field(ge=1, le=6)
    unread_times: Finite = Field(ge=1)
    origin: Origin
    ground: str = ""


class ReportChoices(Shape):
    """What reports call practice, a common gap, alike, and a finding. No score depends on it.

    Without `finding` the sentence that opens a report leaves out what frames do.
    """

    practice: Practice
    common_gap: CommonGap
    portrait: PortraitChoices | None = None
    finding: FindingChoices | None = None

    @model_validator(mode="after")
    def _is_not_both(self) -> Self:
        if self.common_gap.up_to >= self.practice.share_from:
            raise ValueError("`common_gap.up_to` under `practice.from`: one level is not both")
        return self
