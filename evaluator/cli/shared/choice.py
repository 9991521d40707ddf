"""The options that choose plans, rubric, weightings and coder, shared by every command that scores."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.cli.shared.names import plans_named, refuse_years
from evaluator.cli.shared.options import CODER, PLAN, RUBRIC, handing, option
from evaluator.cli.shared.session import Session
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, gather
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.model.weighting import Weighting
from evaluator.pipeline import evaluate_all
from evaluator.read.assessment import read_assessment

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
        found = by_year or {"": list(library.assessed_plans(self.rubric))}
        for year, ids in found.items():
            if not ids:
                when = f" in {year}" if year else ""
                raise EvaluatorError(f"no country here is assessed under the rubric {self.rubric}{when}")
        return [name for ids in found.values() for name in ids]

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
        if warned := sum(note.severity == "warning" for note in notes):
            ids = " ".join(plan.plan.id for plan in found) if len(found) <= FEW else "--all"
            what = f"{warned} warning{'s' if warned > 1 else ''} about these plans"
            session.tell(f"{what}: `evaluator check {ids}` shows {'them' if warned > 1 else 'it'}.")
        return found


with_choice = handing(PlanChoice)


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


with_rated_plan = handing(RatedPlan)
