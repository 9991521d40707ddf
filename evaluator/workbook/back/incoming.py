"""One book on its way in: what it holds, what stands by now, and where faults are noted."""

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
from evaluator.workbook.forms.score_sheet import unasked_of
from evaluator.workbook.sheet.entry_sheet import cited
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.labels import Labels, words_in
from evaluator.workbook.sheet.picks import APART, picked
from evaluator.workbook.sheet.rows import AGAIN, Entries, Notes, read_entries

S = TypeVar("S", bound=Shape)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One book on its way in: what stands now, where it goes, and what is noted.

    `said` collects what the book says, for the next import of the same sheet; `renamed`
    by table the ids of its new rows that became others, as they were given already, and `lost`
    the sheets that are missing.
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
        """Return the words of the book, in its own language."""
        lang = self.book.meta.get("lang", "en")
        return Labels(self.rubric, lang, words_in(self.stage.below.below("templates"), lang))

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

    def staged_rows(self, name: str, row: type[T]) -> tuple[T, ...]:
        """Return the rows of a table of the plan as they are staged by now; none where its file is at fault."""
        path = f"{self.stage.plan}/{name}.csv"
        return parse_table(Path(path), self.stage.text(path), row, problems=[]).rows

    def missing(self, title: str) -> None:
        """Note that a sheet is not there any more, or is no longer known by its hidden first row."""
        found = f"no sheet {title!r}, or its hidden first row was deleted"
        self.notes.fault("", found, "every sheet with its first row", AGAIN)
        self.lost.append(title)

    def clash(self, cell: str, what: str, theirs: object) -> None:
        """Note that a row was changed here and in the files since."""
        found = f"{what} was changed here, and in the files too since the sheet was exported"
        there = f"there: {theirs}" if theirs is not None else "deleted there"
        self.notes.fault(
            cell, f"{found} ({there})", "one of both", "Export the sheet again, or write the same in both."
        )

    def same_id(self, cell: str, what: str, id_: str, theirs: object) -> None:
        """Note that one id was given to two new rows of this coder, in two sheets."""
        found = f"the id {id_} already stands for other {what} (there: {theirs}): your sheets use one id twice"
        mend = f"Give this one another id, for example {id_}-2, here and wherever the sheet cites it."
        self.notes.fault(cell, found, "an id of its own", mend)

    def renamed_ids(self, table: str) -> dict[str, str]:
        """Return the ids of a table's new rows that this coder's sheets got another id for, now and before."""
        return self.renamed.setdefault(table, dict(self.earlier.renamed(table)))

    def entry(self, path: str, text: str) -> str:
        """Return the text of an entry, with the ids in it as they are kept, and without names that were picked."""
        table = cited(path)
        ids = self.renamed.get(table, {})
        if not table or not (ids or APART in text):
            return text
        parts = [picked(part.strip()) for part in text.split(";")]
        return "; ".join(ids.get(part, part) for part in parts)

    def entries(self, name: str, shape: type[S], fixed: Mapping[str, object]) -> Entries[S] | None:
        """Return the YAML file that a sheet of entries spells, None where the sheet is missing.

        A sheet that was not exported, as by an earlier version, is not missed.
        """
        grids = [grid for grid in self.book.of_kind("pairs") if grid.name == name]
        if not grids:
            if name in self.book.base:
                self.missing(self.say(f"sheet.{name}"))
            return None
        return read_entries(grids[0], shape, fixed, self.notes, self.entry)

    def unasked(self, name: str, now: Shape) -> dict[str, object]:
        """Return by path what the sheet of a header does not ask for, as it is now."""
        content = now.model_dump(mode="json", by_alias=True, exclude_none=True)
        found: dict[str, object] = {}
        for path in unasked_of(name, self.now, self.rubric):
            at: object = content
            for step in path.split("."):
                at = at.get(step) if isinstance(at, dict) else None
            if at not in (None, "", [], {}):
                found[path] = at
        return found
