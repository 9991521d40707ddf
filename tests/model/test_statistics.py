"""What the statistics of an audit go by."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.statistics import StatisticsChoices


@pytest.mark.parametrize(
    "wrong", [{"least_plans": 3}, {"bins": 1}, {"apart": 1}, {"noise": 2}, {"draws": 5}, {"standouts": 0}, {"other": 1}]
)
def test_what_would_say_nothing_is_refused(wrong):
    with pytest.raises(ValidationError):
        StatisticsChoices.model_validate(wrong)


def test_what_is_not_stated_is_as_declared():
    assert StatisticsChoices().least_plans == 10
    assert StatisticsChoices.model_validate({"noise": 0}).noise == 0
