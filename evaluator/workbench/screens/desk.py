"""The screens of a coder: list of units, question, submission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from evaluator.anchors import Anchor, Selection, anchor_of
from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.intake.find import terms_of
from evaluator.model.assessment import Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence
from evaluator.model.scorecard import Glance
from evaluator.model.sentence import say
from evaluator.workbench import views
from evaluator.workbench.answers import passage_from, rating_from
from evaluator.workbench.book import FORMS, WorkUnit
from evaluator.workbench.desk import moment, utc
from evaluator.workbench.events import (
    NewEvent,
    as_json,
    fingerprint,
)
from evaluator.workbench.faults import fault_words
from evaluator.workbench.fold import (
    Draft,
    Round,
    Work,
    last_doing,
    rounds,
    rounds_over,
    work_of,
)
from evaluator.workbench.rights import may_rate
from evaluator.workbench.screens.downloads import table_of
from evaluator.workbench.web import PersonRequest, RefusedError
from evaluator.workbook.sheet.score_sheet import ANSWERED

STATIC = Path(__file__).parents[1] / "static"
CITED = ("source_id", "locator", "object", "note", "quote", "quote_lang")
MOST_NOTE = 2000
MOST_PARTS = 5  # most pages of one selection
NUMBER = re.compile(r"-E(\d+)")
NO_REASON = Problem("the form", say("no reason"), say("why your answer is to replace the book's"))
# Security policy for a copy of a source: it may run and load nothing.
SANDBOX = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def unit_of(asked: PersonRequest) -> WorkUnit:
    """Return the unit (a plan under a rubric) in the request's address, without what an open round seals."""
    shelf = asked.house.shelf
    unit = shelf.unit(asked.path("plan"), asked.path("rubric"))
    return shelf.sealed(unit, asked.person.code, seals_of(asked, unit))


def seals_of(asked: PersonRequest, unit: WorkUnit) -> tuple[Round, ...]:
    """Return the open rounds that seal a unit: its own, and those of the plan under other rubrics."""
    return rounds_over(rounds(asked.house.desk.turns()), unit.name)


def my_work(asked: PersonRequest, unit: WorkUnit) -> Work:
    """Return the unsubmitted work on a unit of the person who makes the request."""
    return work_of(asked.house.desk.of(unit.name), unit.name, asked.person.code)


def rated_unit(asked: PersonRequest) -> WorkUnit:
    """Return the unit in the request's address; refuse a person who may not rate it now."""
    unit = unit_of(asked)
    if not may_rate(asked.person, rounds(asked.house.desk.turns()).get(unit.name)):
        raise RefusedError(
            403, say("You do not rate this unit now: its round has other coders, or you have handed in already.")
        )
    return unit


def _criterion_asked(asked: PersonRequest, unit: WorkUnit, work: Work) -> Criterion:
    known = {criterion.id: criterion for criterion in unit.questions(work)}
    name = asked.path("criterion")
    if name not in known:
        raise RefusedError(
            404,
            say("There is no question %(name)s here. %(mean)s", name=repr(name), mean=did_you_mean(name, list(known))),
        )
    return known[name]


def _asked_about(asked: PersonRequest) -> tuple[WorkUnit, Work, Criterion]:
    """Return unit, unsubmitted work and criterion of the request, for a person who may rate the unit."""
    unit = rated_unit(asked)
    work = my_work(asked, unit)
    return unit, work, _criterion_asked(asked, unit, work)


def first(asked: PersonRequest) -> Response:
    """Redirect to the first open question."""
    unit = unit_of(asked)
    rows = views.questions(unit, my_work(asked, unit), asked.lang)
    if not rows:
        raise RefusedError(404, say("This rubric asks nothing about this plan that is rated by hand."))
    name = views.next_open(rows, "") or rows[0].id
    return RedirectResponse(f"{unit.address}/rate/{name}", 303)


def desk(asked: PersonRequest) -> Response:
    """Show one question and the plan."""
    unit, work, criterion = _asked_about(asked)
    rows = views.questions(unit, work, asked.lang)
    cards = asked.house.shelf.cards(unit, work)
    return asked.show(
        "desk.html",
        unit=unit,
        asked=views.question(unit, work, criterion, asked.lang),
        rows=rows,
        progress=views.progress(rows),
        next_open=views.next_open(rows, criterion.id),
        worth=views.worth_reading([r for r in rows if r.id != criterion.id], cards[0]),
        frames=views.frames(cards, cards, asked.lang),
        sources=unit.assessment.sources,
        documents=documents(asked, unit),
        has_viewer=(STATIC / "viewer" / "viewer.js").is_file(),
    )


def documents(asked: PersonRequest, unit: WorkUnit) -> list[tuple[Source, str]]:
    """Return the sources that have a copy here, each with the kind of its file."""
    found = [(source, asked.house.shelf.document(unit, source)) for source in unit.assessment.sources]
    return [(source, FORMS[path.suffix.lower()]) for source, path in found if path is not None]


def save(asked: PersonRequest) -> Response:
    """Save an answer as a draft after checking it, and return its effect on the scores."""
    unit, work, criterion = _asked_about(asked)
    try:
        rating = _rating_asked(asked, unit, criterion)
    except InvalidInputError as error:
        return asked.refuse(422, *((p.key, fault_words(p)) for p in error.problems))
    draft = work.drafts.get(criterion.id)
    if asked.text("draft") != (draft.event if draft else ""):
        said = say("This answer was changed in another window. Load the page to see it; what you typed is still here.")
        return asked.refuse(409, ("", said))
    before, version = asked.house.shelf.cards(unit, work), draft.event if draft else ""
    told = _told(asked, unit, criterion, rating, work)
    if told is not None:
        (event,) = asked.house.desk.add(told)
        version = event.uuid if event.kind == "rating" else ""
    work = my_work(asked, unit)
    return JSONResponse(
        {"version": version, **_page_parts(asked, unit, work, criterion, before, asked.house.shelf.cards(unit, work))}
    )


def effect(asked: PersonRequest) -> Response:
    """Return an answer's effect on the scores without saving it."""
    unit, work, criterion = _asked_about(asked)
    try:
        rating = _rating_asked(asked, unit, criterion)
    except InvalidInputError as error:
        return asked.refuse(422, *((p.key, fault_words(p)) for p in error.problems))
    before, now = asked.house.shelf.cards(unit, work), unit.cards(work, rating)
    return JSONResponse({"effect": asked.part("parts/effect.html", frames=views.frames(before, now, asked.lang))})


def _rating_asked(asked: PersonRequest, unit: WorkUnit, criterion: Criterion) -> Rating:
    known = (*unit.assessment.evidence, *my_work(asked, unit).passages)
    cells = {name: asked.form.get(name, "") for name in ANSWERED}
    return rating_from(unit, criterion, cells, (passage.evidence_id for passage in known))


def _told(asked: PersonRequest, unit: WorkUnit, criterion: Criterion, rating: Rating, work: Work) -> NewEvent | None:
    """Return the event that saves an answer, or drops a draft equal to the library's; None if nothing changes."""
    who, kept = asked.person.code, unit.row(asked.person.code, criterion.id)
    draft = work.drafts.get(criterion.id)
    change = asked.text("change")
    if rating == kept and not change:
        return NewEvent(who, "drop", {}, unit.name, criterion.id) if draft else None
    if draft and (draft.rating, draft.change) == (rating, change):
        return None
    began = (draft.began, draft.base) if draft else (kept, fingerprint(kept))
    return Draft(rating, began[0], change, began[1]).told(who, unit.name, criterion.id)


def _page_parts(
    asked: PersonRequest, unit: WorkUnit, work: Work, criterion: Criterion, before: list[Glance], now: list[Glance]
) -> dict[str, Any]:
    rows = views.questions(unit, work, asked.lang)
    worth = views.worth_reading([r for r in rows if r.id != criterion.id], now[0])
    question = views.question(unit, work, criterion, asked.lang)
    context = {"unit": unit, "rows": rows, "asked": question, "progress": views.progress(rows)}
    return {
        "list": asked.part("parts/list.html", **context),
        "effect": asked.part("parts/effect.html", frames=views.frames(before, now, asked.lang)),
        "passages": asked.part("parts/passages.html", **context),
        "said": asked.part("parts/said.html", **context),
        "next": asked.part("parts/next.html", unit=unit, worth=worth, next_open=views.next_open(rows, criterion.id)),
        "lacks": question.row.lacks,
        "isWhole": question.row.state == "complete" and not question.rules,
        "state": question.row.state,
    }


def cite(asked: PersonRequest) -> Response:
    """Save a passage: a locator in a source, a note in the coder's words, and the selected places, if any."""
    unit = rated_unit(asked)
    work = my_work(asked, unit)
    names = [e.evidence_id for e in (*unit.assessment.evidence, *work.passages)]
    own = [int(found[1]) for name in names if (found := NUMBER.fullmatch(name.removeprefix(asked.person.code)))]
    cells = {name: asked.form.get(name, "") for name in CITED}
    given = {
        "evidence_id": f"{asked.person.code}-E{max(own, default=0) + 1}",
        "added_by": asked.person.code,
        "added_on": moment(utc())[:10],
    }
    try:
        passage = passage_from(unit, {**cells, **given})
        places = _anchors(asked, unit, passage)
    except InvalidInputError as error:
        return asked.refuse(422, *((p.key, fault_words(p)) for p in error.problems))
    payload: dict[str, Any] = {"passage": as_json(passage), "anchors": [as_json(place) for place in places]}
    asked.house.desk.add(NewEvent(asked.person.code, "passage", payload, unit.name, asked.path("criterion")))
    return JSONResponse({"evidence_id": passage.evidence_id, "passage": asdict(passage)})


def _anchors(asked: PersonRequest, unit: WorkUnit, passage: Evidence) -> list[Anchor]:
    """Return the anchors of the selections in the viewer, located again in the bytes of the source."""
    parts = asked.form.get("selected")
    if not parts:
        return []
    source = next(s for s in unit.assessment.sources if s.source_id == passage.source_id)
    path = asked.house.shelf.document(unit, source)
    if path is None or not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise InvalidInputError([Problem("the form", "a selection in a source that is not here", "a copy of it")])
    kind, data = FORMS[path.suffix.lower()], path.read_bytes()
    chosen = [Selection.of(part) for part in parts[:MOST_PARTS]]
    return [anchor_of(data, kind, one, name=path.name, evidence_id=passage.evidence_id) for one in chosen]


def undo(asked: PersonRequest) -> Response:
    """Undo the person's last unsubmitted action on a unit."""
    unit = rated_unit(asked)
    last = last_doing(asked.house.desk.of(unit.name), unit.name, asked.person.code)
    if last is None:
        return asked.refuse(422, ("", say("There is nothing to undo.")))
    asked.house.desk.add(NewEvent(asked.person.code, "undo", {"undoes": last.uuid}, unit.name, last.criterion))
    name = last.criterion or asked.text("criterion")
    return JSONResponse({"go": f"{unit.address}/rate/{name}" if name else unit.address})


def find_passages(asked: PersonRequest) -> Response:
    """Return the passages of the plan that may answer the question, in the order of `evaluator plan find`."""
    unit, _, criterion = _asked_about(asked)
    searched = asked.house.shelf.searched(unit)
    shown = {source.source_id for source in unit.assessment.sources if asked.house.shelf.document(unit, source)}
    rows = [views.FoundPassage.of(hit, shown) for hit in searched.of(criterion)]
    terms = bool(terms_of(criterion))
    return JSONResponse({"found": asked.part("parts/found.html", rows=rows, texts=searched.texts, has_terms=terms)})


def note(asked: PersonRequest) -> Response:
    """Save a note to the lead on a question."""
    unit = rated_unit(asked)
    text = asked.text("text")
    if not text or len(text) > MOST_NOTE:
        return asked.refuse(422, ("text", say("A note has 1 to %(most)s characters.", most=MOST_NOTE)))
    asked.house.desk.add(NewEvent(asked.person.code, "note", {"text": text}, unit.name, asked.path("criterion")))
    return JSONResponse({"saved": True})


def settle_clash(asked: PersonRequest) -> Response:
    """Resolve a conflict between the library's rating and the person's own draft of one criterion.

    With `keep=book` the draft is dropped. Otherwise it stays, now as a change of the library's
    present rating, and needs a reason.
    """
    unit, work, criterion = _asked_about(asked)
    draft, kept = work.drafts.get(criterion.id), unit.row(asked.person.code, criterion.id)
    if draft is None:
        raise RefusedError(404, say("There is no draft of this question."))
    if asked.text("keep") == "book":
        asked.house.desk.add(NewEvent(asked.person.code, "drop", {}, unit.name, criterion.id))
    else:
        if not asked.text("reason"):
            raise InvalidInputError([NO_REASON])
        anew = Draft(draft.rating, kept, asked.text("reason"), fingerprint(kept))
        asked.house.desk.add(anew.told(asked.person.code, unit.name, criterion.id))
    return RedirectResponse(f"{unit.address}/rate/{criterion.id}", 303)


def document(asked: PersonRequest) -> Response:
    """Return the copy of a source, sandboxed so that nothing in it can act on the workbench."""
    unit = unit_of(asked)
    source = next((s for s in unit.assessment.sources if s.source_id == asked.path("source")), None)
    path = asked.house.shelf.document(unit, source) if source else None
    if path is None:
        raise RefusedError(404, say("No copy of this source lies in the folder documents/."))
    kind = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "text": "text/plain; charset=utf-8"}
    headers = {"Content-Security-Policy": SANDBOX}
    return FileResponse(path, media_type=kind[FORMS[path.suffix.lower()]], headers=headers)


def anchors(asked: PersonRequest) -> Response:
    """Return the anchors of passages in a source, of the library and of unsubmitted work, for the viewer.

    An anchor's paradigms are those of the criteria for which this person cites it; other people's
    ratings are ignored.
    """
    unit = unit_of(asked)
    work = my_work(asked, unit)
    wanted = asked.request.query_params.get("source", "")
    cited = {e.evidence_id for e in (*unit.assessment.evidence, *work.passages) if e.source_id == wanted}
    mine = next(c.ratings for c in unit.with_work(work).codings if c.header.coder == asked.person.code)
    found = dict.fromkeys(a for a in (*unit.assessment.anchors, *work.anchors) if a.evidence_id in cited)
    return JSONResponse([{**asdict(anchor), **_anchor_shown(unit, mine, anchor)} for anchor in found])


def _anchor_shown(unit: WorkUnit, mine: Sequence[Rating], anchor: Anchor) -> dict[str, object]:
    groups = {unit.rubric.paradigm_of(r.criterion_id) for r in mine if anchor.evidence_id in r.evidence_ids}
    return {"quads": [list(box) for box in anchor.boxes], "paradigms": sorted(groups)}


def table(asked: PersonRequest) -> Response:
    """Return the person's own ratings, unsubmitted ones included, as CSV or JSON."""
    unit = unit_of(asked)
    mine = unit.with_work(my_work(asked, unit))
    rows = next(c.ratings for c in mine.codings if c.header.coder == asked.person.code)
    return table_of(asked, rows, Rating, f"{unit.assessment.plan.id}.{asked.person.code}.csv")
