"""The lines of a grid unfolded: a line for each thing that a body does, where its table has a list in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evaluator.intake.attributes import list_items, own_number
from evaluator.intake.formats.cells import Cell, one_line
from evaluator.intake.grids import step_of
from evaluator.intake.joins import TableLine, TableRun
from evaluator.model.intake import MappedColumn, PlanWords


def unfolded(run: TableRun, words: PlanWords) -> TableRun:
    """Return the lines of a grid with a line for each duty of a body, and of a framework one for each activity.

    A grid's columns become two: the duty as the activity, and, if there are several such columns, their heads as its
    time. Numbers of the grid's rows are no numbers of its duties.
    """
    told = [at for at, role in enumerate(run.roles) if role == "duties"]
    if not told:
        return _activities_apart(run, words) if {"level", "activity"} <= set(run.roles) else run
    columns = run.mapped.columns
    others = [at for at in range(len(columns)) if at not in told]
    added: list[MappedColumn] = [MappedColumn(head=columns[told[0]].head, role="activity")]
    if len(told) > 1:
        added.append(MappedColumn(head="", role="time"))
    kept = [_unnumbered(columns[at]) for at in others]
    heads = [_head_cell(run, columns[at].head) for at in told]
    lines = [
        new
        for line in run.lines
        for new in ([line] if line.is_band else _duties(line, others, told, heads if len(told) > 1 else []))
    ]
    mapped = run.mapped.model_copy(update={"columns": (*kept, *added)})
    return replace(run, mapped=mapped, lines=tuple(lines))


def _activities_apart(run: TableRun, words: PlanWords) -> TableRun:
    """Return a framework with a line for each activity, where a cell lists several."""
    level, at = run.roles.index("level"), run.roles.index("activity")
    lines: list[TableLine] = []
    for line in run.lines:
        cell, name = (line.cells[at], line.cells[level]) if not line.is_band else (None, None)
        parts = parts_of(cell) if cell and name and not step_of(name.text, words) else []
        lines += [TableLine((*line.cells[:at], part, *line.cells[at + 1 :])) for part in parts] or [line]
    return replace(run, lines=tuple(lines))


def _unnumbered(column: MappedColumn) -> MappedColumn:
    return MappedColumn(head=column.head, role="ignore") if column.role == "number" else column


def _head_cell(run: TableRun, head: str) -> Cell | None:
    return next((cell for cell in run.heads if one_line(cell.text) in head), None)


def _duties(
    line: TableLine, others: Sequence[int], told: Sequence[int], heads: Sequence[Cell | None]
) -> Iterator[TableLine]:
    rest = tuple(line.cells[at] for at in others)
    for order, at in enumerate(told):
        cell = line.cells[at]
        if cell is None or not cell.text:
            continue
        phase = (heads[order],) if heads else ()
        for item in parts_of(cell):
            yield TableLine((*rest, item, *phase))


def parts_of(cell: Cell) -> list[Cell]:
    """Return the items of a list in a cell, each as a cell that knows the whole text; else the cell."""
    items = list_items(cell.text)
    numbered = [line for line in cell.text.split("\n") if own_number(line)[0]]
    texts = items or (numbered if len(numbered) > 1 else [])
    if not texts:
        return [cell]
    before = cell.text.split("\n")[0]
    first = [before] if items and items[0] not in before else []
    return [replace(cell, text=text, item=at, whole=cell.text) for at, text in enumerate([*first, *texts], start=1)]
