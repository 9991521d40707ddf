"""Ranks over drawn weightings beside a bare product and sort, and beside two packages' weighted sum.

10,000 weightings x 195 plans x 64 criteria. Variants run interleaved in one
process; medians, so that a busy machine changes the ratios little. Bounds to keep:
at most 1.5 times a bare NumPy product plus argsort; non-additive models at most 10
times the additive one; at least 100 times a loop over scikit-criteria's and
pymcdm's weighted sum, with the same scores; chunks under 100 MB. All on one thread:
on a busy machine the threads of a product wait for each other.
"""
# ruff: noqa: E402  (what the product runs with is settled before numpy is imported)

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
for setting in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # a borrowed setting would slow the product down
    os.environ.pop(setting, None)

import importlib.util
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import Layout, without_insides
from evaluator.contrasts.draws.weights import draw, space_of
from evaluator.contrasts.robustness import Sampling, simulate
from evaluator.library import Library
from evaluator.model.aggregation import Aggregation
from evaluator.model.contrast import HitAndRun
from evaluator.scoring.tree import Tree, plant
from evaluator.scoring.weights import LocalWeights, local_weights, path_weights

DRAWS, PLANS, CRITERIA = 10_000, 195, 64
ROUNDS = 9
LOOP = 200  # weightings that the packages are given one by one; their time is per weighting


def layouts(missing: float, kind: str = "arithmetic") -> tuple[Layout, Layout]:
    """Return the same random plans by stance nodes and by criteria, under the rubric's tree cut to 64 criteria."""
    rubric = Library.open().rubric()
    tree = plant(rubric)
    kept = set(range(CRITERIA))
    inside, above = (Aggregation.model_validate({"kind": name}) for name in (kind.split(" in ") * 2)[:2])
    branches = tuple(
        replace(b, criteria=tuple(c for c in b.criteria if c in kept), aggregation=above if b.nodes else inside)
        for b in tree.branches
    )
    tree = Tree(branches, tree.criteria[:CRITERIA], tree.negative[:CRITERIA])
    local = local_weights(rubric, plant(rubric), (rubric.weighting("equal"),))
    local = LocalWeights(local.nodes, np.ones((1, CRITERIA)))
    rng = np.random.default_rng(1)
    values = rng.integers(0, 5, (PLANS, CRITERIA)) / 4
    values[rng.random(values.shape) < missing] = np.nan
    ids = tuple(f"P{k:03d}" for k in range(PLANS))
    low, high = np.where(np.isnan(values), 0.0, values), np.where(np.isnan(values), 1.0, values)
    whole = Layout(ids, tree, local, values, low, high, np.ones(values.shape, dtype=bool))
    return without_insides(replace(whole, fixed=frozenset(["total"]))), whole


def walk() -> HitAndRun:
    """Return how the rubric draws weightings."""
    choices = Library.open().rubric().contrast
    assert choices is not None
    return choices.hit_and_run


def runs(missing: float, kind: str = "arithmetic", *, pairs: bool = False) -> tuple[Callable[[], object], ...]:
    """Return the simulation over paradigm and stance nodes, and over every node."""
    walking = walk()
    how = Sampling(DRAWS, 3, 0.9)
    found = []
    for layout, nested in zip(layouts(missing, kind), (False, True), strict=True):
        space = space_of(layout, walking, nested=nested)
        found.append(lambda layout=layout, space=space: simulate(layout, space, how, pairs=pairs))
    return tuple(found)


def bare() -> Callable[[], object]:
    rng = np.random.default_rng(2)
    weights, points = rng.random((DRAWS, CRITERIA)), rng.random((CRITERIA, PLANS))
    return lambda: np.argsort(-(weights @ points), axis=1)


def measured(variants: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in variants}
    for run in variants.values():
        run()
    for _ in range(ROUNDS):
        for name, run in variants.items():
            begun = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(spent) for name, spent in times.items()}


def as_it_is(column: np.ndarray, cost: bool) -> np.ndarray:  # noqa: ARG001, FBT001  (the package's own signature)
    return column


def packages() -> dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """Return the weighted sums of the packages that are installed: one weighting, all plans."""
    found: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {}
    if importlib.util.find_spec("skcriteria"):
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel

        model = WeightedSumModel()
        found["scikit-criteria"] = lambda points, weights: (
            model.evaluate(skcriteria.mkdm(points, [max] * len(weights), weights=weights)).e_.score
        )
    if importlib.util.find_spec("pymcdm"):
        from pymcdm.methods import WSM

        wsm = WSM(normalization_function=as_it_is)
        found["pymcdm"] = lambda points, weights: wsm(points, weights, np.ones(len(weights)))
    return found


def beside_packages(each: float) -> None:
    """Time a loop over the packages and check that their scores are ours."""
    _, whole = layouts(0.0)
    walking = walk()
    weights, _ = draw(space_of(whole, walking, nested=True), whole.base, LOOP, np.random.SeedSequence(4))
    ours = engine_of(whole).scores(weights)
    effective = path_weights(whole.tree, weights, np.ones((1, CRITERIA), dtype=bool)).criteria[:, 0]
    for name, score in packages().items():
        begun = time.perf_counter()
        theirs = [score(whole.values, row) for row in effective]
        spent = (time.perf_counter() - begun) / LOOP
        assert np.allclose(np.stack(theirs), ours, atol=1e-12), name
        print(
            f"  {name:34s} {spent * 1e6:9.1f} us a weighting   {spent / each:7.0f} x ours, the same scores (no ranks)"
        )
    for package, module in {"scikit-criteria": "skcriteria", "pymcdm": "pymcdm"}.items():
        if not importlib.util.find_spec(module):
            print(f"  {package:34s} not installed here: pip install {package}")


def main() -> None:
    variants: dict[str, Callable[[], object]] = {"bare product and argsort": bare()}
    variants["stance nodes drawn"], variants["every node drawn"] = runs(0.0)
    variants["the same, with pairs"] = runs(0.0, pairs=True)[1]
    variants["a fifth missing, stance nodes"], variants["a fifth missing, every node"] = runs(0.2)
    for kind in ("geometric", "harmonic", "arithmetic in geometric", "minimum"):
        variants[f"{kind}, every node"] = runs(0.0, kind)[1]
    found = measured(variants)
    base, additive = found["bare product and argsort"], found["every node drawn"]
    print(f"{DRAWS:,} weightings x {PLANS} plans x {CRITERIA} criteria: ranks, acceptability, intervals")
    for name, spent in found.items():
        print(f"  {name:34s} {spent * 1000:7.1f} ms   {spent / base:5.2f} x bare   {spent / additive:5.2f} x additive")
    tracemalloc.start()
    runs(0.0)[1]()
    print(f"  peak of memory in one run          {tracemalloc.get_traced_memory()[1] / 1e6:7.1f} MB")
    tracemalloc.stop()
    beside_packages(additive / DRAWS)


if __name__ == "__main__":
    main()
