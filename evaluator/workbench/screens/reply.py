"""The right of reply: an office comments on published ratings and sees its own rows; the lead adds and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.plan import Reply
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import say
from evaluator.pipeline import evaluate
from evaluator.workbench.book import WorkUnit
from evaluator.workbench.desk import moment, utc
from evaluator.workbench.events import CommentPayload, Event, NewEvent, check_payload
from evaluator.workbench.fold import people
from evaluator.workbench.screens.desk import seals_of, unit_of
from evaluator.workbench.submit import DeskGrid, filled_cells
from evaluator.workbench.web import PersonRequest, RefusedError
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.form import meta_of
from evaluator.workbook.forms.reply import GENERAL, ReplyHead, ReplyRow, take_book
from evaluator.workbook.sheet.grid import GridRow, ReadBook

OUTCOMES = ("changed", "unchanged", "noted")


@dataclass(frozen=True, slots=True)
class Row:
    """A rating as an office sees it: question, published answer, reasons, and the office's own replies and comments."""

    id: str
    title: str
    question: str
    answer: str
    reason: str
    places: tuple[str, ...]
    replies: tuple[Reply, ...]
    waiting: tuple[Event, ...]


def waiting(events: Iterable[Event], unit: str) -> list[Event]:
    """Return the comments on a unit that the lead has not yet added to the library."""
    found: dict[str, Event] = {}
    for event in events:
        if event.unit == unit and event.kind == "comment":
            found[event.uuid] = event
        elif event.unit == unit and event.kind == "taken":
            for name in event.payload["comments"]:
                found.pop(name, None)
    return list(found.values())


def reply(asked: PersonRequest) -> Response:
    """Show the published ratings with room to comment, and an office's own comments; the lead sees all comments."""
    unit = _published(asked)
    is_lead = asked.person.may("lead")
    office = asked.person.office
    events = asked.house.desk.events()
    comments = [e for e in waiting(events, unit.name) if is_lead or e.actor == asked.person.code]
    replies = [r for r in unit.assessment.replies if is_lead or (office and r.by == office)]
    offices = {code: person.office for code, person in people(events).items()}
    card = evaluate(unit.assessment, unit.rubric)
    rows = _reply_rows(unit, card, replies, comments)
    on_the_whole = Row(GENERAL, "", "", "", "", (), _replies_of(replies, GENERAL), _waiting_of(comments, GENERAL))
    return asked.show(
        "reply.html",
        unit=unit,
        rows=rows,
        general=on_the_whole,
        is_lead=is_lead,
        waits=len(comments),
        offices=offices,
        outcomes=OUTCOMES,
    )


def _published(asked: PersonRequest) -> WorkUnit:
    """Return the unit if its ratings are published (final, no open round); else refuse the request."""
    unit = unit_of(asked)
    if not (asked.person.may("lead") or asked.person.may("comment")):
        raise RefusedError(403, say("Your role does not open this page."))
    if unit.assessment.is_draft or seals_of(asked, unit):
        raise RefusedError(409, say("The ratings of this plan are not published yet."))
    return unit


def _reply_rows(unit: WorkUnit, card: Scorecard, replies: list[Reply], comments: list[Event]) -> list[Row]:
    places = {e.evidence_id: f"{e.source_id}, {e.locator}" for e in unit.assessment.evidence}
    found = []
    for scored in card.criteria:
        outcome = scored.outcome
        name = outcome.criterion_id
        if not outcome.applies:
            continue
        found.append(
            Row(
                name,
                unit.rubric.title(name),
                unit.rubric.by_id[name].question,
                outcome.short,
                "; ".join(text for text in (outcome.note, outcome.reason) if text),
                tuple(places[n] for n in outcome.evidence_ids if n in places),
                _replies_of(replies, name),
                _waiting_of(comments, name),
            )
        )
    return found


def _replies_of(replies: list[Reply], name: str) -> tuple[Reply, ...]:
    return tuple(r for r in replies if r.criterion_id == name)


def _waiting_of(comments: list[Event], name: str) -> tuple[Event, ...]:
    return tuple(e for e in comments if e.criterion == name)


def comment(asked: PersonRequest) -> Response:
    """Save an office's comment on the desk, for the lead to add to the library."""
    unit = _published(asked)
    if not asked.person.may("comment"):
        raise RefusedError(403, say("Only an official comments; the lead answers."))
    name = asked.path("criterion")
    if name != GENERAL and name not in unit.rubric.by_id:
        raise RefusedError(404, say("There is no such question."))
    payload = check_payload(CommentPayload, {"criterion": name, "text": asked.text("text"), "lang": asked.text("lang")})
    asked.house.desk.add(NewEvent(asked.person.code, "comment", payload, unit.name, name))
    return RedirectResponse(f"{unit.address}/reply#{name}", 303)


def take(asked: PersonRequest) -> Response:
    """Add the waiting comments to replies.csv, through the import of reply sheets, and record them as added."""
    unit = _published(asked)
    events = asked.house.desk.events()
    offices = {code: person.office for code, person in people(events).items()}
    comments = waiting(events, unit.name)
    if not comments:
        raise InvalidInputError([Problem("the replies", say("no comment that waits"), say("one or more"))])
    rows = [
        {
            "criterion_id": e.criterion,
            "text": e.payload["text"],
            "lang": e.payload.get("lang", ""),
            "by": offices[e.actor],
            "received": e.at[:10],
        }
        for e in comments
    ]
    files = _write_rows(asked, unit, rows)
    payload = {"comments": [e.uuid for e in comments], "files": files}
    asked.house.desk.add(NewEvent(asked.person.code, "taken", payload, unit.name))
    return RedirectResponse(f"{unit.address}/reply", 303)


def answer(asked: PersonRequest) -> Response:
    """Save the answer to a reply of the library, with what changed."""
    unit = _published(asked)
    known = next((r for r in unit.assessment.replies if r.reply_id == asked.text("reply_id")), None)
    if known is None:
        raise RefusedError(404, say("There is no such reply."))
    row = {
        "criterion_id": known.criterion_id,
        "reply_id": known.reply_id,
        "text": known.text,
        "answer": asked.text("answer"),
        "answered_by": asked.text("by"),
        "answered_on": moment(utc())[:10],
        "outcome": asked.text("outcome"),
    }
    files = _write_rows(asked, unit, [row])
    payload = {"reply": known.reply_id, "outcome": row["outcome"], "files": files}
    asked.house.desk.add(NewEvent(asked.person.code, "answer", payload, unit.name, known.criterion_id))
    return RedirectResponse(f"{unit.address}/reply#{known.criterion_id}", 303)


def _write_rows(asked: PersonRequest, unit: WorkUnit, rows: list[dict[str, str]]) -> list[str]:
    shelf, plan = asked.house.shelf, unit.assessment.plan.id
    with shelf.writing(), opened_stage(Library.open(shelf.own), shelf.own, plan, unit.rubric) as stage:
        take_book(_book(unit, rows), stage.read(), stage, ReplyHead("", moment(utc())[:10]))
        return shelf.names(stage.install(shelf.own))


def _book(unit: WorkUnit, rows: list[dict[str, str]]) -> ReadBook:
    """Return rows of replies in the form of a read sheet."""
    letters = {name: name for name in ReplyRow.__slots__}
    cells = tuple(GridRow(at, filled_cells(row)) for at, row in enumerate(rows, start=1))
    grid = DeskGrid("replies", "", "Replies", letters, cells)
    return ReadBook("desk/replies", "", meta_of(unit.assessment.plan.id, unit.rubric.id, "replies"), (grid,))
