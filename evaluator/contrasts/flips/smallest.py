"""The region of admissible weights, and the smallest change in it that puts one plan level with another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evaluator.contrasts.draws.layout import Layout
from evaluator.contrasts.draws.rules import RuleSide, WeightRule
from evaluator.contrasts.naming import path_title
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Figure, Sentence, say, series
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.tree import Branch
from evaluator.scoring.weights import path_weights

Norm = Literal["l1", "l2"]
MARGIN = 2e-9  # the least lead that remains a lead after rounding to nine digits
SAME = 1e-12
TOLERANCE = 1e-7  # of the solver
STIFF = 1e-9  # a constraint is dropped if no admissible change can affect it by more
HAIR = 1e-3  # how far a solver's answer may lie from the margin, as a share of the change


@dataclass(frozen=True, slots=True)
class Shift:
    """The weight of one unit before and after a flip, as shares of the total weight."""

    unit: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of weights with which `winner` scores higher than `loser`.

    `size` is the sum of absolute changes (`l1`; half of it is the weight that moves) or the root of the sum of squares
    (`l2`); None where no admissible weighting suffices. `gap` is the score of the winner less that of the loser under
    the base weights, over the joint units. `dropped` are units left out because only one of the two plans has a value
    there; if there are any, `shared` counts the criteria that both plans have, which alone enter the flip. `hopeless`
    is True if the winner scores higher in none of the joint units. `despite` are weightings under which, or on the line
    to which, the winner is ahead although no weights of the units suffice: they weight criteria inside the units
    differently.
    """

    winner: str
    loser: str
    norm: Norm
    gap: float | None
    size: float | None
    shifts: tuple[Shift, ...]
    dropped: tuple[str, ...]
    hopeless: bool = False
    shared: int | None = None
    despite: tuple[str, ...] = ()

    @property
    def moved(self) -> float | None:
        """Return the weight that moves from some units to others, None without a flip."""
        return None if self.size is None else sum(max(0.0, s.after - s.before) for s in self.shifts)


def flip(
    layout: Layout, winner: str, loser: str, *, norm: Norm = "l1", rules: Sequence[WeightRule] = (), within: float = 1.0
) -> Flip:
    """Return the smallest change of effective paradigm and stance weights with which `winner` beats `loser`.

    Node scores stay fixed. A unit in which one of the two plans has no score is left out, and its weight passes to the
    others as in a score. Weights are not negative, add up to 1, satisfy the rules, and change by at most `within` each.
    Units without weight in the base weighting may get some. All nodes above the units must be weighted means.

    Parameters
    ----------
    layout : Layout
        Units with fixed inner weights, as `layout_of` returns them.
    winner, loser : str
        Plans of the layout.
    norm : {"l1", "l2"}
        Sum of absolute changes (linear program) or Euclidean length (least
        distance, by non-negative least squares).
    rules : sequence of WeightRule, optional
        Rules that the changed weights must satisfy: order, intervals, ratios.
    within : float, optional
        Greatest change allowed for one unit's weight.

    References
    ----------
    Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23 (least distance programming).
    """
    plans = [layout.plan_ids.index(winner), layout.plan_ids.index(loser)]
    region = region_of(layout, plans, rules, within)
    if region is None:
        return Flip(winner, loser, norm, None, None, (), layout.tree.criteria, hopeless=True)
    points = layout.values[plans][:, list(region.positions)]
    lead = points[0] - points[1]
    gap = float(lead @ region.base)
    solve = _least_sum if norm == "l1" else _least_distance
    held = gap >= MARGIN and bool((region.more @ region.base >= region.least - SAME).all())
    found = region.base if held else solve(region, lead) if _can_lead(region, lead) else None
    if found is None:
        return Flip(winner, loser, norm, gap, None, (), region.dropped, hopeless=bool(lead.max() <= 0))
    change = found - region.base
    size = float(np.abs(change).sum() if norm == "l1" else np.linalg.norm(change))
    shifts = tuple(
        Shift(unit, float(before), float(after))
        for unit, before, after in zip(region.units, region.base, found, strict=True)
        if abs(after - before) > SAME
    )
    return Flip(winner, loser, norm, gap, size, shifts, region.dropped)


def _can_lead(region: Region, lead: Array) -> bool:
    """Return whether some admissible weights put the first plan ahead by more than the solver's tolerance."""
    from scipy.optimize import linprog

    answer = linprog(
        -lead,
        A_ub=-region.more,
        b_ub=-region.least,
        A_eq=region.equal,
        b_eq=region.equals,
        bounds=list(zip(region.lower, region.upper, strict=True)),
    )
    return answer.status == 0 and bool(lead @ answer.x > TOLERANCE)


def _least_sum(region: Region, lead: Array) -> Array:
    """Return the weights with the least sum of absolute changes.

    A linear program splits each change into a rise and a fall.
    """
    from scipy.optimize import linprog

    k = len(lead)
    both = np.hstack([np.eye(k), -np.eye(k)])
    more, least = _inequalities_of(region, lead)
    answer = linprog(
        np.ones(2 * k),
        A_ub=-more @ both,
        b_ub=-(least - more @ region.base),
        A_eq=region.equal @ both,
        b_eq=region.equals - region.equal @ region.base,
        bounds=[(0, u) for u in (*(region.upper - region.base), *(region.base - region.lower))],
    )
    return _exactly_level(region, lead, region.base + both @ answer.x)


def _inequalities_of(region: Region, lead: Array) -> tuple[Array, Array]:
    return np.vstack([region.more, lead]), np.append(region.least, MARGIN)


def _exactly_level(region: Region, lead: Array, found: Array) -> Array:
    """Return the weights adjusted slightly so that the lead is exactly the margin; solvers stop at their tolerance."""
    before, after = float(lead @ region.base), float(lead @ found)
    step = (MARGIN - before) / (after - before) if after > before else 1.0
    if abs(step - 1) > HAIR:  # the rules, not the lead, determine the size of the change
        step = 1.0
    return np.clip(region.base + step * (found - region.base), 0.0, 1.0)


def _least_distance(region: Region, lead: Array) -> Array:
    """Return the weights with the shortest Euclidean change; some sufficient change must exist.

    The method is least distance programming by non-negative least squares. Constraints that no change can affect are
    dropped.
    """
    from scipy.linalg import null_space
    from scipy.optimize import nnls

    more, least = _inequalities_of(region, lead)
    walls = np.vstack([more, np.eye(len(lead)), -np.eye(len(lead))])
    ends = np.concatenate([least, region.lower, -region.upper]) - walls @ region.base
    free = null_space(region.equal)
    rows = walls @ free
    turns = np.linalg.norm(rows, axis=1) > STIFF
    rows, ends = rows[turns], ends[turns]
    target = np.zeros(rows.shape[1] + 1)
    target[-1] = 1.0
    answer, _ = nnls(np.vstack([rows.T, ends]), target)
    rest = np.vstack([rows.T, ends]) @ answer - target
    return _exactly_level(region, lead, region.base + free @ (-rest[:-1] / rest[-1]))


def flip_words(found: Flip, rubric: Rubric, base: str) -> Sentence:
    """Return a flip as a sentence: which weights change from what to what, or that no weights of the units suffice."""
    if found.gap is None or found.size is None:
        return _never_words(found, base)
    if abs(found.gap) < MARGIN:
        return say(
            "%(winner)s and %(loser)s are level under “%(base)s”; the slightest change in favour of %(winner)s"
            " puts it ahead.",
            winner=found.winner, loser=found.loser, base=base,
        )  # fmt: skip
    if not found.shifts:
        return say(
            "%(winner)s is already ahead of %(loser)s under “%(base)s”, by %(gap)s.",
            winner=found.winner, loser=found.loser, base=base, gap=Figure(found.gap, ".3f"),
        )  # fmt: skip
    # Rounded, so that the order of equal changes does not depend on floating-point noise.
    ordered = sorted(found.shifts, key=lambda s: round(s.before - s.after, 9))
    return say(
        "To put %(winner)s ahead of %(loser)s, %(share)s of the weight of “%(base)s” must move: %(shifts)s.",
        winner=found.winner, loser=found.loser, base=base, share=Figure(found.moved or 0.0, ".1%"),
        shifts=series("; ", [_shift_words(shift, rubric) for shift in ordered]),
    )  # fmt: skip


def _shift_words(shift: Shift, rubric: Rubric) -> Sentence:
    return say(
        "%(unit)s %(before)s to %(after)s",
        unit=path_title(rubric, shift.unit), before=Figure(shift.before, ".1%"), after=Figure(shift.after, ".1%"),
    )  # fmt: skip


def _never_words(found: Flip, base: str) -> Sentence:
    given: dict[str, object] = {"winner": found.winner, "loser": found.loser, "base": base}
    if found.gap is None:
        return say(
            "No weights can tell whether %(winner)s is ahead of %(loser)s: nothing that “%(base)s” weighs is "
            "rated in both.",
            **given,
        )  # fmt: skip
    if found.despite:
        return say(
            "No weights of paradigms and stances put %(winner)s ahead of %(loser)s while the criteria "
            "inside them weigh as under “%(base)s”. It happens on the way to %(despite)s, where those "
            "weigh differently.",
            despite=series(", ", [say("“%(title)s”", title=name) for name in found.despite]), **given,
        )  # fmt: skip
    if found.hopeless:
        return say(
            "No weights put %(winner)s ahead of %(loser)s: in no stance rated in both does %(winner)s score higher.",
            **given,
        )
    return say(
        "No weights within the limits set put %(winner)s ahead of %(loser)s.",
        **given,
    )


@dataclass(frozen=True, slots=True)
class Region:
    """The admissible effective weights w of the units in which all plans concerned have a value.

    ``equal @ w == equals``, ``more @ w >= least``, ``lower <= w <= upper``. `base` are the effective weights of the
    base weighting; they satisfy all constraints except perhaps the rules. `dropped` are the units left out because only
    some of the plans have a value there.
    """

    units: tuple[str, ...]
    positions: tuple[int, ...]
    base: Array
    equal: Array
    equals: Array
    more: Array
    least: Array
    lower: Array
    upper: Array
    dropped: tuple[str, ...]


def region_of(
    layout: Layout, plans: Sequence[int], rules: Sequence[WeightRule] = (), within: float = 1.0
) -> Region | None:
    """Return the region for some plans of a layout; None where their joint units have no weight.

    Weights add up to 1, children of a fixed node keep their shares, and no unit's weight changes by more than `within`.
    Rules are about shares among siblings; they are applied to sums of effective weights. A rule is left out if a node
    that it names has no joint unit.
    """
    have = layout.scored[list(plans)]
    joint = np.asarray(have.all(axis=0))
    base = path_weights(layout.tree, layout.base, joint[None, :]).criteria[0, 0]
    positions = np.flatnonzero(joint)
    if not base.any():
        return None
    below = _units_below(layout)
    equal, equals = _fixed_rows(layout, below, base)
    rows = [_rule_row(layout, below, rule, joint) for rule in rules]
    more = np.array([row for row in rows if row is not None]).reshape(-1, len(base))
    return Region(
        units=tuple(layout.tree.criteria[u] for u in positions),
        positions=tuple(int(u) for u in positions),
        base=base[positions],
        equal=equal[:, positions],
        equals=equals,
        more=more[:, positions],
        least=np.zeros(len(more)),
        lower=np.maximum(base[positions] - within, 0.0),
        upper=np.minimum(base[positions] + within, 1.0),
        dropped=tuple(layout.tree.criteria[u] for u in np.flatnonzero(have.any(axis=0) & ~joint)),
    )


def _units_below(layout: Layout) -> dict[str, Mask]:
    """Return, for the id of each node and unit, a mask of the units below it."""
    found = {name: np.arange(len(layout.tree.criteria)) == u for u, name in enumerate(layout.tree.criteria)}
    for branch in reversed(layout.tree.branches):
        found[branch.id] = np.any([found[child] for child in _child_ids(layout, branch)], axis=0)
    return found


def _child_ids(layout: Layout, branch: Branch) -> list[str]:
    nodes = [layout.tree.branches[n].id for n in branch.nodes]
    return nodes + [layout.tree.criteria[u] for u in branch.criteria]


def _fixed_rows(layout: Layout, below: dict[str, Mask], base: Array) -> tuple[Array, Array]:
    """Return equality constraints: weights sum to 1, and each child of a fixed node keeps its weight."""
    masks = [np.ones(len(base), dtype=bool)]
    for branch in layout.tree.branches:
        if branch.id in layout.fixed:
            masks += [below[child] for child in _child_ids(layout, branch)[1:]]
    rows = np.array(masks, dtype=np.float64)
    return rows, rows @ base


def _rule_row(layout: Layout, below: dict[str, Mask], rule: WeightRule, joint: Mask) -> Array | None:
    """Return the coefficients of a rule over effective weights; None if a node in it has no joint unit.

    A share is the node's sum over its parent's sum.
    """
    if any(not (below[name] & joint).any() for name in rule.names):
        return None
    parent = next(b for b in layout.tree.branches if set(rule.names) <= set(_child_ids(layout, b)))
    whole = below[parent.id]

    def weighed(side: RuleSide) -> Array:
        return side.factor * (below[side.name] if side.name else whole).astype(np.float64)

    return weighed(rule.greater) - weighed(rule.smaller)
