"""Outranking pairs and Copeland scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contrasts.audit.outrank import copeland, dominant_pairs, outranking

N = np.nan
CELLS = st.sampled_from([0.0, 0.25, 0.5, N])


def test_a_pair_is_compared_on_what_both_have():
    values = np.array([[1.0, 0.0, N], [0.5, 0.5, 1.0], [1.0, N, 0.0]])
    matrix = outranking(values, np.array([2.0, 1.0, 1.0]))
    assert matrix[0].tolist() == pytest.approx([0, 2 / 3, 0.5])
    assert matrix[1, 2] == pytest.approx(1 / 3)


def test_a_pair_without_a_common_criterion_cannot_be_compared():
    matrix = outranking(np.array([[1.0, N], [N, 1.0]]), np.ones(2))
    assert np.isnan(matrix[0, 1])
    assert copeland(matrix).tolist() == [0, 0]


def test_an_exact_tie_is_a_tie_whatever_the_binary_noise_of_the_weights():
    """With 49 equal weights of 1/49 a sum of halves misses 0.5 by noise, which some tools read as a win."""
    weights = np.full(10, 0.1)
    values = np.array([[1.0] * 5 + [0.0] * 5, [0.0] * 5 + [1.0] * 5])
    matrix = outranking(values, weights)
    assert copeland(matrix).tolist() == [0, 0]
    assert copeland(np.array([[0, 0.5 + 1e-16], [0.5 - 1e-16, 0]])).tolist() == [0, 0]


def test_dominant_pairs_are_those_won_on_the_whole_weight():
    values = np.array([[3.0, 3.0, 3.0], [2.0, 2.0, 2.0], [2.0, 1.0, 4.0]])
    assert dominant_pairs(outranking(values, np.full(3, 0.1))) == 1


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_pairs_are_each_others_rest_and_the_order_of_plans_does_not_matter(rows, random):
    values, weights = np.array(rows), np.array([1.0, 0.0, 2.5])
    matrix = outranking(values, weights)
    known = ~np.isnan(matrix) & ~np.eye(len(rows), dtype=bool)
    assert (matrix + matrix.T)[known] == pytest.approx(1)
    order = list(range(len(rows)))
    random.shuffle(order)
    assert copeland(outranking(values[order], weights)).tolist() == copeland(matrix)[order].tolist()
    assert copeland(matrix).sum() == 0
