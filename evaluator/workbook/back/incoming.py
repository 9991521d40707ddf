"""One workbook during its import: its content, the current files, and the list of faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from evaluator.model.assessment import Assessment
from evaluator.model.base import Shape
from evaluator.model.rubric import Rubric
from evaluator.read.text.table import parse_table
from evaluator.workbook.back.earlier import EarlierSheets
from evaluator.workbook.back.log import Stamp
from evaluator.workbook.back.stage import Stage
from evaluator.workbook.sheet.entry_sheet import cited
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.labels import Labels, words_in
from evaluator.workbook.sheet.picks import APART, picked
from evaluator.workbook.sheet.rows import AGAIN, Entries, Notes, read_entries
from evaluator.workbook.sheet.score_sheet import unasked_of

S = TypeVar("S", bound=Shape)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One workbook during its import, with the current assessment, the stage for changed files, and notes on faults.

    `said` collects the workbook's content for the next import of the same sheet. `renamed` maps, by
    table, old to new ids of new rows whose id was already in use. `lost` lists the missing sheets.
    """

    book: ReadBook
    now: Assessment
    rubric: Rubric
    stage: Stage
    notes: Notes
    stamp: Stamp
    reason: str = ""
    earlier: EarlierSheets = field(default_factory=EarlierSheets)
    said: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, dict[str, str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def say(self) -> Labels:
        """Return the labels of the workbook, in the workbook's language."""
        lang = self.book.meta.get("lang", "en")
        return Labels(self.rubric, lang, words_in(self.stage.below.below("templates"), lang))

    @property
    def base(self) -> Mapping[str, str]:
        """Return the workbook's content at its last import, or at its export if it was never imported."""
        return self.earlier.last or self.book.base

    def exported_rows(self, name: str, row: type) -> tuple[Any, ...]:
        """Return the rows that a table had when the workbook was exported."""
        return parse_table(Path(name), self.book.base.get(name, ""), row, problems=[]).rows

    def base_rows(self, name: str, row: type) -> tuple[Any, ...]:
        """Return the rows that a table had when the workbook was last imported, or exported if it never was."""
        return parse_table(Path(name), self.base.get(name, ""), row, problems=[]).rows

    def staged_rows(self, name: str, row: type[T]) -> tuple[T, ...]:
        """Return the rows of a table of the plan with the staged changes; none if its file has a fault."""
        path = f"{self.stage.plan}/{name}.csv"
        return parse_table(Path(path), self.stage.text(path), row, problems=[]).rows

    def missing(self, title: str) -> None:
        """Note that the workbook lacks a sheet, or that the sheet lacks the hidden first row that identifies it."""
        found = f"no sheet {title!r}, or its hidden first row was deleted"
        self.notes.fault("", found, "every sheet with its first row", AGAIN)
        self.lost.append(title)

    def clash(self, cell: str, what: str, theirs: object) -> None:
        """Note that a row was changed both in the workbook and, since the export, in the files."""
        found = f"{what} was changed here, and in the files too since the sheet was exported"
        there = f"there: {theirs}" if theirs is not None else "deleted there"
        self.notes.fault(
            cell, f"{found} ({there})", "one of both", "Export the sheet again, or write the same in both."
        )

    def same_id(self, cell: str, what: str, id_: str, theirs: object) -> None:
        """Note that two sheets of this coder use one id for two different new rows."""
        found = f"the id {id_} already stands for other {what} (there: {theirs}): your sheets use one id twice"
        mend = f"Give this one another id, for example {id_}-2, here and wherever the sheet cites it."
        self.notes.fault(cell, found, "an id of its own", mend)

    def renamed_ids(self, table: str) -> dict[str, str]:
        """Return new id by old id for the rows of a table that this or an earlier import renamed."""
        return self.renamed.setdefault(table, dict(self.earlier.renamed(table)))

    def entry(self, path: str, text: str) -> str:
        """Return the text of an entry with renamed ids replaced and picked names reduced to their ids."""
        table = cited(path)
        ids = self.renamed.get(table, {})
        if not table or not (ids or APART in text):
            return text
        parts = [picked(part.strip()) for part in text.split(";")]
        return "; ".join(ids.get(part, part) for part in parts)

    def entries(self, name: str, shape: type[S], fixed: Mapping[str, object]) -> Entries[S] | None:
        """Return the content of the YAML file that a sheet of entries shows, or None if the sheet is missing.

        Only a sheet that was exported is reported as missing; an earlier version exported fewer.
        """
        grids = [grid for grid in self.book.of_kind("pairs") if grid.name == name]
        if not grids:
            if name in self.book.base:
                self.missing(self.say(f"sheet.{name}"))
            return None
        return read_entries(grids[0], shape, fixed, self.notes, self.entry)

    def unasked(self, name: str, now: Shape) -> dict[str, object]:
        """Return the current values, by path, of the header entries that the sheet does not ask for."""
        content = now.model_dump(mode="json", by_alias=True, exclude_none=True)
        found: dict[str, object] = {}
        for path in unasked_of(name, self.now, self.rubric):
            at: object = content
            for step in path.split("."):
                at = at.get(step) if isinstance(at, dict) else None
            if at not in (None, "", [], {}):
                found[path] = at
        return found
