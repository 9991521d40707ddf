"""The door of checks: what `evaluator check` finds wrong in a rubric, a country, a plan, or the ratings of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from evaluator.doors import Door, lacking
from evaluator.errors import EvaluatorError, Problem
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
    lambda entry: lacking(entry, "of", "faults"),
)


def faults_of(kind: UnitKind, unit: Unit) -> Iterator[Problem]:
    """Yield what all checks find wrong in a unit; an extension that raises is told and left out."""
    for name, check in CHECKS.all():
        if check.of == kind:
            yield from CHECKS.attempt(name, list, _found, check, unit, passing=(EvaluatorError,)) or ()


def _found(check: Check, unit: Unit) -> list[Problem]:
    problems = []
    for found in cast("Iterable[object]", check.faults(unit)):
        if not isinstance(found, Problem):
            raise TypeError(f"{type(found).__name__} is no Problem")
        problems.append(found)
    return problems
