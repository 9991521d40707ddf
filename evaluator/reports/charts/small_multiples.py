"""Two frames by year, one small panel a country, those with the widest gap first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluator.model.scorecard import Record
from evaluator.model.sentence import say
from evaluator.reports.charts.drawing import ACCENT, ACCENT_PALE, GREY, INK, LEAST, RULE, Chart, Pen
from evaluator.reports.html.scales import AxisScale
from evaluator.scoring.rounding import score_figure

LEAST_YEARS, ACROSS, MOST = 4, 3, 12
PANEL, DEEP, GAP_X, GAP_Y = 146.0, 120.0, 27.0, 16.0
OTHER_PALE = "#dde3e8"
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
    def widest(self) -> int:
        """Return the year of the widest gap, the first of equal ones."""
        return max(self.years, key=lambda year: (abs(self.gap(year)), -year))


def small_multiples(pen: Pen, frames: tuple[str, str], panels: Sequence[Panel]) -> Chart | None:
    """Return the twelve countries with the widest gaps; None where no country has four years under both frames."""
    told = [panel for panel in panels if len(panel.years) >= LEAST_YEARS]
    if not told:
        return None
    rows = sorted(told, key=lambda panel: (-abs(panel.gap(panel.widest)), panel.name))[:MOST]
    first, last = min(p.years[0] for p in rows), max(p.years[-1] for p in rows)
    for k, panel in enumerate(rows):
        corner = (k % ACROSS * (PANEL + GAP_X), k // ACROSS * (DEEP + GAP_Y))
        _draw_panel(pen, panel, corner, (first, last))
    lead = rows[0]
    title = say(
        "%(country)s %(year)s: %(one)s under “%(frame)s”, %(other)s under “%(rival)s”",
        country=lead.name,
        year=str(lead.widest),
        one=score_figure(lead.one[lead.widest].score),
        frame=frames[0],
        other=score_figure(lead.other[lead.widest].score),
        rival=frames[1],
    )
    unit = say(
        "Score, 0 to 1. Colour: “%(one)s”; black: “%(other)s”. Hollow: too little assessed. Beside each name: the year "
        "of the widest gap",
        one=frames[0],
        other=frames[1],
    )
    height = -(-len(rows) // ACROSS) * (DEEP + GAP_Y) - GAP_Y + 12
    return pen.chart("years", title, unit, height, _table(pen, frames, rows))


def _draw_panel(pen: Pen, panel: Panel, corner: tuple[float, float], span: tuple[int, int]) -> None:
    left, top = corner
    x, y = AxisScale(*span, left + 18, left + PANEL - 8), AxisScale(0, 1, top + DEEP - 12, top + DEEP - 94)
    gap = panel.gap(panel.widest)
    told = f"{panel.widest}: {pen.change(gap)}"
    wide = pen.letters.width(told, 8.5, bold=True)
    pen.text((left, top + 10), pen.letters.fitted(panel.name, PANEL - wide - 6, 10, bold=True), size=10, bold=True)
    ink = ACCENT if gap > 0 else GREY
    pen.text((left + PANEL, top + 10), told, size=8.5, fill=ink, anchor="end", bold=gap > 0)
    for tick in (0, 0.5, 1):
        pen.line((x.start, y.at(tick)), (x.stop, y.at(tick)), RULE)
        pen.text((x.start - 4, y.at(tick) + 2.8), pen.lang.decimal(f"{tick:g}"), size=LEAST, fill=GREY, anchor="end")
    _fill_between(pen, panel, x, y)
    for scores, colour in ((panel.one, ACCENT), (panel.other, INK)):
        _draw_line(pen, scores, colour, x, y)
    for year in sorted({span[0], (span[0] + span[1]) // 2, span[1]}):
        anchor = "end" if year == span[1] and year != span[0] else "middle"
        pen.text(
            (x.at(year) + (6 if anchor == "end" else 0), top + DEEP), str(year), size=LEAST, fill=GREY, anchor=anchor
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
