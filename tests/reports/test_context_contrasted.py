from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError
from evaluator.reports.context.several import context_of, contrasted_cards


def test_a_contrast_of_scored_plans_holds_them_under_the_frame_that_they_are_scored_by(library, albania):
    made = contrasted_cards(library, [albania])
    assert [card.assessment.plan.id for card in made.cards] == [albania.assessment.plan.id]
    assert made.cards[0].score == albania.score
    assert made.options == made.found.options


def test_no_plan_is_no_contrast(library):
    with pytest.raises(EvaluatorError, match="No plan to compare"):
        contrasted_cards(library, [])


def test_standards_and_tiers_are_at_hand_for_the_blind_spot_alone(library):
    assert context_of(library, ("scores",)).standards == ()
    assert context_of(library, ("blind-spot",)).standards
