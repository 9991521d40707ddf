"""A number is written in one plain way, in CSV, YAML and workbooks alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.model.schema import Column
from evaluator.read.text_files.cell import CellError, parse_cell
from evaluator.read.text_files.spelling import is_lost, misspelt, misspelt_scalar
from evaluator.read.text_files.yaml_file import parsed_yaml, read_yaml
from evaluator.workbook.sheet.grid import ReadCell
from evaluator.workbook.sheet.values import mend

LEVEL = Column("level", "integer", "level")
AMOUNT = Column("amount", "number", "amount")
ODD_WHOLES = ["03", "+3", "-0", "3e0", "3.000", "3.0000000000000001", "2.9999999999999999999", "1e300", "9" * 16]
ODD_NUMBERS = ["03.5", "+3.5", ".5", "5.", "1e-400", "1e-320", "-1e-999", "0.12345678901234567890"]


def in_csv(column, text):
    try:
        return parse_cell(column, text)
    except CellError:
        return "refused"


def in_yaml(text):
    return "refused" if (document := parsed_yaml(Path("a.yaml"), f"a: {text}\n")).faults else document.content["a"]


def in_workbook(column, text):
    mended = mend(ReadCell(text), column)
    return (
        "refused" if mended.fault else f"told: {in_csv(column, mended.text)}" if mended.repair else in_csv(column, text)
    )


@pytest.mark.parametrize("text", ODD_WHOLES)
def test_an_odd_whole_number_is_refused_everywhere(text):
    assert (in_csv(LEVEL, text), in_workbook(LEVEL, text)) == ("refused", "refused")
    with pytest.raises(CellError) as caught:
        parse_cell(LEVEL, text)
    assert caught.value.found == f"found {text!r}"
    if text.lstrip("+-").isdigit():  # to YAML the others are no whole numbers, and no field for one takes them
        assert in_yaml(text) == "refused"


@pytest.mark.parametrize("text", ODD_NUMBERS)
def test_an_odd_number_is_refused_everywhere(text):
    assert (in_csv(AMOUNT, text), in_yaml(text)) == ("refused", "refused")
    assert in_workbook(AMOUNT, text) == "refused"


@pytest.mark.parametrize("text", ["0x7DA", "0o3732", "+2010", "02010"])
def test_an_odd_year_is_refused_with_the_plain_one(text, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"start: {text}\nlevels: {{{text}: x}}\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_yaml(path)
    plain = "a whole number in plain digits"
    assert [str(p).rpartition("a.yaml:")[2] for p in caught.value.problems] == [
        f"1:8: start: found {text!r}. Give {plain}. Write 2010, or put it in quotes where it is a text.",
        f"2:10: key {text!r}. Give {plain}. Write 2010.",
    ]


@pytest.mark.parametrize("text", ["0", "3", "-3", "9007199254740992"])
def test_a_plain_whole_number_is_taken_everywhere(text):
    assert in_csv(LEVEL, text) == in_yaml(text) == int(text)


@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_every_number_as_it_is_written_by_us_is_plain(number):
    assert misspelt(repr(number), number, whole=False) == ("", "")
    assert misspelt_scalar(repr(number), number) == ("", "")


def test_what_is_too_small_is_lost_and_nothing_is_not():
    assert [is_lost(text, float(text)) for text in ("1e-400", "4e-320", "0", "0.000", "0e5", "1e-300")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_no_number_at_all_is_told_by_what_asks_for_one():
    assert misspelt_scalar(".nan", float("nan")) == ("", "")
    assert misspelt_scalar("1e999", float("inf")) == ("a finite number", "")
    assert misspelt_scalar("9" * 300, int("9" * 300)) == ("a whole number of at most 15 digits", "")
