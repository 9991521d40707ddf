"""Pandera contracts from the declarations."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from evaluator.model.assessment import Rating
from evaluator.model.base import columns_of
from evaluator.model.country import Fact
from evaluator.tables import contract as made
from evaluator.tables.files import TABLES


def frame(rows, row):
    columns = columns_of(row)
    return made.frame(columns, [[getattr(one, column.name) for column in columns] for one in rows])


def contract(row):
    return made.contract(columns_of(row))


SOUND = Rating("jobs", 1, "rated", 3, "high", ("E1", "E2"), "because")


def test_a_frame_has_the_columns_and_types_of_the_declaration():
    table = frame([SOUND, Rating("raids", status="not-assessed")], Rating)
    assert list(table.columns) == [c.label for c in columns_of(Rating)]
    assert str(table["level"].dtype) == "Int64"
    assert str(table["reason"].dtype) == "string"
    assert table["level"].isna().tolist() == [False, True]
    assert table["evidence_ids"].tolist()[0] == "E1;E2"
    assert table["reason"].isna().tolist() == [False, True]


def test_columns_are_named_as_the_file_names_them():
    table = frame([Fact("F1", "v", "2005", "2006", 1.5)], Fact)
    assert {"from", "to"} <= set(table.columns)
    assert table["value"].tolist() == [1.5]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.path)
def test_every_table_has_a_contract_that_an_empty_frame_keeps(table):
    assert len(frame([], table.row)) == 0
    assert list(contract(table.row).columns) == [c.label for c in columns_of(table.row)]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "guessed"},
        {"level": -1},
        {"confidence": "certain"},
        {"evidence_ids": ("two words",)},
        {"criterion_id": ""},
    ],
)
def test_a_broken_cell_breaks_the_contract(change):
    with pytest.raises(SchemaErrors):
        frame([replace(SOUND, **change)], Rating)


def test_all_failures_come_at_once_and_a_repeat_is_one_of_them():
    rows = [replace(SOUND, status="guessed"), replace(SOUND, confidence="certain")]
    with pytest.raises(SchemaErrors) as caught:
        frame(rows, Rating)
    assert set(caught.value.failure_cases["column"]) == {"criterion_id", "status", "confidence"}


def test_columns_out_of_order_or_beside_break_the_contract():
    table = frame([SOUND], Rating)
    with pytest.raises(SchemaErrors):
        contract(Rating).validate(table[table.columns[::-1]], lazy=True)
    with pytest.raises(SchemaErrors):
        contract(Rating).validate(table.assign(more=pd.Series(["x"], dtype="string")), lazy=True)
