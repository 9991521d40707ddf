"""Robustness of a ranking: shares of admissible weightings, or of scenarios of doubt, for every rank and pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.draws.engine import Engine, engine_of
from evaluator.contrasts.draws.layout import Layout
from evaluator.contrasts.draws.rules import Mixing
from evaluator.contrasts.draws.scene import DOUBTS, Scene, drawn_scenarios, scores_under
from evaluator.contrasts.draws.weights import Space, chunks, draw
from evaluator.contrasts.places import Counts, podium
from evaluator.contrasts.study import ranking_column
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, Series, say, series
from evaluator.scoring.matrix import Array

NORMAL_95 = 1.959963984540054
LAST = np.iinfo(np.int16).max
SIGN_BIT = 15


@dataclass(frozen=True, slots=True)
class Sampling:
    """The number of draws, their seed, and the share of draws that a rank interval contains."""

    draws: int
    seed: int
    rank_interval: float

    @property
    def chunks(self) -> list[Chunk]:
        """Return the sizes of the chunks of draws, each with a seed of its own."""
        sizes = chunks(self.draws)
        return list(zip(sizes, np.random.SeedSequence(self.seed).spawn(len(sizes)), strict=True))


@dataclass(frozen=True, slots=True)
class DrawTally:
    """Counts of ranks and of pairwise wins over some draws.

    `places[p, r]` counts draws with plan p at rank r + 1, and `tied[p, r]` those of them in which it shares that rank.
    `wins[p, q]` counts draws in which p scores strictly higher than q, `met[p, q]` those in which both have a score
    (both all 0 where pairs are not counted). `led` counts draws in which several plans share rank 1.
    """

    draws: int
    places: Counts
    tied: Counts
    led: int
    wins: Counts
    met: Counts
    mixing: tuple[Mixing, ...] = ()


@dataclass(frozen=True, slots=True)
class RankStanding:
    """The ranks of one plan over all draws; `drawn` states whether only weights vary, or everything in doubt."""

    drawn: str = column("text", "weights, or doubts")
    plan_id: str = column("id", "plan")
    best: int = column("integer", "lower end of the rank interval")
    median: int = column("integer", "median rank")
    worst: int = column("integer", "upper end of the rank interval")
    mean: float = column("number", "mean rank")
    first: float = column("number", "share of draws at rank 1, alone")
    tied: float = column("number", "share of draws in which it shares its rank")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class Robustness:
    """Ranks and pairwise wins of plans over draws of admissible weightings.

    `acceptability[p, r]` is the share of draws in which plan p alone has rank r + 1; with `tied` of its standing each
    row adds up to 1. `reached[p, r]` states whether p has that rank in any draw, alone or not. `wins[p, q]` is the
    share in which p scores strictly higher than q, `ties[p, q]` that in which both score the same. `led` is the share
    in which several plans share rank 1: with the shares of those first alone it adds up to 1. `space` describes what
    is drawn, in words. `error` is the widest 95 % half-width of any share; `halves` is the largest difference between
    shares of the first half of the draws and of all. `mixing` has an entry for each node walked by hit-and-run, and is
    else empty.
    """

    plan_ids: tuple[str, ...]
    space: str
    sampling: Sampling
    acceptability: Array
    reached: NDArray[np.bool_]
    wins: Array
    ties: Array
    led: float
    standings: tuple[RankStanding, ...]
    error: float
    halves: float
    mixing: tuple[Mixing, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """Return the ranks to which the columns of `acceptability` belong."""
        return tuple(range(1, len(self.plan_ids) + 1))

    @property
    def tie_words(self) -> Sentence | None:
        """Return a sentence on draws in which plans share a rank; None if no two ever do."""
        if not any(standing.tied for standing in self.standings):
            return None
        return say(
            "A rank that plans share counts for none of them, it is a tie. The first rank is shared in %(share)s of "
            "the draws.",
            share=Figure(self.led, ".0%"),
        )


Chunk = tuple[int, np.random.SeedSequence]
Run = Callable[[Callable[[Chunk], DrawTally], Iterable[Chunk]], Iterable[DrawTally]]
Tell = Callable[[int, int], None]


def simulate(
    layout: Layout,
    space: Space,
    sampling: Sampling,
    *,
    pairs: bool = True,
    run: Run = map,
    tell: Tell | None = None,
) -> Robustness:
    """Return the ranks of the plans over drawn weightings.

    Each chunk of draws has its own seed, and counts are whole numbers: the result does not depend on how `run`
    distributes the chunks.

    Parameters
    ----------
    layout : Layout
        The plans that can be ranked, at least two.
    space : Space
        The space of weightings to draw from.
    sampling : Sampling
        Draws, seed and rank interval.
    pairs : bool, optional
        Count the wins of every pair as well.
    run : callable, optional
        Like `map`, in order; an executor's `map` uses its processes.
    tell : callable, optional
        Called after each chunk with the number of chunks done and the total.

    Raises
    ------
    EvaluatorError
        The layout has fewer than two plans.

    References
    ----------
    Lahdelma and Salminen (2001), SMAA-2, Operations Research 49(3), 444-454.
    """
    _check_that_ranks_exist(layout)
    work = partial(count_draws, engine_of(layout), space, pairs=pairs)
    return gathered(layout.plan_ids, space.words, sampling, run(work, sampling.chunks), tell)


def _check_that_ranks_exist(layout: Layout) -> None:
    if len(layout.plan_ids) < 2:  # noqa: PLR2004
        raise EvaluatorError(say("ranks need two plans that can be ranked; there are fewer under this frame"))


def count_draws(engine: Engine, space: Space, chunk: Chunk, *, pairs: bool) -> DrawTally:
    """Draw one chunk of weightings and count the ranks and pairwise wins of the plans."""
    weights, mixing = draw(space, engine.layout.base, *chunk)
    return replace(_sum_of_tallies([count(scores, pairs=pairs) for scores in engine.blocks(weights)]), mixing=mixing)


def _sum_of_tallies(tallies: Sequence[DrawTally]) -> DrawTally:
    """Return the sum of some tallies."""
    places, tied, wins, met = (
        np.sum([getattr(t, kind) for t in tallies], axis=0) for kind in ("places", "tied", "wins", "met")
    )
    draws, led = sum(t.draws for t in tallies), sum(t.led for t in tallies)
    return DrawTally(draws, places, tied, led, wins, met, tuple(m for t in tallies for m in t.mixing))


def count(scores: Array, mixing: tuple[Mixing, ...] = (), *, pairs: bool = True) -> DrawTally:
    """Return the counts of ranks and strict wins over the rows of scores, shape (draws, plans).

    A plan without a score in a draw has no rank in that draw, and neither wins nor loses.
    """
    draws, plans = scores.shape
    order, ranks = podium(scores)
    cells = order * (plans + 1)
    cells += ranks
    counted = np.bincount(cells.ravel(), minlength=plans * (plans + 1)).reshape(plans, plans + 1)[:, 1:]
    tied, led = _tied(cells, ranks)
    if not pairs:
        none = np.zeros((plans, plans), dtype=np.int64)
        return DrawTally(draws, counted, tied, led, none, none, mixing)
    of_plan = np.empty(scores.shape, dtype=np.int16)
    np.put_along_axis(of_plan, order, ranks.astype(np.int16), axis=1)
    return DrawTally(draws, counted, tied, led, _wins(of_plan), _met(of_plan), mixing)


def _tied(cells: Counts, ranks: Counts) -> tuple[Counts, int]:
    """Return how often each plan shares each rank, and in how many rows rank 1 is shared.

    `ranks` are those of the plans in order, 0 for one without a score; `cells` hold plan and rank in one number.
    """
    plans = ranks.shape[1]
    alike = (ranks[:, 1:] == ranks[:, :-1]) & (ranks[:, 1:] > 0)
    if not alike.any():
        return np.zeros((plans, plans), dtype=np.int64), 0
    shared = np.zeros(ranks.shape, dtype=bool)
    shared[:, 1:] |= alike
    shared[:, :-1] |= alike
    tied = np.bincount(cells[shared], minlength=plans * (plans + 1)).reshape(plans, plans + 1)[:, 1:]
    return tied, int(alike[:, 0].sum())


def _met(ranks: NDArray[np.int16]) -> Counts:
    """Return, for each pair of plans, the number of rows in which both have a rank."""
    there = (ranks > 0).astype(np.int64)
    plans = there.shape[1]
    return np.full((plans, plans), len(there), dtype=np.int64) if there.all() else there.T @ there


def _wins(ranks: NDArray[np.int16]) -> Counts:
    """Return, for each pair of plans, the number of rows in which the first has the smaller rank.

    Ranks are compared by the sign bit of a difference of short integers, which the processor adds in batches.
    """
    columns = np.ascontiguousarray(ranks.T)
    absent = columns == 0
    columns[absent] = LAST
    apart = np.empty_like(columns)
    wins = np.empty((len(columns), len(columns)), dtype=np.int64)
    sums = np.int16 if len(ranks) <= LAST else np.int64
    for p, own in enumerate(columns):
        np.subtract(own, columns, out=apart)
        np.right_shift(apart, SIGN_BIT, out=apart)
        wins[p] = -np.add.reduce(apart, axis=1, dtype=sums)
    if absent.any():
        wins -= (~absent).astype(np.int64) @ absent.astype(np.int64).T
    return wins


def gathered(
    plan_ids: tuple[str, ...], space: str, sampling: Sampling, tallies: Iterable[DrawTally], tell: Tell | None = None
) -> Robustness:
    """Return the tallies of all draws as shares, rank intervals and their errors.

    `tell` is called after each tally with the numbers of tallies done and expected.
    """
    total = len(chunks(sampling.draws))
    done: list[DrawTally] = []
    for tally in tallies:
        done.append(tally)
        if tell is not None:
            tell(len(done), total)
    whole, early = _sum_of_tallies(done), _sum_of_tallies(done[: max(1, len(done) // 2)])
    draws, wins = whole.draws, whole.wins / whole.draws
    shares = (whole.places - whole.tied) / draws
    first = (early.places - early.tied) / early.draws
    spread = np.sqrt(shares * (1 - shares) / draws)
    return Robustness(
        plan_ids=plan_ids,
        space=space,
        sampling=sampling,
        acceptability=shares,
        reached=whole.places > 0,
        wins=wins,
        ties=(whole.met - whole.wins - whole.wins.T) / draws,
        led=whole.led / draws,
        standings=tuple(
            _standing(plan, row, tied, draws, sampling.rank_interval)
            for plan, row, tied in zip(plan_ids, whole.places, whole.tied, strict=True)
        ),
        error=float(NORMAL_95 * spread.max()),
        halves=float(np.abs(first - shares).max()),
        mixing=_merged_mixing(whole.mixing),
    )


def _standing(plan_id: str, row: Counts, tied: Counts, draws: int, interval: float) -> RankStanding:
    """Return a plan's standing from its counts of ranks, and of those that it shares, over so many draws.

    The rank interval leaves out equal shares of draws at both ends.
    """
    cumulated = np.cumsum(row)
    whole = int(cumulated[-1])
    wanted = [whole * (1 - interval) / 2, whole / 2, whole * (1 + interval) / 2]
    best, median, worst = (int(np.searchsorted(cumulated, w - 1e-9)) + 1 for w in wanted)
    mean = float((row * np.arange(1, len(row) + 1)).sum() / whole) if whole else float("nan")
    first, shared = float((row[0] - tied[0]) / draws), float(tied.sum() / draws)
    return RankStanding("", plan_id, best, median, worst, mean, first, shared)


def _merged_mixing(mixing: Sequence[Mixing]) -> tuple[Mixing, ...]:
    """Return one entry for each node: the worst R-hat of its chunks and the sum of their effective draws."""
    nodes = dict.fromkeys(m.node_id for m in mixing)
    return tuple(
        Mixing(n, max(m.worst for m in mixing if m.node_id == n), sum(m.effective for m in mixing if m.node_id == n))
        for n in nodes
    )


def simulate_doubts(
    scene: Scene, doubts: Sequence[str], sampling: Sampling, *, run: Run = map, tell: Tell | None = None
) -> Robustness:
    """Return the ranks of the plans over random scenarios in which the named doubts vary together.

    The result is separate from the bounds: bounds complete unrated criteria in every possible way, whereas these draws
    follow the distributions declared in the rubric. Each chunk of draws has its own seed, as in `simulate`.

    Raises
    ------
    UnknownNameError
        `doubts` holds a name that is not in `DOUBTS`.
    EvaluatorError
        None of the named doubts is present, or fewer than two plans can be ranked.
    """
    unknown = [name for name in doubts if name not in DOUBTS]
    if unknown:
        raise UnknownNameError("source of doubt", unknown[0], DOUBTS)
    present = tuple(name for name in scene.doubts if name in doubts)
    if not present:
        raise EvaluatorError(say("nothing here varies by %(doubts)s", doubts=", ".join(doubts)))
    _check_that_ranks_exist(scene.layout)
    tallies = run(partial(count_doubts, scene, present), sampling.chunks)
    return gathered(scene.layout.plan_ids, doubt_words(scene, present), sampling, tallies, tell)


def count_doubts(scene: Scene, doubts: tuple[str, ...], chunk: Chunk) -> DrawTally:
    """Draw one chunk of scenarios and count the ranks and pairwise wins of the plans."""
    scenarios, mixing = drawn_scenarios(scene, doubts, *chunk)
    return count(scores_under(scene, scenarios), mixing)


def doubt_words(scene: Scene, doubts: Sequence[str]) -> Series:
    """Return sentences that name the doubts that vary and how weights are drawn."""
    drawn = say("What varies: %(what)s.", what=series("; ", [DOUBTS[name] for name in doubts]))
    if "weights" in doubts:
        return series(" ", [drawn, scene.space.words])
    return series(" ", [drawn, say("Weights as in the reference frame.")])
