"""Rows and entries of a sheet made into what the files hold, every fault at its cell."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.base import Column, Shape, columns_of
from evaluator.read.cell import Cell, CellError, parse_cell
from evaluator.read.shape import build
from evaluator.read.yaml_file import Document, Key
from evaluator.workbook.grid import Grid, GridRow
from evaluator.workbook.pairs import Leaf, content_of, leaves
from evaluator.workbook.values import mend

T = TypeVar("T", bound=Hashable)
S = TypeVar("S", bound=Shape)
AGAIN = "Put it back, or export the sheet again and copy your rows into it."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row came from: its sheet and its number there."""

    grid: Grid
    row: int

    def cell(self, key: str) -> str:
        """Return the cell of a column in this row."""
        return self.grid.place(self.row, key)

    def text(self, key: str) -> str:
        """Return what stands in a column of this row."""
        return next((row.text(key) for row in self.grid.rows if row.number == self.row), "")


@dataclass(slots=True)
class Found(Generic[T]):
    """Rows of one table as found in a book, and where each stands; not whole where a sheet lacks columns."""

    rows: list[T] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    is_whole: bool = True


@dataclass(slots=True)
class Notes:
    """Faults and repairs of one book, in the order found."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def fault(self, cell: str, found: str, expected: str, suggestion: str = "") -> None:
        """Note a fault."""
        self.problems.append(Problem(self.path, found, expected, suggestion, cell=cell))

    def note(self, cell: str, found: str) -> None:
        """Note what was repaired."""
        self.problems.append(Problem(self.path, found, "", cell=cell, severity="note"))

    @property
    def has_fault(self) -> bool:
        """Return whether anything found stands against an import."""
        return any(problem.severity == "fault" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Frame:
    """How the rows of a table are read: its declaration, words for its choices, and what is given anyway."""

    row: type
    aliases: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Cell] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns that a sheet must have."""
        return tuple(column for column in columns_of(self.row) if column.name not in self.left_out)


def read_rows(grids: Iterable[Grid], frame: Frame, notes: Notes) -> Found[Hashable]:
    """Return the rows of the sheets of one table; a cell with a fault is noted, and empty in its row."""
    found: Found[Hashable] = Found()
    for grid in grids:
        missing = [column.label for column in frame.columns if column.name not in grid.letters]
        if missing:
            notes.fault(grid.title, f"columns are missing: {', '.join(missing)}", "every column of the sheet", AGAIN)
            found.is_whole = False
            continue
        for row in grid.rows:
            values = read_cells(grid, row, frame.columns, notes, frame.aliases)
            found.rows.append(frame.row(**{**frame.given, **values}))
            found.places.append(Place(grid, row.number))
    return found


def read_cells(
    grid: Grid, row: GridRow, columns: Sequence[Column], notes: Notes, aliases: Mapping[str, str]
) -> dict[str, Cell]:
    """Return the values of a row by column; one with a fault is noted, and empty."""
    values: dict[str, Cell] = {}
    for column in columns:
        values[column.name] = parse_cell(replace(column, required=False), "")
        place = grid.place(row.number, column.name)
        mended = mend(row.cells.get(column.name), column, aliases)
        if mended.fault:
            notes.fault(place, mended.fault, mended.expected, mended.suggestion)
            continue
        if mended.repair:
            notes.note(place, f"{mended.repair} ({column.label})")
        try:
            values[column.name] = parse_cell(column, mended.text)
        except CellError as error:
            notes.fault(place, error.found, error.expected, error.suggestion)
    return values


@dataclass(frozen=True, slots=True)
class Entries(Generic[S]):
    """A YAML file as found in a sheet of entries; `shape` is None where it has a fault.

    `sound` is then what its entries without faults make, if that holds.
    """

    shape: S | None
    places: Mapping[str, Place]
    sound: S | None = None

    def cell(self, key: str) -> str:
        """Return the cell behind a key such as `text_read.pages` or `languages[0].lang`, empty where unknown."""
        path = _one_based(key)
        path = next((name for name in self.places if name.startswith(f"{path}.")), path)
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places[path].cell("value") if path else ""


def _one_based(key: str) -> str:
    parts = key.replace("]", "").split("[")
    return ".".join([parts[0], *(_next(part) for part in parts[1:])])


def _next(part: str) -> str:
    number, dot, rest = part.partition(".")
    return f"{int(number) + 1}{dot}{rest}" if number.isdigit() else part


def read_entries(grid: Grid, shape: type[S], fixed: Mapping[str, object], notes: Notes) -> Entries[S]:
    """Return the file that a sheet of entries spells; `fixed` are entries no sheet may change."""
    declared = {leaf.path: leaf for leaf in leaves(_skeleton(grid), shape)}
    entries: list[tuple[str, str, Column]] = []
    places: dict[str, Place] = {}
    for row in grid.rows:
        path = row.text("key").strip()
        if path in fixed or (not path and not row.text("value")):
            continue
        known = declared.get(path)
        if known is None or path in places:
            found = f"{path!r} given twice" if path in places else repr(path)
            notes.fault(grid.place(row.number, "key"), found, "an entry of the sheet, once", AGAIN)
            continue
        places[path] = Place(grid, row.number)
        entries.append((path, _entry_text(grid, row, known, notes), known.declared))
    content = {**content_of(entries), **fixed}
    result: Entries[S] = Entries(None, places)
    try:
        return Entries(build(shape, _document(Path(notes.path), content)), places)
    except InvalidInputError as error:
        told = {problem.cell for problem in notes.problems if problem.severity == "fault"}
        for problem in error.problems:
            place = result.cell(problem.key) or grid.title
            if place in told:  # an entry at fault is not missing besides
                continue
            notes.fault(place, f"{problem.key}: {problem.found}", problem.expected, problem.suggestion)
        at_fault = {result.cell(problem.key) for problem in error.problems}
        kept = [entry for entry in entries if places[entry[0]].cell("value") not in at_fault]
        return Entries(None, places, _sound(shape, {**content_of(kept), **fixed}))


def _document(path: Path, content: object) -> Document:
    """Return content as a document that knows its keys, so that a fault of one is told there and not of the whole."""
    document = Document(path, content)
    waiting: list[tuple[Key, object]] = [((), content)]
    while waiting:
        key, value = waiting.pop()
        document.values[key] = (1, 1)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting.extend(((*key, name), part) for name, part in inner)
    return document


def _sound(shape: type[S], content: dict[str, object]) -> S | None:
    try:
        return build(shape, Document(Path(), content))
    except InvalidInputError:
        return None


def _entry_text(grid: Grid, row: GridRow, leaf: Leaf, notes: Notes) -> str:
    mended = mend(row.cells.get("value"), leaf.declared)
    if mended.fault:
        notes.fault(grid.place(row.number, "value"), mended.fault, mended.expected, mended.suggestion)
    elif mended.repair:
        notes.note(grid.place(row.number, "value"), f"{mended.repair} ({leaf.path})")
    return mended.text


def _skeleton(grid: Grid) -> dict[str, object]:
    """Return content with the languages and list entries that the sheet names, so that each has its declaration."""
    text = Column("", "text", "")
    return content_of([(row.text("key").strip(), "x", text) for row in grid.rows if row.text("key").strip()])
