"""Ladders that ratings may climb, and the score at any rung."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.scoring.lift_steps import RatingSteps, fewest, ladders, search, total_of, totals_of
from tests.scoring.small import card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "left"}
RUBRIC = rubric_of({"left": {}}, CRITERIA, gates=["a"])
GAINS = st.lists(st.floats(0, 0.3), min_size=1, max_size=3).map(
    lambda steps: (0.0, *itertools.accumulate(round(step, 3) for step in steps))
)
SEARCH_CRITERIA = dict.fromkeys("abcdef", "left")


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


def ladder(k, gains, tripped):
    return RatingSteps(f"c{k}", tuple(range(len(gains))), gains, tripped)


@settings(max_examples=150)
@given(st.lists(st.tuples(GAINS, st.booleans()), min_size=1, max_size=4), st.floats(0, 1), st.integers(0, 2))
def test_it_finds_what_trying_all_finds(ladders, lower, release):
    rungs = [ladder(k, gains, tripped) for k, (gains, tripped) in enumerate(ladders)]
    found = fewest(rungs, lower, release, 5, 0.1)
    enough = {}
    for steps in itertools.product(*(range(len(gains)) for gains, _ in ladders)):
        gain = sum(rung.gains[k] for rung, k in zip(rungs, steps, strict=True))
        freed = sum(rung.is_tripped and k > 0 for rung, k in zip(rungs, steps, strict=True))
        if round(0.1 + gain, 9) >= lower and freed >= release:
            enough.setdefault(sum(steps), []).append((round(gain, 12), steps))
    if not enough:
        assert found == []
        return
    best = sorted(gain for gain, _ in enough[min(enough)])[::-1]
    assert {sum(steps) for steps in found} == {min(enough)}
    gains = [round(sum(rung.gains[k] for rung, k in zip(rungs, steps, strict=True)), 12) for steps in found]
    assert gains == best[:5]


def test_equal_gains_stand_in_tree_order_and_the_number_of_ways_is_kept():
    rungs = [ladder(k, (0.0, 0.1), tripped=False) for k in range(8)]
    found = fewest(rungs, 0.2, 0, 5, 0.0)
    assert [[k for k, steps in enumerate(way) if steps] for way in found] == [[0, 1], [0, 2], [0, 3], [0, 4], [0, 5]]


def test_a_threshold_met_but_for_binary_noise_is_met():
    rungs = [ladder(k, (0.0, 0.1), tripped=False) for k in range(3)]
    assert fewest(rungs, 0.3, 0, 1, 0.0) == [(1, 1, 1)]


def test_under_a_minimum_the_lowest_are_raised_although_the_first_steps_do_not_show():
    rubric = rubric_of({"left": {}}, SEARCH_CRITERIA, aggregation={"kind": "minimum"})
    card = card_of(rubric, {"a": 4, "b": 1, "c": 3, "d": 1, "e": 1, "f": 2})
    exact, found = search(card, ladders(card), 0.5, 0, 5)
    assert not exact
    assert found[0] == (1, 0, 1, 1, 0)  # b, d and e; what is at the top has no ladder


def test_one_step_that_suffices_is_surely_the_smallest():
    rubric = rubric_of({"left": {}}, SEARCH_CRITERIA, aggregation={"kind": "power", "exponent": 2.0})
    card = card_of(rubric, dict.fromkeys(SEARCH_CRITERIA, 2))
    exact, found = search(card, ladders(card), 0.51, 0, 3)
    assert exact
    assert [way.index(1) for way in found] == [0, 1, 2]


def test_a_goal_beyond_all_ladders_is_refused():
    rubric = rubric_of({"left": {"missing": {"policy": "zero"}}}, SEARCH_CRITERIA, aggregation={"kind": "minimum"})
    card = card_of(rubric, dict.fromkeys("abcde", 3))
    with pytest.raises(ValueError, match="no climb"):
        search(card, ladders(card), 0.9, 0, 5)


HUNDRED = {"scale": {"levels": 101}}


def _steps_in_order(levels, lid, **keys):
    """Return single steps in the order offered; each lifts `left` to the height of `z`, which caps the score there.

    `h` and `i` are subtracted; a rung is in hundredths where `keys` say so.
    """
    criteria = {name: {"parent": "left", "negative": name in "hi", **keys.get(name, {})} for name in levels}
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum"}}, "right": {}},
        {**criteria, "z": {"parent": "right", **HUNDRED}},
        aggregation={"kind": "minimum"},
    )
    card = card_of(rubric, {**levels, "z": lid})
    rungs = ladders(card)
    exact, found = search(card, rungs, lid / 100, 0, 9)
    assert exact
    return [rungs[way.index(1)].criterion_id for way in found]


def test_among_steps_that_score_alike_the_one_that_starts_lowest_comes_first():
    """Of four, the harm at level 3 is at height 1, the promise at 2, the other harm at 3: 6/8 - 4/8 is 0.25."""
    assert _steps_in_order({"p": 2, "r": 4, "h": 3, "i": 1}, 37) == ["h", "p", "i"]


def test_the_height_of_a_step_is_a_share_of_its_own_scale():
    """One step of four from 3/4 to 4/4 is more than one of a hundred from 50 to 51: 0.75 - 0.125 is 0.625."""
    assert _steps_in_order({"p": 50, "r": 4, "h": 1}, 63, p=HUNDRED) == ["h", "p"]
