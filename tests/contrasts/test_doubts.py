"""Ranks when ratings and the model are in doubt."""

from __future__ import annotations

import pytest

from evaluator.contrasts.draws.doubts import simulate_doubts
from evaluator.contrasts.robustness import Sampling
from evaluator.errors import EvaluatorError, UnknownNameError
from tests.contrasts.synthetic import ALIKE, three_plans, toy_assessment, toy_scene

HOW = Sampling(2000, 5, 0.9)


def test_one_step_of_doubt_gives_the_share_that_it_must():
    """B leads A by one level of one criterion, of low confidence: a step down (one in four) makes a tie."""
    lead = toy_assessment("BBB-2010-2012", {**ALIKE, "migration.control-1": 3}, low=["migration.control-1"])
    scene, _ = toy_scene([toy_assessment("AAA-2010-2012", ALIKE), lead])
    found = simulate_doubts(scene, ("confidence",), HOW)
    assert found.wins[1, 0] == pytest.approx(0.75, abs=0.03)
    assert found.wins[0, 1] == 0
    assert (
        found.space == "What varies: whether a low-confidence level is a step off. Weights as in the reference frame."
    )


def test_a_nought_in_each_plan_no_longer_makes_both_nothing_and_first():
    """One criterion at level 0 in each; joined by arithmetic or geometric mean B is ahead in every draw."""
    plans = [
        toy_assessment("AAA-2010-2012", {**ALIKE, "migration.control": 0}),
        toy_assessment("BBB-2010-2012", {**dict.fromkeys(ALIKE, 3), "human-rights.protection": 0}),
    ]
    scene, _ = toy_scene(plans)
    found = simulate_doubts(scene, ("aggregation",), HOW)
    assert [(s.first, s.tied) for s in found.standings] == [(0, 0), (1, 0)]
    assert found.led == 0


def test_draws_of_what_is_unrated_enter_no_bounds():
    open_one = toy_assessment("BBB-2010-2012", {**ALIKE, "migration.control-1": None})
    scene, study = toy_scene([toy_assessment("AAA-2010-2012", ALIKE), open_one])
    before = study.verdict("BBB-2010-2012", "equal").bounds
    found = simulate_doubts(scene, ("unrated",), HOW)
    assert found.wins[1, 0] == pytest.approx(0.4, abs=0.04)
    assert found.wins[0, 1] == pytest.approx(0.4, abs=0.04)
    assert study.verdict("BBB-2010-2012", "equal").bounds == before


def test_all_doubts_together_are_repeatable():
    scene, _ = toy_scene()
    one, same = (simulate_doubts(scene, scene.doubts, HOW) for _ in range(2))
    assert (one.wins == same.wins).all()
    assert (
        "Weights are drawn at random, every mixture equally likely, separately for the parts of: paradigms" in one.space
    )


def test_names_that_are_no_doubt_or_not_present_are_refused():
    scene, _ = toy_scene(three_plans())
    with pytest.raises(UnknownNameError, match=r"no source of doubt is called 'coder'\. Did you mean 'coders'"):
        simulate_doubts(scene, ("coder",), HOW)
    with pytest.raises(EvaluatorError, match="nothing here varies by coders"):
        simulate_doubts(scene, ("coders",), HOW)
    alone, _ = toy_scene(three_plans()[:1])
    with pytest.raises(EvaluatorError, match="two plans"):
        simulate_doubts(alone, ("weights",), HOW)
