"""Strict shapes for YAML and declared columns for tables."""

from __future__ import annotations

import importlib
import pkgutil
import typing
from dataclasses import dataclass

import pytest
from pydantic import ValidationError

import evaluator.model
from evaluator.model.schema import (
    Finite,
    PartialDate,
    Shape,
    Share,
    Slug,
    Truth,
    WebAddress,
    Whole,
    column,
    columns_of,
    is_partial_date,
    text_in,
)


class Sample(Shape):
    """One key of each kind."""

    date: PartialDate = "2005"
    slug: Slug = "a"
    address: WebAddress = "https://example.org"
    whole: Whole = 1
    truth: Truth = True
    share: Share = 0.5
    finite: Finite = 1.0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "2005-13"),
        ("date", "2005-02-29"),
        ("date", True),
        ("slug", "Two Words"),
        ("address", "ftp://example.org"),
        ("whole", 1.5),
        ("whole", True),
        ("whole", "1"),
        ("truth", 1),
        ("truth", "yes"),
        ("share", 1.01),
        ("share", float("nan")),
        ("finite", float("inf")),
        ("unknown", 1),
    ],
)
def test_a_shape_takes_nothing_but_what_is_declared(key, value):
    with pytest.raises(ValidationError):
        Sample.model_validate({key: value})


def test_a_year_may_stand_without_quotation_marks():
    assert Sample.model_validate({"date": 2005}).date == "2005"


def test_a_shape_cannot_be_changed():
    sample = Sample()
    with pytest.raises(ValidationError):
        sample.whole = 2


@pytest.mark.parametrize("text", ["2004-02-29", "1999-12-31", "1800", "2199-12"])
def test_days_that_exist_are_dates(text):
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "05", "2005-2", "2005-00", "2005-04-31", "0000", "1799-12-31", "2200", "٢٠٠٥", "2005-01-01T00:00", "20050101"],
)
def test_what_is_no_day_month_or_year_is_no_date(text):
    assert not is_partial_date(text)


@dataclass(frozen=True)
class Row:
    """Two columns and a field that is none."""

    begin: str = column("date", "first day", required=True, header="from")
    parts: tuple[str, ...] = column("ids", "parts", refers="parts")
    beside: int = 0


def test_columns_are_read_off_the_declaration_in_order():
    first, second = columns_of(Row)
    assert (first.name, first.label, first.required, first.is_list) == ("begin", "from", True, False)
    assert (second.name, second.label, second.refers, second.is_list) == ("parts", "parts", "parts", True)


def test_an_empty_cell_is_empty_text_an_empty_list_or_none():
    assert (Row().begin, Row().parts) == ("", ())


def test_a_missing_translation_is_shown_as_missing():
    assert text_in({"sr": "План"}, "sr-Cyrl") == "План"
    assert text_in({"sr": "План"}, "sr-Latn") == "Plan"
    assert text_in({"sr-Cyrl": "План"}, "sr") == "План"
    assert text_in({"sr": "План", "sr-Latn": "Nacrt"}, "sr-Latn") == "Nacrt"
    assert text_in({"sr": "План"}, "fr") is None


def _shapes(shape=Shape):
    return [shape, *(below for inner in shape.__subclasses__() for below in _shapes(inner))]


def test_no_truth_or_number_of_a_file_is_guessed_from_something_else():
    for module in pkgutil.iter_modules(evaluator.model.__path__):
        importlib.import_module(f"evaluator.model.{module.name}")
    shapes = [shape for shape in _shapes() if shape.__module__.startswith("evaluator.")]
    lax = [
        f"{shape.__name__}.{name}"
        for shape in shapes
        for name, field in shape.model_fields.items()
        for form in (field.annotation, *typing.get_args(field.annotation))
        if form in (bool, int, float) and not any(getattr(one, "strict", False) for one in field.metadata)
    ]
    assert len(shapes) > 30
    assert lax == []
