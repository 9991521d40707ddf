"""Dates and periods at the precision known: which days they may mean, and whether two share one."""

from __future__ import annotations

import pytest

from evaluator.model.dates import first_day, last_day, meet, period_text


def test_a_date_spans_all_days_that_it_may_mean():
    assert (first_day("2021"), last_day("2021")) == ("2021-01-01", "2021-12-31")
    assert (first_day("2021-06"), last_day("2021-06")) == ("2021-06-01", "2021-06-30")
    assert (first_day("2021-06-05"), last_day("2021-06-05")) == ("2021-06-05", "2021-06-05")


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("2016/2019", "2019/2020", True),  # the last year of one is the first of the other
        ("2016/2018", "2019/2020", False),
        ("2021", "2020/2023", True),
        ("2020-12", "2021/2022", False),
        ("2021-04/2022-03", "2022", True),  # three months are enough
        ("2024", "2021/open", True),
        ("2022-06-15", "2022-06-16", False),
        ("", "2021", False),
    ],
)
def test_periods_meet_where_they_share_a_day(one, other, share):
    assert meet(one, other) is share
    assert meet(other, one) is share


def test_a_period_of_one_year_is_printed_as_that_year():
    assert [period_text(text) for text in ("2021/2021", "2016/2019", "2022/open")] == ["2021", "2016–2019", "2022–"]
