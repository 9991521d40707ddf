"""Cells held to their column's kind, and written back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.model.schema import Column
from evaluator.read.text_files.cell import CellError, parse_cell, span
from evaluator.tables.csv_text import written


def a_column(kind: str, **more) -> Column:
    return Column("c", kind, "what it holds", **more)


@pytest.mark.parametrize("kind", ["text", "id", "date", "choice", "url", "lang"])
def test_an_empty_cell_of_text_is_empty_text(kind):
    assert parse_cell(a_column(kind), "") == ""


@pytest.mark.parametrize("kind", ["integer", "number", "flag"])
def test_an_empty_cell_of_a_number_is_none_and_not_0(kind):
    assert parse_cell(a_column(kind), "") is None


@pytest.mark.parametrize("kind", ["text", "ids", "integer"])
def test_an_empty_cell_that_must_be_filled_says_what_it_holds(kind):
    with pytest.raises(CellError, match=r"an empty cell\. Give what it holds"):
        parse_cell(a_column(kind, required=True), "")


@pytest.mark.parametrize("text", ["n/a", "NA", "None", "null", "-"])
def test_words_for_nothing_are_answers(text):
    assert parse_cell(a_column("text"), text) == text


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (a_column("integer"), "3", 3),
        (a_column("integer"), "0", 0),
        (a_column("integer"), "-100", -100),
        (a_column("number"), "0.50", 0.5),
        (a_column("number"), "1.5e6", 1_500_000),
        (a_column("flag"), "yes", True),
        (a_column("flag"), "no", False),
        (a_column("ids"), " a ; b ;; ", ("a", "b")),
        (a_column("dates"), "2005;2006-03", ("2005", "2006-03")),
        (a_column("period"), "2016/2019", "2016/2019"),
        (a_column("period"), "2020-03", "2020-03"),
        (a_column("choices", choices=("x", "y")), "y;x", ("y", "x")),
        (a_column("langs"), "en;sr-Cyrl", ("en", "sr-Cyrl")),
    ],
)
def test_a_cell_has_the_value_of_its_kind(column, text, value):
    assert parse_cell(column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (a_column("integer"), "1.5", "a whole number"),
        (a_column("integer"), "one", "a whole number"),
        (a_column("number"), "1,5", "a number"),
        (a_column("integer"), "03", "a whole number in plain digits"),
        (a_column("integer"), "1e300", "a whole number of at most 15 digits"),
        (a_column("date"), "9999", "a date of the years 1800 to 2199"),
        (a_column("date"), "0001-01-01", "a date of the years 1800 to 2199"),
        (a_column("number"), "1e999", "a finite number"),
        (a_column("number"), "nan", "a number"),
        (a_column("number"), "0x1F", "a number"),
        (a_column("number", least=0), "-1", "a number from 0"),
        (a_column("integer", least=1, most=5), "6", "a number from 1 to 5"),
        (a_column("number", most=5), "6", "a number up to 5"),
        (a_column("flag"), "true", "yes or no"),
        (a_column("date"), "1.2.2005", "a date as YYYY"),
        (a_column("dates"), "2005;soon", "a date as YYYY"),
        (a_column("period"), "2019/2016", "an end that is not before its start"),
        (a_column("period"), "2016-2019", "or a period as 2016/2019"),
        (a_column("period"), "2016/9999", "a date of the years 1800 to 2199, or a period"),
        (a_column("id"), "two words", "an identifier without spaces"),
        (a_column("ids"), "a;b c", "an identifier without spaces"),
        (a_column("lang"), "english", "a language code"),
        (a_column("url"), "javascript:alert(1)", "an address that begins with http"),
        (a_column("url"), "https://[::1/", "an address that begins with http"),
        (a_column("url"), "http:///x", "an address that begins with http"),
        (a_column("choice", choices=("high", "low")), "hihg", "one of: high, low"),
    ],
)
def test_a_cell_not_of_its_kind_says_what_was_expected(column, text, words):
    with pytest.raises(CellError) as caught:
        parse_cell(column, text)
    assert words in caught.value.expected


def test_a_level_in_its_short_form_for_at_least_is_told_how_to_be_written():
    with pytest.raises(CellError) as level:
        parse_cell(Column("level", "integer", "level"), "2+")
    with pytest.raises(CellError) as other:
        parse_cell(Column("pages", "integer", "pages"), "2+")
    assert level.value.suggestion == "Choose `at-least` as the status, or write 2."
    assert other.value.suggestion == ""


def test_a_decimal_comma_and_a_near_choice_are_suggested():
    with pytest.raises(CellError) as comma:
        parse_cell(a_column("number"), "1,5")
    with pytest.raises(CellError) as near:
        parse_cell(a_column("choice", choices=("high", "low")), "hihg")
    assert comma.value.suggestion == "Write the decimal point as a point."
    assert near.value.suggestion == "Did you mean 'high'?"


def test_a_span_without_ends_is_any_number():
    assert span(a_column("number")) == "a number"


@settings(max_examples=100)
@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_a_number_is_written_so_that_it_is_read_back(number):
    assert parse_cell(a_column("number"), written(number)) == number


@settings(max_examples=200)
@given(
    st.sampled_from(["text", "id", "ids", "integer", "number", "date", "dates", "period", "flag", "url", "lang"]),
    st.text(max_size=20),
)
def test_any_text_has_a_value_or_a_cell_error(kind, text):
    with suppress(CellError):
        parse_cell(a_column(kind), text)


@pytest.mark.parametrize(("kind", "text"), [("integer", "٣"), ("number", "１.5"), ("date", "２００５")])
def test_figures_of_other_scripts_are_no_numbers_here(kind, text):
    with pytest.raises(CellError):
        parse_cell(a_column(kind), text)
