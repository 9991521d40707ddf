"""The matrix of plans x criteria with its tree, for scoring under any weightings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.fast import score_matrix
from evaluator.scoring.run import Run, run_tree
from evaluator.scoring.tree import Tree
from evaluator.scoring.weights import LocalWeights

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The points of P plans x criteria, with the tree that scores them.

    `tree` has the branches with their aggregation, missing policy and least coverage. `values`, shape (P, criteria),
    are points in [0, 1], NaN where there is no value. `applicable`, of the same shape, marks the criteria that apply.
    Criteria that do not apply are left out: their siblings share their weight, and a node that shrinks weighs less by
    them.
    """

    tree: Tree
    values: Array
    applicable: Mask

    def run(self, local: LocalWeights, *, keep: bool = True) -> Run:
        """Return every node's value and used weights under S weightings; see `run_tree`."""
        return run_tree(self, local, keep=keep)

    def score(self, local: LocalWeights) -> Array:
        """Return the scores only, shape (S, P); much faster than `run`. See `score_matrix`.

        Examples
        --------
        >>> from evaluator import Library
        >>> from evaluator.scoring.tree import plant
        >>> from evaluator.scoring.weights import local_weights
        >>> rubric = Library.open().rubric()
        >>> tree = plant(rubric)
        >>> points = np.full((2, len(tree.criteria)), 0.25)
        >>> local = local_weights(rubric, tree, (rubric.weighting("equal"),))
        >>> Matrix(tree, points, np.ones(points.shape, dtype=bool)).score(local).round(9).tolist()
        [[0.25, 0.25]]
        """
        return score_matrix(self, local)

    def rows(self, plans: NDArray[np.intp] | Mask) -> Matrix:
        """Return the matrix of some plans, selected by positions or by a mask."""
        return replace(self, values=self.values[plans], applicable=self.applicable[plans])
