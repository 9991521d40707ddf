"""Tables joined row by row across layers: the user's rows add to the shipped rows, or replace those of the same key."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TypeVar

from evaluator.errors import Problem
from evaluator.model.country import Fact, Institution, Source, Unit
from evaluator.model.facts import Variable
from evaluator.model.schema import Column, columns_of
from evaluator.model.standard import Standard
from evaluator.read.layers import Layers
from evaluator.read.text_files.file import read_text
from evaluator.read.text_files.table import ReadTable, RowPlace, read_table
from evaluator.tables.csv_text import csv_text

T = TypeVar("T")
# Every other file replaces the lower one as a whole. The key is the column of unique values.
OVERLAID: dict[str, type] = {
    "standards.csv": Standard,
    "variables.csv": Variable,
    "sources.csv": Source,
    "institutions.csv": Institution,
    "facts.csv": Fact,
    "units.csv": Unit,
}
# Line numbers of a lower file start at a multiple of this, so that every line of all files has its own number.
APART = 10_000_000


def read_overlaid(folder: Layers, name: str, row: type[T], *, problems: list[Problem]) -> ReadTable[T] | None:
    """Read a table from the layers of a folder, joined row by row; None if no layer has it.

    Of a table outside `OVERLAID` only the topmost file is read. The rows of the lowest file come first, then the
    rows that each file above adds. A row replaces the row with the same key in a lower file. Faults of every file
    are appended to `problems`, each at its own file and line.
    """
    paths = folder.every(name) if name in OVERLAID else folder.every(name)[:1]
    tables = [read_table(path, row, problems=problems) for path in paths]
    if len(tables) < 2:  # noqa: PLR2004 - nothing to lay over
        return tables[0] if tables else None
    return next((table for table in tables if not table.is_readable), None) or _laid_over(tables)


def _laid_over(tables: Sequence[ReadTable[T]]) -> ReadTable[T]:
    """Join tables row by row by their key; `tables` has the topmost first."""
    key = _key_column(tables[0].columns).name
    owner: dict[str, tuple[int, int]] = {}
    replaced = []
    for layer in reversed(range(len(tables))):
        for at, row in enumerate(tables[layer].rows):
            name = str(getattr(row, key))
            if name in owner and row != _row_at(tables, owner[name]):
                below, there = owner[name]
                stood = RowPlace(tables[below].path, tables[below].lines[there], tables[below].header)
                replaced.append((_line_number(layer, tables[layer].lines[at]), name, stood))
            owner[name] = (layer, at)
    return ReadTable(
        path=tables[0].path,
        rows=tuple(_row_at(tables, place) for place in owner.values()),
        lines=tuple(_line_number(layer, tables[layer].lines[at]) for layer, at in owner.values()),
        header=_joined_header([table.header for table in tables], [column.name for column in tables[0].columns]),
        ids=frozenset(name for table in tables for name in table.ids),
        columns=tables[0].columns,
        cells=tuple(
            (_line_number(layer, line), cells)
            for layer, table in enumerate(tables)
            for line, cells in table.cells
            if owner.get(str(cells.get(key)), (layer, 0))[0] == layer
        ),
        places={
            _line_number(layer, line): RowPlace(table.path, line, table.header)
            for layer, table in enumerate(tables)
            for line, _ in table.cells
        },
        replaced=tuple(replaced),
    )


def _row_at(tables: Sequence[ReadTable[T]], place: tuple[int, int]) -> T:
    return tables[place[0]].rows[place[1]]


def _line_number(layer: int, line: int) -> int:
    return layer * APART + line


def _key_column(columns: Sequence[Column]) -> Column:
    return next(column for column in columns if column.unique)


def _joined_header(headers: Sequence[Sequence[str]], declared: Sequence[str]) -> tuple[str, ...]:
    """Return the header that all files share, or else every column of any file, in the declared order."""
    if len({tuple(header) for header in headers}) == 1:
        return tuple(headers[0])
    return tuple(name for name in declared if any(name in header for header in headers))


def replacements(table: ReadTable[object]) -> Iterator[Problem]:
    """Yield a note for each row that replaces a different row of a lower layer."""
    for line, name, stood in table.replaced:
        found = f"{name!r}, which replaces the row of {stood.path}:{stood.line}"
        yield table.at_line(line, _key_column(table.columns).name, found, "a row meant to replace it", severity="note")


def overlaid_bytes(folder: Layers, name: str) -> bytes | None:
    """Return a file's bytes as the layers give it, or None if no layer has it.

    A file in one layer comes unchanged; a table in several layers is joined by row and written anew. Joining the
    result with a lower layer again changes nothing.
    """
    paths = folder.every(name)
    if len(paths) < 2 or name not in OVERLAID:  # noqa: PLR2004 - nothing to lay over
        return paths[0].read_bytes() if paths else None
    columns = columns_of(OVERLAID[name])
    key = _key_column(columns).label
    files = [list(csv.reader(io.StringIO(read_text(path), newline=""))) for path in paths]
    header = _joined_header([file[0] for file in files], [column.label for column in columns])
    rows: dict[str, dict[str, str]] = {}
    for file in reversed(files):
        rows |= {
            cells[key].strip(): cells for cells in (dict(zip(file[0], row, strict=False)) for row in file[1:] if row)
        }
    joined = ([cells.get(label, "") for label in header] for cells in rows.values())
    return csv_text(header, joined, is_input=True).encode()
