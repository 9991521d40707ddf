from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.pipeline import evaluate
from evaluator.report.citations import number_citations
from evaluator.report.country import country_view
from evaluator.report.criteria import print_order
from evaluator.report.summary import blind_spot, gate_views, grade_view


def test_strengths_are_the_largest_used_weight_times_points(albania):
    view = country_view(albania)
    sizes = sorted((s.used * s.points for s in albania.criteria if s.points is not None), reverse=True)
    assert [float(s.size) for s in view.strengths] == pytest.approx(sizes[:3], abs=0.0005)


def test_gaps_are_the_largest_used_weight_times_missing_points(albania):
    view = country_view(albania)
    sizes = sorted((s.used * (1 - s.points) for s in albania.criteria if s.points is not None), reverse=True)
    assert [float(g.size) for g in view.gaps] == pytest.approx(sizes[:3], abs=0.0005)


def test_what_is_not_assessed_is_neither_strength_nor_gap(stress):
    view = country_view(stress)
    assert all(ranked.criterion.level is not None for ranked in (*view.strengths, *view.gaps))


def test_nothing_rated_gives_no_strength_and_no_gap(empty):
    assert country_view(empty).strengths == country_view(empty).gaps == ()


def test_every_gate_is_told_with_its_state(stress):
    gates = gate_views(stress, number_citations(print_order(stress)), "en")
    assert {gate.state for gate in gates} == {"tripped"}
    assert not any(gate.caps for gate in gates), "us-tip looks past the gates"


def test_the_best_grade_under_the_tripped_gates_is_named(albania, rubric):
    assert grade_view(albania, "en").cap == "A"
    assert [grade for grade, _ in grade_view(albania, "en").bands] == ["A", "B", "C", "D", "E"]


def test_the_blind_spot_is_told_under_the_reference_weighting_whatever_is_in_use(albania, rubric):
    other = evaluate(albania.assessment, rubric, "gaatw")
    assert blind_spot(albania, "en").bases == blind_spot(other, "en").bases


def test_shares_of_the_blind_spot_are_printed_so_that_they_add_up(albania):
    for basis in blind_spot(albania, "en").bases:
        assert sum(basis.printed) == Decimal(100)
        assert basis.assessed + basis.partly + basis.ignored + basis.uncoded == pytest.approx(1)


def test_criteria_without_weight_are_not_listed_as_ignored(albania):
    yardsticks = {c.id for c in albania.rubric.criteria if c.yardstick}
    assert not yardsticks & set(blind_spot(albania, "en").ignored)
