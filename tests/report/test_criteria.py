from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.pipeline import evaluate
from evaluator.report.criteria import columns, print_order


@pytest.fixture(params=["equal", "us-tip", "gaatw"])
def card(request, albania, rubric):
    return evaluate(albania.assessment, rubric, request.param)


def test_printed_columns_add_up_to_their_groups_and_to_the_total(card):
    for column in (columns(card).stated, columns(card).applicable, columns(card).used, columns(card).part):
        assert sum(column.groups.values()) == column.total
        for group, printed in column.groups.items():
            members = [name for name in column.criteria if card.rubric.paradigm_of(name) == group]
            assert sum(column.criteria[name] for name in members) == printed


def test_printed_weights_add_up_to_a_hundred(card):
    shown = columns(card)
    assert [shown.stated.total, shown.applicable.total, shown.used.total] == [Decimal("100.00")] * 3


def test_the_printed_contributions_add_up_to_the_printed_score(card):
    assert columns(card).part.total == Decimal(str(round(card.score, 9))).quantize(Decimal("0.001"))


def test_no_contribution_is_printed_where_nothing_is_rated(empty):
    assert columns(empty).part.criteria == {}
    assert columns(empty).part.total is None


def test_criteria_are_printed_by_group_those_with_a_level_first_and_weightless_ones_last(albania):
    keys = [
        (
            albania.rubric.paradigms.index(albania.rubric.paradigm_of(s.outcome.criterion_id)),
            s.outcome.level is None,
            s.stated == 0,
        )
        for s in print_order(albania)
    ]
    assert keys == sorted(keys)
    assert len(keys) == len(albania.rubric.criteria)
