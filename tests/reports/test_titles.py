"""Titles that say their message: worked by hand, with ties and with nothing to say."""

from __future__ import annotations

from types import SimpleNamespace as Some

import pytest

from evaluator.reports.country import country_view
from evaluator.reports.sections.instruments import VerdictCounts
from evaluator.reports.sections.profile import MoneyView
from evaluator.reports.sections.weightings import FRAMED
from evaluator.reports.titles import (
    group_title,
    law_title,
    lift_title,
    money_title,
    profile_title,
    titles_of,
)

GRADE = Some(least_coverage=0.67, bands=(("A", 0.8), ("E", 0.0)))
ENDS = Some(level=3, has_floors=True)


def group(title="Migration", score=0.5, low=0.4, high=0.6, coverage=1.0, **more):
    found = {"meeting": 0, "assessed": 10, **more}
    return Some(title=title, interval=Some(score=score, low=low, high=high, coverage=coverage), **found)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"meeting": 2}, "Migration: 2 of 10 assessed criteria meet the standard"),
        ({"meeting": 1}, "Migration: 1 of 10 assessed criteria meets the standard"),
        ({}, "Migration: none of 10 assessed criteria meets the standard"),
        ({"assessed": 1}, "Migration: the 1 assessed criterion does not meet the standard"),
        ({"assessed": 0, "coverage": 0.0}, "Migration: nothing was assessed"),
        ({"coverage": 0.669, "meeting": 2}, "Migration: too little was assessed to judge"),
        ({"coverage": 0.67, "meeting": 2}, "Migration: 2 of 10 assessed criteria meet the standard"),
        ({"coverage": None}, "Migration"),
    ],
)
def test_a_paradigm_says_how_much_of_it_meets_the_standard(given, said):
    assert group_title(group(**given), ENDS, 0.67) == said


@pytest.mark.parametrize(
    ("strong", "said"),
    [
        (2, "Migration: 2 of 10 assessed criteria reach the rubric’s norm"),
        (1, "Migration: 1 of 10 assessed criteria reaches the rubric’s norm"),
        (0, "Migration: 0 of 10 assessed criteria reach the rubric’s norm"),
    ],
)
def test_where_no_criterion_restates_a_provision_there_is_a_norm_and_no_standard(strong, said):
    assert group_title(group(meeting=strong), Some(level=3, has_floors=False), 0.67) == said


def test_a_rubric_without_a_norm_level_has_no_standard_to_meet():
    assert group_title(group(meeting=2), None, 0.67) == "Migration"


def test_paradigms_are_set_against_each_other_only_where_their_bounds_do_not_overlap():
    strong, weak = group("Strong", 0.6, 0.5, 0.7), group("Weak", 0.2, 0.1, 0.4)
    assert profile_title([weak, strong], GRADE) == "Strong (0.60) lies clearly above Weak (0.20)"
    touching = group("Weak", 0.2, 0.1, 0.5)
    assert profile_title([touching, strong], GRADE) == "No paradigm clearly stands out"
    assert profile_title([strong, strong], GRADE) == "No paradigm clearly stands out", "a tie"
    near = [group("A", 0.93, 0.93, 0.93), group("B", 0.92, 0.92, 0.92)]
    assert profile_title(near, GRADE) == "No paradigm clearly stands out", "0.01 apart is not clearly"


def test_a_paradigm_under_the_least_coverage_is_not_compared():
    thin = group("Thin", 0.9, 0.8, 0.95, coverage=0.5)
    assert profile_title([thin, group("Weak", 0.2, 0.1, 0.4)], GRADE) == (
        "Too little was assessed to compare the paradigms"
    )
    assert profile_title([], GRADE) == "Too little was assessed to compare the paradigms"


def instrument(*bound, binding="bound"):
    return Some(binding=binding, bound=VerdictCounts(*bound))


def test_the_head_on_instruments_counts_what_bound_the_state_and_says_how_many_are_open():
    found = [instrument(2, 1, 1, 3, 5), instrument(0, 0, 0, 0, 0, binding="later"), instrument(0, 0, 0, 1, 2)]
    assert law_title(found) == (
        "Provisions that bound the state: 8 checked, 2 met, 1 as far as asked, 1 in part, 4 not in what was read; "
        "7 open"
    )
    assert law_title([instrument(1, 0, 0, 0, 0)]) == "Provisions that bound the state: 1 checked, 1 met; 0 open"
    assert law_title([instrument(0, 0, 0, 0, 4)]) == "Provisions that bound the state: none could be checked, 4 open"
    assert law_title([instrument(0, 0, 0, 0, 0, binding="not-known")]) == (
        "No treaty is known to have bound the state when the plan began"
    )


@pytest.mark.parametrize(
    ("measures", "paid", "said"),
    [
        (58, 0, "None of the 58 measures states a sum of money"),
        (1, 0, "The 1 measure states no sum of money"),
        (14, 3, "3 of 14 measures state a sum of money"),
        (0, 0, "What the plan promises"),
    ],
)
def test_promises_say_how_many_measures_state_a_sum(measures, paid, said):
    assert money_title(MoneyView((), (), (), 0, measures, paid)) == said


@pytest.mark.parametrize(
    ("measures", "paid", "unknown", "said"),
    [
        (13, 0, 4, "None of the 9 measures whose money is known states a sum; not known: 4"),
        (2, 0, 1, "The 1 measure whose money is known states no sum; not known: 1"),
        (42, 3, 2, "3 of 40 measures whose money is known state a sum; not known: 2"),
        (3, 0, 3, "Whether any of the 3 measures states a sum of money is not known"),
    ],
)
def test_measures_whose_money_could_not_be_read_are_in_no_count_of_those_without(measures, paid, unknown, said):
    assert money_title(MoneyView((), (), (), 0, measures, paid, unknown)) == said


def test_without_rows_of_money_promises_have_their_plain_title():
    assert money_title(None) == "What the plan promises"


def test_the_part_on_the_grade_says_what_is_needed():
    assert lift_title(Some(to_be_graded=("a", "b"), next_grade=None, reachable=False)) == (
        "A grade needs at least 2 more criteria assessed"
    )
    assert lift_title(Some(to_be_graded=(), next_grade="C", reachable=True)) == "What would lift the grade to C"
    for further in (
        Some(to_be_graded=(), next_grade=None, reachable=True),
        Some(to_be_graded=(), next_grade="C", reachable=False),
    ):
        assert lift_title(further) == "What would lift the grade"


def test_every_section_of_a_view_has_its_title(albania):
    view = country_view(albania, annex=True)
    assert view.titles == titles_of(view)
    assert len(view.titles.groups) == len(view.groups)
    assert FRAMED.of(view).block.title.said == "Under no frame was enough assessed for a grade"
