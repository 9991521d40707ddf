from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from evaluator.model.criterion_block import costs, criterion_block, strengths
from evaluator.pipeline import evaluate
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_view
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.blind_spot import blind_spot
from evaluator.reports.sections.citations import number_citations, print_order
from evaluator.reports.sections.summary import gate_views, grade_view


def _grade(card):
    return grade_view(card, PageLanguage.of(card))


def _gates(card, citations):
    return gate_views(card, citations, PageLanguage.of(card))


def test_the_three_largest_strengths_and_gaps_are_shown_with_the_levels_that_make_them(stress):
    ends = country_view(stress, annex=True).ends
    block = criterion_block(stress, {})
    assert ends.level == 3
    assert [s.id for s in ends.strengths] == [row.id for row in strengths(block)[:3]]
    assert [g.id for g in ends.gaps] == [row.id for row in costs(block)[:3]]
    assert ends.rated == sum(s.outcome.covered and s.used > 0 for s in stress.criteria)


def test_of_points_alike_in_size_those_left_out_are_counted(plain_card):
    card = plain_card("XXL", "Levelland", lambda _: 4)
    ends = country_view(card, annex=True).ends
    sizes = [round(row.gain, 3) for row in strengths(criterion_block(card, {}))]
    assert ends.strengths_alike == sizes[3:].count(sizes[2]) > 0
    assert ends.gaps_alike == 0


def test_nothing_rated_gives_no_strength_and_no_gap(empty):
    ends = country_view(empty, annex=True).ends
    assert (ends.strengths, ends.gaps, ends.rated) == ((), (), 0)


def test_a_rubric_without_a_norm_level_has_neither_list(albania):
    rubric = albania.rubric.model_copy(update={"norm_level": None})
    assert country_view(dataclasses.replace(albania, rubric=rubric), annex=True).ends is None


def test_every_gate_is_told_with_its_state(stress):
    gates = _gates(stress, number_citations(print_order(stress)))
    assert {gate.state for gate in gates} == {"tripped"}
    assert not any(gate.caps for gate in gates), "us-tip looks past the gates"


def test_the_bands_of_a_grade_stand_from_the_best_down(albania, rubric):
    assert [grade for grade, _ in _grade(albania).bands] == ["A", "B", "C", "D", "E"]


def test_the_blind_spot_is_told_under_the_reference_weighting_whatever_is_in_use(albania, rubric):
    other = evaluate(albania.assessment, rubric, "gaatw")
    assert blind_spot(CountryContext(albania)).bases == blind_spot(CountryContext(other)).bases


def test_shares_of_the_blind_spot_are_printed_so_that_they_add_up(albania):
    for basis in blind_spot(CountryContext(albania)).bases:
        assert sum(basis.printed) == Decimal(100)
        assert basis.assessed + basis.partly + basis.ignored + basis.uncoded == pytest.approx(1)


def test_criteria_without_weight_are_not_listed_as_ignored(albania):
    yardsticks = {c.id for c in albania.rubric.criteria if c.yardstick}
    assert not yardsticks & set(blind_spot(CountryContext(albania)).ignored)
