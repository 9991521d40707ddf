"""A computed criterion: the plan's own rows give the level, by a rule of the rubric."""

from __future__ import annotations

from evaluator.model.criterion import Criterion
from evaluator.model.kind import Given, Kind
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import say
from evaluator.plans.computed import compute


class Computed(Kind):
    """A level that the rows of the plan give."""

    words = say("from the plan’s rows")
    is_of_rows = True
    follows = "rows"

    def lacks(self, criterion: Criterion) -> str:
        """Return what a criterion lacks: a rule, and what makes a level of its share."""
        has_rule = criterion.rule is not None and (criterion.bands or criterion.conditions)
        return "" if has_rule else "`rule` and `bands` or `conditions` for a computed criterion"

    def outcome(self, criterion: Criterion, given: Given) -> Outcome:
        """Return the outcome of the rows that count."""
        return compute(criterion, given.assessment, given.scale.top)


KIND = Computed()
