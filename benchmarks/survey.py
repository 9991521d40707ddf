"""Weights from simulated people: which way of asking gives them back, how gaps are filled, how many people it takes.

    python -m benchmarks.survey

Nobody was asked. True weights are drawn, a judgement is a true ratio times a log-normal error of 40 %, put on the
scale that a form offers. Figures are shares of the weight in the wrong place, unless named.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from evaluator.contrasts.group_findings import local_of
from evaluator.library import Library
from evaluator.pipeline import contrast
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights
from evaluator.surveys.frames import drawn_to
from evaluator.surveys.means import firm_order

Array = NDArray[np.float64]
Way = Callable[[Array, np.random.Generator], Array]
ERROR, PULL, SEED = 0.4, 0.3, 20060501
FRAMES = ("la-strada", "national-police-border", "eu-accession", "trafficked-persons", "lindstrom-reform")
CODES = ("ALB", "BIH", "BGR", "HRV", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN", "TUR")
AREAS, LONG, DEALT, AGREE = 5, 15, 2, 0.95


def heard(weights: Array, rng: np.random.Generator) -> Array:
    """Return the weights as a person judges them."""
    return weights * np.exp(rng.normal(0, ERROR, weights.shape))


def shares(points: Array) -> Array:
    """Return points as shares; all 0 as even ones."""
    return points / points.sum() if points.sum() else np.full(len(points), 1 / len(points))


def swing(weights: Array, rng: np.random.Generator) -> Array:
    """Give 100 to the first, and 0 to 100 to the others in steps of ten."""
    seen = heard(weights, rng)
    return shares(np.clip(np.round(10 * seen / seen.max()), 0, 10))


def budget(weights: Array, rng: np.random.Generator) -> Array:
    """Divide twenty beads."""
    seen = heard(weights, rng)
    wanted = 20 * seen / seen.sum()
    beads = np.floor(wanted)
    beads[np.argsort(beads - wanted)[: round(20 - beads.sum())]] += 1
    return shares(beads)


def stars(weights: Array, rng: np.random.Generator) -> Array:
    """Give 0 to 5 to each."""
    seen = heard(weights, rng)
    return shares(np.round(5 * seen / seen.max()))


def ranks(weights: Array, rng: np.random.Generator) -> Array:
    """Rank them; the weights are the centroids of that order."""
    size = len(weights)
    centroids = np.array([sum(1 / k for k in range(place, size + 1)) / size for place in range(1, size + 1)])
    return centroids[np.argsort(np.argsort(-heard(weights, rng)))]


def tick(weights: Array, rng: np.random.Generator) -> Array:
    """Tick a third, give points to these, and one figure to each of the others."""
    seen = heard(weights, rng)
    chosen = np.argsort(-seen)[: max(2, round(len(seen) / 3))]
    points = np.full(len(seen), seen[np.setdiff1d(np.arange(len(seen)), chosen)].mean())
    points[chosen] = seen[chosen]
    return shares(np.round(10 * points / points.max()))


WAYS: dict[str, Way] = {"swing": swing, "budget": budget, "0 to 5": stars, "rank": ranks, "tick a third": tick}


def ways_table(rng: np.random.Generator) -> None:
    """Print for each way of asking the weight misplaced by one person and by the mean of twenty, also with a pull."""
    print("way of asking | items | one | mean of 20 | one, pulled | mean of 20, pulled")
    for size in (5, 12):
        groups = [rng.dirichlet(rng.dirichlet(np.full(size, 1.0)) * 20 + 0.05, 20) for _ in range(20)]
        for name, way in WAYS.items():
            told = []
            for pull in (0.0, 0.0 if name == "rank" else PULL):
                answers = [np.array([way((1 - pull) * w + pull / size, rng) for w in group]) for group in groups]
                pairs = list(zip(groups, answers, strict=True))
                told.append(np.mean([np.abs(a - g).sum(axis=1).mean() / 2 for g, a in pairs]))
                told.append(np.mean([np.abs(a.mean(axis=0) - g.mean(axis=0)).sum() / 2 for g, a in pairs]))
            print(name, size, *(f"{number:.2f}" for number in told), sep=" | ")


def filling_table(rng: np.random.Generator) -> None:
    """Print what the mean of a group misplaces of whom each was asked two lists of five, by how gaps are filled."""
    print("\nthe group's own list | people | all asked | even shares | drawn to even by their spread")
    for name, alpha in (("uneven", 1.0), ("mild", 4.0), ("nearly even", 40.0)):
        for size in (20, 100):
            found = np.mean([_filled(rng, alpha, size) for _ in range(30)], axis=0)
            print(name, size, *(f"{number:.2f}" for number in found), sep=" | ")


def _filled(rng: np.random.Generator, alpha: float, size: int) -> tuple[float, ...]:
    centre = rng.dirichlet(np.full(LONG, alpha), AREAS)
    area = rng.dirichlet(rng.dirichlet(np.full(AREAS, 3.0)) * 25 + 0.05, size)
    local = np.stack([rng.dirichlet(own * 30 + 0.05, size) for own in centre], axis=1)
    goal = (area[:, :, None] * local).mean(axis=0)
    given = np.array([swing(w, rng) for w in area])
    said = np.array([[swing(w, rng) for w in person] for person in local])
    asked = np.array([rng.permutation(AREAS) < DEALT for _ in range(size)])
    even, drawn = said.copy(), said.copy()
    for j in range(AREAS):
        even[~asked[:, j], j] = 1 / LONG
        theirs = given[asked[:, j], j, None] * said[asked[:, j], j]
        judged = theirs[theirs.sum(axis=1) > 0]
        even_share = np.full(LONG, 1 / LONG)
        drawn[~asked[:, j], j] = drawn_to(even_share, judged)[0] if len(judged) > 1 else even_share
    return tuple(np.abs((given[:, :, None] * own).mean(axis=0) - goal).sum() / 2 for own in (said, even, drawn))


def numbers_table(rng: np.random.Generator) -> None:
    """Print how well the mean of so many people orders records of 2011, and how often a firm close pair is wrong."""
    library = Library.open()
    asked, rubric = library.rubric(), library.rubric("public-record")
    units = [u.unit_id for u in library.units_of(rubric.id) if u.end.startswith("2011") and u.iso3 in CODES]
    study = contrast([library.assessment(unit, rubric) for unit in units], rubric, [rubric.weighting("equal")])
    tree = plant(asked)
    local = local_weights(asked, tree, tuple(asked.weighting(name) for name in FRAMES))
    centres = path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool)).criteria[:, 0]

    def scored(weights: Array) -> Array:
        return study.scores.matrix.score(local_of(asked, weights, rubric, study.scores.tree))

    print("\npeople | tau with the whole group | same first | close pairs called firm and wrong, of those called firm")
    for size in (5, 8, 12, 20, 50, 200):
        tau, first, firm, wrong = [], [], 0, 0
        for centre in centres:
            truth = scored(rng.dirichlet(centre * 25 + 1e-3, 4000).mean(axis=0)[None])[0]
            gap = truth[:, None] - truth[None]
            close = np.triu(np.abs(gap) < 0.01, 1) & (np.abs(gap) > 0.001)
            for _ in range(20):
                people = np.array([shares(swing(w, rng)) for w in rng.dirichlet(centre * 25 + 1e-3, size)])
                own = scored(people.mean(axis=0)[None])[0]
                sign = np.sign(own[:, None] - own[None]) * np.sign(gap)
                tau.append(sign[np.triu_indices(len(own), 1)].mean())
                first.append(own.argmax() == truth.argmax())
                drawn = scored(rng.multinomial(size, np.full(size, 1 / size), 400) @ people / size)
                said = firm_order(own, drawn, size - 1, AGREE)[close]
                firm, wrong = firm + (said != 0).sum(), wrong + (said == -np.sign(gap[close])).sum()
        print(size, f"{np.mean(tau):.2f}", f"{np.mean(first):.0%}", f"{wrong / max(firm, 1):.0%} of {firm}", sep=" | ")


def main() -> None:
    """Print the three tables, each from a seed of its own."""
    for at, table in enumerate((ways_table, filling_table, numbers_table)):
        table(np.random.default_rng([SEED, at]))


if __name__ == "__main__":
    main()
