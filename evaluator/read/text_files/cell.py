"""Parsing of one table cell by its column's declaration."""

from __future__ import annotations

import math
import re

from evaluator.errors import did_you_mean
from evaluator.model.schema import (
    EMPTY_IS_NONE,
    FORMS,
    SINGULAR,
    Column,
    date_words,
    is_partial_date,
    is_period,
    period_words,
)
from evaluator.read.text_files.spelling import misspelt

Cell = str | int | float | bool | tuple[str, ...] | None

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
NUMBER_AND_WORDS = re.compile(r"(-?\d+(?:\.\d+)?)\s+\D")
LEAST = re.compile(r"\d+\+", re.ASCII)  # a level in its short form for `at-least`
DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)


class CellError(ValueError):
    """A cell that breaks its column's declaration."""

    def __init__(self, found: str, expected: str, suggestion: str = "") -> None:
        super().__init__(f"{found}. Give {expected}")
        self.found, self.expected, self.suggestion = found, expected, suggestion


def parse_cell(column: Column, text: str) -> Cell:
    """Return the value of a cell by its column's kind; only an empty cell counts as missing.

    Raises
    ------
    CellError
        The cell is empty in a required column, or not of the column's kind.

    Examples
    --------
    >>> parse_cell(Column("level", "integer", "level"), "3")
    3
    >>> parse_cell(Column("evidence_ids", "ids", "evidence"), "E1; E2")
    ('E1', 'E2')
    >>> parse_cell(Column("reason", "text", "reason"), "n/a")
    'n/a'
    """
    if column.is_list:
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        if column.required and not parts:
            raise CellError("an empty cell", f"an id in {column.refers}.csv" if column.refers else column.doc)
        return tuple(_parse_one(column, part) for part in parts)
    if not text:
        if column.required:
            raise CellError("an empty cell", f"an id in {column.refers}.csv" if column.refers else column.doc)
        return None if column.kind in EMPTY_IS_NONE else ""
    if column.kind in ("integer", "number"):
        return _parse_number(column, text)
    if column.kind == "flag":
        if text not in ("yes", "no"):
            raise CellError(f"found {text!r}", "yes or no")
        return text == "yes"
    return _parse_one(column, text)


def _parse_one(column: Column, text: str) -> str:
    kind = SINGULAR.get(column.kind, column.kind)
    if kind == "choice" and text not in column.choices:
        raise CellError(f"found {text!r}", "one of: " + ", ".join(column.choices), did_you_mean(text, column.choices))
    if kind == "date" and not is_partial_date(text):
        raise CellError(f"found {text!r}", date_words(text))
    if kind == "period" and not is_period(text):
        raise CellError(f"found {text!r}", period_words(text))
    if kind in FORMS:
        form, expected = FORMS[kind]
        if not form.fullmatch(text):
            raise CellError(f"found {text!r}", expected)
    return text


def least_mend(column: Column, text: str) -> str:
    """Return what to do with a level that is written as `at-least` in short; empty for every other column and text.

    Examples
    --------
    >>> least_mend(Column("level", "integer", "level"), "2+")
    'Choose `at-least` as the status, or write 2.'
    """
    if column.name != "level" or not LEAST.fullmatch(text):
        return ""
    return f"Choose `at-least` as the status, or write {text.removesuffix('+')}."


def _number_alone(text: str) -> str:
    """Return the advice to leave out the words that follow a number; empty if the text begins with none.

    Examples
    --------
    >>> _number_alone("2 - in part"), _number_alone("part")
    ('Write 2 alone.', '')
    """
    number = NUMBER_AND_WORDS.match(text)
    return f"Write {number[1]} alone." if number else ""


def _parse_number(column: Column, text: str) -> int | float:
    whole = column.kind == "integer"
    if not NUMBER.fullmatch(text):
        mend = "Write the decimal point as a point." if DECIMAL_COMMA.fullmatch(text) else ""
        mend = mend or least_mend(column, text) or _number_alone(text)
        raise CellError(f"found {text!r}", "a whole number" if whole else "a number", mend)
    value = float(text)
    if not math.isfinite(value):
        raise CellError(f"found {text!r}", "a finite number")
    if whole and not value.is_integer():
        raise CellError(f"found {text!r}", "a whole number")
    expected, mend = misspelt(text, value, whole=whole)
    if expected:
        raise CellError(f"found {text!r}", expected, mend)
    if (column.least is not None and value < column.least) or (column.most is not None and value > column.most):
        raise CellError(f"found {text!r}", span(column))
    return int(value) if whole else value


def span(column: Column) -> str:
    """Return the range of numbers that a column allows, in words."""
    if column.least is None:
        return f"a number up to {column.most:g}" if column.most is not None else "a number"
    return f"a number from {column.least:g}" + ("" if column.most is None else f" to {column.most:g}")
