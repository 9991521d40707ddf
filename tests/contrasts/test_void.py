"""A frame of which too much is void gives no place, no turn and no finding; void is told by frame and paradigm."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.headline.one import headline_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.all import document, tables_of
from evaluator.contrasts.turns import turns_between
from evaluator.contrasts.void import places_words, void_rows
from evaluator.pipeline import leave_one_out
from tests.contrasts.synthetic import ALIKE, CRITERIA, _criterion, three_plans, toy_assessment, toy_rubric, weighting

FULL = weighting("full", {"migration": 0.0, "law-enforcement": 0.5, "human-rights": 0.5})
HALF = weighting("half", {"migration": 0.5, "law-enforcement": 0.1, "human-rights": 0.4})


@pytest.fixture
def rubric():
    """The toy rubric without a criterion on migration, of which a third may be void."""
    asked = [_criterion(name) for name in CRITERIA if not name.startswith("migration")]
    return toy_rubric(criteria=asked, void={"at_most": 0.334}, weightings={"full": FULL, "half": HALF})


def test_a_void_frame_gives_scores_and_no_places_even_on_request(rubric):
    for rank_all in (False, True):
        study = contrast(three_plans(), rubric, ["full", "half"], rank_all=rank_all)
        assert (study.is_void("full"), study.is_void("half")) == (False, True)
        assert {v.state for v in study.row("half")} == {"void"}
        assert all(v.score is not None and v.rank is None and not v.rankable for v in study.row("half"))
        assert all(v.rank is not None for v in study.row("full"))
        assert turns_between(study, "full", "half") == ()


def test_it_opens_no_report_and_stands_in_no_finding(rubric):
    plan = [toy_assessment("AAA-2010-2012", ALIKE)]
    assert headline_of(contrast(plan, rubric, ["half", "full"])).rule == "void"
    found = headline_of(contrast(plan, rubric, ["full", "half"]))
    assert "half" not in {side.weighting_id for side in found.sides}


def test_void_is_told_by_frame_and_paradigm_in_tables_and_words(rubric):
    study = contrast(three_plans(), rubric, ["full", "half"])
    rows = void_rows(rubric, study.weightings)
    assert [(row.weighting, row.paradigm, row.has_place) for row in rows] == [
        ("half", "total", False), ("half", "migration", False),
    ]  # fmt: skip
    assert {row.share for row in rows} == {0.5}
    found = findings_of(study, ContrastOptions(sections=("scores", "plans")))
    tables = {table.name: table for table in tables_of(found, ["scores", "plans"])}
    assert tables["void"].rows == rows
    assert {row.why for row in tables["ranking"].rows if row.weighting == "half"} == {"void"}
    assert document(found, [])["void_words"] == list(places_words(rubric, study.weightings)) != []
    assert places_words(toy_rubric(), list(toy_rubric().weightings.values())) == ()


def test_nothing_left_out_makes_a_place_under_a_void_frame(rubric):
    study = contrast(three_plans(), rubric, ["half", "full"])
    assert {mover.rank_after for one in leave_one_out(study, "half") for mover in one.movers} <= {None}
