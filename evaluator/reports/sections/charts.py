"""The charts of a report on one plan: the plain rows of each, taken from its scorecard and its standings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from evaluator.contrasts.effective import WeightLine, effective_weights
from evaluator.model.report import least_move
from evaluator.model.words import Sentence, say
from evaluator.plans.known import RowReader
from evaluator.plans.rows import counting_rows
from evaluator.reports.charts.criteria_levels import CriterionGroup, CriterionRow, criteria_boxes, criteria_levels
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.frames_by_control import FrameRow, frames_by_control
from evaluator.reports.charts.grade_dots import Band, FrameDot, grade_dots
from evaluator.reports.charts.grade_strip import grade_strip
from evaluator.reports.charts.measures_named import NamedCount, measures_named
from evaluator.reports.charts.weight_by_level import FrameWeight, weight_by_level
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, CriterionView, GroupView, Interval
from evaluator.reports.sections.standing import StandingsView, StandingView

NAMED: dict[str, Sentence] = {
    "lead_ids": say("one body in the lead"),
    "end": say("a date"),
    "amount": say("an amount of money"),
    "indicator": say("an indicator"),
}
COSTLY = 7  # criteria in bold: those that cost the plan most


@dataclass(frozen=True)
class CountryCharts:
    """What the charts of a plan draw; frames are those under which enough is assessed for a grade."""

    context: CountryContext
    page: CountryView
    standings: StandingsView | None

    @cached_property
    def bands(self) -> list[Band]:
        """The bands of the grades, from the lowest score up."""
        starts = sorted((band.lower, band.grade) for band in self.context.card.rubric.grading.bands)
        ends = [start for start, _ in starts[1:]] + [1.0]
        return [Band(name, start, end) for (start, name), end in zip(starts, ends, strict=True)]

    def measures(self, pen: Pen) -> Chart | None:
        """Draw what the measures name; an attribute that is unknown of some measure is left out."""
        rows = counting_rows(self.context.card.assessment)
        reader, counts = RowReader.of(self.context.card.assessment, rows), list[NamedCount]()
        for attribute, words in NAMED.items():
            has = reader.one_lead if attribute == "lead_ids" else lambda row, a=attribute: reader.has(row, a)
            known = [has(row) for row in rows.rows]
            if None not in known:
                counts.append(NamedCount(pen.lang.said(words), sum(known)))  # type: ignore[arg-type]  # no None is in it
        return measures_named(pen, counts, len(rows.rows), whole=rows.total == len(rows.rows))

    def dots(self, pen: Pen) -> Chart | None:
        """Draw the score under each frame that gives a grade."""
        dots = [
            FrameDot(self._name(row), row.interval.score, row.grade, row.is_used)
            for row in self._rows()
            if row.grade and row.interval.score is not None
        ]
        return grade_dots(pen, self.bands, dots, _reach(self.page.total) if self.page.grade.grade else None)

    def control(self, pen: Pen) -> Chart | None:
        """Draw the frames by their share of control."""
        shares = self._shares("stance", "control")
        rows = [
            FrameRow(self._name(row), shares[row.id], reach, row.grade or "", self._prevailed(row.id), used=row.is_used)
            for row in self._rows()
            if (reach := _reach(row.interval)) is not None
        ]
        return frames_by_control(pen, self.bands, rows, least_move(self.context.card.rubric.report))

    def weight(self, pen: Pen) -> Chart | None:
        """Draw the weight by level of the frame used and of the graded frame whose score lies furthest from it."""
        graded = [row for row in self._rows() if row.grade and row.interval.score is not None]
        used = next((row for row in graded if row.is_used), None)
        if used is None:
            return None
        own = used.interval.score or 0.0
        other = max(graded, key=lambda row: (abs((row.interval.score or 0.0) - own), row.id))
        frames = [self._weight(row) for row in (used, other)]
        return weight_by_level(pen, frames, self.page.country.text)

    def criteria(self, pen: Pen) -> tuple[Chart, ...]:
        """Draw every criterion by name."""
        return criteria_levels(pen, [self._group(pen, group) for group in self.page.groups], self._top)

    def boxes(self, pen: Pen) -> Chart:
        """Draw every criterion as a box."""
        groups = [
            CriterionGroup(
                group.title, "" if group.interval.coverage is None else pen.share(group.interval.coverage), one.rows
            )
            for group in self.page.groups
            for one in (self._group(pen, group),)
        ]
        return criteria_boxes(pen, groups, self._top)

    def strip(self, pen: Pen) -> Chart:
        """Draw where the score can end up."""
        total = self.page.total
        others = [row.interval.score for row in self._rows() if row.grade and row.interval.score is not None]
        return grade_strip(
            pen, self.bands, (total.low, total.high), total.score if self.page.grade.grade else None, others
        )

    @property
    def _top(self) -> int:
        return self.context.card.rubric.scale.top

    def _rows(self) -> tuple[StandingView, ...]:
        return self.standings.rows if self.standings else ()

    def _name(self, row: StandingView) -> str:
        frames = {} if self.standings is None or self.standings.frames is None else self.standings.frames.frames
        return next((frame.name for frame in frames if frame.id == row.id), row.title)

    def _prevailed(self, frame_id: str) -> bool:
        return bool(self.context.card.rubric.weighting(frame_id).prevailed)

    @cached_property
    def _lines(self) -> tuple[WeightLine, ...]:
        rubric = self.context.card.rubric
        return effective_weights(rubric, rubric.ordered_weightings(self.context.card.weighting))

    def _shares(self, kind: str, named: str) -> dict[str, float]:
        frames = self.context.card.rubric.ordered_weightings(self.context.card.weighting)
        line = next(line for line in self._lines if (line.kind, line.id) == (kind, named))
        return dict(zip((frame.id for frame in frames), line.shares, strict=True))

    def _weight(self, row: StandingView) -> FrameWeight:
        frames = [frame.id for frame in self.context.card.rubric.ordered_weightings(self.context.card.weighting)]
        at, found = frames.index(row.id), defaultdict[int | None, float](float)
        levels = {c.id: (c.outcome.level, c.status) for group in self.page.groups for c in group.criteria}
        for line in self._lines:
            level, status = levels.get(line.id, (None, "not-applicable")) if line.kind == "criterion" else (None, "")
            if line.kind == "criterion" and status != "not-applicable":
                found[level] += line.shares[at]
        whole = sum(found.values()) or 1.0
        shares = tuple(found[level] / whole for level in range(self._top + 1))
        return FrameWeight(self._name(row), row.interval.score or 0.0, shares, found[None] / whole, used=row.is_used)

    def _group(self, pen: Pen, group: GroupView) -> CriterionGroup:
        costly = {gap.criterion.id for gap in self.page.ends.gaps[:COSTLY]} if self.page.ends else set()
        reach = _reach(group.interval)
        told = ""
        if reach is not None:
            ends = say("%(low)s to %(high)s", low=pen.score(reach.low), high=pen.score(reach.high))
            told = f"{pen.score(reach.score)} ({pen.lang.said(ends)})"
        rows = tuple(
            CriterionRow(one.title, one.outcome.level, one.outcome.least, _note(pen, one), one.id in costly)
            for one in (*group.rated, *group.open)
        )
        return CriterionGroup(group.title, told, rows)


def _reach(interval: Interval) -> Reach | None:
    if interval.score is None:
        return None
    return Reach(interval.score, interval.low, interval.high)


def _note(pen: Pen, one: CriterionView) -> str:
    """Return what is told beside a criterion: a safeguard, or that it asks of law or practice and not of the plan."""
    if one.gate:
        return pen.lang.said(say("safeguard"))
    objects = {"law": say("law"), "practice": say("practice")}
    return pen.lang.said(objects[one.object]) if one.object in objects else ""
