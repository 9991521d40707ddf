"""Checks that each level of a criterion asks for more than the level below it."""

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
    """Yield a remark for each level of a judged criterion that adds no word to the level below it.

    Such a level asks for nothing that the level below does not ask for.
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
    """Yield a remark for each test of a level that is looser than a test of the same ratio at a lower level.

    Levels are cumulative, so such a test changes nothing.
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
    """Return the comparisons outside groups; a grouped comparison may be looser, because other tests join it."""
    listed = [("all", at, test) for at, test in enumerate(tests.all)]
    listed += [("any", at, test) for at, test in enumerate(tests.any)]
    return [(kind, at, (t.name, t.op in RISING, float(t.value or 0.0))) for kind, at, t in listed if t.name]
