"""The best and the worst rank that a plan can have under any admissible weighting, by mixed-integer programming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.contrast.layout import Layout
from evaluator.contrast.places import places
from evaluator.contrast.region import Region, region_of
from evaluator.contrast.rules import Rule
from evaluator.errors import EvaluatorError
from evaluator.model.words import say

Array = NDArray[np.float64]
APART = 1e-6  # scores that a solver must see as different; its own tolerance is a tenth of it


@dataclass(frozen=True, slots=True)
class Attainable:
    """The best or worst rank of a plan, with effective weights of the units that give it.

    The rank was counted again under these weights. `proved` tells that the solver
    found no better (or worse) one by scores at least a millionth apart.
    """

    rank: int
    weights: tuple[float, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class AttainableRanks:
    """Both ends for one plan; `units` name the weights, `dropped` are units that some plan has no value for."""

    plan_id: str
    best: Attainable
    worst: Attainable
    units: tuple[str, ...]
    dropped: tuple[str, ...]


def attainable_ranks(
    layout: Layout, plans: Sequence[str] = (), *, rules: Sequence[Rule] = (), within: float = 1.0
) -> tuple[AttainableRanks, ...]:
    """Return the best and worst rank of each plan over all admissible weightings.

    Node scores are fixed; only units that every plan has a value for are
    weighed, so that scores are linear in the weights. Units with no weight in
    the base weighting may be given some. A tie shares the better rank.

    Raises
    ------
    EvaluatorError
        No unit is rated in every plan or too few to vary, or the rules admit no weighting.

    Notes
    -----
    With z_q = 1 where q is ahead of p: minimise ``sum z_q`` subject to
    ``(x_q - x_p) @ w <= z_q``; for the worst rank maximise it subject to
    ``(x_q - x_p) @ w >= apart z_q - (1 - z_q)``. Solved by HiGHS.
    """
    everyone = range(len(layout.plan_ids))
    region = region_of(layout, list(everyone), rules, within)
    if region is None:
        raise EvaluatorError(
            say("no paradigm or stance with weight is rated in every plan: attainable ranks cannot be told")
        )
    if np.linalg.matrix_rank(region.equal) >= len(region.units):
        told = ", ".join(region.units)
        raise EvaluatorError(
            say(
                "attainable ranks cannot be told: only %(units)s are rated in every plan, so nothing can vary",
                units=told,
            )
        )
    points = layout.values[:, list(region.positions)]
    found = []
    for plan in plans or layout.plan_ids:
        at = layout.plan_ids.index(plan)
        best, worst = (_extreme(region, points, at, sign) for sign in (1, -1))
        found.append(AttainableRanks(plan, best, worst, region.units, region.dropped))
    return tuple(found)


def _extreme(region: Region, points: Array, at: int, sign: int) -> Attainable:
    """Return the least (`sign` 1) or greatest (-1) rank of one plan."""
    lead = np.delete(points, at, axis=0) - points[at]
    ahead, proved = _solve(region, lead, sign)
    weights = _well_inside(region, lead, ahead)
    rank = int(places((points @ weights)[None, :])[0, at])
    return Attainable(rank, tuple(float(w) for w in weights), proved and rank == 1 + int(ahead.sum()))


def _solve(region: Region, lead: Array, sign: int) -> tuple[NDArray[np.bool_], bool]:
    """Return which plans are ahead at the extreme."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    others, k = lead.shape
    cost = np.concatenate([np.zeros(k), sign * np.ones(others)])
    if sign > 0:
        switch = LinearConstraint(np.hstack([lead, -np.eye(others)]), -np.inf, 0.0)
    else:
        switch = LinearConstraint(np.hstack([lead, -(1 + APART) * np.eye(others)]), -1.0, np.inf)
    none = np.zeros((len(region.equal), others))
    answer = milp(
        cost,
        constraints=[
            switch,
            LinearConstraint(np.hstack([region.equal, none]), region.equals, region.equals),
            *_wider(region, others),
        ],
        integrality=np.concatenate([np.zeros(k), np.ones(others)]),
        bounds=Bounds(
            np.concatenate([region.lower, np.zeros(others)]), np.concatenate([region.upper, np.ones(others)])
        ),
    )
    if answer.x is None:
        raise EvaluatorError(say("no admissible weighting keeps the rules and bounds: attainable ranks cannot be told"))
    return np.asarray(answer.x[k:] > 1 / 2), bool(answer.status == 0)


def _wider(region: Region, others: int) -> list[object]:
    from scipy.optimize import LinearConstraint

    if not len(region.more):
        return []
    none = np.zeros((len(region.more), others))
    return [LinearConstraint(np.hstack([region.more, none]), region.least, np.inf)]


def _well_inside(region: Region, lead: Array, ahead: NDArray[np.bool_]) -> Array:
    """Return weights that keep who is ahead by the widest margin, so that the example does not hang on a hair."""
    from scipy.optimize import linprog

    k = lead.shape[1]
    signed = np.where(ahead[:, None], lead, -lead)
    margin = np.ones((len(signed), 1))
    rows = np.vstack([np.hstack([-signed, margin]), np.hstack([-region.more, np.zeros((len(region.more), 1))])])
    answer = linprog(
        np.append(np.zeros(k), -1.0),
        A_ub=rows,
        b_ub=np.concatenate([np.zeros(len(signed)), -region.least]),
        A_eq=np.hstack([region.equal, np.zeros((len(region.equal), 1))]),
        b_eq=region.equals,
        bounds=[*zip(region.lower, region.upper, strict=True), (-1.0, 1.0)],
    )
    weights = np.clip(answer.x[:k], 0.0, None)
    return np.asarray(weights / weights.sum())
