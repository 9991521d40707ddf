"""Disputable choices of the reports: the thresholds of practice, common gap, similarity and finding."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from evaluator.model.base import Finite, Origin, Shape, Share, Whole


class Practice(Shape):
    """The least level, as a share of the scale, that reports show as practice."""

    share_from: Share = Field(alias="from", gt=0)
    origin: Origin
    ground: str = ""


class CommonGap(Shape):
    """The threshold at or below which reports call a criterion a gap that plans share.

    A criterion is such a gap if its best level, over at least `least_plans` rated plans, is at most the share `up_to`
    of the scale.
    """

    up_to: Share
    least_plans: Whole = Field(ge=2)
    origin: Origin
    ground: str = ""


class PortraitChoices(Shape):
    """The settings by which two plans are called alike: near-identical measures, and likeness by chance.

    Two measures are near-identical from a cosine of `near_identical` on; measures with fewer than `least_words`
    different words are not compared. `permutations` random divisions of the rows of both plans, from `seed`, show how
    alike two plans would be by chance.
    """

    near_identical: Share = Field(gt=0)
    least_words: Whole = Field(ge=1)
    permutations: Whole = Field(ge=1, le=100_000)
    seed: Whole = Field(ge=0)
    origin: Origin
    ground: str = ""


class FindingChoices(Shape):
    """The settings of the first sentence of a report: when the frame matters, and which criteria it names.

    The sentence calls the scores of one plan alike if they differ by less than `frame_matters_from` between frames. It
    names the fewest criteria, at most `names`, that make up the share `explains` of a difference. It says that what was
    not assessed matters more than the frame if that could move the score at least `unread_times` as far.
    """

    frame_matters_from: Share = Field(gt=0)
    explains: Share = Field(gt=0)
    names: Whole = Field(ge=1, le=6)
    unread_times: Finite = Field(ge=1)
    origin: Origin
    ground: str = ""


class ReportChoices(Shape):
    """The thresholds by which reports use the words practice, common gap, alike and finding. No score depends on them.

    Without `finding`, the first sentence of a report does not mention the effect of frames.
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
