from __future__ import annotations

import pytest

from evaluator.contrasts.headline.one import headline_of
from evaluator.errors import EvaluatorError
from evaluator.pipeline import evaluate, study_of_cards
from evaluator.reports.carried.result import finding_of
from evaluator.reports.context import several
from evaluator.reports.context.several import SeveralContext


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
