"""Tables of a contrast: name, section, declared columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evaluator.tables import base as declaration

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SectionTable:
    """The declaration of a table: its name, the section that fills it, its title and its row class.

    `is_order` marks a table that orders plans; output without ranks leaves it out.
    """

    name: str
    section: str
    title: str
    row: type
    is_order: bool = False

    def of(self, rows: Iterable[Any], title: str = "") -> ContrastTable:
        """Return a table with these rows, under its own title or a given one."""
        return ContrastTable(self.name, self.section, title or self.title, self.row, tuple(rows))


@dataclass(frozen=True, slots=True)
class ContrastTable:
    """A table of a contrast: rows of one class under a name.

    The name is that of its XLSX sheet, JSON key and CSV file.
    """

    name: str
    section: str
    title: str
    row: type
    rows: tuple[Any, ...]

    @property
    def declaration(self) -> declaration.Table[Sequence[Any], Any]:
        """Return the declaration of the columns, used for every output format."""
        return declaration.declared(self.row, self.name)

    def csv(self) -> str:
        """Return the table as the text of a CSV file."""
        return self.declaration.csv(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries for JSON."""
        return list(self.declaration.records(self.rows))

    def frame(self) -> pd.DataFrame:
        """Return the table as a data frame with its declared columns.

        For errors see `evaluator.tables.base.Table.frame`.
        """
        return self.declaration.frame(self.rows)
