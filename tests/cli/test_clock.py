"""The time of day is asked for in one place, and can be given."""

from __future__ import annotations

import re

import pytest

from evaluator.cli.shared.clock import now, today
from evaluator.errors import EvaluatorError


def test_the_time_is_that_of_the_variable_where_it_is_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
    assert (now(), today()) == ("2026-01-02T03:04:05Z", "2026-01-02")


def test_else_it_is_now_in_utc(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", now())


@pytest.mark.parametrize("wrong", ["soon", "-1", "9" * 20])
def test_a_wrong_variable_is_told(monkeypatch, wrong):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    with pytest.raises(EvaluatorError, match="it counts seconds since 1970"):
        now()
