"""The scoring engine beside bare NumPy of the same size; ratios of processor time in one run.

1,000 weightings x 200 countries x 64 criteria, under one node and under a tree of
the shape of the shipped rubric (four layers, fifteen nodes of which eleven hold criteria).

1. Scores beside one product of weights and points. Bounds to keep: complete data within 4 times, and gaps
   that leave within 4 times under one node and 10 times under the tree, where every node is a quotient of two
   products of its own; under the shipped tree as it is, some nodes of which hold one criterion, 2,000 countries
   within 12 times.
2. Scores with gaps and their ranks beside two products, a division and `argsort`. Bound to keep: within 1.35 times,
   under the tree too, where the two products give other numbers. A bare version of the same numbers, two products
   and a division for each node, is shown besides.
3. Growth in each of the three: linear.
4. Bounds and judgement interval together: within 3 times the cost of the score.

Variants run interleaved and the best round of each is shown, all on one thread: on a busy machine the threads of a
product wait for each other. Ratios to a product differ from one processor to another by a half.
"""
# ruff: noqa: E402  (what the product runs with is settled before numpy is imported)

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
for setting in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # a borrowed setting would slow the product down
    os.environ.pop(setting, None)

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.places import places
from evaluator.library import Library
from evaluator.model.aggregation import Aggregation
from evaluator.model.assessment import Settled, Status
from evaluator.model.rubric import Missing, Rubric
from evaluator.model.scorecard import Outcome
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.outcomes import cells, judged
from evaluator.scoring.scores import ends_of
from evaluator.scoring.tree import Branch, Tree, plant
from evaluator.scoring.weights import LocalWeights, local_weights

Array = NDArray[np.float64]
VIEWS, PLANS, CRITERIA, GAPS = 1_000, 200, 64, 0.2
ROUNDS = 41


def flat(criteria: int = CRITERIA) -> Tree:
    """Return one node over all criteria."""
    names = tuple(f"c{k}" for k in range(criteria))
    root = Branch("total", (), tuple(range(criteria)), Aggregation(), Missing(), None)
    return Tree((root,), names, (False,) * criteria)


def shaped(criteria: int = CRITERIA) -> Tree:
    """Return the shipped rubric's tree with the criteria spread evenly over its lowest nodes."""
    tree = plant(Library.open().rubric())
    lowest = [at for at, branch in enumerate(tree.branches) if branch.criteria]
    parts = np.array_split(np.arange(criteria), len(lowest))
    own = {at: tuple(part.tolist()) for at, part in zip(lowest, parts, strict=True)}
    branches = tuple(replace(branch, criteria=own.get(at, ())) for at, branch in enumerate(tree.branches))
    return Tree(branches, tuple(f"c{k}" for k in range(criteria)), (False,) * criteria)


def question(tree: Tree, views: int, plans: int, gaps: float) -> tuple[LocalWeights, Array]:
    """Return random weightings and values, a share of them missing."""
    rng = np.random.default_rng(1)
    criteria = len(tree.criteria)
    local = LocalWeights(rng.random((views, len(tree.branches))) + 0.1, rng.random((views, criteria)) + 0.1)
    values = rng.integers(0, 5, (plans, criteria)) / 4
    values[rng.random(values.shape) < gaps] = np.nan
    return local, values


def timed(*runs: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the seconds of processor time of the best round of each run, the runs interleaved."""
    taken: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for at, run in enumerate(runs):
            start = time.process_time()
            run()
            taken[at].append(time.process_time() - start)
    return [min(seconds) for seconds in taken]


def engine(tree: Tree, views: int, plans: int, gaps: float) -> Callable[[], object]:
    """Return the engine's run of a question."""
    local, values = question(tree, views, plans, gaps)
    due = np.ones(values.shape, dtype=bool)
    return lambda: Matrix(tree, values, due).score(local)


def beside_a_product() -> None:
    """Print the engine's cost over that of weights @ values."""
    shipped = plant(Library.open().rubric())
    for name, tree, plans in (
        ("one node", flat(), PLANS),
        ("the rubric's tree", shaped(), PLANS),
        ("the tree as shipped, 2,000 countries", shipped, 2_000),
    ):
        local, values = question(tree, VIEWS, plans, 0.0)
        weights, columns = local.criteria, np.ascontiguousarray(values.T)
        runs = (lambda: weights @ columns, engine(tree, VIEWS, plans, 0.0), engine(tree, VIEWS, plans, GAPS))  # noqa: B023
        bare, complete, gaps = timed(*runs)
        print(
            f"{name}: product {bare * 1e3:.2f} ms; complete {complete * 1e3:.2f} ms, {complete / bare:.1f} times; "
            f"{GAPS:.0%} missing {gaps * 1e3:.2f} ms, {gaps / bare:.1f} times"
        )


def with_ranks() -> None:
    """Print the cost of scores with gaps and their ranks over that of a bare version with gaps."""
    quotient, *_ = bare = [in_bare_numpy(tree) for tree in (flat(), shaped())]
    for name, tree, beside in zip(("one node", "the rubric's tree"), (flat(), shaped()), bare, strict=True):
        local, values = question(tree, VIEWS, PLANS, GAPS)
        due = np.ones(values.shape, dtype=bool)
        scored, same, two = timed(
            lambda: places(Matrix(tree, values, due).score(local)),  # noqa: B023
            lambda: np.argsort(beside(), axis=1),  # noqa: B023
            lambda: np.argsort(quotient(), axis=1),
        )
        assert np.allclose(Matrix(tree, values, due).score(local), beside(), atol=1e-12, rtol=0)
        print(
            f"{name}, {GAPS:.0%} missing: scores and ranks {scored * 1e3:.2f} ms, {scored / same:.2f} times a bare "
            f"version of the same numbers, {scored / two:.2f} times two products and a division"
        )


def in_bare_numpy(tree: Tree) -> Callable[[], Array]:
    """Return a run that makes the scores of a question with gaps, node by node, in plain NumPy."""
    local, values = question(tree, VIEWS, PLANS, GAPS)
    have = ~np.isnan(values)
    points, present = np.where(have, values, 0.0).T.copy(), have.T.astype(np.float64)
    shares = np.ones_like(local.nodes)
    for at, branch in enumerate(tree.branches):
        inner = local.nodes[:, branch.nodes]
        shares[:, branch.nodes] = shares[:, [at]] * inner / inner.sum(axis=1, keepdims=True)
    lowest = [(at, list(branch.criteria)) for at, branch in enumerate(tree.branches) if branch.criteria]

    def run() -> Array:
        total = np.zeros((VIEWS, PLANS))
        for at, own in lowest:
            weights = local.criteria[:, own]
            total += shares[:, [at]] * ((weights @ points[own]) / (weights @ present[own]))
        return total

    return run


def growth() -> None:
    """Print what twice as much of each takes, from a size on at which every result is fresh memory."""
    views, plans = 2 * VIEWS, 2 * PLANS
    for gaps in (0.0, GAPS):
        base, *twice = timed(
            engine(shaped(), views, plans, gaps),
            engine(shaped(), 2 * views, plans, gaps),
            engine(shaped(), views, 2 * plans, gaps),
            engine(shaped(2 * CRITERIA), views, plans, gaps),
            rounds=11,
        )
        shown = ", ".join(
            f"{name} {t / base:.2f}" for name, t in zip(("weightings", "countries", "criteria"), twice, strict=True)
        )
        print(f"twice as many, {gaps:.0%} missing: {shown} times")


def intervals() -> None:
    """Print the cost of bounds and judgement interval over that of the score."""
    rubric = Library.open().rubric()
    tree = plant(rubric)
    for views, plans in ((1, 1), (19, 30), (100, 200)):
        laid = cells(rubric, tree, [drawn(rubric, seed) for seed in range(plans)])
        local = local_weights(rubric, tree, (rubric.weighting("equal"),) * views)
        score, ends = timed(
            lambda: Matrix(tree, laid.values, laid.applicable).run(local),  # noqa: B023
            lambda: ends_of(tree, local, laid),  # noqa: B023
            rounds=9,
        )
        print(f"{views} x {plans}: score {score * 1e3:.2f} ms, bounds and judgement interval {ends / score:.1f} times")


def drawn(rubric: Rubric, seed: int) -> tuple[Outcome, ...]:
    """Return random outcomes, some of low confidence, some not assessed."""
    rng = np.random.default_rng(seed)
    found = []
    for criterion in rubric.criteria:
        level = int(rng.integers(-1, 5))
        status: Status = "rated" if level >= 0 else "not-assessed"
        settled = Settled(criterion.id, 1, status, level if level >= 0 else None, str(rng.choice(["high", "low"])))
        found.append(judged(criterion, settled, 4, 1))
    return tuple(found)


if __name__ == "__main__":
    beside_a_product()
    with_ranks()
    growth()
    intervals()
