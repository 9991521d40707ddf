"""CSV as text: every cell held to its column's declaration, every fault at its place."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.model.base import PARTIAL_DATE, Column, columns_of
from evaluator.read.text import read_text

T = TypeVar("T")
IDENTIFIER = re.compile(r"[^\s;,\"']+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
RENAMED = {"from": "start", "to": "end"}
LISTS = ("ids", "dates", "choices", "langs")
Cell = str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """The rows of a file, and the line of each."""

    path: Path
    rows: tuple[T, ...]
    lines: tuple[int, ...]
    header: tuple[str, ...] = ()

    def problem(self, row: int, column: str, found: str, expected: str, suggestion: str = "", **more: str) -> Problem:
        """Return a problem in a cell of this table; `row` counts the rows read, from 0."""
        at = self.header.index(column) + 1 if column in self.header else None
        severity = more.get("severity", "fault")
        return Problem(
            str(self.path), found, expected, suggestion, line=self.lines[row], column=at, key=column,
            severity=severity,  # type: ignore[arg-type]
        )  # fmt: skip


def read_table(path: Path, row: type[T], *, problems: list[Problem]) -> Table[T]:
    """Read a CSV file whose rows are declared by the dataclass `row`.

    A cell is missing only where it is empty. Faults are appended to `problems`;
    rows with a fault are left out of the result.
    """
    try:
        text = read_text(path)
    except InvalidInputError as error:
        problems.extend(error.problems)
        return Table(path, (), ())
    return parse_table(path, text, row, problems=problems)


def parse_table(path: Path, text: str, row: type[T], *, problems: list[Problem]) -> Table[T]:
    """Read the text of a CSV file; see `read_table`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for record in reader:
            if record:
                records.append((line, record))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(str(path), str(error), "well-formed CSV", line=line))
        return Table(path, (), ())
    if not records:
        problems.append(Problem(str(path), "an empty file", "a header line", line=1))
        return Table(path, (), ())
    header = tuple(RENAMED.get(name.strip(), name.strip()) for name in records[0][1])
    columns = columns_of(row)
    head_faults = list(_header_faults(path, header, columns))
    problems.extend(head_faults)
    if head_faults:
        return Table(path, (), (), header)
    return _rows(path, header, columns, records[1:], row, problems)


def _header_faults(path: Path, header: Sequence[str], columns: Sequence[Column]) -> Iterable[Problem]:
    known = [c.name for c in columns]
    for at, name in enumerate(header, start=1):
        if name not in known:
            yield Problem(
                str(path), f"unknown column {name!r}", "one of: " + ", ".join(known), did_you_mean(name, known),
                line=1, column=at,
            )  # fmt: skip
        elif name in header[: at - 1]:
            yield Problem(str(path), f"column {name!r} given twice", "each column once", line=1, column=at)
    for column in columns:
        if column.required and column.name not in header:
            yield Problem(str(path), f"column {column.name!r} is missing", "this column", line=1, key=column.name)


def _rows(
    path: Path,
    header: tuple[str, ...],
    columns: tuple[Column, ...],
    records: list[tuple[int, list[str]]],
    row: type[T],
    problems: list[Problem],
) -> Table[T]:
    by_name = {c.name: c for c in columns}
    seen: dict[str, dict[str, int]] = {c.name: {} for c in columns if c.unique}
    rows, lines = [], []
    for line, record in records:
        before = len(problems)
        if len(record) != len(header):
            found, expected = f"{len(record)} cells", f"{len(header)} cells, as in the header"
            mend = "Put a cell that holds a comma in double quotes." if len(record) > len(header) else ""
            problems.append(Problem(str(path), found, expected, mend, line=line))
            continue
        values: dict[str, Cell] = {}
        for at, (name, cell) in enumerate(zip(header, record, strict=True), start=1):
            try:
                values[name] = parse_cell(by_name[name], cell.strip())
            except CellError as error:
                problems.append(
                    Problem(str(path), error.found, error.expected, error.suggestion, line=line, column=at, key=name)
                )
        _note_repeats(path, line, header, values, seen, problems)
        if len(problems) == before:
            rows.append(row(**values))
            lines.append(line)
    return Table(path, tuple(rows), tuple(lines), header)


def _note_repeats(
    path: Path,
    line: int,
    header: tuple[str, ...],
    values: dict[str, Cell],
    seen: dict[str, dict[str, int]],
    problems: list[Problem],
) -> None:
    for name, known in seen.items():
        value = values.get(name)
        if not isinstance(value, str) or not value:
            continue
        if value in known:
            found = f"{value!r} given twice (first at line {known[value]})"
            at = header.index(name) + 1
            problems.append(Problem(str(path), found, "each once", line=line, column=at, key=name))
        known.setdefault(value, line)


class CellError(ValueError):
    """A cell that breaks its column's declaration."""

    def __init__(self, found: str, expected: str, suggestion: str = "") -> None:
        super().__init__(f"{found}; expected {expected}")
        self.found, self.expected, self.suggestion = found, expected, suggestion


def parse_cell(column: Column, text: str) -> Cell:
    """Return the value of a cell by its column's kind.

    Raises
    ------
    CellError
        The cell is empty where it may not be, or not of its kind.
    """
    if column.kind in LISTS:
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        if column.required and not parts:
            raise CellError("an empty cell", column.doc)
        return tuple(_one(column, part) for part in parts)
    if not text:
        if column.required:
            raise CellError("an empty cell", column.doc)
        return None if column.kind in ("integer", "number", "flag") else ""
    if column.kind in ("integer", "number"):
        return _number(column, text)
    if column.kind == "flag":
        if text not in ("yes", "no"):
            raise CellError(f"found {text!r}", "yes or no")
        return text == "yes"
    return _one(column, text)


def _one(column: Column, text: str) -> str:
    kind = column.kind
    if kind in ("choice", "choices") and text not in column.choices:
        raise CellError(f"found {text!r}", "one of: " + ", ".join(column.choices), did_you_mean(text, column.choices))
    if kind in ("date", "dates") and not PARTIAL_DATE.fullmatch(text):
        raise CellError(f"found {text!r}", "a date as YYYY, YYYY-MM or YYYY-MM-DD")
    if kind in ("id", "ids") and not IDENTIFIER.fullmatch(text):
        raise CellError(f"found {text!r}", "an identifier without spaces, commas or semicolons")
    if kind in ("lang", "langs") and not LANGUAGE.fullmatch(text):
        raise CellError(f"found {text!r}", "a language code such as en or sr-Cyrl")
    if kind == "url" and not re.fullmatch(r"https?://[^\s<>\"']+", text):
        raise CellError(f"found {text!r}", "an address that begins with http:// or https://")
    return text


def _number(column: Column, text: str) -> int | float:
    if not NUMBER.fullmatch(text):
        mend = "Write the decimal point as a point." if re.fullmatch(r"[-+]?\d+,\d+", text) else ""
        expected = "a whole number" if column.kind == "integer" else "a number"
        raise CellError(f"found {text!r}", expected, mend)
    value = float(text)
    if not math.isfinite(value):
        raise CellError(f"found {text!r}", "a finite number")
    if column.kind == "integer" and not value.is_integer():
        raise CellError(f"found {text!r}", "a whole number")
    if (column.least is not None and value < column.least) or (column.most is not None and value > column.most):
        most = "" if column.most is None else f" to {column.most:g}"
        raise CellError(f"found {text!r}", f"a number from {column.least:g}{most}")
    return int(value) if column.kind == "integer" else value


def write_table(rows: Sequence[object], row: type) -> str:
    """Return rows as the text of a CSV file that `read_table` reads back to equal rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    names = [f.name for f in dataclasses.fields(row) if "column" in f.metadata]
    back = {"start": "from", "end": "to"} if row.__name__ == "Fact" else {}
    writer.writerow([back.get(name, name) for name in names])
    for item in rows:
        writer.writerow([_written(getattr(item, name)) for name in names])
    return out.getvalue()


def _written(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
