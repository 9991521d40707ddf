"""Frames under contract, and the laws between their columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator import Library, evaluate
from evaluator.panel.settle import settle
from evaluator.tables import frames


def test_every_table_of_a_scorecard_keeps_its_contract(card, library):
    rubric = library.rubric("small")
    settled = settle(library.assessment("XXS", rubric), rubric)
    assert len(frames.settled_ratings(list(settled.values()))) == 5
    assert len(frames.outcomes([one.outcome for one in card.criteria])) == 7
    assert len(frames.scored_criteria(card)) == 7
    assert len(frames.node_scores(card)) == 8
    assert len(frames.gates(card)) == 2
    assert len(frames.weights(card)) == 7
    assert len(frames.results([card, card])) == 2


def test_the_shipped_plan_keeps_every_contract_under_every_weighting():
    library = Library.open()
    rubric = library.rubric()
    assessment = library.assessment("ALB-2005-2007", rubric)
    for name in ("equal", "us-tip"):
        card = evaluate(assessment, rubric, name)
        assert len(frames.scored_criteria(card)) == len(rubric.criteria)
        assert frames.node_scores(card)["score"].notna().any()
        assert frames.weights(card)["stated"].sum() == pytest.approx(1)


def test_a_level_outside_its_bounds_is_a_broken_promise(card):
    outcome = replace(card.criteria[0].outcome, level=4, low_level=0, high_level=1)
    with pytest.raises(ValueError, match="a level outside its own bounds"):
        frames.outcomes([outcome])


def test_contributions_that_do_not_add_up_are_a_broken_promise(card):
    with pytest.raises(ValueError, match="do not add up to the score"):
        frames.scored_criteria(replace(card, score=0.9))


def test_a_score_outside_its_bounds_is_a_broken_promise(card):
    node = replace(card.nodes[1], low=0.9, high=0.95)
    with pytest.raises(ValueError, match="a score outside its bounds"):
        frames.node_scores(replace(card, nodes=(card.nodes[0], node, *card.nodes[2:])))


def test_weights_that_sum_to_something_else_are_a_broken_promise(card):
    first = replace(card.criteria[-1], stated=0.9)
    with pytest.raises(ValueError, match="stated weights that sum to"):
        frames.weights(replace(card, criteria=(*card.criteria[:-1], first)))
