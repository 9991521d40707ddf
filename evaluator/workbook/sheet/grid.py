"""A workbook as sheets of declared columns, independent of its file format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evaluator.model.schema import Column

Value = str | int | float | None
CellKind = Literal["text", "number", "date", "truth", "formula", "error"]

# The first cell of a sheet's hidden row of keys, such as `evaluator/ratings/human-rights/criterion_id`.
MARK = re.compile(r"evaluator/(?P<kind>[a-z]+)/(?P<name>[^/]*)/(?P<key>[a-z_0-9.]+)")
LABELS = "evaluator/labels"
KEYS, HEAD, FIRST = 0, 1, 2  # row numbers, from 0: hidden keys, labels, first content


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a sheet. `role` is who fills it: the export (`shown`), the coder (`input`), a formula (`check`).

    `must` columns are coloured, `rare` ones folded away. `lookup` is the column with an id, the
    sheet of that id, and the column to show from that sheet.
    """

    key: str
    label: str
    role: Literal["shown", "input", "check"] = "input"
    width: float = 16
    declared: Column | None = None
    options: tuple[str, ...] = ()
    hint: str = ""
    must: bool = False
    rare: bool = False
    lookup: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write.

    `growing` sheets take new rows. `own_options` are the choices of single cells that differ from
    their column's, by row (counted from 0) and column key. In a sheet of entries `must_rows` are
    coloured and `rare_rows` folded away. `formulas` are the formulas of single cells; `rows` hold
    their present values. `[[ratings.x]]` in a formula stands for the title of that sheet.
    """

    kind: str
    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    growing: bool = True
    frozen: int = 1
    own_options: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    must_rows: frozenset[int] = frozenset()
    rare_rows: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Return the hidden key of the first column, which also holds the sheet's kind and name for the import."""
        return f"evaluator/{self.kind}/{self.name}/{self.columns[0].key}"

    @property
    def place(self) -> str:
        """Return the sheet's key in a workbook: its kind, or `kind.name` if it has a name, as in "table.evidence"."""
        return f"{self.kind}.{self.name}" if self.name else self.kind

    def at(self, key: str) -> int:
        """Return the index of a column."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)


@dataclass(frozen=True, slots=True)
class Book:
    """The content of one workbook or one folder of CSV files to write.

    `meta` names plan, rubric, coder and versions; `base` holds the texts of the files from which
    the sheets were made, so that an import can find what changed since. `told` are sentences to
    print on the first sheet.
    """

    meta: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    base: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as read. `precision` is the number of known characters of a date: 4, 7 or 10."""

    text: str
    kind: CellKind = "text"
    precision: int = 10


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as read: its number in the sheet, and its cells by column key."""

    number: int
    cells: dict[str, ReadCell]

    def text(self, key: str) -> str:
        """Return the text of a cell; empty if there is no such cell."""
        cell = self.cells.get(key)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as read, identified by its mark. `letters` maps column keys to column letters, as in Excel."""

    kind: str
    name: str
    title: str
    letters: dict[str, str]
    rows: tuple[GridRow, ...]

    def place(self, row: int, key: str) -> str:
        """Return the name of a cell as in Excel: `Human rights!D14`."""
        return f"{self.title}!{self.letters.get(key, '')}{row}"


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook or folder of CSV files as read."""

    path: str
    sha256: str
    meta: dict[str, str]
    grids: tuple[Grid, ...]
    base: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str]:
        """Return the title of the sheet of each file, by file name."""
        ends = {"table": "csv", "pairs": "yaml"}
        return {f"{grid.name}.{ends[grid.kind]}": grid.title for grid in self.grids if grid.kind in ends}

    def of_kind(self, kind: str) -> tuple[Grid, ...]:
        """Return all sheets of one kind, such as `ratings` or `table`."""
        return tuple(grid for grid in self.grids if grid.kind == kind)


def value_of(value: object) -> Value:
    """Return the cell value of a row's field for an input cell: yes or no for a flag, a list joined by `;`.

    Examples
    --------
    >>> value_of(True), value_of(("E1", "E2")), value_of(3), value_of(None)
    ('yes', 'E1;E2', 3, None)
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return value if isinstance(value, str | int | float) else None


def letter(column: int) -> str:
    """Return the letters of a column, counted from 0.

    Examples
    --------
    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def span_of(title: str, first: int, last: int, end: int) -> str:
    """Return the cells of a sheet from column `first` to `last` (from 0), from the first row of content to row `end`.

    Examples
    --------
    >>> span_of("It's", 0, 1, 9)
    "'It''s'!$A$3:$B$9"
    """
    quoted = title.replace("'", "''")
    return f"'{quoted}'!${letter(first)}${FIRST + 1}:${letter(last)}${end}"


def make_grids(title: str, records: Sequence[tuple[int, Sequence[ReadCell | None]]]) -> Grid | None:
    """Return the grid of a sheet's records; None where no row holds the mark of a sheet that this program wrote.

    The row of keys and the columns may have moved, since users sort and insert rows. All rows other than
    the row of keys and the row of labels are content.
    """
    found = _row_of_keys(records)
    if found is None:
        return None
    keys_at, keys, mark = found
    letters = {key: letter(at) for at, key in keys.items()}
    rows = []
    for at, (number, cells) in enumerate(records):
        if at == keys_at or any(cell is not None and cell.text == LABELS for cell in cells):
            continue
        named = {key: cell for column, key in keys.items() if column < len(cells) and (cell := cells[column])}
        if any(cell.text.strip() for cell in named.values()):
            rows.append(GridRow(number, named))
    return Grid(mark["kind"], mark["name"], title, letters, tuple(rows))


def _row_of_keys(
    records: Sequence[tuple[int, Sequence[ReadCell | None]]],
) -> tuple[int, dict[int, str], re.Match[str]] | None:
    for at, (_, cells) in enumerate(records):
        for cell in cells:
            mark = MARK.fullmatch(cell.text.strip()) if cell else None
            if mark:
                keys = {
                    column: MARK.sub(r"\g<key>", cell.text.strip())
                    for column, cell in enumerate(cells)
                    if cell and cell.text.strip()
                }
                return at, keys, mark
    return None
