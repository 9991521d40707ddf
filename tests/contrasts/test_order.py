"""Levels: what the draws and the bounds together tell apart."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.weights import space_of
from evaluator.contrasts.order import partial_order
from evaluator.contrasts.robustness import Sampling, simulate
from tests.contrasts.synthetic import ALIKE, LEAVES, choices, toy_assessment, toy_rubric
from tests.marking import unsaid


def _order(plans, dominance=0.95):
    rubric = toy_rubric()
    study = contrast(plans, rubric, ["equal"], rank_all=True)
    layout = layout_of(study, rubric.weighting("equal"))
    space = space_of(layout, choices().hit_and_run)
    return partial_order(study, simulate(layout, space, Sampling(1000, 1, 0.9)), "equal", dominance)


def _flat(level):
    return dict.fromkeys((*LEAVES, "plan-quality"), level)


def test_a_plan_that_is_better_everywhere_stands_a_level_over():
    found = _order(
        [
            toy_assessment("AAA-2010-2012", _flat(1)),
            toy_assessment("BBB-2010-2012", _flat(3)),
            toy_assessment("CCC-2010-2012", _flat(2)),
        ]
    )
    assert found.levels == (("BBB-2010-2012",), ("CCC-2010-2012",), ("AAA-2010-2012",))
    assert ("BBB-2010-2012", "AAA-2010-2012") in found.over
    assert found.sentence.startswith("For 3 of 3 pairs of ranked plans the order is firm, which makes 3 groups")


def test_what_is_not_rated_keeps_plans_on_one_level():
    gaps = {**_flat(3), **dict.fromkeys(("law-enforcement.control", "migration.control", "human-rights.protection"))}
    found = _order([toy_assessment("AAA-2010-2012", _flat(2)), toy_assessment("BBB-2010-2012", gaps)])
    assert found.levels == (("AAA-2010-2012", "BBB-2010-2012"),)
    assert found.by_draws == (("BBB-2010-2012", "AAA-2010-2012"),)
    assert found.sentence.startswith("On present evidence the order of no two of these plans is firm")


def test_a_lead_that_hangs_on_the_weighting_is_no_lead():
    mixed = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 4, "human-rights.protection": 1}
    found = _order([toy_assessment("AAA-2010-2012", mixed), toy_assessment("BBB-2010-2012", ALIKE)])
    assert found.levels == (("AAA-2010-2012", "BBB-2010-2012"),)
    assert found.by_bounds == (("AAA-2010-2012", "BBB-2010-2012"),)


def test_a_plan_without_a_score_has_no_level():
    found = _order(
        [
            toy_assessment("AAA-2010-2012", _flat(1)),
            toy_assessment("BBB-2010-2012", _flat(3)),
            toy_assessment("CCC-2010-2012", {}),
        ]
    )
    assert found.unranked == ("CCC-2010-2012",)
    assert sum(map(len, found.levels)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_over_a_plan_of_its_own_level(seed):
    rng = np.random.default_rng(seed)
    plans = [
        toy_assessment(f"{a}AA-2010-2012", {leaf: int(rng.integers(0, 5)) for leaf in (*LEAVES, "plan-quality")})
        for a in "ABCDEFG"
    ]
    found = _order(plans, 0.6)
    level = {plan: k for k, plans in enumerate(found.levels) for plan in plans}
    assert all(level[a] < level[b] for a, b in found.over)
    assert all(any(level[a] == k - 1 for a, b in found.over if b == plan) for plan, k in level.items() if k)


@pytest.mark.parametrize("levels", [(2, 2), (1, 3), (1, 3, 2)])
def test_what_can_be_told_apart_can_be_said_in_another_language_whole(levels):
    found = _order([toy_assessment(f"{n}AA-2010-2012", _flat(k)) for n, k in zip("ABC", levels, strict=False)])
    assert unsaid(found.sentence, ["equal"]) == ""
