from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass

import pytest

from evaluator.reports.outline import Page, Part, Report, Section


@dataclass(frozen=True, slots=True)
class Sheet(Page):
    name: str


DOUBLE: Part[int, Sheet, int] = Part("double", lambda number, _: 2 * number)
CALLED: Part[int, Sheet, str] = Part("called", lambda number, page: f"{page.name} {number}")
NUMBERS: Report[int, Sheet] = Report(
    "numbers", [Section("one", "one.html", (DOUBLE, CALLED)), Section("two", "two.html")]
)
FOUR = Sheet("four", lang="en", date="2026")


def test_a_page_shows_what_each_section_makes_of_the_context_and_of_what_they_share():
    page = NUMBERS.page(4, FOUR)
    assert (page.double, page.called, page.name) == (8, "four 4", "four")
    assert (DOUBLE.of(page), CALLED.of(page)) == (8, "four 4")


def test_what_no_section_shows_is_no_attribute_of_the_page():
    with pytest.raises(AttributeError, match="the page shows no triple"):
        _ = NUMBERS.page(4, FOUR).triple


def test_a_part_can_be_put_in_the_place_of_another():
    page = NUMBERS.page(4, FOUR)
    assert page.showing(double=0).double == 0
    assert page.showing(double=0).called == page.called


def test_a_page_can_be_handed_to_another_process():
    page = NUMBERS.page(4, FOUR)
    assert b"double" in pickle.dumps(page)
    assert copy.deepcopy(page) == page


def test_the_layout_has_a_block_for_each_section_in_order_inside_the_frame():
    assert NUMBERS.layout() == (
        '{% extends "base.html" %}\n{% block content %}\n'
        '{% block one %}{% include "one.html" %}{% endblock %}\n'
        '{% block two %}{% include "two.html" %}{% endblock %}\n'
        "{% endblock %}\n"
    )
    assert (NUMBERS.template, NUMBERS.layout_name) == ("numbers.html", "sections/numbers.html")


def test_a_section_that_stands_alone_takes_the_place_of_all_others_where_it_has_something_to_show():
    few: Part[int, Sheet, str] = Part("few", lambda number, _: "few" if number < 3 else "")
    kind = Report("numbers", NUMBERS.sections, alone=Section("alone", "alone.html", (few,)))
    assert (kind.page(2, FOUR).few, kind.page(4, FOUR).few, kind.page(4, FOUR).double) == ("few", "", 8)
    assert kind.layout() == (
        '{% extends "base.html" %}\n{% block content %}\n'
        '{% if view.few %}\n{% block alone %}{% include "alone.html" %}{% endblock %}\n{% else %}\n'
        '{% block one %}{% include "one.html" %}{% endblock %}\n'
        '{% block two %}{% include "two.html" %}{% endblock %}\n'
        "{% endif %}\n{% endblock %}\n"
    )
