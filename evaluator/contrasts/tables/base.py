"""A table of a contrast: its rows, their declared columns, the section it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evaluator.contrasts.findings import Findings
from evaluator.model.base import column
from evaluator.tables import base as declaration

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SectionTable:
    """What a table is called, the section that fills it, its title and its rows, declared once.

    `is_order` marks a table that says who stands before whom: without ranks it is left out.
    """

    name: str
    section: str
    title: str
    row: type
    is_order: bool = False

    def of(self, rows: Iterable[Any], title: str = "") -> ContrastTable:
        """Return the table of these rows, under its own title or a given one."""
        return ContrastTable(self.name, self.section, title or self.title, self.row, tuple(rows))


@dataclass(frozen=True, slots=True)
class ContrastTable:
    """Rows of one kind under a name: of a sheet, of a key in JSON, of a CSV file."""

    name: str
    section: str
    title: str
    row: type
    rows: tuple[Any, ...]

    @property
    def declaration(self) -> declaration.Table[Sequence[Any], Any]:
        """Return what the columns are, from which every outlet is made."""
        return declaration.declared(self.row, self.name)

    def csv(self) -> str:
        """Return the text of a CSV file."""
        return self.declaration.csv(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as JSON writes them."""
        return list(self.declaration.records(self.rows))

    def frame(self) -> pd.DataFrame:
        """Return a frame under the contract of the columns; for errors see `evaluator.tables.base.Table.frame`."""
        return self.declaration.frame(self.rows)


def ranking_column() -> Any:  # noqa: ANN401  (what `column` gives a field)
    """Return the column that says in each row of ranks which plans are ranked; filled by `ranking_word`."""
    return column("text", "who is ranked: `covered` plans that reach the least coverage, or `all` on request")


def ranking_word(found: Findings) -> str:
    """Return which plans are ranked: `covered` or `all`."""
    return "all" if found.study.rank_all else "covered"
