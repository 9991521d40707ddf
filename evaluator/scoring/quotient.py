"""Weighted means as quotients of matrix products: values of a node for many plans under many weightings.

Only for nodes that renormalise over children with a value, and where the used weights are not needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.tree import Branch, span

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
EVERYWHERE = np.ones((1, 1), dtype=bool)


@dataclass(frozen=True, slots=True)
class NodeValues:
    """Values of a node, shape (S, P), and a mask `there` of the valid ones; the mask has one cell if all are valid."""

    values: Array
    there: Mask


@dataclass(frozen=True, slots=True)
class CriterionRows:
    """Points and presence by criterion, shape (criteria, P), 0 where a plan has no value.

    `full` marks the criteria in which every plan has a value; `spare` holds arrays to be reused.
    """

    points: Array
    present: Array
    full: Mask
    spare: list[Array] = field(default_factory=list)

    @classmethod
    def of(cls, filled: Array, have: Mask) -> CriterionRows:
        """Return the rows by criterion of arrays of plans x criteria; `filled` is 0 where a plan has no value."""
        points, present = np.ascontiguousarray(filled.T), np.ascontiguousarray(have.T, dtype=np.float64)
        return cls(points, present, np.asarray(have.all(axis=0)))

    def room(self, rows: int) -> Array:
        """Return an array of shape (rows, P) with arbitrary content, to be overwritten."""
        while self.spare:
            old = self.spare.pop()
            if len(old) >= rows:
                return old[:rows]
        return np.empty((rows, self.points.shape[1]))


def mean(cells: CriterionRows, branch: Branch, inner: list[tuple[Array, NodeValues]], criteria: Array) -> NodeValues:
    """Return a node's values: the weighted mean of its children that have a value.

    Parameters
    ----------
    cells : CriterionRows
        Points and presence of all criteria.
    branch : Branch
        The node.
    inner : list of (array of shape (S, 1) or (S, P), NodeValues)
        Weight and values of each child node; the arrays of values are overwritten.
    criteria : array, shape (S, criteria)
        Local weights of all criteria.
    """
    above, below = _from_criteria(cells, branch, criteria)
    for weight, child in inner:
        counted = weight if child.there is EVERYWHERE else weight * child.there
        np.multiply(child.values, counted, out=child.values)
        if above is None:
            above = child.values
        else:
            np.add(above, child.values, out=above)
            cells.spare.append(child.values)
        below = np.add(below, counted, out=below if below.shape == above.shape else None)
    if above is None:
        # Zeros replace the old content, which may be NaN: the node above multiplies it by 0, and NaN x 0 is not 0.
        nothing = cells.room(len(criteria))
        nothing.fill(0.0)
        return NodeValues(nothing, np.zeros((1, 1), dtype=bool))
    if below.min(initial=1.0) > 0:
        there = EVERYWHERE
        np.divide(above, below, out=above)
    else:
        there = below > 0
        np.divide(above, np.where(there, below, 1.0), out=above)
    if below.shape == above.shape:
        cells.spare.append(below)
    return NodeValues(above, there)


def _from_criteria(cells: CriterionRows, branch: Branch, criteria: Array) -> tuple[Array | None, Array]:
    """Return the sums of weight x points and of weights over a branch's criteria.

    The first is None where the branch has no criteria.
    """
    if not branch.criteria:
        return None, np.zeros((len(criteria), 1))
    columns = span(branch.criteria)
    weights = criteria[:, columns]
    above = np.matmul(weights, cells.points[columns], out=cells.room(len(criteria)))
    if np.all(cells.full[columns]):
        return above, weights.sum(axis=1)[:, None]
    return above, np.matmul(weights, cells.present[columns], out=cells.room(len(criteria)))
