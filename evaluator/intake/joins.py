"""Rows of several tables and pages as one run of lines: heads that repeat go, rows that a page cut are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.intake.cells import Cell, RawTable, Row, Source, joined, one_line
from evaluator.intake.heads import is_band, signature
from evaluator.model.intake import ImportNote, MappedTable, Role

ENDS = (".", "!", "?", ";", ":")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the plan's table: a cell for each column, or the one cell of a heading inside the table."""

    cells: Row
    is_band: bool = False

    @property
    def first(self) -> Cell:
        """Return the first cell that has a text."""
        return next(cell for cell in self.cells if cell is not None and cell.text)


@dataclass(frozen=True, slots=True)
class Run:
    """The lines of tables with the same columns, the cells of their heads, and what was joined."""

    mapped: MappedTable
    lines: tuple[Line, ...]
    heads: tuple[Cell, ...]
    notes: tuple[ImportNote, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return what each column is."""
        return tuple(column.role for column in self.mapped.columns)


def run_of(source: Source, mapped: MappedTable) -> Run:
    """Return the lines of the tables that a mapping names together, in the order of the file."""
    tables = [table for table in source.tables if table.number in mapped.tables]
    known = signature([column.head for column in mapped.columns])
    lines: list[Line] = []
    heads: dict[object, Cell] = {}
    notes: list[ImportNote] = []
    for at, table in enumerate(tables):
        top = mapped.head_rows if at == 0 else _repeated(table, known, mapped.head_rows)
        for cell in (cell for row in table.rows[:top] for cell in row if cell is not None and cell.text):
            heads[cell.place] = cell
        if at and top:
            place = next(cell.place.row_words for cell in table.cells())
            notes.append(ImportNote("head-repeated", place, "", f"{top} rows of a head that repeats", "left out"))
        for number, row in enumerate(table.rows[top:]):
            if any(cell is not None and cell.text for cell in row):
                is_cut = number == 0 and at > 0 and table.page > tables[at - 1].page
                _add(lines, row, mapped, is_cut, notes)
    return Run(mapped, tuple(lines), tuple(heads.values()), tuple(notes))


def _repeated(table: RawTable, known: tuple[str, ...], most: int) -> int:
    """Return how many rows at the top of a table repeat the head."""
    for count in range(max(most, 1), 0, -1):
        rows = table.rows[:count]
        texts = [
            " / ".join(dict.fromkeys(c.text for row in rows if (c := row[at]) and c.text)) for at in range(table.width)
        ]
        if signature(texts) == known:
            return count
    top = table.rows[0] if table.rows else ()
    own = signature([cell.text if cell else "" for cell in top])
    return 1 if own and sum(a == b and a != "" for a, b in zip(own, known, strict=False)) * 2 > len(known) else 0


def _add(lines: list[Line], row: Row, mapped: MappedTable, is_cut: bool, notes: list[ImportNote]) -> None:  # noqa: FBT001
    roles = [column.role for column in mapped.columns]
    if lines and not lines[-1].is_band and is_cut and (why := _continues(lines[-1].cells, row, roles)):
        notes.append(
            ImportNote(
                "join", next(c.place.row_words for c in row if c and c.text), "", why, "joined to the row before it"
            )
        )
        lines[-1] = Line(_together(lines[-1].cells, row))
    else:
        lines.append(Line(row, is_band(row)))


def _continues(before: Row, row: Row, roles: Sequence[Role]) -> str:
    """Say why the first row of a page goes on with the last one of the page before; empty where it does not.

    It does where its number is missing and others have one, where it names no activity,
    and where its activity begins in the middle of a sentence.
    """
    texts = {role: one_line(cell.text) if cell else "" for role, cell in zip(roles, row, strict=True)}
    earlier = {role: one_line(cell.text) if cell else "" for role, cell in zip(roles, before, strict=True)}
    if earlier.get("number") and not texts.get("number"):
        return "the first row of a page has no number"
    if texts.get("number"):
        return ""
    activity = texts.get("activity", "")
    if "activity" in texts and not activity:
        return "the first row of a page has no activity"
    if activity[:1].islower() and not earlier.get("activity", "").endswith(ENDS):
        return f"the first row of a page begins inside a sentence: {activity[:40]!r}"
    return ""


def _together(before: Row, row: Row) -> Row:
    return tuple(_both(a, b) for a, b in zip(before, row, strict=True))


def _both(first: Cell | None, second: Cell | None) -> Cell | None:
    if first is None or second is None:
        return first or second
    if not second.text or first.place == second.place:
        return first
    if not first.text:
        return replace(second, text=second.text)
    between = " " if second.text[:1].islower() or not first.text.endswith(ENDS) else "\n"
    if first.text.endswith("-") and second.text[:1].islower():
        return joined(replace(first, text=first.text[:-1]), second, "", "a word that a page cut")
    return joined(first, second, between)
