"""What a rubric may declare to turn a figure into points."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.normalise import Normalise
from tests.scoring.small import rubric_of

KNOTS = [{"at": 0.0, "points": 0.0}, {"at": 1.0, "points": 1.0}]
INDICATOR = {"parent": "left", "kind": "indicator", "inputs": ["x"]}
GOALPOSTS = {"method": "goalposts", "low": 0.0, "high": 1.0, "origin": "modelled"}


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
