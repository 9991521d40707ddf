"""How alike two orders are, and what ranks over scenarios come to."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contrasts.similarity import rank_spread, similarity

N = np.nan
orders = st.integers(2, 8).flatmap(lambda n: st.permutations([float(k) for k in range(1, n + 1)]))
COEFFICIENTS = ("spearman", "kendall", "kendall_a", "gamma", "weighted_spearman", "ws")


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
