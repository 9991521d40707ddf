"""Frames that prevailed beside frames that were heard: means, spread and places worked by hand, and what is empty."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.prevailed import differs, empty_paradigms, pairs, prevailing_words, standings
from evaluator.contrasts.tables.all import frame_of
from evaluator.library import Library
from tests.contrasts.synthetic import LEAVES, rubric_of_two_groups, toy_assessment

PAGE = Path(__file__).parents[2] / "docs" / "numbers-on-the-paper.md"
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")


def plan(name: str, migration: int, enforcement: int, rights: int):
    """Return a plan with one level in each paradigm."""
    levels = {"migration": migration, "law-enforcement": enforcement, "human-rights": rights}
    return toy_assessment(f"{name}-2005-2006", {leaf: levels[leaf.split(".")[0]] for leaf in LEAVES})


def test_a_case_worked_by_hand():
    # a: migration 0, enforcement 1, rights 0: police 0.8, border 0.4; rights 0, aid 0
    # b: migration 0, enforcement 0, rights 1: police 0, border 0; rights 1, aid 0.8
    study = contrast([plan("AAA", 0, 4, 0), plan("BBB", 0, 0, 4)], rubric_of_two_groups())
    (one, other), (third, _) = pairs(standings(study))
    assert (one.plan_id, one.group, one.frames) == ("AAA-2005-2006", "prevailed", 2)
    assert (one.mean, one.spread, one.low, one.high) == pytest.approx((0.6, 0.2, 0.4, 0.8))
    assert (one.place, one.place_low, one.place_high) == (1, 1, 1)
    assert (other.group, other.mean, other.place) == ("heard", 0, 2)
    assert third.mean == 0
    said = prevailing_words(standings(study), study)
    assert said[0].arguments["prevailed"] == said[0].arguments["heard"] == 2
    assert said[1].arguments == {"apart": 2, "all": 2, "better": 1, "worse": 1}


def test_where_the_groups_do_not_differ_it_says_so():
    study = contrast([plan("AAA", 2, 2, 2), plan("BBB", 3, 3, 3)], rubric_of_two_groups())
    rows = standings(study)
    assert not any(differs(pair) for pair in pairs(rows))
    assert "do not differ" in prevailing_words(rows, study)[1]


def test_a_group_of_one_frame_has_no_spread_and_is_not_compared():
    study = contrast([plan("AAA", 2, 2, 2)], rubric_of_two_groups(), weightings=["police", "border", "rights"])
    assert standings(study) == prevailing_words((), study) == ()


def test_without_ranks_no_place_is_told():
    study = contrast([plan("AAA", 0, 4, 0), plan("BBB", 0, 0, 4)], rubric_of_two_groups())
    assert {row.place for row in standings(study, ranks=False)} == {None}


def test_a_paradigm_that_nobody_rated_is_named():
    bare = toy_assessment("AAA-2005-2006", {leaf: 2 for leaf in LEAVES if not leaf.startswith("migration")})
    study = contrast([bare], rubric_of_two_groups())
    assert empty_paradigms(study) == ("migration",)
    assert prevailing_words(standings(study), study)[-1].arguments["titles"] == "Migration"


def test_the_table_of_a_study_has_two_rows_a_plan():
    study = contrast([plan("AAA", 0, 4, 0), plan("BBB", 0, 0, 4)], rubric_of_two_groups())
    assert list(frame_of(study, "prevailed")["group"]) == ["prevailed", "heard"] * 2


@pytest.mark.parametrize("year", [2005, 2011])
def test_the_guide_prints_what_the_contrast_computes(year):
    library = Library.open()
    rubric = library.rubric("public-record")
    units = [f"{country}-{year}" for country in REGION if year > 2005 or country not in ("XKX", "MNE", "SRB")]
    study = contrast([library.assessment(unit, rubric="public-record") for unit in units], rubric)
    (row,) = re.findall(rf"^\| {year} \| (.+) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    said = " ".join(map(str, prevailing_words(standings(study), study))).partition(" Under 67%")[0]
    assert re.findall(r"\d+(?:\.\d+)?", row) == re.findall(r"\d+(?:\.\d+)?", said)


def test_the_axis_of_the_record_is_the_share_of_control():
    """Scores of the frames with places, each state's about its own mean: the first axis, and what goes with it."""
    library = Library.open()
    rubric = library.rubric("public-record")
    study = contrast([library.assessment(f"{country}-2011", rubric="public-record") for country in REGION], rubric)
    placed = [at for at, one in enumerate(study.weightings) if not study.is_void(one.id)]
    totals = np.array([[result.score for result in study.verdicts[at]] for at in placed])
    along, sizes, _ = np.linalg.svd(totals - totals.mean(axis=0), full_matrices=False)
    shares = next(one.shares for one in effective_weights(rubric, study.weightings) if one.id == "control")
    related = abs(np.corrcoef(along[:, 0], np.array(shares)[placed])[0, 1])
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    share = 100 * sizes[0] ** 2 / np.sum(sizes**2)
    assert f"the {len(placed)} frames with places {share:.0f} % is one axis" in page
    assert f"the share of control (correlation {related:.3f})" in page
