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
