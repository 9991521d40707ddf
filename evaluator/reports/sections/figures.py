"""The section on the country's figures by year, next to plans, tiers and treaties. No figure here enters a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluator.model.assessment import Assessment
from evaluator.model.country import Fact
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section
from evaluator.reports.sections.instruments import binds, instrument_views
from evaluator.reports.sections.tiers import TierSource
from evaluator.reports.sections.trend import TrendView, trend_view

# The figures that readers look for first; others are inputs of criteria, or too unlike to be in one chart.
SHOWN = (
    "national_victims_identified",
    "national_investigations",
    "national_prosecutions",
    "national_convictions",
    "anti_trafficking_budget",
    "remittances_pct_gdp",
    "unemployment_pct",
)
BY_PURPOSE = frozenset({"anti_trafficking_budget"})  # variables whose total is split by purpose


@dataclass(frozen=True, slots=True)
class YearFigure:
    """The lowest and the highest number that sources state for one year; equal if the sources agree."""

    year: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One figure by year; `part` names the part of the whole that is counted, empty for the whole.

    `unit` is the unit of its rows, empty for a plain count.
    """

    variable: str
    part: str
    unit: str
    points: tuple[YearFigure, ...]
    sources: tuple[int, ...]

    @property
    def latest(self) -> YearFigure:
        """Return the last year's figure."""
        return self.points[-1]

    @property
    def most(self) -> float:
        """Return the highest number in the series."""
        return max(point.high for point in self.points)

    @property
    def least(self) -> float:
        """Return the lowest number in the series, but at most 0, where the axis starts."""
        return min(0.0, *(point.low for point in self.points))

    @property
    def runs(self) -> tuple[tuple[YearFigure, ...], ...]:
        """Return the figures in runs of consecutive years, so that no line crosses a gap."""
        runs = groupby(enumerate(self.points), key=lambda pair: pair[1].year - pair[0])
        return tuple(tuple(point for _, point in run) for _, run in runs)


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A plan's years, cut to the years that the chart shows; `is_this` marks the report's own plan."""

    id: str
    first: int
    last: int
    is_this: bool


@dataclass(frozen=True, slots=True)
class CountryFiguresView:
    """Figures from sources by year, drawn over the periods of plans, the tiers and the years of treaties.

    `treaties` gives each treaty's title and the year from which it binds the country. The report
    cites each source in `sources` by its number.
    """

    series: tuple[SeriesView, ...]
    periods: tuple[PeriodView, ...]
    tiers: tuple[tuple[int, int, str], ...]
    treaties: tuple[tuple[str, int], ...]
    sources: tuple[TierSource, ...]
    first: int
    last: int

    @property
    def differs(self) -> bool:
        """Return whether sources state different numbers for some year, which the chart draws as a stroke."""
        return any(point.low != point.high for one in self.series for point in one.points)


def country_figures(
    assessment: Assessment, trend: TrendView, treaties: Sequence[tuple[str, int]]
) -> CountryFiguresView | None:
    """Return the country's recorded figures by year; None if none of the figures in `SHOWN` is recorded.

    `treaties` are titles with the years from which they bind. Figures of several years together, or of
    a part of the whole, are left out. If sources state different numbers for one year, the lowest and
    the highest are kept.
    """
    found = _facts_by_series(assessment.facts)
    if not found:
        return None
    numbers = {name: k for k, name in enumerate(dict.fromkeys(f.source_id for fs in found for f in fs), 1)}
    series = tuple(_series_view(facts, numbers) for facts in found)
    tiers = tuple(
        (step.first, step.last, step.tier) for step in (trend.tiers.steps if trend.tiers else ()) if step.tier
    )
    years = [point.year for one in series for point in one.points]
    years += [year for first, last, _ in tiers for year in (first, last)]
    years += [year for plan in trend.plans for year in (plan.first, plan.last or plan.first)]
    first, last = min(years), max(years)
    known = {source.source_id: source for source in assessment.sources}
    return CountryFiguresView(
        series=series,
        periods=tuple(PeriodView(p.id, p.first, min(p.last or last, last), p.is_this) for p in trend.plans),
        tiers=tiers,
        treaties=tuple(sorted(treaties, key=lambda one: (one[1], one[0]))),
        sources=tuple(TierSource(k, known[n].title, known[n].url) for n, k in numbers.items() if n in known),
        first=first,
        last=last,
    )


def _facts_by_series(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return the facts of each figure in the order of `SHOWN`: of the whole, or of the part with most years."""
    result = []
    for variable in SHOWN:
        own = [fact for fact in facts if fact.variable == variable and _is_of_a_year(fact)]
        parts = sorted({fact.breakdown for fact in own} if variable in BY_PURPOSE else {""})
        split = [[fact for fact in own if fact.breakdown == part] for part in parts]
        if best := max(split, key=lambda rows: len({row.start[:4] for row in rows}), default=[]):
            units = [fact.unit for fact in best]  # amounts in two currencies are separate figures
            result.append([fact for fact in best if fact.unit == max(units, key=units.count)])
    return result


def _is_of_a_year(fact: Fact) -> bool:
    return fact.value is not None and (fact.end or fact.start)[:4] == fact.start[:4]


def _series_view(facts: Sequence[Fact], numbers: dict[str, int]) -> SeriesView:
    by_year = groupby(sorted(facts, key=lambda fact: fact.start[:4]), key=lambda fact: int(fact.start[:4]))
    values = [(year, [fact.value for fact in rows if fact.value is not None]) for year, rows in by_year]
    return SeriesView(
        variable=facts[0].variable,
        part=facts[0].breakdown.replace("-", " "),
        unit=facts[0].unit,
        points=tuple(YearFigure(year, min(found), max(found)) for year, found in values),
        sources=tuple(sorted({numbers[fact.source_id] for fact in facts})),
    )


def _country_figures(context: CountryContext, _: CountryView) -> CountryFiguresView | None:
    card, beside = context.card, context.beside
    if beside is None or not card.rubric.has_paradigms:
        return None
    binding = [one for one in instrument_views(beside.reading, context.lang) if binds(one)]
    trend = trend_view(card, beside.known, context.lang)
    return country_figures(card.assessment, trend, [(one.title, int(one.since[:4])) for one in binding])


FIGURES_SHOWN = Part("figures", _country_figures)
FIGURES = Section("figures", "country/figures.html", (FIGURES_SHOWN,))
