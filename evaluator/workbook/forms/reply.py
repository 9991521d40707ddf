"""The right of reply as a workbook: each criterion with its rating and grounds, and room to comment and to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from evaluator.errors import InvalidInputError
from evaluator.model.assessment import Assessment, LogRecord
from evaluator.model.base import Column, column, columns_of
from evaluator.model.plan import Reply
from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.panel.record import PANEL
from evaluator.panel.told import settled_text
from evaluator.workbook.back.import_ import read_sheet
from evaluator.workbook.back.stage import Stage
from evaluator.workbook.forms.passages import passage_text
from evaluator.workbook.forms.table import TableKind, other_book, stage_rows
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.grid import Book, ReadBook, Sheet, SheetColumn, Value
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.rows import Notes, RowReading, SheetPlace, read_rows

FORM = "1"
GENERAL = "general"
SPARE = 5  # rows for comments on the whole
COMMENT = ("by", "received", "lang", "text", "source_id")
ANSWER = ("answer", "answered_by", "answered_on", "outcome", "log_record")
LABELS = {
    "by": "Who comments",
    "received": "Received on",
    "lang": "Language",
    "text": "Comment",
    "source_id": "Document (id)",
    "answer": "Answer",
    "answered_by": "Answered by",
    "answered_on": "Answered on",
    "outcome": "What changed",
    "log_record": "Record of the change",
}
KIND = TableKind("replies", Reply, "Replies")


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A row of the sheet: a reply, where there is a text."""

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
    """What the rows of a sheet do not say: who replies, and the day."""

    by: str
    on: str


def reply_xlsx(card: Scorecard, *, with_answers: bool) -> bytes:
    """Return the workbook for a reply: ratings with grounds and sources; with `with_answers` that of the lead."""
    rubric = card.rubric
    say = Labels(rubric)
    rows = list(_rows(card))
    columns = _columns(with_answers=with_answers)
    width = len(columns)
    sheet = Sheet("replies", "", "Replies", columns, tuple(row[:width] for row in rows), growing=False, frozen=3)
    meta = (("form", FORM), ("plan", card.assessment.plan.id), ("rubric", rubric.id), ("table", "replies"))
    return xlsx_bytes(Book(meta, (sheet,)), say)


def _columns(*, with_answers: bool) -> tuple[SheetColumn, ...]:
    declared = {c.name: c for c in columns_of(ReplyRow)}
    widths = {"text": 60, "answer": 60, "by": 24}
    return (
        SheetColumn("criterion_id", "id", "shown", 12),
        SheetColumn("reply_id", "Reply", "shown", 8),
        SheetColumn("title", "Criterion", "shown", 26),
        SheetColumn("question", "Question", "shown", 34),
        SheetColumn("rating", "Rating", "shown", 14),
        SheetColumn("reason", "Reason", "shown", 46),
        SheetColumn("sources", "Rests on", "shown", 60),
        *(_asked(declared[name], widths.get(name, 14)) for name in COMMENT),
        *(_asked(declared[name], widths.get(name, 14)) for name in (ANSWER if with_answers else ())),
    )


def _asked(declared: Column, width: float) -> SheetColumn:
    label = LABELS.get(declared.name, declared.name)
    hint = f"{declared.doc[:1].upper()}{declared.doc[1:]}."
    must = declared.name in ("text", "by", "received", "answer", "answered_by", "answered_on", "outcome")
    return SheetColumn(declared.name, label, "input", width, declared, declared.choices, hint, must=must)


def _rows(card: Scorecard) -> Iterator[tuple[Value, ...]]:
    replies = card.assessment.replies
    for scored in card.criteria:
        if not scored.outcome.applies:
            continue
        name = scored.outcome.criterion_id
        for reply in [*(r for r in replies if r.criterion_id == name), None]:
            yield (*_given(card, scored, reply), *_said(reply))
    others = [r for r in replies if r.criterion_id not in card.rubric.by_id]
    for reply in [*others, *([None] * SPARE)]:
        about = reply.criterion_id if reply else GENERAL
        yield (about, reply.reply_id if reply else None, "On the whole", None, None, None, None, *_said(reply))


def _given(card: Scorecard, scored: ScoredCriterion, reply: Reply | None) -> tuple[Value, ...]:
    outcome = scored.outcome
    rating = f"level {outcome.level}" if outcome.status == "rated" else outcome.status.replace("-", " ")
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    places = [passage_text(e, card.assessment) for name in outcome.evidence_ids if (e := evidence.get(name))]
    words = "; ".join(text for text in (outcome.note, outcome.reason) if text)
    reason = "\n".join(text for text in (words, settled_text(outcome)) if text)
    name = outcome.criterion_id
    question = Labels(card.rubric).question(card.rubric.by_id[name])
    return (
        name,
        reply.reply_id if reply else None,
        card.rubric.title(name),
        question,
        rating,
        reason,
        "\n".join(places),
    )


def _said(reply: Reply | None) -> tuple[Value, ...]:
    return tuple(getattr(reply, name) or None if reply else None for name in (*COMMENT, *ANSWER))


def take_replies(path: Path, assessment: Assessment, stage: Stage, given: ReplyHead) -> tuple[Reply, ...]:
    """Read a sheet of replies and stage the replies: new ones get an id, answers join those that are there.

    A comment that is there already, word for word, is not taken twice.

    Raises
    ------
    InvalidInputError
        Every fault at its cell; where a reply changed a rating, the change must be on
        record. The record is found where the sheet names none.
    """
    return take_book(read_sheet(path), assessment, stage, given)


def take_book(book: ReadBook, assessment: Assessment, stage: Stage, given: ReplyHead) -> tuple[Reply, ...]:
    """Take the replies of a sheet that is read already; see `take_replies`."""
    strange = other_book(book, {"form": FORM, "plan": stage.plan_id, "rubric": stage.rubric.id, "table": "replies"})
    if strange:
        raise InvalidInputError(strange)
    notes = Notes(book.path)
    grids = book.of_kind("replies")
    asked = [c.name for c in columns_of(ReplyRow) if not grids or c.name in grids[0].letters or c.name in COMMENT]
    left_out = tuple(f.name for f in fields(ReplyRow) if f.name not in asked)
    found = read_rows(grids, RowReading(ReplyRow, left_out=left_out), notes)
    replies = {reply.reply_id: reply for reply in assessment.replies}
    places: dict[str, SheetPlace] = {}
    for row, place in zip(found.rows, found.places, strict=True):
        if isinstance(row, ReplyRow) and row.text:
            reply = _reply(row, replies, given, place, notes)
            reply = _with_record(reply, assessment.log, place, notes)
            _tell_lacking(reply, place, notes)
            replies[reply.reply_id], places[reply.reply_id] = reply, place
    if notes.has_fault:
        raise InvalidInputError(notes.problems)
    rows = tuple(replies.values())
    if rows != assessment.replies:
        stage_rows(stage, KIND, rows, book.path, [places.get(reply.reply_id) for reply in rows])
    return rows


def _tell_lacking(reply: Reply, place: SheetPlace, notes: Notes) -> None:
    """Note what an answer lacks: its words, who gave it, and when."""
    if not reply.outcome:
        return
    needed = {"answer": "an answer", "answered_by": "who answered", "answered_on": "when it was answered"}
    for key, words in needed.items():
        if not getattr(reply, key):
            expected = "the answer" if key == "answer" else words
            notes.fault(place.cell(key), f"{reply.outcome} without {words}", expected)


def _reply(row: ReplyRow, known: Mapping[str, Reply], given: ReplyHead, place: SheetPlace, notes: Notes) -> Reply:
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
    values["reply_id"] = same.reply_id if same else _next_id(list(known))
    return same or Reply(**values)


def _next_id(known: Sequence[str]) -> str:
    numbers = [int(name[1:]) for name in known if name[:1] == "G" and name[1:].isdigit()]
    return f"G{max(numbers, default=0) + 1:03}"


def changes_after(reply: Reply, log: Sequence[LogRecord]) -> tuple[LogRecord, ...]:
    """Return the changes of the rating since a reply was received, those of the agreed rating first, then by time.

    A first rating is no change, nor is a record of words alone.
    """
    day = reply.received
    own = [r for r in log if r.criterion_id == reply.criterion_id and r.when[: len(day)] >= day and _is_change(r)]
    return tuple(sorted(own, key=lambda record: (record.coder != PANEL, record.when)))


def _is_change(record: LogRecord) -> bool:
    return record.old not in ("", "not-assessed") and record.new not in ("", record.old)


def _with_record(reply: Reply, log: Sequence[LogRecord], place: SheetPlace, notes: Notes) -> Reply:
    """Return a reply that changed a rating with the record of the change, found where none is named."""
    if reply.outcome != "changed":
        return reply
    found = changes_after(reply, log)
    if reply.log_record in {record.record for record in found}:
        return reply
    if found and not reply.log_record:
        # The day is known, not the hour: of several changes the newest of the agreed rating is what holds now.
        agreed = [record for record in found if record.coder == PANEL]
        return replace(reply, log_record=(agreed or found)[-1].record)
    named = f"changed, with record {reply.log_record!r}" if reply.log_record else "changed"
    listed = ", ".join(f"{r.record} ({r.coder}, {r.old} to {r.new})" for r in found)
    expected = f"a change of the rating of {reply.criterion_id} on record since {reply.received}"
    mend = "" if listed else "Change the rating first, by a score sheet. A first rating is no change."
    notes.fault(place.cell("log_record"), named, f"{expected}: {listed}" if listed else expected, mend)
    return reply
