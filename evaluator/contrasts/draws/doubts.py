"""Ranks over random scenarios in which coders, confidence, unrated criteria or the model vary besides the weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.draws.scenarios import drawn_scenarios, scores_under
from evaluator.contrasts.draws.scene import DOUBTS, Scene
from evaluator.contrasts.draws.weights import chunks
from evaluator.contrasts.robustness import DrawTally, Robustness, Sampling, Tell, count, gathered
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.words import Series, say, series


@dataclass(frozen=True, slots=True)
class DoubtTask:
    """One chunk of draws: all the input that a process needs to compute it."""

    scene: Scene
    doubts: tuple[str, ...]
    size: int
    seed: np.random.SeedSequence


Run = Callable[[Callable[[DoubtTask], DrawTally], Iterable[DoubtTask]], Iterable[DrawTally]]


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
    if len(scene.layout.plan_ids) < 2:  # noqa: PLR2004
        raise EvaluatorError(say("ranks need two plans that can be ranked; there are fewer under this frame"))
    sizes = chunks(sampling.draws)
    seeds = np.random.SeedSequence(sampling.seed).spawn(len(sizes))
    tasks = [DoubtTask(scene, present, size, seed) for size, seed in zip(sizes, seeds, strict=True)]
    return gathered(scene.layout.plan_ids, doubt_words(scene, present), sampling, run(count_doubts, tasks), tell)


def count_doubts(task: DoubtTask) -> DrawTally:
    """Draw one chunk of scenarios and count the ranks and pairwise wins of the plans."""
    scenarios, mixing = drawn_scenarios(task.scene, task.doubts, task.size, task.seed)
    return count(scores_under(task.scene, scenarios), mixing)


def doubt_words(scene: Scene, doubts: Sequence[str]) -> Series:
    """Return sentences that name the doubts that vary and how weights are drawn."""
    drawn = say("What varies: %(what)s.", what=series("; ", [DOUBTS[name] for name in doubts]))
    if "weights" in doubts:
        return series(" ", [drawn, scene.space.words])
    return series(" ", [drawn, say("Weights as in the reference frame.")])
