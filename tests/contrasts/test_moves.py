"""Moves between weightings: exact contributions, and a sentence that says them."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator import contrast
from evaluator.contrasts.moves import _pull_words, moves
from evaluator.model.contrast import MoveChoices
from tests.contrasts.synthetic import ALIKE, CRITERIA, choices, three_plans, toy_assessment, toy_rubric
from tests.marking import unsaid


@pytest.mark.parametrize("policy", ["renormalise", "zero", "redistribute"])
def test_contributions_add_up_to_the_move_under_every_missing_policy(policy):
    gaps = toy_assessment("DDD-2010-2012", {**ALIKE, "law-enforcement.control": 4, "human-rights.protection-2": None})
    study = contrast([*three_plans(), gaps], toy_rubric(missing={"policy": policy}))
    for after in ("police", "rights"):
        for move in moves(study, "equal", after):
            for parts in (move.criteria, move.stances):
                assert sum(p.change for p in parts) == pytest.approx(move.change, abs=2e-9)
                assert sum(p.pull for p in parts) == pytest.approx(move.change, abs=2e-9)


def test_a_case_worked_by_hand():
    """Police to rights: law enforcement 0.8 to 0.1 with points 1, human rights 0 to 0.8 with points 0.25."""
    move = moves(contrast(three_plans(), toy_rubric()), "police", "rights")[0]
    assert move.before.score == 0.9
    assert move.after.score == pytest.approx(0.1 * 0.5 + 0.1 * 1 + 0.8 * 0.25)
    by_id = {part.id: part for part in move.stances}
    assert by_id["law-enforcement.control"].weight_before == pytest.approx(0.4)
    assert by_id["law-enforcement.control"].pull == pytest.approx((0.05 - 0.4) * (1 - 0.9))
    assert by_id["human-rights.structural"].pull == pytest.approx(0.4 * (0 - 0.9))
    assert by_id["human-rights.structural"].points is None, "it has no weight before"
    assert move.stances[0].id == "human-rights.structural"
    assert by_id["human-rights.structural"].text == "Human-rights, structural"


def test_the_sentence_names_ranks_and_what_pulls():
    move = moves(contrast(three_plans(), toy_rubric()), "police", "rights")[0]
    assert move.sentence.startswith("AAA-2010-2012 scores 0.550 lower under rights than under police")
    assert "goes from rank 1 to rank 3" in move.sentence
    assert "Human-rights.structural-1 (0.00 points) counts 20.0% instead of 0.0%" in move.sentence
    assert move.overtaken_by == ("BBB-2010-2012", "CCC-2011-2013")
    other = moves(contrast(three_plans(), toy_rubric()), "police", "rights")[1]
    assert other.overtakes == ("AAA-2010-2012", "CCC-2011-2013")


def test_the_sentence_without_ranks_is_the_same_but_for_them():
    move = moves(contrast(three_plans(), toy_rubric()), "police", "rights")[0]
    assert "rank" not in move.sentence_without_ranks
    told = move.sentence.replace(" and goes from rank 1 to rank 3", "")
    assert move.sentence_without_ranks == told.replace(" BBB-2010-2012, CCC-2011-2013 pass it.", "")


def test_who_stood_level_before_is_not_overtaken():
    """A and D have the same in what counts under police, and D more of what counts under rights."""
    better = {leaf: 4 if leaf.startswith("law-enforcement") else 0 for leaf in ALIKE}
    plans = [
        toy_assessment("AAA-2010-2012", {**better, "migration.control": 0}),
        toy_assessment("DDD-2010-2012", {**better, "human-rights.protection": 4, "human-rights.structural": 4}),
    ]
    study = contrast(plans, toy_rubric(), ["police", "rights"])
    assert [v.rank for v in study.row("police")] == [1, 1]
    assert [v.rank for v in study.row("rights")] == [2, 1]
    assert [(move.overtakes, move.overtaken_by) for move in moves(study, "police", "rights")] == [((), ()), ((), ())]


def test_equal_weightings_give_no_move():
    study = contrast(three_plans(), toy_rubric())
    assert {move.change for move in moves(study, "equal", "equal")} == {0.0}
    assert "scores the same" in moves(study, "equal", "equal")[0].sentence


def test_no_score_on_a_side_is_said():
    plan = toy_assessment("AAA-2010-2012", {"human-rights.protection": 3})
    move = moves(contrast([plan], toy_rubric()), "equal", "police")[0]
    assert (move.change, move.criteria) == (None, ())
    assert move.sentence == "AAA-2010-2012 has no score under police: none of the criteria that it weighs is rated."


def test_a_tree_that_is_no_weighted_mean_claims_no_contributions():
    study = contrast(three_plans(), toy_rubric(aggregation={"kind": "geometric"}))
    move = moves(study, "police", "rights")[0]
    assert (move.exact, move.criteria) == (False, ())
    assert "contributions do not add up" in move.sentence


def test_one_plan_moves_without_a_rank():
    move = moves(contrast(three_plans()[:1], toy_rubric()), "police", "rights")[0]
    assert "rank" not in move.sentence
    same = moves(contrast(three_plans()[2:], toy_rubric()), "police", "rights")[0]
    assert same.change == 0


def test_an_unknown_weighting_is_a_key_error():
    with pytest.raises(KeyError):
        moves(contrast(three_plans(), toy_rubric(), ["equal"]), "equal", "rights")


DATA = ("AAA-2010-2012", "BBB-2010-2012", "CCC-2011-2013", "police", "rights", "equal", *map(str.capitalize, CRITERIA))
WAYS = (("police", "rights"), ("rights", "police"), ("equal", "police"), ("equal", "equal"))
SOME = {**ALIKE, "law-enforcement.control": 0, "human-rights.protection": 0, "human-rights.structural": 4}
KINDS = (
    "higher",
    "lower",
    "stays",
    "goes",
    "the same",
    "no score",
    "add up",
    "its score most",
    "the other way",
    "It passes",
    "passes it",
    "pass it",
)


@pytest.mark.parametrize(
    ("plans", "more"),
    [
        (three_plans(), {}),
        ([toy_assessment("AAA-2010-2012", SOME), *three_plans()[1:]], {}),
        (three_plans()[:1], {}),
        (three_plans(), {"aggregation": {"kind": "geometric"}}),
        ([toy_assessment("AAA-2010-2012", {"human-rights.protection": 3})], {}),
    ],
)
def test_a_move_can_be_said_in_another_language_whole(plans, more):
    study = contrast(plans, toy_rubric(**more))
    for move in (move for way in WAYS for move in moves(study, *way)):
        assert unsaid(move.sentence, DATA) == unsaid(move.sentence_without_ranks, DATA) == ""


def test_every_kind_of_sentence_is_met_above():
    studies = [
        contrast([*three_plans(), toy_assessment("DDD-2010-2012", SOME)], toy_rubric()),
        contrast(three_plans(), toy_rubric(aggregation={"kind": "geometric"})),
        contrast([toy_assessment("AAA-2010-2012", {"human-rights.protection": 3})], toy_rubric()),
    ]
    text = " ".join(move.sentence for study in studies for way in WAYS for move in moves(study, *way))
    assert [kind for kind in KINDS if kind not in text] == []


def test_what_pulls_with_the_move_is_never_said_to_work_the_other_way():
    """Police to rights, B up by 0.475: the first criterion pulls 0.14 upward, none more than 0.035 downward."""
    move = moves(contrast(three_plans(), toy_rubric()), "police", "rights")[1]
    assert (move.change, move.criteria[0].pull) == (pytest.approx(0.475), pytest.approx(0.14))
    assert min(part.pull for part in move.criteria) == pytest.approx(-0.035)
    assert "works the other way" not in move.sentence


@pytest.mark.parametrize(("pull", "told"), [(-0.2501, True), (-0.25, False), (-0.24, False), (-4.1, True)])
def test_what_pulls_against_a_move_is_told_where_it_is_more_than_a_quarter_of_the_move(pull, told):
    """A move of 1 upward: from -0.25 on it is told, however large it is."""
    move = moves(contrast(three_plans(), toy_rubric()), "police", "rights")[1]
    with_it, against = (dataclasses.replace(move.criteria[0], pull=one) for one in (1.0 - pull, pull))
    said = _pull_words(dataclasses.replace(move, criteria=(with_it, against)), 1.0, MoveChoices())
    assert [sentence.startswith("This works the other way") for sentence in said] == [False, True][: 1 + told]


@pytest.mark.parametrize(("chosen", "reasons", "against"), [({}, 2, False), ({"names": 1, "against": 0.07}, 1, True)])
def test_how_many_criteria_the_words_name_and_what_against_the_move_is_the_rubrics_choice(chosen, reasons, against):
    """Police to rights, B up by 0.475: the most that pulls downward is 0.035, a share of 0.0737."""
    own = choices().model_copy(update={"moves": MoveChoices(**chosen)})
    sentence = moves(contrast(three_plans(), toy_rubric(contrast=own)), "police", "rights")[1].sentence
    assert sentence.partition("This works")[0].count(" counts ") == reasons
    assert ("works the other way" in sentence) is against
