"""Groups that were asked, on the records of 2011: means of members, what is firm, what two groups turn round."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.group_findings import asked_findings, asked_words, kendall, local_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.all import tables_of
from evaluator.errors import EvaluatorError
from evaluator.pipeline import contrast
from evaluator.scoring.weights import local_weights
from evaluator.surveys.groups import asked_of
from tests.surveys.simulated import LIBRARY, RUBRIC, RULES, answers_of, book_of, centre_of, people_around, survey_of

BOOK = book_of()
CODES = ("ALB", "BIH", "BGR", "HRV", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN", "TUR")


@cache
def record():
    rubric = LIBRARY.rubric("public-record")
    units = [unit.unit_id for unit in LIBRARY.units_of("public-record") if unit.end.startswith("2011")]
    names = [name for name in units if name[:3] in CODES]
    return contrast([LIBRARY.assessment(name, rubric) for name in names], rubric, [rubric.weighting("equal")])


def answers(**sizes):
    rng = np.random.default_rng(1)
    frames = {"ngo": "la-strada", "police": "national-police-border", "donors": "us-tip"}
    return [
        answer
        for k, (group, size) in enumerate(sizes.items())
        for answer in answers_of(people_around(centre_of(frames[group]), size, rng), group, BOOK, rng, first=1000 * k)
    ]


def asked(given, **about):
    return asked_of(survey_of(**about), BOOK, RUBRIC, RULES, given)


@cache
def found(ngo=30, police=30):
    return asked_findings(record(), asked(answers(ngo=ngo, police=police)))


def row(rows, **wanted):
    (one,) = [r for r in rows if all(getattr(r, key) == value for key, value in wanted.items())]
    return one


def test_a_frame_of_a_person_scores_as_the_weighting_of_the_same_weights():
    study = record()
    made = asked(answers(ngo=20))
    weighting = made.weighting(replace(made.groups[0], members=made.groups[0].members[:1].repeat(20, axis=0)))
    rubric = LIBRARY.rubric("public-record")
    tree = study.scores.tree
    fitted = rubric.weighting("equal").model_copy(
        update={"weights": {k: v for k, v in weighting.weights.items() if k in rubric.children}, "factors": ()}
    )
    direct = study.scores.matrix.score(local_of(RUBRIC, made.groups[0].members[:1], rubric, tree))
    assert direct == pytest.approx(study.scores.matrix.score(local_weights(rubric, tree, (fitted,))), abs=1e-4)


def test_the_score_of_the_mean_is_the_mean_of_the_members_scores_but_for_missing_ratings():
    made = found()
    group = made.asked.groups[0]
    study = record()
    scores = study.scores.matrix.score(local_of(RUBRIC, group.members, study.rubric, study.scores.tree))
    for p, plan in enumerate(study.plan_ids):
        if plan in made.plans:
            assert row(made.members, group="ngo", plan_id=plan).mean == pytest.approx(scores[:, p].mean(), abs=0.03)


def test_two_groups_around_frames_that_contradict_turn_pairs_round_and_pooled_they_would_look_firm():
    made = found()
    assert len(made.turned) > 5
    assert made.alike > 5
    assert row(made.conflicts, group_a="ngo", group_b="police").pairs_turned == len(made.turned)
    pooled = asked_findings(record(), asked([replace(a, group="ngo") for a in answers(ngo=30, police=30)]))
    firm = {(r.plan_id, r.other) for r in pooled.pairs if r.ahead}
    assert set(made.turned) & firm  # what two groups turn round looks settled once they are pooled


def test_members_agree_wholly_where_all_say_the_same_and_less_where_they_do_not():
    made = asked(answers(ngo=20))
    (group,) = made.groups
    alike = replace(made, groups=(replace(group, members=group.members[:1].repeat(20, axis=0)),))
    (same,), (apart,) = (asked_findings(record(), one).groups for one in (alike, made))
    assert (same.agree_plans, same.agree_criteria) == (1.0, 1.0)
    assert apart.agree_criteria == pytest.approx(kendall(group.members), abs=0.0005)
    assert 0 < apart.agree_criteria < 1


def test_the_nearest_portrait_is_the_one_the_members_are_spread_around():
    assert [r.nearest for r in found().groups] == ["la-strada", "national-police-border"]


def test_under_twelve_members_nothing_is_firm_and_no_member_is_shown():
    made = found(ngo=11, police=30)
    own = [r for r in made.pairs if r.group == "ngo"]
    assert not any(r.ahead or r.ahead_members or r.members is not None for r in own)
    members = [r for r in made.members if r.group == "ngo"]
    assert not any(r.grades for r in members)
    assert {value for r in members for value in (r.q05, r.q25, r.q75, r.q95)} == {None}
    assert made.turned == ()


def test_under_twenty_members_the_tails_are_not_shown_and_figures_have_two_decimals():
    members = [r for r in found(ngo=12, police=30).members if r.group == "ngo" and r.mean is not None]
    assert all(r.q05 is None and r.q95 is None and r.q25 is not None for r in members)
    assert all(round(value, 2) == value for r in members for value in (r.mean, r.low, r.high, r.q25, r.q75))


def test_grades_of_members_add_up_to_a_hundred_per_cent():
    for r in found().members:
        shares = [int(part.rsplit(" ", 2)[1]) for part in r.grades.split("; ")]
        assert sum(shares) == 100


def test_nothing_in_any_table_depends_on_a_hidden_group():
    options = ContrastOptions(sections=("members", "firm", "conflict"))

    def tables(given):
        beside = ContrastContext(asked=asked(given))
        findings = findings_of(record(), options, beside)
        return [table.csv() for table in tables_of(findings, options.sections)], asked_words(findings.asked)

    whole = answers(ngo=20, police=20, donors=4)
    rng = np.random.default_rng(3)
    other = [replace(a, points=int(rng.integers(1, 101))) if a.group == "donors" else a for a in whole]
    assert tables(whole) == tables(other) == tables([a for a in whole if a.group != "donors"])


def test_the_first_sentences_say_who_was_asked_and_never_what_a_group_thinks():
    survey = survey_of(
        place="Tirana",
        asked_from="2026-11",
        held_by="the evaluators",
        groups={"ngo": {"label": {"en": "NGOs"}, "audience": "practice", "invited": 40, "organisations": 12}},
    )
    made = asked_of(survey, BOOK.model_copy(update={"groups": ("ngo",)}), RUBRIC, RULES, answers(ngo=30))
    told = [str(words) for words in asked_words(asked_findings(record(), made))]
    assert told[0].startswith(
        "Of 40 persons from 12 organisations asked (NGOs, Tirana, 2026-11) 30 answered. By the mean"
    )
    assert "how they were found is not recorded" in told[-1]
    assert "answers held by: the evaluators" in told[-1]
    assert "nothing here says what others of a group hold" in told[-1]
    assert not any(word in " ".join(told) for word in ("think", "believe", "want"))


def test_what_members_with_equal_points_turn_in_the_mean_is_counted():
    given = answers(ngo=20)
    flat = {f"r{k:04}" for k in range(1, 13)}
    mixed = [replace(a, points=100) if a.respondent in flat and a.code[0] in "as" else a for a in given]
    (made,) = asked_findings(
        record(), asked([replace(a, respondent=f"r{int(a.respondent[1:]):04}") for a in mixed])
    ).groups
    assert made.straight >= 11
    assert made.moved > 0.05
    assert made.turned_without >= 1
    (alone,) = asked_findings(record(), asked(given)).groups
    assert (alone.straight, alone.turned_without) == (0, 0)


def test_forms_made_from_other_criteria_than_stand_there_now_are_refused():
    fewer = RUBRIC.model_copy(update={"criteria": RUBRIC.criteria[1:]})
    with pytest.raises(EvaluatorError, match="no longer those of its forms"):
        asked_of(survey_of(), BOOK, fewer, RULES, answers(ngo=12))


def test_kendalls_w_by_hand():
    # Four raters, three things, rank sums 11, 8, 5: S = 9 + 0 + 9, W = 12 * 18 / (16 * 24).
    ranks = np.array([[3, 2, 1], [3, 2, 1], [2, 3, 1], [3, 1, 2.0]])
    assert kendall(ranks) == pytest.approx(12 * 18 / (16 * 24))
    # A tie of two takes 6 off m (n^3 - n) for its rater: sums 7.5, 6.5, 4 of three raters.
    tied = np.array([[3, 2, 1], [2, 2, 1], [2, 3, 1.0]])
    sums = np.array([3 + 2.5 + 2, 2 + 2.5 + 3, 3])
    assert kendall(tied) == pytest.approx(12 * ((sums - 6) ** 2).sum() / (9 * 24 - 3 * 6))
    assert kendall(np.ones((3, 3))) is None


def test_a_survey_of_another_rubric_is_refused_with_both_names():
    other = LIBRARY.rubric("plan-quality")
    study = replace(record(), rubric=other)
    with pytest.raises(EvaluatorError, match="asks about four-paradigms, not plan-quality"):
        asked_findings(study, asked(answers(ngo=12)))


def test_a_section_that_needs_a_survey_says_so_without_one():
    with pytest.raises(EvaluatorError, match="needs a survey"):
        findings_of(record(), ContrastOptions(sections=("members",)))


def test_the_record_of_options_without_a_survey_is_as_it_was():
    assert "survey" not in ContrastOptions().model_dump(mode="json")
    assert ContrastOptions(survey="demo").model_dump(mode="json")["survey"] == "demo"
    assert ContrastOptions(survey="demo").settled(RUBRIC).sections[-3:] == ("members", "firm", "conflict")
    assert ContrastOptions().short != ContrastOptions(survey="demo").short


@pytest.mark.slow
def test_a_thousand_respondents_on_every_record_of_a_year_take_less_than_ten_seconds_of_a_processor():
    import time

    rubric = LIBRARY.rubric("public-record")
    names = [unit.unit_id for unit in LIBRARY.units_of("public-record")][:195]
    study = contrast([LIBRARY.assessment(name, rubric) for name in names], rubric, [rubric.weighting("equal")])
    given = answers(ngo=500, police=500)
    start = time.process_time()
    made = asked_findings(study, asked(given))
    assert time.process_time() - start < 10
    assert len(study.plan_ids) == 195
    assert made.turned
