from __future__ import annotations

import pytest

from evaluator.contrasts.headline.one import headline_of
from evaluator.errors import EvaluatorError
from evaluator.pipeline import evaluate, study_of_cards
from evaluator.reports.carried.result import finding_of
from evaluator.reports.context import several
from evaluator.reports.context.several import SeveralContext, context_of, contrasted_cards


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


def test_a_contrast_is_found_only_where_the_report_tells_of_a_section(cards):
    assert SeveralContext(tuple(cards)).found is None
    found = SeveralContext(tuple(cards), sections=("levels",)).found
    assert [entrant.assessment.plan.id for entrant in found.study.entrants] == [c.assessment.plan.id for c in cards]


def test_a_contrast_that_cannot_be_told_leaves_the_report_without_it(cards, monkeypatch):
    def untold(*_):
        raise EvaluatorError("too few criteria in common")

    monkeypatch.setattr(several, "findings_of", untold)
    assert SeveralContext(tuple(cards), sections=("levels",)).found is None


def test_what_the_plans_are_seen_to_do_is_scored_under_the_first_weighting(cards):
    context = SeveralContext(tuple(cards))
    assert {part.plan_id for part in context.looked_at} <= {card.assessment.plan.id for card in cards}
    assert context.looked_at


def test_a_report_on_one_plan_opens_with_what_its_frames_say(albania):
    assert finding_of(albania) == headline_of(study_of_cards([albania]))


def test_a_contrast_of_scored_plans_holds_them_under_the_frame_that_they_are_scored_by(library, albania):
    made = contrasted_cards(library, [albania])
    assert [card.assessment.plan.id for card in made.cards] == [albania.assessment.plan.id]
    assert made.cards[0].score == albania.score
    assert made.options == made.found.options


def test_no_plan_is_no_contrast(library):
    with pytest.raises(EvaluatorError, match="Name a plan: there is none to compare"):
        contrasted_cards(library, [])


def test_standards_and_tiers_are_at_hand_for_the_blind_spot_alone(library):
    assert context_of(library, ("scores",)).standards == ()
    assert context_of(library, ("blind-spot",)).standards
