"""Whether levels grow: each asks for more than the one below it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from evaluator.model.rubric import Criterion
from evaluator.model.rule import LevelTests
from evaluator.read.text.yaml_file import Key

Remark = tuple[Key, str, str]
WORD = re.compile(r"\w+")
RISING = (">", ">=")


def growing(criterion: Criterion) -> Iterator[Remark]:
    """Yield a remark for each level of a judged criterion that says no more than the one below it.

    A level says no more where its words are all words of the level below.
    """
    ordered = sorted(criterion.levels) if criterion.is_rated_by_hand else []
    for below, level in itertools.pairwise(ordered):
        mine, theirs = _words(criterion.levels[level]), _words(criterion.levels[below])
        if mine == theirs:
            yield ("levels", level), f"level {level} says the same as level {below}", "a further test"
        elif mine <= theirs:
            yield ("levels", level), f"level {level} says less than level {below}", "a further test"


def _words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def measuring(criterion: Criterion) -> Iterator[Remark]:
    """Yield a remark for each test of a level that asks less of a ratio than a level below it.

    Levels are cumulative, so that such a test changes nothing.
    """
    strictest: dict[tuple[str, bool], float] = {}
    for level in sorted(criterion.conditions):
        tests = criterion.conditions[level]
        for kind, at, (ratio, rising, value) in _tests(tests):
            before = strictest.get((ratio, rising))
            if before is not None and (value < before if rising else value > before):
                found = f"level {level} asks less of {ratio} than a level below"
                yield ("conditions", level, kind, at), found, "a test that is as strict or stricter"
        for ratio, rising, value in (test for kind, _, test in _tests(tests) if kind == "all"):
            pick = max if rising else min
            strictest[ratio, rising] = pick(value, strictest.get((ratio, rising), value))


def _tests(tests: LevelTests) -> list[tuple[str, int, tuple[str, bool, float]]]:
    """Return the comparisons that stand by themselves; what is gathered may ask for less, beside something else."""
    listed = [("all", at, test) for at, test in enumerate(tests.all)]
    listed += [("any", at, test) for at, test in enumerate(tests.any)]
    return [(kind, at, (t.name, t.op in RISING, float(t.value or 0.0))) for kind, at, t in listed if t.name]
