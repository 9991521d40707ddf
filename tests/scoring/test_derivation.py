"""How a derivation prints and exports."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator import Library
from evaluator.model.weighting import Weighting
from evaluator.scoring.derivation import (
    CitedPlace,
    Derivation,
    DerivationPart,
    Ground,
    RatingShown,
    _rating,
    weight_grounds,
)
from evaluator.scoring.explain import explain
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights
from tests.scoring.small import card_of, outcome_of, rubric_of, weighting_of

CRITERIA = {"a": "left", "b": "left", "c": "right", "d": "right", "e": "right"}
RUBRIC = rubric_of({"left": {}, "right": {}}, CRITERIA, gates=["e"])
WEIGHTS = weighting_of({"total": {"left": 3, "right": 1}}, {"c": 2.0})
CARD = card_of(RUBRIC, {"a": 1, "b": "?", "c": 4, "d": "-", "e": "contrary"}, WEIGHTS)


PRINTED = """
total of XXA-2020-2023 under the frame own (small 1.0.0)
0.3542  total: 0.3542, weighted mean: the sum of share x value
  0.1875  left: 0.2500, weighted mean: the sum of share x value; without a value, their weight shared in proportion: b
    0.1875  a: rated, level 1 of 4 = 0.2500 points
    b: no value, not-assessed
  0.1667  right: 0.6667, weighted mean: the sum of share x value
    0.1667  c: rated, level 4 of 4 = 1.0000 points
    d: no value, not-applicable: does not apply
    0.0000  e: contrary, level 0 of 4 = 0.0000 points
"""
GROUNDS_RUBRIC = rubric_of({"left": {}, "right": {}}, {"a": "left", "b": "right"})


def test_the_printed_derivation_of_a_small_plan():
    lines = explain(CARD).lines(details=False)
    assert [line.partition(" (share")[0] for line in lines] == PRINTED.strip().splitlines()
    assert lines[-3].endswith("(share 0.6667, weight 0.1667 at the root; stated 0.1250, applicable 0.1667)")
    assert lines[-1].endswith("(share 0.3333, weight 0.0833 at the root; stated 0.0625, applicable 0.0833)")


def test_what_a_criterion_does_as_a_gate_stands_below_its_rating():
    told = [line.strip() for line in explain(CARD, "e").lines()]
    assert [line for line in told if line.startswith("safeguard: breached")] != []
    assert not any("safeguard:" in line for line in explain(CARD, "a").lines())


def test_a_node_has_its_own_weights_and_not_those_of_a_criterion():
    for name in ("left", "right"):
        weight, node = explain(CARD, name).root.weight, CARD.node(name)
        assert weight is not None
        assert (weight.stated, weight.applicable, weight.used) == pytest.approx(
            (node.stated, node.applicable, node.used)
        )


def test_the_export_is_plain_json_with_unrounded_numbers():
    told = explain(CARD).as_dict()
    again = json.loads(json.dumps(told))
    assert again == json.loads(json.dumps(told))
    assert again["root"]["printed"] == "0.3542"
    assert again["root"]["value"] == pytest.approx(0.35416666666666669, abs=1e-15)
    assert again["root"]["parts"][0]["parts"][0]["weight"]["raw"] == 1.0


def test_a_citation_leaves_out_what_is_not_known():
    assert str(CitedPlace("E1")) == "E1: "
    assert str(CitedPlace("E1", "S1", "", "p. 4", "plan", "Help for witnesses")) == "E1: S1, p. 4: Help for witnesses"
    assert str(CitedPlace("E1", "S1", "The plan", "p. 4")) == "E1: The plan, p. 4"


@pytest.mark.parametrize(
    ("short", "reason", "told"),
    [
        (2, "two of four", ["confidence: high", "reason: two of four", "computed: 2 of 4"]),
        (2, "", ["confidence: high", "computed: 2 of 4"]),
        ("?", "no row was read", []),  # its reason stands beside the value
        ("?", "", ["computed: 2 of 4"]),
    ],
)
def test_what_was_computed_is_told_but_where_a_reason_says_why_there_is_no_level(short, reason, told):
    outcome = replace(outcome_of(RUBRIC, "a", short), reason=reason, note="2 of 4")
    assert list(_rating(RatingShown(outcome, 4, "", 0.5, 0.5, 0.5, "", ()))) == told


def test_walking_meets_every_part_in_order():
    names = [part.id for part in explain(CARD).root.walk()]
    assert names == ["total", "left", "a", "b", "right", "c", "d", "e"]


def test_a_number_stands_there_in_one_rounding_only():
    total = DerivationPart(
        "total", "node", "Total", 0.20625, "weighted mean", None, 0.20625, "total", printed=Decimal("0.2063")
    )
    shown = Derivation("total", "XXA-2020-2023", "r", "1.0.0", "equal", 0.20625, 4, total).lines()
    assert shown[1] == "0.2063  total: 0.2063, weighted mean"


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
    assert weight_grounds(GROUNDS_RUBRIC, weighting, "left") == (Ground("count", 3.0, "modelled"),)
    assert [str(g) for g in weight_grounds(GROUNDS_RUBRIC, weighting_of(), "left")] == [
        "the sum of its criteria's weights"
    ]
    assert weight_grounds(GROUNDS_RUBRIC, weighting, "total") == ()


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
    assert [str(ground) for ground in weight_grounds(GROUNDS_RUBRIC, weighting, "a")] == [
        "base 1 (modelled)",
        "times, for kind judged, 2 (sourced: a text)",
        "times, for this criterion, 0.5 (modelled)",
        "share 1 (counted)",
    ]


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        weight_grounds(GROUNDS_RUBRIC, weighting_of(), "nothing")
