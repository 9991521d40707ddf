"""The workbook of disputed criteria for the lead, with all coders' ratings, and the import of the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import Problem
from evaluator.model.assessment import CODER_STATUSES, AgreedRating, Assessment
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.panel.reconcile import Vote, is_unanimous_gate
from evaluator.panel.record import Decision, Fault, Settlement, decision_faults
from evaluator.panel.settle import votes_on, voting, written_inputs
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.forms.form import Form, InputColumn, ShownColumn, passage_text
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, SheetPlace


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of the workbook: a decision. A level without a status means `rated`; an empty row is no decision."""

    criterion_id: str = column("text", "criterion", required=True)
    inputs: str = column("text", "the ratings it goes by")
    status: str = column("choice", "empty beside a level means rated", choices=CODER_STATUSES)
    level: int | None = column("integer", "needed for rated and at-least, and for nothing else", least=0)
    decided_by: str = column("text", "who decided, in function")
    reason: str = column("text", "why")
    unanimous: bool | None = column("flag", "yes where all coders agree; needed for a gate")


@dataclass(frozen=True, slots=True)
class _Difference:
    """A criterion on which coders differ: its current result and the coders' votes."""

    row: AgreedRating
    votes: Sequence[Vote]
    criterion: Criterion
    assessment: Assessment
    say: Labels


def _standing_words(subject: _Difference) -> str:
    row = subject.row
    if row.status == "disputed":
        return "in dispute"
    result = row.status.replace("-", " ") if row.level is None else f"level {row.short}"
    how = f"decided by {row.decided_by}" if row.decided_by else "by the rule of the rubric"
    return f"{result}, {how}: leave the row empty to keep it"


def _gate_words(subject: _Difference) -> str:
    return "gate: all must agree" if is_unanimous_gate(subject.say.rubric, subject.criterion) else ""


def _words_of_coders(subject: _Difference) -> str:
    """Return each coder's rating with its reason, and each passage of evidence that it cites."""
    passages = {e.evidence_id: e for e in subject.assessment.evidence}
    lines = []
    for vote in subject.votes:
        rating = vote.rating
        confidence = rating.confidence or "no confidence"
        lines.append(f"{vote.coder}: {rating.short} ({confidence}) {rating.reason}".rstrip())
        lines.extend(f"  {n}: {passage_text(passages.get(n), subject.assessment)}" for n in rating.evidence_ids)
    return "\n".join(lines)


FORM: Form[_Difference, DecisionRow] = Form(
    "disputes",
    "Disputes",
    DecisionRow,
    shown=(
        ShownColumn("criterion_id", "id", 12, lambda s: s.criterion.id),
        ShownColumn("inputs", "Ratings", 16, lambda s: written_inputs(s.votes)),
        ShownColumn("title", "Criterion", 24, lambda s: s.say.rubric.title(s.criterion.id)),
        ShownColumn("gate", "Gate", 12, _gate_words),
        ShownColumn("levels", "Levels", 66, lambda s: s.say.levels(s.criterion)),
        ShownColumn("said", "What the coders say, and on what", 70, _words_of_coders),
        ShownColumn("standing", "As it stands", 22, _standing_words),
    ),
    asked=(
        InputColumn("status", "Result"),
        InputColumn("level", "Level", 7),
        InputColumn("decided_by", "By"),
        InputColumn("reason", "Reason", 44),
        InputColumn("unanimous", "All agree", 9),
    ),
)


def dispute_xlsx(assessment: Assessment, rubric: Rubric, found: Settlement) -> bytes:
    """Return the workbook of the criteria on which coders differ: ratings, reasons, passages, and room for a decision.

    Disputed criteria come first; then those that the rubric's rule or an earlier decision settled,
    each with its result, which a new decision may replace.
    """
    say, codings = Labels(rubric), voting(assessment)
    subjects = [
        _Difference(row, votes_on(codings, row.criterion_id), rubric.by_id[row.criterion_id], assessment, say)
        for row in differences(assessment, found)
    ]
    levels = tuple(str(level) for level in range(rubric.scale.levels))
    return FORM.xlsx(subjects, assessment.plan.id, say, options={"level": levels})


def differences(assessment: Assessment, found: Settlement) -> tuple[AgreedRating, ...]:
    """Return the results of the criteria on which the coders differ, disputed ones first."""
    codings = voting(assessment)
    differ = [row for row in found.rows if len({v.rating.short for v in votes_on(codings, row.criterion_id)}) > 1]
    disputed = [row for row in found.rows if row.criterion_id in found.disputed]
    return (*disputed, *(row for row in differ if row not in disputed))


@dataclass(frozen=True, slots=True)
class Decisions:
    """The valid decisions of a workbook, and a warning for each one made on ratings that changed since."""

    taken: tuple[Decision, ...]
    left: tuple[Problem, ...]


def read_decisions(path: Path, assessment: Assessment, rubric: Rubric, on: str) -> Decisions:
    """Return the decisions of a workbook; a level alone is a decision, an empty row is none.

    A decision on ratings that have changed since the workbook was made is left out with a warning,
    because the person who decided did not know the present ratings.

    Raises
    ------
    InvalidInputError
        The workbook is for another plan or rubric, a cell has a fault, or a row is incomplete; the
        error lists all faults at their cells.
    """
    rows, notes = FORM.read(read_sheet(path), assessment.plan.id, rubric.id)
    found = tuple(_decisions(rows, notes, assessment, rubric, on))
    notes.refuse_faults()
    return Decisions(found, tuple(problem for problem in notes.problems if problem.severity == "warning"))


def _decisions(
    rows: Sequence[tuple[DecisionRow, SheetPlace]], notes: Notes, assessment: Assessment, rubric: Rubric, on: str
) -> Iterator[Decision]:
    codings = voting(assessment)
    for row, place in rows:
        if not _says_something(row, place):
            continue
        status = row.status or ("rated" if row.level is not None else "")
        decision = Decision(row.criterion_id, status, row.level, row.decided_by, row.reason, on, bool(row.unanimous))
        _tell_faults(notes, decision_faults(decision, rubric, assessment), place)
        inputs = written_inputs(votes_on(codings, row.criterion_id))
        if row.criterion_id in rubric.by_id and inputs != row.inputs:
            found = (
                f"{row.criterion_id} was decided on the ratings {row.inputs}, which are {inputs} now: it is not taken"
            )
            mend = "Make the workbook of disputes again, and decide on these ratings."
            cell, path = place.cell("inputs"), notes.path
            notes.problems.append(Problem(path, found, "", mend, cell=cell, severity="warning"))
        else:
            yield decision


def _says_something(row: DecisionRow, place: SheetPlace) -> bool:
    """Return whether a row holds a decision; a "no" under "All agree" alone is none."""
    filled = any(place.text(key).strip() for key in ("status", "level", "decided_by", "reason"))
    return filled or bool(row.unanimous)


def _tell_faults(notes: Notes, faults: Iterable[Fault], place: SheetPlace) -> None:
    """Note the faults of a decision at their cells, except at cells that already have a fault."""
    known = {problem.cell for problem in notes.problems if problem.severity == "fault"}
    unread = {place.cell(key) for key in ("status", "level")} & known
    for fault in faults:
        cell = place.cell(fault.field)
        if cell not in known and not (unread and fault.field in ("status", "level")):
            notes.fault(cell, fault.found, fault.expected, fault.suggestion)
