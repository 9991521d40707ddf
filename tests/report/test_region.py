from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from evaluator.errors import EvaluatorError
from evaluator.pipeline import evaluate
from evaluator.report.region import region_name, region_view


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]


def _named(card, name: str):
    plan = card.assessment.plan.model_copy(update={"id": name})
    return replace(card, assessment=replace(card.assessment, plan=plan))


def test_the_name_holds_the_plans_then_what_differs_and_the_kind(albania, cards):
    assert region_name(cards, "comparative", "en") == "ALB-2005-2007_SRB-2017-2018.comparative"
    other = [replace(c, weighting=c.rubric.weighting("us-tip")) for c in cards]
    assert region_name(other, "brief", "sr") == "ALB-2005-2007_SRB-2017-2018.us-tip.brief.sr"
    many = [_named(albania, f"XX{k}-2001-2002") for k in range(5)]
    assert region_name(many, "contrast", "en").startswith("5-plans-")
    alone = [replace(card, assessor="b") for card in cards]
    assert region_name(alone, "brief", "en") == "ALB-2005-2007_SRB-2017-2018.brief.coder_b"
    assert region_name(many, "contrast", "en") != region_name(many[::-1], "contrast", "en")


def test_plans_under_different_weightings_are_not_compared(cards):
    with pytest.raises(EvaluatorError, match="one weighting"):
        region_view([cards[0], evaluate(cards[1].assessment, cards[1].rubric, "us-tip")], "brief")
    with pytest.raises(EvaluatorError, match="by the panel or by one coder"):
        region_view([cards[0], replace(cards[1], assessor="b")], "brief")
    with pytest.raises(EvaluatorError, match="No plan"):
        region_view([], "brief")


def test_scores_over_weightings_are_those_of_the_scorecards(cards):
    slope = region_view(cards, "brief").slope
    for card, scores in zip(cards, slope.scores, strict=True):
        for name, score in zip(slope.weightings, scores, strict=True):
            assert score == evaluate(card.assessment, card.rubric, name).score


def test_labels_of_plans_do_not_lie_on_each_other(cards):
    for labels in region_view(cards, "brief").slope.labels:
        heights = sorted(height for _, height in labels)
        assert all(b - a >= 7.4 for a, b in itertools.pairwise(heights))


def test_one_plan_alone_has_no_ranks_and_no_levels(albania):
    view = region_view([albania], "comparative")
    assert view.found is None or view.found.order is None
    assert {rank for row in view.slope.ranks for rank in row} == {None}


def test_a_contrast_tells_what_it_takes_to_change_places(cards):
    view = region_view(cards, "contrast")
    assert any("ALB-2005-2007" in text for text in view.flips)
    assert view.moves
