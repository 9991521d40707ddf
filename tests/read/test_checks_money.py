"""What a printed sum is the sum of; the faults have their files in tests/bad."""

from __future__ import annotations

import pytest

from evaluator.model.plan import Measure, MoneyLine
from evaluator.read.checks.money import parts_of, worth


def line(line_id: str, measure: str = "", years: str = "", **cells) -> MoneyLine:
    first, _, last = years.partition("-")
    plain = {"state": "amount", "amount": 1.0, "currency": "EUR"}
    return MoneyLine(line_id, measure, first, last or first, **{**plain, **cells})


ROWS = [
    Measure(measure_id="O", level="objective", text="x"),
    Measure(measure_id="A", parent_id="O", level="activity", text="x"),
    Measure(measure_id="T", parent_id="A", level="task", text="x"),
    Measure(measure_id="B", level="activity", text="x"),
]
LINES = [
    line("a20", "A", "2020", funder_kind="state"),
    line("a21", "A", "2021", funder_kind="donor"),
    line("t20", "T", "2020", funder_kind="state"),
    line("b20", "B", "2020", funder_kind="state"),
    line("usd", "B", "2020", currency="USD"),
    line("zero", "B", "2020", state="zero", amount=None, currency=""),
    line("held", "A", "2020", counted_in="a20"),
    line("sum", "A", "2020-2021", total_of="measure"),
    line("word", "A", "2020", state="own-no-amount", amount=None),
]


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        (line("s", "A", total_of="measure"), ["a20", "a21"]),
        (line("s", "A", "2020", total_of="measure"), ["a20"]),
        (line("s", "O", total_of="chapter"), ["a20", "a21", "t20"]),
        (line("s", total_of="plan"), ["a20", "a21", "t20", "b20", "zero"]),
        (line("s", years="2020", total_of="plan"), ["a20", "t20", "b20", "zero"]),
        (line("s", years="2020-2021", total_of="plan", funder_kind="donor"), ["a21"]),
        (line("s", total_of="plan", currency="USD"), ["usd", "zero"]),
        (line("s", total_of="chapter"), []),
    ],
)
def test_a_sum_is_of_its_rows_years_funder_and_currency(total, parts):
    assert [part.line_id for part in parts_of(total, LINES, ROWS)] == parts


def test_lines_that_name_their_sum_are_its_parts_and_no_others():
    assert [part.line_id for part in parts_of(line("a20", "A"), LINES, ROWS)] == ["held"]


def test_a_line_is_worth_its_amount_in_units():
    assert worth(line("x", amount=2.5, unit_factor=1000.0)) == 2500
    assert worth(line("x", state="zero", amount=None)) == 0
