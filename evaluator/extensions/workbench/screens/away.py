"""The addresses at which a coder takes a unit away as one file, brings the work back, or brings a score sheet."""

from __future__ import annotations

import base64
import binascii
import tempfile
from pathlib import Path

from starlette.responses import JSONResponse, Response

from evaluator import __version__
from evaluator.errors import InvalidInputError
from evaluator.extensions.workbench.bundle import Differ, bring, give_back, take
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.faults import named, placed_words
from evaluator.extensions.workbench.fold import Draft, guest, rounds, rounds_over
from evaluator.extensions.workbench.shelf import unit_name
from evaluator.extensions.workbench.web import PersonRequest, RefusedError
from evaluator.intake.first_files import begun_files
from evaluator.library import Library
from evaluator.model.sentence import say, series
from evaluator.read.proposals import begun_as
from evaluator.workbook.back.sheet_import import ImportOrder, import_books
from evaluator.workbook.sheet.read import read_xlsx

SIDES = ("here", "file")
READ_OTHERWISE = say(
    "What you read (pages, dates, interests, notes) was changed here and in the file, otherwise. "
    "Choose whose to keep, and bring the file again; nothing of it was kept."
)


def take_away(asked: PersonRequest) -> Response:
    """Return the unit as a file with the coder's own work and no other coder's."""
    return _file_response(asked, take(asked.desk, asked.shelf, asked.unit, asked.person.code), "unit")


def to_bring(asked: PersonRequest) -> Response:
    """Return the file of work on a taken unit, to bring back to the desk that it was taken from."""
    if guest(asked.desk.events()) is None:
        raise RefusedError(404, say("Nothing here was taken from another desk."))
    return _file_response(asked, give_back(asked.desk), "work")


def bring_back(asked: PersonRequest) -> Response:
    """Merge a file of returned work. If both sides changed an answer, return both so that the coder can choose."""
    unit = asked.unit
    try:
        content = base64.b64decode(asked.text("file"), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    keep = asked.text("keep") if asked.text("keep") in SIDES else ""
    try:
        seen = {} if asked.seals else begun_as(asked.shelf.library.layers, unit.assessment.plan, unit.rubric)
        joined = bring(asked.desk, asked.shelf, unit, asked.person.code, content, keep, seen)
    except InvalidInputError as error:
        return asked.refuse(422, *((one.key, placed_words(one, asked.folder)) for one in error.problems))
    if joined.is_open:
        faults = [
            (one.criterion, series(": ", [unit.rubric.title(one.criterion, asked.lang), _conflict_words(one)]))
            for one in joined.differ
        ]
        return asked.refuse(409, *faults, *([("", READ_OTHERWISE)] if joined.header else []))
    return JSONResponse({"go": f"{unit.address}/hand-in"})


def bring_sheet(asked: PersonRequest) -> Response:
    """Import a filled-in score sheet, and its plan where it is new, by the code of `sheet import`."""
    content = asked.form.get("content")
    if not isinstance(content, bytes) or not content:
        return asked.refuse(422, ("", say("This file is empty.")))
    name = Path(asked.request.query_params.get("name", "")).name
    if Path(name).suffix.lower() != ".xlsx":
        said = say(
            "A filled-in score sheet (.xlsx) is brought here. Work that was done on another machine (.work.zip) is "
            "brought back on the page Hand in of its plan."
        )
        return asked.refuse(422, ("", said))
    try:
        address = _import_sheet(asked, name, content)
    except InvalidInputError as error:
        found = [placed_words(one, asked.shelf.own) for one in error.problems if one.severity == "fault"]
        return asked.refuse(422, *(("", text) for text in found))
    return JSONResponse({"go": address})


def _import_sheet(asked: PersonRequest, name: str, content: bytes) -> str:
    shelf = asked.shelf
    with tempfile.TemporaryDirectory() as folder, shelf.writing():
        path = Path(folder) / name
        path.write_bytes(content)
        book = read_xlsx(path)
        library, (plan, rubric) = Library.open(shelf.own), (book.meta["plan"], book.meta["rubric"])
        if rounds_over(rounds(asked.desk.turns()), unit_name(plan, rubric)):
            raise RefusedError(409, say("A blind round of this plan is open. Bring the sheet after its release."))
        begun = begun_files(library, plan)
        order = ImportOrder(plan, library.rubric(rubric), moment(utc()), __version__, begun=begun)
        import_books([book], order, library, shelf.own)
    return shelf.unit(plan, rubric).address + "/reports"


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


def _file_response(asked: PersonRequest, content: bytes, kind: str) -> Response:
    name = f"{asked.unit.assessment.plan.id}.{asked.person.code}.{kind}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/zip", headers=headers)
