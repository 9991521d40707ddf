"""Rows of a screen as a download: CSV, or JSON where the address requests it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from evaluator.extensions.workbench.events import as_json
from evaluator.extensions.workbench.web import PersonRequest, RefusedError
from evaluator.model.sentence import say
from evaluator.tables.base import Table, declared
from evaluator.tables.csv_text import csv_text


def table_of(asked: PersonRequest, rows: Sequence[Any], row: type, name: str) -> Response:
    """Return rows of a declared table as CSV or JSON, as the address requests."""
    if _is_json(asked):
        return JSONResponse([as_json(one) for one in rows])
    table: Table[Sequence[Any], Any] = declared(row)
    return _download(table.csv(rows), name)


def rows_of(asked: PersonRequest, rows: Sequence[Mapping[str, object]], columns: Sequence[str], name: str) -> Response:
    """Return a screen's rows as JSON if the address requests it, else as a CSV download with the given name.

    It serves rows that have no table declared in the toolkit.
    """
    if _is_json(asked):
        return JSONResponse(rows)
    return _download(csv_text(columns, [[row.get(column) for column in columns] for row in rows]), name)


def _download(text: str, name: str) -> Response:
    """Return a CSV text as a download with this file name."""
    return Response(text, media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _is_json(asked: PersonRequest) -> bool:
    """Return whether the address requests JSON; refuse one that requests neither JSON nor CSV."""
    form = asked.path("form")
    if form not in ("csv", "json"):
        raise RefusedError(404, say("There is no such page."))
    return form == "json"
