"""Levels: what the draws and the bounds together tell apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.weights import space_of
from evaluator.contrasts.order import head_to_head, pairs_of, partial_order
from evaluator.contrasts.robustness import Sampling, simulate
from tests.contrasts.synthetic import ALIKE, LEAVES, choices, toy_assessment, toy_rubric
from tests.marking import unsaid

EVERY = (*LEAVES, "plan-quality")
SAMPLING = Sampling(1000, 3, 0.9)


def _order(plans, dominance=0.95, more=None):
    rubric = toy_rubric()
    study = contrast(plans, rubric, ["equal"], rank_all=True)
    pairs = pairs_of(study, rubric.weighting("equal"))
    space = space_of(pairs.layout, choices().hit_and_run)
    sampling = Sampling(1000, 1, 0.9)
    layout = layout_of(study, rubric.weighting("equal"))
    drawn = simulate(layout, space_of(layout, choices().hit_and_run), sampling)
    found = head_to_head(pairs, space, sampling)
    return partial_order(study, found, [drawn] if more is None else [drawn, more], "equal", dominance)


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
    assert found.sentence.startswith("In 3 of 3 pairs one is firmly ahead of the other, which makes 3 groups")


def test_a_lead_that_what_is_not_assessed_could_turn_is_not_firm():
    """On what both have BBB has level 3 and AAA level 2, in every draw; with half unrated BBB may end below 0.5."""
    gaps = {**_flat(3), **dict.fromkeys(("law-enforcement.control", "migration.control", "human-rights.protection"))}
    found = _order([toy_assessment("AAA-2010-2012", _flat(2)), toy_assessment("BBB-2010-2012", gaps)])
    assert (found.over, found.levels) == ((), (("AAA-2010-2012", "BBB-2010-2012"),))
    assert found.sentence == (
        "On present evidence none is firmly ahead of another: this is said only if the one ahead scores "
        "higher in at least 95% of the random draws (of weights alone, of everything uncertain, and of weights over "
        "the criteria assessed in both), and if its whole range under “equal” lies above that of the other, so that "
        "nothing that is not assessed can turn it."
    )


@pytest.mark.parametrize(("rated", "firm"), [(0, False), (1, True)])
def test_a_lead_is_firm_where_the_worst_still_beats_the_best(rated, firm):
    """AAA: level 2, 0.5 whole. BBB: level 4, without one of 7 leaves or with it at 0.

    Of 0.9 a sixth is law-enforcement.control: 0.15. BBB lacks it and migration.control (0.3): from 0.7 up, firm.
    With three leaves missing it is from 0.55, with human-rights too (0.6 missing): from 0.4, which is under 0.5.
    """
    gone = ["law-enforcement.control", "migration.control", "human-rights.protection", "human-rights.structural"]
    other = {**_flat(4), **dict.fromkeys(gone[: 3 if rated else 4])}
    found = _order([toy_assessment("AAA-2010-2012", _flat(2)), toy_assessment("BBB-2010-2012", other)])
    assert found.over == ((("BBB-2010-2012", "AAA-2010-2012"),) if firm else ())


def test_draws_of_any_kind_that_turn_the_order_leave_nothing_firm():
    plans = [toy_assessment("AAA-2010-2012", _flat(1)), toy_assessment("BBB-2010-2012", _flat(3))]
    study = contrast(plans, toy_rubric(), ["equal"], rank_all=True)
    layout = layout_of(study, study.weightings[0])
    drawn = simulate(layout, space_of(layout, choices().hit_and_run), Sampling(1000, 1, 0.9))
    shaken = replace(drawn, wins=np.array([[0.0, 0.06], [0.94, 0.0]]))
    assert _order(plans, more=drawn).over == (("BBB-2010-2012", "AAA-2010-2012"),)
    assert _order(plans, more=shaken).over == ()


def test_a_lead_by_what_the_other_lacks_is_no_lead():
    """AAA has level 4 in human rights, where BBB is not rated; on all else both have level 2."""
    more = {**_flat(2), "human-rights.protection": 4, "human-rights.structural": 4}
    less = {**_flat(2), "human-rights.protection": None, "human-rights.structural": None}
    found = _order([toy_assessment("AAA-2010-2012", more), toy_assessment("BBB-2010-2012", less)])
    assert found.levels == (("AAA-2010-2012", "BBB-2010-2012"),)


def test_a_lead_that_hangs_on_the_weighting_is_no_lead():
    mixed = {**ALIKE, "law-enforcement.control": 4, "law-enforcement.protection": 4, "human-rights.protection": 1}
    found = _order([toy_assessment("AAA-2010-2012", mixed), toy_assessment("BBB-2010-2012", ALIKE)])
    assert found.levels == (("AAA-2010-2012", "BBB-2010-2012"),)
    assert found.over == ()


def test_plans_that_lead_in_a_circle_are_not_ahead_of_each_other():
    """Each pair shares one paradigm alone: A leads B in migration, B leads C in law, C leads A in human rights."""
    one, two, three = ("migration", "law-enforcement", "human-rights")

    def plan(name, high, low):
        levels = {leaf: 4 if leaf.startswith(high) else 1 for leaf in LEAVES if leaf.startswith((high, low))}
        return toy_assessment(f"{name}-2010-2012", levels)

    found = _order([plan("AAA", one, three), plan("BBB", two, one), plan("CCC", three, two)])
    assert (found.over, len(found.levels)) == ((), 1)


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


def _pairs(*levels, nested=False):
    rubric = toy_rubric()
    plans = [toy_assessment(f"{name * 3}-2010-2012", own) for name, own in zip("ABCD", levels, strict=False)]
    study = contrast(plans, rubric, ["equal"], rank_all=True)
    return study, pairs_of(study, rubric.weighting("equal"), nested=nested)


def _drawn(pairs, nested=False):
    return head_to_head(pairs, space_of(pairs.layout, choices().hit_and_run, nested=nested), SAMPLING)


def test_each_plan_of_a_pair_is_scored_over_what_both_have():
    """A: migration 4, law 2. B: migration 1, human rights 4. They share migration: 1.0 and 0.25."""
    own = {"migration.control": 4, "migration.protection": 4, "law-enforcement.control": 2}
    other = {"migration.control": 1, "migration.protection": 1, "human-rights.protection": 4}
    _, pairs = _pairs(own, other)
    assert (pairs.low[0, 1], pairs.high[1, 0]) == (1.0, 0.25)
    assert np.isnan(pairs.low[0, 0])
    assert _drawn(pairs).wins.tolist() == [[0.0, 1.0], [0.0, 0.0]]


def test_plans_that_share_nothing_are_ahead_of_nobody():
    _, pairs = _pairs({"migration.control": 4}, {"law-enforcement.control": 1})
    assert np.isnan(pairs.low).all()
    assert not _drawn(pairs).wins.any()


def test_equal_plans_are_ahead_in_no_draw():
    _, pairs = _pairs(dict.fromkeys(EVERY, 3), dict.fromkeys(EVERY, 3))
    assert not _drawn(pairs).wins.any()


@pytest.mark.parametrize("nested", [False, True])
def test_where_all_is_assessed_pairs_win_as_in_the_draws_of_all_plans(nested):
    rng = np.random.default_rng(5)
    study, pairs = _pairs(*({leaf: int(rng.integers(0, 5)) for leaf in EVERY} for _ in "ABCD"), nested=nested)
    layout = layout_of(study, study.weightings[0], nested=nested)
    whole = simulate(layout, space_of(layout, choices().hit_and_run, nested=nested), SAMPLING)
    assert _drawn(pairs, nested).wins == pytest.approx(whole.wins)
    scores = [verdict.score for verdict in study.verdicts[0]]
    for p, q in combinations(range(4), 2):
        assert (pairs.low[p, q], pairs.high[q, p]) == pytest.approx((scores[p], scores[q]))
