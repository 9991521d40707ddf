"""The charts of a report on one plan: the plain rows of each, taken from its scorecard and its standings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from evaluator.contrasts.effective import WeightLine, effective_weights
from evaluator.contrasts.frame_block import FrameBlock, FrameRow
from evaluator.model.block import Title
from evaluator.model.criterion_block import CriterionBlock, costs
from evaluator.model.plan import PlanFile
from evaluator.model.report import least_move, slope_frames
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say
from evaluator.reports.charts.country_years import Span, Strip, country_years
from evaluator.reports.charts.criteria_levels import CriterionGroup, criteria_boxes, criteria_levels, fits
from evaluator.reports.charts.door import NamedFigure
from evaluator.reports.charts.drawing import Chart, Pen, Reach
from evaluator.reports.charts.frames_by_control import frames_by_control
from evaluator.reports.charts.grade_dots import Band, bands_of, grade_dots
from evaluator.reports.charts.grade_strip import grade_strip
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.measures_named import measures_named
from evaluator.reports.charts.small_multiples import Panel
from evaluator.reports.charts.weight_by_level import (
    WeighedRow,
    counted_most,
    frame_weight,
    not_counted,
    weighed_block,
    weight_by_level,
)
from evaluator.reports.context.country import CountryContext, LibraryData
from evaluator.reports.country_view import ASKED, CountryView, GroupView, Interval
from evaluator.reports.outline import Part
from evaluator.reports.sections.opening import named_rows
from evaluator.reports.sections.tiers import DRAWN, year_tier
from evaluator.reports.sections.weightings import framed_rows

NO_PLAN = "no-plan"
TIERS = {"2WL": "W"}  # as a box of a year has room for it
ALARMING = frozenset({"W", "3"})
SAID_OF_PUNISHMENT = {"yes": say("yes"), "some": say("some"), "no": say("no"), "no-mention": ""}


@dataclass(frozen=True)
class CountryCharts:
    """What the charts of a plan draw; frames are the rows of one block."""

    context: CountryContext
    page: CountryView

    @cached_property
    def bands(self) -> list[Band]:
        """The bands of the grades, from the lowest score up."""
        return bands_of(self.context.card.rubric)

    def measures(self, pen: Pen) -> Chart | None:
        """Draw what the measures name."""
        return measures_named(pen, *named_rows(self.context))

    def dots(self, pen: Pen) -> Chart | None:
        """Draw the score under every frame."""
        reach = reach_of(self.page.total) if self.page.grade.grade else None
        beside = self.context.beside
        return grade_dots(pen, self.bands, self.frames, reach, beside.references if beside else ())

    def control(self, pen: Pen) -> Chart | None:
        """Draw the frames by their share of control."""
        report = self.context.card.rubric.report
        if len(self.frames.in_state("graded")) < slope_frames(report):
            return None
        return frames_by_control(pen, self.bands, self.frames, least_move(report), *self._depth)

    @cached_property
    def frames(self) -> FrameBlock:
        """The plan under every frame."""
        return framed_rows(self.context)

    @cached_property
    def pair(self) -> tuple[FrameRow, FrameRow] | None:
        """The frame used and the graded frame whose score lies furthest from it; None where they cannot be told."""
        graded = self.frames.in_state("graded")
        used = next((row for row in graded if row.used), None)
        if used is None or len(graded) == 1:
            return None
        own = used.value or 0.0
        return used, max(graded, key=lambda row: (not row.used, abs((row.value or 0.0) - own), row.id))

    def weight(self, pen: Pen) -> Chart | None:
        """Draw the weight by level of the pair of frames."""
        if self.pair is None:
            return None
        frames = [frame_weight(row, self.page.criteria, self._shares(row), used=row.used) for row in self.pair]
        return weight_by_level(pen, frames, self.page.country.text)

    @property
    def counted(self) -> tuple[tuple[Title, tuple[WeighedRow, ...]], ...]:
        """What the other frame of the pair does not count, and what it counts most."""
        if self.pair is None:
            return ()
        used, other = self.pair
        block = weighed_block(self.page.criteria, self._shares(used), self._shares(other))
        found = (not_counted(block, other.name), counted_most(block, other.name))
        return tuple(one for one in found if one)

    def _shares(self, frame: FrameRow) -> dict[str, float]:
        frames = [one.id for one in self.context.study.weightings]
        lines = self._weight_lines
        return {line.id: line.shares[frames.index(frame.id)] for line in lines if line.kind == "criterion"}

    def criteria(self, pen: Pen) -> tuple[Chart, ...]:
        """Draw every criterion by name."""
        groups = [CriterionGroup(group.id, group.title, self._told(pen, group.interval)) for group in self._groups]
        depth = self._depth if self.control(Pen(pen.lang, pen.letters)) else ()
        is_asked = self.context.card.rubric.scores != "record"  # nobody is asked for another record
        asked = [row.id for row in costs(self.criterion_rows)[:ASKED]] if is_asked else []
        rubric, lang = self.context.card.rubric, self.context.lang
        rows = [
            row if fits(pen, row) else replace(row, name=charted_title(rubric, row.id, rubric.short(row.id, lang)))
            for row in self.criterion_rows.rows
        ]
        return criteria_levels(pen, self.criterion_rows.part(rows), groups, asked, *depth)

    def boxes(self, pen: Pen) -> Chart:
        """Draw every criterion as a box."""
        shares = ("" if g.interval.coverage is None else pen.share(g.interval.coverage) for g in self._groups)
        groups = [CriterionGroup(g.id, g.title, told) for g, told in zip(self._groups, shares, strict=True)]
        return criteria_boxes(pen, self.criterion_rows, groups)

    @cached_property
    def criterion_rows(self) -> CriterionBlock:
        """The criteria with the titles of charts."""
        rubric, block = self.context.card.rubric, self.page.criteria
        return block.part([replace(row, name=charted_title(rubric, row.id, row.name)) for row in block.rows])

    def strip(self, pen: Pen) -> Chart | None:
        """Draw where the score can end up; nothing where it can end up anywhere or has no weight."""
        total = self.page.total
        if total.coverage is None or (total.low, total.high) == (0.0, 1.0):
            return None
        graded = self.frames.in_state("graded")
        others = [row.value for row in graded if row.value is not None and not row.used]
        return grade_strip(
            pen, self.bands, (total.low, total.high), total.score if self.page.grade.grade else None, others
        )

    def years(self, pen: Pen) -> Chart | None:
        """Draw the country in time: two verdicts on its record, its tiers, what is said of punishment, its plans."""
        beside = self.context.beside
        if beside is None or beside.record is None:
            return None
        one, other = (pen.lang.said(self.context.words.text(names)) for names in beside.record.frames)
        record = Panel.of(self.page.country.text, beside.record)
        least = least_move(self.context.card.rubric.report)
        return country_years(pen, (one, other), record, self._strips(pen, beside), self._spans(beside), least)

    def _strips(self, pen: Pen, beside: LibraryData) -> list[Strip]:
        known, iso3 = beside.known, self.context.card.assessment.country.iso3
        reports = range(known.first_report or 0, (known.last_report or -1) + 1)
        tiers = {year: tier for year in reports if (tier := year_tier(known, year).tier) and tier in DRAWN}
        said = {
            row.year: pen.lang.said(SAID_OF_PUNISHMENT[row.punishment])
            for row in beside.chapters
            if row.iso3 == iso3 and row.year is not None
        }
        yes = pen.lang.said(SAID_OF_PUNISHMENT["yes"])
        strips = [Strip(pen.lang.said(say("TIP tier")), {y: TIERS.get(t, t) for y, t in tiers.items()}, ALARMING)]
        strips.append(Strip(pen.lang.said(say("Victims punished?")), said, frozenset({yes})))
        return [strip for strip in strips if strip.marks]

    def _spans(self, beside: LibraryData) -> list[Span]:
        here = self.context.card.assessment.plan
        plans = [(card.assessment.plan, True) for card in beside.known.cards] + [(p, False) for p in beside.known.heads]
        found = [_span(plan, read=read) for plan, read in plans if plan.kind != NO_PLAN and plan.start[:4].isdigit()]
        return [*found, replace(_span(here, read=True), here=True)] if here.kind != NO_PLAN else found

    @property
    def _groups(self) -> list[GroupView]:
        """The paradigms that have a criterion to show."""
        return [group for group in self.page.groups if group.rated or group.open]

    @property
    def _depth(self) -> tuple[float, ...]:
        """How deep a chart may be: as low as can be read, where criteria and frames share a page."""
        return (0.0,) if self.page.is_small else ()

    @property
    def _top(self) -> int:
        return self.context.card.rubric.scale.top

    @cached_property
    def _weight_lines(self) -> tuple[WeightLine, ...]:
        return effective_weights(self.context.card.rubric, self.context.study.weightings)

    def _told(self, pen: Pen, interval: Interval) -> str:
        """Return a score with its range, where it is wide enough to be seen; in brackets if too little is known."""
        if interval.coverage is None:
            return ""
        reach, is_firm = reach_of(interval), interval.coverage >= self.context.card.rubric.grading.least_coverage
        if reach is None and not is_firm and (interval.low, interval.high) == (0, 1):
            return pen.lang.said(say("too little assessed"))
        ends = pen.lang.said(say("%(low)s to %(high)s", low=pen.score(interval.low), high=pen.score(interval.high)))
        if reach is None:
            return ends
        if not is_firm:
            return f"({pen.score(reach.score)}) {ends}"
        return f"{pen.score(reach.score)} ({ends})" if reach.is_wide() else pen.score(reach.score)


def charted_title(rubric: Rubric, criterion_id: str, title: str) -> str:
    """Return a criterion's title; what a bracket says of an actor's yardstick is a dagger, as the caption says."""
    sign = "†" if rubric.by_id[criterion_id].yardstick else "‡" if criterion_id in rubric.alarms else ""
    return f"{title.partition(' (')[0]} {sign}" if sign else title


def _span(plan: PlanFile, *, read: bool) -> Span:
    first, last = plan.years
    return Span(int(first), int(last) if last.isdigit() else int(first), read)


@dataclass(frozen=True, slots=True)
class ChartsView:
    """The charts of a country report; one that has nothing to show is None."""

    measures: Chart | None
    dots: Chart | None
    control: Chart | None
    weight: Chart | None
    criteria: tuple[Chart, ...]
    boxes: Chart
    strip: Chart | None
    years: Chart | None
    counted: tuple[tuple[Title, tuple[WeighedRow, ...]], ...] = ()


def charts_view(context: CountryContext, page: CountryView) -> ChartsView | None:
    """Return the charts of a country report, drawn in its language; None in a report on several plans."""
    if not context.alone:
        return None
    charts, letters = CountryCharts(context, page), letters_of(context.templates)

    def pen() -> Pen:
        return Pen(context.spoken, letters)

    return ChartsView(
        charts.measures(pen()), charts.dots(pen()), charts.control(pen()), charts.weight(pen()), charts.criteria(pen()),
        charts.boxes(pen()), charts.strip(pen()), charts.years(pen()),
        charts.counted if charts.weight(pen()) else (),
    )  # fmt: skip


CHARTS = Part("charts", charts_view)


def reach_of(interval: Interval) -> Reach | None:
    """Return a score with the ends of its range; None without a score."""
    if interval.score is None:
        return None
    return Reach(interval.score, interval.low, interval.high)


class OF_PLAN:  # noqa: N801  (a table of entries)
    """The charts of one plan by themselves."""

    measures = NamedFigure("plan", CountryCharts.measures)
    frames = NamedFigure("plan", CountryCharts.dots)
    control = NamedFigure("plan", CountryCharts.control)
    weight = NamedFigure("plan", CountryCharts.weight)
    criteria = NamedFigure("plan", lambda charts, pen: next(iter(charts.criteria(pen)), None))
    boxes = NamedFigure("plan", CountryCharts.boxes)
    strip = NamedFigure("plan", CountryCharts.strip)
    years = NamedFigure("plan", CountryCharts.years)
