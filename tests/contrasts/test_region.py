"""The polytope of effective weights."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.rules import parse_rules
from evaluator.contrasts.flips.region import region_of
from tests.contrasts.synthetic import ALIKE, toy_assessment, toy_rubric


def _layout(weighting, **gaps):
    rubric = toy_rubric()
    plans = [
        toy_assessment("AAA-2010-2012", ALIKE),
        toy_assessment("BBB-2010-2012", {**ALIKE, "plan-quality": 1, **gaps}),
    ]
    return layout_of(contrast(plans, rubric), rubric.weighting(weighting))


def test_plan_quality_keeps_its_share():
    region = region_of(_layout("equal"), [0, 1])
    assert region.base.sum() == pytest.approx(1)
    assert region.equal.shape == (2, 7)
    assert region.equals == pytest.approx([1, 0.1])


def test_rules_hold_for_shares_among_siblings():
    region = region_of(_layout("equal"), [0, 1], parse_rules(["law-enforcement>=0.5", "human-rights>=2*migration"]))
    inside = dict.fromkeys(region.units, 0.0)
    inside.update(
        {
            "law-enforcement.control": 0.45,
            "human-rights.protection": 0.3,
            "migration.control": 0.15,
            "plan-quality": 0.1,
        }
    )
    weights = [inside[unit] for unit in region.units]
    assert region.more @ weights == pytest.approx([0, 0])


def test_units_that_a_plan_lacks_are_dropped_with_their_rules():
    layout = _layout("equal", **{"migration.control": None, "migration.protection": None})
    region = region_of(layout, [0, 1], parse_rules(["migration>=0.5"]))
    assert region.dropped == ("migration.control", "migration.protection")
    assert region.more.shape == (0, 5)
    assert region_of(layout, [0]).dropped == ()


def test_no_joint_weight_is_no_region():
    rubric = toy_rubric()
    plans = [
        toy_assessment("AAA-2010-2012", {"migration.control": 1}),
        toy_assessment("BBB-2010-2012", {"law-enforcement.control": 1}),
    ]
    assert region_of(layout_of(contrast(plans, rubric, rank_all=True), rubric.weighting("police")), [0, 1]) is None


def test_no_weight_moves_farther_than_allowed():
    region = region_of(_layout("equal"), [0, 1], within=0.05)
    assert (region.upper - region.base).max() == pytest.approx(0.05)
    assert (region.base - region.lower).max() == pytest.approx(0.05)
