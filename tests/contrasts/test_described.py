"""Spread of a criterion, availability of data, and where a plan stands out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats

from evaluator.contrasts.audit.described import Standout, available, describe, standouts

N = np.nan


def test_a_column_is_described_over_the_plans_that_have_it():
    found = describe(np.array([0.0, 1.0, 1.0, 3.0, 9.0, N]))
    known = [0.0, 1.0, 1.0, 3.0, 9.0]
    assert (found.known, found.least, found.most, found.mean, found.median) == (5, 0, 9, 2.8, 1)
    assert (found.nonzero, found.different, found.same) == (4, 4, 2)
    assert found.deviation == pytest.approx(np.std(known, ddof=1))
    assert found.skewness == pytest.approx(stats.skew(known, bias=False))
    assert found.kurtosis == pytest.approx(stats.kurtosis(known, bias=False))


def test_what_few_or_equal_values_do_not_have_is_missing():
    none = dataclasses.asdict(describe(np.array([N, N])))
    assert none["known"] == none["different"] == none["same"] == 0
    assert np.isnan(none["mean"])
    one, three = describe(np.array([2.0])), describe(np.array([0.0, 0.0, 1.0]))
    assert np.isnan(one.deviation)
    assert three.skewness == pytest.approx(stats.skew([0, 0, 1], bias=False))
    assert np.isnan(three.kurtosis)
    assert describe(np.array([0.0, 0.0, 0.0, 1.0])).kurtosis == pytest.approx(4)  # by hand: four are enough
    flat = describe(np.array([1.0, 1.0, 1.0, 1.0]))
    assert (flat.deviation, flat.same) == (0, 4)
    assert np.isnan([flat.skewness, flat.kurtosis]).all()


def test_availability_is_a_share_of_what_is_due():
    values = np.array([[1.0, N, 3.0], [N, N, 3.0]])
    due = np.array([[True, True, True], [True, False, False]])
    found = available(values, due, [[0, 1], [2], [0, 1, 2]])
    assert found[0].tolist() == pytest.approx([0.5, 1, 2 / 3])
    assert found[1, [0, 2]].tolist() == [0, 0]
    assert np.isnan(found[1, 1])


def test_a_plan_stands_out_where_it_ranks_highest_and_lowest_and_not_where_all_share_the_last_place():
    values = np.array(
        [[1.0, 0.5, 0.0, N, 0.1], [0.5, 0.9, 0.0, 1.0, 0.3], [0.0, 0.7, 0.0, 0.2, 0.2], [0.1, 0.1, 1, 0, 0]]
    )
    best, worst = standouts(values, 0, 2)
    assert best == [Standout(0, 1), Standout(1, 3)]
    assert worst == [Standout(1, 3), Standout(4, 3)]
    everything = standouts(values, 0, 9, drop_last=False)[0]
    assert [(one.column, one.rank) for one in everything] == [(0, 1), (2, 2), (1, 3), (4, 3)]
    assert standouts(values, 3, 1)[0] == [Standout(2, 1)]
