"""A report says where a floor bit."""

from __future__ import annotations

import pytest

from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_html, country_view
from evaluator.reports.sections.scores import FloorView, floor_views
from tests.scoring.small import card_of, rubric_of

NEGATIVE = {"a": "left", "b": {"parent": "left", "negative": True}}


def _card(ratings, **head):
    return card_of(rubric_of({"left": {"aggregation": {"kind": "net-sum"}}}, NEGATIVE, **head), ratings)


def test_a_sum_that_its_floor_holds_is_shown_with_what_it_would_be():
    """0.25 less 0.75."""
    (found,) = floor_views(CountryContext(_card({"a": 1, "b": 3})))
    assert (found.title.lower(), found.held, found.without) == ("left", 0.0, pytest.approx(-0.5))


def test_a_sum_over_its_floor_and_a_rubric_that_subtracts_nothing_show_none():
    assert floor_views(CountryContext(_card({"a": 3, "b": 1}))) == ()
    assert floor_views(CountryContext(card_of(rubric_of({"left": {}}, {"a": "left"}), {"a": 0}))) == ()


def test_the_whole_has_no_title_of_its_own():
    rubric = rubric_of({}, {"a": "total", "b": {"parent": "total", "negative": True}}, aggregation={"kind": "net-sum"})
    assert floor_views(CountryContext(card_of(rubric, {"a": 1, "b": 2}))) == (FloorView("", 0.0, -0.25),)


def test_the_page_says_where_a_floor_bit(library, albania):
    view = country_view(albania).showing(floors=(FloorView("Works", 0.0, -0.25), FloorView("", 0.0, -0.5)))
    page = country_html(library, view)
    assert (
        "Works stays at 0.00, the lowest value allowed, because more is subtracted than added. "
        "Otherwise it would be \u22120.25." in page
    )
    assert "The whole stays at 0.00" in page
    assert "the lowest value allowed" not in country_html(library, country_view(albania))
