"""The country in figures: one year each, gaps, rows that differ, parts of a whole, nothing where nothing is known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator.model.country import Fact, Source
from evaluator.reports.context.alongside import Alongside
from evaluator.reports.country import country_html, report_view
from evaluator.reports.sections.figures import SeriesView, YearFigure, country_figures
from evaluator.reports.sections.trend import trend_view


def _fact(variable: str, start: str, value: float, **more: str) -> Fact:
    return Fact(f"f-{start}-{value}", variable, start, more.pop("end", ""), value, source_id="s1", **more)


@pytest.fixture(scope="module")
def shown(albania):
    """Return what is shown of the facts given, beside Albania's plan."""
    trend = trend_view(albania, Alongside(), "en")

    def made(*facts: Fact, treaties=()):
        source = Source("s1", "A yearbook", "", "statistics", "2020")
        return country_figures(replace(albania.assessment, facts=facts, sources=(source,)), trend, treaties)

    return made


def test_without_a_figure_shown_there_is_no_part(shown):
    assert shown() is None
    assert shown(_fact("poverty_pct", "2020", 22)) is None
    assert shown(_fact("national_convictions", "2020", 3, end="2022")) is None


def test_figures_stand_in_the_order_of_the_list_each_in_order_of_years(shown):
    view = shown(
        _fact("unemployment_pct", "2022", 10.2),
        _fact("national_victims_identified", "2017", 105, end="2017-12-31"),
        _fact("national_victims_identified", "2016", 95),
        _fact("national_victims_identified", "2016", 44, breakdown="children"),
    )
    assert [one.variable for one in view.series] == ["national_victims_identified", "unemployment_pct"]
    assert view.series[0].points == (YearFigure(2016, 95, 95), YearFigure(2017, 105, 105))
    assert (view.series[0].latest.high, view.series[0].most, view.series[0].least) == (105, 105, 0)
    assert [(source.number, source.title) for source in view.sources] == [(1, "A yearbook")]


def test_rows_that_differ_for_a_year_keep_both_ends(shown):
    view = shown(_fact("national_convictions", "2018", 7), _fact("national_convictions", "2018", 5))
    assert view.series[0].points == (YearFigure(2018, 5, 7),)


def test_of_a_sum_by_purpose_the_one_known_longest_is_shown_in_one_currency(shown):
    view = shown(
        _fact("anti_trafficking_budget", "2016", 15, breakdown="ngo-shelters", unit="ALL"),
        _fact("anti_trafficking_budget", "2017", 20, breakdown="ngo-shelters", unit="ALL"),
        _fact("anti_trafficking_budget", "2018", 1, breakdown="ngo-shelters", unit="EUR"),
        _fact("anti_trafficking_budget", "2016", 99, breakdown="all-else", unit="ALL"),
    )
    (one,) = view.series
    assert (one.part, one.unit, [point.high for point in one.points]) == ("ngo shelters", "ALL", [15, 20])


def test_a_line_breaks_where_a_year_is_missing():
    points = tuple(YearFigure(year, 1, 1) for year in (2016, 2017, 2019))
    runs = SeriesView("national_convictions", "", "", points, (1,)).runs
    assert [[point.year for point in run] for run in runs] == [[2016, 2017], [2019]]


def test_the_scale_of_years_holds_plans_figures_and_treaties_stand_by_year(shown):
    view = shown(_fact("national_convictions", "2018", 7), treaties=[("B", 2014), ("A", 2003)])
    assert view.treaties == (("A", 2003), ("B", 2014))
    assert (view.first, view.last) == (2005, 2018)
    assert [(plan.first, plan.last, plan.is_this) for plan in view.periods] == [(2005, 2007, True)]


def test_the_page_prints_every_year_beside_the_line_and_where_it_is_from(library, albania):
    view = report_view(library, albania, annex=True)
    part = country_html(library, view).partition('id="figures"')[2].partition("</section>")[0]
    words = " ".join(re.sub(r"<[^>]*>", " ", part).split())
    assert "2016–2022: 95, 105, 95, 103, 86, 159, 112" in words
    assert "112 (2022)" in words
    assert all(source.title in words for source in view.figures.sources)
    assert part.count("<svg") == part.count('aria-hidden="true"')
