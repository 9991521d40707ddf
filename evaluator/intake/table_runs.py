"""Rows of several tables as one run of lines: headings above, rows joined across pages, grids unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.intake.attributes import ITEM, list_items, own_number
from evaluator.intake.formats.cells import Cell, RawTable, Row, SourceFile, joined, one_line, text_of_cell
from evaluator.intake.grids import step_of
from evaluator.intake.heads import counts_columns, is_band, signature
from evaluator.intake.looks import is_date
from evaluator.intake.vocabulary import BODIES, begins_with, names_goal
from evaluator.model.intake import ImportNote, MappedColumn, MappedTable, PlanWords, Role
from evaluator.plans.fold import words_of

ENDS = (".", "!", "?", ";", ":")
FIRST = ("a", "а", "1", "i")  # the second is Cyrillic
LONGEST_SUM = 4  # in words
STARS = ("*", "†", "‡")
LONGEST_HEADING = 25
NUMBERED = re.compile(r"\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.):]?|[IVX]{1,4}(?:\.[0-9]{1,2})*[.):])\s+[^\W\d_]")
NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*")
LEAST_SPANNED = 3  # columns: a number, a text, and at least one more that the text covers
ROMAN = re.compile(r"[ivx]{1,4}")


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of the plan's table: a cell for each column, or the only cell of a heading inside the table.

    A heading with a `number` of its own stands above rows whose numbers begin with it, and above no others.
    """

    cells: Row
    is_band: bool = False
    is_above: bool = False
    number: str = ""

    @property
    def first(self) -> Cell:
        """Return the first cell that has text."""
        return next(cell for cell in self.cells if cell is not None and cell.text)


@dataclass(frozen=True, slots=True)
class TableRun:
    """The lines of tables with the same columns, the cells of their heads, and notes on joined rows.

    A line with `is_above` is a heading above a table. `feet` are cells over all columns after the last row:
    remarks at the foot.
    """

    mapped: MappedTable
    lines: tuple[TableLine, ...]
    heads: tuple[Cell, ...]
    notes: tuple[ImportNote, ...]
    feet: tuple[Cell, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return the role of each column."""
        return tuple(column.role for column in self.mapped.columns)


def run_of(source: SourceFile, mapped: MappedTable, words: PlanWords) -> TableRun:
    """Return the lines of the tables that a mapping groups, in file order, with the headings above them."""
    tables = [table for table in source.tables if table.number in mapped.tables]
    known = signature([column.head for column in mapped.columns])
    head = _head_rows(tables[0], mapped.head_rows) if tables else frozenset()
    lines: list[TableLine] = []
    heads: dict[object, Cell] = {}
    notes: list[ImportNote] = []
    for at, table in enumerate(tables):
        top = mapped.head_rows if at == 0 else _count_repeated_rows(table, known, mapped.head_rows)
        above = _headings_of(table, top, words)
        lines += above
        taken = {line.first.place for line in above}
        for cell in (cell for row in table.rows[:top] for cell in row if cell is not None and cell.text):
            if cell.place not in taken:
                heads[cell.place] = cell
        if at and top:
            place = next(cell.place.row_words for cell in table.cells())
            notes.append(
                ImportNote("head-repeated", place, "", f"{top} row{'s' * (top > 1)} of a head that repeats", "left out")
            )
        is_first = True
        for row in table.rows[top:]:
            filled = [cell for cell in row if cell is not None and cell.text]
            is_same = signature(_texts_of_row(row)) in head or counts_columns(row)
            if filled and (is_same or _repeats(row, known)):
                heads |= {cell.place: cell for cell in filled}
                found = "a head that repeats" if is_same else "a head that repeats in other words"
                notes.append(ImportNote("head-repeated", filled[0].place.row_words, "", found, "left out"))
            elif filled:
                is_cut = is_first and at > 0 and table.page > 0 and table.page >= tables[at - 1].page
                _add_line(lines, row, mapped, is_cut and not _is_lone_goal(row, words), notes)
                is_first = False
    lines = [TableLine((line.first,), is_band=True) if _is_lone_goal(line.cells, words) else line for line in lines]
    lines = [_heading_or_measure(line, after) for line, after in zip(lines, [*lines[1:], None], strict=False)]
    feet = _take_feet(lines, [column.role for column in mapped.columns], words)
    return TableRun(mapped, tuple(lines), tuple(heads.values()), tuple(notes), feet)


def _headings_of(table: RawTable, top: int, words: PlanWords) -> list[TableLine]:
    """Return the headings of a table: paragraphs above it, and rows over all columns above its head."""
    alone = [[cell for cell in row if cell is not None and cell.text] for row in table.rows[:top]]
    rows: list[Row] = [(cell,) for cell in table.above]
    rows += [(first[0],) for row, first in zip(table.rows, alone, strict=False) if is_band(row) or len(first) == 1]
    lines = [TableLine(row, is_band=True, is_above=True) for row in rows]
    return [line for line in lines if is_heading(line.first.text, words)]


def _is_lone_goal(row: Row, words: PlanWords) -> bool:
    """Return whether the only text of a row, in whichever column, begins with the word for an aim or an objective."""
    filled = [cell for cell in row if cell is not None and cell.text]
    return len(row) > 1 and len(filled) == 1 and not is_band(row) and names_goal(filled[0].text, words)


def _is_whole(line: TableLine) -> bool:
    """Return whether one cell fills the whole row."""
    return len({cell.place if cell else None for cell in line.cells}) == 1


def _heading_or_measure(line: TableLine, after: TableLine | None) -> TableLine:
    """Return a line whose text covers all columns after its number as a heading, or with the text in its first column.

    It is the heading of the rows below where their numbers begin with its own. A text that stands in each cell apart,
    as converters write a cell over several columns, makes no other row than such a heading.
    """
    cells = [cell for cell in line.cells if cell is not None]
    if line.is_band or len(cells) < max(LEAST_SPANNED, len(line.cells)):
        return line
    first, second, *more = cells
    number = one_line(first.text).rstrip(" .)")
    if not NUMBER.fullmatch(number) or not second.text or any(cell.text != second.text for cell in more):
        return line
    below = one_line(after.cells[0].text) if after and not after.is_band and after.cells[0] else ""
    if below.startswith(f"{number}."):
        apart = tuple(cell.place for cell in more if cell is not second)
        whole = joined(first, replace(second, also=(*second.also, *apart)), " ")
        return TableLine((whole,), is_band=True, number=number)
    is_merged = all(cell is second for cell in more)
    return replace(line, cells=(first, second, *(None for _ in more))) if is_merged else line


def _texts_of_row(row: Row) -> list[str]:
    return [cell.text if cell else "" for cell in row]


def _head_rows(table: RawTable, count: int) -> frozenset[tuple[str, ...]]:
    """Return the rows of a head in normal form, to recognise a head that repeats further down."""
    return frozenset(
        signature(_texts_of_row(row)) for row in table.rows[:count] if not is_band(row) and not counts_columns(row)
    )


def _take_feet(lines: list[TableLine], roles: Sequence[Role], words: PlanWords) -> tuple[Cell, ...]:
    """Remove and return the remarks at the foot, rows over all columns that come last or begin with a star, and sums.

    A heading with the sum of its rows is left as a heading.
    """
    last = max((at for at, line in enumerate(lines) if not line.is_band), default=-1)
    remarks = [
        line
        for at, line in enumerate(lines)
        if line.is_band and not line.is_above and (at > last or line.first.text.startswith(STARS)) and _is_whole(line)
    ]
    sums = [line for line in lines if _adds_up(line, roles, words)]
    steps = {id(line): TableLine((line.first,), is_band=True) for line in lines if _heads_sums(line, roles, words)}
    beside = [cell for line in lines if id(line) in steps for cell in line.cells if cell and cell is not line.first]
    lines[:] = [steps.get(id(line), line) for line in lines if line not in remarks and line not in sums]
    found = [*(line.first for line in remarks), *(cell for line in sums for cell in line.cells if cell), *beside]
    return tuple(cell for cell in found if cell.text)


def _heads_sums(line: TableLine, roles: Sequence[Role], words: PlanWords) -> bool:
    """Return whether a row with an activity and a sum alone is the heading of the rows below it."""
    told = {role for cell, role in zip(line.cells, roles, strict=False) if cell and cell.text}
    return not line.is_band and told == {"activity", "resources"} and names_goal(line.first.text, words)


def _adds_up(line: TableLine, roles: Sequence[Role], words: PlanWords) -> bool:
    """Return whether a row without an activity, or whose activity is the word for a sum, adds up others."""
    told = [cell for cell, role in zip(line.cells, roles, strict=False) if cell and cell.text and role == "activity"]
    is_sum = begins_with(line.first.text, words.totals) and len(words_of(line.first.text)) <= LONGEST_SUM
    return is_sum and not line.is_above and all(cell.text == line.first.text for cell in told)


def _count_repeated_rows(table: RawTable, known: tuple[str, ...], most: int) -> int:
    """Return the number of rows at the top of a table that repeat the head."""
    for count in range(max(most, 1), 0, -1):
        rows = [row for row in table.rows[:count] if not counts_columns(row) and not is_band(row)]
        texts = [
            " / ".join(dict.fromkeys(c.text for row in rows if (c := row[at]) and c.text)) for at in range(table.width)
        ]
        if signature(texts) == known:
            return count
    return int(bool(table.rows) and _repeats(table.rows[0], known))


def _repeats(row: Row, known: tuple[str, ...]) -> bool:
    """Return whether more than half of the texts of a row are those of the head above them."""
    return sum(a == b != "" for a, b in zip(signature(_texts_of_row(row)), known, strict=False)) * 2 > len(known)


def _add_line(lines: list[TableLine], row: Row, mapped: MappedTable, is_cut: bool, notes: list[ImportNote]) -> None:  # noqa: FBT001
    roles = [column.role for column in mapped.columns]
    if lines and not lines[-1].is_band and is_cut and (why := _continues(lines[-1].cells, row, roles)):
        notes.append(
            ImportNote(
                "join", next(c.place.row_words for c in row if c and c.text), "", why, "joined to the row before it"
            )
        )
        lines[-1] = TableLine(tuple(_joined_cells(a, b) for a, b in zip(lines[-1].cells, row, strict=True)))
    else:
        lines.append(TableLine(row, is_band(row)))


def _continues(before: Row, row: Row, roles: Sequence[Role]) -> str:
    """Return the reason why the first row of a page continues the previous page's last row, or an empty text.

    It continues the row if it has no number although the last row has one, if it has no activity, or if its
    activity begins in the middle of a sentence.
    """
    texts = {role: text_of_cell(cell) for role, cell in zip(roles, row, strict=True)}
    earlier = {role: text_of_cell(cell) for role, cell in zip(roles, before, strict=True)}
    activity = texts.get("activity", "")
    if texts.get("number") or _is_own_row(activity, texts, earlier):
        return ""
    if earlier.get("number"):
        return "the first row of a page has no number"
    if "activity" in texts and not activity:
        return "the first row of a page has no activity"
    if activity[:1].islower() and not _begins_list(activity) and not earlier.get("activity", "").endswith(ENDS):
        return f"the first row of a page begins inside a sentence: {activity[:40]!r}"
    return ""


def _is_own_row(activity: str, texts: Mapping[Role, str], earlier: Mapping[Role, str]) -> bool:
    """Return whether a row is one of its own: its activity has a number, or is a new one with a time or body."""
    if own_number(activity)[0]:
        return True
    is_new = bool(activity) and not activity[0].islower() and ITEM.match(activity) is None
    told: tuple[Role, ...] = ("time", *BODIES)
    return is_new and any(texts.get(role) and earlier.get(role) for role in told)


def _begins_list(text: str) -> bool:
    """Return whether a text begins with the first mark of a list: a), 1., i)."""
    mark = ITEM.match(text)
    return mark is not None and mark[0].strip(" ().").casefold() in FIRST


def _joined_cells(first: Cell | None, second: Cell | None) -> Cell | None:
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


def is_heading(text: str, words: PlanWords) -> bool:
    """Return whether a paragraph above a table is its heading: short, and starting with a number or as an objective.

    A year is not a heading's number, nor is a letter without a point after it. A text that only names the table
    ("5 Goals and measures") is no heading.
    """
    own = words_of(text)
    if not own or len(own) > LONGEST_HEADING or names_table(own, words) or is_date(text, words):
        return False
    return NUMBERED.match(text) is not None or names_goal(text, words)


def names_table(own: Sequence[str], words: PlanWords) -> bool:
    """Return whether a text only announces that a plan, its goals or its measures follow."""
    rest = [word for word in own if not word.isdigit() and not ROMAN.fullmatch(word)]
    named = [word for word in rest if begins_with(word, words.titles)]
    return bool(named) and all(word in named or begins_with(word, words.title_words) for word in rest)


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
    kept = [_without_number_role(columns[at]) for at in others]
    heads = [_head_cell(run, columns[at].head) for at in told]
    lines = [
        new
        for line in run.lines
        for new in ([line] if line.is_band else _lines_of_duties(line, others, told, heads if len(told) > 1 else []))
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


def _without_number_role(column: MappedColumn) -> MappedColumn:
    return MappedColumn(head=column.head, role="ignore") if column.role == "number" else column


def _head_cell(run: TableRun, head: str) -> Cell | None:
    return next((cell for cell in run.heads if one_line(cell.text) in head), None)


def _lines_of_duties(
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
