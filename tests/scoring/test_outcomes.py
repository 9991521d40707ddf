"""From settled ratings to points at the score and at both ends."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from evaluator.model.assessment import Settled
from evaluator.scoring.outcomes import cells, judged, left_out
from evaluator.scoring.tree import plant
from tests.scoring.small import outcome_of, outcomes_of, rubric_of

RUBRIC = rubric_of(
    {"left": {"aggregation": {"kind": "net-sum"}}}, {"a": "left", "b": {"parent": "left", "negative": True}}
)


@pytest.mark.parametrize(
    ("short", "level", "bounds", "judgement", "covered"),
    [
        ("2", 2, (2, 2), (2, 2), True),
        ("2~", 2, (2, 2), (1, 3), True),
        ("4~", 4, (4, 4), (3, 4), True),
        ("0~", 0, (0, 0), (0, 1), True),
        ("silent", 0, (0, 0), (0, 0), True),
        ("silent~", 0, (0, 0), (0, 1), True),
        ("contrary~", 0, (0, 0), (0, 0), True),
        ("?", None, (0, 4), (0, 4), False),
        ("!", None, (0, 4), (0, 4), False),
        ("-", None, (0, 0), (0, 0), False),
    ],
)
def test_levels_of_a_rating(short, level, bounds, judgement, covered):
    found = outcome_of(RUBRIC, "a", short)
    assert found.level == level
    assert (found.low_level, found.high_level) == bounds
    assert (found.judgement_low, found.judgement_high) == judgement
    assert found.covered == covered


def test_the_step_of_low_confidence_is_the_rubrics():
    wide = rubric_of({"left": {}}, {"a": "left"}, confidence_step=2)
    found = outcome_of(wide, "a", "3~")
    assert (found.judgement_low, found.judgement_high) == (1, 4)


def test_points_are_the_value_function_of_the_criterions_scale():
    own = {"levels": 3, "value": {0: 0.0, 1: 0.9, 2: 1.0}}
    rubric = rubric_of({"left": {}}, {"a": {"parent": "left", "scale": own}, "b": "left"})
    laid = cells(rubric, plant(rubric), [outcomes_of(rubric, {"a": 1, "b": 1})])
    assert laid.values.tolist() == [[0.9, 0.25]]


def test_the_ends_of_what_is_subtracted_change_places_so_that_low_lowers_the_score():
    laid = cells(RUBRIC, plant(RUBRIC), [outcomes_of(RUBRIC, {"a": "?", "b": "?"})])
    assert (laid.low.tolist(), laid.high.tolist()) == ([[0, 1]], [[1, 0]])
    assert np.isnan(laid.values).all()


def test_no_plan_gives_empty_arrays():
    assert cells(RUBRIC, plant(RUBRIC), []).values.shape == (0, 2)


def test_a_criterion_that_a_person_took_out_keeps_what_was_said_of_it():
    (criterion,) = rubric_of({"a": {}}, {"x": "a"}).criteria
    settled = Settled(
        "x", status="not-applicable", evidence_ids=("E1",), reason="no such body", rule="decided", inputs=(("a", "2"),),
        decided_by="lead", decision="The state has none.",
    )  # fmt: skip
    found = left_out(criterion, settled)
    assert (found.level, found.covered) == (None, False)
    for name in ("status", "evidence_ids", "reason", "rule", "inputs", "decided_by", "decision"):
        assert getattr(found, name) == getattr(settled, name), name


@pytest.mark.parametrize(("status", "level"), [("rated", 2), ("at-least", 2), ("contrary", 0), ("disputed", None)])
def test_a_settled_rating_keeps_all_that_was_said_of_it(status, level):
    (criterion,) = rubric_of({"a": {}}, {"x": "a"}).criteria
    settled = Settled(
        "x", 1, status, level, "low", evidence_ids=("E1",), reason="as the act says", missing_for_next="a budget",
        searched="the act", rule="discussion", inputs=(("a", "2"),), decided_by="lead", decision="p. 3",
        note="in force",
    )  # fmt: skip
    found = judged(criterion, settled, 4, 1)
    shared = {field.name for field in fields(settled)} & {field.name for field in fields(found)} - {"level"}
    assert shared >= {"status", "confidence", "missing_for_next", "searched", "rule", "inputs", "decision", "note"}
    for name in shared:
        assert getattr(found, name) == getattr(settled, name), name
