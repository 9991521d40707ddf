"""The verdict of an import by itself: read, or read with doubts, by what can be known without a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.intake.attributes import ITEM, own_number
from evaluator.intake.formats.cells import Cell, one_line, shown
from evaluator.intake.looks import not_its_kind
from evaluator.intake.table_runs import TableRun
from evaluator.intake.vocabulary import only_phrase
from evaluator.model.intake import ImportNote, Looks, PlanWords, Wording
from evaluator.model.plan import Measure, PlanIndicator
from evaluator.plans.fold import words_of

# Notes that leave open whether the rows say what the file says; the others tell what was done.
DOUBTS = {
    "table-left-out", "not-its-kind", "cell-empty", "unreadable", "without-activity", "join", "number-empty",
    "number-repeated", "number-cut", "number-lost", "column-unknown", "column-twice", "time-outside", "amount-doubtful",
    "changes-tracked", "role-open", "unconfirmed", "text-lost", "row-open",
}  # fmt: skip
# Doubts at which an import stops until a person takes its rows as they are.
STOPS = {"role-open", "number-lost", "text-lost", "row-open"}
KEPT_APART = ("head", "band", "ignore", "number", "level", "period", "actor")  # cells that are no field's text
SEVERAL = 2
MOST_LOST = 1  # words: one may be cut or joined at the end of a line
SPELT = 0.3  # share of single letters among the words of a text that its file has spaced out
OF_MEASURES = ("number", "aim", "objective", "activity", "task", "ignore")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an import says of itself: `word` is `read` or `read with doubts`, and `doubts` are its reasons."""

    doubts: tuple[ImportNote, ...]

    @property
    def word(self) -> str:
        """Return the verdict in words."""
        return "read with doubts" if self.doubts else "read"


def verdict_of(notes: Sequence[ImportNote]) -> Verdict:
    """Return the verdict on an import with these notes.

    Examples
    --------
    >>> verdict_of([ImportNote("split", "table 1, row 2", "", "a list", "a task each")]).word
    'read'
    >>> verdict_of([ImportNote("join", "table 1, row 2", "", "no number", "joined")]).word
    'read with doubts'
    """
    return Verdict(tuple(note for note in notes if note.kind in DOUBTS))


def stops(notes: Sequence[ImportNote]) -> bool:
    """Return whether a person has to look before any row is written."""
    return any(note.kind in STOPS for note in notes)


def lost_texts(
    wordings: Sequence[Wording], measures: Sequence[Measure], indicators: Sequence[PlanIndicator], words: PlanWords
) -> Iterator[ImportNote]:
    """Yield a note for each cell of a row with words that are in no field of that row, its tasks or its indicators."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for row in measures:
        texts = (row.text, row.plan_number, row.problem, row.responsible_text, row.time_text, row.resources_text)
        own = set(words_of(" ".join((*texts, row.risk, row.beneficiary, row.note))))
        held[row.measure_id] |= own
        held[row.parent_id] |= own if row.level == "task" else set()
    for one in indicators:
        held[one.measure_id] |= set(words_of(f"{one.text} {one.baseline} {one.target} {one.verification}"))
    for cell in wordings:
        plain = "\n".join(ITEM.sub("", line) for line in cell.text.split("\n"))
        is_nothing = only_phrase(cell.text, words.nothing) or only_phrase(cell.text, words.as_above)
        if cell.measure_id and cell.role not in KEPT_APART and not is_nothing:
            lost = [word for word in words_of(plain) if word not in held[cell.measure_id]]
            if len(lost) > MOST_LOST:
                some = " ".join(lost[:6])
                found = f"{len(lost)} words of {shown(cell.text)} are in no field of the row: {some}"
                place = f"table {cell.table}, row {cell.row}, column {cell.slot}"
                place = f"p. {cell.page}, {place}" if cell.page else place
                yield ImportNote("text-lost", place, cell.measure_id, found, "kept in wording.csv alone")


def odd_texts(runs: Sequence[TableRun], words: PlanWords) -> Iterator[ImportNote]:
    """Yield a note for each column, row and cell whose texts are not like their kind."""
    for run in runs:
        for at, column in enumerate(run.mapped.columns):
            cells = _cells_in_column(run, at)
            if column.head and (why := not_its_kind(column.role, [cell.text for cell in cells], words)):
                place = cells[0].place.words if cells else f"table {run.mapped.tables[0]}"
                found = f"column {shown(column.head)} is read as {column.role}, but {why}"
                yield ImportNote("not-its-kind", place, "", found, "say in mapping.yaml what it is")
            numbered = sum("." in own_number(cell.text)[0] for cell in cells)
            if column.role not in OF_MEASURES and numbered > words.looks.filled * len(cells) >= words.looks.rows:
                found = f"column {shown(column.head)} is read as {column.role}, but its texts have numbers of their own"
                yield ImportNote("not-its-kind", cells[0].place.words, "", found, "say in mapping.yaml what it is")
        yield from _notes_on_odd_rows(run, words.looks)
        for before, line in zip([None, *run.lines], run.lines, strict=False):
            text = one_line(line.first.text)
            goes_on = before is not None and before.is_band and text[0].islower()
            if line.is_band and (goes_on or _begins_inside_a_sentence(text, words.looks)):
                found = f"a heading begins inside a sentence: {shown(line.first.text)}"
                done = "kept as a heading; it may be more of the row before it"
                yield ImportNote("not-its-kind", line.first.place.row_words, "", found, done)


def _begins_inside_a_sentence(text: str, looks: Looks) -> bool:
    return text[0].islower() and len(text.split()) >= looks.words


def _cells_in_column(run: TableRun, at: int) -> list[Cell]:
    """Return the cells with a text in a column, merged ones once."""
    cells = (line.cells[at] for line in run.lines if not line.is_band and at < len(line.cells))
    return list({cell.place: cell for cell in cells if cell is not None and cell.text}.values())


def _notes_on_odd_rows(run: TableRun, looks: Looks) -> Iterator[ImportNote]:
    """Yield a note for each row that is empty where others are filled, begins in a sentence, or holds two measures."""
    rows = [line for line in run.lines if not line.is_band]
    known = [at for at, role in enumerate(run.roles) if role not in ("note", "ignore", "number", "aim", "objective")]
    often = [
        at
        for at in known
        if run.roles[at] not in ("activity", "task")
        and sum(1 for line in rows if (cell := line.cells[at]) and cell.text) > looks.filled * len(rows)
    ]
    for line in rows if len(rows) >= looks.rows else ():
        if len(often) >= SEVERAL and not any((cell := line.cells[at]) and cell.text for at in often):
            found = f"{shown(line.first.text)} stands alone, where other rows have {len(often)} more columns"
            yield ImportNote("cell-empty", line.first.place.row_words, "", found, "kept as a row; look at the page")
    for cell in {c.place: c for line in rows for c, role in zip(line.cells, run.roles, strict=True)
                 if c and c.text and role == "activity"}.values():  # fmt: skip
        text = one_line(cell.text)
        apart = [len(word) == 1 and word.isalpha() for word in text.split()]
        if sum(apart) >= max(looks.rows, SPELT * len(apart)):
            found = f"an activity of single letters: {shown(text)}"
            yield ImportNote("not-its-kind", cell.place.words, "", found, "kept as a row; look at the page")
        if _begins_inside_a_sentence(text, looks):
            found = f"an activity begins inside a sentence: {shown(text)}"
            yield ImportNote("not-its-kind", cell.place.words, "", found, "kept as a row; look at the page")
