"""Levels that do not grow."""

from __future__ import annotations

from evaluator.model.rubric import Criterion
from evaluator.read.checks.lint_levels import growing, measuring

BASE = {"id": "x", "meaning_version": 1, "parent": "a", "object": "practice", "title": "x"}


def judged(*levels):
    return Criterion.model_validate({**BASE, "kind": "judged", "levels": dict(enumerate(levels))})


def measured(**conditions):
    return Criterion.model_validate({
        **BASE,
        "kind": "indicator",
        "inputs": ["a", "b"],
        "ratios": {"rate": {"of": "a", "over": "b"}},
        "conditions": {int(level[1:]): tests for level, tests in conditions.items()},
    })  # fmt: skip


def at(op, value, kind="all"):
    return {kind: [{"ratio": "rate", "op": op, "value": value}]}


def test_a_level_grows_by_any_new_word():
    assert list(growing(judged("none", "an aim", "an aim and a measure"))) == []


def test_a_level_that_repeats_or_shortens_the_one_below_does_not_grow():
    told = [found for _, found, _ in growing(judged("none", "An aim.", "an aim", "aim"))]
    assert told == ["level 2 says the same as level 1", "level 3 says less than level 2"]


def test_thresholds_grow_in_their_own_direction():
    assert list(measuring(measured(l1=at(">=", 0.1), l2=at(">=", 0.3)))) == []
    assert list(measuring(measured(l1=at("<", 0.5), l2=at("<", 0.2)))) == []
    assert [key for key, _, _ in measuring(measured(l1=at(">=", 0.3), l2=at(">=", 0.1)))] == [
        ("conditions", 2, "all", 0)
    ]
    assert [found for _, found, _ in measuring(measured(l1=at("<", 0.2), l2=at("<", 0.5)))] == [
        "level 2 asks less of rate than a level below"
    ]


def test_a_test_that_need_not_hold_binds_nothing_above():
    assert list(measuring(measured(l1=at(">=", 0.3, "any"), l2=at(">=", 0.1)))) == []
