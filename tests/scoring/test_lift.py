"""What would lift a grade."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import Library, evaluate
from evaluator.scoring.lift import LiftStep, lift
from tests.scoring.small import BANDS, card_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right", "d": "right"}
RUBRIC = rubric_of({"left": {}, "right": {}}, CRITERIA)
GATED = rubric_of({"left": {}, "right": {}}, CRITERIA, gates=["a", "c"])
ORDER = [band["grade"] for band in BANDS]
SHORT = st.sampled_from([0, 1, 2, 3, 4, "contrary", "?", "-"])


def by_brute_force(card):
    """Return the fewest one-level steps to the next grade trying all levels, None if there are none."""
    wanted = ORDER[ORDER.index(card.grade.grade) - 1]
    ratings = {s.outcome.criterion_id: s.outcome for s in card.criteria}
    settled = [name for name, o in ratings.items() if o.level is not None]
    shorts = {
        name: "contrary" if o.status == "contrary" else "?" if o.status == "not-assessed" else "-"
        if o.status == "not-applicable" else o.level
        for name, o in ratings.items()
    }  # fmt: skip
    best = None
    for levels in itertools.product(*(range(ratings[name].level, 5) for name in settled)):
        moved = {name: level for name, level in zip(settled, levels, strict=True) if level > ratings[name].level}
        count = sum(level - ratings[name].level for name, level in moved.items())
        if count and (best is None or count < best):
            raised = card_of(card.rubric, {**shorts, **moved}, card.weighting)
            if ORDER.index(raised.grade.grade) <= ORDER.index(wanted):
                best = count
    return best


@settings(max_examples=30)
@given(
    st.lists(SHORT, min_size=4, max_size=4),
    st.lists(st.sampled_from([0.5, 1.0, 3.0]), min_size=4, max_size=4),
    st.sampled_from(["cap", "ignore"]),
    st.sampled_from([None, {"levels": 5, "value": {0: 0.0, 1: 0.0, 2: 0.1, 3: 0.9, 4: 1.0}}]),
)
def test_no_set_has_more_steps_than_the_fewest_found_by_trying_all(shorts, weights, gates, scale):
    head = {} if scale is None else {"scale": scale}
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, ["a", "c"], **head)
    weighting = weighting_of(overrides=dict(zip(CRITERIA, weights, strict=True)), gates=gates)
    card = card_of(rubric, dict(zip(CRITERIA, shorts, strict=True)), weighting)
    found = lift(card)
    if card.grade.grade in (None, "A"):
        assert (found.next_grade, found.sets) == (None, ())
        return
    fewest = by_brute_force(card)
    assert found.reachable == (fewest is not None)
    assert found.levels == (fewest or 0)
    assert found.exact
    for chosen in found.sets:
        assert sum(step.to_level - step.from_level for step in chosen.steps) == fewest
    assert len({chosen.steps for chosen in found.sets}) == len(found.sets) <= 5


def test_sets_come_with_the_highest_score_first_and_then_in_tree_order():
    card = card_of(RUBRIC, {"a": 2, "b": 2, "c": 1, "d": 2}, weighting_of(overrides={"a": 2.0}))
    found = lift(card)
    assert (found.grade, found.next_grade, found.levels) == ("D", "C", 1)
    assert [chosen.steps for chosen in found.sets] == [
        (LiftStep("a", 2, 3),),
        (LiftStep("b", 2, 3),),
        (LiftStep("c", 1, 2),),
        (LiftStep("d", 2, 3),),
    ]
    assert [chosen.score for chosen in found.sets] == [0.55, 0.5, 0.5, 0.5]


def test_gates_come_first_and_only_as_many_as_must_be_freed():
    card = card_of(GATED, {"a": "contrary", "b": 4, "c": "contrary", "d": 4})
    found = lift(card)
    assert (found.grade, found.next_grade, found.levels) == ("E", "D", 1)
    assert [chosen.steps for chosen in found.sets] == [
        (LiftStep("a", 0, 1, releases_gate=True),),
        (LiftStep("c", 0, 1, releases_gate=True),),
    ]


def test_a_freed_gate_also_raises_the_score_and_further_steps_follow_it():
    card = card_of(GATED, {"a": 3, "b": 1, "c": "contrary", "d": 2})
    found = lift(card)
    assert (card.score, found.grade, found.next_grade, found.levels) == (0.375, "D", "C", 2)
    assert all(
        chosen.steps[0] == LiftStep("c", 0, chosen.steps[0].to_level, releases_gate=True) for chosen in found.sets
    )
    assert found.sets[0].score == 0.5


def test_a_weighting_that_looks_past_gates_frees_none():
    card = card_of(GATED, {"a": "contrary", "b": 4, "c": "contrary", "d": 4}, weighting_of(gates="ignore"))
    found = lift(card)
    assert (found.grade, found.next_grade) == ("C", "B")
    assert not any(step.releases_gate for chosen in found.sets for step in chosen.steps)


def test_a_tripped_gate_of_weight_zero_is_freed_too():
    card = card_of(GATED, {"a": "contrary", "b": 4, "c": 4, "d": 4}, weighting_of(overrides={"a": 0.0}))
    found = lift(card)
    assert (found.grade, found.next_grade) == ("D", "C")
    assert found.sets[0].steps == (LiftStep("a", 0, 1, releases_gate=True),)


def test_what_is_not_assessed_is_named_apart_the_heaviest_first():
    weighting = weighting_of(overrides={"a": 1.0, "b": 3.0, "c": 0.0, "d": 2.0})
    card = card_of(GATED, {"a": 2}, weighting)
    found = lift(card)
    assert (found.grade, found.next_grade, found.sets) == (None, None, ())
    assert found.assess_first == ("b", "d", "c")
    assert found.to_be_graded == ("b", "d")
    assert lift(card_of(GATED, {"a": 2, "b": 2}, weighting)).to_be_graded == ("d",)


def test_coverage_that_reaches_the_least_exactly_is_enough_for_a_grade():
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, grading={"least_coverage": 0.75})
    assert lift(card_of(rubric, {"a": 2})).to_be_graded == ("b", "c")


def test_the_best_grade_has_no_next():
    found = lift(card_of(RUBRIC, dict.fromkeys(CRITERIA, 4)))
    assert (found.grade, found.next_grade, found.reachable) == ("A", None, False)


def test_a_grade_out_of_reach_of_the_rated_criteria_is_said_to_be():
    rubric = rubric_of({"left": {"missing": {"policy": "zero"}}, "right": {}}, CRITERIA)
    found = lift(card_of(rubric, {"a": 4, "b": "?", "c": 4, "d": 4}))
    assert (found.grade, found.next_grade, found.reachable, found.sets) == ("B", "A", False, ())
    assert found.assess_first == ("b",)


@pytest.mark.parametrize("kind", ["geometric", "harmonic", "minimum"])
def test_where_the_score_is_no_sum_the_search_reaches_the_grade(kind):
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, aggregation={"kind": kind})
    card = card_of(rubric, {"a": 1, "b": 2, "c": 1, "d": 3})
    found = lift(card)
    assert found.reachable
    assert found.levels == by_brute_force(card)
    for chosen in found.sets:
        raised = {step.criterion_id: step.to_level for step in chosen.steps}
        assert (
            card_of(rubric, {"a": 1, "b": 2, "c": 1, "d": 3, **raised}).grade.grade <= found.next_grade
        )  # a minimum may jump over one


def test_where_the_score_is_no_sum_gates_are_freed_first():
    rubric = rubric_of({"left": {}, "right": {}}, CRITERIA, ["a", "c"], aggregation={"kind": "power", "exponent": 2.0})
    found = lift(card_of(rubric, {"a": "contrary", "b": 4, "c": 3, "d": 4}))
    assert (found.next_grade, found.exact) == ("C", True)
    assert found.sets[0].steps == (LiftStep("a", 0, 1, releases_gate=True),)


def test_what_is_subtracted_is_lowered():
    criteria = {"a": "left", "b": {"parent": "left", "negative": True}}
    rubric = rubric_of({"left": {"aggregation": {"kind": "net-sum"}}}, criteria)
    found = lift(card_of(rubric, {"a": 4, "b": 3}))
    assert (found.grade, found.next_grade) == ("E", "D")
    assert found.sets[0].steps == (LiftStep("b", 3, 2),)


def test_every_set_of_every_shipped_plan_reaches_the_next_grade():
    library = Library.open()
    rubric = library.rubric()
    for iso3 in library.country_codes:
        for plan_id in library.plan_ids(iso3):
            card = evaluate(library.assessment(plan_id, rubric), rubric)
            found = lift(card)
            rated = {s.outcome.criterion_id for s in card.criteria if s.outcome.covered}
            assert not rated & set(found.assess_first)
            for chosen in found.sets:
                assert chosen.score >= next(b.lower for b in rubric.grading.bands if b.grade == found.next_grade)
