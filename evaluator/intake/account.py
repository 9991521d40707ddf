"""The account of an import in figures: the content of the file, the part that became rows, and the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evaluator.intake.formats.cells import Cell, SourceFile
from evaluator.intake.rows import ImportedPlan


@dataclass(frozen=True, slots=True)
class ImportAccount:
    """The numbers of cells and characters of an imported file, by where the import put them.

    `cells` counts the cells with text, without heads; `cells_taken` counts those in rows of the plan. `in_rows`,
    `in_heads`, `in_tables_left`, `in_columns_left` and `outside` count characters without blanks. Text in tables
    and columns that were left out is in no row, and the import's notes name it. `lost` are the cells in none of
    these groups; a correct import has none.
    """

    tables: int
    tables_taken: int
    lines: int
    columns: int
    cells: int
    cells_taken: int
    in_rows: int
    in_heads: int
    in_tables_left: int
    in_columns_left: int
    outside: int
    lost: tuple[Cell, ...] = ()

    @property
    def share(self) -> float | None:
        """Return the share of cells that are in rows of the plan; None without cells."""
        return self.cells_taken / self.cells if self.cells else None


def account_of(source: SourceFile, found: ImportedPlan) -> ImportAccount:
    """Count the cells and characters of a file by where the import put them."""
    taken = {number for mapped in found.mapping.tables for number in mapped.tables}
    characters: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    lost: list[Cell] = []
    for table in source.tables:
        above = [cell for cell in table.above if cell.place in found.went]
        for cell in (cell for cell in (*above, *table.cells()) if cell.text):
            role, measure_id = found.went.get(cell.place, ("", ""))
            if table.number not in taken:
                where = "table"
            elif role == "head":
                where = "head"
            elif role:
                where = "rows" if measure_id else "column"
            else:
                where = "lost"
                lost.append(cell)
            characters[where] += cell.characters
            cells[where] += 1
    return ImportAccount(
        tables=len(source.tables),
        tables_taken=len(taken),
        lines=sum(len(table.rows) for table in source.tables),
        columns=max((len(mapped.columns) for mapped in found.mapping.tables), default=0),
        cells=sum(count for where, count in cells.items() if where != "head"),
        cells_taken=cells["rows"],
        in_rows=characters["rows"],
        in_heads=characters["head"],
        in_tables_left=characters["table"],
        in_columns_left=characters["column"],
        outside=sum(text.characters for text in found.outside),
        lost=tuple(lost),
    )
