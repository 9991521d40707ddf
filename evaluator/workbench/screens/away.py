"""The addresses at which a coder takes a unit away as one file, and brings the work back."""

from __future__ import annotations

import base64
import binascii

from starlette.responses import JSONResponse, Response

from evaluator.errors import InvalidInputError
from evaluator.model.words import say, series
from evaluator.workbench.bundle import Differ, bring, give_back, take
from evaluator.workbench.faults import named, words
from evaluator.workbench.fold import Draft, guest
from evaluator.workbench.screens.desk import rated_unit, unit_of
from evaluator.workbench.web import PersonRequest, RefusedError

SIDES = ("here", "file")
READ_OTHERWISE = say(
    "What you read (pages, dates, interests, notes) was changed here and in the file, otherwise. "
    "Choose whose to keep, and bring the file again; nothing of it was kept."
)


def take_away(asked: PersonRequest) -> Response:
    """Return the unit as a file with the coder's own work and no other coder's."""
    unit = rated_unit(asked)
    content = take(asked.house.desk, asked.house.shelf, unit, asked.person.code)
    return _file_response(content, f"{unit.assessment.plan.id}.{asked.person.code}.unit.zip")


def to_bring(asked: PersonRequest) -> Response:
    """Return the file of work on a taken unit, to bring back to the desk that it was taken from."""
    unit = unit_of(asked)
    if guest(asked.house.desk.events()) is None:
        raise RefusedError(404, say("Nothing here was taken from another desk."))
    return _file_response(give_back(asked.house.desk), f"{unit.assessment.plan.id}.{asked.person.code}.work.zip")


def bring_back(asked: PersonRequest) -> Response:
    """Merge a file of returned work. If both sides changed an answer, return both so that the coder can choose."""
    unit = rated_unit(asked)
    try:
        content = base64.b64decode(asked.text("file"), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    keep = asked.text("keep") if asked.text("keep") in SIDES else ""
    try:
        joined = bring(asked.house.desk, asked.house.shelf, unit, asked.person.code, content, keep)
    except InvalidInputError as error:
        return asked.refuse(422, *((one.key, words(one, asked.house.shelf.own)) for one in error.problems))
    if joined.is_open:
        faults = [
            (one.criterion, series(": ", [unit.rubric.title(one.criterion, asked.lang), _conflict_words(one)]))
            for one in joined.differ
        ]
        return asked.refuse(409, *faults, *([("", READ_OTHERWISE)] if joined.header else []))
    return JSONResponse({"go": f"{unit.address}/hand-in"})


def _conflict_words(one: Differ) -> str:
    return say(
        "here %(here)s, in the file %(file)s, before %(began)s. Choose whose to keep, and bring the file again; "
        "nothing of it was kept.",
        here=_answer_text(one.here),
        file=_answer_text(one.file),
        began=_answer_text(one.began),
    )


def _answer_text(draft: Draft | None) -> str:
    return say("nothing") if draft is None else named(draft.rating.short)


def _file_response(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)
