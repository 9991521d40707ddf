"""Two frames by year, one small panel a country, those with the widest gap first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evaluator.model.block import Block, Row, Title, most
from evaluator.model.scorecard import Record
from evaluator.model.sentence import Sentence, say, say_n, series
from evaluator.reports.charts.drawing import ACCENT, ACCENT_PALE, FRONT, GREY, INK, RULE, Chart, Pen, with_narrow
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.rounding import score_figure

LEAST_YEARS, ACROSS, NARROW_ACROSS, MOST = 4, 3, 2, 12
DEEP, GAP_X, NARROW_GAP, GAP_Y, LINE = 120.0, 27.0, 16.0, 16.0, 12.0
OTHER_PALE = "#b9c4cd"  # darker than the pale accent, so that grey print keeps them apart
ENOUGH = 2.2  # radius of a dot


@dataclass(frozen=True, slots=True)
class YearScore:
    """A score of a year; `is_firm` is False if too little was assessed for a verdict."""

    score: float
    is_firm: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A country with its scores by year under two frames."""

    name: str
    one: Mapping[int, YearScore]
    other: Mapping[int, YearScore]

    @classmethod
    def of(cls, name: str, record: Record) -> Panel:
        """Return a country's public record under its two frames."""
        one, other = (
            {year: YearScore(row.score, row.firm) for year, row in rows.items()} for rows in (record.one, record.other)
        )
        return cls(name, one, other)

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years with a score under both frames."""
        return tuple(sorted(self.one.keys() & self.other.keys()))

    def gap(self, year: int) -> float:
        """Return how much higher the score is under the second frame."""
        return self.other[year].score - self.one[year].score

    @property
    def is_read(self) -> bool:
        """Return whether some year is assessed far enough under both frames, so that its gap can be told."""
        return any(self._is_firm(year) for year in self.years)

    @property
    def widest(self) -> int:
        """Return the year of the widest gap, the first of equal ones; years with too little assessed come last."""
        return max(self.years, key=lambda year: (self._is_firm(year), abs(self.gap(year)), -year))

    def _is_firm(self, year: int) -> bool:
        return self.one[year].is_firm and self.other[year].is_firm


YEARS: Mapping[str, Sentence | None] = {
    "drawn": None,
    "narrower": say_n("%(number)s more country has a narrower gap", "%(number)s more have narrower gaps", 2),
    "short": say_n(
        "%(number)s country has fewer than four years under both",
        "%(number)s countries have fewer than four years under both",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class YearsRow(Row):
    """A country in the year of its widest gap: the score under each of the two frames, and how far they lie apart."""

    year: int | None = None
    one: float | None = None
    other: float | None = None
    gap: float | None = None

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the row itself where it has a panel; the others are counted in the note."""
        return (self,) if self.state == "drawn" else ()


def years_block(panels: Sequence[Panel]) -> Block[YearsRow]:
    """Return a row for every country, the widest gap first: the first twelve are drawn."""
    rows = sorted(map(_years_row, panels), key=lambda row: (row.gap is None, -(row.gap or 0.0), row.name))
    told = [replace(row, state="narrower") if k >= MOST and row.state == "drawn" else row for k, row in enumerate(rows)]
    return Block.of("years", YEARS, told, asked=[panel.name for panel in panels])


def _years_row(panel: Panel) -> YearsRow:
    if len(panel.years) < LEAST_YEARS:
        return YearsRow(panel.name, panel.name, "short")
    if not panel.is_read:
        return YearsRow(panel.name, panel.name, "drawn")
    one, other = (scores[panel.widest].score for scores in (panel.one, panel.other))
    return YearsRow(
        panel.name, panel.name, "drawn", year=panel.widest, one=one, other=other, gap=abs(panel.gap(panel.widest))
    )


def years_title(block: Block[YearsRow], frames: tuple[str, str]) -> Title:
    """Return the country and the year with the widest gap of all; of equals the first by name."""
    widest = most(block, "gap", "drawn", "narrower")
    if not widest.ids:
        return Title(say("In no year was enough assessed under both frames"), ())
    row = block.row(widest.ids[0])
    said = say(
        "%(country)s %(year)s: %(one)s under “%(frame)s”, %(other)s under “%(rival)s”",
        country=row.name,
        year=str(row.year),
        one=score_figure(row.one or 0.0),
        frame=frames[0],
        other=score_figure(row.other or 0.0),
        rival=frames[1],
    )
    return Title(said, (widest,))


@with_narrow
def small_multiples(pen: Pen, frames: tuple[str, str], panels: Sequence[Panel]) -> Chart | None:
    """Return the twelve countries with the widest gaps; None where no country has four years under both frames."""
    block, by_name = years_block(panels), {panel.name: panel for panel in panels}
    drawn = [by_name[row.name] for row in block.in_state("drawn")]
    if not drawn:
        return None
    first, last = min(p.years[0] for p in drawn), max(p.years[-1] for p in drawn)
    across, gap = (NARROW_ACROSS, NARROW_GAP) if pen.is_narrow else (ACROSS, GAP_X)
    deep = DEEP + (LINE if pen.is_narrow else 0.0)
    wide = (pen.width + gap) / across - gap
    for k, panel in enumerate(drawn):
        corner = (k % across * (wide + gap), k // across * (deep + GAP_Y))
        with pen.row(panel.name, "drawn"):
            _draw_panel(pen, panel, (corner, (wide, deep)), (first, last))
    hollow = any(not cell.is_firm for panel in drawn for own in (panel.one, panel.other) for cell in own.values())
    said = say(
        "Score, 0 to 1; colour: “%(one)s”; black: “%(other)s”; beside each name: the year of the widest gap",
        one=frames[0],
        other=frames[1],
    )
    unit = series("; ", [said, *([say("hollow: too little assessed")] if hollow else [])])
    height = -(-len(drawn) // across) * (deep + GAP_Y) - GAP_Y + 12
    titled = block.titled(lambda rows: years_title(rows, frames))
    return pen.block_chart("years", titled, unit, height, _table(pen, frames, drawn))


def _draw_panel(
    pen: Pen, panel: Panel, place: tuple[tuple[float, float], tuple[float, float]], span: tuple[int, int]
) -> None:
    (left, top), (across, deep) = place
    x, y = AxisScale(*span, left + 18, left + across - 8), AxisScale(0, 1, top + deep - 12, top + deep - 94)
    gap = panel.gap(panel.widest)
    told = f"{panel.widest}: {pen.change(gap)}" if panel.is_read else ""
    room = across - (0.0 if pen.is_narrow else pen.letters.width(told, FRONT, bold=True) + 6)
    pen.text((left, top + 10), pen.letters.fitted(panel.name, room, 10, bold=True), size=10, bold=True)
    at, anchor = ((left, top + 10 + LINE), "start") if pen.is_narrow else ((left + across, top + 10), "end")
    pen.text(at, told, size=FRONT, fill=ACCENT if gap > 0 else GREY, anchor=anchor, bold=gap > 0)
    for tick in (0, 0.5, 1):
        pen.line((x.start, y.at(tick)), (x.stop, y.at(tick)), RULE)
        pen.text((x.start - 4, y.at(tick) + 2.8), pen.lang.decimal(f"{tick:g}"), size=FRONT, fill=GREY, anchor="end")
    _fill_between(pen, panel, x, y)
    for scores, colour in ((panel.one, ACCENT), (panel.other, INK)):
        _draw_line(pen, scores, colour, x, y)
    for year in sorted({span[0], (span[0] + span[1]) // 2, span[1]}):
        anchor = "end" if year == span[1] and year != span[0] else "middle"
        pen.text(
            (x.at(year) + (6 if anchor == "end" else 0), top + deep), str(year), size=FRONT, fill=GREY, anchor=anchor
        )


def _fill_between(pen: Pen, panel: Panel, x: AxisScale, y: AxisScale) -> None:
    """Fill between the two lines where a year follows a year."""
    for start, end in pairwise(panel.years):
        if end - start == 1:
            corners = [(start, panel.one), (end, panel.one), (end, panel.other), (start, panel.other)]
            points = [(x.at(year), y.at(scores[year].score)) for year, scores in corners]
            pen.area(points, ACCENT_PALE if panel.gap(start) + panel.gap(end) > 0 else OTHER_PALE)


def _draw_line(pen: Pen, scores: Mapping[int, YearScore], colour: str, x: AxisScale, y: AxisScale) -> None:
    years = sorted(scores)
    for start, end in pairwise(years):
        if end - start == 1:
            pen.path([(x.at(k), y.at(scores[k].score)) for k in (start, end)], colour, 1.6)
    for year in years:
        pen.dot((x.at(year), y.at(scores[year].score)), ENOUGH, colour if scores[year].is_firm else "#ffffff", colour)


def _table(pen: Pen, frames: tuple[str, str], rows: Sequence[Panel]) -> list[list[str]]:
    cells = [
        [panel.name, str(year), pen.score(panel.one[year].score), pen.score(panel.other[year].score)]
        for panel in rows
        for year in panel.years
    ]
    return [["", "", *frames], *cells]
