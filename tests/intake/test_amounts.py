"""Sums with the marks of both habits."""

from __future__ import annotations

import pytest

from evaluator.intake.cell_values import currency_in, read_sum, unit_of_head
from tests.intake.conftest import WORDS


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
    found = read_sum(text, WORDS, "sr" if comma else "en")
    assert (found.amount, found.unit.factor, found.doubt) == (amount, 1.0, "")


@pytest.mark.parametrize(
    "text", ["existing", "", "100 and 200", "12 trainings", "2 x 100", "12 millennium goals", "3 m2"]
)
def test_words_and_several_numbers_are_no_sum(text):
    assert read_sum(text, WORDS, "sr") is None


def test_a_mark_before_three_digits_is_in_doubt_where_it_may_be_either():
    assert read_sum("8.000", WORDS, "en").doubt == "'8.000' may be 8 or 8000"


def test_a_sum_has_one_currency_and_a_dollar_sign_is_the_plans_own():
    assert read_sum("500 lei", WORDS, "ro").currency == "RON"
    assert currency_in("EUR or USD") == ""
    assert [read_sum(text, WORDS, "es", "COP").currency for text in ("$ 500", "US$ 500", "R$ 500")] == [
        "COP",
        "USD",
        "BRL",
    ]
    assert read_sum("$ 500", WORDS, "en").currency == "USD"


@pytest.mark.parametrize(
    ("lang", "head", "factor"),
    [
        ("en", "Cost, thousand MDL", 1e3),
        ("en", "Cost ('000 EUR)", 1e3),
        ("en", "Budget (million EUR)", 1e6),
        ("en", "Budget, €m", 1e6),
        ("en", "Budget (Billions in KSh)", 1e9),
        ("en", "M & E, EUR", 1.0),
        ("en", "Cost of the millennium goals", 1.0),
        ("en", "Budget by milestone, EUR", 1.0),
        ("hr", "Sredstva (tis. eur)", 1e3),
        ("hr", "Sredstva (mil. eur)", 1e6),
        ("sr", "Средства (хиљ. РСД)", 1e3),
        ("sr", "Средства у миљ. динара", 1e6),
        ("sr-Latn", "Sredstva (mil. RSD)", 1e6),
        ("mk", "Средства (илјади денари)", 1e3),
        ("ru", "Объем, тыс. руб.", 1e3),
        ("ru", "Объем, млрд руб.", 1e9),
        ("ro", "Buget (mil. lei)", 1e6),
        ("ro", "Buget (mii lei)", 1e3),
        ("bg", "Средства (хил. лв.)", 1e3),
        ("sq", "Kosto (mijë lekë)", 1e3),
        ("es", "Costo (miles de millones de pesos)", 1e9),
        ("es", "Costo (millones COP)", 1e6),
        ("es", "Costo (mil pesos)", 1e3),
        ("pt", "Valor (R$ mil)", 1e3),
        ("pt", "Valor (R$ milhões)", 1e6),
        ("fr", "Coût (en milliards)", 1e9),
        ("lv", "Finansējums (tūkst. euro)", 1e3),
        ("lv", "Finansējums (milj. euro)", 1e6),
        ("et", "Maksumus (tuhat eurot)", 1e3),
        ("de", "Kosten in Mio. Euro", 1e6),
        ("pl", "Koszt (tys. zł)", 1e3),
        ("xx", "Kosten (Mrd. EUR)", 1e9),
    ],
)
def test_a_head_gives_the_unit_of_its_sums_in_the_language_of_the_plan(lang, head, factor):
    found = unit_of_head(head, WORDS, lang)
    assert (found.factor, found.doubt) == (factor, "")


@pytest.mark.parametrize(
    ("lang", "text", "amount", "factor", "currency"),
    [
        ("en", "188 Million", 188.0, 1e6, ""),
        ("en", "€2.5m", 2.5, 1e6, "EUR"),
        ("en", "EUR 250k", 250.0, 1e3, "EUR"),
        ("en", "USD 1.2 bn", 1.2, 1e9, "USD"),
        ("ro", "2,5 mil. lei", 2.5, 1e6, "RON"),
        ("es", "15 mil millones de pesos", None, None, None),
        ("es", "15 mil millones COP", 15.0, 1e9, "COP"),
        ("ru", "12,5 млн руб.", 12.5, 1e6, "RUB"),
        ("sr", "3 miliona dinara", 3.0, 1e6, "RSD"),
    ],
)
def test_a_unit_beside_a_number_is_part_of_its_sum(lang, text, amount, factor, currency):
    found = read_sum(text, WORDS, lang)
    assert (found and (found.amount, found.unit.factor, found.currency)) == (amount and (amount, factor, currency))


def test_a_word_of_another_language_that_may_be_two_units_is_a_doubt():
    assert unit_of_head("Cost (mil. EUR)", WORDS, "en").doubt == "'mil' may be 1000 or 1000000"
    assert unit_of_head("Thousand or million EUR", WORDS, "en").doubt.endswith("may be 1000 or 1000000")
    assert unit_of_head("Coste (billion EUR)", WORDS, "es").doubt
    assert unit_of_head("Coste (billones EUR)", WORDS, "es").factor == 1e12
