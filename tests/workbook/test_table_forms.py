"""What the sheets show of each table."""

from __future__ import annotations

import pytest

from evaluator.model.schema import columns_of
from evaluator.workbook.sheet.table_forms import BY_NAME, FORMS, spare_ids


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_names_only_columns_that_its_table_has_and_shows_all_of_them(form):
    names = {column.name for column in columns_of(form.row)}
    assert set(form.rare) <= names
    assert {ref for ref, _, _ in form.shown} <= names
    assert {column.name for column in form.columns} == names
    assert form.signed in {"", *names}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_column_that_must_be_filled_in_is_never_grouped_away(form):
    assert not [column.name for column in form.columns if column.required and column.name in form.rare]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_what_is_rarely_filled_in_stands_last(form):
    rare = [column.name in form.rare for column in form.columns]
    assert rare == sorted(rare)


def test_what_is_looked_up_is_a_column_of_the_table_of_that_id():
    for form in FORMS:
        for ref, table, key in form.shown:
            declared = {column.name: column for column in columns_of(form.row)}
            assert declared[ref].refers == table
            assert key in {column.name for column in columns_of(BY_NAME[table].row)}


def test_ids_that_wait_go_on_after_the_highest_of_the_same_coder():
    known = frozenset({"E7", "a-E9", "b-E2", "b-E10", "b-Ex", "b-E9999999999999"})
    assert spare_ids(known, "b", 2) == ("b-E11", "b-E12")
    assert spare_ids(known, "c", 1) == ("c-E1",)
