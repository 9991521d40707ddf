"""Cases over many draws: rank acceptability on given weights, sensitivity indices through SALib."""

from __future__ import annotations

from typing import Any

import numpy as np
from SALib.analyze import morris, sobol

from evaluator.contrasts.places import places
from evaluator.contrasts.robustness import count
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Missing
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.tree import Branch, Tree
from evaluator.scoring.weights import LocalWeights
from tests.reference.answer import Answer
from tests.reference.case import Array, Case, CaseError

SEED = 3
BLOCK = 10_000


def smaa(case: Case) -> dict[str, Answer]:
    """Rank the alternatives under every given weight vector."""
    data, samples = case.table("input.csv"), case.table("weight_samples.csv")
    units, values = tuple(data.text(data.header[0])), data.matrix(data.names)
    weights = samples.matrix(data.names)
    scores = _scores(values, weights)
    tally = count(scores)
    first = places(scores) == 1
    central = np.array(
        [
            weights[first[:, p]].mean(axis=0) if first[:, p].any() else np.full(weights.shape[1], np.nan)
            for p in range(len(units))
        ]
    )
    confidence = [
        np.nan if np.isnan(w).any() else float(places(_scores(values, w[None]))[0, p] == 1)
        for p, w in enumerate(central)
    ]
    shares, wins = tally.places / tally.draws, tally.wins / tally.draws
    return {
        "expected.csv": Answer(units, {f"rank{r + 1}": shares[:, r] for r in range(len(units))}),
        "expected_pairwise.csv": Answer(units, dict(zip(units, wins.T, strict=True))),
        "expected_central_weights.csv": Answer(units, {f"V{k + 1}": central[:, k] for k in range(central.shape[1])}),
        "expected_confidence.csv": Answer(units, {"cf": np.array(confidence)}),
    }


def _scores(values: Array, weights: Array) -> Array:
    """Score alternatives under weights by the engine: one node over all criteria."""
    names = tuple(str(k) for k in range(values.shape[1]))
    root = Branch("total", (), tuple(range(len(names))), Aggregation(), Missing(), None)
    tree = Tree((root,), names, (False,) * len(names))
    local = LocalWeights(np.ones((len(weights), 1)), weights)
    return Matrix(tree, values, np.ones(values.shape, dtype=bool)).score(local)


def _problem(names: list[str], inputs: Array) -> dict[str, Any]:
    bounds = [[float(column.min()), float(column.max())] for column in inputs.T]
    return {"num_vars": len(names), "names": names, "bounds": bounds}


def salib(case: Case) -> dict[str, Answer]:
    """Ask SALib for Sobol or Morris indices of the given runs."""
    data = case.table("input.csv")
    names = [name for name in data.names if name != "y"]
    inputs, result = data.matrix(names), data.numbers("y")
    if "mu" in case.table("expected.csv").header:
        found = morris.analyze(
            _problem(names, inputs), inputs, result, num_levels=int(case.param("levels", 4)), seed=SEED
        )
        return {
            "expected.csv": Answer(tuple(names), {key: np.asarray(found[key]) for key in ("mu", "mu_star", "sigma")})
        }
    runs = len(result) / case.param("N", 1)
    second = runs == 2 * len(names) + 2
    if not second and runs != len(names) + 2:
        raise CaseError(f"{len(result)} runs are no design of {len(names)} inputs")
    found = sobol.analyze(_problem(names, inputs), result, calc_second_order=second, seed=SEED)
    answers = {
        "expected.csv": Answer(
            tuple(names), {key: np.asarray(found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf")}
        )
    }
    if second:
        pairs = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
        columns = {key: np.array([found[key][pair] for pair in pairs]) for key in ("S2", "S2_conf")}
        answers["expected_second_order.csv"] = Answer((), columns)
    return answers


def sa(case: Case) -> dict[str, Answer]:
    """Estimate first and total indices through SALib, in the other tool's terms."""
    data = case.table("input.csv")
    names = [name for name in data.names if name != "y"]
    columns = indices(data.numbers("y"), int(case.param("N", 0)), len(names))
    return {"expected.csv": Answer(tuple(case.table("expected.csv").text("Variable")), columns)}


def indices(result: Array, size: int, count_of: int) -> dict[str, Array]:
    """Return first and total indices of so many inputs from runs in blocks A, B, AB1, AB2 and so on.

    SALib centres y and divides by the variance of n numbers; the tool of these
    cases does not centre and divides by n - 1. So its first index is SALib's,
    times the ratio of the two variances, plus mean(y) x mean(AB - A) over the
    variance. Centred, as SALib and we have it, is the better estimate.
    """
    blocks = result.reshape(count_of + 2, size)
    a, b, mixed = blocks[0], blocks[1], blocks[2:]
    interleaved = np.column_stack([a, *mixed, b]).ravel()
    problem = {"num_vars": count_of, "names": [f"x{k}" for k in range(count_of)], "bounds": [[0.0, 1.0]] * count_of}
    found = sobol.analyze(problem, interleaved, calc_second_order=False, seed=SEED)
    both = np.concatenate([a, b])
    ratio = both.var() / both.var(ddof=1)
    shift = interleaved.mean() * (mixed - a).mean(axis=1) / both.var(ddof=1)
    return {
        "Si": np.asarray(found["S1"]) * ratio + shift,
        "STi": np.asarray(found["ST"]) * ratio,
        "Variance": np.full(count_of, both.var(ddof=1)),
    }
