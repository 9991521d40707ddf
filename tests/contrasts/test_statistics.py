"""The statistics of an audit on plans made up so that the answers are known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats

from evaluator.contrasts.audit.statistics import Standout, available, describe, standouts, statistics
from evaluator.contrasts.compare import Entrant
from evaluator.model.assessment import Assessment
from evaluator.model.audit import StatisticsChoices
from evaluator.model.country import Country
from tests.scoring.small import PLAN, outcomes_of, rubric_of, weighting_of

NODES = {"a": {}, "b": {}}
CRITERIA = {"x": "a", "y": "a", "z": "b"}
CHOICES = StatisticsChoices(least_plans=10, draws=200, bins=5)
GRID = [(x, y) for x in range(5) for y in range(5)]
N = np.nan


def plans_of(rubric, rows):
    """Enter plans with levels of x, y and z; `?` is not assessed."""
    found = []
    for k, levels in enumerate(rows):
        name = f"X{chr(65 + k // 26)}{chr(65 + k % 26)}-2020-2023"
        plan = Assessment(Country(iso3=name[:3], names={}), PLAN.model_copy(update={"id": name}), rubric.id)
        found.append(Entrant(plan, outcomes_of(rubric, dict(zip(CRITERIA, levels, strict=True))), is_draft=False))
    return found


def audited(rows, weights=(3, 1), others=(), choices=CHOICES, **more):
    views = [weighting_of({"total": {"a": w[0], "b": w[1]}}, name=f"w{k}") for k, w in enumerate((weights, *others))]
    rubric = rubric_of(NODES, CRITERIA, weightings={view.id: view for view in views})
    return statistics(rubric, views, plans_of(rubric, rows), choices, **more)


def independent():
    """Return 25 plans in which x and y are independent and z is what x is."""
    return [(x, y, x) for x, y in GRID]


def test_contributions_add_up_to_1_and_follow_weight_and_spread():
    found = audited(independent())
    parts = {one.id: one for one in found.importance if one.kind == "criterion"}
    assert sum(one.contribution for one in parts.values()) == pytest.approx(1)
    # score = 3/8 x + 3/8 y + 1/4 z with z = x: x and z together have 5/8, y has 3/8 of one spread.
    both, other = (5 / 8) ** 2, (3 / 8) ** 2
    assert parts["y"].contribution == pytest.approx(other / (both + other))
    assert parts["x"].contribution == pytest.approx((3 / 8) * (5 / 8) / (both + other))
    assert [parts[name].stated for name in "xyz"] == pytest.approx([0.375, 0.375, 0.25])


def test_first_order_of_a_criterion_holds_what_goes_with_it():
    found = audited(independent())
    alone = {one.id: one.first_order for one in found.importance if one.kind == "criterion"}
    assert alone["x"] == pytest.approx(alone["z"])
    assert alone["x"] > 2 * alone["y"]


def test_groups_stand_before_criteria_with_the_sum_of_their_contributions():
    found = audited(independent())
    groups = [one for one in found.importance if one.kind == "group"]
    assert [one.id for one in groups] == ["a", "b"]
    assert [one.stated for one in groups] == pytest.approx([0.75, 0.25])
    parts = {one.id: one.contribution for one in found.importance if one.kind == "criterion"}
    assert groups[0].contribution == pytest.approx(parts["x"] + parts["y"])


def test_every_element_is_tied_to_what_stands_above_it_nearest_first():
    found = audited(independent())
    ties = {(tie.one, tie.other): tie for tie in found.above}
    assert list(ties) == [
        ("x", "a"), ("x", "total"), ("y", "a"), ("y", "total"), ("z", "b"), ("z", "total"), ("a", "total"),
        ("b", "total"),
    ]  # fmt: skip
    assert ties["z", "b"].pearson == pytest.approx(1)
    assert ties["x", "a"].pearson == pytest.approx(0.5**0.5)
    assert ties["x", "a"].plans == 25
    among = {(tie.one, tie.other): tie for tie in found.among}
    assert among["x", "z"].pearson == pytest.approx(1)
    assert among["x", "y"].pearson == pytest.approx(0, abs=1e-12)
    assert among["x", "y"].p == pytest.approx(1)


def test_consistency_and_components_of_the_whole_and_of_each_node():
    found = audited(independent())
    groups = {group.node: group for group in found.consistency}
    assert list(groups) == ["total", "a", "b"]
    assert groups["a"].alpha == pytest.approx(0, abs=1e-12)
    assert np.isnan(groups["b"].alpha)
    assert groups["total"].components.variances.tolist() == pytest.approx([2, 1, 0], abs=1e-9)


def test_too_few_plans_leave_only_what_each_plan_can_bear():
    found = audited(independent()[:9])
    assert not found.enough
    assert (found.above, found.among, found.consistency, found.importance) == ((), (), (), ())
    assert found.descriptions[0].known == 9
    assert audited(independent()[:10]).enough


def test_a_plan_that_cannot_be_ranked_takes_no_part_but_in_availability_and_description():
    rows = [*independent(), (4, "?", "?")]
    found = audited(rows, weights=(1, 1))
    assert found.ranked.tolist() == [True] * 25 + [False]
    assert found.availability[-1].tolist() == pytest.approx([1 / 3, 1 / 2, 0])
    assert found.descriptions[0].known == 26
    assert {tie.plans for tie in found.among} == {25}
    assert np.isnan(found.ranks[-1])
    assert found.standouts[-1] == ((), ())
    everyone = audited(rows, weights=(1, 1), rank_all=True)
    assert everyone.ranked.all()
    assert np.isfinite(everyone.spread.mean).all()


def test_other_weightings_are_scenarios_with_likeness_and_places():
    rows = [(4, 4, 0), (0, 0, 4), (2, 2, 2)]
    found = audited(rows, weights=(3, 1), others=((1, 3), (2, 1)))
    assert found.ranks.tolist() == [1, 3, 2]
    turned, same = found.scenarios
    assert turned.ranks.tolist() == [3, 1, 2]
    assert (turned.weighting, turned.alike.mean_shift) == ("w1", pytest.approx(4 / 3))
    assert same.alike.largest_shift == 0
    told = (turned.alike.kendall, turned.alike.spearman, turned.alike.ws, turned.kendall_p, turned.spearman_p)
    assert np.isnan(told).all(), "three plans have no correlation"


def test_of_ten_plans_the_likeness_of_two_orders_is_told_with_its_chance():
    rows = [(x, x, z) for x, z in zip((4, 4, 3, 3, 2, 2, 1, 1, 0, 0), (0, 2, 4, 1, 3, 0, 2, 4, 1, 3), strict=True)]
    (one,) = audited(rows, weights=(3, 1), others=((1, 3),)).scenarios
    first = audited(rows, weights=(3, 1)).ranks
    wanted = stats.kendalltau(first, one.ranks)
    assert (one.alike.kendall, one.kendall_p) == (pytest.approx(wanted.statistic), pytest.approx(wanted.pvalue))
    assert one.alike.spearman == pytest.approx(stats.spearmanr(first, one.ranks).statistic)


def test_noise_on_the_weights_moves_near_plans_and_not_those_far_apart():
    found = audited([(4, 4, 4), (4, 0, 1), (0, 4, 1), (0, 0, 0)])
    assert found.spread.low[[0, 3]].tolist() == found.spread.high[[0, 3]].tolist() == [1, 4]
    assert (found.spread.low[1], found.spread.high[1]) == (2, 3)
    still = audited([(4, 4, 4), (4, 0, 1), (0, 4, 1)], choices=CHOICES.model_copy(update={"noise": 0.0}))
    assert still.spread.low.tolist() == still.spread.high.tolist() == [1, 2, 2]


def test_strengths_and_weaknesses_name_no_criterion_twice():
    found = audited([(4, 0, 2), (2, 2, 2), (0, 4, 1)], choices=CHOICES.model_copy(update={"standouts": 3}))
    best, worst = found.standouts[0]
    assert [(one.column, one.rank) for one in best] == [(0, 1), (2, 1)]
    assert worst == ()


def test_one_plan_or_none_has_no_order():
    for rows in ([(4, 4, 4)], []):
        found = audited(rows, others=((1, 1),))
        assert np.isnan(found.spread.mean).all()
        assert found.scenarios[0].alike.plans == 0
        assert all(both == ((), ()) for both in found.standouts)


def test_where_nodes_are_no_means_contributions_are_not_told():
    views = [weighting_of({"total": {"a": 1, "b": 1}}, name="w0")]
    rubric = rubric_of({"a": {"aggregation": {"kind": "minimum"}}, "b": {}}, CRITERIA, weightings={"w0": views[0]})
    found = statistics(rubric, views, plans_of(rubric, independent()), CHOICES)
    assert all(np.isnan(one.contribution) for one in found.importance)
    assert all(np.isfinite(one.first_order) for one in found.importance)


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
