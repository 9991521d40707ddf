"""The door of checks: what `evaluator check` finds wrong in a rubric, a country, a plan, or the ratings of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from evaluator.doors import Door, lacking
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, Severity
from evaluator.model.rubric import Rubric
from evaluator.read.coding import CodingFiles
from evaluator.read.country import CountryFiles
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFiles

UnitKind = Literal["rubric", "country", "plan", "ratings"]


@dataclass(frozen=True, slots=True)
class RubricFolder:
    """A sound rubric and its folder."""

    folder: Layers
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class RatedPlan:
    """A plan with its ratings under a rubric, which is None where it is not sound."""

    plan: PlanFiles
    codings: CodingFiles
    rubric: Rubric | None


Unit = RubricFolder | CountryFiles | PlanFiles | RatedPlan


class Check(Protocol):
    """What an entry of `nap_evaluator.checks` has."""

    @property
    def of(self) -> UnitKind:
        """Return what is checked: a `RubricFolder`, `CountryFiles`, `PlanFiles` or a `RatedPlan`."""

    @property
    def faults(self) -> Callable[..., Iterable[Problem]]:
        """Return the function that finds the faults, warnings and notes of one of these, each with its place."""


@dataclass(frozen=True, slots=True)
class UnitCheck:
    """A check made of a function."""

    of: UnitKind
    faults: Callable[..., Iterable[Problem]]


def _no_check(entry: object) -> str:
    of = getattr(entry, "of", None)
    return lacking(entry, "of", "faults") or ("" if of in get_args(UnitKind) else f"it is of {of!r}")


CHECKS: Door[Check] = Door(
    "nap_evaluator.checks",
    {
        "translations": "evaluator.read.translations:CHECK",
        "yardstick": "evaluator.read.yardstick:CHECK",
        "plain-questions": "evaluator.read.checks.readers:QUESTIONS",
        "reasons": "evaluator.read.checks.readers:REASONS",
        "personal-country": "evaluator.read.checks.personal:IN_COUNTRY",
        "plan": "evaluator.read.checks.plan:CHECK",
        "law": "evaluator.read.checks.law:CHECK",
        "personal-plan": "evaluator.read.checks.personal:IN_PLAN",
        "ratings": "evaluator.read.checks.assessment:CHECK",
        "personal-ratings": "evaluator.read.checks.personal:IN_RATINGS",
    },
    _no_check,
)


def faults_of(kind: UnitKind, unit: Unit) -> Iterator[Problem]:
    """Yield what all checks find wrong in a unit; an extension that raises is told and left out."""
    for name, check in CHECKS.all():
        if check.of == kind:
            yield from CHECKS.attempt(name, list, _found, check, unit, passing=(EvaluatorError,)) or ()


def _found(check: Check, unit: Unit) -> list[Problem]:
    try:
        return [_problem(found) for found in check.faults(unit)]
    except InvalidInputError as error:
        raise InvalidInputError(map(_problem, error.problems)) from error


def _problem(found: object) -> Problem:
    """Return what a check found, refused unless it is a problem with a place and words that can be told."""
    if not isinstance(found, Problem):
        raise TypeError(f"{type(found).__name__} is no Problem")
    texts = (found.path, found.found, found.expected, found.suggestion, found.cell, found.key)
    places = (found.line, found.column)
    if not all(isinstance(one, str) for one in texts) or not all(one is None or type(one) is int for one in places):
        raise TypeError("a Problem has texts, and numbers or None as its line and column")
    if found.severity not in get_args(Severity):
        raise TypeError(f"a Problem is no {found.severity!r}")
    return found
