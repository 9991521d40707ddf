"""How criteria go together: correlation, consistency, components, first-order importance."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from evaluator.contrasts.audit.association import (
    bonferroni,
    correlations,
    covariances,
    cronbach,
    first_order,
    kendall_p,
    p_values,
    pairs,
    principal,
    rank_spread,
    similarity,
)

N = np.nan
points = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, N])
tables = arrays(np.float64, st.tuples(st.integers(4, 9), st.integers(2, 4)), elements=points)
orders = st.integers(2, 8).flatmap(lambda n: st.permutations([float(k) for k in range(1, n + 1)]))
COEFFICIENTS = ("spearman", "kendall", "kendall_a", "gamma", "weighted_spearman", "ws")


def test_a_correlation_rests_on_the_plans_that_have_both():
    table = np.array([[1.0, 2.0], [2.0, N], [3.0, 6.0], [4.0, 9.0], [N, 1.0]])
    kept = table[[0, 2, 3]]
    assert correlations(table, table)[0, 1] == pytest.approx(stats.pearsonr(kept[:, 0], kept[:, 1])[0], abs=1e-12)
    assert pairs(table, table).tolist() == [[4, 3], [3, 4]]


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_a_correlation_of_huge_or_tiny_numbers_is_that_of_their_order_of_magnitude(size):
    table = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 7.0], [4.0, 5.0]])
    assert correlations(table * size, table * size)[0, 1] == pytest.approx(correlations(table, table)[0, 1], abs=1e-12)


def test_a_constant_column_and_too_few_plans_have_no_correlation():
    table = np.array([[1.0, 5.0, N], [2.0, 5.0, N], [4.0, 5.0, 1.0], [3.0, 5.0, 2.0]])
    found = correlations(table, table)
    assert found[0, 0] == 1
    assert np.isnan(found[0, 1])
    assert np.isnan(found[1, 1])
    assert np.isnan(found[0, 2])
    assert correlations(table, table, least=2)[0, 2] == -1


@given(tables, st.sampled_from(["pearson", "spearman", "kendall"]))
def test_correlations_are_symmetric_in_minus_1_to_1_and_do_not_see_units_or_order(table, kind):
    found = correlations(table, table, kind)
    assert np.array_equal(found, found.T, equal_nan=True)
    assert np.nanmax(np.abs(found), initial=0) <= 1
    assert correlations(table[::-1] * 7 + 3, table[::-1], kind) == pytest.approx(found, abs=1e-9, nan_ok=True)


@given(tables)
def test_correlations_are_those_of_scipy(table):
    whole = table[~np.isnan(table).any(axis=1)]
    assume(len(whole) > 2 and np.ptp(whole, axis=0).min() > 0)
    ours = [correlations(whole, whole, kind)[0, 1] for kind in ("pearson", "spearman", "kendall")]
    ways = (stats.pearsonr, stats.spearmanr, stats.kendalltau)
    assert ours == pytest.approx([float(way(whole[:, 0], whole[:, 1])[0]) for way in ways], abs=1e-9)


def test_p_is_that_of_the_t_test_and_none_where_there_is_none():
    table = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0], [5.0, 9.0]])
    found = p_values(correlations(table, table), pairs(table, table))
    assert found[0, 1] == pytest.approx(stats.pearsonr(table[:, 0], table[:, 1])[1], abs=1e-12)
    assert found[0, 0] == 0
    assert np.isnan(p_values(np.array([[N, 1.0]]), np.array([[9, 2]]))).all()


@given(tables)
def test_p_of_ranks_are_those_of_scipy_over_the_plans_that_have_both(table):
    whole = table[~np.isnan(table[:, :2]).any(axis=1), :2]
    assume(len(whole) > 2 and np.ptp(whole, axis=0).min() > 0)
    rho = correlations(table[:, :1], table[:, 1:2], "spearman")
    chance = p_values(rho, pairs(table[:, :1], table[:, 1:2]))[0, 0]
    assume(abs(rho[0, 0]) < 1)
    assert chance == pytest.approx(float(stats.spearmanr(whole[:, 0], whole[:, 1])[1]), abs=1e-6)
    assert kendall_p(table[:, 0], table[:, 1]) == float(stats.kendalltau(whole[:, 0], whole[:, 1])[1])


def test_where_there_is_no_tau_there_is_no_p_of_it():
    few, flat, line = np.array([1.0, 2.0, N]), np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0])
    assert np.isnan([kendall_p(few, line), kendall_p(flat, line)]).all()


def test_many_tests_are_each_held_to_more_and_what_is_no_test_does_not_count():
    assert bonferroni(np.array([0.001, 0.02, 0.9, N])) == pytest.approx([0.003, 0.06, 1.0, N], nan_ok=True)
    assert bonferroni(np.empty(0)).size == 0


def test_covariances_are_pairwise_or_of_the_complete_rows():
    table = np.array([[1.0, 2.0, N], [2.0, 4.0, 1.0], [4.0, 1.0, 3.0]])
    assert covariances(table)[0, 1] == pytest.approx(np.cov(table[:, 0], table[:, 1])[0, 1])
    assert covariances(table, complete=True)[0, 1] == pytest.approx(-3.0)
    assert np.isnan(covariances(table[:1])).all()


def test_alpha_of_one_column_of_no_spread_and_of_columns_that_cancel_is_none():
    assert np.isnan(cronbach(np.array([[1.0], [2.0]])))
    assert np.isnan(cronbach(np.array([[1.0, 3.0], [1.0, 3.0]])))
    assert np.isnan(cronbach(np.array([[1.0, -1.0], [2.0, -2.0]])))


def test_alpha_is_1_for_copies_and_negative_where_columns_run_against_each_other():
    column = np.array([0.0, 0.5, 1.0, 0.25])
    assert cronbach(np.column_stack([column, column, column])) == pytest.approx(1)
    assert cronbach(np.column_stack([column, -0.5 * column])) < 0


def test_complete_rows_give_another_alpha_than_pairs():
    table = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [9.0, N]])
    assert cronbach(table, complete=True) == pytest.approx(8 / 9)
    assert cronbach(table) != pytest.approx(8 / 9)


def test_components_of_two_columns_that_go_together_by_r_have_variances_1_plus_and_less_r():
    table = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0]])
    r = correlations(table, table)[0, 1]
    found = principal(table)
    assert found.variances.tolist() == pytest.approx([1 + r, 1 - r])
    assert found.shares.sum() == pytest.approx(1)
    assert found.loadings[:, 0].tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_components_leave_out_what_has_no_spread_and_plans_with_gaps():
    table = np.array([[1.0, 5.0, 2.0], [2.0, 5.0, 1.0], [3.0, 5.0, 5.0], [N, 5.0, 9.0]])
    found = principal(table)
    assert (found.plans, found.used.tolist()) == (3, [True, False, True])
    assert found.variances.sum() == pytest.approx(2)


@pytest.mark.parametrize("table", [np.empty((0, 2)), np.full((3, 2), N), np.ones((4, 2)), np.array([[1.0, 2.0]])])
def test_without_two_plans_or_any_spread_there_is_no_component(table):
    found = principal(table)
    assert len(found.variances) == 0
    assert len(found.shares) == 0


@given(tables)
def test_components_have_length_1_stand_square_to_each_other_and_share_all_variance(table):
    found = principal(table)
    size = found.loadings.shape[1]
    assert found.loadings.T @ found.loadings == pytest.approx(np.eye(size), abs=1e-9)
    assert found.variances.sum() == pytest.approx(size, abs=1e-9)
    assert sorted(found.variances, reverse=True) == found.variances.tolist()
    if size:
        largest = np.abs(found.loadings).argmax(axis=0)
        assert (found.loadings[largest, np.arange(size)] > 0).all()


def test_a_criterion_that_makes_the_score_has_all_its_variance_and_one_beside_it_none():
    own, other = np.tile([0.0, 1.0], 8), np.repeat([0.0, 1.0], 8)
    found = first_order(np.column_stack([own, other]), own, bins=5)
    assert found.tolist() == pytest.approx([1, 0])


def test_two_independent_criteria_share_the_variance_by_the_square_of_their_weights():
    grid = np.array([(a, b) for a in range(5) for b in range(5)] * 8, dtype=np.float64) / 4
    found = first_order(grid, grid @ np.array([2.0, 1.0]), bins=5)
    assert found.tolist() == pytest.approx([0.8, 0.2], abs=0.03)


def test_many_values_are_cut_into_groups_and_a_curve_counts_as_much_as_a_line():
    column = np.linspace(-1, 1, 400)[:, None]
    assert first_order(column, column[:, 0], bins=10)[0] > 0.98
    assert first_order(column, column[:, 0] ** 2, bins=10)[0] > 0.9
    assert abs(correlations(column, column**2)[0, 0]) < 1e-9


def test_first_order_rests_on_the_plans_that_have_both():
    column = np.array([0.0, 0.0, 0.5, 0.5, 1.0, 1.0, N, 1.0, N])
    scores = np.array([0.1, 0.2, 0.4, 0.3, 0.9, 0.7, 0.1, N, N])
    assert first_order(column[:, None], scores, bins=5) == pytest.approx(
        first_order(column[:6, None], scores[:6], bins=5)
    )
    assert first_order(column[:, None], scores, bins=5)[0] > 0.5


@pytest.mark.parametrize(
    ("column", "scores"),
    [
        ([1.0, 1.0, 1.0], [0.0, 1.0, 2.0]),
        ([0.0, 1.0, 2.0], [1.0, 1.0, 1.0]),
        ([0.0, 1.0, N], [0.0, 1.0, 2.0]),
        ([0.0, 1.0, 2.0], [0.0, 1.0, 2.0]),
    ],
)
def test_without_spread_or_more_plans_than_groups_there_is_no_index(column, scores):
    assert np.isnan(first_order(np.array(column)[:, None], np.array(scores), bins=5)[0])


def test_the_share_that_an_element_explains_is_corrected_for_the_number_of_its_values():
    """Means 0.5 and 2.5 leave 1 of 5 unexplained: 1 - 0.2 x (4 - 1) / (4 - 2) = 0.7."""
    column = np.array([[0.0], [0.0], [1.0], [1.0]])
    assert first_order(column, np.array([0.0, 1.0, 2.0, 3.0]), bins=5)[0] == pytest.approx(0.7, abs=1e-12)


@given(orders)
def test_the_same_order_is_alike_by_every_coefficient_and_the_reverse_by_none(order):
    one = np.array(order)
    same, reverse = similarity(one, one), similarity(one, len(one) + 1 - one)
    assert [getattr(same, name) for name in COEFFICIENTS] == pytest.approx([1] * 6)
    assert (same.mean_shift, same.largest_shift) == (0, 0)
    assert [getattr(reverse, name) for name in COEFFICIENTS[:4]] == pytest.approx([-1] * 4)
    assert reverse.largest_shift == len(one) - 1


def test_a_change_at_the_top_counts_for_more_than_one_at_the_bottom():
    order = np.arange(1.0, 7.0)
    top, bottom = order.copy(), order.copy()
    top[:2], bottom[-2:] = [2, 1], [6, 5]
    first, last = similarity(order, top), similarity(order, bottom)
    assert first.spearman == last.spearman
    assert first.ws < last.ws
    assert first.weighted_spearman < last.weighted_spearman


def test_plans_without_both_ranks_take_no_part_and_one_plan_has_no_likeness():
    found = similarity(np.array([1.0, 2.0, N, 3.0]), np.array([1.0, 3.0, 2.0, N]))
    assert (found.plans, found.mean_shift, found.largest_shift) == (2, 0.5, 1)
    alone = dataclasses.astuple(similarity(np.array([1.0]), np.array([1.0])))
    assert alone[0] == 1
    assert np.isnan(alone[1:]).all()


def test_all_tied_has_shifts_but_no_correlation():
    found = similarity(np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0]))
    assert np.isnan([found.spearman, found.kendall, found.gamma]).all()
    assert (found.kendall_a, found.mean_shift, found.largest_shift) == (0, 1, 2)


def test_the_spread_of_ranks_leaves_out_scenarios_without_one():
    found = rank_spread(np.array([[1.0, 2.0, 3.0, 4.0, N], [N, N, N, N, N], [2.0, 2.0, 2.0, 2.0, 2.0]]))
    assert found.mean[[0, 2]].tolist() == [2.5, 2]
    assert found.median[[0, 2]].tolist() == [2.5, 2]
    assert found.low[0] == pytest.approx(1.15)
    assert found.high[0] == pytest.approx(3.85)
    assert np.isnan([found.mean[1], found.median[1], found.low[1], found.high[1]]).all()
    assert rank_spread(np.array([[1.0, 2.0, 3.0]]), interval=1.0).low.tolist() == [1]
