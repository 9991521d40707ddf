"""Conversion of table lines to rows of a plan: a tree of objectives, activities and tasks, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from evaluator.intake.attributes import Attributes, OpenRow, Settings, own_number
from evaluator.intake.formats.cells import (
    Cell,
    CellPlace,
    Outside,
    SourceFile,
    cleaned,
    how_often,
    one_line,
    shown,
    unreadable,
)
from evaluator.intake.grids import step_of
from evaluator.intake.odd_rows import odd_rows
from evaluator.intake.sums import is_of_sums, join_sums
from evaluator.intake.table_runs import TableLine, TableRun, run_of, unfolded
from evaluator.intake.verdict import lost_texts, odd_texts
from evaluator.intake.vocabulary import any_phrase, only_phrase
from evaluator.model.intake import LEFT_OUT, ColumnMapping, ImportNote, Role, Wording
from evaluator.model.plan import Measure, MoneyLine, PlanIndicator

STEPS = re.compile(r"^\D{0,12}?([0-9IVX]+(?:\.[0-9]+)*)\.?(?=[\s:.)]|$)")
WORD_AND_STEPS = re.compile(r"^[^\W\d_]{3,24}\s([0-9]{1,2}(?:\.[0-9]{1,2})+)\.?(?=[\s:.)]|$)")
AROUND_NUMBER = " .)"
PLAIN_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*")
DITTO = ('"', "''", "„", "-||-", "–||–")
ABOVE_ACTIVITIES = ("aim", "objective")
# The note on a line that belongs to the row before it, and on several such lines in a row.
JOINED = {"join": "a row without number and activity", "merged": "one activity over several rows"}
SEVERAL = {"join": "{} rows without number and activity, up to {}", "merged": "one activity and {} more rows, up to {}"}
Slots = Sequence[tuple[Role, str, Cell | None]]


@dataclass(frozen=True, slots=True)
class ImportedPlan:
    """The rows of a plan made from its file, the original wordings, and notes on points to check.

    `went` maps the place of each cell in the imported tables to its role and to the row of the plan that it
    belongs to. `outside` is the text around the tables, without the headings that were used. `unlinked` are the names
    of bodies that institutions.csv does not have, with the number of rows that name each.
    """

    mapping: ColumnMapping
    measures: tuple[Measure, ...]
    indicators: tuple[PlanIndicator, ...]
    money: tuple[MoneyLine, ...]
    wordings: tuple[Wording, ...]
    notes: tuple[ImportNote, ...]
    went: Mapping[CellPlace, tuple[str, str]]
    outside: tuple[Outside, ...] = ()
    unlinked: Mapping[str, int] = field(default_factory=dict)

    @property
    def left_out(self) -> tuple[ImportNote, ...]:
        """Return the notes on tables that were not read and that no person has said to hold no measures."""
        return tuple(note for note in self.notes if note.kind in LEFT_OUT)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Return the ids of odd rows, and of those of tables with a column whose role nobody has confirmed."""
        tables = {number for mapped in self.mapping.open_tables for number in mapped.tables}
        odd = {note.measure_id for note in self.notes if note.kind == "row-open"} - {""}
        ids = odd | {one.measure_id for one in self.wordings if one.table in tables}
        return tuple(row.measure_id for row in self.measures
                     if row.measure_id in ids or (row.level == "task" and row.parent_id in ids))  # fmt: skip


def import_rows(source: SourceFile, mapping: ColumnMapping, settings: Settings) -> ImportedPlan:
    """Return the rows of a plan from a file under a mapping, in file order; the plan's numbers are kept as text."""
    work = _PlanBuilder(settings, mapping.lang)
    runs = [unfolded(run_of(source, mapped, settings.words), settings.words) for mapped in mapping.tables
            if not is_of_sums(mapped)]  # fmt: skip
    for run in runs:
        work.take(run)
    work.close()
    for mapped in filter(is_of_sums, mapping.tables):
        for cell, measure_id, role, head in join_sums(source, mapped, work.measures, work.attributes):
            work.record_wording(cell, measure_id, role, head)
    made = work.attributes
    taken = [cell for table in source.tables for cell in table.above if cell.place in work.went]
    outside = tuple(
        text.without([cell for cell in taken if cell.place.page in (text.page, 0)]) for text in source.outside
    )
    doubts = [*_notes_on_changes(source), *work.notes, *odd_texts(runs, settings.words)]
    notes = [
        *_told_once(doubts),
        *_notes_outside(outside),
        *_number_notes(work.measures),
        *_cut_numbers(source, work),
        *_lost_numbers(source, work),
        *lost_texts(work.wordings, work.measures, made.indicators, settings.words),
        *odd_rows(source, mapping, work.measures, work.wordings, settings.words),
    ]
    return ImportedPlan(
        mapping=mapping,
        measures=tuple(work.measures),
        indicators=tuple(made.indicators),
        money=tuple(made.money),
        wordings=tuple(work.wordings),
        notes=tuple(notes),
        went=work.went,
        outside=tuple(text for text in outside if text.characters),
        unlinked=made.unlinked,
    )


def _notes_on_changes(source: SourceFile) -> Iterator[ImportNote]:
    if source.changes:
        found = f"{source.changes} tracked changes that nobody has accepted"
        done = "read as if all were accepted; accept or reject them in the office program, and import again"
        yield ImportNote("changes-tracked", "the whole file", "", found, done)


def _told_once(notes: Sequence[ImportNote]) -> list[ImportNote]:
    """Return the notes without repetitions, with counts: unknown bodies once, other notes once at each place."""
    said = [("", note.found) if note.kind == "body-unknown" else (note.place, note) for note in notes]
    times = Counter(said)
    kept: list[ImportNote] = []
    for note, key in zip(notes, said, strict=True):
        if count := times.pop(key, 0):
            kept.append(replace(note, found=how_often(note.found, count)))
    return _runs_told_once(kept)


def _runs_told_once(notes: Sequence[ImportNote]) -> list[ImportNote]:
    """Return the notes with runs of joins to the same row merged into one note with the first and last place.

    Otherwise a page whose merged cells reach too far would fill the list.
    """
    kept: list[ImportNote] = []
    for _, alike in groupby(notes, lambda note: (note.kind, note.measure_id, note.found, note.done)):
        run = list(alike)
        if len(run) > 1 and run[0].found in JOINED.values():
            run = [replace(run[0], found=SEVERAL[run[0].kind].format(len(run), run[-1].place))]
        kept.extend(run)
    return kept


def _notes_outside(outside: Sequence[Outside]) -> Iterator[ImportNote]:
    for text in outside:
        if text.characters:
            place = f"p. {text.page}" if text.page else "around the tables"
            found = f"{text.characters} characters outside of every cell, beginning {shown(cleaned(text.text))}"
            yield ImportNote("outside", place, "", found, "left out; look whether a row is among them")


def _number_notes(measures: Sequence[Measure]) -> Iterator[ImportNote]:
    """Yield notes on missing and repeated numbers of the plan; the numbers do not affect the order of rows."""
    parents = {row.measure_id: row.parent_id for row in measures}
    rows = [row for row in measures if row.level == "activity"]
    has_numbers = any(row.plan_number for row in rows)
    seen: dict[tuple[str, str], Measure] = {}
    for row in rows:
        if has_numbers and not row.plan_number:
            found = "no number, where others have one"
            yield ImportNote("number-empty", row.locator, row.measure_id, found, "left empty")
        top = row.parent_id
        while parents.get(top):
            top = parents[top]
        first = seen.setdefault((top, row.plan_number), row)
        if row.plan_number and first is not row:
            found = f"number {shown(row.plan_number)} again (first in {first.locator})"
            yield ImportNote(
                "number-repeated", row.locator, row.measure_id, found, "both rows are kept, in their order"
            )


def _cut_numbers(source: SourceFile, work: _PlanBuilder) -> Iterator[ImportNote]:
    """Yield a note for each row number that a workbook stores as a fraction, so that its final zero may be lost."""
    for cell in (cell for table in source.tables for cell in table.cells()):
        role, measure_id = work.went.get(cell.place, ("", ""))
        if role == "number" and cell.is_number and "." in cell.text:
            found = f"the number {cell.text}, which may have been {cell.text}0"
            yield ImportNote("number-cut", cell.place.words, measure_id, found, "kept as the file holds it")


def _lost_numbers(source: SourceFile, work: _PlanBuilder) -> Iterator[ImportNote]:
    """Yield a note on the numbers in columns of numbers that no row has: their texts may be in a head, or glued."""
    known = {row.plan_number.strip(AROUND_NUMBER) for row in work.measures}
    at_numbers = {(place.table, place.column) for place, (role, _) in work.went.items() if role == "number"}
    lost: list[tuple[Cell, str]] = []
    for cell in (cell for table in source.tables for cell in table.cells()):
        role, measure_id = work.went.get(cell.place, ("", ""))
        is_one = role == "number" or (role == "head" and (cell.place.table, cell.place.column) in at_numbers)
        number = one_line(cell.text).strip(AROUND_NUMBER)
        is_step = "." in number or role == "number"  # a head counts its columns: 1, 2, 3
        if is_one and is_step and number not in known and PLAIN_NUMBER.fullmatch(number):
            lost.append((cell, measure_id))
    if numbers := [one_line(cell.text).strip(AROUND_NUMBER) for cell, _ in lost]:
        told = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
        found = f"the number{'s' * (len(numbers) > 1)} {told} of the file {'are' if len(lost) > 1 else 'is'} in no row"
        cell, measure_id = lost[0]
        yield ImportNote("number-lost", cell.place.words, measure_id, found, "look whether a measure is missing")


class _PlanBuilder:
    """The state of an import: the rows of the plan, filled line by line."""

    def __init__(self, settings: Settings, lang: str) -> None:
        self.settings = settings
        self.notes: list[ImportNote] = []
        self.attributes = Attributes(settings, lang, self.notes)
        self.measures: list[Measure] = []
        self.wordings: list[Wording] = []
        self.bands: list[tuple[int, str]] = []  # depth and id of the headings above the current line
        self.numbered: dict[str, str] = {}  # number of the headings that stand above no rows but those of their number
        self.steps: list[tuple[str, str]] = []  # text and id of the objective in each column above activities
        self.open: OpenRow | None = None
        self.above: dict[Role, Cell] = {}
        self.went: dict[CellPlace, tuple[str, str]] = {}

    def take(self, run: TableRun) -> None:
        """Convert the lines of one run of tables to rows."""
        self.notes.extend(run.notes)
        for cell in run.heads:
            self.record_wording(cell, "", "head", cell.text)
        for cell in run.feet:
            self.record_wording(cell, "", "ignore", cell.text)
            found = f"{shown(cell.text)} over all columns, with no row below"
            self._add_note("foot", cell.place.row_words, found, "taken as a remark; kept in wording.csv")
        heads = [column.head for column in run.mapped.columns]
        for line in run.lines:
            if line.is_band:
                self.close()
                goal = self._goal(self._depth(line.first.text), line.first)
                self.record_wording(line.first, goal.measure_id, "band")
                for place in (cell.place for cell in line.cells if cell is not None):
                    self.went.setdefault(place, ("band", goal.measure_id))
                if line.number:
                    self.numbered[goal.measure_id] = line.number
                if line.is_above:
                    found = f"{shown(line.first.text)} above a table"
                    self._add_note(
                        "heading-above", line.first.place.row_words, found, "taken as its objective", goal.measure_id
                    )
            else:
                slots = list(zip(run.roles, heads, line.cells, strict=True))
                self._leave_bands(slots)
                self._take_line(line, slots)

    def _add_note(self, kind: str, place: str, found: str, done: str, measure_id: str = "") -> None:
        self.notes.append(ImportNote(kind, place, measure_id, found, done))

    def close(self) -> None:
        """Finish the open row: add its columns, tasks, indicators and sums."""
        row, self.open = self.open, None
        if row is not None:
            self.measures[-1] = self.attributes.filled(row)
            self.measures.extend(self.attributes.tasks(row, len(self.measures)))
            self.attributes.add_indicators(row)
            self.attributes.add_money(row)

    def record_wording(self, cell: Cell, measure_id: str, role: str, head: str = "") -> None:
        """Record the wording of a cell once, with notes on its unreadable characters and joined words."""
        place = cell.place
        if place in self.went:
            return
        self.went.update(dict.fromkeys((place, *cell.also), (role, measure_id)))
        self.wordings.append(
            Wording(
                wording_id=f"W{len(self.wordings) + 1:05d}",
                measure_id=measure_id,
                role=role,
                head=one_line(head),
                text=cell.whole or cell.text,
                page=place.page or None,
                table=place.table,
                row=place.row or None,
                slot=place.column,
                box=" ".join(f"{number:.1f}" for number in place.box),
            )
        )
        if count := unreadable(cell.text):
            found = f"{count} characters that the file has no letter for, in {one_line(cell.text)[:40]!r}"
            done = "kept as they are; write the text from the page"
            self._add_note("unreadable", place.words, found, done, measure_id)
        for doubt in cell.doubts:
            self._add_note("join", place.words, doubt, "put together; make sure", measure_id)

    def _add_measure(self, letter: str, level: str, cell: Cell, parent: str, number: str) -> Measure:
        row = Measure(
            measure_id=f"{letter}{len(self.measures) + 1:03d}",
            parent_id=parent,
            order=len(self.measures) + 1,
            plan_number=number,
            level=level,
            text=one_line(cell.text),
            source_id=self.settings.source_id,
            locator=cell.place.row_words,
        )
        self.measures.append(self.attributes.quoted(row))
        return self.measures[-1]

    # Objectives: headings inside the table, then the columns left of activities.

    def _band_id(self) -> str:
        """Return the id of the nearest heading above the current line, or an empty text."""
        return self.bands[-1][1] if self.bands else ""

    def _goal(self, step: int, cell: Cell) -> Measure:
        """Add a goal at a depth, from a heading or a logical framework, and return it; what follows is below it."""
        self.bands = [band for band in self.bands if band[0] < step]
        row = self._add_measure("O", "objective", cell, self._band_id(), number_of(cell.text))
        self.bands.append((step, row.measure_id))
        self.steps = []
        return row

    def _depth(self, text: str) -> int:
        """Return the depth of a heading, from its number or words, else the depth of the previous heading."""
        number = number_of(text)
        if any_phrase(text, self.settings.words.aims):
            return 1
        if any_phrase(text, self.settings.words.objectives):
            return max(2, number.count(".") + 1)
        if number:
            return number.count(".") + 1
        return self.bands[-1][0] if self.bands else 1

    def _objective_above(self, slots: Slots) -> str:
        """Return the id of the objective above a line, adding new ones; an empty cell repeats the one above it."""
        parent = self._band_id()
        steps: list[tuple[str, str]] = []
        is_new = False
        columns = [(head, cell) for role, head, cell in slots if role in ABOVE_ACTIVITIES]
        for at, (head, cell) in enumerate(columns):
            before = self.steps[at] if at < len(self.steps) else ("", "")
            text = cell.text if cell else ""
            if before[1] and not is_new and text in ("", before[0]):
                steps.append(before)
            elif cell is not None and before[1] and not is_new and self._is_rest(before[1], cell):
                steps.append((text, before[1]))
            elif cell is not None and text:
                is_new = True
                steps.append((text, self._add_measure("O", "objective", cell, parent, number_of(text)).measure_id))
            else:
                steps.append(("", parent))
            parent = steps[-1][1] or parent
            if cell is not None and text:
                self.record_wording(cell, parent, "objective", head)
        self.steps = steps
        return parent

    def _is_rest(self, measure_id: str, cell: Cell) -> bool:
        """Return whether a cell continues an objective that a page break cut; if so, append it to the objective."""
        at = next(at for at, row in enumerate(self.measures) if row.measure_id == measure_id)
        row, text = self.measures[at], one_line(cell.text)
        first = next((w.page for w in self.wordings if w.measure_id == measure_id), None)
        if not text[:1].islower() or (first or 0) >= cell.place.page:
            return False
        if row.text.endswith(text):  # the cut line was joined already
            return True
        self.measures[at] = self.attributes.quoted(replace(row, text=f"{row.text} {text}"))
        found = f"an objective begins inside a sentence: {text[:40]!r}"
        self._add_note("join", cell.place.row_words, found, "joined to the one before it", measure_id)
        return True

    def _leave_bands(self, slots: Slots) -> None:
        """Leave the headings with a number of their own that the number of a line does not begin with."""
        number = next((one_line(cell.text) for role, _, cell in slots if role == "number" and cell), "")
        while number and (above := self.numbered.get(self._band_id())) and not number.startswith(f"{above}."):
            self.bands.pop()
            self.steps = []

    def _take_line(self, line: TableLine, slots: Slots) -> None:
        activity = _activity_in(slots)
        level = "activity" if {"activity", "task", "level"} & {role for role, _, _ in slots} else "objective"
        if self.open is not None and self._goes_on(self.open, activity, slots):
            self._join_line(self.open, line, activity, slots)
            return
        self.close()
        if step := self._level_step(slots):
            self._open_row(self._goal(step, activity or line.first), slots)
            return
        parent = self._objective_above(slots)
        filled = {role for role, _, cell in slots if cell and cell.text}
        if activity is None and filled <= {*ABOVE_ACTIVITIES, "number"}:
            for role, head, cell in slots:
                if cell and cell.text:
                    self.record_wording(cell, parent, role, head)
        elif level == "objective" and parent and self.measures[-1].measure_id == parent:
            self._open_row(self.measures[-1], slots)
        else:
            self._add_row(level, line, activity, parent, slots)

    def _add_row(self, level: str, line: TableLine, activity: Cell | None, parent: str, slots: Slots) -> None:
        """Add an activity, or a goal of a plan without activities, and keep it open for the lines that follow."""
        if activity is None and level == "activity":
            found = "a row without an activity"
            done = "kept; its first text stands for the activity"
            self._add_note("without-activity", line.first.place.row_words, found, done)
        number = next((one_line(cell.text) for role, _, cell in slots if role == "number" and cell), "")
        own, _ = own_number(activity.text if activity else "")
        if own and (not number or own.startswith(f"{number.rstrip('.)')}.")):
            number = own
        row = self._add_measure("R" if level == "activity" else "O", level, activity or line.first, parent, number)
        self._open_row(row, slots)

    def _open_row(self, row: Measure, slots: Slots) -> None:
        """Keep a row open for the cells of its line and of those that follow."""
        self.open = OpenRow(row)
        self._gather(self.open, slots)

    def _level_step(self, slots: Slots) -> int:
        """Return the depth of a row of a logical framework that is a goal; 0 for an activity, and in other tables."""
        cell = next((cell for role, _, cell in slots if role == "level"), None)
        return step_of(cell.text, self.settings.words) if cell else 0

    def _goes_on(self, row: OpenRow, activity: Cell | None, slots: Slots) -> bool:
        """Return whether a line belongs to the open row.

        It does if its activity is the same merged cell, and it has no number of its own beside it, or if it has no
        activity, no number and no new objective.
        """
        if activity is not None and self._has_own_number(slots):
            return False
        if activity is not None:
            own = (activity.place, activity.item)
            return own in [(cell.place, cell.item) for cell in (*row.cells("activity"), *row.cells("level"))]
        known = {"", *(text for text, _ in self.steps)}
        return not any(
            cell.text if role == "number" else cell.text not in known
            for role, _, cell in slots
            if cell is not None and role in ("number", *ABOVE_ACTIVITIES)
        )

    def _has_own_number(self, slots: Slots) -> bool:
        """Return whether a line of a table without tasks has a number that no row has yet."""
        has_tasks = any(role == "task" for role, _, _ in slots)
        own = [cell for role, _, cell in slots if role == "number" and cell is not None and cell.text]
        return not has_tasks and any(
            cell.place not in self.went and PLAIN_NUMBER.fullmatch(one_line(cell.text).strip(AROUND_NUMBER))
            for cell in own
        )

    def _join_line(self, row: OpenRow, line: TableLine, activity: Cell | None, slots: Slots) -> None:
        if all(role != "task" for role, _, _ in slots):
            kind = "join" if activity is None else "merged"
            own = (cell for cell in line.cells if cell and cell.text and cell.place not in self.went)
            place = next(own, line.first).place.row_words
            self._add_note(kind, place, JOINED[kind], "joined to the row before it", row.measure.measure_id)
        self._gather(row, slots)

    def _gather(self, row: OpenRow, slots: Slots) -> None:
        """Add the cells of a line to the open row, each once."""
        for role, head, cell in slots:
            if cell is None or not cell.text:
                continue
            if cell.place in self.went:
                self._share_cell(row, role, head, cell)
                continue
            measure_id = row.measure.measure_id if role != "ignore" else ""
            self.record_wording(cell, measure_id, role, head)
            if role not in (*ABOVE_ACTIVITIES, "ignore"):
                row.pairs[role].append((self._cell_or_the_one_above(role, cell, measure_id), head))

    def _share_cell(self, row: OpenRow, role: Role, head: str, cell: Cell) -> None:
        """Add a merged cell of an earlier row to this row too, because it is printed next to both."""
        is_kept = role not in (*ABOVE_ACTIVITIES, "ignore", "number")
        if is_kept and cell.place not in [one.place for one in row.cells(role)]:
            row.pairs[role].append((cell, head))

    def _cell_or_the_one_above(self, role: Role, cell: Cell, measure_id: str) -> Cell:
        """Return the cell, or the cell above it if it reads "as above"."""
        if not only_phrase(cell.text, self.settings.words.as_above) and cell.text.strip() not in DITTO:
            self.above[role] = cell
            return cell
        before = self.above.get(role)
        done = f"taken as the text above: {shown(before.text)}" if before else "nothing stands above it"
        self._add_note("as-above", cell.place.words, shown(cell.text), done, measure_id)
        return replace(cell, text=before.text) if before else cell


def _activity_in(slots: Slots) -> Cell | None:
    """Return the cell with the activity; in a framework without a column of its own, that with the level."""
    roles = [role for role, _, _ in slots]
    told = "activity" if "activity" in roles or "level" not in roles else "level"
    return next((cell for role, _, cell in slots if role == told and cell and cell.text), None)


def number_of(text: str) -> str:
    """Return the number at the start of a heading, or an empty text.

    Examples
    --------
    >>> number_of("1.1 Early identification"), number_of("Општи циљ 2: Заштита"), number_of("Prevention in 2025")
    ('1.1', '2', '')
    """
    found = STEPS.match(text) or WORD_AND_STEPS.match(text)
    return found[1] if found else ""
