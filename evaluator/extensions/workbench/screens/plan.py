"""The screens of the plan: its measures, the open notes of its import, the cited pages, and single passages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import JSONResponse, RedirectResponse, Response

from evaluator.anchors.coverage import PageCover, uncited_pages
from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.events import fingerprint
from evaluator.extensions.workbench.faults import on_screen, words_without_file
from evaluator.extensions.workbench.screens.begin import open_bodies, open_tags
from evaluator.extensions.workbench.screens.downloads import table_of
from evaluator.extensions.workbench.screens.question import documents
from evaluator.extensions.workbench.shelf import FORMS, WorkUnit, screen_language
from evaluator.extensions.workbench.web import PersonRequest, RefusedError
from evaluator.intake.attributes import LONGEST_NAME
from evaluator.intake.formats.cells import shown
from evaluator.intake.plan_file import BODIES
from evaluator.intake.report import KINDS
from evaluator.intake.searched import intake_table, wordings_of
from evaluator.model.country import INSTITUTION_KINDS, Source
from evaluator.model.intake import BodyProposal, ImportNote, Wording
from evaluator.model.plan import Measure
from evaluator.model.sentence import Spoken, say
from evaluator.read.plan import PlanFolder
from evaluator.store.change import sha256_of

PLACE = re.compile(r"p\. (\d+)(?:, table (\d+))?(?:, row (\d+))?(?:, column (\d+))?")


@dataclass(frozen=True, slots=True)
class Cover:
    """A source with a copy here: how much of each page is cited and which are not, or why it cannot be read."""

    source: Source
    pages: Sequence[PageCover] = ()
    uncited: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One note of the plan's import, with its place in the plan's file and who has checked it (empty: nobody).

    `boxes` are left, top, right and bottom in points from the upper left corner of the page.
    """

    id: str
    note: ImportNote
    page: int | None
    boxes: tuple[tuple[float, ...], ...]
    looked: str

    @property
    def kind(self) -> Spoken:
        """Return what the kind of the note is called."""
        return on_screen(KINDS[self.note.kind])

    @property
    def done(self) -> Spoken:
        """Return what was done, or is to be done, without the names of files."""
        return on_screen(self.note.done)


def plan(asked: PersonRequest) -> Response:
    """Show the plan: its measures, and the notes of its import that are still to be checked."""
    return asked.show_unit(
        "plan.html",
        measures=asked.unit.assessment.measures,
        doubts=doubts_of(asked),
        wordings=len(wordings_of(_plan_folder(asked))),
        documents=documents(asked),
        bodies=open_bodies(asked) if asked.person.may("lead") else [],
        tags=open_tags(asked) if asked.person.may("lead") else [],
        body_kinds=INSTITUTION_KINDS,
    )


def _plan_folder(asked: PersonRequest) -> PlanFolder:
    return asked.shelf.library.plan_folder(asked.plan_id)


def doubts_of(asked: PersonRequest) -> list[Doubt]:
    """Return the notes of the plan's import, each with the person who has checked it, without bodies decided since."""
    bodies = intake_table(_plan_folder(asked), BODIES, BodyProposal)
    decided = tuple(shown(one.name, LONGEST_NAME) for one in bodies if one.confirmed)
    wordings = wordings_of(_plan_folder(asked))
    seen = {e.payload["doubt"]: e.actor for e in asked.desk.of(asked.unit.name) if e.kind == "looked"}
    found = []
    for note in intake_table(_plan_folder(asked), "notes.csv", ImportNote):
        if note.kind == "body-unknown" and note.found.startswith(decided):
            continue
        name = f"d{fingerprint(note)[:12]}"
        page, boxes = place_of_note(note.place, wordings)
        found.append(Doubt(name, note, page, boxes, seen.get(name, "")))
    return found


def place_of_note(place: str, wordings: Sequence[Wording]) -> tuple[int | None, tuple[tuple[float, ...], ...]]:
    """Return the page in a note's place, and the boxes of the texts it is about; none if it names no table.

    Examples
    --------
    >>> at = Wording("W1", "", "activity", page=7, table=3, row=1, slot=2, text="x", box="10 20 30 40")
    >>> place_of_note("p. 7, table 3, row 1", [at]), place_of_note("p. 7", [at])
    ((7, ((10.0, 20.0, 30.0, 40.0),)), (7, ()))
    >>> place_of_note("sheet Plan, row 2", [at])
    (None, ())
    """
    found = PLACE.match(place)
    if not found:
        return None, ()
    page, table, row, slot = (int(part) if part else None for part in found.groups())
    if table is None:
        return page, ()
    boxes = [
        tuple(map(float, one.box.split()))
        for one in wordings
        if (one.page, one.table) == (page, table)
        and row in (None, one.row)
        and slot in (None, one.slot)
        and len(one.box.split()) == len(("left", "top", "right", "bottom"))
    ]
    return page, tuple(boxes)


def doubts(asked: PersonRequest) -> Response:
    """Return the places of the import's notes as JSON, for the viewer to outline."""
    say_it = screen_language(asked.lang).said
    return JSONResponse([
        {"evidence_id": one.id, "page": one.page, "boxes": one.boxes, "label": f"{say_it(one.kind)}: {one.note.found}"}
        for one in doubts_of(asked)
        if one.page
    ])  # fmt: skip


def record_checked(asked: PersonRequest) -> Response:
    """Record that the lead has checked a place of the import's notes and found it correct."""
    name = asked.text("doubt")
    if name not in {one.id for one in doubts_of(asked)}:
        raise RefusedError(404, say("There is no such place: the plan was imported anew meanwhile."))
    asked.add("looked", {"doubt": name})
    return RedirectResponse(f"{asked.unit.address}/plan#{name}", 303)


def cited_pages(asked: PersonRequest) -> Response:
    """Show which pages of the sources are cited."""
    return asked.show_unit("coverage.html", covers=_source_covers(asked))


def coverage_table(asked: PersonRequest) -> Response:
    """Return the cited pages of the sources as CSV or JSON."""
    rows = [page for cover in _source_covers(asked) for page in cover.pages]
    return table_of(asked, rows, PageCover, f"{asked.plan_id}.coverage.csv")


def _source_covers(asked: PersonRequest) -> list[Cover]:
    """Return the cited pages of each source with a copy here; citations are the library's and the person's own."""
    unit, work = asked.unit, asked.work
    sources = {e.evidence_id: e.source_id for e in unit.passages(work).values()}
    anchors = unit.anchors(work)
    found = []
    for source, path in asked.shelf.documents(unit):
        here = [anchor for anchor in anchors if sources.get(anchor.evidence_id) == source.source_id]
        try:
            pages = asked.shelf.coverage(source, path, here)
        except EvaluatorError as error:
            found.append(Cover(source, fault=words_without_file(error, asked.shelf.own)))
        else:
            found.append(Cover(source, pages, uncited_pages(pages)))
    return found


def table(asked: PersonRequest) -> Response:
    """Return the plan's measures as CSV or JSON."""
    return table_of(asked, asked.unit.assessment.measures, Measure, f"{asked.plan_id}.measures.csv")


def passage(asked: PersonRequest) -> Response:
    """Show one passage in its source; a report's citations link to this page."""
    unit, work, name = asked.unit, asked.work, asked.path("evidence")
    evidence = unit.passages(work).get(name)
    if evidence is None:
        raise RefusedError(404, say("There is no such passage of this plan."))
    source = unit.source(evidence.source_id)
    path = asked.shelf.document(unit, source) if source else None
    hashes = {one.source_sha256 for one in unit.anchors(work) if one.evidence_id == name}
    return asked.show_unit(
        "passage.html",
        evidence=evidence,
        source=source,
        kind=FORMS[path.suffix.lower()] if path else "",
        is_placed=bool(hashes),
        is_other=path is not None and bool(hashes - {sha256_of(path.read_bytes())}),
        questions=_citing_criteria(unit, name) if asked.sees_panel else [],
    )


def _citing_criteria(unit: WorkUnit, name: str) -> list[tuple[str, str]]:
    """Return id and title of the criteria whose ratings cite a passage."""
    found = {r.criterion_id for c in unit.assessment.codings for r in c.ratings if name in r.evidence_ids}
    return [(c.id, unit.rubric.title(c.id)) for c in unit.rubric.criteria if c.id in found]
