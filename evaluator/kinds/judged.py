"""A judged criterion: coders give a level from a text, with their confidence and the passages it rests on."""

from __future__ import annotations

from evaluator.model.criterion import Criterion
from evaluator.model.kind import Given, Kind
from evaluator.model.scorecard import Outcome
from evaluator.scoring.outcomes import judged


class Judged(Kind):
    """A level that coders give."""

    is_judged = True
    follows = "rating"

    def lacks(self, criterion: Criterion) -> str:
        """Return what a criterion lacks: the levels to choose from."""
        return "" if criterion.levels else "`levels` for a judged criterion"

    def outcome(self, criterion: Criterion, given: Given) -> Outcome:
        """Return the outcome of what the coders agreed."""
        if given.rating is None:
            raise ValueError(f"{criterion.id} was not settled")
        return judged(criterion, given.rating, given.scale.top, given.confidence_step)


KIND = Judged()
