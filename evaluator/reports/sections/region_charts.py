"""The charts of a report on several plans: the plain rows of each, from the plans' views and their study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.common_scores import common_scores
from evaluator.contrasts.frame_block import FrameRow, frame_row
from evaluator.contrasts.place_block import frame_columns
from evaluator.contrasts.sides import sides_of
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.block import Block
from evaluator.model.sentence import Sentence
from evaluator.reports.blocks.levels import LevelRow
from evaluator.reports.blocks.plans import PanelRow
from evaluator.reports.charts.common_dots import common_dots
from evaluator.reports.charts.door import NamedFigure
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.grade_dots import bands_of
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.level_matrix import level_matrix
from evaluator.reports.charts.paradigm_panels import ACROSS, FEW, paradigm_panels
from evaluator.reports.charts.score_ranges import score_head, score_line, score_ranges, told_score
from evaluator.reports.charts.score_ticks import score_ticks
from evaluator.reports.charts.tile_maps import COUNTRIES, CountryBlock, CountryRow, MapFrame, country_row, tile_maps
from evaluator.reports.charts.two_sides import two_sides
from evaluator.reports.context.beside import references_on_page
from evaluator.reports.context.several import SeveralContext
from evaluator.reports.sections.charts import charted_title
from evaluator.reports.sections.heat import HeatGroupView
from evaluator.reports.sections.level_block import level_block
from evaluator.reports.sections.plan_block import Named, panel_block, plan_block
from evaluator.reports.subject import answered_of_several
from evaluator.scoring.rounding import score_figure

PAIR, DARKEST = 2, 4  # frames to compare; the darkest shade
LOW, BESIDE = 212.0, 385.0  # points of the criteria where nothing else is drawn, and where the frames are beside them


@dataclass(frozen=True, slots=True)
class RegionChartsView:
    """The charts of a comparative report; one that has nothing to show is None or empty."""

    map: Chart | None
    ranges: Chart | None
    levels: tuple[Chart, ...]
    panels: tuple[Chart, ...]
    sides: Chart | None = None
    common: Chart | None = None
    answered: Sentence | None = None

    @property
    def stand_first(self) -> bool:
        """Return whether the countries' panels stand on the first page: few plans as rows, panels of one row alone."""
        if any(chart.block and len(chart.block.rows) in FEW for chart in self.panels):
            return True
        panels = sum(len({row[0] for row in chart.table[1:]}) for chart in self.panels)
        return panels <= (1 if self.map else ACROSS)

    @property
    def are_many(self) -> bool:
        """Return whether the plans are too many for a line each: ticks on one axis, and a list to find each in."""
        return self.ranges is not None and self.ranges.kind == "ticks"

    @property
    def finder(self) -> tuple[tuple[str, str], ...]:
        """Return every plan by name with its score as told, where there are many."""
        rows = self.ranges.table[1:] if self.ranges is not None and self.are_many else ()
        return tuple(sorted((name, told) for name, told, _ in rows))

    @property
    def are_few(self) -> bool:
        """Return whether the first page has room for what has to be known before comparing."""
        return self.stand_first and self.map is None


def region_charts(context: SeveralContext, named: Named, heat: Sequence[HeatGroupView]) -> RegionChartsView:
    """Return the charts of a comparative report, drawn in its language."""
    rubric = context.cards[0].rubric
    plans, levels = plan_block(context.study, named), _charted_levels(context, named, heat)
    bands = bands_of(rubric)
    sides, common, panels = argument_charts(context, named)
    beside = references_on_page(context.study)
    ranges = score_ranges(pen_of(context), bands, plans, beside) or score_ticks(pen_of(context), bands, plans)
    return RegionChartsView(
        tile_maps(pen_of(context), *map_frames(context.study, context.lang)),
        ranges,
        level_matrix(
            pen_of(context), levels, *((LOW,) if not ranges else (BESIDE,) if common or len(named) in FEW else ())
        ),
        panels,
        sides,
        common,
        _answered(context, named),
    )


def _answered(context: SeveralContext, named: Named) -> Sentence | None:
    names = {view.plan.id: name for name, view in named}
    read = {result.plan_id for result in context.study.verdicts[0] if result.state != "unread"}
    plans = [
        (names[one.assessment.plan.id], one) for one in context.cards if one.assessment.plan.id in names.keys() & read
    ]
    return answered_of_several(plans) if context.cards[0].rubric.scores == "plan" else None


def argument_charts(context: SeveralContext, named: Named) -> tuple[Chart | None, Chart | None, tuple[Chart, ...]]:
    """Return the plans by what serves control and what protects, by frame on common criteria, and by paradigm."""
    labels = {view.plan.id: name for name, view in named}
    return (
        two_sides(pen_of(context), sides_of(context.study, labels)),
        common_dots(pen_of(context), common_scores(context.study, labels)),
        paradigm_panels(pen_of(context), told_panels(context, named)),
    )


def _charted_levels(context: SeveralContext, named: Named, heat: Sequence[HeatGroupView]) -> Block[LevelRow]:
    """Return the criteria by plan, with the short titles of charts."""
    rubric = context.cards[0].rubric
    block = level_block(context.cards, heat, [(view.plan.id, name) for name, view in named])
    return block.part([replace(row, name=charted_title(rubric, row.id, row.name)) for row in block.rows])


def told_panels(context: SeveralContext, named: Named) -> Block[PanelRow]:
    """Return the plans by paradigm, each with its score as told beside its name."""
    pen, plans = pen_of(context), plan_block(context.study, named)
    block = panel_block(context.study, named, context.cards[0].rubric.grading.least_coverage)
    return block.part([replace(row, told=told_score(pen, plans.row(row.id))) for row in block.rows])


def map_frames(study: Study, lang: str) -> tuple[tuple[MapFrame, ...], CountryBlock]:
    """Return the frames with least and with most weight on control, and a row for each country as they see it.

    They are frames of actors, where there are two, that grade as many plans as the frame used. Of a country with
    several plans the newest counts. Where no two frames differ in control, the frame used stands alone.
    """
    graded = [sum(result.state == "graded" for result in row) for row in study.verdicts]
    views = {column.id: column for column in frame_columns(study, lang)}
    own = [views[weighting.id] for weighting in study.weightings]
    enough = [at for at, number in enumerate(graded) if number >= graded[0]]
    actors = [at for at in enough if study.weightings[at].prevailed is not None]
    listed = sorted(actors if len(actors) >= PAIR else enough, key=lambda at: (own[at].control or 0.0, own[at].name))
    ends = [listed[0], listed[-1]] if len({own[at].control for at in listed}) > 1 else [0]
    frames = tuple(MapFrame(own[k].name, own[k].control) for k in ends)
    newest = dict(sorted(((e.iso3, at) for at, e in enumerate(study.entrants)), key=lambda one: _start(study, one[1])))
    rows = [_country_row(study, iso3, at, ends) for iso3, at in sorted(newest.items())]
    return frames, Block.of("map", COUNTRIES, rows, asked={entrant.iso3 for entrant in study.entrants})


def _start(study: Study, at: int) -> str:
    return study.entrants[at].assessment.plan.start


def _country_row(study: Study, iso3: str, at: int, ends: Sequence[int]) -> CountryRow:
    # What was read too little to print a score of under the frame used has none on the whole page.
    is_unread = study.verdicts[0][at].state == "unread"
    return country_row(iso3, [_tile_row(study, study.verdicts[k][at], iso3, is_unread=is_unread) for k in ends])


def _tile_row(study: Study, result: RankedResult, iso3: str, *, is_unread: bool) -> FrameRow:
    row = replace(frame_row(study.rubric, result, iso3), id=f"{iso3}|{result.weighting_id}")
    if is_unread or row.state not in ("graded", "ungraded"):
        return replace(row, state="unread" if is_unread else row.state, value=None, low=None, high=None, told="")
    if row.state == "ungraded":
        return replace(row, told=f"({score_figure(row.value or 0.0)})")
    told = str(score_figure(row.value or 0.0)) if study.rubric.scores == "record" else row.told
    return replace(row, told=told, step=min(row.step, DARKEST))


@dataclass(frozen=True, slots=True)
class LinesView:
    """The score of each plan as a strip for its row of a table, in the order of the plans, and the column's head."""

    head: Chart
    lines: tuple[Chart, ...]


def score_lines(context: SeveralContext, named: Named) -> LinesView | None:
    """Return the strips of several plans with their names; None of one plan."""
    if len(named) == 1:
        return None
    bands = bands_of(context.cards[0].rubric)
    plans = plan_block(context.study, named)
    lines = tuple(score_line(pen_of(context), bands, plans.row(view.plan.id)) for _, view in named)
    return LinesView(score_head(pen_of(context), bands), lines)


def pen_of(context: SeveralContext) -> Pen:
    """Return a pen that draws in the language and the words of the page."""
    return Pen(context.spoken, letters_of(context.templates))


class OF_PLANS:  # noqa: N801  (a table of entries)
    """The charts of several plans under one frame by themselves."""

    map = NamedFigure("plans", lambda charts, _: charts.map)
    ranges = NamedFigure("plans", lambda charts, _: charts.ranges)
    levels = NamedFigure("plans", lambda charts, _: next(iter(charts.levels), None))
    panels = NamedFigure("plans", lambda charts, _: next(iter(charts.panels), None))
    sides = NamedFigure("plans", lambda charts, _: charts.sides)
    common = NamedFigure("plans", lambda charts, _: charts.common)
