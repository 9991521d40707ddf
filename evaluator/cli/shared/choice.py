"""The options that choose plans, rubric, weightings and coder, shared by every command that scores."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec, TypeVar

import click
from click.core import ParameterSource

from evaluator.cli.shared.names import plans_named, refuse_years, rubrics_of_ratings
from evaluator.cli.shared.options import CODER, PLAN, RUBRIC, handing, option
from evaluator.cli.shared.session import Session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, gather
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.weighting import Weighting
from evaluator.pipeline import evaluate_all
from evaluator.read.assessment import read_assessment
from evaluator.store.kept import kept

P = ParamSpec("P")
R = TypeVar("R")
FEW = 4  # plans that a message names


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """The plan, rubric, weightings, years and coder of a call."""

    plan: str | None = PLAN.field("Plan of the country. Else its newest plan with a final assessment.")
    rubric: str = RUBRIC.field("Rubric to score with.")
    weightings: tuple[str, ...] = option(
        "--weighting", "-w", default=(), multiple=True, metavar="NAME", help="Weighting; repeatable."
    )
    years: tuple[str, ...] = option(
        "--year", default=(), multiple=True, metavar="YEAR",
        help="For a rubric with a table of units: the unit that ends in this year; repeatable.",
    )  # fmt: skip
    coder: str | None = CODER.field("Use this coder's ratings instead of the panel's.", default=None)

    def weightings_of(self, rubric: Rubric) -> list[Weighting]:
        """Return the chosen weightings, each once; without a choice, the rubric's reference weighting.

        Raises
        ------
        UnknownNameError
            The rubric has no weighting of that name.
        """
        return list(rubric.weightings_named(self.weightings or (rubric.reference_weighting,)))

    def every(self, session: Session) -> list[str]:
        """Return the plan or unit ids of all assessed countries: of each its newest, or its units of the chosen years.

        Raises
        ------
        EvaluatorError
            No country is assessed, or none in one of the years; or the rubric has no units to choose by year.
        """
        library = session.library
        refuse_years(library, self.rubric, self.years)
        by_year = {year: [u.unit_id for u in library.units_of(self.rubric) if u.end[:4] == year] for year in self.years}
        found = by_year or {"": self._newest(session)}
        for year, ids in found.items():
            if not ids:
                when = f" in {year}" if year else ""
                raise EvaluatorError(f"no country here is assessed under the rubric {self.rubric}{when}")
        return [name for ids in found.values() for name in ids]

    def _newest(self, session: Session) -> list[str]:
        """Return `assessed_plans` of the library, kept by country."""
        library, prints = session.library, session.prints
        if library.units_of(self.rubric):
            return list(library.assessed_plans(self.rubric))
        codes = library.country_codes

        def make(places: list[int]) -> list[str]:
            rated = [codes[at] if library.rated_plans(codes[at], self.rubric) else "" for at in places]
            return [library.plan_to_print(code, self.rubric) if code else "" for code in rated]

        looks = [functools.partial(prints.country, code, [self.rubric], "newest", self.rubric) for code in codes]
        return [name for name in kept().of_many(looks, make, prints.is_still) if name]

    def cards(self, session: Session, names: Sequence[str]) -> list[Scorecard]:
        """Return the scorecards of the named plans under every chosen weighting.

        Raises
        ------
        InvalidInputError
            With the faults of all the plans.
        UnknownNameError
            A name is unknown.
        """
        rubric = session.library.rubric(self.rubric)
        wanted = self.weightings_of(rubric)
        plans = self.assessments(session, rubric, names)
        return evaluate_all(plans, rubric, wanted, assessor=self.coder)

    def assessments(self, session: Session, rubric: Rubric, names: Sequence[str]) -> list[Assessment]:
        """Read the named plans; raise one error with the faults of all of them."""
        problems: list[Problem] = []
        notes: list[Problem] = []
        found: list[Assessment] = []
        for plan_id in plans_named(session.library, names, self.plan, rubric.id, self.years):
            plan = gather(functools.partial(session.library.assessment, plan_id, rubric, notes=notes), problems)
            found += [plan] if plan else []
        if problems:
            raise InvalidInputError(problems)
        tell_warnings(session, [plan.plan.id for plan in found], sum(note.severity == "warning" for note in notes))
        return found


Chosen = TypeVar("Chosen", "PlanChoice", "RatedPlan")


def meant(choice: Chosen, names: Sequence[str]) -> Chosen:
    """Return a choice with the rubric that the plans are rated under, where the call names none and it is the only one.

    Where they are rated under several others, the choice stays, and they are told.
    """
    context = click.get_current_context()
    if context.get_parameter_source("rubric") is ParameterSource.COMMANDLINE or not names:
        return choice
    session = context.ensure_object(Session)
    with suppress(EvaluatorError):  # told where the names are read
        rated = rubrics_of_ratings(session.library, [choice.plan] if choice.plan else names)
        if choice.rubric in rated or not rated:
            return choice
        if len(rated) == 1:
            session.tell(f"Rubric {rated[0]}: the only one that is rated here.")
            return replace(choice, rubric=rated[0])
        session.tell(f"Rated under {' and '.join(rated)}, and not under {choice.rubric}. Name one with --rubric.")
    return choice


def _with_meant(
    record: type[Chosen],
) -> Callable[[Callable[Concatenate[Chosen, P], R]], Callable[P, R]]:
    """Return `handing(record)`, with the rubric that is meant."""

    def decorated(function: Callable[Concatenate[Chosen, P], R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(choice: Chosen, /, *args: P.args, **kwargs: P.kwargs) -> R:
            name, names = kwargs.get("name"), kwargs.get("names")
            given = names if isinstance(names, tuple) else (name,) if isinstance(name, str) else ()
            return function(meant(choice, given), *args, **kwargs)

        return handing(record)(run)

    return decorated


with_choice = _with_meant(PlanChoice)


def tell_warnings(session: Session, names: Sequence[str], warned: int) -> None:
    """Say on standard error how many warnings there are about plans, and which command shows them."""
    if warned:
        ids = " ".join(names) if len(names) <= FEW else "--all"
        what = f"{warned} warning{'s' if warned > 1 else ''} about these plans"
        session.tell(f"{what}: `evaluator check {ids}` shows {'them' if warned > 1 else 'it'}.")


@dataclass(frozen=True, slots=True)
class RatedPlan:
    """The rubric of the ratings, and the plan, for countries with several plans."""

    rubric: str = RUBRIC.field("Rubric of the ratings.")
    plan: str | None = PLAN.field()

    def read(self, session: Session, name: str) -> tuple[Assessment, Rubric]:
        """Return the assessment of the plan that `name` means, with its rubric."""
        chosen = session.library.rubric(self.rubric)
        (plan_id,) = plans_named(session.library, [name], self.plan, self.rubric)
        return read_assessment(session.library.plan_folder(plan_id), chosen), chosen


with_rated_plan = _with_meant(RatedPlan)
