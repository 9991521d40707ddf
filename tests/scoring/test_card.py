"""The scorecard of one plan under one weighting."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.scoring.explain import explain
from tests.scoring.small import card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right", "d": "right"}
RUBRIC = rubric_of({"left": {}, "right": {}}, CRITERIA, ["a", "c"])
WEIGHTS = weighting_of({"total": {"left": 3, "right": 1}})
REMARKS_CRITERIA = {"a": "left", "b": "left", "c": "right"}


def test_score_coverage_bounds_and_interval():
    card = card_of(RUBRIC, {"a": "2~", "b": "?", "c": 4, "d": "-"}, WEIGHTS)
    assert card.score == 0.625
    assert card.coverage == 0.625
    assert card.bounds == (0.4375, 0.8125)
    assert card.judgement_interval == (0.34375, 0.90625)
    assert card.grade.cause == "coverage"


def test_what_is_known_at_least_enters_the_range_from_its_level_up_and_no_score():
    """Two criteria of equal weight, 2 of 4 and at least 2 of 4: 0.50 on half the weight, 0.50 to 0.75 in the end."""
    rubric = rubric_of({"left": {}}, {"a": "left", "b": "left"})
    card = card_of(rubric, {"a": 2, "b": "2+"})
    assert (card.score, card.coverage, card.bounds) == (0.5, 0.5, (0.5, 0.75))
    assert (card.grade.grade, card.grade.lowest, card.grade.highest) == (None, "C", "B")
    assert card_of(rubric, {"a": 2, "b": "?"}).bounds == (0.25, 0.75)
    assert card_of(rubric, {"a": 2, "b": "2+~"}).judgement_interval == (0.375, 0.75), "low confidence: at least 1"


def test_what_counts_against_is_known_at_most_where_it_is_known_at_least():
    """A negative pole at least at level 2 takes away 0.5 to 1 from the 1 that the other gives."""
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum"}}}, {"a": "left", "b": {"parent": "left", "negative": True}}
    )
    assert card_of(rubric, {"a": 4, "b": "2+"}).bounds == (0.0, 0.5)


def test_a_mean_outside_of_the_range_is_no_score_and_no_grade_but_the_range_and_its_grades_stand():
    """0 on half of the weight would be an E; at least 3 of 4 on the other half makes the final score 0.375 to 0.5."""
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, grading={"least_coverage": 0.5})
    card = card_of(rubric, {"a": 0, "b": 0, "c": "3+", "d": "3+"}, weighting_of({"total": {"left": 3, "right": 3}}))
    assert (card.score, card.bounds, card.cause) == (None, (0.375, 0.5), "range")
    assert (card.grade.grade, card.grade.lowest, card.grade.highest) == (None, "D", "C")
    assert (card.node("left").score, card.node("right").score) == (0.0, None)
    assert {scored.contribution for scored in card.criteria} == {None}
    assert any("leaves 0.38 to 0.50" in told for told in card.warnings)
    half = card_of(rubric, {"a": 0, "b": 0, "c": 0, "d": "3+"}, weighting_of({"total": {"left": 1, "right": 3}}))
    assert (half.score, half.bounds, half.cause) == (None, (0.28125, 0.375), "range")


def test_a_paradigm_that_is_known_at_least_is_named_beside_its_range():
    card = card_of(RUBRIC, {"a": 1, "b": "3+", "c": 4, "d": "?"}, weighting_of({"total": {"left": 1, "right": 9}}))
    left = card.node("left")
    assert (left.score, left.low, left.high) == (None, 0.5, 0.625)
    assert card.score is not None
    assert [told for told in card.warnings if told.endswith("range: left")]


def test_contributions_are_used_weight_times_points_and_add_up():
    card = card_of(RUBRIC, {"a": 2, "b": "?", "c": 4, "d": "silent"}, WEIGHTS)
    assert [scored.used for scored in card.criteria] == [0.75, 0, 0.125, 0.125]
    assert [scored.contribution for scored in card.criteria] == [0.375, None, 0.125, 0.0]
    assert card.criterion("c").points == 1.0


def test_where_the_score_is_no_sum_there_are_no_contributions():
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, aggregation={"kind": "geometric"})
    assert {s.contribution for s in card_of(rubric, {"a": 2, "b": 2, "c": 2, "d": 2}).criteria} == {None}


def test_nodes_have_score_bounds_coverage_and_weights_of_their_own():
    card = card_of(RUBRIC, {"a": "2~", "b": "?", "c": 4, "d": "-"}, WEIGHTS)
    left = card.node("left")
    assert (left.score, left.coverage, left.low, left.high) == (0.5, 0.5, 0.25, 0.75)
    assert (left.judgement_low, left.judgement_high) == (0.125, 0.875)
    assert (left.stated, left.applicable, left.used) == (0.75, 0.75, 0.75)


def test_a_node_that_weighs_nothing_at_the_root_still_has_its_own_score_and_coverage():
    card = card_of(RUBRIC, {"a": 2, "b": "?", "c": 4}, weighting_of({"total": {"left": 0, "right": 1}}))
    left = card.node("left")
    assert (left.score, left.coverage, left.applicable) == (0.5, 0.5, 0)


@pytest.mark.parametrize(
    ("short", "state", "caps"),
    [("contrary", "tripped", True), ("silent", "silent", False), (2, "in-part", False), (4, "kept", False),
     ("?", "not-assessed", False), ("!", "disputed", False),
     ("1+", "at-least", False), ("-", "not-applicable", False)],
)  # fmt: skip
def test_the_state_of_a_gate(short, state, caps):
    gate = card_of(RUBRIC, {"a": short}).gates[0]
    assert (gate.criterion_id, gate.state, gate.caps) == ("a", state, caps)


def test_a_contrary_on_what_is_no_gate_is_level_0_and_caps_nothing():
    card = card_of(RUBRIC, {"a": 4, "b": "contrary", "c": 4, "d": 4})
    assert (card.score, card.grade.grade, card.grade.tripped) == (0.75, "B", ())


def test_nothing_rated_is_no_score_full_bounds_and_no_grade():
    card = card_of(RUBRIC, {})
    assert (card.score, card.coverage, card.bounds, card.grade.grade) == (None, 0.0, (0.0, 1.0), None)
    assert card.warnings == ("no score under this weighting: nothing that has weight is rated",)


def test_nothing_that_applies_is_told_apart_from_nothing_rated():
    card = card_of(RUBRIC, dict.fromkeys(CRITERIA, "-"))
    assert (card.score, card.coverage, card.bounds) == (None, 0.0, (0.0, 1.0))
    assert card.warnings == ("no criterion that applies has weight under this weighting: no score, no coverage",)


def test_all_weights_zero_is_a_clear_message_and_no_score():
    card = card_of(RUBRIC, {"a": 2}, weighting_of(overrides=dict.fromkeys(CRITERIA, 0.0)))
    assert card.score is None
    assert "has weight under this weighting: no score" in card.warnings[0]


def test_a_dispute_makes_a_draft():
    assert card_of(RUBRIC, {"a": "!"}).is_draft
    assert not card_of(RUBRIC, {"a": 1}).is_draft


@pytest.mark.parametrize("name", ["criterion", "node"])
def test_an_unknown_name_is_a_key_error(name):
    with pytest.raises(KeyError):
        getattr(card_of(RUBRIC, {}), name)("nowhere")


def test_gates_that_nobody_answered_are_counted_apart_from_those_tripped_and_those_kept():
    card = card_of(RUBRIC, {"a": "?", "b": 2, "c": "contrary", "d": 2}, WEIGHTS)
    assert (card.grade.tripped, card.grade.unassessed) == (("c",), ("a",))
    kept = card_of(RUBRIC, {"a": 3, "b": 2, "c": "!", "d": 2}, WEIGHTS)
    assert (kept.grade.tripped, kept.grade.unassessed) == ((), ("c",))


def remarks_of(node, ratings, **head):
    return card_of(rubric_of({"left": node, "right": {}}, REMARKS_CRITERIA, **head), ratings).warnings


def test_a_plain_score_needs_no_remark():
    assert remarks_of({}, {"a": 0, "b": 2, "c": 4}) == ()


@pytest.mark.parametrize("how", [{"kind": "geometric"}, {"kind": "harmonic"}, {"kind": "power", "exponent": -1.0}])
def test_a_zero_that_makes_a_mean_zero_is_named(how):
    told = f"a 0 makes the {how['kind']} mean of left 0: a"
    assert remarks_of({"aggregation": how}, {"a": "silent", "b": 4, "c": 4}) == (told,)
    assert remarks_of({"aggregation": how}, {"a": 0, "b": 0, "c": 4}) == ()
    assert remarks_of({"aggregation": {"kind": "power", "exponent": 2.0}}, {"a": 0, "b": 4, "c": 4}) == ()


def test_over_a_least_value_no_zero_makes_a_mean_zero():
    how = {"kind": "geometric", "least": 0.01}
    assert remarks_of({"aggregation": how}, {"a": "silent", "b": 4, "c": 4}) == ()


def test_a_zero_under_the_root_is_said_to_be_of_the_whole():
    told = remarks_of({}, {"a": 0, "b": 0, "c": 4}, aggregation={"kind": "geometric"})
    assert told == ("a 0 makes the geometric mean of the whole 0: left",)


def test_a_node_left_without_a_value_may_leave_no_score_in_the_range():
    (only,) = remarks_of({"missing": {"policy": "block"}}, {"a": 0, "b": "?", "c": 4})
    assert only.startswith("no score: ")


def test_a_root_under_its_least_coverage_says_so():
    told = remarks_of({}, {"c": 4}, least_coverage={"share": 0.6})
    assert told == ("no score under this weighting: less than 0.6 of it, by weight, is rated",)


@pytest.mark.parametrize(("floor", "held", "free"), [(0, "0", "-0.5000"), ("none", "-1", "-1.5000")])
def test_a_floor_that_held_a_sum_is_told_with_what_it_would_be(floor, held, free):
    """0.25 less 0.75, and with three times the weight 0.75 less 3 x 0.75."""
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum", "floor": floor}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
    )
    heavy = weighting_of({"left": {"a": 1, "b": 3}}) if floor == "none" else None
    ratings = {"a": 1, "b": 3} if floor == 0 else {"a": 3, "b": 3}
    told = f"a floor holds left at {held}: more is subtracted than added, without the floor it would be {free}"
    card = card_of(rubric, ratings, heavy)
    assert card.warnings == (told,)
    assert card.score == float(held)
    left = explain(card).root.parts[0]
    assert sum(part.contribution for part in left.parts) == pytest.approx(left.value, abs=1e-12)
    assert left.parts[2].title == f"raised to {held}, for more is subtracted than added"


def test_a_sum_that_no_floor_holds_needs_no_remark():
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum", "floor": "none"}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
    )
    card = card_of(rubric, {"a": 1, "b": 3})
    assert (card.score, card.warnings) == (-0.5, ())
    assert card_of(rubric, {"a": "-", "b": "-"}).bounds == (-1.0, 1.0)


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_a_value_that_may_be_under_zero_enters_no_mean_from_zero_up(kind):
    rubric = rubric_of(
        {"left": {"aggregation": {"kind": "net-sum", "floor": "none"}}},
        {"a": "left", "b": {"parent": "left", "negative": True}},
        aggregation={"kind": kind},
    )
    assert rubric.meanless == (("left", kind),)
    with pytest.raises(InvalidInputError, match=f"a value under 0 in a {kind} mean"):
        card_of(rubric, {"a": 1, "b": 3})


def test_a_floor_or_a_share_above_brings_the_values_back_to_zero_and_up():
    free = {"aggregation": {"kind": "net-sum", "floor": "none"}}
    for kind, more, lies_under in (
        ("arithmetic", {}, True),
        ("minimum", {}, True),
        ("net-sum", {}, False),
        ("share-met", {"met_from": 0.5}, False),
    ):
        rubric = rubric_of({"left": free}, {"a": "left"}, aggregation={"kind": kind, **more})
        assert ("total" in rubric.under_zero) == lies_under
        assert "left" in rubric.under_zero


def test_a_node_that_weighs_less_than_stated_is_named_with_how_much():
    shrinks = {"not_applicable": {"weight": "shrinks"}}
    told = "left weighs 50 % less than stated, as a part of what is below it does not apply"
    assert remarks_of(shrinks, {"a": 2, "b": "-", "c": 4}) == (told,)
    assert remarks_of(shrinks, {"a": 2, "b": "?", "c": 4}) == ()
    assert remarks_of(shrinks, {"a": "-", "b": "-", "c": 4}) == ()
    assert remarks_of({}, {"a": 2, "b": "-", "c": 4}) == ()
