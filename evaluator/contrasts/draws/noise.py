"""Weights moved a little at random: each by up to a share of itself, either way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evaluator.scoring.weights import LocalWeights

Array = NDArray[np.float64]


def noisy(weights: Array, factor: Array | float, spins: Array) -> Array:
    """Return ``w (1 + f (2 u - 1))``: weights moved by up to the share f, not scaled afterwards.

    Parameters
    ----------
    weights : array, shape (n,)
        Not negative, on any scale.
    factor : float or array, shape (n,)
        In [0, 1]: 0.25 moves each weight by up to a quarter.
    spins : array, shape (..., n)
        Numbers in [0, 1], uniform where the noise is.

    Returns
    -------
    array, shape of `spins`
        A weight of 0 stays 0.

    Examples
    --------
    >>> noisy(np.array([2.0, 1.0]), 0.5, np.array([[0.0, 0.5], [1.0, 1.0]])).tolist()
    [[1.0, 1.0], [3.0, 1.5]]
    """
    return np.asarray(weights * (1 + factor * (2 * spins - 1)))


def noisy_weights(base: LocalWeights, factor: float, size: int, seed: int) -> LocalWeights:
    """Return `size` weightings around one: every weight of a node and of a criterion is moved by itself."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    nodes = noisy(base.nodes[0], factor, rng.random((size, base.nodes.shape[1])))
    return LocalWeights(nodes, noisy(base.criteria[0], factor, rng.random((size, base.criteria.shape[1]))))
