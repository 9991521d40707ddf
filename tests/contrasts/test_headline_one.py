"""The finding on one plan: which rule chooses it, and what it says, worked by hand on the toy rubric.

Each paradigm has two stances of two criteria, all of equal weight inside it. `equal` gives each of the three paradigms
0.3 and plan quality 0.1; `police` migration 0.2 and law enforcement 0.8; `rights` 0.1, 0.1 and human rights 0.8.
Grades: A from 0.8, C from 0.5, E under it; 67 % have to be assessed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator import contrast
from evaluator.contrasts.headline.one import RULES, headline_of
from evaluator.model.sentence import series
from tests.contrasts.synthetic import CRITERIA, LEAVES, toy_assessment, toy_rubric
from tests.marking import unsaid

CHOSEN = {
    "least_move": 0.05,
    "agree_from": 0.75,
    "explains": 0.5,
    "names": 3,
    "unread_times": 2,
    "origin": "modelled",
}
NORM = {"level": 3, "gap_up_to": 1, "origin": "modelled"}
EVERY = (*LEAVES, "plan-quality")
POLICE = {**dict.fromkeys(EVERY, 0), "law-enforcement.control": 4, "law-enforcement.protection": 4}
GATE = "human-rights.protection-1"


def rubric_with(chosen=None, **more):
    report = {
        "practice": {"from": 0.5, "origin": "modelled"},
        "common_gap": {"up_to": 0.25, "least_plans": 2, "origin": "modelled"},
        "finding": {**CHOSEN, **(chosen or {})},
    }
    return toy_rubric(report=report, norm_level=NORM, **more)


def finding(levels, chosen=None, weightings=None, **more):
    kept = {name: more.pop(name) for name in ("low",) if name in more}
    return headline_of(
        contrast([toy_assessment("AAA-2010-2012", levels, **kept)], rubric_with(chosen, **more), weightings)
    )


def test_frames_that_give_different_grades_are_named_with_the_criteria_that_make_the_difference():
    """rights 0.1 x 1 = 0.10, equal 0.3, police 0.8; a criterion of law enforcement pulls 0.175 x (1 - 0.1) = 0.1575.

    Three of them pull 0.4725, more than half of the difference of 0.7; two do not.
    """
    found = finding(POLICE)
    assert found.rule == "grade-moves"
    assert found.lead == "Grade E (0.30) under “equal” and under 1 of the 2 others; A under 1."
    assert found.rest == (
        (
            "It runs from E (0.10) under “rights” to A (0.80) under “police”; "
            "same evidence, same ratings: only the weights differ."
        ),
        (
            "“police” gives more weight to what is rated higher: “Law-enforcement.control-1”, "
            "“Law-enforcement.control-2”, “Law-enforcement.protection-1”."
        ),
        "All that counts was assessed.",
    )
    assert [(s.weighting_id, s.grade.grade, round(s.score, 9)) for s in found.sides] == [
        ("rights", "E", 0.1),
        ("police", "A", 0.8),
    ]
    assert found.criteria == ("law-enforcement.control-1", "law-enforcement.control-2", "law-enforcement.protection-1")
    assert found.sentences == (found.lead, *found.rest)


def test_where_three_of_four_frames_agree_the_outermost_are_not_named():
    """Two of three frames give E; from two thirds on they agree enough, and strengths and gaps are told instead."""
    found = finding(POLICE, {"agree_from": 0.66})
    assert found.rule == "grade-mostly-holds"
    assert found.lead == "Grade E (0.30) under “equal” and under 1 of the 2 others; A under 1."
    assert found.rest[0].startswith("It does best on “Law-enforcement.control-1”")
    assert not [sentence for sentence in found.rest if "rights" in sentence or "police" in sentence]
    assert [side.weighting_id for side in found.sides] == ["equal"]
    assert finding(POLICE, {"agree_from": 0.67}).rule == "grade-moves"


def test_a_frame_used_that_stands_alone_says_so():
    """Under police the plan gets A; equal and rights give E, so that one of three agrees with the frame used."""
    found = finding(POLICE, weightings=["police", "equal", "rights"])
    assert found.lead == "Grade A (0.80) under “police” alone; E under 2."
    assert found.rule == "grade-moves"


def test_one_frame_that_can_grade_names_no_others():
    """Law enforcement alone is 30 % of equal, 80 % of police and 10 % of rights."""
    law = {"law-enforcement.control": 4, "law-enforcement.protection": 4}
    found = finding(law, weightings=["police", "equal", "rights"])
    assert (found.rule, found.lead) == ("graded", "Grade A (1.00 out of 1) under “police”.")
    assert found.rest[0] == "Under 2 frames too little is assessed for a grade."


def test_a_frame_that_cannot_grade_moves_nothing():
    """Equal 0.9 x 0.125 + 0.1 x 0.5 = 0.16, police 0.8 x 0.25 = 0.20; rights, 20 % known, would be 0.125."""
    levels = {"migration": 0, "law-enforcement": 1, "plan-quality": 2}
    found = finding({leaf: levels.get(leaf.split(".")[0]) for leaf in EVERY})
    assert found.rule == "frame-hardly-matters"
    assert found.rest[:2] == (
        "Under 1 frame too little is assessed for a grade.",
        "The choice of frame hardly moves the score (0.16 to 0.20).",
    )


def test_where_few_criteria_do_not_make_half_of_the_difference_it_is_said():
    found = finding(POLICE, {"names": 2})
    assert found.rest[1] == (
        "The difference is spread over many criteria; the largest parts are “Law-enforcement.control-1”, "
        "“Law-enforcement.control-2”."
    )
    assert len(finding(POLICE, {"explains": 0.2}).criteria) == 1, "one alone makes 0.1575 of 0.7"


@pytest.mark.parametrize(
    ("levels", "explains", "said"),
    [
        # rights 0.3, police 0.5: human rights structural pulls 0.2 x 0.3 = 0.06 each, two of them 0.12 of 0.2.
        (
            {"human-rights.structural": 0},
            0.5,
            (
                "“rights” gives more weight to what is rated lower: "
                "“Human-rights.structural-1”, “Human-rights.structural-2”."
            ),
        ),
        # rights 0.425, police 0.7: law control pulls 0.175 x 0.575 = 0.1006 each, then structural 0.2 x 0.175 = 0.035.
        (
            {"law-enforcement.control": 4, "human-rights.structural": 1},
            0.9,
            (
                "“police” gives more weight to what is rated higher (“Law-enforcement.control-1”, "
                "“Law-enforcement.control-2”), “rights” to what is rated lower (“Human-rights.structural-1”, "
                "“Human-rights.structural-2”)."
            ),
        ),
    ],
)
def test_the_difference_is_told_on_the_side_of_the_frame_that_counts_it_more(levels, explains, said):
    found = finding({**dict.fromkeys(EVERY, 2), **levels}, {"names": 6, "explains": explains})
    assert said in found.rest


def test_one_grade_under_every_frame_and_scores_that_differ():
    """Law enforcement 0.5, all else 0.25: equal 0.325, police 0.45, rights 0.275, printed 0.28."""
    found = finding({**dict.fromkeys(EVERY, 1), "law-enforcement.control": 2, "law-enforcement.protection": 2})
    assert found.rule == "score-moves"
    assert found.lead == "Grade E (0.33) under “equal” and under all 2 others."
    assert found.rest[0] == "The score runs from 0.28 under “rights” to 0.45 under “police”."


@pytest.mark.parametrize(("least", "rule"), [(0.175, "score-moves"), (0.1750001, "frame-hardly-matters")])
def test_a_difference_counts_from_the_threshold_of_the_rubric_on(least, rule):
    """0.45 - 0.275 = 0.175, in binary a little less."""
    levels = {**dict.fromkeys(EVERY, 1), "law-enforcement.control": 2, "law-enforcement.protection": 2}
    assert finding(levels, {"least_move": least}).rule == rule


def test_where_all_frames_tie_the_frame_hardly_matters_and_the_gaps_are_named():
    """Level 1 everywhere is 0.25 under each frame; criteria of the paradigms weigh 0.075, those of quality 0.05."""
    found = finding(dict.fromkeys(EVERY, 1))
    assert found.rule == "frame-hardly-matters"
    assert found.lead == "Grade E (0.25) under “equal” and under all 2 others."
    assert found.rest[:3] == (
        "The choice of frame does not move the score.",
        "No assessed criterion reaches level 3.",
        "What to mend first: “Migration.control-1”, “Migration.control-2”, “Migration.protection-1”.",
    )
    assert [side.weighting_id for side in found.sides] == ["equal"], "no frame is outermost"


def test_what_meets_the_standard_is_named_before_what_falls_short():
    found = finding(dict.fromkeys(EVERY, 4))
    assert found.rest[1] == "It does best on “Migration.control-1”, “Migration.control-2”, “Migration.protection-1”."
    assert "It loses most" not in " ".join(found.rest)


def test_frames_without_a_grade_are_counted_and_never_named():
    """Without human rights `rights` covers 0.2 of its weight; equal covers 0.7, police all."""
    levels = {name: 1 for name in EVERY if not name.startswith("human-rights")}
    found = finding(levels)
    assert found.lead == "Grade E (0.25) under “equal” and under 1 of the 2 others."
    assert found.rest[0] == "Under 1 frame too little is assessed for a grade."
    assert found.rest[-1] == "What was not assessed (30%) cannot change the grade.", "0.175 to 0.475 is an E"
    two = finding(dict.fromkeys(levels, 2))
    assert two.rest[-1] == ("What was not assessed (30%) could still change the grade: E or C."), "0.35 to 0.65"


def test_under_the_least_coverage_the_report_says_so_and_what_else_could_move_the_score():
    """Law control 1, migration control 0: equal covers 30 %, police 50 %, rights 10 %: no frame moves anything."""
    levels = {"law-enforcement.control": 4, "migration.control": 0}
    found = finding(levels)
    assert found.rule == "too-little"
    assert found.sentences == (
        "Not graded: 30% of what counts was assessed; a grade needs 67%.",
        "Once the rest is in, the score will lie between 0.15 and 0.85 and the grade will be E to A.",
    )


@pytest.mark.parametrize(
    ("law", "rights", "said"),
    [
        # police 1.0, rights 0.1 / 0.9 = 0.11; equal leaves 40 % open.
        (4, 0, "What was not assessed could move the score by 0.40; the choice of frame moves it by 0.89."),
        # police 0.875, rights (0.0875 + 0.8) / 0.9 = 0.986
        (
            3.5,
            4,
            (
                "What was not assessed matters at least 3 times as much as whose weights are used: "
                "0.40 against 0.11."
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_unread_is_compared_with_the_frames_that_can_grade(law, rights, said):
    levels = {"law-enforcement.control": int(law), "law-enforcement.protection": int(law + 0.5)}
    found = finding({**levels, "human-rights.protection": rights, "human-rights.structural": rights})
    assert (found.rule, found.rest[1]) == ("too-little", said)


def test_other_frames_that_can_grade_it_are_counted():
    levels = {"law-enforcement.control": 4, "law-enforcement.protection": 4}
    assert finding(levels).rest[-1] == "Under 1 other frame enough is assessed for a grade: 1 gives A."


def test_a_range_within_one_grade_names_that_grade():
    assert (
        " and the grade will be E."
        in finding(
            {
                "law-enforcement.control": 0,
                "law-enforcement.protection": 0,
                "migration.control": 0,
                "migration.protection": 0,
            }
        ).rest[0]
    )


def test_nothing_assessed_is_no_finding():
    found = finding({})
    assert (found.rule, found.rest, found.sides) == ("nothing-assessed", (), ())
    assert found.lead == "There is no finding yet: nothing that counts has been assessed."


def test_without_a_criterion_that_counts_there_is_no_finding():
    study = contrast([toy_assessment("AAA-2010-2012", POLICE)], rubric_with())
    bare = replace(study, verdicts=tuple(tuple(replace(v, has_weight=False) for v in row) for row in study.verdicts))
    assert headline_of(bare).rule == "no-weight"


def test_a_breached_safeguard_is_named_with_the_grade_that_the_score_would_give():
    """One contrary criterion of human rights, all else 4: equal 0.925, A by its score, C at most."""
    found = finding({**dict.fromkeys(EVERY, 4), GATE: "contrary"})
    assert found.rule == "score-moves"
    assert (found.grave, found.lead) == (1, "A safeguard is breached: “Human-rights.protection-1”.")
    assert found.rest[1] == "By its score alone it would be A; a breached safeguard limits it."


def test_a_frame_that_disregards_the_safeguards_is_said_to_make_the_difference():
    rubric = rubric_with()
    free = rubric.weightings["police"].model_copy(update={"gates": "ignore"})
    levels = {**dict.fromkeys(EVERY, 4), GATE: "contrary"}
    study = contrast([toy_assessment("AAA-2010-2012", levels)], rubric, [rubric.weightings["rights"], free])
    found = headline_of(study)
    assert found.rest[0] == "Grade C (0.80) under “rights” alone; A under 1."
    assert (
        "Under “rights” breached safeguards limit the grade, “police” disregards them: “Human-rights.protection-1”."
        in found.rest
    )


def test_a_better_grade_with_no_better_score_names_no_criteria():
    """police gives 1.0 and C, as the safeguard limits it; rights 0.8 and A, as it disregards it."""
    rubric = rubric_with()
    free = rubric.weightings["rights"].model_copy(update={"gates": "ignore"})
    levels = {**dict.fromkeys(EVERY, 4), GATE: "contrary"}
    found = headline_of(
        contrast([toy_assessment("AAA-2010-2012", levels)], rubric, [rubric.weightings["police"], free])
    )
    assert found.rule == "grade-moves"
    assert found.rest[0] == "Grade C (1.00) under “police” alone; A under 1."
    assert found.criteria == ()


def test_one_frame_or_a_rubric_without_rules_gives_the_grade_alone():
    levels = dict.fromkeys(EVERY, 1)
    plan = toy_assessment("AAA-2010-2012", levels)
    for study in (contrast([plan], rubric_with(), ["equal"]), contrast([plan], toy_rubric())):
        found = headline_of(study)
        assert found.rule == "graded"
        assert found.lead == "Grade E (0.25 out of 1) under “equal”."
    assert headline_of(contrast([toy_assessment("AAA-2010-2012", {})], toy_rubric())).rule == "nothing-assessed"
    thin = headline_of(contrast([toy_assessment("AAA-2010-2012", {"migration.control": 1})], toy_rubric()))
    assert len(thin.rest) == 1, "how far frames move it is not said without the rule"


def test_ratings_of_low_confidence_widen_what_is_said():
    """Level 2 everywhere is 0.5, a C; all of low confidence and one level off it is 0.25 or 0.75: E or C."""
    assert finding(dict.fromkeys(EVERY, 2)).rest[-1] == "All that counts was assessed."
    names = [name for name in CRITERIA if name != GATE]
    unsure = finding(dict.fromkeys(EVERY, 2), low=names)
    assert unsure.rest[-1] == "If every doubtful rating were one level off: E or C."
    further = finding(dict.fromkeys(EVERY, 2), low=names, confidence_step=2)
    assert further.rest[-1].startswith("If every doubtful rating were 2 levels off: E")


def test_what_is_missing_may_be_unable_to_change_the_grade():
    levels = {**dict.fromkeys(EVERY, 0), "plan-quality": None}
    assert "What was not assessed (10%) cannot change the grade." in finding(levels).rest


def test_what_is_known_at_least_is_told_with_the_lowest_grade_that_it_leaves():
    """Three paradigms at least at 3 of 4 leave 0.9 x 0.75 = 0.675, a C, at worst; nothing else is known."""
    least = {**dict.fromkeys(LEAVES, "3+"), "plan-quality": 2}
    found = finding(least)
    assert found.rule == "too-little"
    assert "C or better: 12 questions on practice are known to be at least level 3." in found.rest
    some = finding({**dict.fromkeys(EVERY), "plan-quality": 2, "migration.control": "1+"})
    assert "2 questions on practice are known to be at least level 1." in some.rest


def test_every_rule_has_its_words():
    assert all(RULES.values())


def test_every_sentence_can_be_said_in_another_language():
    titles = [name.capitalize() for name in CRITERIA]
    for levels in (POLICE, dict.fromkeys(EVERY, 1), {"migration.control": 1}, {}, {**POLICE, GATE: "contrary"}):
        said = series(" ", finding(levels).sentences)
        assert unsaid(said, [*titles, "equal", "police", "rights", "A", "C", "E"]) == ""


def test_a_score_of_nothing_is_the_lowest_and_printed_as_nothing():
    """Only human rights has anything, 0.25: equal 0.3 x 0.25 = 0.075, police gives it no weight, rights 0.8 x 0.25."""
    found = finding({**dict.fromkeys(EVERY, 0), "human-rights.protection": 1, "human-rights.structural": 1})
    assert found.rest[0] == "The score runs from 0.00 under “police” to 0.20 under “rights”."
    assert [side.score for side in found.sides] == [0.0, pytest.approx(0.2)]
