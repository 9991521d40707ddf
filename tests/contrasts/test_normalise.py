"""Relative normalisations: labelled, and moved by who else is there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contrasts.audit import normalise
from evaluator.contrasts.audit.normalise import METHODS, copeland, dominant_pairs, outranking, rank_down, relative
from evaluator.contrasts.places import places
from tests.marking import unsaid

N = np.nan
VALUES = np.array([[1.0, 5.0, N], [3.0, 5.0, 2.0], [2.0, 5.0, N], [3.0, N, N]])
TABLES = st.lists(st.lists(st.integers(-4, 4), min_size=2, max_size=2), min_size=1, max_size=6)
CELLS = st.sampled_from([0.0, 0.25, 0.5, N])


@pytest.mark.parametrize(
    ("method", "column"),
    [
        ("z-score", [-1.3055824196677337, 0.7833494518006403, -0.26111648393354675, 0.7833494518006403]),
        ("min-max over the sample", [0, 1, 0.5, 1]),
        ("rank", [1, 3, 2, 3]),
        ("Borda", [0, 2, 1, 2]),
        ("percentile rank", [0, 2 / 3, 1 / 3, 2 / 3]),
        ("fraction of the maximum", [1 / 3, 1, 2 / 3, 1]),
        ("distance to the maximum", [0, 1, 0.5, 1]),
    ],
)
def test_each_method(method, column):
    found = relative(VALUES, method)
    assert found.values[:, 0] == pytest.approx(column)
    assert found.label == f"relative ({method}): each number depends on the 4 plans compared here"


@pytest.mark.parametrize("method", ["z-score", "min-max over the sample", "distance to the maximum"])
def test_a_constant_column_and_a_lone_value_are_missing(method):
    assert np.isnan(relative(VALUES, method).values[:, 1:]).all()


def test_a_constant_column_ranks_alike_and_a_lone_value_has_no_percentile():
    assert relative(VALUES, "percentile rank").values[:3, 1].tolist() == [0, 0, 0]
    assert np.isnan(relative(VALUES, "percentile rank").values[:, 2]).all()
    assert relative(VALUES, "rank").values[:3, 1].tolist() == [1, 1, 1]


def test_a_single_country_has_a_rank_and_no_spread():
    one = np.array([[4.0]])
    assert relative(one, "rank").values.tolist() == [[1.0]]
    assert np.isnan(relative(one, "z-score").values).all()


def test_what_is_better_lower_is_turned_round_first():
    assert relative(VALUES, "rank", np.array([-1, 1, 1])).values[:, 0].tolist() == [4, 1, 3, 1]


def test_ties_may_share_the_mean():
    assert normalise.ranks(VALUES, "average")[:, 0].tolist() == [1, 3.5, 2, 3.5]


def test_distances_to_a_plan_and_to_a_target():
    assert normalise.distance_to_plan(VALUES, 2)[:, 0].tolist() == [0, 2, 1, 2]
    assert normalise.distance_to_plan(VALUES, 2, cap=True)[:, 0].tolist() == [0, 1, 1, 1]
    assert normalise.distance_to_target(VALUES, np.array([5.0, 9.0, 9.0]))[:, 0].tolist() == [0, 0.5, 0.25, 0.5]
    assert normalise.distance_to_target(VALUES[:, :1], np.array([2.0]), cap=True)[:, 0].tolist() == [0, 1, 1, 1]


def test_another_plan_moves_the_others_which_is_why_no_rubric_uses_them():
    with_one_more = np.vstack([VALUES, [[9.0, 5.0, 1.0]]])
    moved = [m for m in METHODS if not np.array_equal(
        relative(with_one_more, m).values[:4, 0], relative(VALUES, m).values[:, 0], equal_nan=True
    )]  # fmt: skip
    assert set(METHODS) - set(moved) == {"rank", "Borda"}  # the newcomer stands above all


def test_an_unknown_method_is_a_key_error():
    with pytest.raises(KeyError):
        relative(VALUES, "magic")


@pytest.mark.parametrize("method", METHODS)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_and_no_method_warns(method, rows, random):
    values = np.array(rows, dtype=float)
    order = list(range(len(rows)))
    random.shuffle(order)
    whole, shuffled = relative(values, method).values, relative(values[order], method).values
    assert shuffled == pytest.approx(whole[order], nan_ok=True)


@pytest.mark.parametrize("method", METHODS)
def test_a_label_names_its_method_and_can_be_said_in_another_language_whole(method):
    label = relative(VALUES, method).label
    assert label == f"relative ({method}): each number depends on the 4 plans compared here"
    assert unsaid(label) == ""


def test_ties_share_the_better_place_and_what_is_missing_takes_none():
    assert rank_down(np.array([[5.0], [N], [9.0], [5.0], [1.0]]))[:, 0].tolist()[0] == 2
    found = rank_down(np.array([[5.0], [N], [9.0], [5.0], [1.0]]))[:, 0]
    assert np.array_equal(found, [2, N, 1, 2, 4], equal_nan=True)


@given(st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.1 + 0.2, 0.3, 1.0, N]), min_size=1, max_size=8))
def test_scores_have_the_places_that_contrast_gives_them(scores):
    ours = np.nan_to_num(rank_down(np.array(scores)[:, None])[:, 0])
    assert ours.tolist() == places(np.array([scores]))[0].tolist()


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
