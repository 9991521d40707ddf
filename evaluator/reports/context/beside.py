"""What a plan's score is read beside, from a library: the best of its real plans, and the invented ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library, examples_root
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Texts
from evaluator.model.scorecard import Outcome, ReferenceValue, Scorecard
from evaluator.pipeline import evaluate, outcomes
from evaluator.read.prints import Prints
from evaluator.reports.context.alongside import MOST, carried_scores
from evaluator.scoring.reference import Reference, reference_values, references
from evaluator.store.kept import Kept, Print, kept


def references_of(library: Library, rubric: Rubric, like: Sequence[Outcome] | None = None) -> tuple[Reference, ...]:
    """Return what scores of plans are read beside; nothing for a rubric that scores no plan.

    Plans whose files have faults are left out, and so are invented ones where the examples are not installed.
    """
    return _references(rubric, *_assessed(library, rubric), like) if rubric.scores == "plan" else ()


def scores_beside(library: Library, card: Scorecard) -> tuple[tuple[ReferenceValue, ...], tuple[str, ...]]:
    """Return the scores that a plan's is read beside, under its own frame, and the grades of the library's real plans.

    The plan itself is none of the references, but its grade is among the grades. A report that is rebuilt from its
    files uses what it carries. In a library of more than `MOST` countries no real plan is read for it: to score
    them all would delay each report. What was found is kept for the next run while no byte of those countries changes.
    """
    if library.is_carried:
        held = carried_scores(library)
        return held.references, held.grades
    if card.rubric.scores != "plan":
        return (), ()
    prints = Prints(library.layers)
    keeps = kept() if len(library.country_codes) <= MOST else Kept(None)
    look = partial(_print_of, prints, library, card)
    ((values, grades),) = keeps.of_many([look], lambda _: [_rows_beside(library, card)], prints.is_still)
    return tuple(ReferenceValue.model_validate(value) for value in values), tuple(grades)


def references_on_page(study: Study) -> tuple[ReferenceValue, ...]:
    """Return what the scores of a page on several plans are read beside: the best of its real plans, and one level.

    What does not apply to one of the plans counts as it does for the others.
    """
    if study.rubric.scores != "plan":
        return ()
    real = {one.plan_id: one.outcomes for one in study.entrants if not one.assessment.country.invented}
    return reference_values(study.rubric, study.weightings[0], references(study.rubric, real, {}))


def _print_of(prints: Prints, library: Library, card: Scorecard) -> Print:
    """Return the hash of all that is read for what a score stands beside, and of what the scorecard asks of it."""
    out = [scored.outcome.criterion_id for scored in card.criteria if not scored.outcome.applies]
    frame = (card.rubric.model_dump_json(), card.weighting.model_dump_json())  # a caller may have changed either
    asked = Print().words("beside", card.assessment.plan.id, *frame, *out).name
    others = Library.open(examples_root()).country_codes if _has_examples() else ()
    found = Print()
    for code in dict.fromkeys((*library.country_codes, *others)):
        one = prints.country(code, [card.rubric.id], code, asked)
        found = Print(found.words(one.name).name, [*found.stamps, *one.stamps])
    return found


def _rows_beside(library: Library, card: Scorecard) -> list[list[Any]]:
    real, invented = _assessed(library, card.rubric) if len(library.country_codes) <= MOST else ({}, {})
    found = _references(card.rubric, real, invented, [scored.outcome for scored in card.criteria])
    others = [one for one in found if one.plan != card.assessment.plan.id]
    cards = (evaluate(assessment, card.rubric, card.weighting) for assessment in real.values())
    grades = [one.grade.grade or "" for one in cards if one.state == "graded"]
    return [[one.model_dump() for one in reference_values(card.rubric, card.weighting, others)], grades]


Plans = dict[str, Assessment]


def _references(
    rubric: Rubric, real: Plans, invented: Plans, like: Sequence[Outcome] | None = None
) -> tuple[Reference, ...]:
    models = {plan: (one.country.names, outcomes(one, rubric)) for plan, one in invented.items()} or model_plan(rubric)
    return references(rubric, {plan: outcomes(one, rubric) for plan, one in real.items()}, models, like)


def model_plan(rubric: Rubric) -> dict[str, tuple[Texts, Sequence[Outcome]]]:
    """Return the invented model plan of the examples by its id; nothing where they are not installed."""
    if rubric.scores != "plan" or not _has_examples():
        return {}
    _, invented = _assessed(Library.open(examples_root()), rubric)
    return {plan: (one.country.names, outcomes(one, rubric)) for plan, one in invented.items()}


def _assessed(library: Library, rubric: Rubric) -> tuple[Plans, Plans]:
    """Return the real plans that are rated under a rubric, and the invented model plan."""
    real: Plans = {}
    invented: Plans = {}
    for code in library.country_codes:
        for plan in library.rated_plans(code, rubric.id):
            try:
                assessment = library.assessment(plan, rubric)
            except InvalidInputError:
                continue
            (invented if assessment.country.invented else real)[plan] = assessment
    # The model is the invented plan that most coders rated: the one that is complete.
    model = max(invented, key=lambda plan: len(invented[plan].codings), default=None)
    return real, {} if model is None else {model: invented[model]}


def _has_examples() -> bool:
    try:
        examples_root()
    except EvaluatorError:
        return False
    return True
