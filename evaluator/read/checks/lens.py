"""Checks that a lens names only criteria, parts and outcomes that exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.errors import Problem
from evaluator.model.lens import Lens, LensStep, LensTest
from evaluator.read.checks.rubric import Names
from evaluator.read.text.yaml_file import Document, Key

Named = tuple[Key, str]


def check_lens(rubric_id: str, lens: Lens, names: Names, document: Document) -> list[Problem]:
    """Return the faults of a lens: names of criteria, parts and outcomes that do not exist."""
    problems = []
    if lens.rubric != rubric_id:
        problems.append(document.problem(("rubric",), f"rubric {lens.rubric!r}", repr(rubric_id)))
    problems += document.each_unknown(_criteria(lens), "criterion", names.criteria, "a criterion of the rubric")
    parts = [part.id for part in lens.parts]
    problems += document.each_unknown(_parts(lens), "part", [*parts, "total"], "a part of this lens")
    problems += document.each_unknown(_outcomes(lens), "outcome", lens.outcomes, "an outcome of the steps")
    problems += _unreachable(lens, document)
    return problems


def _unreachable(lens: Lens, document: Document) -> Iterator[Problem]:
    """Yield a fault for each step that can never be reached, because an earlier step always holds first."""
    for at, step in enumerate(lens.steps):
        before = next((k for k, earlier in enumerate(lens.steps[:at]) if _implies(step, earlier)), None)
        if before is not None:
            found = (
                f"step {step.outcome!r} is never reached: step {before + 1} ({lens.steps[before].outcome}) holds first"
            )
            yield document.problem(("steps", at), found, "steps from the most to the least demanding")


def _implies(step: LensStep, earlier: LensStep) -> bool:
    """Return whether a step that holds makes all tests of the earlier step hold too."""
    return all(any(_as_strict(own, test) for own in step.all) for test in earlier.all)


def _as_strict(own: LensTest, test: LensTest) -> bool:
    same = (own.part, own.criterion, own.risen) == (test.part, test.criterion, test.risen)
    if test.none_contrary:
        return set(test.none_contrary) <= set(own.none_contrary)
    return same and (own.at_least or 0) >= (test.at_least or 0) and (own.level or 0) >= (test.level or 0)


def _each(key: Key, ids: Sequence[str]) -> list[Named]:
    return [((*key, at), name) for at, name in enumerate(ids)]


def _criteria(lens: Lens) -> list[Named]:
    named: list[Named] = []
    for at, part in enumerate(lens.parts):
        named += _each(("parts", at, "criteria"), part.criteria)
        for k, cap in enumerate(part.caps):
            named += _each(("parts", at, "caps", k, "contrary"), cap.contrary)
    for at, outcome_cap in enumerate(lens.caps):
        named += _each(("caps", at, "contrary"), outcome_cap.contrary)
    if lens.total:
        named += _each(("total", "negatives"), lens.total.negatives)
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            key: Key = ("steps", at, "all", k)
            named += [((*key, "criterion"), test.criterion)] if test.criterion else []
            named += _each((*key, "none_contrary"), test.none_contrary)
    for at, ladder in enumerate(lens.ladders):
        named += [(("ladders", at, "except_criteria", name), name) for name in ladder.except_criteria]
    return named


def _parts(lens: Lens) -> list[Named]:
    named: list[Named] = []
    for at, step in enumerate(lens.steps):
        for k, test in enumerate(step.all):
            for form, name in (("part", test.part), ("risen", test.risen)):
                named += [(("steps", at, "all", k, form), name)] if name else []
    return named


def _outcomes(lens: Lens) -> list[Named]:
    named: list[Named] = [(("caps", at, "at_most"), cap.at_most) for at, cap in enumerate(lens.caps)]
    if lens.clock:
        named += [(("clock", "listed"), lens.clock.listed), (("clock", "then"), lens.clock.then)]
    return named
