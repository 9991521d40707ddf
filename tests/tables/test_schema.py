"""JSON Schemas from the declarations: what is read keeps them, what breaks a column breaks them."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from evaluator.model.base import columns_of
from evaluator.read.text.table import read_table
from evaluator.read.text.yaml_file import read_yaml
from evaluator.tables.files import SHAPES, TABLES
from evaluator.tables.schema import shape_schema, table_schema

PLACES = {
    "<ISO3>": "XXS",
    "<plan-id>": "XXS-2020-2022",
    "<rubric>": "small",
    "<coder>": "a",
    "<dataset>": "figures",
    "<criterion>": "spending",
    "<weighting>": "police",
}


def place(root, path: str):
    for mark, name in PLACES.items():
        path = path.replace(mark, name)
    sound = root / "tests" / "data" / "sound" / path
    return sound if sound.is_file() else root / path


def documents(rows, row: type) -> list[dict[str, object]]:
    """Return rows as JSON writes them, under the names of the file."""
    columns = columns_of(row)
    return json.loads(json.dumps([{c.label: getattr(item, c.name) for c in columns} for item in rows]))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.path)
def test_rows_that_are_read_keep_the_schema_of_their_table(table, root):
    path = place(root, table.path)
    assert path.is_file()
    problems = []
    read = read_table(path, table.row, problems=problems)
    schema = table_schema(table.row)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(documents(read.rows[:50], table.row))
    assert problems == []


@pytest.mark.parametrize(
    "change",
    [
        {"level": 1.5},
        {"level": -1},
        {"status": "guessed"},
        {"evidence_ids": ["two words"]},
        {"other": 1},
        {"criterion_id": ""},
    ],
)
def test_a_broken_cell_breaks_the_schema(change):
    from evaluator.model.assessment import Rating

    (sound,) = documents([Rating(criterion_id="jobs", status="rated", level=1)], Rating)
    schema = Draft202012Validator(table_schema(Rating))
    schema.validate([sound])
    with pytest.raises(ValidationError):
        schema.validate([{**sound, **change}])


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
