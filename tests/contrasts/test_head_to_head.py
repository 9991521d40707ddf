"""Pairs of plans over the criteria assessed in both, worked by hand on the toy rubric."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from evaluator import contrast
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.weights import space_of
from evaluator.contrasts.head_to_head import head_to_head, pairs_of
from evaluator.contrasts.robustness import Sampling, simulate
from tests.contrasts.synthetic import LEAVES, choices, toy_assessment, toy_rubric

EVERY = (*LEAVES, "plan-quality")
SAMPLING = Sampling(1000, 3, 0.9)


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


def test_draws_are_counted_alike_wherever_they_run():
    _, pairs = _pairs(dict.fromkeys(EVERY, 2), {**dict.fromkeys(EVERY, 2), "migration.control": 3})
    space = space_of(pairs.layout, choices().hit_and_run)

    def backwards(work, tasks):
        return [work(task) for task in reversed(list(tasks))]

    assert np.array_equal(
        head_to_head(pairs, space, SAMPLING, run=backwards).wins, head_to_head(pairs, space, SAMPLING).wins
    )
