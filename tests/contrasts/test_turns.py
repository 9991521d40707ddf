"""Why one plan passes another between two frames: parts of criteria that add up to the change of the gap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import contrast
from evaluator.contrasts.moves import moves
from evaluator.contrasts.turns import gap_change, pulls, turn_words, turns_between
from tests.contrasts.synthetic import ALIKE, CRITERIA, choices, three_plans, toy_assessment, toy_rubric
from tests.marking import unsaid

A, B, C = "AAA-2010-2012", "BBB-2010-2012", "CCC-2011-2013"
POLICIES = ("renormalise", "zero", "redistribute", "block")
LEVELS = st.sampled_from([0, 1, 2, 3, 4, None, "not-applicable", "contrary"])
PLANS = st.lists(st.fixed_dictionaries(dict.fromkeys(CRITERIA, LEVELS)), min_size=2, max_size=4)


def test_a_case_worked_by_hand():
    """Police to rights: A 0.9 to 0.35, B 0.3 to 0.775; a criterion of law 0.2 to 0.025, one of rights 0 to 0.2."""
    found = gap_change(contrast(three_plans(), toy_rubric()), (B, A), "police", "rights")
    assert found.gaps == (pytest.approx(-0.6), pytest.approx(0.425))
    by_id = {part.id: part for part in found.parts}
    assert by_id["law-enforcement.control-1"].part == pytest.approx(-0.175 * (0 - 0.3) + 0.175 * (1 - 0.9))
    assert by_id["human-rights.structural-1"].part == pytest.approx(0.2 * (0.75 - 0.3) - 0.2 * (0 - 0.9))
    assert by_id["human-rights.structural-1"].points == (0.75, 0.0)
    assert by_id["migration.control-1"].part == pytest.approx(-0.025 * (0.5 - 0.3) + 0.025 * (0.5 - 0.9))
    assert found.change == pytest.approx(sum(part.part for part in found.parts)) == pytest.approx(1.025)
    assert found.turns
    assert "plan-quality-1" not in by_id, "it counts under neither frame"


def test_where_both_are_rated_alike_far_a_part_is_the_weight_gained_times_the_lead_beyond_the_gap():
    found = gap_change(contrast(three_plans(), toy_rubric()), (B, A), "police", "rights")
    for part in found.parts:
        lead = part.points[0] - part.points[1]
        assert part.part == pytest.approx((part.after[0] - part.before[0]) * (lead - found.gaps[0]))


@settings(deadline=None, max_examples=60)
@given(PLANS, st.sampled_from(POLICIES))
def test_the_parts_add_up_to_the_change_of_every_gap_whatever_is_missing(plans, policy):
    study = contrast(
        [toy_assessment(f"{name}AA-2010-2012", levels) for name, levels in zip("ABCD", plans, strict=False)],
        toy_rubric(missing={"policy": policy}),
        rank_all=True,
    )
    for before, after in (("police", "rights"), ("equal", "police"), ("rights", "equal")):
        for one in study.plan_ids:
            for other in study.plan_ids:
                found = gap_change(study, (one, other), before, after)
                if found.change is None:
                    assert found.parts == ()
                    continue
                assert sum(part.part for part in found.parts) == pytest.approx(found.change, abs=4e-9)
                named = sum(part.part for part in found.named(2))
                assert named + found.rest(2) == pytest.approx(found.change, abs=4e-9)
                there_and_back = gap_change(study, (other, one), before, after)
                assert there_and_back.change == pytest.approx(-found.change, abs=4e-9)


@settings(deadline=None, max_examples=60)
@given(PLANS)
def test_a_turn_is_a_gap_that_changes_its_sign_and_is_told_by_who_passes(plans):
    study = contrast(
        [toy_assessment(f"{name}AA-2010-2012", levels) for name, levels in zip("ABCD", plans, strict=False)],
        toy_rubric(),
    )
    told = {(turn.one, turn.other) for turn in turns_between(study, "police", "rights")}
    for turn in turns_between(study, "police", "rights"):
        assert turn.gaps[0] < 0 < turn.gaps[1]
    passed = {(move.before.plan_id, other) for move in moves(study, "police", "rights") for other in move.overtakes}
    assert told == passed
    assert {(b, a) for a, b in told} == {(t.one, t.other) for t in turns_between(study, "rights", "police")}


def test_every_row_of_pulls_adds_up_to_the_move_of_its_plan():
    study = contrast(three_plans(), toy_rubric())
    found = pulls(study, "police", "rights").pull.sum(axis=1)
    assert found.tolist() == pytest.approx([move.change for move in moves(study, "police", "rights")])


def test_turns_stand_by_the_width_of_the_change():
    found = turns_between(contrast(three_plans(), toy_rubric()), "police", "rights")
    assert [(turn.one, turn.other) for turn in found] == [(B, A), (C, A), (B, C)]
    assert [turn.change for turn in found] == pytest.approx([1.025, 0.55, 0.475])


def test_the_words_name_who_passes_whom_and_what_does_it_and_the_rest():
    rubric = toy_rubric(contrast=choices())
    found = turns_between(contrast(three_plans(), rubric), "police", "rights")[0]
    assert str(turn_words(found, rubric)) == (
        "BBB-2010-2012 passes AAA-2010-2012 under “rights”: 0.600 behind under “police”, here 0.425 ahead. "
        "It gains by: "
        "Human-rights.structural-1 (0.75 points against 0.00) counts 20.0% instead of 0.0%: +0.270; "
        "Human-rights.structural-2 (0.75 points against 0.00) counts 20.0% instead of 0.0%: +0.270; "
        "10 other criteria together: +0.485."
    )


def test_a_plan_whose_score_rises_and_whose_rank_falls_is_told_who_passed_it():
    """From police to equal C keeps 0.5 and B rises from 0.3 to 0.5375: C falls though nothing of its own changed."""
    study = contrast(three_plans(), toy_rubric())
    move = moves(study, "police", "equal")[2]
    assert (move.change, move.overtaken_by) == (0.0, (B,))
    (turn,) = turns_between(study, "police", "equal")
    assert (turn.one, turn.other) == (B, C)
    assert turn.gaps == (pytest.approx(-0.2), pytest.approx(0.0375))


def test_who_is_level_at_one_end_has_not_turned():
    better = {leaf: 4 if leaf.startswith("law-enforcement") else 0 for leaf in ALIKE}
    plans = [
        toy_assessment(A, {**better, "migration.control": 0}),
        toy_assessment("DDD-2010-2012", {**better, "human-rights.protection": 4, "human-rights.structural": 4}),
    ]
    study = contrast(plans, toy_rubric(), ["police", "rights"])
    assert turns_between(study, "police", "rights") == ()
    assert gap_change(study, ("DDD-2010-2012", A), "police", "rights").change == pytest.approx(0.8)


def test_a_plan_below_the_least_coverage_turns_nothing_but_its_gap_is_explained():
    gaps = toy_assessment("DDD-2010-2012", {"law-enforcement.control": 4})
    study = contrast([*three_plans(), gaps], toy_rubric())
    assert all("DDD-2010-2012" not in (turn.one, turn.other) for turn in turns_between(study, "police", "rights"))
    found = gap_change(study, ("DDD-2010-2012", A), "police", "rights")
    assert not found.turns
    assert sum(part.part for part in found.parts) == pytest.approx(found.change)


def test_a_tree_that_is_no_weighted_mean_claims_no_parts():
    found = gap_change(
        contrast(three_plans(), toy_rubric(aggregation={"kind": "geometric"})), (B, A), "police", "rights"
    )
    assert (found.exact, found.parts) == (False, ())
    assert found.change == found.gaps[1] - found.gaps[0]


@pytest.mark.parametrize("levels", [ALIKE, {**ALIKE, "human-rights.structural": None}, {"human-rights.protection": 3}])
def test_a_turn_can_be_said_in_another_language_whole(levels):
    data = (A, B, C, "DDD-2010-2012", "police", "rights", *map(str.capitalize, CRITERIA))
    rubric = toy_rubric()
    study = contrast([*three_plans(), toy_assessment("DDD-2010-2012", levels)], rubric, rank_all=True)
    told = [turn_words(turn, rubric) for turn in turns_between(study, "police", "rights")]
    assert told
    assert {unsaid(one, data) for one in told} == {""}


def test_an_unknown_plan_or_frame_is_a_key_error():
    study = contrast(three_plans(), toy_rubric())
    for pair, frames in (((A, "none"), ("police", "rights")), ((A, B), ("police", "none"))):
        with pytest.raises(KeyError):
            gap_change(study, pair, *frames)


def test_where_parts_do_not_add_up_a_turn_says_so():
    rubric = toy_rubric(aggregation={"kind": "geometric"})
    rated = {**ALIKE, "law-enforcement.control": 1, "human-rights.protection": 4, "human-rights.structural": 4}
    plans = [toy_assessment(A, {**ALIKE, "law-enforcement.control": 4}), toy_assessment(B, rated)]
    (turn,) = turns_between(contrast(plans, rubric), "police", "rights")
    said = str(turn_words(turn, rubric))
    assert said.endswith("ahead. A part of this rubric is not a weighted mean, so contributions do not add up.")
