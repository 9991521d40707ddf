"""What would lift the grade, with titles and the words of the levels aimed at."""

from __future__ import annotations

from evaluator.model.scorecard import Scorecard
from evaluator.report.criteria import level_words
from evaluator.report.findings import LiftSetView, LiftStepView, LiftView
from evaluator.scoring.lift import LiftSet, LiftStep, lift


def lift_view(card: Scorecard, lang: str) -> LiftView:
    """Return the smallest sets of steps to the next grade, and what must be assessed for a grade at all."""
    found = lift(card)
    return LiftView(
        next_grade=found.next_grade,
        reachable=found.reachable,
        exact=found.exact,
        levels=found.levels,
        sets=tuple(_set(card, chosen, lang) for chosen in found.sets),
        to_be_graded=tuple(card.rubric.title(name, lang) for name in found.to_be_graded),
    )


def _set(card: Scorecard, chosen: LiftSet, lang: str) -> LiftSetView:
    return LiftSetView(tuple(_step(card, step, lang) for step in chosen.steps), chosen.score)


def _step(card: Scorecard, step: LiftStep, lang: str) -> LiftStepView:
    return LiftStepView(
        id=step.criterion_id,
        title=card.rubric.title(step.criterion_id, lang),
        from_level=step.from_level,
        to_level=step.to_level,
        asked=level_words(card.rubric, step.criterion_id, step.to_level, lang),
        releases_gate=step.releases_gate,
    )
