"""A plain frame of levels as plans to score: a row for each plan, a column for each criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluator.contrasts.compare import Entrant
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError
from evaluator.model.assessment import Assessment, Settled
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome
from evaluator.panel.record import parse_rating
from evaluator.scoring.outcomes import judged, not_applicable

if TYPE_CHECKING:
    import pandas as pd

NOT_APPLICABLE = "-"
YEARS = {"start": "2000", "end": "open"}


def entrants_of(levels: pd.DataFrame, rubric: Rubric) -> list[Entrant]:
    """Return a plan for each row of the frame; the error lists all faulty cells together."""
    for name in levels.columns:
        if name not in rubric.by_id:
            raise UnknownNameError("criterion", str(name), rubric.by_id)
    if twice := sorted({str(name) for name in levels.columns[levels.columns.duplicated()]}):
        raise EvaluatorError(f"a criterion has two columns: {', '.join(twice)}")
    names = [str(name) for name in levels.index]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise EvaluatorError(f"the index names plans twice: {', '.join(twice)}")
    problems: list[Problem] = []
    given = {column: dict(zip(names, levels[column].tolist(), strict=True)) for column in levels.columns}
    entrants = []
    for name in names:
        found = tuple(
            _outcome_of_cell(rubric, criterion.id, given.get(criterion.id, {}).get(name), name, problems)
            for criterion in rubric.criteria
        )
        entrants.append(Entrant(_bare(name, rubric), found, is_draft=False))
    if problems:
        raise InvalidInputError(problems)
    if not entrants:
        raise EvaluatorError("the frame has no row: give a plan in each")
    return entrants


def _outcome_of_cell(rubric: Rubric, criterion_id: str, cell: object, plan: str, problems: list[Problem]) -> Outcome:
    import pandas as pd

    criterion, top = rubric.by_id[criterion_id], rubric.scale_of(criterion_id).top
    if isinstance(cell, str) and cell == NOT_APPLICABLE:
        return not_applicable(criterion, "left out in the frame")
    given = Settled(criterion_id, status="not-assessed")
    if not pd.isna(cell):  # type: ignore[call-overload]  # of any one cell
        read = _level(criterion_id, cell, top)
        if read is None:
            wanted = f"a whole number from 0 to {top}, or 1+ to {top - 1}+ for at least"
            problems.append(Problem("levels", repr(cell), wanted, key=f"{plan}, {criterion_id}"))
        given = read or given
    return judged(criterion, given, top, rubric.confidence_step)


def _level(criterion_id: str, cell: object, top: int) -> Settled | None:
    """Return the rating that a cell states; None if it states none."""
    if isinstance(cell, str):
        status, least = parse_rating(cell)
        is_least = status == "at-least" and least is not None and 0 < least < top
        return Settled(criterion_id, status="at-least", level=least) if is_least else None
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not 0 <= cell <= top or int(cell) != cell:
        return None
    return Settled(criterion_id, status="rated", level=int(cell))


def _bare(name: str, rubric: Rubric) -> Assessment:
    """Return an assessment with only a plan's name, which need not have the form of a plan id."""
    plan = PlanFile.model_validate({"id": "XXA-2000-2000", "titles": {"en": name}, "kind": "no-plan"} | YEARS)
    return Assessment(Country(iso3="XXA", names={"en": name}), plan.model_copy(update={"id": name}), rubric.id)
