"""Pandera contracts and typed frames from the declared columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluator.model.base import EMPTY_IS_NONE, FORMS, PARTIAL_DATE, SINGULAR, Column

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

DTYPES = {"integer": "Int64", "number": "float64", "flag": "boolean"}
TEXT = "string"


def contract(columns: Sequence[Column], name: str = "") -> pa.DataFrameSchema:
    """Return the pandera contract of a table: its columns in order, their types, and the values allowed in cells.

    A missing cell is NA (NaN in a column of numbers). A cell of several values is
    one text with `;` between them, as in the file.
    """
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {column.label: _column(column) for column in columns}, strict=True, ordered=True, name=name or None
    )


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
    import pandas as pd

    data = {column.label: _series([row[at] for row in rows], column) for at, column in enumerate(columns)}
    return contract(columns, name).validate(pd.DataFrame(data), lazy=True)


def _series(cells: list[object], column: Column) -> pd.Series:
    import pandas as pd

    if column.is_list:
        cells = [";".join(cell) if isinstance(cell, tuple) and cell else None for cell in cells]
    elif column.kind not in EMPTY_IS_NONE:
        cells = [cell or None for cell in cells]
    return pd.Series(cells, dtype=DTYPES.get(column.kind, TEXT))
