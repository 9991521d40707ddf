"""The charts of a contrast: the plain rows of each, taken from the study and its findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evaluator.contrasts.findings import Findings
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.report import least_move
from evaluator.model.words import say
from evaluator.reports.charts.attainable_ranks import RankRange, attainable_ranks
from evaluator.reports.charts.bump import BumpFrame, BumpPlan, bump
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.dumbbell import Between, dumbbell
from evaluator.reports.charts.firm_order import Placed, firm_order
from evaluator.reports.charts.score_matrix import MatrixPart, MatrixRow, score_matrix
from evaluator.reports.sections.frames import FrameView, frame_views

Draw = Callable[[Pen], Chart | None]
PREVAILED, HEARD, OTHERS = range(3)


@dataclass(frozen=True)
class ContrastCharts:
    """What the charts of a contrast draw; `labels` names each plan, in the order of the study.

    All of them compare the plans that can be ranked under the frame used, under the frames that rank each of these.
    """

    found: Findings
    labels: Mapping[str, str]
    lang: str

    def draws(self) -> dict[str, Draw]:
        """Return what draws each chart, by its kind; a chart without anything to say draws none."""
        return {
            "bump": self._bump,
            "matrix": self._matrix,
            "dumbbell": self._dumbbell,
            "order": self._order,
            "ranks": self._ranks,
        }

    @property
    def _study(self) -> Study:
        return self.found.study

    @cached_property
    def _plans(self) -> tuple[int, ...]:
        """The places of the plans that have a rank under the frame used."""
        return tuple(at for at, verdict in enumerate(self._study.verdicts[0]) if verdict.rank is not None)

    @cached_property
    def _frames(self) -> tuple[tuple[FrameView, tuple[RankedResult, ...]], ...]:
        """The frames that rank every one of these plans, by their share of control, with their results."""
        found = [
            (frame, tuple(row[at] for at in self._plans))
            for frame, row in zip(frame_views(self._study, self.lang), self._study.verdicts, strict=True)
        ]
        ranking = [pair for pair in found if self._plans and all(result.rank is not None for result in pair[1])]
        return tuple(sorted(ranking, key=lambda pair: (pair[0].control, pair[0].name)))

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.labels[self._study.plan_ids[at]] for at in self._plans)

    def _standing(self, frame_id: str) -> int:
        prevailed = next(w.prevailed for w in self._study.weightings if w.id == frame_id)
        return OTHERS if prevailed is None else PREVAILED if prevailed else HEARD

    def _bump_rows(self) -> tuple[list[BumpFrame], list[BumpPlan]]:
        """Return frames and ranks; where actors are known, theirs and the frame used, without yardsticks and counts."""
        actors = [one for one in self._frames if self._standing(one[0].id) != OTHERS or one[0].id == self.found.base.id]
        shown = actors if len(actors) > 2 else self._frames  # noqa: PLR2004  (two actors beside the frame used)
        frames = [BumpFrame(f.name, f.control, self._standing(f.id) == PREVAILED) for f, _ in shown]
        ranks = zip(*([result.rank or 0 for result in row] for _, row in shown), strict=True)
        return frames, [BumpPlan(name, tuple(own)) for name, own in zip(self._names, ranks, strict=True)]

    def _bump(self, pen: Pen) -> Chart | None:
        return bump(pen, *self._bump_rows()) if self._frames else None

    @cached_property
    def pair(self) -> tuple[int, int] | None:
        """The two frames that the dumbbells compare: the heard and the prevailing actor furthest apart on control.

        Without such a pair, the frames with least and most weight on control; None with fewer than two frames.
        """
        standings = [self._standing(frame.id) for frame, _ in self._frames]
        if len(standings) < 2:  # noqa: PLR2004  (a pair)
            return None
        if HEARD in standings and PREVAILED in standings:
            return standings.index(HEARD), len(standings) - 1 - standings[::-1].index(PREVAILED)
        return 0, len(standings) - 1

    def _dumbbell(self, pen: Pen) -> Chart | None:
        if self.pair is None:
            return None
        (one, ones), (other, others) = (self._frames[at] for at in self.pair)
        used = [self._study.verdicts[0][at].score for at in self._plans]
        rows = [
            Between(name, _reach(a), _reach(b), reference)
            for name, a, b, reference in zip(self._names, ones, others, used, strict=True)
        ]
        return dumbbell(pen, (one.name, other.name), rows, least_move(self._study.rubric.report))

    def _matrix(self, pen: Pen) -> Chart | None:
        order = sorted(range(len(self._plans)), key=lambda k: self._study.verdicts[0][self._plans[k]].rank or 0)
        base = self.found.base.id
        parts = [self._part(pen, kind, order, base) for kind in (PREVAILED, HEARD, OTHERS)]
        kept = [part for part in parts if part.rows]
        compared = (0, 1) if parts[PREVAILED].rows and parts[HEARD].rows else None
        return score_matrix(pen, [self._names[k] for k in order], kept, compared)

    def _part(self, pen: Pen, kind: int, order: list[int], base: str) -> MatrixPart:
        rows = tuple(
            MatrixRow(frame.name, tuple(row[k].score for k in order), used=frame.id == base)
            for frame, row in self._frames
            if self._standing(frame.id) == kind
        )
        title = (say("Frames that prevailed"), say("Frames that did not"), say("Yardsticks and counts"))[kind]
        mean = pen.lang.said(say("Mean of the %(frames)s", frames=len(rows))) if kind != OTHERS else ""
        return MatrixPart(pen.lang.said(title), rows, mean)

    def _order(self, pen: Pen) -> Chart | None:
        order = self.found.order
        if order is None:
            return None
        means = self._means()
        over: dict[str, set[str]] = {}
        for above, below in order.over:
            over.setdefault(above, set()).add(self.labels[below])
        ranked = [plan for level in order.levels for plan in level]
        rows = [Placed(self.labels[p], frozenset(over.get(p, set())), means.get(p, 0.0)) for p in ranked]
        return firm_order(pen, rows)

    def _means(self) -> dict[str, float]:
        drawn = self.found.robustness
        return {} if drawn is None else {one.plan_id: one.mean for one in drawn.standings}

    def _ranks(self, pen: Pen) -> Chart | None:
        proved = all(end.proved for one in self.found.attainable for end in (one.best, one.worst))
        if not (self.found.whole and proved):
            return None
        drawn = self.found.robustness
        ends = {} if drawn is None else {one.plan_id: (one.best, one.worst) for one in drawn.standings}
        means = self._means()
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


def _reach(result: RankedResult) -> Reach:
    return Reach(result.score or 0.0, *result.bounds)
