"""Each pair of plans over the criteria assessed in both: their ranges there, and who is ahead in how many draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.engine import Engine, engine_of
from evaluator.contrasts.draws.layout import (
    Layout,
    insides_of,
    layout_of,
    root_if_it_joins_groups,
    without_insides,
)
from evaluator.contrasts.draws.weights import Space, chunks, draw
from evaluator.contrasts.robustness import NEAR, Sampling
from evaluator.contrasts.study import Study
from evaluator.model.weighting import Weighting
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.weights import LocalWeights, local_weights

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
SAME = 5e-10  # scores that differ by less are equal, as all scores are rounded to nine digits


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of the plans that have a rank, each plan of a pair over the criteria assessed in both.

    `layout` has two rows for each pair, the plan given first before the other. `low` and `high` (P, P) are the ends of
    the first plan's score over what it shares with the second, NaN where they share nothing that has weight.
    """

    plan_ids: tuple[str, ...]
    layout: Layout
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class HeadToHead:
    """The pairs with the share of draws in which the first plan scores higher than the second; `wins` is (P, P)."""

    pairs: Pairs
    wins: Array


@dataclass(frozen=True, slots=True)
class PairChunk:
    """One chunk of draws: all the input that a process needs to compute it."""

    engine: Engine
    space: Space
    base: LocalWeights
    size: int
    seed: np.random.SeedSequence


Run = Callable[[Callable[[PairChunk], Counts], Iterable[PairChunk]], Iterable[Counts]]


def pairs_of(study: Study, weighting: Weighting, *, nested: bool = False) -> Pairs:
    """Return the pairs of the plans that can be ranked under a weighting, over the criteria assessed in both.

    Units are those of `layout_of`: whole stance nodes, or with `nested` each criterion.
    """
    whole = layout_of(study, weighting, nested=True)
    kept = [study.plan_ids.index(plan) for plan in whole.plan_ids]
    cells = study.scores.cells
    covered = cells.covered[kept] & whole.applicable
    rows = np.array(list(combinations(range(len(kept)), 2)), dtype=int).reshape(-1, 2)
    shared = np.repeat(covered[rows[:, 0]] & covered[rows[:, 1]], 2, axis=0)
    at = rows.ravel()
    own = replace(
        whole,
        plan_ids=tuple(whole.plan_ids[p] for p in at),
        values=whole.values[at],
        applicable=shared,
        fixed=frozenset() if nested else root_if_it_joins_groups(study.rubric),
    )
    local = local_weights(study.rubric, whole.tree, (weighting,))
    ends = (Matrix(whole.tree, end[kept][at], shared).run(local).total[0] for end in (cells.low, cells.high))
    low, high = (_square(end, rows, len(kept)) for end in ends)
    return Pairs(whole.plan_ids, own if nested else _in_units(own), low, high)


def _in_units(own: Layout) -> Layout:
    if own.tree.shrinking.any():
        return replace(own, fixed=own.fixed | insides_of(own.tree))
    return without_insides(own)


def _square(ends: Array, rows: NDArray[np.int_], plans: int) -> Array:
    square = np.full((plans, plans), np.nan)
    square[rows[:, 0], rows[:, 1]], square[rows[:, 1], rows[:, 0]] = ends[0::2], ends[1::2]
    return square


def head_to_head(pairs: Pairs, space: Space, sampling: Sampling, *, run: Run = map) -> HeadToHead:
    """Return, for each pair, the share of drawn weightings under which the first plan scores higher.

    Parameters
    ----------
    pairs : Pairs
        The pairs over the criteria assessed in both.
    space : Space
        The space of weightings of the layout of the pairs.
    sampling : Sampling
        Draws and seed.
    run : callable, optional
        Like `map`, in order; an executor's `map` uses its processes.
    """
    sizes = chunks(sampling.draws)
    seeds = np.random.SeedSequence(sampling.seed).spawn(len(sizes))
    engine, base = engine_of(pairs.layout), pairs.layout.base
    tasks = [PairChunk(engine, space, base, size, seed) for size, seed in zip(sizes, seeds, strict=True)]
    ahead = sum(run(count_pairs, tasks), start=np.zeros((2, len(pairs.layout.plan_ids) // 2), dtype=np.int64))
    plans = len(pairs.plan_ids)
    wins = np.zeros((plans, plans))
    for (p, q), first, second in zip(combinations(range(plans), 2), *(ahead / sampling.draws), strict=True):
        wins[p, q], wins[q, p] = first, second
    return HeadToHead(pairs, wins)


def count_pairs(task: PairChunk) -> Counts:
    """Draw one chunk of weightings; count for each pair the draws in which the one and the other scores higher."""
    weights, _ = draw(task.space, task.base, task.size, task.seed)
    columns = len(task.engine.layout.plan_ids)
    rows = max(1, NEAR // max(1, columns))
    found = np.zeros((2, columns // 2), dtype=np.int64)
    for at in range(0, task.size, rows):
        scores = task.engine.scores(LocalWeights(weights.nodes[at : at + rows], weights.criteria[at : at + rows]))
        lead = scores[:, 0::2] - scores[:, 1::2]
        found += np.array([(lead > SAME).sum(axis=0), (lead < -SAME).sum(axis=0)])
    return found
