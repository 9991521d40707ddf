"""Submission of work to the library: recorded on the desk, written by the import of sheets, repaired at a start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from evaluator import __version__
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library
from evaluator.workbench.book import Shelf, WorkUnit, final
from evaluator.workbench.desk import Desk, moment, utc
from evaluator.workbench.events import Event, Payload, Told
from evaluator.workbench.fold import Work, guest, unfinished, until, works
from evaluator.workbench.history import commit
from evaluator.workbench.sheet import sheet_of
from evaluator.workbook.back.import_ import ImportedSheets, ImportOrder, import_books
from evaluator.workbook.sheet.grid import ReadBook


@dataclass(frozen=True, slots=True)
class Handing:
    """One submission: its coders, whether their sheets are final, and whether it releases a round."""

    coders: tuple[str, ...]
    is_final: bool
    is_release: bool = False


def looked_over(shelf: Shelf, unit: WorkUnit, work: Work, *, is_final: bool) -> ImportedSheets:
    """Return the result that a submission of a coder's work would have; nothing is written.

    Raises
    ------
    InvalidInputError
        With every fault, each at its question and field.
    """
    at = moment(utc())
    order = ImportOrder(unit.assessment.plan.id, unit.rubric, at, __version__, start=True)
    return import_books([_sheet(unit, work, is_final=is_final, at=at)], order, shelf.library, shelf.own, dry_run=True)


def hand_in(desk: Desk, shelf: Shelf, unit: WorkUnit, actor: str, handing: Handing) -> ImportedSheets:
    """Write coders' work to the library, all or nothing.

    The desk records the submission before and after the write, so that `repair` can complete one
    that was interrupted.

    Raises
    ------
    InvalidInputError
        With every fault of every sheet; nothing was written.
    EvaluatorError
        The desk began with a unit taken from another desk, where the work is to be submitted.
    """
    if guest(desk.events()):
        raise EvaluatorError(
            "This folder holds work taken from another desk. It is handed in there: make the file to bring back "
            "(Hand in), and bring it back to the desk it was taken from."
        )
    payload = {"coders": list(handing.coders), "final": handing.is_final, "release": handing.is_release}
    (begun,) = desk.add(Told(actor, "submitting", payload, unit.name))
    return _carry_out(desk, shelf, begun)


def repair(desk: Desk, shelf: Shelf) -> list[str]:
    """Complete interrupted submissions, and return the units concerned.

    Writing again has no effect if the submission was written already; else it is written now.
    """
    found = unfinished(desk.events())
    for begun in found:
        try:
            _carry_out(desk, shelf, begun)
        except EvaluatorError:
            continue  # the desk has recorded the failure; the work is still unsubmitted
    return [event.unit for event in found]


def _carry_out(desk: Desk, shelf: Shelf, begun: Event) -> ImportedSheets:
    said = begun.payload
    try:
        with shelf.writing():
            plan_id, _, rubric_id = begun.unit.partition(":")
            unit = shelf.unit(plan_id, rubric_id)
            before = until(desk.events(), begun)
            now = works(before, begun.unit)
            sheets = [
                _sheet(unit, now.get(coder, Work(coder)), is_final=said["final"], at=begun.at)
                for coder in said["coders"]
            ]
            order = ImportOrder(plan_id, unit.rubric, begun.at, __version__, start=True)
            done = import_books(sheets, order, Library.open(shelf.own), shelf.own)
            files = shelf.names(done.written)
            payload = {
                "of": begun.uuid,
                "coders": said["coders"],
                "release": said["release"],
                "files": files,
                "changes": len([record for record in done.records if record.criterion_id]),
            }
            if shelf.commits and files:
                heads = {coder: now.get(coder, Work(coder)).head for coder in said["coders"]}
                payload["git"] = commit(shelf.own, files, begun.actor, _message(begun.unit, heads))
            _end(desk, begun, "submitted", payload)
    except EvaluatorError as error:
        found = [str(p) for p in error.problems] if isinstance(error, InvalidInputError) else [str(error)]
        _end(desk, begun, "failed", {"of": begun.uuid, "faults": found[:50]})
        raise
    return done


def _message(unit: str, heads: Mapping[str, str]) -> str:
    """Return the message of a git commit, with the hash of the newest event of each coder's work."""
    trailers = "\n".join(f"Desk-Head: {coder} {head or 'none'}" for coder, head in heads.items())
    return f"{unit}: ratings of {', '.join(heads)}\n\n{trailers}"


def _end(desk: Desk, begun: Event, kind: Literal["submitted", "failed"], payload: Payload) -> None:
    """Record the end of a submission, unless another server has repaired and recorded it meanwhile."""
    if any(event.uuid == begun.uuid for event in unfinished(desk.events())):
        desk.add(Told(begun.actor, kind, payload, begun.unit))


def _sheet(unit: WorkUnit, work: Work, *, is_final: bool, at: str) -> ReadBook:
    """Return a coder's work as a sheet; if it is not final, the header keeps the library's state."""
    return sheet_of(unit, work, header=partial(final, on=at[:10])) if is_final else sheet_of(unit, work)
