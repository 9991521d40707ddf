"""What is in dispute as a workbook for the lead, with all coders' ratings, and the decisions read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import CODER_STATUSES, AgreedRating, Assessment
from evaluator.model.base import Column, column
from evaluator.model.rubric import Rubric
from evaluator.panel.reconcile import Vote, is_unanimous_gate
from evaluator.panel.record import Decision, Settlement, decision_faults
from evaluator.panel.settle import shown, votes_on, voting, written_inputs
from evaluator.workbook.back.import_ import read_sheet
from evaluator.workbook.forms.passages import passage_text
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book, Grid, Sheet, SheetColumn, Value
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, RowReading, SheetPlace, read_rows


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as its row holds it; a level without a status means `rated`, and an empty row is no decision."""

    criterion_id: str = column("text", "criterion", required=True)
    inputs: str = column("text", "the ratings it goes by")
    status: str = column("choice", "what is decided", choices=CODER_STATUSES)
    level: int | None = column("integer", "level, for rated", least=0)
    decided_by: str = column("text", "who decided, in function")
    reason: str = column("text", "why")
    unanimous: bool | None = column("flag", "yes where all coders agree; needed for a gate")


def dispute_xlsx(assessment: Assessment, rubric: Rubric, found: Settlement) -> bytes:
    """Return the workbook of what the coders differ in: ratings, reasons and passages, and room for a decision.

    What is in dispute comes first; then what the rule of the rubric settles, and what
    was decided before, each with its result, which a decision may replace.
    """
    say = Labels(rubric)
    codings = voting(assessment)
    rows = []
    for row in differences(assessment, found):
        name = row.criterion_id
        votes = votes_on(codings, name)
        criterion = rubric.by_id[name]
        gate = "gate: all must agree" if is_unanimous_gate(rubric, criterion) else ""
        said = "\n".join(_said(vote, assessment) for vote in votes)
        given: tuple[Value, ...] = (name, written_inputs(votes), rubric.title(name), gate, say.levels(criterion), said)
        rows.append((*given, _standing(row), None, None, None, None, None))
    sheet = Sheet("disputes", "", "Disputes", _columns(rubric), tuple(rows), growing=False, frozen=3)
    meta = (("form", "1"), ("plan", assessment.plan.id), ("rubric", rubric.id))
    return xlsx_bytes(Book(meta, (sheet,)), say)


def differences(assessment: Assessment, found: Settlement) -> tuple[AgreedRating, ...]:
    """Return the results of the criteria on which the coders differ, those in dispute first."""
    codings = voting(assessment)
    differ = [row for row in found.rows if len({shown(v.rating) for v in votes_on(codings, row.criterion_id)}) > 1]
    disputed = [row for row in found.rows if row.criterion_id in found.disputed]
    return (*disputed, *(row for row in differ if row not in disputed))


def _standing(row: AgreedRating) -> str:
    if row.status == "disputed":
        return "in dispute"
    result = f"level {row.level}" if row.status == "rated" else row.status.replace("-", " ")
    how = f"decided by {row.decided_by}" if row.decided_by else "by the rule of the rubric"
    return f"{result}, {how}: leave the row empty to keep it"


def _said(vote: Vote, assessment: Assessment) -> str:
    """Return a coder's rating with its reason, and each passage it rests on."""
    rating = vote.rating
    passages = {e.evidence_id: e for e in assessment.evidence}
    lines = [f"{vote.coder}: {shown(rating)} ({rating.confidence or 'no confidence'}) {rating.reason}".rstrip()]
    return "\n".join(
        [*lines, *(f"  {name}: {passage_text(passages.get(name), assessment)}" for name in rating.evidence_ids)]
    )


def _columns(rubric: Rubric) -> tuple[SheetColumn, ...]:
    levels = tuple(str(level) for level in range(rubric.scale.levels))
    status = Column("status", "choice", "what is decided", choices=CODER_STATUSES)
    return (
        SheetColumn("criterion_id", "id", "shown", 12),
        SheetColumn("inputs", "Ratings", "shown", 16),
        SheetColumn("title", "Criterion", "shown", 24),
        SheetColumn("gate", "Gate", "shown", 12),
        SheetColumn("levels", "Levels", "shown", 66),
        SheetColumn("said", "What the coders say, and on what", "shown", 70),
        SheetColumn("standing", "As it stands", "shown", 22),
        SheetColumn("status", "Result", "input", 14, status, CODER_STATUSES, "Empty beside a level means rated."),
        SheetColumn("level", "Level", "input", 7, Column("level", "integer", "level"), levels),
        SheetColumn("decided_by", "By", "input", 14, Column("decided_by", "text", "who decided")),
        SheetColumn("reason", "Reason", "input", 44, Column("reason", "text", "why")),
        SheetColumn("unanimous", "All agree", "input", 9, Column("unanimous", "flag", "all agree"), ("yes", "no")),
    )


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a workbook that may be taken, and at its cell each that goes by ratings of before."""

    taken: tuple[Decision, ...]
    left: tuple[Problem, ...]


def read_decisions(path: Path, assessment: Assessment, rubric: Rubric, on: str) -> Decisions:
    """Return the decisions of a workbook; a level alone is one, and rows left empty are none.

    A decision by ratings that have changed since the workbook was made is left out and
    named: whoever took it did not know the ratings as they are.

    Raises
    ------
    InvalidInputError
        It is the workbook of another plan or rubric, a cell is at fault, or a row is
        only half filled in; all faults at their cells.
    """
    book = read_sheet(path)
    wanted = {"plan": assessment.plan.id, "rubric": rubric.id}
    strange = [
        Problem(book.path, f"a sheet of {key} {book.meta.get(key, '')!r}", f"{key} {value!r}")
        for key, value in wanted.items()
        if book.meta.get(key) != value
    ]
    if strange:
        raise InvalidInputError(strange)
    notes = Notes(book.path)
    found = tuple(_decisions(_DecisionReading(notes, assessment, rubric, on), book.of_kind("disputes")))
    if notes.has_fault:
        raise InvalidInputError(notes.problems)
    return Decisions(found, tuple(problem for problem in notes.problems if problem.severity == "warning"))


@dataclass(frozen=True, slots=True)
class _DecisionReading:
    """What decisions are held against, and where faults are noted."""

    notes: Notes
    assessment: Assessment
    rubric: Rubric
    on: str


def _decisions(reading: _DecisionReading, grids: Sequence[Grid]) -> Iterator[Decision]:
    read = read_rows(grids, RowReading(DecisionRow), reading.notes)
    codings = voting(reading.assessment)
    for row, place in zip(read.rows, read.places, strict=True):
        if not isinstance(row, DecisionRow) or not _says_something(row, place):
            continue
        status = row.status or ("rated" if row.level is not None else "")
        decision = Decision(
            row.criterion_id, status, row.level, row.decided_by, row.reason, reading.on, bool(row.unanimous)
        )
        _tell(reading, decision, place)
        inputs = written_inputs(votes_on(codings, row.criterion_id))
        if row.criterion_id in reading.rubric.by_id and inputs != row.inputs:
            found = (
                f"{row.criterion_id} was decided on the ratings {row.inputs}, which are {inputs} now: it is not taken"
            )
            mend = "Make the workbook of disputes again, and decide on these ratings."
            cell, path = place.cell("inputs"), reading.notes.path
            reading.notes.problems.append(Problem(path, found, "", mend, cell=cell, severity="warning"))
        else:
            yield decision


def _says_something(row: DecisionRow, place: SheetPlace) -> bool:
    """Return whether anything is filled in; that not all agree is no decision."""
    filled = any(place.text(key).strip() for key in ("status", "level", "decided_by", "reason"))
    return filled or bool(row.unanimous)


def _tell(reading: _DecisionReading, decision: Decision, place: SheetPlace) -> None:
    """Note the faults of a decision at their cells, but for cells that are at fault already."""
    known = {problem.cell for problem in reading.notes.problems if problem.severity == "fault"}
    unread = {place.cell(key) for key in ("status", "level")} & known
    for fault in decision_faults(decision, reading.rubric, reading.assessment.codings):
        cell = place.cell(fault.field)
        if cell not in known and not (unread and fault.field in ("status", "level")):
            reading.notes.fault(cell, fault.found, fault.expected, fault.suggestion)
