"""Results as text: a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import click

from evaluator.cli.layout import Cell, cell_text, table


def as_json(content: object) -> str:
    """Return JSON text with a final line break; letters of all scripts stand as they are."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return the text of a CSV file; nothing is an empty cell, a number has all its digits."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *([_plain(cell) for cell in row] for row in rows)])
    return out.getvalue()


def as_text(header: Sequence[str], rows: Sequence[Sequence[Cell]], form: str, *, right: Sequence[int] = ()) -> str:
    r"""Return rows as a table, as CSV, or as JSON objects keyed by the header.

    Examples
    --------
    >>> as_text(["id", "share"], [["equal", 0.25]], "csv")
    'id,share\nequal,0.25\n'
    >>> as_text(["id", "share"], [["equal", 0.25]], "table", right=[1])
    'id     share\nequal   0.25\n'
    """
    if form == "csv":
        return as_csv(header, rows)
    if form == "json":
        return as_json([dict(zip(header, map(_plain, row), strict=True)) for row in rows])
    return "\n".join(table(header, [[cell_text(cell) for cell in row] for row in rows], right=right)) + "\n"


def _plain(cell: Cell) -> Cell:
    """Return a number without the dust of the last digits."""
    return round(float(cell), 12) if isinstance(cell, float) else cell


def show(text: str) -> None:
    """Write a result to standard output."""
    click.echo(text, nl=False)
