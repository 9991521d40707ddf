"""The best and the worst rank of each plan under any admissible weighting, by mixed-integer programming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import Layout
from evaluator.contrasts.draws.rules import WeightRule
from evaluator.contrasts.flips.smallest import Region, region_of
from evaluator.contrasts.places import places
from evaluator.errors import EvaluatorError
from evaluator.model.sentence import say
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.weights import LocalWeights
from evaluator.store.unheard import unheard

APART = 1e-5  # the lead required in the mixed-integer program, ten times its tolerance
LEVEL = 1e-9  # a lead up to this is a tie, as in ranks
SEARCHES = 200  # greatest number of searches for one rank; after these it is marked as not proved


@dataclass(frozen=True, slots=True)
class Attainable:
    """The best or the worst rank that a plan can have, and weights of the units that give it this rank.

    The rank is counted under these weights. `proved` is True if no admissible weights of the units give a better (or
    worse) rank. `under` names the source of the rank if it is not `weights`: a weighting of the study, or `DRAWN`.
    """

    rank: int
    weights: tuple[float, ...]
    proved: bool
    under: str = ""


@dataclass(frozen=True, slots=True)
class AttainableRanks:
    """The best and the worst attainable rank of one plan.

    `units` names the units of the weights; `dropped` are units left out because some plan has no value there.
    """

    plan_id: str
    best: Attainable
    worst: Attainable
    units: tuple[str, ...]
    dropped: tuple[str, ...]


DRAWN = "draws"


def attainable_ranks(
    layout: Layout, plans: Sequence[str] = (), *, rules: Sequence[WeightRule] = (), within: float = 1.0
) -> tuple[AttainableRanks, ...]:
    """Return the best and worst rank of each plan over all admissible weights of the units.

    Node scores are fixed. Where all plans have values in the same units, scores are linear in the weights and both
    ranks are proved, unless the search is cut short. Otherwise only the units that every plan has are weighted, ranks
    are counted with all values of each plan, and nothing is proved. Units without weight in the base weighting may get
    some. Tied plans share the better rank.

    Raises
    ------
    EvaluatorError
        No unit is rated in every plan, or too few to vary; the rules admit no
        weighting; a node is no weighted mean; or weights differ from plan to plan
        because nodes shrink where criteria do not apply.

    Notes
    -----
    With z_q = 1 where q is ahead of p, maximise ``sum z_q`` subject to
    ``(x_q - x_p) @ w >= apart z_q - (1 - z_q)``; for the best rank, count those not ahead,
    with the sign reversed. The solver has a tolerance of 1e-6,
    so its answer is only a proposal: a linear program finds the weights with the
    widest lead, and ranks are counted under them. If the count does not confirm the
    proposal, the plans that cannot lead together, which the duals of the linear program
    identify, are excluded and the search continues. Solved by HiGHS.
    """
    if not layout.tree.additive:
        raise EvaluatorError(
            say("attainable ranks cannot be shown, because a part of this rubric is not a weighted mean")
        )
    if layout.shrinks:
        raise EvaluatorError(
            say("attainable ranks cannot be shown, because a part of this rubric shrinks with what does not apply")
        )
    everyone = range(len(layout.plan_ids))
    region = region_of(layout, list(everyone), rules, within)
    if region is None:
        raise EvaluatorError(
            say("attainable ranks cannot be shown, because no paradigm or stance with weight is rated in every plan")
        )
    if np.linalg.matrix_rank(region.equal) >= len(region.units):
        told = ", ".join(region.units)
        raise EvaluatorError(
            say(
                "attainable ranks cannot be shown, because only %(units)s are rated in every plan, so nothing can vary",
                units=told,
            )
        )
    search = _Search(layout, region)
    found = []
    for plan in plans or layout.plan_ids:
        at = layout.plan_ids.index(plan)
        best, worst = (search.extreme(at, sign) for sign in (1, -1))
        found.append(AttainableRanks(plan, best, worst, region.units, region.dropped))
    return tuple(found)


def is_whole(layout: Layout) -> bool:
    """Return whether all plans have values in the same units, so that scores are linear in the weights."""
    have = layout.scored
    return bool((have.all(axis=0) | ~have.any(axis=0)).all())


@dataclass(frozen=True, slots=True)
class _Search:
    layout: Layout
    region: Region

    @property
    def points(self) -> Array:
        return np.asarray(self.layout.values[:, list(self.region.positions)])

    def rank(self, at: int, weights: Array) -> int:
        """Return the rank of a plan under effective weights of the units, with all values that each plan has."""
        if is_whole(self.layout):
            scores = self.points @ weights
        else:
            scores = engine_of(self.layout).scores(_local_weights(self.layout, self.region, weights))[0]
        return int(places(scores[None, :])[0, at])

    def extreme(self, at: int, sign: int) -> Attainable:
        """Return the least (`sign` 1) or greatest (-1) rank of one plan.

        Each round proposes a set of plans that are ahead, counts the rank, and excludes the set if the count differs.
        """
        points, whole = self.points, is_whole(self.layout)
        rows = -sign * (np.delete(points, at, axis=0) - points[at])  # what must not be under 0, over it for the worst
        cuts: list[Array] = []
        best: Attainable | None = None
        for _ in range(SEARCHES):
            chosen, settled = _most_rows_ahead(self.region, rows, APART if sign < 0 else 0.0, cuts)
            weights, binding = _widest_lead(self.region, rows[chosen])
            rank = self.rank(at, weights)
            promised = 1 + int(chosen.sum() if sign < 0 else (~chosen).sum())
            if best is None or sign * rank < sign * best.rank:
                best = Attainable(rank, tuple(float(w) for w in weights), proved=False)
            if sign * rank <= sign * promised or not whole:
                return replace(best, proved=whole and settled)
            cuts.append(_incompatible_plans(chosen, binding))
        assert best is not None  # noqa: S101  (there was a search)
        return best


def widened(
    found: Sequence[AttainableRanks], plan_ids: Sequence[str], seen: Mapping[str, Sequence[tuple[int, int]]]
) -> tuple[AttainableRanks, ...]:
    """Return the attainable ranks, extended by the ranks in `seen`.

    `seen` holds, by the name of its source, the best and worst rank of each plan. A weighting of the study may weight
    criteria inside the units differently, and draws may give a better rank than an unproved one. After this, no rank of
    these plans in the same document lies outside the attainable ranks.
    """
    result = []
    for one in found:
        at = list(plan_ids).index(one.plan_id)
        best, worst = one.best, one.worst
        for name, ranks in seen.items():
            low, high = ranks[at]
            best = Attainable(low, (), best.proved, name) if low < best.rank else best
            worst = Attainable(high, (), worst.proved, name) if high > worst.rank else worst
        result.append(replace(one, best=best, worst=worst))
    return tuple(result)


def _local_weights(layout: Layout, region: Region, weights: Array) -> LocalWeights:
    """Return effective weights of units as local weights among siblings; children of fixed nodes keep their weights."""
    nodes, units = layout.base.nodes.copy(), layout.base.criteria.copy()
    whole = np.zeros(len(layout.tree.criteria))
    whole[list(region.positions)] = weights
    sums = np.zeros(len(layout.tree.branches))
    for at in reversed(range(len(sums))):
        branch = layout.tree.branches[at]
        sums[at] = whole[list(branch.criteria)].sum() + sums[list(branch.nodes)].sum()
        if branch.id not in layout.fixed:
            nodes[0, list(branch.nodes)] = sums[list(branch.nodes)]
            units[0, list(branch.criteria)] = whole[list(branch.criteria)]
    return LocalWeights(nodes, units)


def _most_rows_ahead(region: Region, rows: Array, apart: float, cuts: Sequence[Array]) -> tuple[Mask, bool]:
    """Return which rows can exceed `apart` together, as many as the solver finds, and whether the solver finished."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    others, k = rows.shape
    limits = [
        LinearConstraint(np.hstack([rows, -(1 + apart) * np.eye(others)]), -1.0, np.inf),
        LinearConstraint(np.pad(region.equal, ((0, 0), (0, others))), region.equals, region.equals),
    ]
    if len(region.more):
        limits.append(LinearConstraint(np.pad(region.more, ((0, 0), (0, others))), region.least, np.inf))
    limits += [LinearConstraint(np.concatenate([np.zeros(k), cut])[None, :], -np.inf, cut.sum() - 1) for cut in cuts]
    with unheard():
        answer = milp(
            np.concatenate([np.zeros(k), -np.ones(others)]),
            constraints=limits,
            integrality=np.concatenate([np.zeros(k), np.ones(others)]),
            bounds=Bounds(
                np.concatenate([region.lower, np.zeros(others)]), np.concatenate([region.upper, np.ones(others)])
            ),
        )
    if answer.x is None:
        raise EvaluatorError(say("no frame satisfies all the rules given, so attainable ranks cannot be shown"))
    return np.asarray(answer.x[k:] > 1 / 2), bool(answer.status == 0)


def _widest_lead(region: Region, rows: Array) -> tuple[Array, Mask]:
    """Return the weights that maximise the least of the rows, and the rows that bind this maximum."""
    from scipy.optimize import linprog

    k = len(region.units)
    answer = linprog(
        np.append(np.zeros(k), -1.0),
        A_ub=np.vstack([np.insert(-rows, k, 1.0, axis=1), np.insert(-region.more, k, 0.0, axis=1)]),
        b_ub=np.concatenate([np.zeros(len(rows)), -region.least]),
        A_eq=np.insert(region.equal, k, 0.0, axis=1),
        b_eq=region.equals,
        bounds=[*zip(region.lower, region.upper, strict=True), (-1.0, 1.0)],
    )
    weights = np.clip(answer.x[:k], 0.0, None)
    return np.asarray(weights / weights.sum()), np.asarray(answer.ineqlin.marginals[: len(rows)] < -LEVEL)


def _incompatible_plans(chosen: Mask, binding: Mask) -> Array:
    """Return a mask (0 or 1) over the other plans: those that no admissible weights can all put ahead at once."""
    found = np.zeros(len(chosen))
    found[np.flatnonzero(chosen)[binding]] = 1.0
    return found if found.any() else chosen.astype(np.float64)
