"""A table of a contrast: its rows, their declared columns, the section it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind under a name: of a sheet, of a key in JSON, of a CSV file."""

    name: str
    section: str
    title: str
    row: type
    rows: tuple[Any, ...]
