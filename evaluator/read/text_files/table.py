"""Reader of CSV files that parses each cell by its column's declaration and reports every fault at its place."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar, cast

from evaluator.errors import InvalidInputError, Problem, Severity, did_you_mean
from evaluator.model.schema import Column, columns_of
from evaluator.read.text_files.cell import Cell, CellError, parse_cell
from evaluator.read.text_files.file import read_text
from evaluator.read.text_files.lookalike import skeleton, spelt
from evaluator.tables import base

T = TypeVar("T")
Row_co = TypeVar("Row_co", covariant=True)
Record = list[str]
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
KEPT = 256  # size of the cache of parsed tables: those of the plans in use
SAVE_AS_CSV = "Save the table as CSV (comma delimited)."


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The place of a row: its file, its line there, and that file's header."""

    path: Path
    line: int
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadTable(Generic[Row_co]):
    """The rows read from a CSV file, with the line of each.

    `header` holds the fields' names in file order. `cells` are the sound cells of every row, including faulty
    rows, each with its line, for checks of single cells. `ids` are the values of the identifying column, including
    those of faulty rows, so that a reference to such a row is no second fault. `is_readable` is False if the file
    could not be parsed as a table. For files joined across layers, `places` maps each line number used here to its
    file and line, and `replaced` lists each line that replaces another, with its key and the other's place.
    """

    path: Path
    rows: tuple[Row_co, ...]
    lines: tuple[int, ...]
    header: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    is_readable: bool = True
    columns: tuple[Column, ...] = ()
    cells: tuple[tuple[int, Mapping[str, Cell]], ...] = ()
    places: Mapping[int, RowPlace] = field(default_factory=dict)
    replaced: tuple[tuple[int, str, RowPlace], ...] = ()

    def problem(
        self, row: int, column: str, found: str, expected: str, suggestion: str = "", *, severity: Severity = "fault"
    ) -> Problem:
        """Return a problem in a cell of this table; `row` counts the rows read, from 0."""
        return self.at_line(self.lines[row], column, found, expected, suggestion, severity=severity)

    def at_line(
        self, line: int, column: str, found: str, expected: str, suggestion: str = "", *, severity: Severity = "fault"
    ) -> Problem:
        """Return a problem in a cell of a line of the file."""
        place = self.places.get(line, RowPlace(self.path, line, self.header))
        at = place.header.index(column) + 1 if column in place.header else None
        label = next((c.label for c in self.columns if c.name == column), column)
        return Problem(
            str(place.path), found, expected, suggestion, line=place.line, column=at, key=label, severity=severity
        )

    def unknown(
        self, row: int, column: str, what: str, name: str, known: Collection[str], expected: str
    ) -> tuple[Problem, ...]:
        """Return a problem with the nearest known name if `name` is not in `known`; else nothing."""
        return self.unknown_at(self.lines[row], column, what, name, known, expected)

    def unknown_at(
        self, line: int, column: str, what: str, name: str, known: Collection[str], expected: str
    ) -> tuple[Problem, ...]:
        """Return the same problem for a cell given by its line in the file."""
        if name in known:
            return ()
        return (self.at_line(line, column, f"{what} {name!r}".strip(), expected, did_you_mean(name, sorted(known))),)

    def each(self, kind: type[T]) -> Iterator[tuple[int, T]]:
        """Yield each row of the type `kind` with its index; for a table of one type these are all rows."""
        yield from ((at, row) for at, row in enumerate(self.rows) if isinstance(row, kind))


def rows_of(tables: Mapping[str, ReadTable[object]], name: str, kind: type[T]) -> list[T]:
    """Return the rows of one of several tables; none if it is absent."""
    return [row for _, row in tables[name].each(kind)] if name in tables else []


def read_table(
    path: Path, row: type[T], *, problems: list[Problem], keep: Callable[[dict[str, str]], bool] | None = None
) -> ReadTable[T]:
    """Read a CSV file whose rows the dataclass `row` declares.

    Only an empty cell counts as missing. Faults are appended to `problems`; rows with a fault are left out of the
    result. With `keep`, only records for which it returns True (given the cells as text) are read.
    """
    try:
        text = read_text(path)
    except InvalidInputError as error:
        problems.extend(error.problems)
        return ReadTable(path, (), (), is_readable=False)
    return parse_table(path, text, row, problems=problems, keep=keep)


def parse_table(
    path: Path,
    text: str,
    row: type[T],
    *,
    problems: list[Problem],
    keep: Callable[[dict[str, str]], bool] | None = None,
) -> ReadTable[T]:
    """Parse the text of a CSV file; see `read_table`.

    Without `keep`, a table is parsed once for each content. All callers share the result and must not change it.
    """
    if keep is not None:
        return _parsed_table(path, text, row, problems, keep)
    table, found = _parsed_once(path, text, cast("type", row))
    problems.extend(found)
    return cast("ReadTable[T]", table)


@functools.lru_cache(maxsize=KEPT)
def _parsed_once(path: Path, text: str, row: type) -> tuple[ReadTable[object], tuple[Problem, ...]]:
    problems: list[Problem] = []
    return _parsed_table(path, text, row, problems), tuple(problems)


def _parsed_table(
    path: Path, text: str, row: type[T], problems: list[Problem], keep: Callable[[dict[str, str]], bool] | None = None
) -> ReadTable[T]:
    records = _records(path, text, problems)
    if not records or not any(cell.strip() for cell in records[0][1]):
        if not problems or problems[-1].path != str(path):
            found = "no names of columns" if records else "an empty file"
            problems.append(Problem(str(path), found, "a header line", line=1))
        return ReadTable(path, (), (), is_readable=False)
    columns = columns_of(row)
    if other := _other_separator(records[0][1], columns):
        problems.append(Problem(str(path), f"columns separated by {other}", "commas", SAVE_AS_CSV, line=1))
        return ReadTable(path, (), (), is_readable=False)
    names = {column.label: column.name for column in columns}
    header = tuple(names.get(name.strip(), name.strip()) for name in records[0][1])
    problems.extend(_header_faults(path, header, columns))
    reading = _TableReading(path, header, columns, problems)
    for line, record in records[1:]:
        if keep is None or keep(dict(zip(header, record, strict=False))):
            reading.take(line, record)
    has_all = all(column.name in header for column in columns if column.required)
    kept = [(line, values) for line, values in reading.cells if line not in reading.faulty] if has_all else []
    return ReadTable(
        path,
        rows=tuple(row(**values) for _, values in kept),
        lines=tuple(line for line, _ in kept),
        header=header,
        ids=reading.ids,
        is_readable=has_all,
        columns=columns,
        cells=tuple(reading.cells),
    )


def _records(path: Path, text: str, problems: list[Problem]) -> list[tuple[int, Record]]:
    """Return the records, each with its first line, up to the first one that is not valid CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, Record]] = []
    line = 1
    try:
        for record in reader:
            if record:
                records.append((line, record))
            line = reader.line_num + 1
    except csv.Error as error:
        mend = "Double a quotation mark inside a quoted cell." if '"' in str(error) else ""
        problems.append(Problem(str(path), str(error), "well-formed CSV", mend, line=line))
    return records


def _other_separator(header: Record, columns: Sequence[Column]) -> str:
    """Return the name of the separator if the header uses another one than the comma, else an empty text."""
    known = {column.label for column in columns}
    if len(header) > 1:
        return ""
    for mark, name in SEPARATORS.items():
        parts = header[0].split(mark)
        if len(parts) > 1 and known.intersection(part.strip(' "') for part in parts):
            return name
    return ""


def _header_faults(path: Path, header: Sequence[str], columns: Sequence[Column]) -> Iterator[Problem]:
    known = [c.name for c in columns]
    labels = [c.label for c in columns]
    for at, name in enumerate(header, start=1):
        if name not in known:
            found = f"unknown column {name!r}"
            yield Problem(
                str(path), found, "one of: " + ", ".join(labels), did_you_mean(name, labels), line=1, column=at
            )
        elif name in header[: at - 1]:
            yield Problem(str(path), f"column {name!r} given twice", "each column once", line=1, column=at)
    meant = {did_you_mean(name, labels) for name in header if name not in known}
    for column in columns:
        is_misspelt = any(repr(column.label) in near for near in meant)
        if column.required and column.name not in header and not is_misspelt:
            found = f"column {column.label!r} is missing"
            yield Problem(str(path), found, "this column: " + column.doc, line=1, key=column.label)


@dataclass(slots=True)
class _TableReading:
    """The state of reading one table: its sound cells, faulty lines, and the values of unique columns so far."""

    path: Path
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    problems: list[Problem]
    cells: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    faulty: set[int] = field(default_factory=set)
    seen: dict[str, dict[str, int]] = field(default_factory=dict)
    looks: dict[str, dict[str, str]] = field(default_factory=dict)

    places: list[tuple[int, Column, dict[str, Cell]]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the position of each column once, with a cache of its parsed cell texts."""
        known = [column for column in self.columns if column.name in self.header]
        self.places = [(self.header.index(column.name), column, {}) for column in known]

    @property
    def ids(self) -> frozenset[str]:
        """Return the values of the first column that must be unique."""
        first = next((c.name for c in self.columns if c.unique), "")
        return frozenset(self.seen.get(first, {}))

    def take(self, line: int, record: Record) -> None:
        """Parse one record, and keep its sound cells and its faults."""
        if len(record) != len(self.header):
            found, expected = f"{len(record)} cells", f"{len(self.header)} cells, as in the header"
            mend = "Put a cell that holds a comma in double quotes." if len(record) > len(self.header) else ""
            self.problems.append(Problem(str(self.path), found, expected, mend, line=line))
            self._remember(line, record)
            return
        values: dict[str, Cell] = {}
        for at, column, known in self.places:
            text, name = record[at], column.name
            if text in known:
                values[name] = known[text]
            else:
                self._read_cell(line, at, column, values, text.strip())
                if name in values and not column.unique:
                    known[text] = values[name]
        self.cells.append((line, values))

    def _remember(self, line: int, record: Record) -> None:
        """Keep the id of a row with a wrong number of cells, if it has one."""
        first = next((c.name for c in self.columns if c.unique), None)
        at = self.header.index(first) if first in self.header else len(record)
        if first and at < len(record) and record[at].strip():
            self.seen.setdefault(first, {}).setdefault(record[at].strip(), line)

    def _read_cell(self, line: int, at: int, column: Column, values: dict[str, Cell], text: str) -> None:
        try:
            values[column.name] = parse_cell(column, text)
        except CellError as error:
            self._add_fault(line, at, column, error)
        if column.unique and text:
            self._check_unique(line, at, column, text)

    def _check_unique(self, line: int, at: int, column: Column, text: str) -> None:
        known = self.seen.setdefault(column.name, {})
        first = self.looks.setdefault(column.name, {}).setdefault(skeleton(text), text)
        if text in known:
            found = f"{text!r} given twice (first at line {known[text]})"
            self._add_fault(line, at, column, CellError(found, "each once"))
        elif first != text:
            found = f"{spelt(text)}, which looks like {spelt(first)} of line {known[first]}"
            self._add_fault(line, at, column, CellError(found, "ids that nobody takes for each other"))
        known.setdefault(text, line)

    def _add_fault(self, line: int, at: int, column: Column, error: CellError) -> None:
        self.faulty.add(line)
        told = (error.found, error.expected, error.suggestion)
        self.problems.append(Problem(str(self.path), *told, line=line, column=at + 1, key=column.label))


def write_table(rows: Sequence[object], row: type) -> str:
    """Return rows as the text of a CSV file that `read_table` reads back to equal rows."""
    table: base.Table[Sequence[object], object] = base.declared(row)
    return table.csv(rows, is_input=True)
