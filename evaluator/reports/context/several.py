"""Gather the data of a report on several plans: their scorecards, contrasted under every weighting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluator.contrasts.blind import PartScore, part_scores
from evaluator.contrasts.findings import Findings, findings_of
from evaluator.contrasts.headline.one import Headline, headline_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import study_of_cards


@dataclass(frozen=True)
class SeveralContext:
    """The data from which a report on several plans is built, with analyses computed on first use.

    Parameters
    ----------
    cards : tuple of Scorecard
        The scored plans in the order of print, all under one weighting.
    lang : str
        Language of the report, BCP 47.
    sections : tuple of str
        The sections of a contrast whose findings the report prints.
    """

    cards: tuple[Scorecard, ...]
    lang: str = "en"
    sections: tuple[str, ...] = ()

    @cached_property
    def study(self) -> Study:
        """The plans under every weighting of their rubric, the scorecards' own weighting first."""
        return study_of_cards(self.cards)

    @cached_property
    def looked_at(self) -> tuple[PartScore, ...]:
        """The plans' scores on the criteria that each coding of the TIP Report assesses, and on those it ignores."""
        return part_scores(self.study, self.study.weightings[0].id)

    @cached_property
    def found(self) -> Findings | None:
        """The findings of the contrast; None if no section needs any, or if they cannot be computed."""
        if not self.sections:
            return None
        try:
            return findings_of(self.study, ContrastOptions(sections=self.sections))
        except EvaluatorError:
            return None


def finding_of(card: Scorecard) -> Headline:
    """Return the finding with which a report on one plan opens, with the rubric's titles."""
    return headline_of(study_of_cards([card]))


def refuse_unlike(cards: Sequence[Scorecard]) -> None:
    """Raise an error if the plans cannot be in one report.

    Raises
    ------
    EvaluatorError
        There is no plan, a plan is listed twice, or plans differ in rubric, weighting or coder.
    """
    if not cards:
        raise EvaluatorError("No plan to compare.")
    ids = [card.assessment.plan.id for card in cards]
    if len({(card.rubric.id, card.weighting.id, card.assessor) for card in cards}) > 1:
        raise EvaluatorError("Plans are compared under one rubric and one weighting, by the panel or by one coder.")
    if len(set(ids)) < len(ids):
        twice = sorted({plan_id for plan_id in ids if ids.count(plan_id) > 1})
        raise EvaluatorError(f"given twice: {', '.join(twice)}. A plan is compared with others, not with itself.")
