"""How far coders agree, and what never counts as agreement."""

from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError
from evaluator.panel.agreement import agreement


def compared(small, *said, names=(), **more):
    codings = [small.coding(name, ratings, **more) for name, ratings in zip("abc", said, strict=False)]
    return agreement(small.assessment(*codings), small.rubric(names) if names else small.rubric())


def test_two_coders_are_compared_over_what_both_gave_a_level(small):
    found = compared(small, {"schools": "2", "work": "3", "courts": "1"}, {"schools": "2", "work": "4"})
    assert found.levels.pairable == 2
    assert found.levels.same == 0.5
    (pair,) = found.pairs
    assert (pair.pairable, pair.same, pair.within_one, pair.apart) == (2, 0.5, 1.0, 0.5)
    assert found.leans == ()


def test_the_shares_of_a_pair_are_those_of_the_same_level_and_of_one_step_at_most(small):
    found = compared(small, {"schools": "2", "work": "3", "courts": "1"}, {"schools": "2", "work": "3", "courts": "4"})
    (pair,) = found.pairs
    assert (pair.same, pair.within_one, pair.apart) == (pytest.approx(2 / 3), pytest.approx(2 / 3), 1.0)


def test_silent_and_contrary_on_a_gate_never_agree(small):
    gate = compared(small, {"shelter": "silent", "work": "2"}, {"shelter": "contrary", "work": "2"})
    other = compared(small, {"courts": "silent", "work": "2"}, {"courts": "contrary", "work": "2"})
    assert (gate.levels.same, other.levels.same) == (0.5, 1.0)
    assert gate.levels.alpha < 1
    assert [spot.kind for spot in gate.spots] == ["status", "same"]
    assert gate.pairs[0].apart == 0


def test_statuses_have_a_figure_of_their_own(small):
    second = {"schools": "2", "work": "4", "courts": "1"}
    found = compared(small, {"schools": "silent", "work": "3", "courts": "not-assessed"}, second)
    assert found.statuses.pairable == 3
    assert found.statuses.same == pytest.approx(1 / 3)


def test_a_coder_without_a_row_neither_agrees_nor_disagrees_on_its_status(small):
    second = {"schools": "2", "work": "4", "courts": "1"}
    found = compared(small, {"schools": "silent", "work": "3"}, second, {"courts": "1"})
    assert (found.statuses.pairable, found.statuses.same) == (3, pytest.approx(2 / 3))
    assert (found.both.pairable, found.both.same) == (3, pytest.approx(1 / 3))


def test_joint_silences_stand_apart_and_status_and_level_count_at_once(small):
    """By hand: of five criteria one is silent to both and apart. Of the other four one is the same in status and level;
    of all five four have the status in common (2 and 2, 2+ and 1+, 1 and 3, the silence); three have two levels
    (2 and 2, 1 and 3, 0 and 2), of which one pair is equal.
    """
    found = compared(
        small,
        {"shelter": "silent", "schools": "2", "work": "2+", "courts": "1", "papers": "silent"},
        {"shelter": "silent", "schools": "2", "work": "1+", "courts": "3", "papers": "2"},
        names=("shelter", "schools", "work", "courts", "papers"),
    )
    assert found.silences == 1
    assert (found.both.pairable, found.both.same) == (4, 1 / 4)
    assert (found.statuses.pairable, found.statuses.same) == (5, 4 / 5)
    assert (found.levels.pairable, found.levels.same) == (3, pytest.approx(1 / 3))
    assert {spot.criterion_id: spot.kind for spot in found.spots}["work"] == "one-apart"


def test_two_coders_without_a_criterion_in_common_have_no_figure(small):
    (pair,) = compared(small, {"work": "2"}, {"courts": "2"}).pairs
    assert (pair.pairable, pair.same, pair.within_one, pair.kappa, pair.apart) == (0, None, None, None, None)


def test_criteria_that_nobody_assessed_enter_nothing(small):
    found = compared(small, {"work": "3", "courts": "not-assessed"}, {"work": "3", "courts": "not-assessed"})
    assert [spot.criterion_id for spot in found.spots] == ["work"]
    assert found.statuses.pairable == 1
    assert found.levels.alpha is None


def test_spots_say_how_far_apart(small):
    found = compared(
        small,
        {"shelter": "1", "schools": "2", "work": "3", "courts": "not-applicable"},
        {"schools": "3", "work": "0", "courts": "2"},
    )
    assert {spot.criterion_id: (spot.kind, spot.apart) for spot in found.spots} == {
        "shelter": ("single", None), "schools": ("one-apart", 1), "work": ("further", 3), "courts": ("status", None),
    }  # fmt: skip
    assert found.spots[0].votes == (("a", "1"), ("b", "not-assessed"))


def test_three_coders_have_leanings(small):
    found = compared(small, {"work": "1", "courts": "1"}, {"work": "2", "courts": "2"}, {"work": "3", "courts": "3"})
    assert [(lean.coder, lean.mean) for lean in found.leans] == [("a", -1.5), ("b", 0.0), ("c", 1.5)]
    assert len(found.pairs) == 3


def test_a_leaning_counts_each_criterion_that_some_other_coder_rated(small):
    """a is 1.5 over the mean of b and c on one criterion and 1 over b alone on the other: 1.25 over two.

    c, who rated one of the two, lies at the mean of a and b there.
    """
    found = compared(small, {"schools": "3", "work": "3"}, {"schools": "1", "work": "2"}, {"schools": "2"})
    assert (found.leans[0].pairable, found.leans[0].mean) == (2, 1.25)
    assert (found.leans[2].pairable, found.leans[2].mean) == (1, 0.0)


def test_coders_without_a_common_criterion_have_no_figures(small):
    found = compared(small, {"work": "1"}, {"courts": "1"})
    assert (found.levels.pairable, found.levels.alpha, found.pairs[0].kappa) == (0, None, None)


def test_a_draft_is_compared_as_it_was_given_and_named(small):
    found = compared(small, {"work": "1"}, {"work": "1"}, state="draft")
    assert found.levels.pairable == 1
    assert found.drafts == ("a", "b")


def test_one_coder_is_not_enough(small):
    with pytest.raises(EvaluatorError, match="agreement needs two coders; XXA-2020 was rated by a"):
        compared(small, {"work": "1"})


@pytest.mark.parametrize(
    ("said", "kind", "apart"),
    [
        ({"a": "2", "b": "2"}, "same", 0),
        ({"a": "2", "b": "3"}, "one-apart", 1),
        ({"a": "2", "b": "4"}, "further", 2),
        ({"a": "2"}, "single", None),
        ({"a": "not-applicable", "b": "not-applicable"}, "same", None),
        ({"a": "2", "b": "not-applicable"}, "status", None),
        ({"a": "silent", "b": "0"}, "same", 0),
    ],
)
def test_how_far_apart_the_coders_are_has_a_word(small, said, kind, apart):
    codings = [small.coding(coder, {"work": said[coder]} if coder in said else {}) for coder in ("a", "b")]
    (spot,) = agreement(small.assessment(*codings), small.rubric()).spots
    assert (spot.kind, spot.apart) == (kind, apart)
