"""A table of a contrast: its rows, their declared columns, the section it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evaluator.contrast.findings import Findings
from evaluator.model.base import column


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind under a name: of a sheet, of a key in JSON, of a CSV file."""

    name: str
    section: str
    title: str
    row: type
    rows: tuple[Any, ...]


def ranking_column() -> Any:  # noqa: ANN401  (what `column` gives a field)
    """Return the column that says in each row of ranks which plans are ranked; filled by `ranking_word`."""
    return column("text", "who is ranked: `covered` plans that reach the least coverage, or `all` on request")


def ranking_word(found: Findings) -> str:
    """Return which plans are ranked: `covered` or `all`."""
    return "all" if found.study.rank_all else "covered"
