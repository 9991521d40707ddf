"""The numbers that made a weight, with their origin."""

from __future__ import annotations

import math

import pytest

from evaluator import Library
from evaluator.model.weighting import Weighting
from evaluator.scoring.grounds import Ground, weight_grounds
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights
from tests.scoring.small import rubric_of, weighting_of

RUBRIC = rubric_of({"left": {}, "right": {}}, {"a": "left", "b": "right"})


def test_the_grounds_of_a_criterion_multiply_to_its_raw_weight_in_every_shipped_weighting():
    rubric = Library.open().rubric()
    tree = plant(rubric)
    for weighting in rubric.weightings.values():
        local = local_weights(rubric, tree, (weighting,))
        for at, criterion in enumerate(tree.criteria):
            numbers = [ground.number for ground in weight_grounds(rubric, weighting, criterion)]
            assert math.prod(numbers) == pytest.approx(local.criteria[0, at], abs=1e-12)


def test_a_stated_node_names_its_number_and_a_node_by_criteria_the_rule():
    weighting = weighting_of({"total": {"left": 3, "right": 1}})
    assert weight_grounds(RUBRIC, weighting, "left") == (Ground("count", 3.0, "modelled"),)
    assert [str(g) for g in weight_grounds(RUBRIC, weighting_of(), "left")] == ["the sum of its criteria's weights"]
    assert weight_grounds(RUBRIC, weighting, "total") == ()


def test_factors_overrides_and_stated_numbers_of_a_criterion_are_named_in_order():
    weighting = Weighting.model_validate({
        "id": "own",
        "rubric": "small",
        "titles": {"en": "own"},
        "actor": "none",
        "gates": "cap",
        "factors": [{"where": {"kind": "judged"}, "times": 2.0, "origin": "sourced", "ground": "a text"}],
        "overrides": [{"criterion": "a", "times": 0.5, "origin": "modelled"}],
        "weights": {"left": {"a": {"share": 1.0, "origin": "counted"}}},
    })  # fmt: skip
    assert [str(ground) for ground in weight_grounds(RUBRIC, weighting, "a")] == [
        "base 1 (modelled)",
        "times, for kind judged, 2 (sourced: a text)",
        "times, for this criterion, 0.5 (modelled)",
        "share 1 (counted)",
    ]


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        weight_grounds(RUBRIC, weighting_of(), "nothing")
