"""Rows of a screen as a download: CSV, or JSON where the address requests it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from evaluator.model.sentence import say
from evaluator.read.text_files.table import write_table
from evaluator.workbench.events import as_json
from evaluator.workbench.web import PersonRequest, RefusedError


def table_of(asked: PersonRequest, rows: Sequence[Any], row: type, name: str) -> Response:
    """Return rows of a declared table as CSV or JSON, as the address requests."""
    if _is_json(asked):
        return JSONResponse([as_json(one) for one in rows])
    return _download(write_table(rows, row), name)


def rows_of(asked: PersonRequest, rows: Sequence[Mapping[str, object]], columns: Sequence[str], name: str) -> Response:
    """Return a screen's rows as JSON if the address requests it, else as a CSV download with the given name.

    It serves rows that have no table declared in the toolkit.
    """
    if _is_json(asked):
        return JSONResponse(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return _download(text.getvalue(), name)


def _download(text: str, name: str) -> Response:
    """Return a CSV text as a download with this file name."""
    return Response(text, media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _is_json(asked: PersonRequest) -> bool:
    """Return whether the address requests JSON; refuse one that requests neither JSON nor CSV."""
    form = asked.path("form")
    if form not in ("csv", "json"):
        raise RefusedError(404, say("There is no such page."))
    return form == "json"
