"""The right of reply as a workbook: each criterion with its rating and reasons, and cells for comment and answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from evaluator.model.assessment import STATES_LEVEL, Assessment, LogRecord
from evaluator.model.plan import Reply
from evaluator.model.schema import column
from evaluator.model.scorecard import Outcome, Scorecard, ScoredCriterion
from evaluator.panel.record import PANEL
from evaluator.panel.settled_words import settled_text
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.back.stage import Stage
from evaluator.workbook.forms.form import Form, InputColumn, ShownColumn, passage_text
from evaluator.workbook.forms.table import stage_rows
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, SheetPlace
from evaluator.workbook.sheet.table_forms import REPLIES

GENERAL = "general"
SPARE = 5  # empty rows for comments on the whole
ANSWER = ("answer", "answered_by", "answered_on", "outcome", "log_record")


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One row of the sheet: a reply, if it has a text."""

    criterion_id: str = column("text", "criterion, or general", required=True)
    reply_id: str = column("id", "identifier of a reply that is there")
    by: str = column("text", "office that replies, in its function")
    received: str = column("date", "when received")
    lang: str = column("lang", "language of the comment")
    text: str = column("text", "the comment")
    source_id: str = column("id", "letter or document, an id of the sources")
    answer: str = column("text", "the evaluators' answer")
    answered_by: str = column("text", "who answered, in function")
    answered_on: str = column("date", "when")
    outcome: str = column("choice", "what changed", choices=("changed", "unchanged", "noted"))
    log_record: str = column("text", "record of the change in log.csv; found if left empty")


@dataclass(frozen=True, slots=True)
class ReplyHead:
    """Defaults for rows that lack them: the office that replies, and the day it was received."""

    by: str
    on: str


@dataclass(frozen=True, slots=True)
class _Comment:
    """One row to show: a criterion with one reply or none; without a criterion the reply is about the whole."""

    card: Scorecard
    scored: ScoredCriterion | None
    reply: Reply | None

    @property
    def about(self) -> str:
        """Return the id of the criterion, or `general`."""
        if self.scored:
            return self.scored.outcome.criterion_id
        return self.reply.criterion_id if self.reply else GENERAL


FORM: Form[_Comment, ReplyRow] = Form(
    "replies",
    "Replies",
    ReplyRow,
    shown=(
        ShownColumn("criterion_id", "id", 12, lambda s: s.about),
        ShownColumn("reply_id", "Reply", 8, lambda s: s.reply.reply_id if s.reply else None),
        ShownColumn("title", "Criterion", 26, lambda s: s.card.rubric.title(s.about) if s.scored else "On the whole"),
        ShownColumn("question", "Question", 34, lambda s: _question_text(s) if s.scored else None),
        ShownColumn("rating", "Rating", 14, lambda s: _rating_text(s.scored.outcome) if s.scored else None),
        ShownColumn("reason", "Reason", 46, lambda s: _reason_text(s.scored.outcome) if s.scored else None),
        ShownColumn("sources", "Rests on", 60, lambda s: _source_text(s.card, s.scored.outcome) if s.scored else None),
    ),
    asked=(
        InputColumn("by", "Who comments", 24, must=True),
        InputColumn("received", "Received on", must=True),
        InputColumn("lang", "Language"),
        InputColumn("text", "Comment", 60, must=True),
        InputColumn("source_id", "Document (id)"),
        InputColumn("answer", "Answer", 60, must=True),
        InputColumn("answered_by", "Answered by", must=True),
        InputColumn("answered_on", "Answered on", must=True),
        InputColumn("outcome", "What changed", must=True),
        InputColumn("log_record", "Record of the change"),
    ),
    filled=lambda s: s.reply,
    spared=("reply_id", *ANSWER),
    table="replies",
)


def reply_xlsx(card: Scorecard, *, with_answers: bool) -> bytes:
    """Return the workbook for the right of reply; `with_answers` adds the evaluators' columns for their answers."""
    without = () if with_answers else ANSWER
    return FORM.xlsx(_comments(card), card.assessment.plan.id, Labels(card.rubric), without=without)


def _comments(card: Scorecard) -> Iterator[_Comment]:
    replies = card.assessment.replies
    for scored in card.criteria:
        if scored.outcome.applies:
            name = scored.outcome.criterion_id
            yield from (_Comment(card, scored, r) for r in (*(r for r in replies if r.criterion_id == name), None))
    others = [r for r in replies if r.criterion_id not in card.rubric.by_id]
    yield from (_Comment(card, None, reply) for reply in (*others, *([None] * SPARE)))


def _question_text(comment: _Comment) -> str:
    return Labels(comment.card.rubric).question(comment.card.rubric.by_id[comment.about])


def _rating_text(outcome: Outcome) -> str:
    known = outcome.status in STATES_LEVEL
    return f"level {outcome.short}" if known else outcome.status.replace("-", " ")


def _reason_text(outcome: Outcome) -> str:
    words = "; ".join(text for text in (outcome.note, outcome.reason) if text)
    return "\n".join(text for text in (words, settled_text(outcome)) if text)


def _source_text(card: Scorecard, outcome: Outcome) -> str:
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    return "\n".join(passage_text(e, card.assessment) for name in outcome.evidence_ids if (e := evidence.get(name)))


def take_replies(path: Path, assessment: Assessment, stage: Stage, given: ReplyHead) -> tuple[Reply, ...]:
    """Read a sheet of replies and stage them: new replies get an id, answers are added to existing replies.

    A comment that is already among the replies, word for word, is not added again.

    Raises
    ------
    InvalidInputError
        With every fault at its cell. If a reply changed a rating, the log must have a record of the
        change, which is looked up if the sheet names none.
    """
    return take_book(read_sheet(path), assessment, stage, given)


def take_book(book: ReadBook, assessment: Assessment, stage: Stage, given: ReplyHead) -> tuple[Reply, ...]:
    """Stage the replies of a sheet that is already read; see `take_replies`."""
    sent, notes = FORM.read(book, stage.plan_id, stage.rubric.id)
    replies = {reply.reply_id: reply for reply in assessment.replies}
    places: dict[str, SheetPlace] = {}
    for row, place in sent:
        if row.text:
            reply = _reply_of(row, replies, given, place, notes)
            reply = _with_record(reply, assessment.log, place, notes)
            _tell_lacking(reply, place, notes)
            replies[reply.reply_id], places[reply.reply_id] = reply, place
        elif filled := next((key for key in ANSWER if getattr(row, key)), ""):
            mend = "Write it into the row of the comment that it answers."
            notes.fault(place.cell(filled), "an answer without a comment", "an answer beside a comment", mend)
    notes.refuse_faults()
    rows = tuple(replies.values())
    if rows != assessment.replies:
        stage_rows(stage, REPLIES, rows, book.path, [places.get(reply.reply_id) for reply in rows])
    return rows


def _tell_lacking(reply: Reply, place: SheetPlace, notes: Notes) -> None:
    """Note what an answer with an outcome lacks: its text, who answered, or the day."""
    if not reply.outcome:
        return
    needed = {"answer": "an answer", "answered_by": "who answered", "answered_on": "when it was answered"}
    for key, words in needed.items():
        if not getattr(reply, key):
            expected = "the answer" if key == "answer" else words
            notes.fault(place.cell(key), f"{reply.outcome} without {words}", expected)


def _reply_of(row: ReplyRow, known: Mapping[str, Reply], given: ReplyHead, place: SheetPlace, notes: Notes) -> Reply:
    values = {f.name: getattr(row, f.name) for f in fields(ReplyRow)}
    if row.reply_id:
        before = known.get(row.reply_id)
        if before is None:
            notes.fault(place.cell("reply_id"), f"reply {row.reply_id!r}", "a reply that is there, or an empty cell")
        elif (before.text, before.criterion_id) != (row.text, row.criterion_id):
            mend = "Put the comment into a row of its own."
            notes.fault(place.cell("text"), f"another text of reply {row.reply_id}", "the comment as it came", mend)
        filled = {name: value for name, value in values.items() if value}
        return replace(before, **filled) if before else Reply(**values)
    values["by"] = row.by or given.by
    values["received"] = row.received or given.on
    if not values["by"]:
        notes.fault(place.cell("by"), "no office", "who replies, in function; or give --by for the whole sheet")
    same = next((r for r in known.values() if (r.criterion_id, r.text) == (row.criterion_id, row.text)), None)
    values["reply_id"] = same.reply_id if same else _next_reply_id(list(known))
    return same or Reply(**values)


def _next_reply_id(known: Sequence[str]) -> str:
    numbers = [int(name[1:]) for name in known if name[:1] == "G" and name[1:].isdigit()]
    return f"G{max(numbers, default=0) + 1:03}"


def changes_after(reply: Reply, log: Sequence[LogRecord]) -> tuple[LogRecord, ...]:
    """Return the changes of a criterion's rating since a reply was received, agreed ratings first, then by time.

    A first rating is no change, nor is a change of the reason alone.
    """
    day = reply.received
    own = [r for r in log if r.criterion_id == reply.criterion_id and r.when[: len(day)] >= day and _is_change(r)]
    return tuple(sorted(own, key=lambda record: (record.coder != PANEL, record.when)))


def _is_change(record: LogRecord) -> bool:
    return record.old not in ("", "not-assessed") and record.new not in ("", record.old)


def _with_record(reply: Reply, log: Sequence[LogRecord], place: SheetPlace, notes: Notes) -> Reply:
    """Return a reply with the log record of the rating that it changed, looked up if the sheet names none."""
    if reply.outcome != "changed":
        return reply
    found = changes_after(reply, log)
    if reply.log_record in {record.record for record in found}:
        return reply
    if found and not reply.log_record:
        # A reply states only its day, so of several changes the newest one of the agreed rating is taken.
        agreed = [record for record in found if record.coder == PANEL]
        return replace(reply, log_record=(agreed or found)[-1].record)
    named = f"changed, with record {reply.log_record!r}" if reply.log_record else "changed"
    listed = ", ".join(f"{r.record} ({r.coder}, {r.old} to {r.new})" for r in found)
    expected = f"a change of the rating of {reply.criterion_id} on record since {reply.received}"
    mend = "" if listed else "Change the rating first, by a score sheet. A first rating is no change."
    notes.fault(place.cell("log_record"), named, f"{expected}: {listed}" if listed else expected, mend)
    return reply
