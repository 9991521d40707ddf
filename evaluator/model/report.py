"""Choices of the reports that a reviewer could dispute: what is practice, a common gap, a finding."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from evaluator.model.base import Finite, Origin, Shape, Share, Whole


class Practice(Shape):
    """The share of the scale from which reports show the highest level reached as practice."""

    share_from: Share = Field(alias="from", gt=0)
    origin: Origin
    ground: str = ""


class CommonGap(Shape):
    """The limit under which reports call a criterion a gap that plans share.

    A criterion is such a gap where its best level, over at least `least_plans` rated plans, is at most the share
    `up_to` of the scale.
    """

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
    """When the first sentence of a report says that the frame matters, and which criteria it names.

    The sentence calls the scores of one plan alike if they differ by less than `frame_matters_from`
    between frames. It names the fewest criteria, at most `names`, that make up the share `explains` of a
    difference. It says that what was not assessed matters more than the frame if that could move the
    score at least `unread_times` as far.
    """

    frame_matters_from: Share = Field(gt=0)
    explains: Share = Field(gt=0)
    names: Whole = Field(ge=1, le=6)
    unread_times: Finite = Field(ge=1)
    origin: Origin
    ground: str = ""


class ReportChoices(Shape):
    """The thresholds by which reports use the words practice, common gap, alike and finding; no score depends on them.

    Without `finding`, the first sentence of a report does not say what frames do.
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
