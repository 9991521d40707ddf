"""Contracts from the declared columns of a table: Pandera schemas with typed frames, and JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from evaluator.errors import library_of
from evaluator.model.schema import EMPTY_IS_NONE, FORMS, PARTIAL_DATE, SINGULAR, Column, Shape, columns_of

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa
    from pandera.pandas import DataFrameSchema

DTYPES = {"integer": "Int64", "number": "float64", "flag": "boolean"}
TEXT = "string"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, object]


FRAMES = "frames need pandas and pandera"


def frames_library() -> ModuleType:
    """Return pandas; without it, MissingDependencyError says what to install."""
    return library_of("tables", "pandas", FRAMES)


def contract(columns: Sequence[Column], name: str = "") -> DataFrameSchema:
    """Return the pandera contract of a table: its columns in order, their types, and the values allowed in cells.

    A missing cell is NA (NaN in a column of numbers). A cell of several values is
    one text with `;` between them, as in the file.
    """
    pa = library_of("tables", "pandera.pandas", FRAMES)
    schema: DataFrameSchema = pa.DataFrameSchema(
        {column.label: _column(column) for column in columns}, strict=True, ordered=True, name=name or None
    )
    return schema


def _column(column: Column) -> pa.Column:
    import pandera.pandas as pa

    checks = []
    if column.least is not None:
        checks.append(pa.Check.ge(column.least))
    if column.most is not None:
        checks.append(pa.Check.le(column.most))
    form = _form(column)
    if form:
        checks.append(pa.Check.str_matches(form))
    return pa.Column(
        DTYPES.get(column.kind, TEXT),
        checks,
        nullable=not column.required,
        unique=column.unique,
        description=column.doc,
    )


def _form(column: Column) -> str:
    """Return the regular expression for a cell of the column; empty if any text is allowed."""
    kind = SINGULAR.get(column.kind, column.kind)
    if kind == "choice":
        one = "|".join(column.choices)
    elif kind == "date":
        one = PARTIAL_DATE.pattern
    elif kind in FORMS:
        one = FORMS[kind][0].pattern
    else:
        return ""
    return f"^(?:{one})(?:;(?:{one}))*$" if column.is_list else f"^(?:{one})$"


def frame(columns: Sequence[Column], rows: Sequence[Sequence[object]], name: str = "") -> pd.DataFrame:
    """Return rows (a value for each column) as a frame, validated against the columns' contract.

    Raises
    ------
    pandera.errors.SchemaErrors
        A row breaks the contract, which is a fault in the program.
    """
    pd = frames_library()
    data = {column.label: _series([row[at] for row in rows], column) for at, column in enumerate(columns)}
    return contract(columns, name).validate(pd.DataFrame(data), lazy=True)


def _series(cells: list[object], column: Column) -> pd.Series:
    import pandas as pd

    if column.is_list:
        cells = [";".join(cell) if isinstance(cell, tuple) and cell else None for cell in cells]
    elif column.kind not in EMPTY_IS_NONE:
        cells = [cell or None for cell in cells]
    return pd.Series(cells, dtype=DTYPES.get(column.kind, TEXT))


def table_schema(row: type) -> Json:
    """Return the JSON Schema of a table as a list of rows, with the column names of its file.

    List cells are lists; a cell that is empty is null, or "" in a text column.

    Examples
    --------
    >>> from evaluator.model.assessment import Rating
    >>> properties = table_schema(Rating)["items"]["properties"]
    >>> properties["level"]
    {'description': 'level, for rated and at-least', 'type': ['integer', 'null'], 'minimum': 0}
    """
    columns = columns_of(row)
    return {
        "$schema": DIALECT,
        "title": row.__name__,
        "description": (row.__doc__ or "").strip(),
        "type": "array",
        "items": {
            "type": "object",
            "properties": {column.label: column_schema(column) for column in columns},
            "required": [column.label for column in columns if column.required],
            "additionalProperties": False,
        },
    }


def column_schema(column: Column) -> Json:
    """Return the JSON Schema of a cell in a column."""
    if column.is_list:
        kind = SINGULAR[column.kind]
        least = {"minItems": 1} if column.required else {}
        return {"description": column.doc, "type": "array", "items": _text(kind, column, may_be_empty=False), **least}
    if column.kind in ("integer", "number"):
        numeric = {"type": column.kind if column.required else [column.kind, "null"]}
        ends = {"minimum": column.least, "maximum": column.most}
        return {"description": column.doc, **numeric, **{name: end for name, end in ends.items() if end is not None}}
    if column.kind == "flag":
        return {"description": column.doc, "type": "boolean" if column.required else ["boolean", "null"]}
    return {"description": column.doc, **_text(column.kind, column, may_be_empty=not column.required)}


def _text(kind: str, column: Column, *, may_be_empty: bool) -> Json:
    if kind == "choice":
        return {"type": "string", "enum": [*column.choices, *([""] if may_be_empty else [])]}
    form = PARTIAL_DATE.pattern if kind == "date" else FORMS[kind][0].pattern if kind in FORMS else ""
    if form:
        return {"type": "string", "pattern": f"^({form}){'?' if may_be_empty else ''}$"}
    return {"type": "string"} if may_be_empty else {"type": "string", "minLength": 1}


def shape_schema(shape: type[Shape]) -> Json:
    """Return the JSON Schema of a YAML file, with the file's own key names.

    `evaluator check` tests what a schema cannot express (keys that need each other, names in other
    files).
    """
    return {"$schema": DIALECT, **shape.model_json_schema(by_alias=True)}
