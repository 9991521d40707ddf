"""Ladders that ratings may climb, and the score at any rung."""

from __future__ import annotations

from evaluator.scoring.lift.steps import RatingSteps, ladders, total_of, totals_of
from tests.scoring.small import card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "left"}
RUBRIC = rubric_of({"left": {}}, CRITERIA, gates=["a"])


def test_a_ladder_begins_at_the_level_and_ends_at_the_top():
    card = card_of(RUBRIC, {"a": "contrary", "b": 3, "c": 4})
    assert ladders(card) == (
        RatingSteps("a", (0, 1, 2, 3, 4), tuple(k / 12 for k in range(5)), is_tripped=True),
        RatingSteps("b", (3, 4), (0.0, 1 / 12), is_tripped=False),
    )


def test_what_is_not_assessed_or_has_no_weight_has_no_ladder():
    card = card_of(RUBRIC, {"a": "?", "b": 2, "c": 1}, weighting_of(overrides={"b": 0.0}))
    assert [rung.criterion_id for rung in ladders(card)] == ["c"]


def test_a_subtracted_criterion_climbs_downwards_without_gains():
    criteria = {"a": "left", "b": {"parent": "left", "negative": True}}
    card = card_of(rubric_of({"left": {"aggregation": {"kind": "net-sum"}}}, criteria), {"a": 3, "b": 2})
    assert [(rung.levels, rung.gains) for rung in ladders(card)] == [((3, 4), None), ((2, 1, 0), None)]


def test_a_variant_scores_as_a_card_with_those_ratings_does():
    card = card_of(RUBRIC, {"a": 1, "b": 2, "c": 3})
    variants = [{}, {"a": 4}, {"a": 2, "b": 4}]
    cards = [card_of(RUBRIC, {"a": 1, "b": 2, "c": 3, **levels}) for levels in variants]
    assert totals_of(card, variants) == [other.score for other in cards]
    assert total_of(card, {}) == card.score
    assert total_of(card_of(RUBRIC, {}), {}) is None
