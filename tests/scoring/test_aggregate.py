"""Each formula of a node, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.aggregation import Aggregation, Step
from evaluator.scoring.aggregate import combine, met

HALVES = [0.5, 0.25, 1.0]


def one(kind, values, weights, negative=None, **more):
    cube = np.array(values, dtype=float)[:, None, None], np.array(weights, dtype=float)[:, None, None]
    minus = np.array(negative or [False] * len(values))
    return combine(Aggregation(kind=kind, **more), *cube, minus)[0, 0]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("arithmetic", {}, (0.5 * 2 + 0.25 + 1) / 4),
        ("geometric", {}, (0.5**2 * 0.25) ** 0.25),
        ("harmonic", {}, 4 / (2 / 0.5 + 1 / 0.25 + 1)),
        ("power", {"exponent": 2.0}, ((0.25 * 2 + 0.0625 + 1) / 4) ** 0.5),
        ("power", {"exponent": 0.0}, (0.5**2 * 0.25) ** 0.25),
        ("power", {"exponent": 1.0}, 0.5625),
        ("minimum", {}, 0.25),
        ("share-met", {"met_from": 0.5}, 0.75),
    ],
)
def test_the_formula(kind, more, expected):
    assert one(kind, HALVES, [2, 1, 1], **more) == pytest.approx(expected, abs=1e-15)


def test_a_net_sum_subtracts_over_the_weight_that_adds_and_stops_at_zero():
    assert one("net-sum", [1.0, 0.5, 0.5], [1, 1, 1], [False, False, True]) == pytest.approx(0.75 - 0.25)
    assert one("net-sum", [0.25, 1.0], [1, 3], [False, True]) == 0
    assert np.isnan(one("net-sum", [1.0, 1.0], [0, 1], [False, True]))


def test_without_a_floor_a_net_sum_goes_under_zero_down_to_minus_one():
    assert one("net-sum", [0.25, 1.0], [2, 1], [False, True], floor="none") == pytest.approx(0.25 - 0.5)
    assert one("net-sum", [0.25, 1.0], [1, 3], [False, True], floor="none") == -1  # 0.25 - 3
    assert one("net-sum", [0.25, 1.0], [2, 1], [False, True], floor=0) == 0
    with pytest.raises(ValueError, match="`floor` with kind net-sum alone"):
        Aggregation(kind="minimum", floor=0)


KINDS = [("arithmetic", {}), ("geometric", {}),
         ("geometric", {"least": 0.1}), ("harmonic", {}), ("power", {"exponent": 2.0}), ("minimum", {}),
         ("share-met", {"met_from": 0.5}), ("net-sum", {}),
         ("steps", {"steps": (Step(points=0.25, of="any", reach=0.25), Step(points=0.5, of=2, reach=0.5),
                              Step(points=1.0, of="all", reach=0.5))})]  # fmt: skip


def steps_of(*rows):
    return {"steps": tuple(Step(points=points, of=of, reach=reach) for points, of, reach in rows)}


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ([0.5, 0.0, 0.0], [1, 1, 1], 0.25),
        ([0.75, 0.75, 0.0], [9, 1, 1], 0.5),
        ([0.75, 0.75, 0.5], [1, 1, 1], 1.0),
        ([0.75, 0.75, 0.0], [1, 1, 0], 1.0),  # what has no weight is no child
        ([0.25, 0.25, 0.25], [1, 1, 1], 0.0),
        ([0.75, 0.25, 0.25], [1, 1, 1], 0.25),
    ],
)
def test_steps_climb_by_how_many_children_reach_a_value_whatever_they_weigh(values, weights, expected):
    ladder = steps_of((0.25, "any", 0.5), (0.5, 2, 0.75), (1.0, "all", 0.5))
    assert one("steps", values, weights, **ladder) == expected


def test_a_step_that_holds_above_one_that_does_not_gives_nothing():
    assert one("steps", [0.5, 0.5], [1, 1], **steps_of((0.5, "any", 0.75), (1.0, "all", 0.5))) == 0
    assert one("steps", [1.0], [1], **steps_of((1.0, 2, 0.5))) == 0
    assert one("steps", [0.1 + 0.2 - 1e-16], [1], **steps_of((1.0, 1, 0.3))) == 1


@pytest.mark.parametrize(("kind", "more"), KINDS)
def test_every_aggregation_treats_missing_alike(kind, more):
    """A child of weight 0 leaves, whatever stands in its place; without any weight there is no value."""
    assert one(kind, [0.5, 0.0, 0.25], [2, 0, 1], **more) == one(kind, [0.5, 0.25], [2, 1], **more)
    assert np.isnan(one(kind, [0.5, 0.25], [0, 0], **more))


def test_over_a_least_value_a_zero_makes_no_geometric_mean_zero():
    assert one("geometric", [0.0, 1.0], [1, 1], least=0.01) == pytest.approx(0.1)
    assert one("geometric", [0.25, 1.0], [1, 1], least=0.01) == one("geometric", [0.25, 1.0], [1, 1])


@pytest.mark.parametrize("exponent", [-1.0, -3.0])
def test_a_zero_makes_a_geometric_a_harmonic_and_a_negative_power_mean_zero(exponent):
    assert one("geometric", [0.0, 1.0], [1, 1]) == 0
    assert one("harmonic", [0.0, 1.0], [1, 1]) == 0
    assert one("power", [0.0, 1.0], [1, 9], exponent=exponent) == 0


@pytest.mark.parametrize(("kind", "more"), KINDS)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 5)), min_size=1, max_size=6),
    st.integers(0, 5),
    st.floats(0, 1),
)
def test_no_aggregation_falls_when_a_value_rises(kind, more, cells, which, higher):
    values, weights = [v for v, _ in cells], [w for _, w in cells]
    k = which % len(cells)
    raised = [*values[:k], max(values[k], higher), *values[k + 1 :]]
    before, after = one(kind, values, weights, **more), one(kind, raised, weights, **more)
    assert np.isnan(before) == np.isnan(after)
    assert np.isnan(before) or after >= before - 1e-12
    assert np.isnan(before) or -1e-12 <= before <= 1 + 1e-12


def test_a_threshold_missed_by_binary_noise_only_is_met():
    assert met(Aggregation(kind="share-met", met_from=0.3), np.array([0.1 + 0.2 - 1e-16, 0.29])).tolist() == [
        True,
        False,
    ]
