"""`evaluator show`: one thing, whatever kind it is of."""

from __future__ import annotations

import json

import pytest

NAMES = {
    "alb": "ALB  Albania",
    "ALB-2005-2007": "ALB-2005-2007  ",
    "four-paradigms": "four-paradigms 1",
    "non-punishment": "non-punishment  ",
    "us-tip": "us-tip  ",
    "cets197-12-6": "cets197-12-6  ",
    "tip-tier": "tip-tier  ",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_kind_need_not_be_named(name, call):
    result = call("show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(NAMES[name])


@pytest.mark.parametrize("name", NAMES)
def test_json_holds_the_same_as_data(name, call):
    assert json.loads(call("show", name, "--format", "json").stdout)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Albanai", "Did you mean ALB (Albania)?"),
        ("us-tp", "Did you mean 'us-tip'"),
        ("nonpunishment", "Did you mean 'non-punishment'"),
        ("ALB-2005-2008", "Did you mean 'ALB-2005-2007'"),
        ("qqqqqqqq", "`evaluator list` tells what there is."),
    ],
)
def test_a_wrong_name_suggests_the_right_one_of_any_kind(name, answer, call):
    result = call("show", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert answer in result.stderr
