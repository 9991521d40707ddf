"""The vocabulary of rules is closed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.rule import LevelTests, Rule

TEST = {"ratio": "share", "op": ">=", "value": 0.5}


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
