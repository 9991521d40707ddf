"""The same ratings under every frame, for figures: against cases worked by hand, with one rating, none, and ties."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.moves import moves
from evaluator.model.report import ReportChoices
from evaluator.reports.sections.frames import (
    FrameView,
    LedgerLine,
    LedgerView,
    frames_view,
)
from tests.contrasts.synthetic import ALIKE, LEAVES, three_plans, toy_assessment, toy_rubric, weighting

LABELS = ["A", "B", "C"]
CONTROL = {"migration": 0.1, "law-enforcement": 0.8, "human-rights": 0.1}
RIGHTS = {"migration": 0.1, "law-enforcement": 0.1, "human-rights": 0.8}
EQUAL = {"migration": 0.34, "law-enforcement": 0.33, "human-rights": 0.33}


@pytest.fixture(scope="module")
def rubric():
    weights = {"equal": EQUAL, "police": CONTROL, "rights": RIGHTS}
    return toy_rubric(weightings={name: weighting(name, shares) for name, shares in weights.items()})


def _with_finding(rubric, least, slope_frames=3):
    chosen = {
        "least_move": least,
        "slope_frames": slope_frames,
        "explains": 0.5,
        "names": 3,
        "unread_times": 2,
        "origin": "modelled",
    }
    report = {
        "practice": {"from": 0.5, "origin": "modelled"},
        "common_gap": {"up_to": 0.25, "least_plans": 2, "origin": "modelled"},
        "finding": chosen,
    }
    return rubric.model_copy(update={"report": ReportChoices.model_validate(report)})


@pytest.fixture(scope="module")
def study(rubric):
    return contrast(three_plans(), rubric)


@pytest.fixture(scope="module")
def view(study):
    return frames_view(study, LABELS, "en")


def test_each_mark_is_the_verdict_of_the_study(study, view):
    for plan in view.plans:
        for mark in plan.marks:
            verdict = study.verdict(plan.plan_id, mark.frame.id)
            assert (mark.score, mark.grade) == (verdict.score, verdict.grade.grade or "")
        scores = [mark.score for mark in plan.marks if mark.is_firm]
        assert (plan.lowest.score, plan.highest.score) == (min(scores), max(scores))


def test_frames_stand_by_their_share_of_control(view):
    assert [frame.id for frame in view.frames] == ["rights", "equal", "police"]
    assert [frame.control for frame in view.frames] == sorted(frame.control for frame in view.frames)


def test_plans_stand_by_how_far_frames_move_them(view):
    spans = [plan.highest.score - plan.lowest.score for plan in view.plans]
    assert spans == sorted(spans, reverse=True)


def test_a_ledger_adds_up_to_the_gap_and_names_what_pulls_most(study, view):
    plan = view.plans[0]
    at = study.plan_ids.index(plan.plan_id)
    move = moves(study, plan.lowest.frame.id, plan.highest.frame.id)[at]
    pulls = [line.pull for line in plan.ledger.lines]
    everything = [part.pull for part in moves(study, plan.lowest.frame.id, plan.highest.frame.id)[0].criteria]
    strongest = sorted(everything, key=lambda pull: -abs(pull))[: len(pulls)]
    assert sorted(pulls) == pytest.approx(sorted(strongest)), "by size, whichever way"
    assert sum(pulls) + plan.ledger.rest == pytest.approx(plan.highest.score - plan.lowest.score)
    assert max(pulls) == max(part.pull for part in move.criteria)
    assert [pull for pull in pulls if pull > 0] == sorted((pull for pull in pulls if pull > 0), reverse=True)


def test_a_ledger_says_where_rounded_pulls_do_not_add_up():
    lines = (LedgerLine("a", 1, 4, 0.0014), LedgerLine("b", 1, 4, 0.0014))
    assert LedgerView(lines, 0, 0.0, 0.0028).is_rounded
    assert not LedgerView(lines[:1], 0, 0.0, 0.0014).is_rounded
    assert (lines[0].told, LedgerView(lines, 1, -0.002, 0.5).told) == ("+0.001", ("-0.002", "+0.500"))


def test_one_weighting_and_no_score_have_no_figure(rubric):
    assert frames_view(contrast(three_plans(), rubric, ["equal"]), LABELS, "en") is None
    assert frames_view(contrast([toy_assessment("DDD-2010-2012", {})], rubric), ["D"], "en") is None


def test_a_plan_without_ratings_keeps_its_row_and_stands_last(rubric):
    found = frames_view(contrast([toy_assessment("DDD-2010-2012", {}), *three_plans()], rubric), ["D", *LABELS], "en")
    last = found.plans[-1]
    assert (last.label, last.marks, last.lowest, last.ledger) == ("D", (), None, None)


def test_a_plan_with_one_rating_has_hollow_marks_and_no_grade(rubric):
    found = frames_view(contrast([toy_assessment("DDD-2010-2012", {"migration.control-1": 3})], rubric), ["D"], "en")
    (plan,) = found.plans
    assert plan.marks
    assert not any(mark.is_firm or mark.grade for mark in plan.marks)
    assert (plan.lowest, plan.highest, plan.ledger) == (None, None, None)
    assert found.is_unsure


def test_a_hollow_mark_enters_no_extreme_and_no_ledger():
    """Half of migration is known, at level 4: 0.51 by equal, 0.33 by police and rights.

    By a frame that weighs it 90 % it would be 0.93, of 55 % known.
    """
    shares = {"equal": EQUAL, "police": CONTROL, "rights": RIGHTS}
    border = {"migration": 0.9, "law-enforcement": 0.05, "human-rights": 0.05}
    rubric = toy_rubric(weightings={name: weighting(name, own) for name, own in {**shares, "border": border}.items()})
    levels = {**dict.fromkeys(LEAVES, 1), "migration.control": 4, "migration.protection": None}
    (plan,) = frames_view(contrast([toy_assessment("DDD-2010-2012", levels)], rubric), ["D"], "en").plans
    hollow = plan.mark("border")
    assert (hollow.is_firm, round(hollow.score, 3)) == (False, 0.925)
    assert (plan.lowest.frame.id, plan.highest.frame.id) == ("police", "equal")
    assert plan.ledger.gap == pytest.approx(plan.mark("equal").score - plan.mark("police").score)


@pytest.mark.parametrize(("least", "moves"), [(0.05, False), (0.01, True)])
def test_a_spread_under_the_least_move_is_no_difference_and_enters_no_order(rubric, least, moves):
    """Law enforcement 0.5625, all else 0.5: police 0.55, equal 0.52, rights 0.51. The other plan does not move."""
    small = {**ALIKE, "law-enforcement.control-1": 3}
    plans = [toy_assessment("DDD-2010-2012", ALIKE), toy_assessment("EEE-2010-2012", small)]
    found = frames_view(contrast(plans, _with_finding(rubric, least)), ["D", "E"], "en")
    assert [plan.label for plan in found.plans] == (["E", "D"] if moves else ["D", "E"])
    moved = next(plan for plan in found.plans if plan.label == "E")
    assert (moved.moves, moved.ledger is not None) == (moves, moves)


def test_a_plan_that_scores_alike_under_every_frame_has_no_ledger(rubric):
    found = frames_view(contrast([toy_assessment("DDD-2010-2012", ALIKE)], rubric), ["D"], "en")
    (plan,) = found.plans
    assert plan.lowest.score == plan.highest.score
    assert plan.ledger is None


def test_a_mark_without_enough_has_no_grade_and_its_shade_is_the_place_of_its_grade(view, rubric):
    worst_first = [band.grade for band in sorted(rubric.grading.bands, key=lambda band: band.lower)]
    for plan in view.plans:
        for mark in plan.marks:
            assert (mark.grade == "") == (not mark.is_firm)
            assert mark.shade == (worst_first.index(mark.grade) if mark.grade else 0)


def test_a_mark_is_found_by_its_frame(view):
    plan = view.plans[0]
    assert plan.mark("police").frame == next(frame for frame in view.frames if frame.id == "police")
    assert plan.mark("nobody") is None
    assert isinstance(view.frames[0], FrameView)


def test_only_frames_that_rank_two_plans_count_for_ranks(rubric):
    """Law enforcement and migration are 0.67 of equal, 0.9 of police and 0.2 of rights, by which AAA is alone."""
    law = {leaf: 3 for leaf in LEAVES if not leaf.startswith("human")}
    plans = [three_plans()[0], toy_assessment("DDD-2010-2012", law)]
    found = frames_view(contrast(plans, rubric), ["A", "D"], "en")
    assert found.ranking == 2
    assert {plan.label: plan.ranks is not None for plan in found.plans} == {"A": True, "D": True}
