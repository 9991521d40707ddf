"""The charts of a contrast: the plain rows of each, taken from the study and its findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evaluator.contrasts.findings import Findings
from evaluator.contrasts.frame_block import frame_block
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.report import least_move, slope_frames
from evaluator.model.sentence import say
from evaluator.reports.charts.attainable_ranks import RankRange, attainable_ranks
from evaluator.reports.charts.bump import BumpFrame, BumpPlan, bump
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.dumbbell import Between, dumbbell
from evaluator.reports.charts.firm_order import Placed, firm_order
from evaluator.reports.charts.frames_by_control import frames_by_control
from evaluator.reports.charts.grade_dots import bands_of
from evaluator.reports.charts.score_matrix import MOST_PLANS, MatrixPart, MatrixRow, score_matrix
from evaluator.reports.retitle import names_of
from evaluator.reports.sections.frames import FrameView, frame_views
from evaluator.scoring.grade import rounded

Draw = Callable[[Pen], Chart | None]
PREVAILED, HEARD, OTHERS = range(3)


@dataclass(frozen=True)
class ContrastCharts:
    """What the charts of a contrast draw; `labels` names each plan by its id.

    All of them compare the plans that can be ranked under the frame used, under the frames that rank each of these.
    Where no plan can be ranked, the dumbbells, which show ranges, compare those of which a little is known.
    """

    found: Findings
    labels: Mapping[str, str]
    lang: str

    def draws(self) -> dict[str, Draw]:
        """Return what draws each chart, by its kind; a chart without anything to say draws none."""
        return {
            "bump": self._draw_bump,
            "matrix": self._draw_matrix,
            "dumbbell": self._draw_dumbbell,
            "order": self._draw_order,
            "ranks": self._draw_ranks,
        }

    @property
    def _study(self) -> Study:
        return self.found.study

    @cached_property
    def _plans(self) -> tuple[int, ...]:
        """The places of the plans that can be ranked under the frame used; where none can, of those with a score."""
        return tuple(at for at, verdict in enumerate(self._study.verdicts[0]) if self._is_compared(verdict))

    @cached_property
    def is_unsure(self) -> bool:
        """Whether no plan can be ranked, so that ranges alone are shown."""
        return not any(verdict.rankable for verdict in self._study.verdicts[0])

    def _is_compared(self, result: RankedResult) -> bool:
        if not self.is_unsure:
            return result.rankable
        report = self._study.rubric.report
        tells_little = report is not None and report.tells_little(result.coverage)
        return result.score is not None and result.has_weight and not tells_little

    @cached_property
    def _frames(self) -> tuple[tuple[FrameView, tuple[RankedResult, ...]], ...]:
        """The frames that rank every one of these plans, by their share of control, with their results."""
        found = [
            (frame, tuple(row[at] for at in self._plans))
            for frame, row in zip(frame_views(self._study, self.lang), self._study.verdicts, strict=True)
        ]
        ranking = [pair for pair in found if self._plans and all(map(self._is_compared, pair[1]))]
        return tuple(sorted(ranking, key=lambda pair: (pair[0].control, pair[0].name)))

    @property
    def _plan_names(self) -> tuple[str, ...]:
        return tuple(self.labels[self._study.plan_ids[at]] for at in self._plans)

    def _control(self, frame: FrameView) -> float | None:
        return frame.control if self._study.rubric.has_stances else None

    def _standing(self, frame_id: str) -> int:
        prevailed = next(w.prevailed for w in self._study.weightings if w.id == frame_id)
        return OTHERS if prevailed is None else PREVAILED if prevailed else HEARD

    @cached_property
    def actors(self) -> tuple[tuple[FrameView, tuple[RankedResult, ...]], ...]:
        """The frames of actors and the frame used, without yardsticks and counts; all where no actors are known."""
        own = tuple(one for one in self._frames if self._standing(one[0].id) != OTHERS or one[0].id == self.base_id)
        return own if len(own) > 2 else self._frames  # noqa: PLR2004  (two actors beside the frame used)

    @property
    def base_id(self) -> str:
        """The frame used."""
        return self.found.base.id

    def bump_plans(self) -> list[BumpPlan]:
        """Return each plan with its rank, and its grade where grades are letters, under each frame of an actor."""
        letters = self._study.rubric.grading.kind == "letters"
        found = []
        for at, name in enumerate(self._plan_names):
            own = [row[at] for _, row in self.actors]
            grades = tuple(one.grade.grade or "" for one in own) if letters else ()
            found.append(BumpPlan(name, tuple(one.rank or 0 for one in own), grades))
        return found

    def _draw_bump(self, pen: Pen) -> Chart | None:
        if not self._frames or self.is_unsure:
            return None
        frames = [BumpFrame(f.name, self._control(f), self._standing(f.id) == PREVAILED) for f, _ in self.actors]
        turn = self.found.turn
        return bump(pen, frames, self.bump_plans(), self.labels[turn.plan_id] if turn else "")

    @cached_property
    def pair(self) -> tuple[int, int] | None:
        """The two frames that the dumbbells compare: the heard and the prevailing actor furthest apart on control.

        Without such a pair, the frames with least and most weight on control or, in a rubric without stances, the frame
        used and the one whose scores lie furthest from it; None with fewer than two frames.
        """
        standings = [self._standing(frame.id) for frame, _ in self._frames]
        if len(standings) < 2:  # noqa: PLR2004  (a pair)
            return None
        if HEARD in standings and PREVAILED in standings:
            return standings.index(HEARD), len(standings) - 1 - standings[::-1].index(PREVAILED)
        return (0, len(standings) - 1) if self._study.rubric.has_stances else self._furthest_pair

    @cached_property
    def _furthest_pair(self) -> tuple[int, int]:
        scores = [[one.score or 0.0 for one in row] for _, row in self._frames]
        used = next((at for at, (frame, _) in enumerate(self._frames) if frame.id == self.base_id), 0)
        far = [sum(abs(a - b) for a, b in zip(row, scores[used], strict=True)) for row in scores]
        other = max((at for at in range(len(far)) if at != used), key=lambda at: (rounded(far[at]), -at))
        return used, other

    def between(self) -> list[Between]:
        """Return each plan under the two frames of `pair`; none without them."""
        if self.pair is None:
            return []
        ones, others = (self._frames[at][1] for at in self.pair)
        used = [self._study.verdicts[0][at].score for at in self._plans]
        return [
            Between(name, _reach_of(a), _reach_of(b), reference)
            for name, a, b, reference in zip(self._plan_names, ones, others, used, strict=True)
        ]

    def _draw_dumbbell(self, pen: Pen) -> Chart | None:
        if self.pair is None:
            return None
        one, other = (self._frames[at][0].name for at in self.pair)
        return dumbbell(pen, (one, other), self.between(), least_move(self._study.rubric.report))

    def control(self, pen: Pen) -> Chart | None:
        """Draw one plan alone under every frame that can grade it, by its share of control."""
        if len(self._plans) != 1 or len(self._frames) < slope_frames(self._study.rubric.report):
            return None
        study = self._study
        frames = frame_block(study, self._plans[0], names_of(study.weightings, self.lang), self.base_id)
        return frames_by_control(pen, bands_of(study.rubric), frames, least_move(study.rubric.report))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The plans in the order of their ranks under the frame used, by their place among those compared."""
        ranks = [self._study.verdicts[0][at].rank or 0 for at in self._plans]
        return tuple(sorted(range(len(ranks)), key=lambda k: ranks[k]))

    @property
    def ordered(self) -> tuple[str, ...]:
        """The names of the plans in that order."""
        return tuple(self._plan_names[k] for k in self.order)

    def parts(self, pen: Pen) -> tuple[MatrixPart, MatrixPart, MatrixPart]:
        """Return the scores under the frames that prevailed, under the others that were heard, and under the rest."""
        prevailed, heard, others = (self._matrix_part(pen, kind) for kind in (PREVAILED, HEARD, OTHERS))
        return prevailed, heard, others

    def _draw_matrix(self, pen: Pen) -> Chart | None:
        if self.is_unsure:
            return None
        parts = self.parts(pen)
        compared = (0, 1) if parts[PREVAILED].rows and parts[HEARD].rows else None
        is_wide = compared is not None and len(self._plans) > MOST_PLANS
        return score_matrix(pen, self.ordered, parts[:2] if is_wide else parts, compared)

    def _matrix_part(self, pen: Pen, kind: int) -> MatrixPart:
        rows = tuple(
            MatrixRow(frame.name, tuple(row[k].score for k in self.order), used=frame.id == self.base_id)
            for frame, row in self._frames
            if self._standing(frame.id) == kind
        )
        title: str = (say("Frames that prevailed"), say("Frames that did not"), say("Yardsticks and counts"))[kind]
        if all(one.prevailed is None for one in self._study.weightings):
            title = ""
        mean = pen.lang.said(say("Mean of the %(frames)s", frames=len(rows))) if kind != OTHERS else ""
        return MatrixPart(pen.lang.said(title), rows, mean)

    def _draw_order(self, pen: Pen) -> Chart | None:
        order = self.found.order
        if order is None:
            return None
        means = self._mean_ranks()
        over: dict[str, set[str]] = {}
        for above, below in order.over:
            over.setdefault(above, set()).add(self.labels[below])
        ranked = [plan for level in order.levels for plan in level]
        rows = [Placed(self.labels[p], frozenset(over.get(p, set())), means.get(p, 0.0)) for p in ranked]
        return firm_order(pen, rows)

    def _mean_ranks(self) -> dict[str, float]:
        drawn = self.found.robustness
        return {} if drawn is None else {one.plan_id: one.mean for one in drawn.standings}

    def _draw_ranks(self, pen: Pen) -> Chart | None:
        proved = all(end.proved for one in self.found.attainable for end in (one.best, one.worst))
        if not (self.found.whole and proved):
            return None
        drawn = self.found.robustness
        ends = {} if drawn is None else {one.plan_id: (one.best, one.worst) for one in drawn.standings}
        means = self._mean_ranks()
        rows = [
            RankRange(
                self.labels[one.plan_id],
                one.best.rank,
                one.worst.rank,
                ends.get(one.plan_id),
                means.get(one.plan_id, 0.0),
            )
            for one in self.found.attainable
        ]
        return attainable_ranks(pen, rows)


def _reach_of(result: RankedResult) -> Reach:
    return Reach(result.score or 0.0, *result.bounds)
