"""Pandera contracts from the declarations."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from pandera.errors import SchemaErrors

from evaluator.model.assessment import Rating
from evaluator.model.country import Fact
from evaluator.model.schema import columns_of
from evaluator.read.text_files.table import read_table
from evaluator.read.text_files.yaml_file import read_yaml
from evaluator.tables import contract as made
from evaluator.tables.contract import shape_schema
from evaluator.tables.files import SHAPES, TABLES

PLACES = {
    "<ISO3>": "XXS",
    "<plan-id>": "XXS-2020-2022",
    "<rubric>": "small",
    "<coder>": "a",
    "<dataset>": "figures",
    "<criterion>": "spending",
    "<weighting>": "police",
    "<survey>": "talks",
}


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


# The sound library asks nothing of the law, and no machine proposes for it; a shipped plan has such rows.
COL = "countries/COL/plans/COL-2007-2012"
MACHINE = "countries/<ISO3>/plans/<plan-id>/proposals/<rubric>/<machine>"
SHIPPED = {
    "countries/<ISO3>/plans/<plan-id>/law.csv": f"{COL}/law.csv",
    **{f"{MACHINE}.{kind}": f"{COL}/proposals/four-paradigms/reader.{kind}" for kind in ("csv", "yaml")},
}


def place(root, path: str):
    path = SHIPPED.get(path, path)
    for mark, name in PLACES.items():
        path = path.replace(mark, name)
    data = root / "tests" / "data"
    return next((file for file in (data / "sound" / path, data / path) if file.is_file()), root / path)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.path)
def test_rows_that_are_read_keep_the_contract_of_their_table(table, root):
    path = place(root, table.path)
    assert path.is_file()
    problems = []
    read = read_table(path, table.row, problems=problems)
    assert len(frame(read.rows[:50], table.row)) == len(read.rows[:50])
    assert problems == []


@pytest.mark.parametrize("file", SHAPES, ids=lambda file: file.path)
def test_files_that_are_read_keep_the_schema_of_their_shape(file, root):
    schema = shape_schema(file.shape)
    Draft202012Validator.check_schema(schema)
    path = place(root, file.path)
    if path.is_file():
        content = json.loads(json.dumps(read_yaml(path).content))
        Draft202012Validator(schema).validate(content)


def test_an_unknown_key_breaks_the_schema():
    from evaluator.model.weighting import Weighting

    with pytest.raises(ValidationError):
        Draft202012Validator(shape_schema(Weighting)).validate({"id": "w", "colour": "red"})


def test_keys_stand_under_the_names_of_the_file():
    from evaluator.model.country import Country

    properties = shape_schema(Country)["$defs"]["RolePeriod"]["properties"]
    assert {"from", "to"} <= set(properties)
