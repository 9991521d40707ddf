"""The charts of a contrast: all drawn from one block of plans under frames, and from the rows of its findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evaluator.contrasts.findings import Findings
from evaluator.contrasts.frame_block import frame_block
from evaluator.contrasts.place_block import PlaceRow, Places, plan_places
from evaluator.contrasts.turns import gap_change
from evaluator.model.block import Block
from evaluator.model.report import least_move, slope_frames
from evaluator.reports.charts.attainable_ranks import RankRow, attainable_ranks, rank_block
from evaluator.reports.charts.bump import bump
from evaluator.reports.charts.door import NamedFigure
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.dumbbell import dumbbell
from evaluator.reports.charts.firm_order import AheadRow, firm_order, order_block
from evaluator.reports.charts.frames_by_control import frames_by_control
from evaluator.reports.charts.gap_steps import gap_steps, step_block
from evaluator.reports.charts.grade_dots import bands_of
from evaluator.reports.charts.place_ticks import place_ticks
from evaluator.reports.charts.score_matrix import score_matrix
from evaluator.reports.retitle import names_of
from evaluator.scoring.grade import rounded

LEAST_ORDER = 3  # plans: with fewer there is no order to draw


@dataclass(frozen=True)
class ContrastCharts:
    """What the charts of a contrast draw; `labels` names each plan by its id."""

    found: Findings
    labels: Mapping[str, str]
    lang: str

    @cached_property
    def places(self) -> Places:
        """The plans under every frame."""
        return plan_places(self.found.study, self.lang, self.labels)

    def draws(self) -> dict[str, Callable[[Pen], Chart | None]]:
        """Return what draws each chart, by its kind; a chart without anything to say draws none."""
        return {
            "bump": lambda pen: bump(pen, self.places) or place_ticks(pen, self.places),
            "matrix": lambda pen: score_matrix(pen, self.places),
            "dumbbell": self._draw_dumbbell,
            "control": self._draw_control,
            "why": self._draw_why,
            "order": self._draw_order,
            "ranks": self._draw_ranks,
        }

    def _draw_dumbbell(self, pen: Pen) -> Chart | None:
        pair = self.places.pair
        return dumbbell(pen, self.places, pair) if pair else None

    def _draw_control(self, pen: Pen) -> Chart | None:
        """Draw one plan alone under every frame, by its share of control."""
        study = self.found.study
        if len(study.entrants) != 1 or len(study.weightings) < slope_frames(study.rubric.report):
            return None
        frames = frame_block(study, 0, names_of(study.weightings, self.lang), self.found.base.id)
        if len(frames.in_state("graded")) < slope_frames(study.rubric.report):
            return None
        return frames_by_control(pen, bands_of(study.rubric), frames, least_move(study.rubric.report))

    def _draw_why(self, pen: Pen) -> Chart | None:
        """Draw why the plan that moves most is passed, by the one whose gap to it changes most."""
        mover, shown = self.places.mover, self.places.shown
        if mover is None or not self.found.study.scores.tree.additive:
            return None
        ends, fall = (shown[0], shown[-1]), mover.fall or 0
        passing = [
            row for row in self.places.placed
            if (row.shown[0] - mover.shown[0]) * fall > 0 > (row.shown[-1] - mover.shown[-1]) * fall
        ]  # fmt: skip
        if not passing:
            return None

        def turn(row: PlaceRow) -> tuple[PlaceRow, PlaceRow]:
            return (row, mover) if fall > 0 else (mover, row)

        changes = [
            (gap_change(self.found.study, (a.id, b.id), ends[0].id, ends[1].id), a, b) for a, b in map(turn, passing)
        ]
        change, one, other = max(changes, key=lambda found: rounded(found[0].change or 0.0))
        names = (one.name, other.name)
        block = step_block(change, self.found.study.rubric, names, (ends[0].who, ends[1].who), self.lang)
        return gap_steps(pen, block, names)

    @cached_property
    def order(self) -> Block[AheadRow] | None:
        """The plans with those that each is firmly ahead of; None where this was not computed or they are two."""
        order = self.found.order
        ranked = [plan for level in order.levels for plan in level] if order else []
        if order is None or len(ranked) < LEAST_ORDER:
            return None
        over = {plan: [below for above, below in order.over if above == plan] for plan in ranked}
        behind = {below for _, below in order.over}
        return order_block(
            [
                AheadRow(
                    plan, self.labels[plan], "ahead" if over[plan] else "behind" if plan in behind else "open",
                    over=tuple(sorted(self.labels[below] for below in over[plan])), ahead=len(over[plan]),
                    mean=self._drawn.get(plan, (0.0, 0, 0))[0],
                )
                for plan in ranked
            ],
            ranked,
        )  # fmt: skip

    @property
    def _drawn(self) -> dict[str, tuple[float, int, int]]:
        drawn = self.found.robustness
        return {} if drawn is None else {one.plan_id: (one.mean, one.best, one.worst) for one in drawn.standings}

    def _draw_order(self, pen: Pen) -> Chart | None:
        order = self.found.order
        return firm_order(pen, self.order, order.dominance) if self.order and order else None

    @cached_property
    def ranks(self) -> Block[RankRow] | None:
        """The plans with the places that some weights give them; None where they are not proved, or of two alone."""
        found = self.found.attainable
        proved = all(end.proved for one in found for end in (one.best, one.worst))
        if len(found) < LEAST_ORDER or not (self.found.whole and proved):
            return None
        drawn = self._drawn
        return rank_block(
            [
                RankRow(
                    one.plan_id, self.labels[one.plan_id], "reached", best=one.best.rank, worst=one.worst.rank,
                    drawn=drawn[one.plan_id][1:] if one.plan_id in drawn else None,
                    mean=drawn.get(one.plan_id, (0.0, 0, 0))[0],
                )
                for one in found
            ],
            [one.plan_id for one in found],
        )  # fmt: skip

    def _draw_ranks(self, pen: Pen) -> Chart | None:
        return attainable_ranks(pen, self.ranks) if self.ranks else None


class OF_CONTRAST:  # noqa: N801  (a table of entries)
    """The charts of several plans under many frames by themselves."""

    bump = NamedFigure("contrast", lambda charts, pen: charts.draws()["bump"](pen), ("scores",))
    dumbbell = NamedFigure("contrast", lambda charts, pen: charts.draws()["dumbbell"](pen), ("scores",))
    matrix = NamedFigure("contrast", lambda charts, pen: charts.draws()["matrix"](pen), ("scores",))
    order = NamedFigure(
        "contrast", lambda charts, pen: charts.draws()["order"](pen), ("scores", "robustness", "levels")
    )
    ranks = NamedFigure("contrast", lambda charts, pen: charts.draws()["ranks"](pen), ("scores", "flips", "robustness"))
