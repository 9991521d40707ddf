"""What intervals, the test and the orders of groups keep to: simulated surveys whose true means are known.

    python -m benchmarks.survey_means > benchmarks/groups-measured.md  # the page, about five minutes
    python -m benchmarks.survey_means --runs 50                        # coarser

Nobody was asked. Weights of four parts are drawn from Dirichlet distributions with the mean 0.4, 0.3, 0.2, 0.1. People
weigh the criteria of `four-paradigms` as in `benchmarks.survey`: spread around a portrait, with errors, in tens.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.survey import SEED, Array, swing
from evaluator.library import Library
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights
from evaluator.surveys.frames import Frames, filled
from evaluator.surveys.groups import Group, conflict
from evaluator.surveys.means import commonest, firm_order, interval_of_score

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
RULES = LIBRARY.survey_words.rules.model_copy(update={"resamples": 400})
AREAS = tuple(RUBRIC.paradigm_of(criterion.id) for criterion in RUBRIC.criteria)
AT = {area: np.array([k for k, own in enumerate(AREAS) if own == area]) for area in dict.fromkeys(AREAS)}
PARTS, POOL, PLANS, DEALT = np.array([0.4, 0.3, 0.2, 0.1]), 3000, 11, 2
RUNS = {"test": 1000, "weights": 400, "scores": 300, "orders": 300}


@dataclass(frozen=True, slots=True)
class Crowd:
    """People a sample is drawn from: `near` is how close they stand to a portrait, `dealt` if two lists by lot."""

    portrait: str
    near: float
    dealt: bool = False


WIDE, USUAL, CLOSE = Crowd("la-strada", 5), Crowd("la-strada", 25), Crowd("la-strada", 80)
BY_LOT, POLICE, UNION = (
    Crowd("la-strada", 25, dealt=True),
    Crowd("national-police-border", 25),
    Crowd("eu-accession", 5),
)


@cache
def pool(crowd: Crowd) -> tuple[Frames, Array]:
    """Return the answers of a crowd, and the true mean of their weights: of all lists, also of those not dealt."""
    rng = np.random.default_rng([SEED, int(crowd.near), len(crowd.portrait)])
    tree = plant(RUBRIC)
    local = local_weights(RUBRIC, tree, (RUBRIC.weighting(crowd.portrait),))
    centre = path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool)).criteria[0, 0]
    whole = np.array([centre[at].sum() for at in AT.values()])
    given = np.array([swing(own, rng) for own in rng.dirichlet(whole * crowd.near + 0.05, POOL)])
    asked = np.argsort(rng.random(given.shape), axis=1) < DEALT if crowd.dealt else np.ones(given.shape, dtype=bool)
    told, true, judged = np.zeros((POOL, len(centre))), np.zeros((POOL, len(centre))), {}
    for k, (area, at) in enumerate(AT.items()):
        near = rng.dirichlet(centre[at] / max(whole[k], 1e-12) * 60 + 0.02, POOL)
        own = np.array([swing(one, rng) for one in near])
        true[:, at] = given[:, [k]] * own
        told[:, at] = given[:, [k]] * np.where(asked[:, [k]], own, even_inside(own, at))
        judged["criteria", area] = asked[:, k]
    nothing = np.full(POOL, np.nan)
    names = tuple(f"r{k:05}" for k in range(POOL))
    return Frames(names, ("",) * POOL, told, judged, np.zeros(POOL, dtype=bool), nothing, nothing), true.mean(axis=0)


def even_inside(own: Array, at: NDArray[np.int_]) -> Array:
    """Return shares of an area's criteria as of who judged its stances and not its list: even inside each stance."""
    found = np.zeros_like(own)
    parents = np.array([RUBRIC.criteria[k].parent for k in at])
    for name in dict.fromkeys(parents):
        inside = parents == name
        found[:, inside] = own[:, inside].mean(axis=1, keepdims=True)
    return found


def group(crowd: Crowd | float, size: int, rng: np.random.Generator, name: str = "a") -> Group:
    """Return a group drawn from a crowd, or from a Dirichlet distribution of this concentration."""
    if not isinstance(crowd, Crowd):
        return bare(name, rng.dirichlet(PARTS * crowd, size))
    frames, _ = pool(crowd)
    at = rng.integers(0, POOL, size)
    judged = {page: mask[at] for page, mask in frames.judged.items()}
    drawn = replace(frames, names=(), groups=("",) * size, weights=frames.weights[at], judged=judged)
    made = filled(drawn, RUBRIC, RULES.least)
    return replace(bare(name, made.members), few=made.few, rests=made, areas=AREAS)


def bare(name: str, members: Array) -> Group:
    """Return a group of these members, each of whom judged all."""
    return Group(name, name, members, asked_whole=0, straight=0, without=None, said=None, given=None, few=())


def true_mean(crowd: Crowd | float) -> Array:
    """Return the mean that samples of a crowd estimate."""
    return pool(crowd)[1] if isinstance(crowd, Crowd) else PARTS


def spread(sd: float) -> float:
    """Return the concentration at which the first of the four parts has this standard deviation."""
    return float(PARTS[0] * (1 - PARTS[0]) / sd**2 - 1)


# One group and another with the same mean: sizes, and the standard deviation of the first part or the crowd.
Setting = tuple[int, Crowd | float, int, Crowd | float]
SETTINGS: tuple[Setting, ...] = (
    (8, 0.28, 40, 0.08), (12, 0.28, 40, 0.11), (8, 0.20, 40, 0.12), (6, 0.20, 20, 0.12), (12, 0.20, 40, 0.12),
    (15, 0.20, 30, 0.15), (8, 0.08, 40, 0.28), (12, 0.18, 12, 0.18),
    (5, 0.20, 30, 0.20), (5, 0.28, 40, 0.08), (20, 0.28, 20, 0.08), (12, WIDE, 12, WIDE), (8, CLOSE, 40, WIDE),
    (12, USUAL, 60, USUAL), (30, WIDE, 30, CLOSE), (30, BY_LOT, 60, BY_LOT), (20, BY_LOT, 40, BY_LOT),
)  # fmt: skip
NAMED = {WIDE: "wide", USUAL: "usual", CLOSE: "close", BY_LOT: "usual, two lists by lot"}


def alarms(setting: Setting, runs: int, rng: np.random.Generator) -> float:
    """Return the share of surveys with equal means in which the test says that chance does not explain the distance."""
    size, one, many, other = setting
    crowds = [crowd if isinstance(crowd, Crowd) else spread(crowd) for crowd in (one, other)]
    shift = true_mean(crowds[0]) - true_mean(crowds[1])
    found = 0
    for k in range(runs):
        a, b = group(crowds[0], size, rng, f"a{k}"), group(crowds[1], many, rng, f"b{k}")
        if shift.any():
            b = replace(b, members=b.members + shift, rests=None)
        found += (conflict(a, b, RULES).p or 0.0) <= RULES.chance
    return found / runs


def weights_covered(crowd: Crowd | float, size: int, runs: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return how many of the printed intervals hold the true mean weight, and how many of all are printed."""
    hits = told = 0
    for _ in range(runs):
        low, high = group(crowd, size, rng).interval(RULES)
        hits += int(((low <= true_mean(crowd)) & (true_mean(crowd) <= high)).sum())
        told += int((~np.isnan(low)).sum())
    return hits / max(told, 1), told / (runs * len(true_mean(crowd)))


def plans_of(crowd: Crowd, rng: np.random.Generator, *, is_level: bool = False) -> Array:
    """Return the points of eleven plans by criterion; `is_level`: all have the same true score."""
    points = rng.integers(0, 5, (len(AREAS), PLANS)) / 4
    return points - true_mean(crowd) @ points + 0.5 if is_level else points


def scores_covered(crowd: Crowd, size: int, runs: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return how many of the printed intervals of scores hold the true score, and how many of all are printed."""
    hits = told = 0
    for k in range(runs):
        points, own = plans_of(crowd, rng), group(crowd, size, rng, f"a{k}")
        true, mean = true_mean(crowd) @ points, own.mean @ points
        samples, alike = own.resampled(RULES) @ points, commonest(own.members @ points)
        for p in np.flatnonzero(alike <= max(RULES.alike, 1 / size)):
            low, high = interval_of_score(float(mean[p]), samples[:, p], own.degrees, RULES.taken)
            hits, told = hits + bool(low <= true[p] <= high), told + 1
    return hits / max(told, 1), told / (runs * PLANS)


def orders(crowd: Crowd, size: int, runs: int, rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Return four shares: of pairs that differ those called firm, and of these those that are wrong.

    Of surveys without any gap those that call a pair firm, and those in which two groups of one population turn one.
    """
    firm = wrong = alarm = turned = 0
    for k in range(runs):
        points, level = plans_of(crowd, rng), plans_of(crowd, rng, is_level=True)
        groups = [group(crowd, size, rng, f"{name}{k}") for name in "ab"]
        true = true_mean(crowd) @ points
        said = signs(groups[0], points)
        firm += int(np.abs(said).sum() // 2)
        wrong += int((said * np.sign(true[:, None] - true[None]) < 0).sum() // 2)
        one, other = (signs(own, level) for own in groups)
        alarm += bool(one.any())
        turned += bool((one * other < 0).any())
    return firm / (runs * PLANS * (PLANS - 1) / 2), wrong / max(firm, 1), alarm / runs, turned / runs


def signs(own: Group, points: Array) -> Array:
    """Return the firm order of plans in a group."""
    return firm_order(own.mean @ points, own.resampled(RULES) @ points, own.degrees, RULES.agree)


Row = tuple[str, ...]
SIZES, ORDER_SIZES = (5, 8, 12, 20, 50), (12, 20, 50)


def test_rows(runs: int) -> Iterator[Row]:
    """Yield a row for each setting of the test between two groups."""
    for k, setting in enumerate(SETTINGS):
        size, one, many, other = setting
        found = alarms(setting, runs, np.random.default_rng([SEED, 1, k]))
        told = [NAMED[crowd] if isinstance(crowd, Crowd) else f"{crowd:.2f}" for crowd in (one, other)]
        yield f"{size}, {told[0]}", f"{many}, {told[1]}", per_cent(found)


COVERED: dict[str, tuple[Crowd | float, tuple[int, ...]]] = {
    "four parts, wide": (2, SIZES), "four parts": (6, SIZES), "four parts, close": (15, SIZES),
    "criteria, wide": (WIDE, SIZES), "criteria": (USUAL, SIZES), "criteria, two lists by lot": (BY_LOT, (20, 50)),
    "criteria, police": (POLICE, SIZES), "criteria, accession, wide": (UNION, SIZES),
}  # fmt: skip


def covered_rows(what: Callable[..., tuple[float, float]], runs: int, *, parts: bool) -> Iterator[Row]:
    """Yield a row for each crowd: per size of the group how many intervals hold the truth, and how many are printed."""
    for k, (name, (crowd, sizes)) in enumerate(COVERED.items()):
        if parts or isinstance(crowd, Crowd):
            found = {n: what(crowd, n, runs, np.random.default_rng([SEED, 2 + parts, k, n])) for n in sizes}
            yield name, *(_covered_words(found[n]) if n in found else "–" for n in SIZES)


def _covered_words(found: tuple[float, float]) -> str:
    held, printed = found
    return f"{per_cent(held)} of {per_cent(printed)}" if printed >= 0.005 else "none printed"


def order_rows(runs: int) -> Iterator[Row]:
    """Yield a row for each crowd and size of the group."""
    for k, (name, crowd) in enumerate({"usual": USUAL, "wide": WIDE, "usual, two lists by lot": BY_LOT}.items()):
        for size in ORDER_SIZES if not crowd.dealt else ORDER_SIZES[1:]:
            found = orders(crowd, size, runs, np.random.default_rng([SEED, 4, k, size]))
            yield name, str(size), per_cent(found[0]), *(f"{100 * one:.1f} %" for one in found[1:])


def per_cent(share: float, digits: int = 0) -> str:
    """Return a share as per cent, from 0.2 on without decimals but those asked for, else with one."""
    return f"{100 * share:.{digits if share >= 0.2 else 1}f} %"


def tables(runs: int | None = None) -> dict[tuple[str, ...], tuple[Row, ...]]:
    """Return every table by its heads."""
    often = {name: runs or usual for name, usual in RUNS.items()}
    sizes = tuple(f"n = {n}" for n in SIZES)
    return {
        ("one group: n, spread", "other: n, spread", "false alarms"): tuple(test_rows(often["test"])),
        ("weights", *sizes): tuple(covered_rows(weights_covered, often["weights"], parts=True)),
        ("scores", *sizes): tuple(covered_rows(scores_covered, often["scores"], parts=False)),
        ("group", "n", "of pairs in order", "of these wrong", "any without a gap", "turned in one population"):
            tuple(order_rows(often["orders"])),
    }  # fmt: skip


PAGE = """# Groups of a survey, measured

What the intervals, the test and the orders of [weights from people](weights-from-people.md) keep to, in simulated
surveys whose true means are known. Nobody was asked. `python -m benchmarks.survey_means` makes this page, and a test
holds it, `rubrics/survey.yaml` and the benchmark to the same figures.

## How each is made

- **Interval of a mean weight** (`low_90`, `high_90` of `groups.csv`, said to hold 90 %%): the mean divided by and times
  exp(t s / (m sqrt(n))), with s the standard deviation, m the mean and t of Student with n - 1 degrees of freedom. The
  level of t is %(taken)s and not 90 %%: so much was measured to hold 90 %%. None is printed where more than %(alike)s
  of the members say one and the same number: there nothing tried holds what it says.
- **Interval of a score**: the score under the mean, and t standard deviations of it over %(resamples)s samples of the
  members to either side; by the same level and the same rule.
- **Distance of two groups** (`p` of `conflict.csv`): the squared distance of the means over the sum of their
  variances, and how often it is reached where each member's distance from the own mean has a sign by lot (a wild
  bootstrap). Groups may differ in size and spread. Who belongs to which is not shuffled: that would ask whether people
  are alike.
- **Order beyond chance**: the gap of two plans over its standard deviation, by Student's t; for all pairs of a group
  together chance calls one so in %(level)s of surveys at most (Holm).
- **Pages that a member did not judge** add nothing: who judged stands for the others, and degrees of freedom count
  who judged.

Four parts: weights with the mean 0.4, 0.3, 0.2, 0.1; a spread is the standard deviation of the first. Criteria: the
%(criteria)s of `four-paradigms`, by people around a portrait (wide, usual, close) who err by 40 %% a judgement.

## False alarms of the test, of 5 % meant

"""
HEADS = (
    "",
    "## How many intervals of weights hold the truth, of how many are printed",
    "## The same of scores",
    "## Orders",
)
LIMITS = """Not measured: people who answer otherwise than they think, pages that are skipped for a reason, members who
know each other. Where lists are dealt by lot, two in five judge each, and the test rings a little too often.
"""


def page(runs: int | None = None) -> str:
    """Return the page of methods with every table."""
    told = {"taken": per_cent(RULES.taken, 1), "alike": per_cent(RULES.alike), "criteria": len(AREAS),
            "level": per_cent(1 - RULES.agree), "resamples": f"{LIBRARY.survey_words.rules.resamples:,}"}  # fmt: skip
    parts = [PAGE.replace("5 % meant", "5 %% meant") % told]
    for above, (heads, rows) in zip(HEADS, tables(runs).items(), strict=True):
        lines = ["| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows)]
        parts.append("\n".join([*([above, ""] if above else []), *lines, "", ""]))
    return "".join(parts) + LIMITS


def main() -> None:
    """Print the page."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, help="surveys for each figure")
    print(page(asked.parse_args().runs), end="")


if __name__ == "__main__":
    main()
