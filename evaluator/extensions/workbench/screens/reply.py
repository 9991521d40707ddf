"""The right of reply: an office comments on published ratings and sees its own rows; the lead adds and answers."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import RedirectResponse, Response

from evaluator.errors import InvalidInputError, Problem
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.events import CommentPayload, Event, check_payload
from evaluator.extensions.workbench.fold import people
from evaluator.extensions.workbench.shelf import WorkUnit
from evaluator.extensions.workbench.submit import DeskGrid, filled_cells
from evaluator.extensions.workbench.web import PersonRequest, RefusedError
from evaluator.library import Library
from evaluator.model.sentence import say
from evaluator.pipeline import evaluate
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.form import meta_of
from evaluator.workbook.forms.reply import GENERAL, ReplyHead, ReplyRow, take_book
from evaluator.workbook.sheet.grid import GridRow, ReadBook

OUTCOMES = ("changed", "unchanged", "noted")


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
    unit, is_lead, office = asked.unit, asked.person.may("lead"), asked.person.office
    comments = [e for e in waiting(asked.desk.of(unit.name), unit.name) if is_lead or e.actor == asked.person.code]
    replies = [r for r in unit.assessment.replies if is_lead or (office and r.by == office)]
    card = evaluate(unit.assessment, unit.rubric)
    return asked.show_unit(
        "reply.html",
        outcomes=[one.outcome for one in card.criteria if one.outcome.applies],
        places={e.evidence_id: f"{e.source_id}, {e.locator}" for e in unit.assessment.evidence},
        general=GENERAL,
        replies=replies,
        comments=comments,
        is_lead=is_lead,
        offices=_offices(asked),
        changes=OUTCOMES,
    )


def _offices(asked: PersonRequest) -> dict[str, str]:
    return {code: person.office for code, person in people(asked.desk.turns()).items()}


def comment(asked: PersonRequest) -> Response:
    """Save an office's comment on the desk, for the lead to add to the library."""
    if not asked.person.may("comment"):
        raise RefusedError(403, say("Only an official comments; the lead answers."))
    name = asked.path("criterion")
    if name != GENERAL and name not in asked.unit.rubric.by_id:
        raise RefusedError(404, say("There is no such question."))
    payload = check_payload(CommentPayload, {"criterion": name, "text": asked.text("text"), "lang": asked.text("lang")})
    asked.add("comment", payload, name)
    return RedirectResponse(f"{asked.unit.address}/reply#{name}", 303)


def take(asked: PersonRequest) -> Response:
    """Add the waiting comments to replies.csv, through the import of reply sheets, and record them as added."""
    comments, offices = waiting(asked.desk.of(asked.unit.name), asked.unit.name), _offices(asked)
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
    files = _write_replies(asked, rows)
    asked.add("taken", {"comments": [e.uuid for e in comments], "files": files})
    return RedirectResponse(f"{asked.unit.address}/reply", 303)


def answer(asked: PersonRequest) -> Response:
    """Save the answer to a reply of the library, with what changed."""
    known = next((r for r in asked.unit.assessment.replies if r.reply_id == asked.text("reply_id")), None)
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
    files = _write_replies(asked, [row])
    asked.add("answer", {"reply": known.reply_id, "outcome": row["outcome"], "files": files}, known.criterion_id)
    return RedirectResponse(f"{asked.unit.address}/reply#{known.criterion_id}", 303)


def _write_replies(asked: PersonRequest, rows: list[dict[str, str]]) -> list[str]:
    shelf, unit = asked.shelf, asked.unit
    with shelf.writing(), opened_stage(Library.open(shelf.own), shelf.own, asked.plan_id, unit.rubric) as stage:
        take_book(_reply_book(unit, rows), stage.read(), stage, ReplyHead("", moment(utc())[:10]))
        return shelf.names(stage.install(shelf.own))


def _reply_book(unit: WorkUnit, rows: list[dict[str, str]]) -> ReadBook:
    """Return rows of replies in the form of a read sheet."""
    letters = {name: name for name in ReplyRow.__slots__}
    cells = tuple(GridRow(at, filled_cells(row)) for at, row in enumerate(rows, start=1))
    grid = DeskGrid("replies", "", "Replies", letters, cells)
    return ReadBook("desk/replies", "", meta_of(unit.assessment.plan.id, unit.rubric.id, "replies"), (grid,))
