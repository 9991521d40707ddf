"""The findings on several plans, worked by hand on the toy rubric; see test_headline for its weights."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.headline.one import RULES, headline_of
from evaluator.contrasts.headline.several import across_frames, frames_of, side_by_side
from evaluator.contrasts.order import PartialOrder
from evaluator.contrasts.place_block import plan_places
from evaluator.contrasts.sensitivity import SensitivityIndex, SensitivityResult
from evaluator.model.sentence import series
from tests.contrasts.synthetic import CRITERIA, toy_assessment
from tests.contrasts.test_headline_one import EVERY, POLICE, rubric_with
from tests.marking import unsaid

FIRST, SECOND, THIRD = (f"{name}-2010-2012" for name in ("AAA", "BBB", "CCC"))
MOST = "The ranks depend most on one choice: %s (%s of 1)."
THIN = {"law-enforcement.control": 4}  # 15 % of equal, 40 % of police


def study_of(*levels, weightings=None):
    plans = [toy_assessment(f"{name}-2010-2012", own) for name, own in zip(("AAA", "BBB", "CCC"), levels, strict=False)]
    return contrast(plans, rubric_with(), weightings)


def level(number):
    return dict.fromkeys(EVERY, number)


def order(*over):
    return PartialOrder("equal", 0.95, (), over, ())


def shares(**totals):
    found = [SensitivityIndex(name, name, total, 0.0, total, 0.0, 0.0) for name, total in totals.items()]
    return SensitivityResult(tuple(sorted(found, key=lambda one: -one.total)), 64, 0.5, 0.95, 7)


def spoken(**prevailed):
    """Return the toy rubric, in which the named frames are those of actors that spoke."""
    rubric = rubric_with()
    frames = {
        name: frame.model_copy(update={"prevailed": prevailed.get(name)}) for name, frame in rubric.weightings.items()
    }
    return rubric.model_copy(update={"weightings": frames})


RIGHTS = {**level(0), "human-rights.protection": 4, "human-rights.structural": 4}


def test_a_plan_that_actors_put_before_others_and_after_them_goes_before_a_change_of_grade():
    """Under police A has 0.8 and B 0; under rights A 0.1 and B 0.8: each passes the other, and A is named first."""
    plans = [toy_assessment(FIRST, POLICE), toy_assessment(SECOND, RIGHTS)]
    study = contrast(plans, spoken(police=True, rights=False))
    found = across_frames(study)
    assert found.rule == "places-turn"
    assert found.lead == f"First of two for one, second for another: where {FIRST} stands depends on who is counting."
    assert found.rest[0] == "First for Police; second for Rights: same evidence, same ratings."
    assert [(side.weighting_id, round(side.score, 9)) for side in found.sides] == [("rights", 0.1), ("police", 0.8)]
    assert found.rest[1] == "2 of 2 graded plans change grade with who is counting."
    assert plan_places(study).mover.passed == 1


def test_no_place_turns_among_counts_alone_nor_by_less_than_counts():
    plans = [toy_assessment(FIRST, POLICE), toy_assessment(SECOND, RIGHTS)]
    assert across_frames(contrast(plans, spoken(police=True))).rule == "grades-move"
    assert across_frames(contrast(plans, spoken(police=True, rights=False)), ranks=False).rule == "grades-move"
    alike = [plans[0], toy_assessment(SECOND, {**POLICE, "human-rights.protection": 1, "law-enforcement.control": 3})]
    study = contrast(alike, spoken(police=True, rights=False))
    # Police: 0.8 against 0.7. Rights: 0.1 against 0.0875 + 0.8 x 0.5 x 0.25 = 0.1875, which counts.
    assert plan_places(study).mover.passed == 1
    rubric = spoken(police=True, rights=False)
    finding = rubric.report.finding.model_copy(update={"least_move": 0.09})
    strict = rubric.model_copy(update={"report": rubric.report.model_copy(update={"finding": finding})})
    assert plan_places(contrast(alike, strict)).mover is None


def test_one_plan_has_the_finding_of_its_own_report():
    study = study_of(POLICE)
    assert side_by_side(study) == across_frames(study) == headline_of(study)


@pytest.mark.parametrize("finding", [side_by_side, across_frames])
def test_where_no_plan_has_a_grade_nothing_is_compared(finding):
    """Both have 0.85 unread under equal, and score 1 or 0 under every frame: 0.85 against 0."""
    found = finding(study_of(THIN, {"law-enforcement.control": 0}))
    assert found.rule == "none-graded"
    assert found.sentences == (
        "Too little was assessed to compare these 2 plans: none has the 67% that a grade needs.",
        "What was not assessed could move the score by 0.85. These are averages over the plans.",
    )


def test_that_other_frames_can_grade_some_is_said():
    """Law enforcement alone is 30 % of equal and 80 % of police."""
    law = {"law-enforcement.control": 4, "law-enforcement.protection": 4}
    assert side_by_side(study_of(law, THIN)).rest[-1] == "Under other frames 1 of them has a grade."


def test_one_plan_that_alone_is_graded_stands_by_itself():
    found = side_by_side(study_of(level(2), THIN))
    assert found.rule == "one-graded"
    assert found.sentences == (
        f"Only {FIRST} was assessed far enough for a grade: C.",
        f"Not graded, as less than 67% was assessed: {SECOND}.",
    )


def test_the_plan_that_is_ahead_of_most_others_is_named():
    study = study_of(level(4), level(1), level(1))
    found = side_by_side(study, order((SECOND, THIRD), (FIRST, SECOND), (FIRST, THIRD)))
    assert found.rule == "told-apart"
    assert found.lead == (
        f"{FIRST} is firmly ahead of {SECOND}, {THIRD}: in at least 95% of all frames drawn, on what was assessed in "
        "each and on what was assessed in both, and whatever is still missing."
    )
    assert found.rest[0] == "3 plans are graded: 1 gets A, 2 get E."


def test_plans_that_are_ahead_of_the_same_are_named_together_in_the_order_of_their_ids():
    study = study_of(level(4), level(4), level(1))
    assert side_by_side(study, order((SECOND, THIRD), (FIRST, THIRD))).lead.startswith(
        f"{FIRST}, {SECOND} are firmly ahead of {THIRD}:"
    )


def test_where_the_order_was_not_computed_nothing_is_said_of_who_is_ahead():
    found = side_by_side(study_of(level(4), level(1), THIN))
    assert found.rule == "not-compared"
    assert found.sentences[:2] == (
        "2 plans are graded: 1 gets A, 1 gets E.",
        "Whether one is firmly ahead of another was not computed.",
    )


def test_of_one_frame_alone_the_finding_speaks_of_no_choice_of_frame():
    study = study_of(level(4), level(1), weightings=["equal"])
    assert across_frames(study) == side_by_side(study)
    told = across_frames(study, None, order((FIRST, SECOND)))
    assert told.rule == "told-apart"
    assert "frame changes" not in " ".join(told.sentences)


def test_plans_that_cannot_be_told_apart_are_not_ranked():
    """Level 1 is a gap of both, level 4 a strength of both; level 0 and 2 are the first plan's alone."""
    shared = {"migration.control-1": 4, "law-enforcement.control-2": 1}
    study = study_of({**level(2), **shared, "migration.protection-1": 0}, {**level(2), **shared}, THIN)
    found = side_by_side(study, order())
    assert found.rule == "not-told-apart"
    assert found.sentences == (
        "2 plans are graded (1 gets C, 1 gets E), but none is firmly ahead of another on present evidence.",
        "Both do well on “Migration.control-1”.",
        "Both fall short on “Law-enforcement.control-2”.",
        f"Not graded, as less than 67% was assessed: {THIRD}.",
    )
    assert found.criteria == ("migration.control-1", "law-enforcement.control-2")


def test_plans_that_change_grade_with_the_frame_are_counted_and_the_one_that_moves_furthest_named():
    """AAA: E under rights (0.1), A under police (0.8). BBB: level 2 everywhere, always C. CCC is not graded."""
    found = across_frames(study_of(POLICE, level(2), THIN))
    assert found.rule == "grades-move"
    assert found.lead == "1 of 2 graded plans changes grade with who is counting."
    assert found.rest[0] == f"{FIRST} moves furthest in grade, from E (0.10) for Rights to A (0.80) for Police."
    assert found.rest[1].startswith("“police” gives more weight to what is rated higher: ")
    assert found.rest[-1] == "For 1 plan too little was assessed for a grade under any frame."
    assert [side.weighting_id for side in found.sides] == ["rights", "police"]


def test_more_grades_go_before_more_score_and_a_tie_is_told_as_one():
    """POLICE moves by two grades; its twin, given second, by as many and as far."""
    found = across_frames(study_of(level(2), POLICE, POLICE))
    assert found.sides[0].plan_id == SECOND
    assert found.rest[0] == (
        f"{SECOND} is one of 2 plans that move furthest in grade: from E (0.10) for Rights to A (0.80) for Police."
    )
    one_grade = {**level(1), "law-enforcement.control": 3, "law-enforcement.protection": 3}  # equal .4, police .65: one
    assert across_frames(study_of(one_grade, POLICE)).sides[0].plan_id == SECOND


def test_where_no_grade_changes_the_first_place_may():
    """AAA: 0.1 from law; BBB: as much from human rights. Both stay an E."""
    law = {**level(0), "law-enforcement.control": 1, "law-enforcement.protection": 1}
    rights = {**level(0), "human-rights.protection": 1, "human-rights.structural": 1}
    study = study_of(law, rights)
    found = across_frames(study)
    assert found.rule == "first-moves"
    assert found.lead == (
        "No plan changes grade with who is counting; the first place does: "
        f"{FIRST} under 2 frames, {SECOND} under 2 frames."
    ), "under equal they share it"
    assert found.rest[0] == f"{SECOND} moves furthest, by 0.20.", "0 to 0.8 x 0.25; AAA 0.025 to 0.2"
    quiet = across_frames(study, shares(unrated=0.4, weights=0.1), ranks=False)
    assert quiet.lead == "No plan changes grade with who is counting."
    assert "ranks" not in " ".join(quiet.rest)


def test_where_nothing_moves_it_is_said():
    found = across_frames(study_of(level(2), level(1)))
    assert (found.rule, found.lead) == ("nothing-moves", "No plan changes grade with who is counting.")
    assert found.rest == ("The choice of frame moves no score.",)


def test_plans_that_move_as_far_are_named_together():
    """Law enforcement at 0.25: 0.025 under rights, 0.2 under police, a half rounded up; each of the two stays an E."""
    law = {**level(0), "law-enforcement.control": 1, "law-enforcement.protection": 1}
    assert f"{FIRST}, {SECOND} move furthest, by 0.18." in across_frames(study_of(law, law)).rest


def test_frames_that_cannot_grade_a_plan_do_not_move_it():
    """Without human rights: equal 0.9 x 0.125 + 0.1 x 0.5 = 0.16, police 0.20; rights would give 0.125, of 20 %."""
    thin = {"migration.control": 0, "migration.protection": 0, "plan-quality": 2}
    law = {"law-enforcement.control": 1, "law-enforcement.protection": 1}
    found = across_frames(study_of({**thin, **law}, level(1)), ranks=False)
    assert found.rest[0] == "The choice of frame hardly moves a score."


def test_how_many_plans_another_frame_can_grade_is_said_in_one_sentence():
    """Without human rights and quality equal covers 60 %, police all: AAA alone has a grade under equal."""
    thin = dict.fromkeys([name for name in EVERY if name.split(".")[0] in ("migration", "law-enforcement")], 2)
    assert side_by_side(study_of(level(2), thin, {})).rest[-1] == (
        "Under “equal” 1 of 3 have enough evidence for a grade; under some frame 2 have."
    )


def test_plans_that_tie_everywhere_share_the_first_place_which_does_not_move():
    found = across_frames(study_of(level(2), level(2)), shares(unrated=0.0))
    assert found.rule == "nothing-moves"
    assert found.rest == (
        "The choice of frame moves no score.",
        f"{FIRST}, {SECOND} share the first place under every frame.",
    ), "no choice is said to move ranks that nothing moves"


@pytest.mark.parametrize("finding", [side_by_side, across_frames])
def test_where_no_plan_has_a_score_there_is_no_finding_yet(finding):
    found = finding(study_of({}, {}))
    assert (found.rule, found.rest) == ("nothing-assessed", ())
    assert found.lead == "There is no finding yet: nothing that counts has been assessed."


def test_one_plan_that_alone_can_be_graded_is_told_with_what_frames_do_to_it():
    found = across_frames(study_of(POLICE, THIN))
    assert found.rule == "one-graded"
    assert found.sentences[:2] == (
        f"Only {FIRST} was assessed far enough for a grade under any frame.",
        f"{FIRST} gets E (0.10) for Rights and A (0.80) for Police.",
    )
    assert across_frames(study_of(level(2), THIN)).rest[0] == "Its grade is C under every frame that can grade it."


@pytest.mark.parametrize(
    ("sensitivity", "said"),
    [
        (
            shares(unrated=0.86, weights=0.46),
            (
                "The ranks depend most on one choice: the level of what is not assessed or disputed "
                "(a share of 0.86 out of 1); for the weights it is 0.46."
            ),
        ),
        (
            shares(weights=0.88, unrated=0.1),
            "The ranks depend most on one choice: the weights of paradigms and stances (a share of 0.88 out of 1).",
        ),
        (
            shares(unrated=0.5),
            (
                "The ranks depend most on one choice: the level of what is not assessed or disputed "
                "(a share of 0.50 out of 1)."
            ),
        ),
        (shares(), None),
        (None, None),
    ],
)
def test_which_choice_moves_the_ranks_most_is_said(sensitivity, said):
    found = across_frames(study_of(level(2), level(1)), sensitivity)
    assert (said in found.rest) if said else not any("The ranks depend" in sentence for sentence in found.rest)


def test_more_than_six_plans_are_counted_not_named():
    plans = [toy_assessment(f"{letter * 3}-2010-2012", THIN) for letter in "CDEFGHIJ"]
    study = contrast([toy_assessment(FIRST, level(2)), toy_assessment(SECOND, level(2)), *plans], rubric_with())
    assert side_by_side(study).rest[-1].endswith("HHH-2010-2012 and 2 more.")


def test_frames_of_a_study_are_one_for_each_plan():
    assert [frames.own.plan_id for frames in frames_of(study_of(level(1), level(2)))] == [FIRST, SECOND]


def test_every_sentence_can_be_said_in_another_language():
    words = [
        FIRST,
        SECOND,
        THIRD,
        "equal",
        "police",
        "rights",
        "Equal",
        "Police",
        "Rights",
        *(name.capitalize() for name in CRITERIA),
        *"ACE",
    ]
    studies = [study_of(POLICE, level(2)), study_of(THIN, THIN), study_of(level(2), THIN), study_of(level(2), level(1))]
    for study in studies:
        for found in (
            side_by_side(study, order((FIRST, SECOND))),
            across_frames(study, shares(unrated=0.5, weights=0.1)),
        ):
            assert found.rule in RULES
            assert unsaid(series(" ", found.sentences), words) == ""


def test_what_all_fall_short_on_is_named_by_how_much_it_costs_them_together():
    small, large = [name for name in CRITERIA if name.startswith("migration.control")]
    own = {**level(3), small: 1, large: 0}
    study = study_of(own, own)
    short = ("All of them fall short", "Both fall short")
    (said,) = [sentence for sentence in side_by_side(study).sentences if sentence.startswith(short)]
    titles = study.rubric.title
    assert said.index(titles(large)) < said.index(titles(small))


def test_nobody_is_told_of_plans_that_are_not_there():
    for finding in (side_by_side, across_frames):
        sentences = finding(study_of(level(3), level(4))).sentences
        assert not any("of 0 plan" in sentence.lower() for sentence in sentences)
        assert not any(sentence.startswith("Not graded") for sentence in sentences)


def test_who_is_first_under_more_frames_is_named_first():
    """BBB leads in law and, by migration, under equal; AAA leads under rights alone."""
    rights = {**level(0), "human-rights.protection": 1}
    law = {**level(0), "law-enforcement.control": 1, "law-enforcement.protection": 1}
    assert across_frames(study_of(rights, law)).lead.endswith(f"{SECOND} under 2 frames, {FIRST} under 1 frame.")


def test_without_a_norm_level_nothing_is_called_a_strength_or_a_gap_of_all():
    plans = [toy_assessment(f"{name}-2010-2012", level(4)) for name in ("AAA", "BBB")]
    said = [
        " ".join(side_by_side(contrast(plans, rubric.model_copy(update={"norm_level": norm}))).sentences)
        for rubric in [rubric_with()]
        for norm in (rubric.norm_level, None)
    ]
    assert ["do well" in text for text in said] == [True, False]
