"""An indicator: figures of the country give the level or the points, by thresholds of the rubric; coders may cap it."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.model.assessment import Assessment
from evaluator.model.country import Fact
from evaluator.model.criterion import Criterion
from evaluator.model.kind import Given, Kind
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import say
from evaluator.plans.indicator import figures, indicate
from evaluator.scoring.normalise import normalised


class Indicator(Kind):
    """A level that figures of the country give."""

    words = say("from figures")
    is_of_figures = True
    follows = "figures"

    def lacks(self, criterion: Criterion) -> str:
        """Return what a criterion lacks: figures, and what makes a level or points of them."""
        has_rule = criterion.normalise or (criterion.inputs and criterion.conditions)
        return "" if has_rule else "`inputs` and `conditions`, or `normalise`, for an indicator"

    def outcome(self, criterion: Criterion, given: Given) -> Outcome:
        """Return the outcome of the figures, under the cap of the coders."""
        figure = indicate(criterion, given.assessment, given.rating, given.scale.top, given.wilson_z, given.facts)
        return normalised(criterion, given.scale, figure)

    def facts(self, criterion: Criterion, assessment: Assessment) -> Sequence[Fact]:
        """Return the figures that are compared."""
        found = figures(criterion, assessment)
        return () if isinstance(found, str) else tuple(found.values())


KIND = Indicator()
