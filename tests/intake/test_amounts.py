"""Sums with the marks of both habits."""

from __future__ import annotations

import pytest

from evaluator.intake.cell_values import currency_in, in_thousands, read_sum


@pytest.mark.parametrize(
    ("text", "comma", "amount"),
    [
        ("1.250.000,00", True, 1250000.0),
        ("1,250,000.50", False, 1250000.5),
        ("1 250 000", True, 1250000.0),
        ("12000", True, 12000.0),
        ("1615,14", True, 1615.14),
        ("8.000", True, 8000.0),
        ("0", True, 0.0),
        ("€ 3,500", False, 3500.0),
    ],
)
def test_sums(text, comma, amount):
    found = read_sum(text, decimal_comma=comma)
    assert (found.amount, found.doubt) == (amount, "")


@pytest.mark.parametrize("text", ["existing", "", "100 and 200", "12 trainings", "2 x 100"])
def test_words_and_several_numbers_are_no_sum(text):
    assert read_sum(text, decimal_comma=True) is None


def test_a_mark_before_three_digits_is_in_doubt_where_it_may_be_either():
    assert read_sum("8.000", decimal_comma=False).doubt == "'8.000' may be 8 or 8000"


def test_currencies_and_thousands():
    assert read_sum("500 lei", decimal_comma=True).currency == "RON"
    assert currency_in("EUR or USD") == ""
    assert in_thousands("Cost, thousand MDL")
    assert not in_thousands("Cost")
