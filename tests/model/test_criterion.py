"""A scale never falls; a criterion has what its kind needs."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.criterion import Criterion, Scale

PLAIN = {"id": "a", "meaning_version": 1, "parent": "n", "object": "plan", "title": "A"}


def test_levels_are_evenly_spaced_unless_points_are_given():
    assert Scale(levels=5).points == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert Scale(levels=3, value={0: 0.0, 1: 0.9, 2: 1.0}).points == (0.0, 0.9, 1.0)
    assert Scale(levels=5).top == 4


@pytest.mark.parametrize(
    "value", [{0: 0.1, 1: 1.0}, {0: 0.0, 1: 0.9}, {0: 0.0}, {0: 0.0, 1: 0.5, 2: 1.0}, {0: 0.0, 2: 1.0}]
)
def test_points_start_at_0_end_at_1_and_are_given_for_each_level(value):
    with pytest.raises(ValidationError):
        Scale(levels=2, value=value)


def test_points_that_fall_are_refused():
    with pytest.raises(ValidationError, match="never fall"):
        Scale(levels=4, value={0: 0.0, 1: 0.5, 2: 0.4, 3: 1.0})


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("judged", "`levels`"),
        ("computed", "`rule` and `bands`"),
        ("indicator", "`inputs` and `conditions`, or `normalise`"),
    ],
)
def test_each_kind_needs_its_own(kind, words):
    with pytest.raises(ValidationError, match=words):
        Criterion.model_validate({**PLAIN, "kind": kind})


def test_a_judged_criterion_and_a_judged_cap_are_rated_by_hand():
    judged = Criterion.model_validate({**PLAIN, "kind": "judged", "levels": {0: "none"}})
    rule = {"measure": "share-of-rows", "has_any": ["end"]}
    computed = Criterion.model_validate(
        {**PLAIN, "kind": "computed", "rule": rule, "bands": [{"level": 0, "from": 0.0}]}
    )
    assert judged.is_rated_by_hand
    assert not computed.is_rated_by_hand


def test_a_coding_is_none_where_it_is_not_made():
    coded = {"tip_practice": {"coding": "partly"}}
    criterion = Criterion.model_validate({**PLAIN, "kind": "judged", "levels": {0: "none"}, **coded})
    assert criterion.coding("tip_practice") == "partly"
    assert criterion.coding("tip_statute_2000") is None
