"""What a report calls practice and common gap stands in the rubric, whole and without contradiction, or not at all."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.library import Library
from evaluator.model.report import ReportChoices, least_move, slope_frames

PRACTICE = {"from": 0.5, "origin": "modelled"}
GAP = {"up_to": 0.25, "least_plans": 2, "origin": "modelled"}


@pytest.mark.parametrize("name", Library.open().rubric_names)
def test_every_shipped_rubric_states_them_with_origin_and_ground(name):
    report = Library.open().rubric(name).report
    assert report is not None
    assert all(part.origin == "modelled" and part.ground for part in (report.practice, report.common_gap))


@pytest.mark.parametrize("key", ["from", "origin"])
def test_nothing_stands_in_for_what_practice_lacks(key):
    with pytest.raises(ValidationError, match=key):
        ReportChoices.model_validate({"practice": {k: v for k, v in PRACTICE.items() if k != key}, "common_gap": GAP})


@pytest.mark.parametrize("key", ["up_to", "least_plans", "origin"])
def test_nothing_stands_in_for_what_a_gap_lacks(key):
    with pytest.raises(ValidationError, match=key):
        ReportChoices.model_validate({"practice": PRACTICE, "common_gap": {k: v for k, v in GAP.items() if k != key}})


@pytest.mark.parametrize("share", [0.5, 0.6])
def test_a_level_is_not_practice_and_gap_at_once(share):
    with pytest.raises(ValidationError, match="no level is both"):
        ReportChoices.model_validate({"practice": PRACTICE, "common_gap": {**GAP, "up_to": share}})


FINDING = {"explains": 0.5, "names": 3, "unread_times": 2, "origin": "modelled"}


@pytest.mark.parametrize("key", ["least_move", "frame_matters_from"])
def test_the_least_move_is_read_under_its_earlier_name_too(key):
    given = {"practice": PRACTICE, "common_gap": GAP, "finding": {**FINDING, key: 0.04}}
    assert least_move(ReportChoices.model_validate(given)) == 0.04


def test_a_rubric_without_the_rule_counts_what_prints_as_a_difference():
    bare = ReportChoices.model_validate({"practice": PRACTICE, "common_gap": GAP})
    assert (least_move(bare), least_move(None)) == (0.005, 0.005)


def test_a_slope_needs_as_many_frames_as_the_rubric_says_and_three_in_any_case():
    def given(**more):
        finding = {**FINDING, "least_move": 0.05, **more}
        return ReportChoices.model_validate({"practice": PRACTICE, "common_gap": GAP, "finding": finding})

    assert (slope_frames(given(slope_frames=4)), slope_frames(given()), slope_frames(None)) == (4, 3, 3)
    with pytest.raises(ValidationError, match="greater than or equal to 3"):
        given(slope_frames=2)


@pytest.mark.parametrize(("share", "little"), [(0.32, True), (0.33, False), (None, False)])
def test_little_was_read_under_the_share_that_the_rubric_sets(share, little):
    short = {"under": 0.33, "questions": 3, "origin": "modelled"}
    choices = ReportChoices.model_validate({"practice": PRACTICE, "common_gap": GAP, "short": short})
    assert choices.tells_little(share) == little
    assert not choices.model_copy(update={"short": None}).tells_little(share)
