"""Hit-and-run: a uniform random walk inside a set of weightings, and diagnostics of its mixing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.rules import Polytope
from evaluator.model.contrast import HitAndRun

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mixing:
    """How well a hit-and-run walk mixed at one node.

    `worst` is the largest split R-hat over the shares (1 is perfect), `effective` the smallest effective number of
    independent draws.
    """

    node_id: str
    worst: float
    effective: float


def walk(node_id: str, room: Polytope, how: HitAndRun, size: int, rng: np.random.Generator) -> tuple[Array, Mixing]:
    """Return `size` points drawn uniformly from the inside of a polytope in the simplex, and how well the chains mixed.

    Many chains start at the centre of the polytope. Each step takes a random direction and a uniform point on the chord
    in that direction.

    References
    ----------
    Smith (1984), Operations Research 32(6), 1296-1308; Tervonen et al. (2013),
    European Journal of Operational Research 224(3), 552-559.
    """
    matrix = np.vstack([np.eye(len(room.centre)), room.matrix])
    least = np.concatenate([np.zeros(len(room.centre)), room.least])
    points = np.tile(room.centre, (how.chains, 1))
    for _ in range(how.burn_in):
        points = _step(points, matrix, least, rng)
    kept = []
    for _ in range(max(4, -(-size // how.chains))):
        for _ in range(how.thinning):
            points = _step(points, matrix, least, rng)
        kept.append(points)
    series = np.stack(kept, axis=1)  # chains, kept, shares
    flat = series.transpose(1, 0, 2).reshape(-1, series.shape[2])[:size]
    return flat, _mixing(node_id, series, size)


def _step(points: Array, matrix: Array, least: Array, rng: np.random.Generator) -> Array:
    """Return the points of all chains after one step along a random direction within the sum-to-one plane."""
    way = rng.standard_normal(points.shape)
    way -= way.mean(axis=1, keepdims=True)
    speed = way @ matrix.T
    slack = points @ matrix.T - least
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = -slack / speed
    ahead = np.where(speed < 0, reach, np.inf).min(axis=1)
    behind = np.where(speed > 0, reach, -np.inf).max(axis=1)
    ahead, behind = np.maximum(ahead, 0.0), np.minimum(behind, 0.0)  # rounding may leave a point a hair outside
    moved = points + (behind + (ahead - behind) * rng.random(len(points)))[:, None] * way
    return np.asarray(moved / moved.sum(axis=1, keepdims=True))


def _mixing(node_id: str, series: Array, size: int) -> Mixing:
    """Return split R-hat and the effective size ``size x pooled variance / between`` of the chains.

    References
    ----------
    Gelman and Rubin (1992), Statistical Science 7(4), 457-472.
    """
    half = series.shape[1] // 2
    split = np.concatenate([series[:, :half], series[:, half : 2 * half]])
    within = split.var(axis=1, ddof=1).mean(axis=0)
    between = half * split.mean(axis=1).var(axis=0, ddof=1)
    pooled = (half - 1) / half * within + between / half
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(within > 0, pooled / within, 1.0)
        share = np.where(between > 0, np.minimum(1.0, pooled / between), 1.0)
    return Mixing(node_id, float(np.sqrt(ratio).max()), float(size * share.min()))
