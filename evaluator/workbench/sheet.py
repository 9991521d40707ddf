"""Unsubmitted work in the form of a score sheet, so that the import of sheets writes it to the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator import __version__
from evaluator.model.anchor import Anchor
from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.plan import Evidence
from evaluator.read.text.table import parse_table, write_table
from evaluator.workbench.book import WorkUnit
from evaluator.workbench.events import HeaderPayload, header_clashes, header_over
from evaluator.workbench.fold import Work
from evaluator.workbook.sheet.file_sheets import table_sheet
from evaluator.workbook.sheet.grid import Grid, GridRow, ReadBook, ReadCell, Sheet, Value, value_of
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.pairs import leaves
from evaluator.workbook.sheet.score_sheet import ANSWERED, Coder, score_book
from evaluator.workbook.sheet.shown import ALONG

(ANCHORS,) = ALONG


@dataclass(frozen=True, slots=True)
class DeskGrid(Grid):
    """A sheet whose cells have the screen's names: the row's id, then the field."""

    def place(self, row: int, key: str) -> str:
        """Return the name of a field: `non-punishment/level`."""
        first = next(iter(self.letters))
        name = next((r.text(first) for r in self.rows if r.number == row), "")
        return f"{name}/{key}"


def sheet_of(unit: WorkUnit, work: Work, *, header: Callable[[CodingFile], CodingFile] = lambda now: now) -> ReadBook:
    """Return a coder's unsubmitted work in the form of a read score sheet.

    Its base holds the library's rows that the coder began from, so that the import finds what
    changed in the library since. `header` is applied to the coder's header last.
    """
    book = score_book(unit.assessment, unit.rubric, Coder(work.coder), __version__)
    said = header(header_over(unit.coding(work.coder).header, work.header))
    grids = tuple(_grid(sheet, work, said) for sheet in book.sheets if sheet.kind != "rules")
    base = dict(book.base)
    if header_clashes(unit.coding(work.coder).header, work.header):
        base["coder"] = _begun_header(unit, work)
    if work.anchors:
        now = unit.assessment.anchors
        base["anchors"] = write_table(now, Anchor)
        places = [*now, *(anchor for anchor in work.anchors if anchor not in now)]
        grids += (_grid(table_sheet(ANCHORS, places, Labels(unit.rubric), title="Anchors"), work, said),)
    base["ratings"] = write_table(_began(base["ratings"], work), Rating)
    return ReadBook(f"desk/{work.coder}/{work.head[:16]}", work.head, dict(book.meta), grids, base)


def _begun_header(unit: WorkUnit, work: Work) -> str:
    """Return the library's header, as JSON, from before the coder began to change it."""
    said = HeaderPayload.model_validate(dict(work.header or {}))
    now = unit.coding(work.coder).header
    fields = {name: getattr(said.began, name) for name in type(said.began).model_fields} if said.began else {}
    return now.model_copy(update=fields).model_dump_json(by_alias=True)


def _began(text: str, work: Work) -> list[Rating]:
    """Return the library's ratings; where the coder has an unsubmitted rating, the one from which it began."""
    rows: Sequence[Rating] = parse_table(Path("ratings"), text, Rating, problems=[]).rows
    began = {name: draft.began for name, draft in work.drafts.items() if draft.began is not None}
    return [began.get(row.criterion_id, row) for row in rows]


def _grid(sheet: Sheet, work: Work, header: CodingFile) -> DeskGrid:
    written = [at for at, column in enumerate(sheet.columns) if column.role != "check"]
    keys = [sheet.columns[at].key for at in written]
    rows = [{sheet.columns[at].key: row[at] for at in written} for row in sheet.rows]
    if sheet.kind == "ratings":
        rows = [_rated(row, work) for row in rows]
    elif (sheet.kind, sheet.name) == ("table", "evidence"):
        own = {p.evidence_id: {n: value_of(getattr(p, n)) for n in Evidence.__slots__} for p in work.passages}
        rows = [own.pop(str(row["evidence_id"]), row) for row in rows]
        rows += own.values()  # passages that the library already has keep their place
    elif (sheet.kind, sheet.name) == ("pairs", "coder"):
        said = {leaf.path: leaf.text for leaf in leaves(header.model_dump(mode="json", by_alias=True), CodingFile)}
        rows = [{**row, "value": said.get(str(row["key"]), "")} for row in rows]
    grid_rows = tuple(GridRow(at, filled_cells(row)) for at, row in enumerate(rows, start=1))
    return DeskGrid(sheet.kind, sheet.name, sheet.title, {key: key for key in keys}, grid_rows)


def _rated(row: dict[str, Value], work: Work) -> dict[str, Value]:
    draft = work.drafts.get(str(row["criterion_id"]))
    if draft is None:
        return row
    cells = {name: value_of(getattr(draft.rating, name)) for name in ANSWERED}
    return {**row, **cells, "change": draft.change}


def filled_cells(row: Mapping[str, Value]) -> dict[str, ReadCell]:
    """Return the cells of a row that are not empty, in the form of a read sheet."""
    return {key: ReadCell(str(value)) for key, value in row.items() if value is not None and value != ""}
