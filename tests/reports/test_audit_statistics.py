"""The statistics of an audit as a part of its page and as charts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from evaluator import Library
from evaluator.reports.audit_page import correlation_chart, importance_chart, statistics_charts, statistics_page
from tests.contrasts.test_statistics import audited, independent

SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_has_words_first_and_then_the_tables():
    page = statistics_page(audited(independent(), others=((1, 1),)))
    assert page.startswith("## Statistics under `w0`\n\nCorrelations and components describe these plans;")
    heads = [line for line in page.splitlines() if line.startswith("### ")]
    assert heads == [
        "### Criteria over the plans", "### Consistency of nodes", "### Weight and importance",
        "### Likeness of orders", "### Places with noise on the weights",
    ]  # fmt: skip
    assert "| criterion | y | 0.38 | 0.26 |" in page


def test_without_enough_plans_the_page_has_words_alone():
    page = statistics_page(audited([(4, 4, 4), (0, 0, 0)]))
    assert "That is too few to say" in page
    assert "|" not in page


def test_a_long_table_is_cut_with_the_way_to_the_rest():
    page = statistics_page(audited([*independent(), *independent()]))
    assert "And 10 rows more: `--format csv --table uncertainty`." in page


def test_charts_are_drawn_with_a_title_that_says_what_they_show_and_only_where_there_are_enough_plans():
    found = audited(independent())
    charts = statistics_charts(found, Library.open().templates)
    assert list(charts) == ["importance", "correlations"]
    first, second = (ET.fromstring(svg) for svg in charts.values())  # noqa: S314  (our own)
    assert first.findtext(f"{SVG}title") == "y weighs 38 % and makes 26 % of the spread of scores"
    assert second.findtext(f"{SVG}title") == "0 of 3 pairs of criteria run against each other"
    assert len(first.findall(f"{SVG}circle")) == 2 + 2 * 3
    assert len(second.findall(f"{SVG}rect")) == 3 + 6
    assert statistics_charts(audited(independent()[:4]), Library.open().templates) == {}


def test_bars_stand_by_how_far_importance_is_from_weight_and_never_under_0():
    chart = importance_chart(audited(independent()))
    assert chart is not None
    assert [bar.name for bar in chart.bars] == ["y", "x", "z"]
    assert all(bar.matters >= 0 for bar in chart.bars)
    assert chart.most == max(max(bar.stated, bar.matters) for bar in chart.bars)
    assert importance_chart(audited([(2, 2, 2)] * 12)) is None


def test_a_cell_stands_on_both_sides_of_the_diagonal_with_its_sign():
    chart = correlation_chart(audited([(x, 4 - x, y) for x, y in [(a, b) for a in range(5) for b in range(5)]]))
    assert chart is not None
    assert (0, 1, 1.0, -1) in chart.cells
    assert (1, 0, 1.0, -1) in chart.cells
    assert chart.title == "1 of 3 pairs of criteria run against each other"
    assert correlation_chart(audited([(2, 2, 2)] * 12)) is None
