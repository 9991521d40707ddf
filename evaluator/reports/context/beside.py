"""What a plan's score is read beside, from a library: the best of its real plans, and the invented ones."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library, examples_root
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.sentence import text_for
from evaluator.pipeline import outcomes
from evaluator.scoring.reference import Reference, ReferenceValue, reference_values, references


def references_of(library: Library, rubric: Rubric, like: Sequence[Outcome] | None = None) -> tuple[Reference, ...]:
    """Return what scores of plans are read beside; nothing for a rubric that scores no plan.

    Plans whose files have faults are left out, and so are invented ones where the examples are not installed.
    """
    if rubric.scores != "plan":
        return ()
    real, invented = _rows(library, rubric)
    if not invented:
        invented = _rows(Library.open(examples_root()), rubric)[1] if _has_examples() else {}
    rows = {plan: row for plan, (_, row) in real.items()}
    return references(rubric, rows, invented, like)


def values_beside(library: Library, card: Scorecard) -> tuple[ReferenceValue, ...]:
    """Return the scores beside which a scorecard is read, under its own frame; the plan itself is none of them."""
    found = references_of(library, card.rubric, [scored.outcome for scored in card.criteria])
    others = [one for one in found if one.id != card.assessment.plan.id]
    return reference_values(card.rubric, card.weighting, others)


Rows = dict[str, tuple[str, tuple[Outcome, ...]]]


def _rows(library: Library, rubric: Rubric) -> tuple[Rows, Rows]:
    """Return name and outcomes of the real plans, and of the invented model plan, that are rated under a rubric."""
    real: Rows = {}
    invented: Rows = {}
    coders: dict[str, int] = {}
    for code in library.country_codes:
        for plan in library.rated_plans(code, rubric.id):
            try:
                assessment = library.assessment(plan, rubric)
            except InvalidInputError:
                continue
            name = text_for(assessment.country.names, "en", code)
            into = invented if assessment.country.invented else real
            into[plan] = (name, outcomes(assessment, rubric))
            coders[plan] = len(assessment.codings)
    # The model is the invented plan that most coders rated: the one that is complete.
    model = max(invented, key=lambda plan: coders[plan], default=None)
    return real, {} if model is None else {model: invented[model]}


def _has_examples() -> bool:
    try:
        examples_root()
    except EvaluatorError:
        return False
    return True
