"""Conversion of a sheet's rows and entries into the content of files, with every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from evaluator.errors import InvalidInputError, Problem, did_you_mean, has_faults
from evaluator.model.country import Institution
from evaluator.model.schema import FORMS, Column, Shape, columns_of
from evaluator.read.text_files.cell import Cell, CellError, parse_cell
from evaluator.read.text_files.shape import build
from evaluator.read.text_files.yaml_file import Document, Key
from evaluator.workbook.sheet.file_sheets import SPARE, is_below
from evaluator.workbook.sheet.grid import Grid, GridRow, ReadCell
from evaluator.workbook.sheet.headings import heading_of
from evaluator.workbook.sheet.pairs import MORE, PairLeaf, content_of, leaves, put_value
from evaluator.workbook.sheet.picks import APART, cites, picked_id
from evaluator.workbook.sheet.values import MendedText, mend

R = TypeVar("R")
T = TypeVar("T", bound=Hashable)
S = TypeVar("S", bound=Shape)
NUMBERED = re.compile(r"(?P<list>[a-z_]+)\.(?P<number>[0-9]{1,9})(?=\.)")
INDEX = re.compile(r"\[([0-9]+)\]")  # the index of a list item in a key, from 0
LISTED = re.compile(r"[;\n]")
AGAIN = "Put it back, or export the sheet again and copy your rows into it."


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """The sheet and row number that a row was read from."""

    grid: Grid
    row: int

    def cell(self, key: str) -> str:
        """Return the cell of a column in this row."""
        return self.grid.place(self.row, key)

    def text(self, key: str) -> str:
        """Return the text in a column of this row."""
        return next((row.text(key) for row in self.grid.rows if row.number == self.row), "")


@dataclass(slots=True)
class FoundRows(Generic[T]):
    """The rows of one table read from a workbook, with their places; `is_whole` is False if a sheet lacks columns."""

    rows: list[T] = field(default_factory=list)
    places: list[SheetPlace] = field(default_factory=list)
    is_whole: bool = True

    def of(self, row: type[R]) -> Iterator[tuple[R, SheetPlace]]:
        """Yield the rows of a class, each with its place."""
        return ((one, place) for one, place in zip(self.rows, self.places, strict=True) if isinstance(one, row))


@dataclass(slots=True)
class Notes:
    """The faults, warnings and repairs of one workbook, in the order found."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def fault(self, cell: str, found: str, expected: str, suggestion: str = "") -> None:
        """Add a fault."""
        self.problems.append(Problem(self.path, found, expected, suggestion, cell=cell))

    def note(self, cell: str, found: str) -> None:
        """Add a note on a repair."""
        self.problems.append(Problem(self.path, found, "", cell=cell, severity="note"))

    @property
    def has_fault(self) -> bool:
        """Return whether any of the problems is a fault, which forbids the import."""
        return has_faults(self.problems)

    def refuse_faults(self) -> None:
        """Raise an InvalidInputError with all problems if any of them is a fault."""
        if self.has_fault:
            raise InvalidInputError(self.problems)


@dataclass(frozen=True, slots=True)
class RowReading:
    """The rules for reading a table's rows: the row class, words for its choices, and values set for each row.

    `waiting` are ids of prepared rows that may be empty. `names` maps, by table, known names in
    lower case to ids; `heading` returns the heading of a table's column.
    """

    row: type
    aliases: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Cell] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    waiting: Collection[str] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    heading: Callable[[str, str], str] = heading_of

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns that a sheet must have."""
        return tuple(column for column in columns_of(self.row) if column.name not in self.left_out)


def names_of(institutions: Iterable[Institution]) -> dict[str, dict[str, str]]:
    """Return, under `institutions`, the id for each name in lower case; names of several institutions are left out."""
    found: dict[str, set[str]] = {}
    for row in institutions:
        for name in (row.name, row.acronym, row.institution_id):
            found.setdefault(name.casefold(), set()).add(row.institution_id)
    return {"institutions": {name: ids.pop() for name, ids in found.items() if name and len(ids) == 1}}


def read_rows(grids: Iterable[Grid], frame: RowReading, notes: Notes) -> FoundRows[Hashable]:
    """Return the rows of one table from all its sheets. A faulty cell is noted, and its value is empty."""
    found: FoundRows[Hashable] = FoundRows()
    for grid in grids:
        missing = [frame.heading(grid.name, c.name) for c in frame.columns if c.name not in grid.letters]
        if missing:
            notes.fault(grid.title, f"columns are missing: {', '.join(missing)}", "every column of the sheet", AGAIN)
            found.is_whole = False
            continue
        for row in grid.rows:
            if _is_waiting(row, frame):
                continue
            values = read_cells(grid, row, frame, notes)
            found.rows.append(frame.row(**{**frame.given, **values}))
            found.places.append(SheetPlace(grid, row.number))
    return found


def _is_waiting(row: GridRow, frame: RowReading) -> bool:
    """Return whether a row is empty or has only a prepared id and looked-up values."""
    filled = [key for key, cell in row.cells.items() if "." not in key and cell.text.strip()]
    first = frame.columns[0].name
    return not filled or (filled == [first] and row.text(first).strip() in frame.waiting)


def read_cells(grid: Grid, row: GridRow, frame: RowReading, notes: Notes) -> dict[str, Cell]:
    """Return the values of a row by column. A faulty cell is noted, and its value is empty."""
    values: dict[str, Cell] = {}
    for column in frame.columns:
        values[column.name] = parse_cell(replace(column, required=False), "")
        place = grid.place(row.number, column.name)
        names = frame.names.get(column.refers, {})
        cell = _without_pick_names(row.cells.get(column.name), column, names)
        mended = _ids_for_names(cell, column, names) or mend(cell, column, frame.aliases)
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


def _without_pick_names(cell: ReadCell | None, column: Column, names: Mapping[str, str]) -> ReadCell | None:
    """Return a cell with picked list entries reduced to their ids."""
    if cell is None or not cites(column) or APART not in cell.text:
        return cell
    parts = LISTED.split(cell.text) if column.is_list else [cell.text]
    return replace(cell, text=";".join(picked_id(part, names) for part in parts))


def _ids_for_names(cell: ReadCell | None, column: Column, names: Mapping[str, str]) -> MendedText | None:
    """Return the ids for the names in a cell, or None if it holds no names.

    `Ministry of Justice` is either a known name or a fault, never three ids.
    """
    if cell is None or not names:
        return None
    parts = [part.strip() for part in LISTED.split(cell.text)] if column.is_list else [cell.text.strip()]
    parts = [inner for part in parts if part for inner in _split_names(part, names)]
    made = [names.get(part.casefold(), part) for part in parts]
    odd = next(
        (part for part in made if " " in part and not any(word in names for word in part.casefold().split())), ""
    )
    if odd:
        several = ", with ; between several" if column.is_list else ""
        expected = f"the name or id of a body on the sheet Institutions{several}"
        return MendedText("", fault=repr(odd), expected=expected, suggestion=did_you_mean(odd, list(names)))
    if made == parts:
        return None
    return MendedText(";".join(made))


def _split_names(part: str, names: Mapping[str, str]) -> list[str]:
    """Return the known names in a comma-separated text, or the text itself if not all parts are known names."""
    inner = [text.strip() for text in part.split(",") if text.strip()]
    known = part.casefold() not in names and all(text.casefold() in names for text in inner)
    return inner if known else [part]


@dataclass(frozen=True, slots=True)
class Entries(Generic[S]):
    """A YAML file read from a sheet of entries; `shape` is None if an entry has a fault.

    `sound` is then the file from the entries without faults, if they are a valid file.
    """

    shape: S | None
    places: Mapping[str, SheetPlace]
    sound: S | None = None

    def cell(self, key: str) -> str:
        """Return the cell of a key such as `text_read.pages` or `languages[0].lang`; empty if unknown."""
        path = INDEX.sub(lambda found: f".{int(found[1]) + 1}", key)
        path = next((name for name in self.places if name.startswith(f"{path}.")), path)
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places[path].cell("value") if path else ""


def read_entries(
    grid: Grid,
    shape: type[S],
    fixed: Mapping[str, object],
    notes: Notes,
    renamed: Callable[[str, str], str] = lambda _, text: text,
) -> Entries[S]:
    """Return the YAML file that a sheet of entries describes.

    `fixed` are values by path that no sheet may change or that this sheet does not ask for.
    `renamed` returns the text of an entry with renamed ids replaced.
    """
    declared = {leaf.path: leaf for leaf in leaves(_skeleton(grid), shape, SPARE)}
    entries: list[tuple[str, str, Column]] = []
    places: dict[str, SheetPlace] = {}
    for row in grid.rows:
        path = row.text("key").strip()
        if is_below(path, fixed) or (not path and not row.text("value")):
            continue
        known = declared.get(path)
        if known is None or path in places:
            found = f"{path!r} given twice" if path in places else repr(path)
            notes.fault(grid.place(row.number, "key"), found, "an entry of the sheet, once", AGAIN)
            continue
        place = SheetPlace(grid, row.number)
        told, text = _in_language(path, _entry_text(grid, row, known, notes), place, notes)
        places[told] = place
        entries.append((told, renamed(path, text), known.declared))
    entries, places = _renumbered(entries, places)
    result: Entries[S] = Entries(None, places)
    try:
        return Entries(build(shape, _document_of(Path(notes.path), _with_fixed_values(entries, fixed))), places)
    except InvalidInputError as error:
        told_cells = {problem.cell for problem in notes.problems if problem.severity == "fault"}
        for problem in error.problems:
            place_of = result.cell(problem.key) or grid.title
            if place_of in told_cells:  # an entry with a fault is not reported as missing too
                continue
            worded = _in_words(problem, result, place_of)
            notes.fault(place_of, worded.found, worded.expected, worded.suggestion)
        at_fault = {result.cell(problem.key) for problem in error.problems}
        kept = [entry for entry in entries if places[entry[0]].cell("value") not in at_fault]
        return Entries(None, places, _build_if_sound(shape, _with_fixed_values(kept, fixed)))


def _in_words(problem: Problem, entries: Entries[S], cell: str) -> Problem:
    """Return the fault of an entry with the sheet's label in place of the key in the file."""
    place = next((place for place in entries.places.values() if place.cell("value") == cell), None)
    label = (place.text("label") if place else "") or problem.key
    if problem.found.endswith("is missing"):
        mend = "Fill it in, or clear the entries that belong with it."
        return replace(problem, found=f"{label} is empty", expected="an entry", suggestion=mend)
    return replace(problem, found=f"{label}: {problem.found}")


def _with_fixed_values(entries: Sequence[tuple[str, str, Column]], fixed: Mapping[str, object]) -> dict[str, object]:
    """Return the content that the entries describe, with the fixed values set at their paths."""
    content = content_of(entries)
    for path, value in fixed.items():
        put_value(content, path.split("."), value)
    return content


def _in_language(path: str, text: str, place: SheetPlace, notes: Notes) -> tuple[str, str]:
    """Return path and text of an entry; `sq: Plani` in the entry for a further language gives the path of `sq`."""
    if not path.endswith(f".{MORE}") or not text:
        return path, text
    lang, colon, rest = (part.strip() for part in text.partition(":"))
    form, _ = FORMS["lang"]
    if colon and rest and form.fullmatch(lang):
        return f"{path.removesuffix(MORE)}{lang}", rest
    expected = "a language's code, a colon and the text, such as sq: Plani"
    notes.fault(place.cell("value"), f"found {text[:60]!r}", expected)
    return path, ""


def _renumbered(
    entries: list[tuple[str, str, Column]], places: dict[str, SheetPlace]
) -> tuple[list[tuple[str, str, Column]], dict[str, SheetPlace]]:
    """Return the entries with list items renumbered 1, 2, 3, those filled in first, and their places likewise."""
    parted = {path: found for path, _, _ in entries if (found := NUMBERED.match(path))}
    filled = {found[0] for path, text, _ in entries if text and (found := parted.get(path))}
    lists: dict[str, set[str]] = {}
    for found in parted.values():
        lists.setdefault(found["list"], set()).add(found["number"])
    new: dict[str, str] = {}
    for name, numbers in lists.items():
        ordered = sorted(numbers, key=lambda number: (f"{name}.{number}" not in filled, int(number)))
        new |= {f"{name}.{number}": f"{name}.{at}" for at, number in enumerate(ordered, start=1)}

    def renumbered(path: str) -> str:
        found = parted.get(path)
        return f"{new[found[0]]}{path[found.end() :]}" if found else path

    closed = [(renumbered(path), text, column) for path, text, column in entries]
    return closed, {renumbered(path): place for path, place in places.items()}


def _document_of(path: Path, content: object) -> Document:
    """Return content as a document that knows its keys, so that a fault is reported at its key."""
    document = Document(path, content)
    waiting: list[tuple[Key, object]] = [((), content)]
    while waiting:
        key, value = waiting.pop()
        document.values[key] = (1, 1)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting.extend(((*key, name), part) for name, part in inner)
    return document


def _build_if_sound(shape: type[S], content: dict[str, object]) -> S | None:
    try:
        return build(shape, Document(Path(), content))
    except InvalidInputError:
        return None


def _entry_text(grid: Grid, row: GridRow, leaf: PairLeaf, notes: Notes) -> str:
    mended = mend(row.cells.get("value"), leaf.declared)
    if mended.fault:
        notes.fault(grid.place(row.number, "value"), mended.fault, mended.expected, mended.suggestion)
    elif mended.repair:
        notes.note(grid.place(row.number, "value"), f"{mended.repair} ({leaf.path})")
    return mended.text


def _skeleton(grid: Grid) -> dict[str, object]:
    """Return content with the languages and list items of the sheet, so that `leaves` declares each of them."""
    text = Column("", "text", "")
    return content_of([(row.text("key").strip(), "x", text) for row in grid.rows if row.text("key").strip()])
