"""The statistics of an audit as tables, with their remarks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from evaluator.cli.rubric.audit import TABLES
from evaluator.contrasts.tables.statistics import STATISTICS, remark_above, statistics_document
from tests.contrasts.test_statistics import CHOICES, audited, independent


def table(found, name):
    (wanted,) = (t for t in STATISTICS if t.name == name)
    return [SimpleNamespace(**record) for record in wanted.records(found)]


def test_every_table_is_always_there_and_can_be_asked_for():
    assert tuple(t.name for t in STATISTICS) == TABLES
    for rows in (independent(), [(4, 4, 4)], []):
        assert all(t.csv(audited(rows)) for t in STATISTICS)


def test_a_criterion_is_described_in_the_order_of_the_tree():
    first = table(audited([(4, 0, "?"), (0, 0, 2), (0, 0, 2)]), "criteria")
    assert [(row.criterion_id, row.due, row.known) for row in first] == [("x", 3, 3), ("y", 3, 3), ("z", 3, 2)]
    assert (first[0].least, first[0].most, first[0].median, first[0].same) == (0, 1, 0, pytest.approx(2 / 3, abs=1e-9))
    assert (first[1].deviation, first[1].skewness) == (0, None)


def test_near_copies_weak_ties_and_ties_that_run_the_wrong_way_are_remarked():
    rows = [(x, 4 - x, x) for x, _ in independent_pairs()]
    found = audited(rows)
    above = {(row.one, row.other): row.remark for row in table(found, "above")}
    among = {(row.one, row.other): row.remark for row in table(found, "among")}
    assert among["x", "z"] == "near copies"
    assert among["x", "y"] == "runs against it"
    assert among["y", "z"] == ""  # another node's
    assert above["x", "total"] == ""
    loose = audited([(x, y, z) for x, y in independent_pairs() for z in (0, 4)], weights=(1, 1))
    assert {row.remark for row in table(loose, "among")} == {""}


def independent_pairs():
    return [(x, y) for x in range(5) for y in range(5)]


def test_a_criterion_that_goes_with_its_node_weakly_or_against_it_is_remarked_there_alone():
    # y makes the node together with x, three times the spread of x and turned.
    rows = [(2 if x == 4 else 1, 4 - x, x) for x, _ in independent_pairs()]
    found = audited(rows)
    remarks = {(row.one, row.other): row.remark for row in table(found, "above")}
    assert remarks["x", "a"] == "runs against it"
    assert remarks["x", "total"] == ""
    weak = audited(rows, choices=CHOICES.model_copy(update={"weak": 1.0}))
    assert {row.remark for row in table(weak, "above") if (row.one, row.other) == ("y", "a")} == {"weak"}


def test_importance_far_from_weight_is_remarked_either_way():
    # y never moves: it has weight and makes nothing of the spread.
    found = audited([(x, 2, z) for x, z in independent_pairs()])
    remarks = {row.id: row.remark for row in table(found, "importance")}
    assert remarks["y"] == "less than its weight"
    assert remarks["x"] == ""
    more = audited([(x, 2, z) for x, z in independent_pairs()], choices=CHOICES.model_copy(update={"apart": 1.2}))
    assert {row.id: row.remark for row in table(more, "importance")}["x"] == "more than its weight"


def test_shifts_are_places_gained_and_the_plan_that_shifts_furthest_is_named():
    found = audited([(4, 4, 0), (0, 0, 4), (2, 2, 2)], others=((1, 3), (2, 1)))
    shifts = [(row.weighting_id, row.plan_id[:3], row.rank, row.other, row.shift) for row in table(found, "shifts")]
    assert shifts[:3] == [("w1", "XAA", 1, 3, -2), ("w1", "XAB", 3, 1, 2), ("w1", "XAC", 2, 2, 0)]
    turned, same = table(found, "scenarios")
    assert (turned.weighting_id, turned.largest_shift, turned.plan_id[:3]) == ("w1", 2, "XAA")
    assert (same.largest_shift, same.plan_id, same.kendall) == (0, "", None)


def test_standouts_and_places_under_noise_name_plans_and_points():
    found = audited([(4, 0, 2), (2, 2, 2), (0, 4, 1)])
    strong = [row for row in table(found, "standouts") if row.plan_id.startswith("XAA")]
    assert [(row.kind, row.criterion_id, row.rank, row.points) for row in strong] == [
        ("strength", "x", 1, 1.0), ("strength", "z", 1, 0.5),
    ]  # fmt: skip
    assert [row.rank for row in table(found, "uncertainty")] == [1, 1, 3]


def test_components_and_consistency_have_a_row_for_each_node_and_part():
    found = audited(independent())
    rows = table(found, "consistency")
    assert [(row.node_id, row.criteria, row.plans, row.over_one) for row in rows] == [
        ("total", 3, 25, 1), ("a", 2, 25, 0), ("b", 1, 25, 0),
    ]  # fmt: skip
    assert rows[2].alpha is None
    loadings = [row for row in table(found, "components") if (row.node_id, row.component) == ("total", 1)]
    assert [row.criterion_id for row in loadings] == ["x", "y", "z"]
    assert loadings[0].variance == pytest.approx(2)


def test_the_document_says_what_it_rests_on():
    found = audited([(4, 4, 4), (0, 0, "?")], others=((1, 1),))
    document = statistics_document(found, ("A sentence.",))
    assert (document["weighting"], document["plans"], document["ranked"], document["enough"]) == ("w0", 2, 2, False)
    assert document["words"] == ["A sentence."]
    assert document["importance"] == []
    assert len(document["availability"]) == 6


def test_each_p_stands_beside_that_of_so_many_tests_and_rules_what_is_remarked():
    rows = [
        (4, 2, 0),
        (2, 0, 4),
        (4, 0, 2),
        (2, 2, 2),
        (0, 4, 0),
        (2, 4, 4),
        (0, 2, 1),
        (3, 1, 3),
        (1, 3, 2),
        (2, 3, 0),
    ]
    among = {(row.one, row.other): row for row in table(audited(rows), "among")}
    assert len(among) == 3
    for row in among.values():
        assert row.p_of_all == pytest.approx(min(1, 3 * row.p), abs=1e-8)
    assert 0 < among["x", "y"].spearman_p < 1
    # r is -0.67 with a p of 0.035, which is 0.11 as one of three.
    ones, others = (0, 1, 1, 2, 2, 3, 3, 4, 4, 2), (4, 4, 2, 3, 1, 2, 0, 2, 1, 3)
    near = list(zip(ones, others, (1, 2, 0, 3, 4, 1, 2, 0, 3, 1), strict=True))
    found = {(row.one, row.other): row for row in table(audited(near), "among")}["x", "y"]
    assert found.p < 0.05 < found.p_of_all < 0.12
    assert found.remark == ""
    lenient = table(audited(near, choices=CHOICES.model_copy(update={"significant": 0.12})), "among")
    assert [row.remark for row in lenient if (row.one, row.other) == ("x", "y")] == ["runs against it"]


def test_scenarios_have_the_p_of_both_coefficients():
    rows = [(k // 2 % 5, k // 2 % 5, k % 5) for k in range(10)]
    found = audited(rows, weights=(3, 1), others=((1, 3),))
    (row,) = table(found, "scenarios")
    (one,) = found.scenarios
    assert (row.spearman_p, row.kendall_p) == (pytest.approx(one.spearman_p), pytest.approx(one.kendall_p))
    assert 0 < row.kendall_p < 1


@pytest.mark.parametrize(
    ("contribution", "remark"), [(0.5, ""), (0.51, "more than its weight"), (0.125, ""), (0.12, "less than its weight")]
)
def test_twice_the_weight_is_not_yet_more_than_twice(contribution, remark):
    found = audited([(x, 2, z) for x, z in independent_pairs()], choices=CHOICES.model_copy(update={"apart": 2.0}))
    one = replace(found.importance[0], stated=0.25, contribution=contribution)
    (row,) = table(replace(found, importance=(one,)), "importance")
    assert row.remark == remark


def test_a_tie_as_strong_as_the_rubric_asks_is_not_weak():
    found = audited(independent(), choices=CHOICES.model_copy(update={"weak": 0.5}))
    tie = next(tie for tie in found.above if (tie.one, tie.other) == ("x", "a"))
    assert [remark_above(found, replace(tie, pearson=r)) for r in (0.49, 0.5, -0.1)] == ["weak", "", "runs against it"]


def test_a_shift_by_one_place_is_named():
    found = audited([(4, 4, 0), (2, 2, 4)], weights=(1, 1), others=((3, 1),))
    (row,) = table(found, "scenarios")
    assert (row.largest_shift, row.plan_id) == (1, found.study.plan_ids[0])
