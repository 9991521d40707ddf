"""One plan under every frame of a study: what each gives, the ends of those that grade it, and the unread beside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evaluator.contrasts.frame_block import FrameBlock, frame_block
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.criterion_block import CriterionBlock, block_of
from evaluator.model.report import FindingChoices, least_move
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Figure, Sentence, say
from evaluator.scoring.grade import grades_of, rounded
from evaluator.scoring.rounding import printed, score_figure
from evaluator.scoring.scores import used_weights

Ends = tuple[RankedResult, RankedResult]  # under the worst and the best frame


@dataclass(frozen=True)
class Frames:
    """The results of one plan under every frame of a study, and the frames with its worst and best grade."""

    study: Study
    place: int

    @cached_property
    def verdicts(self) -> tuple[RankedResult, ...]:
        """Return the plan's result under each frame, in the order of the study."""
        return tuple(row[self.place] for row in self.study.verdicts)

    @property
    def rubric(self) -> Rubric:
        """Return the rubric of the study."""
        return self.study.rubric

    @property
    def own(self) -> RankedResult:
        """Return the plan's result under the first frame, which is the frame of the report."""
        return self.verdicts[0]

    @cached_property
    def criteria(self) -> CriterionBlock:
        """Return the plan's criteria under the first frame; titles are those of the rubric."""
        scores = self.study.scores
        columns = (
            scores.cells.values[self.place],
            scores.applicable.criteria[0, self.place],
            np.nan_to_num(used_weights(scores).criteria[0, self.place]),
        )
        outcomes = {one.criterion_id: one for one in self.study.entrants[self.place].outcomes}
        numbers = zip(*(column.tolist() for column in columns), strict=True)
        scored = [(outcomes[name], *of) for name, of in zip(scores.tree.criteria, numbers, strict=True)]
        return block_of(self.rubric, scored, {name: self.rubric.title(name) for name in outcomes})

    @cached_property
    def block(self) -> FrameBlock:
        """Return the plan under every frame as the rows that reports draw; frames are named by their ids."""
        return frame_block(self.study, self.place, {frame.id: frame.id for frame in self.study.weightings})

    @cached_property
    def graded(self) -> tuple[RankedResult, ...]:
        """Return the results that have a grade."""
        return tuple(v for v in self.verdicts if v.state == "graded")

    @cached_property
    def grades(self) -> tuple[tuple[str, int], ...]:
        """Return the number of frames that give the plan each grade, best grade first."""
        count = Counter(str(v.grade.grade) for v in self.graded)
        return tuple((grade, count[grade]) for grade in ladder(self.study.rubric) if count[grade])

    @cached_property
    def ends(self) -> Ends:
        """Return the worst and the best graded result, ordered by grade, then by score.

        Of tied results the earlier one counts.
        """
        steps = {grade: -step for step, grade in enumerate(ladder(self.study.rubric))}

        def standing(verdict: RankedResult) -> tuple[int, float]:
            return steps[str(verdict.grade.grade)], rounded(verdict.score or 0.0)

        return min(self.graded, key=standing), max(self.graded, key=standing)

    @property
    def steps(self) -> int:
        """Return the number of grades between the worst and the best result; 0 where the plan has no grade."""
        order = ladder(self.study.rubric)
        return order.index(self.grades[-1][0]) - order.index(self.grades[0][0]) if self.grades else 0

    @property
    def agreeing(self) -> int:
        """Return the number of frames that give the grade of the frame used, that frame included; 0 without a grade."""
        return dict(self.grades).get(str(self.own.grade.grade), 0)

    @property
    def spread(self) -> float:
        """Return the highest less the lowest score over the frames that give a grade; 0 with fewer than two."""
        scores = [rounded(v.score or 0.0) for v in self.graded]
        return rounded(max(scores) - min(scores)) if scores else 0.0

    @property
    def moved(self) -> float:
        """Return the spread, or 0 where it is less than what the rubric counts as a difference."""
        return self.spread if self.spread >= least_move(self.rubric.report) else 0.0

    @property
    def unread(self) -> float:
        """Return the width of the bounds of the score under the first frame: how far unrated criteria can move it."""
        low, high = self.verdicts[0].bounds
        return high - low


def ladder(rubric: Rubric) -> tuple[str, ...]:
    """Return the grades of a rubric, best first."""
    return grades_of(rubric.grading)


def finding_of(rubric: Rubric) -> FindingChoices | None:
    """Return the rubric's choices for findings, None where it states none."""
    return rubric.report.finding if rubric.report else None


def unread_words(chosen: FindingChoices, unread: float, spread: float) -> Sentence:
    """Return a sentence that compares how far unrated criteria, and how far the choice of frame, can move the score."""
    given: dict[str, object] = {"unread": score_figure(unread), "spread": score_figure(spread)}
    times = rounded(unread / spread) if spread > 0 else float("inf")
    if times >= chosen.unread_times and rounded(spread) > 0:
        return say(
            "What was not assessed matters at least %(times)s times as much as whose weights are used: "
            "%(unread)s against %(spread)s.",
            times=Figure(int(min(times, _times_in_print(unread, spread))), ".0f"),
            **given,
        )
    if is_still(spread):
        return say("What was not assessed could move the score by %(unread)s.", **given)
    return say(
        "What was not assessed could move the score by %(unread)s; the choice of frame moves it by %(spread)s.", **given
    )


def is_still(spread: float) -> bool:
    """Return whether a difference of scores is printed as zero."""
    return str(score_figure(spread)) == str(score_figure(0.0))


def _times_in_print(unread: float, spread: float) -> float:
    """Return the ratio of the two figures as printed, which a reader can check; infinite if `spread` prints as 0."""
    least, most = printed(spread, 2), printed(unread, 2)
    return float(most / least) if least else float("inf")
