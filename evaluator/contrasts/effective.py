"""Effective weights of groups, stances, marks and criteria under several weightings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Weighting
from evaluator.model.words import say
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights

Array = NDArray[np.float64]
STANCES = {"control": say("Control"), "protection": say("Protection"), "structural": say("Structural")}


@dataclass(frozen=True, slots=True)
class WeightLine:
    """The stated weight of one group, stance, mark or criterion under each weighting, in [0, 1].

    `kind` is `group` (a paradigm, or a node next to the paradigms), `stance` (summed across the tree; the id `none`
    stands for criteria without a stance), `mark` (victim-centred, yardstick) or `criterion`. The shares of all groups
    add up to 1, and so do those of all stances and of all criteria.
    """

    kind: str
    id: str
    title: str
    shares: tuple[float, ...]


def effective_weights(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[WeightLine, ...]:
    """Return stated weights with all criteria applicable: groups, stances, marks, criteria in tree order."""
    tree = plant(rubric)
    everything = np.ones((1, len(tree.criteria)), dtype=bool)
    shares = path_weights(tree, local_weights(rubric, tree, tuple(weightings)), everything).criteria[:, 0, :]
    ids = [criterion.id for criterion in rubric.criteria]
    lines = [_line("group", g, rubric.title(g), shares, [rubric.paradigm_of(c) == g for c in ids])
             for g in rubric.paradigms]  # fmt: skip
    lines += [_line("stance", s, t, shares, [rubric.stance_of(c) == s for c in ids]) for s, t in STANCES.items()]
    lines.append(_line("stance", "none", say("No stance"), shares, [rubric.stance_of(c) is None for c in ids]))
    lines.append(
        _line("mark", "victim-centred", say("Victim-centred"), shares, [c.victim_centred for c in rubric.criteria])
    )
    lines.append(
        _line("mark", "yardstick", say("An actor's yardstick"), shares, [c.yardstick for c in rubric.criteria])
    )
    lines += [_line("criterion", c, rubric.title(c), shares, [c == other for other in ids]) for c in ids]
    return tuple(lines)


def _line(kind: str, name: str, title: str, shares: Array, chosen: Sequence[bool]) -> WeightLine:
    mask = np.array(chosen, dtype=bool)
    return WeightLine(kind, name, title, tuple(float(row[mask].sum()) for row in shares))
