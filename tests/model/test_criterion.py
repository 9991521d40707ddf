"""A scale never falls; a criterion has what its kind needs."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.criterion import Criterion, LevelTests, Normalise, Rule, Scale
from tests.scoring.small import rubric_of

PLAIN = {"id": "a", "meaning_version": 1, "parent": "n", "object": "plan", "title": "A"}
KNOTS = [{"at": 0.0, "points": 0.0}, {"at": 1.0, "points": 1.0}]
INDICATOR = {"parent": "left", "kind": "indicator", "inputs": ["x"]}
GOALPOSTS = {"method": "goalposts", "low": 0.0, "high": 1.0, "origin": "modelled"}
TEST = {"ratio": "share", "op": ">=", "value": 0.5}


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


@pytest.mark.parametrize(
    "keys",
    [
        {"method": "goalposts", "low": 1.0, "high": 5.0},
        {"method": "target", "worst": 10.0, "target": 0.0, "direction": "lower"},
        {"method": "piecewise", "knots": KNOTS},
        {"method": "thresholds", "knots": KNOTS[::-1][:1]},
        {"method": "thresholds", "knots": [{"at": 1, "points": 1}, {"at": 2, "points": 0}], "direction": "lower"},
    ],
)
def test_these_can_be_declared(keys):
    assert Normalise.model_validate({"origin": "modelled", **keys}).method == keys["method"]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"method": "goalposts", "low": 1.0}, "for method goalposts: `low` and `high`, and no other"),
        ({"method": "goalposts", "low": 1.0, "high": 2.0, "knots": KNOTS}, "for method goalposts"),
        ({"method": "target", "worst": 1.0, "high": 2.0}, "for method target: `worst` and `target`, and no other"),
        ({"method": "piecewise"}, "for method piecewise: `knots`, and no other"),
        ({"method": "goalposts", "low": 2.0, "high": 2.0}, "`low` under `high`"),
        ({"method": "target", "worst": 1.0, "target": 1.0}, "`target` on the better side of `worst`"),
        ({"method": "target", "worst": 1.0, "target": 2.0, "direction": "lower"}, "on the better side"),
        ({"method": "piecewise", "knots": KNOTS[::-1]}, "knots with rising `at`"),
        ({"method": "piecewise", "knots": KNOTS, "direction": "lower"}, "never rise where lower is better"),
        ({"method": "goalposts", "low": -1e308, "high": 1e308}, "too far apart"),
        ({"method": "target", "worst": 1e308, "target": -1e308, "direction": "lower"}, "too far apart"),
        (
            {"method": "piecewise", "knots": [{"at": -1e308, "points": 0}, {"at": 1e308, "points": 1}]},
            "too far apart",
        ),
        ({"method": "goalposts", "low": float("nan"), "high": 1.0}, "finite"),
        ({"method": "goalposts", "low": 0.0, "high": float("inf")}, "finite"),
        ({"method": "piecewise", "knots": [{"at": 0.0, "points": 1.5}]}, "less than or equal to 1"),
        ({"method": "z-score"}, "thresholds"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(keys, words):
    with pytest.raises(ValidationError, match=words):
        Normalise.model_validate({"origin": "modelled", **keys})


def test_an_indicator_may_be_normalised_in_place_of_conditions():
    rubric = rubric_of({"left": {}}, {"a": {**INDICATOR, "normalise": GOALPOSTS}})
    assert rubric.by_id["a"].normalise.high == 1.0


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"inputs": ["x", "y"]}, "one ratio, or one input without ratios"),
        ({"conditions": {1: {"all": [{"ratio": "r", "op": ">", "value": 1.0}]}}}, "without `conditions` and `cap`"),
        ({"cap": "judged"}, "without `conditions` and `cap`"),
        ({"kind": "judged"}, "for an indicator alone"),
    ],
)
def test_it_stands_alone_and_takes_one_figure(keys, words):
    with pytest.raises(ValidationError, match=words):
        rubric_of({"left": {}}, {"a": {**INDICATOR, "normalise": GOALPOSTS, **keys}})


@pytest.mark.parametrize("tests", [{}, {"all": [], "any": []}, {"all": [TEST], "any": [TEST]}])
def test_a_level_has_all_or_any_tests_and_not_both(tests):
    with pytest.raises(ValidationError, match="either `all` or `any`"):
        LevelTests.model_validate(tests)


@pytest.mark.parametrize(
    "rule", [{"measure": "python"}, {"measure": "entropy", "code": "1"}, {"measure": "entropy", "costed_floor": 2}]
)
def test_a_rule_says_nothing_but_what_is_declared(rule):
    with pytest.raises(ValidationError):
        Rule.model_validate(rule)


NESTED = {
    "all": [
        {"variable": "law", "op": ">=", "value": 1},
        {"any": [{"ratio": "share", "op": ">", "value": 0.5}, {"all": [{"variable": "cases", "op": "<", "value": 3}]}]},
    ]
}


def test_tests_may_gather_tests_and_compare_variables_as_they_are():
    tests = LevelTests.model_validate(NESTED)
    assert [(key, test.name) for key, test in tests.comparisons] == [
        (("all", 0), "law"), (("all", 1, "any", 0), "share"), (("all", 1, "any", 1, "all", 0), "cases"),
    ]  # fmt: skip


def test_one_comparison_is_altered_where_it_stands_and_nothing_else():
    tests = LevelTests.model_validate(NESTED)
    altered = tests.altered(("all", 1, "any", 0), lambda test: test.model_copy(update={"value": 0.75}))
    assert [test.value for _, test in altered.comparisons] == [1, 0.75, 3]
    assert [test.value for _, test in tests.comparisons] == [1, 0.5, 3]
    assert tests.altered(("all", 0), lambda test: test.model_copy(update={"value": 2.0})).all[0].value == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"op": ">", "value": 1},
        {"ratio": "a", "variable": "b", "op": ">", "value": 1},
        {"ratio": "a", "value": 1},
        {"ratio": "a", "op": ">"},
        {"ratio": "a", "op": ">", "value": 1, "all": [{"ratio": "a", "op": ">", "value": 1}]},
        {"all": [{"ratio": "a", "op": ">", "value": 1}], "any": [{"ratio": "a", "op": ">", "value": 1}]},
        {"any": [{"ratio": "a", "op": ">", "value": 1}], "op": ">"},
        {},
    ],
)
def test_a_test_compares_one_thing_or_gathers_and_never_both(wrong):
    with pytest.raises(ValidationError):
        LevelTests.model_validate({"all": [wrong]})
