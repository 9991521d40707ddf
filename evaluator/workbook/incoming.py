"""One book on its way in: what it holds, what stands by now, and where faults are noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from evaluator.model.assessment import Assessment
from evaluator.model.base import Shape
from evaluator.model.rubric import Rubric
from evaluator.read.table import parse_table
from evaluator.workbook.earlier import Earlier
from evaluator.workbook.grid import ReadBook
from evaluator.workbook.log import Stamp
from evaluator.workbook.rows import Entries, Notes, read_entries
from evaluator.workbook.stage import Stage

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One book on its way in: what stands now, where it goes, and what is noted.

    `said` collects what the book says, for the next import of the same sheet.
    """

    book: ReadBook
    now: Assessment
    rubric: Rubric
    stage: Stage
    notes: Notes
    stamp: Stamp
    reason: str = ""
    earlier: Earlier = field(default_factory=Earlier)
    said: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> Mapping[str, str]:
        """Return what the book said when it was last imported, else as it was exported."""
        return self.earlier.last or self.book.base

    def exported_rows(self, name: str, row: type) -> tuple[Any, ...]:
        """Return the rows of a table as they were when the book was exported."""
        return parse_table(Path(name), self.book.base.get(name, ""), row, problems=[]).rows

    def base_rows(self, name: str, row: type) -> tuple[Any, ...]:
        """Return the rows of a table as the book last said them, else as it was exported."""
        return parse_table(Path(name), self.base.get(name, ""), row, problems=[]).rows

    def missing(self, title: str) -> None:
        """Note that a sheet is not there any more."""
        mend = "Put it back, or export the sheet again and copy your rows into it."
        self.notes.fault("", f"no sheet of {title}", "every sheet of the workbook", mend)

    def clash(self, cell: str, what: str, theirs: object) -> None:
        """Note that a row was changed here and in the files since."""
        found = f"{what} was changed here, and in the files too since the sheet was exported"
        there = f"there: {theirs}" if theirs is not None else "deleted there"
        self.notes.fault(
            cell, f"{found} ({there})", "one of both", "Export the sheet again, or write the same in both."
        )

    def same_id(self, cell: str, what: str, id_: str, theirs: object) -> None:
        """Note that one id was given to two new rows: here, and in the files since the sheet was exported."""
        found = f"the id {id_} already stands for other {what} (there: {theirs}): two coders used one id"
        mend = f"Give yours another id, for example {self.stamp.coder}-{id_}, here and wherever your sheet cites it."
        self.notes.fault(cell, found, "an id of its own", mend)

    def entries(self, name: str, shape: type[S], fixed: Mapping[str, object]) -> Entries[S] | None:
        """Return the YAML file that a sheet of entries spells, None where the sheet is missing."""
        grids = [grid for grid in self.book.of_kind("pairs") if grid.name == name]
        if not grids:
            self.missing(name)
            return None
        return read_entries(grids[0], shape, fixed, self.notes)
