"""Weights moved a little at random."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contrasts.draws.noise import noisy, noisy_weights
from evaluator.scoring.weights import LocalWeights


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100))
def test_a_weight_stays_within_its_share_and_nothing_stays_nothing(factor, spin, weight):
    moved = float(noisy(np.array([weight]), factor, np.array([spin]))[0])
    assert weight * (1 - factor) - 1e-9 <= moved <= weight * (1 + factor) + 1e-9
    assert noisy(np.zeros(1), factor, np.array([spin])).tolist() == [0]


def test_every_weight_of_nodes_and_criteria_moves_by_itself_and_the_seed_decides():
    base = LocalWeights(np.array([[1.0, 2.0]]), np.array([[1.0, 1.0, 0.0]]))
    one, again = noisy_weights(base, 0.25, 50, 7), noisy_weights(base, 0.25, 50, 7)
    assert np.array_equal(one.nodes, again.nodes)
    assert np.array_equal(one.criteria, again.criteria)
    assert one.nodes.shape == (50, 2)
    assert one.criteria[:, 0].std() > 0.05
    assert not np.array_equal(one.criteria[:, 0], one.criteria[:, 1])
    assert (one.criteria[:, 2] == 0).all()
    assert not np.array_equal(one.nodes, noisy_weights(base, 0.25, 50, 8).nodes)
