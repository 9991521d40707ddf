"""Plans x criteria as one object: what it scores is what its tree says, and its rows are its own."""

from __future__ import annotations

import numpy as np

from evaluator.scoring.matrix import Matrix
from evaluator.scoring.weights import LocalWeights
from tests.scoring.test_fast import toy


def test_a_matrix_gives_scores_and_the_nodes_they_came_from():
    tree = toy()
    local = LocalWeights(np.ones((1, len(tree.branches))), np.ones((1, len(tree.criteria))))
    values = np.linspace(0, 1, 3 * len(tree.criteria)).reshape(3, -1)
    matrix = Matrix(tree, values, np.ones(values.shape, dtype=bool))
    run = matrix.run(local)
    assert np.allclose(matrix.score(local), run.total)
    assert run.nodes.shape == (len(tree.branches), 1, 3)
    assert matrix.run(local, keep=False).used == ()


def test_rows_are_taken_by_places_and_by_a_mask_with_what_applies():
    tree = toy()
    values = np.arange(3.0 * len(tree.criteria)).reshape(3, -1) / 100
    applicable = np.ones(values.shape, dtype=bool)
    applicable[2, 0] = False
    matrix = Matrix(tree, values, applicable)
    for chosen in (np.array([2]), np.array([False, False, True])):
        rows = matrix.rows(chosen)
        assert rows.values.tolist() == values[2:].tolist()
        assert rows.applicable.tolist() == applicable[2:].tolist()
