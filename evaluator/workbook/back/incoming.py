"""One workbook during its import: its content, the current files, the list of faults, and its earlier imports.

An import compares the exported content of a sheet, its present content, and the present files.
After a first import the files differ from the export because of the sheet itself. So each import
keeps the sheet's content, in the user's hidden folder. The next import of that sheet compares with
this content instead of the export, and only other people's changes can clash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Shape
from evaluator.read.text_files.table import parse_table
from evaluator.store.lock import STATE
from evaluator.workbook.back.log import Stamp
from evaluator.workbook.back.stage import Stage
from evaluator.workbook.sheet.file_sheets import cited_table
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.hidden import SCORE_BASE, base_faults
from evaluator.workbook.sheet.labels import Labels, words_in
from evaluator.workbook.sheet.picks import APART, picked_id
from evaluator.workbook.sheet.rows import AGAIN, Entries, Notes, read_entries
from evaluator.workbook.sheet.score_sheet import unasked_of

SHEETS = f"{STATE}/sheets"
RENAMED = "renamed"  # key, next to the texts of a workbook, of the JSON with new ids by old id
MOST_BYTES = 50_000_000
S = TypeVar("S", bound=Shape)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EarlierSheets:
    """The content of sheets from one export at their earlier imports: texts by name, as in a workbook's `base`.

    `last` is the content of the sheet with the same file name, None if there was none; `others` are
    the sheets of the same coder and export with other file names.
    """

    last: Mapping[str, str] | None = None
    others: tuple[Mapping[str, str], ...] = field(default=())

    def rows(self, name: str, row: type) -> frozenset[Any]:
        """Return all rows of one table from the coder's other imported sheets of the same export."""
        found: set[Any] = set()
        for said in self.others:
            found.update(parse_table(Path(name), said.get(name, ""), row, problems=[]).rows)
        return frozenset(found)

    def renamed(self, table: str) -> dict[str, str]:
        """Return the new id by old id of each row that an earlier import of the coder's sheets renamed."""
        found: dict[str, str] = {}
        for said in (*self.others, *([self.last] if self.last is not None else [])):
            found |= _renamed_ids(said.get(RENAMED, ""), table)
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the text of one file from each other imported sheet of the same coder and export."""
        return tuple(said[name] for said in self.others if name in said)


def _renamed_ids(text: str, table: str) -> dict[str, str]:
    try:
        ids = json.loads(text).get(table, {}) if text else {}
    except (ValueError, AttributeError, RecursionError):
        return {}
    sound = isinstance(ids, dict) and all(isinstance(name, str) for name in ids.values())
    return dict(ids) if sound else {}


def earlier_of(book: ReadBook, own: Path, imported: Collection[str]) -> EarlierSheets:
    """Return the content that this workbook and other sheets of its export had at their earlier imports.

    Parameters
    ----------
    book : ReadBook
        The returned sheet.
    own : Path
        The user's folder.
    imported : collection of str
        Fingerprints of the sheets in the folder's log. Kept content of any other sheet is ignored,
        because its ratings are not in this folder.

    Returns
    -------
    EarlierSheets
        Empty if no content is kept, or the kept content is damaged.
    """
    folder, name = own / SHEETS / _export_digest(book), _kept_file_name(book)
    kept = {path.name: said for path in sorted(folder.glob("*.json")) for said in _kept_texts(book, path, imported)}
    return EarlierSheets(kept.get(name), tuple(said for other, said in kept.items() if other != name))


def kept_as(book: ReadBook) -> str:
    """Return the path, relative to the user's folder, of the file with a workbook's content for the next import."""
    return f"{SHEETS}/{_export_digest(book)}/{_kept_file_name(book)}"


def kept_text(book: ReadBook, said: Mapping[str, str]) -> str:
    """Return the JSON text that keeps a workbook's content: the fingerprint of the sheet and its texts by name."""
    return json.dumps({"sheet": book.sha256, "said": dict(said)}, ensure_ascii=False, sort_keys=True) + "\n"


def _export_digest(book: ReadBook) -> str:
    named = [book.meta.get(key, "") for key in ("plan", "rubric", "coder")]
    return _digest(json.dumps([named, sorted(book.base.items())]))


def _kept_file_name(book: ReadBook) -> str:
    return f"{_digest(Path(book.path).name)}.json"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _kept_texts(book: ReadBook, path: Path, imported: Collection[str]) -> Iterator[dict[str, str]]:
    """Yield the texts in one kept file, if the file is sound and its sheet was imported into this folder."""
    try:
        found = json.loads(path.read_bytes()) if path.is_file() and path.stat().st_size < MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return
    if not isinstance(found, dict) or found.get("sheet") not in imported:
        return
    said = found.get("said")
    if not isinstance(said, dict) or not all(isinstance(text, str) for pair in said.items() for text in pair):
        return
    if set(said) >= set(book.base) - {"meanings"} and not any(base_faults(said, SCORE_BASE)):
        yield said


@dataclass(frozen=True, slots=True)
class Incoming:
    """One workbook during its import, with the current assessment, the stage for changed files, and notes on faults.

    `said` collects the workbook's content for the next import of the same sheet. `renamed` maps, by
    table, old to new ids of new rows whose id was already in use. `lost` lists the missing sheets,
    `left` the criteria whose ratings stay behind; `meanings` are those on which the other ratings rest. `first` are the
    proposals that the plan shows first, by criterion.
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
    left: frozenset[str] = frozenset()
    meanings: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)

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
        table = cited_table(path)
        ids = self.renamed.get(table, {})
        if not table or not (ids or APART in text):
            return text
        parts = [picked_id(part.strip()) for part in text.split(";")]
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
