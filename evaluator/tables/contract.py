"""Contracts of declared shapes: Pandera schemas with typed frames for tables, JSON Schema for YAML files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import metadata
from types import ModuleType
from typing import TYPE_CHECKING

from evaluator.errors import library_of
from evaluator.model.rubric import Rubric
from evaluator.model.schema import EMPTY_IS_NONE, FORMS, PARTIAL_DATE, SINGULAR, Column, Shape

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa
    from pandera.pandas import DataFrameSchema

DTYPES = {"integer": "Int64", "number": "float64", "flag": "boolean"}
TEXT = "string"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
CODE_POINTS = re.compile(r"(?:-?\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}))+")
NEEDLESS = re.compile(r"\\([^\w.|*+?(){}\[\]\\^$])")  # a backslash before what means itself

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
        {column.label: _contract_of(column) for column in columns}, strict=True, ordered=True, name=name or None
    )
    return schema


def _contract_of(column: Column) -> pa.Column:
    import pandera.pandas as pa

    checks = []
    if column.least is not None:
        checks.append(pa.Check.ge(column.least))
    if column.most is not None:
        checks.append(pa.Check.le(column.most))
    form = cell_pattern(column)
    if form:
        checks.append(pa.Check.str_matches(form))
    return pa.Column(
        DTYPES.get(column.kind, TEXT),
        checks,
        nullable=not column.required,
        unique=column.unique,
        description=column.doc,
    )


def cell_pattern(column: Column) -> str:
    """Return the regular expression for a cell of the column; empty if any text is allowed."""
    kind = SINGULAR.get(column.kind, column.kind)
    if kind == "choice":
        one = "|".join(map(re.escape, column.choices))
    elif kind == "date":
        one = PARTIAL_DATE.pattern
    elif kind in FORMS:
        one = FORMS[kind][0].pattern
    else:
        return ""
    return f"^(?:{one})(?:;(?:{one}))*$" if column.is_list else f"^(?:{one})$"


def portable_pattern(column: Column) -> str:
    """Return the pattern of a cell as XML Schema writes it, which every reader of a data package knows.

    It is of the whole cell and has no anchor, no group that is not counted and no code point: unseen characters in an
    id, which it lets pass, are found by `check`.

    Examples
    --------
    >>> portable_pattern(Column("kinds", "choices", "kinds", choices=("list-item", "task")))
    '(list-item|task)(;(list-item|task))*'
    """
    pattern = CODE_POINTS.sub("", cell_pattern(column).removeprefix("^").removesuffix("$"))
    return NEEDLESS.sub(r"\1", pattern.replace("(?:", "("))


def frame(columns: Sequence[Column], rows: Sequence[Sequence[object]], name: str = "") -> pd.DataFrame:
    """Return rows (a value for each column) as a frame, validated against the columns' contract.

    Raises
    ------
    pandera.errors.SchemaErrors
        A row breaks the contract, which is a fault in the program.
    """
    pd = frames_library()
    data = {column.label: _column_of([row[at] for row in rows], column) for at, column in enumerate(columns)}
    return contract(columns, name).validate(pd.DataFrame(data), lazy=True)


def _column_of(cells: list[object], column: Column) -> pd.Series:
    import pandas as pd

    if column.is_list:
        cells = [";".join(cell) if isinstance(cell, tuple) and cell else None for cell in cells]
    elif column.kind not in EMPTY_IS_NONE:
        cells = [cell or None for cell in cells]
    return pd.Series(cells, dtype=DTYPES.get(column.kind, TEXT))


def with_source(frame: pd.DataFrame, rubric: Rubric, why_empty: str = "") -> pd.DataFrame:
    """Return the frame with what it was made by in its `attrs`: rubric, version, their hash, and the package.

    Of a frame without rows `empty` says there why it has none.
    """
    frame.attrs |= {
        "rubric": rubric.id,
        "version": rubric.version,
        "sha256": rubric.sha256,
        "package": f"nap-evaluator {metadata.version('nap-evaluator')}",
    } | ({"empty": why_empty} if frame.empty and why_empty else {})
    return frame


def shape_schema(shape: type[Shape]) -> Json:
    """Return the JSON Schema of a YAML file, with the file's own key names.

    `evaluator check` tests what a schema cannot express (keys that need each other, names in other
    files).
    """
    return {"$schema": DIALECT, **shape.model_json_schema(by_alias=True)}
