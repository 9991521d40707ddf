"""Variance-based sensitivity of ranks to each choice in doubt: first-order and total indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from warnings import catch_warnings, filterwarnings

import numpy as np

from evaluator.contrasts.draws.scene import (
    DOUBTS,
    NONE,
    Levels,
    Scenarios,
    Scene,
    drawn_scenarios,
    scores_under,
    with_quality,
)
from evaluator.contrasts.places import places
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.contrast import Sensitivity
from evaluator.model.schema import column
from evaluator.model.sentence import say
from evaluator.scoring.matrix import Array
from evaluator.scoring.weights import LocalWeights

KEYS = ("S1", "S1_conf", "ST", "ST_conf")


@dataclass(frozen=True, slots=True)
class SensitivityIndex:
    """One choice's share of the variance of the mean shift in rank.

    `first` is the effect of the choice alone, `total` includes all its interactions; each has the half-width of its
    bootstrap interval. `halves` is the difference between `total` and its value from the first half of the runs.
    """

    doubt: str = column("id", "choice")
    words: str = column("text", "what it decides")
    first: float = column("number", "its own share")
    first_interval: float = column("number", "half-width of its interval")
    total: float = column("number", "its share with all interactions")
    total_interval: float = column("number", "half-width of its interval")
    halves: float = column("number", "difference of the total from that of the first half of the runs")


@dataclass(frozen=True, slots=True)
class SensitivityResult:
    """Sensitivity indices by descending total effect; none where no choice moves any rank.

    `shift` is the mean, over runs and plans, of the number of places by which a
    rank differs from the one under the base choices.
    """

    indices: tuple[SensitivityIndex, ...]
    runs: int
    shift: float
    confidence: float
    seed: int


def sensitivity(scene: Scene, how: Sensitivity, seed: int, doubts: Sequence[str] = ()) -> SensitivityResult:
    """Return each choice's share of the variance of the mean shift in rank.

    Each choice is driven by a trigger in [0, 1). The trigger selects from a bank of drawn scenarios (weights, coders,
    confidence, unrated), from a list in equal bins (aggregation, value function), or from a range (weight of plan
    quality).

    Raises
    ------
    UnknownNameError
        `doubts` holds a name that is not in `DOUBTS`.
    EvaluatorError
        Fewer than two choices are in doubt, or fewer than two plans can be ranked.

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181(2), 259-270; Saisana, Saltelli and Tarantola (2005),
    Journal of the Royal Statistical Society A 168(2), 307-323.
    """
    unknown = [name for name in doubts if name not in DOUBTS]
    if unknown:
        raise UnknownNameError("source of doubt", unknown[0], DOUBTS)
    names = tuple(name for name in scene.doubts if not doubts or name in doubts)
    if len(names) < 2 or len(scene.layout.plan_ids) < 2:  # noqa: PLR2004
        raise EvaluatorError(say("sensitivity needs two choices in doubt and two plans that can be ranked"))
    from SALib.sample import sobol

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    triggers = sobol.sample(problem, how.base, calc_second_order=False, seed=seed)
    shifts = rank_shifts(scene, names, triggers, how.scenarios, seed)
    mean = float(shifts.mean())
    if np.ptp(shifts) == 0:
        return SensitivityResult((), len(shifts), mean, how.confidence, seed)
    whole = _indices(problem, shifts, how.confidence, seed)
    early = shifts[: len(shifts) // 2]
    half = _indices(problem, early, how.confidence, seed) if np.ptp(early) else whole
    found = []
    for k, name in enumerate(names):
        first, first_interval, total, total_interval = (float(whole[key][k]) for key in KEYS)
        halves = abs(total - float(half["ST"][k]))
        found.append(SensitivityIndex(name, DOUBTS[name], first, first_interval, total, total_interval, halves))
    return SensitivityResult(
        tuple(sorted(found, key=lambda index: -index.total)), len(shifts), mean, how.confidence, seed
    )


def _indices(problem: dict[str, object], shifts: Array, confidence: float, seed: int) -> dict[str, Array]:
    """Return the indices; all are 0, and nothing warns, if no rank shifts in the runs whose variance they share."""
    from SALib.analyze import sobol

    with catch_warnings():
        filterwarnings("ignore", "Constant values encountered", UserWarning)
        found: dict[str, Array] = sobol.analyze(
            problem, shifts, calc_second_order=False, conf_level=confidence, seed=seed, print_to_console=False
        )
    return found


def rank_shifts(scene: Scene, names: Sequence[str], triggers: Array, bank_size: int, seed: int) -> Array:
    """Return, for each row of triggers, the mean number of places by which ranks differ from the base ranks.

    Plans without a score in a run do not enter its mean.
    """
    fixed = tuple(name for name in names if name != "quality")
    bank, _ = drawn_scenarios(scene, fixed, bank_size, np.random.SeedSequence(seed))
    rest = np.full(1, NONE)
    base = Scenarios(scene.layout.base, {}, rest, rest)
    nominal = places(scores_under(scene, base))
    ranks = places(scores_under(scene, _scenarios_by_triggers(scene, bank, dict(zip(names, triggers.T, strict=True)))))
    counted = ranks > 0  # every plan of the layout has a base rank
    apart = np.where(counted, np.abs(ranks - nominal), 0).sum(axis=1)
    return np.asarray(apart / np.maximum(counted.sum(axis=1), 1))


def _scenarios_by_triggers(scene: Scene, bank: Scenarios, triggers: Mapping[str, Array]) -> Scenarios:
    """Return one scenario for each row of triggers; a choice without a trigger does not vary."""
    runs = len(next(iter(triggers.values())))

    def pick(name: str, options: int) -> Levels:
        ways = triggers.get(name)
        return np.full(runs, NONE) if ways is None else np.minimum((ways * options).astype(np.int64), options - 1)

    rows = np.maximum(pick("weights", bank.size), 0)  # at rest, every row of the bank holds the base weights
    weights = LocalWeights(bank.weights.nodes[rows], bank.weights.criteria[rows])
    ways = triggers.get("quality")
    return Scenarios(
        weights=weights if ways is None else with_quality(scene, weights, ways),
        levels={name: part[pick(name, bank.size)] for name, part in bank.levels.items()},
        values=pick("value-function", len(scene.tables)),
        trees=pick("aggregation", len(scene.trees)),
    )
