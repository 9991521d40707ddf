"""Disputable choices of the reports: the thresholds of practice, common gap, similarity, finding and short report."""

from __future__ import annotations

from typing import Self

from pydantic import AliasChoices, Field, model_validator

from evaluator.model.schema import Finite, Origin, Shape, Share, Whole

LEAST_PRINTED = 0.005  # of a score, in a rubric that does not say from which difference on a frame matters

LEAST_MARKS = 3  # frames whose scores are drawn by their share of control


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
    """The settings of what reports say of frames: when a frame matters, and which criteria the finding names.

    A spread of scores over frames under `least_move` (once `frame_matters_from`) is told as none. Frames by their
    share of control are drawn of a plan that at least `slope_frames` frames can grade. The finding names the two
    outermost frames only where fewer than the share `agree_from` of the frames that can grade a plan give its grade
    under the frame used; where it is absent, it names them wherever grades differ. Of several plans it tells first
    which one is put before and after others, if `least_places` of them change sides. It names the fewest criteria, at
    most `names`, that make up the share `explains` of a difference. It says that what was not assessed matters more
    than the frame if that could move the score at least `unread_times` as far.
    """

    least_move: Share = Field(gt=0, validation_alias=AliasChoices("least_move", "frame_matters_from"))
    slope_frames: Whole = Field(default=LEAST_MARKS, ge=LEAST_MARKS)
    agree_from: Share | None = Field(default=None, gt=0)
    least_places: Whole = Field(default=3, ge=1)
    explains: Share = Field(gt=0)
    names: Whole = Field(ge=1, le=6)
    unread_times: Finite = Field(ge=1)
    origin: Origin
    ground: str = ""


class SideChoices(Shape):
    """The least that a side of a plan must hold to have a score: what the TIP Report assesses, or what it ignores.

    A side has a score from `least_criteria` criteria with weight on, which make up `least_share` of the weight.
    """

    least_criteria: Whole = Field(ge=1)
    least_share: Share
    origin: Origin
    ground: str = ""


class ShortChoices(Shape):
    """The settings of the report on a plan of which little was read: one page, without a score.

    It is printed where less than the share `under` of the weight was assessed, and asks the `questions` heaviest
    questions that are open.
    """

    under: Share = Field(gt=0)
    questions: Whole = Field(ge=1, le=10)
    origin: Origin
    ground: str = ""


class ReportChoices(Shape):
    """The thresholds by which reports use the words practice, common gap, alike and finding. No score depends on them.

    Without `finding`, the first sentence of a report does not mention the effect of frames. Without `side`, every side
    has a score. Without `short`, every report is printed whole.
    """

    practice: Practice
    common_gap: CommonGap
    portrait: PortraitChoices | None = None
    finding: FindingChoices | None = None
    side: SideChoices | None = None
    short: ShortChoices | None = None

    @model_validator(mode="after")
    def _is_not_both(self) -> Self:
        if self.common_gap.up_to >= self.practice.share_from:
            raise ValueError("a `common_gap.up_to` lower than `practice.from`: no level is both")
        return self

    def tells_little(self, share: float | None) -> bool:
        """Return whether so little of a plan was assessed that no score of it is printed; `share` is of the weight."""
        return self.short is not None and share is not None and share < self.short.under


def least_move(choices: ReportChoices | None) -> float:
    """Return the least difference of scores that counts as one: `finding.least_move`, else what prints as one.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> least_move(Library.open().rubric().report), least_move(None)
    (0.05, 0.005)
    """
    return LEAST_PRINTED if choices is None or choices.finding is None else choices.finding.least_move


def slope_frames(choices: ReportChoices | None) -> int:
    """Return how many frames must grade a plan before they are drawn by control: `finding.slope_frames`, else three.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> slope_frames(Library.open().rubric().report), slope_frames(None)
    (5, 3)
    """
    return LEAST_MARKS if choices is None or choices.finding is None else choices.finding.slope_frames
