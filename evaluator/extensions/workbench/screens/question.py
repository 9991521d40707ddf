"""The screens of a coder: one question beside the plan, its answer, passages and notes; the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from evaluator.anchors import Anchor, Selection, anchor_of
from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.extensions.workbench import views
from evaluator.extensions.workbench.answers import passage_from, rating_from
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.events import NewEvent, as_json
from evaluator.extensions.workbench.faults import fault_words
from evaluator.extensions.workbench.fold import Draft, last_doing
from evaluator.extensions.workbench.screens.downloads import table_of
from evaluator.extensions.workbench.shelf import FORMS
from evaluator.extensions.workbench.web import PersonRequest, RefusedError, is_script
from evaluator.intake.find import terms_of
from evaluator.intake.proposals import proposals_for
from evaluator.model.assessment import Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence
from evaluator.model.proposal import Proposal, ProposalFile
from evaluator.model.scorecard import Glance
from evaluator.model.sentence import say
from evaluator.panel.proposed import shown_to
from evaluator.workbook.sheet.score_sheet import ANSWERED

STATIC = Path(__file__).parents[1] / "static"
CITED = ("source_id", "locator", "object", "note", "quote", "quote_lang")
PARTS = ("list", "effect", "passages", "said", "onward", "next")  # what its script puts in anew
MOST_NOTE = 2000
MOST_PARTS = 5  # most pages of one selection
NUMBER = re.compile(r"-E(\d+)")
NO_REASON = Problem("the form", say("no reason"), say("why your answer is to replace the one in the files"))
# Security policy for a copy of a source: it may run and load nothing.
SANDBOX = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def _criterion_in_address(asked: PersonRequest) -> Criterion:
    """Return the criterion in the address, one that the person rates by hand."""
    known, name = {one.id: one for one in asked.unit.questions(asked.work)}, asked.path("criterion")
    if name not in known:
        raise RefusedError(
            404,
            say("There is no question %(name)s here. %(mean)s", name=repr(name), mean=did_you_mean(name, list(known))),
        )
    return known[name]


def first(asked: PersonRequest) -> Response:
    """Redirect to the first open question."""
    rows = views.questions(asked.unit, asked.work, asked.lang)
    if not rows:
        raise RefusedError(404, say("This rubric asks nothing about this plan that is rated by hand."))
    name = views.next_open(rows, "") or rows[0].id
    return RedirectResponse(f"{asked.unit.address}/rate/{name}", 303)


def show_question(asked: PersonRequest) -> Response:
    """Show one question and the plan."""
    criterion = _criterion_in_address(asked)
    cards = asked.shelf.cards(asked.unit, asked.work)
    return asked.show_unit(
        "desk.html",
        **_question_shown(asked, criterion, cards, cards),
        proposed=proposed_to(asked, criterion.id),
        sources=asked.unit.assessment.sources,
        documents=documents(asked),
        has_viewer=(STATIC / "viewer" / "viewer.js").is_file(),
    )


def _question_shown(
    asked: PersonRequest, criterion: Criterion, before: list[Glance], now: list[Glance]
) -> dict[str, Any]:
    """Return what page and parts of a question show, with the scores before an answer and now."""
    unit, work = asked.unit, asked.work
    rows = views.questions(unit, work, asked.lang)
    return {
        "asked": views.question(unit, work, criterion, asked.lang),
        "rows": rows,
        "progress": views.progress(rows),
        "next_open": views.next_open(rows, criterion.id),
        "worth": views.worth_reading([r for r in rows if r.id != criterion.id], now[0]),
        "frames": views.frames(before, now, asked.lang),
    }


def documents(asked: PersonRequest) -> list[tuple[Source, str]]:
    """Return the sources that have a copy here, each with the kind of its file."""
    return [(source, FORMS[path.suffix.lower()]) for source, path in asked.shelf.documents(asked.unit)]


def save(asked: PersonRequest) -> Response:
    """Save an answer as a draft after checking it, and return its effect on the scores."""
    criterion, work = _criterion_in_address(asked), asked.work
    try:
        rating = _rating_of_form(asked, criterion)
    except InvalidInputError as error:
        return _refused_fields(asked, error)
    draft = work.drafts.get(criterion.id)
    version = draft.event if draft else ""
    if asked.text("draft") != version:
        said = say("This answer was changed in another window. Load the page to see it; what you typed is still here.")
        return asked.refuse(409, ("", said))
    before = asked.shelf.cards(asked.unit, work)
    told = _saving_event(asked, criterion, rating, draft)
    if told is not None:
        (event,) = asked.desk.add(told)
        version = event.uuid if event.kind == "rating" else ""
    shown = _question_shown(asked, criterion, before, asked.shelf.cards(asked.unit, asked.work))
    question: views.Question = shown["asked"]
    parts = {name: asked.part(f"parts/{name}.html", unit=asked.unit, **shown) for name in PARTS}
    return JSONResponse(
        {
            "version": version,
            **parts,
            "lacks": question.row.lacks,
            "isWhole": question.row.state == "complete" and not question.rules,
            "state": question.row.state,
        }
    )


def effect(asked: PersonRequest) -> Response:
    """Return an answer's effect on the scores without saving it."""
    try:
        rating = _rating_of_form(asked, _criterion_in_address(asked))
    except InvalidInputError as error:
        return _refused_fields(asked, error)
    before, now = asked.shelf.cards(asked.unit, asked.work), asked.unit.cards(asked.work, rating)
    return JSONResponse({"effect": asked.part("parts/effect.html", frames=views.frames(before, now, asked.lang))})


def _refused_fields(asked: PersonRequest, error: InvalidInputError) -> Response:
    return asked.refuse(422, *((problem.key, fault_words(problem)) for problem in error.problems))


def _rating_of_form(asked: PersonRequest, criterion: Criterion) -> Rating:
    """Return the rating of the form."""
    cells = {name: asked.form.get(name, "") for name in ANSWERED}
    rating = rating_from(asked.unit, criterion, cells, asked.unit.passages(asked.work))
    return replace(rating, proposal=_began_as(asked, rating))


def _began_as(asked: PersonRequest, rating: Rating) -> str:
    """Return the proposals that an answer began as, or was changed after: those that had been shown."""
    name, work = rating.criterion_id, asked.work
    kept = asked.unit.row(work.coder, name)
    earlier = work.drafts[name].rating if name in work.drafts else kept
    shown = ";".join(f"{one.machine.coder}:{one.row.short}" for one in proposed_to(asked, name))
    if earlier is not None and (earlier.proposal or earlier.short == rating.short):
        return earlier.proposal  # a mark stays, whatever is answered later and whatever is proposed by then
    return "" if earlier is None and rating.status == "not-assessed" else shown


class Proposed(NamedTuple):
    """A machine's proposal on one criterion, and the machine."""

    machine: ProposalFile
    row: Proposal


def proposed_to(asked: PersonRequest, criterion: str) -> list[Proposed]:
    """Return what machines propose on a criterion, as far as the person may see it now."""
    unit, code = asked.unit, asked.person.code
    kept = unit.row(code, criterion)
    is_final = any(c.header.coder == code and c.header.state == "final" for c in unit.assessment.codings)
    is_answered = is_final and kept is not None and kept.status != "not-assessed"
    if not shown_to(unit.assessment.plan.proposals, is_answered=is_answered, is_blind=bool(asked.seals)):
        return []
    try:
        found = proposals_for(asked.shelf.library, unit.assessment.plan.id, unit.rubric)
    except InvalidInputError:  # told where the lead takes them in; no coder is kept from rating by it
        return []
    return [Proposed(one.header, row) for one in found if (row := one.on(criterion))]


def _saving_event(asked: PersonRequest, criterion: Criterion, rating: Rating, draft: Draft | None) -> NewEvent | None:
    """Return the event that saves an answer, or drops a draft equal to the library's; None if nothing changes."""
    who, unit, kept = asked.person.code, asked.unit.name, asked.unit.row(asked.person.code, criterion.id)
    change = asked.text("change")
    if rating == kept and not change:
        return NewEvent(who, "drop", {}, unit, criterion.id) if draft else None
    if draft and (draft.rating, draft.change) == (rating, change):
        return None
    return Draft(rating, draft.began if draft else kept, change).as_event(who, unit)


def cite(asked: PersonRequest) -> Response:
    """Save a passage: a locator in a source, a note in the coder's words, and the selected places, if any.

    With the id of an own passage, that one is changed; it keeps its place unless another is selected.
    """
    work, name = asked.work, asked.text("evidence_id")
    known = asked.unit.passages(work)
    kept = _own_passage(asked, name, known) if name else None
    cells = {**(asdict(kept) if kept else _new_passage(asked, known)), **{n: asked.form.get(n, "") for n in CITED}}
    try:
        passage = passage_from(asked.unit, cells)
        places = _selected_places(asked, passage)
    except InvalidInputError as error:
        return _refused_fields(asked, error)
    if kept and not places and kept.source_id == passage.source_id:
        places = [place for place in asked.unit.anchors(work) if place.evidence_id == name]
    payload = {"passage": as_json(passage), "anchors": [as_json(place) for place in places]}
    asked.add("passage", payload, asked.path("criterion"))
    return JSONResponse({"evidence_id": passage.evidence_id, "passage": asdict(passage)})


def _new_passage(asked: PersonRequest, known: Iterable[str]) -> dict[str, str]:
    """Return what the desk fills in of a new passage: the next id of the coder's own, who cites it and when."""
    code = asked.person.code
    own = [int(found[1]) for name in known if (found := NUMBER.fullmatch(name.removeprefix(code)))]
    return {"evidence_id": f"{code}-E{max(own, default=0) + 1}", "added_by": code, "added_on": moment(utc())[:10]}


def _own_passage(asked: PersonRequest, name: str, known: Mapping[str, Evidence]) -> Evidence:
    """Return a passage that the person cited, in hand or handed in; refuse another."""
    found = known.get(name)
    if found is None or found.added_by != asked.person.code:
        raise RefusedError(404, say("You cited no passage %(name)s.", name=repr(name)))
    return found


def withdraw(asked: PersonRequest) -> Response:
    """Take back a passage that was not handed in yet, from every answer in hand too."""
    name = asked.path("evidence")
    _own_passage(asked, name, {one.evidence_id: one for one in asked.work.passages})
    if any(one.evidence_id == name for one in asked.unit.assessment.evidence):
        said = say("%(name)s was handed in already, and stays on the list. Take it away from the question.", name=name)
        raise RefusedError(409, said)
    asked.add("withdraw", {"passage": name})
    to = f"{asked.unit.address}/hand-in"
    return JSONResponse({"withdrawn": name}) if is_script(asked.request) else RedirectResponse(to, 303)


def _selected_places(asked: PersonRequest, passage: Evidence) -> list[Anchor]:
    """Return the anchors of the selections in the viewer, located again in the bytes of the source."""
    parts = asked.form.get("selected")
    if not parts:
        return []
    source = asked.unit.source(passage.source_id)
    path = asked.shelf.document(asked.unit, source) if source else None
    if path is None or not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise InvalidInputError([Problem("the form", "a selection in a source that is not here", "a copy of it")])
    kind, data = FORMS[path.suffix.lower()], path.read_bytes()
    chosen = [Selection.of(part) for part in parts[:MOST_PARTS]]
    return [anchor_of(data, kind, one, name=path.name, evidence_id=passage.evidence_id) for one in chosen]


def undo(asked: PersonRequest) -> Response:
    """Undo the person's last unsubmitted action on a unit."""
    unit = asked.unit
    last = last_doing(asked.desk.of(unit.name), unit.name, asked.person.code)
    if last is None:
        return asked.refuse(422, ("", say("There is nothing to undo.")))
    asked.add("undo", {"undoes": last.uuid}, last.criterion)
    name = last.criterion or asked.text("criterion")
    return JSONResponse({"go": f"{unit.address}/rate/{name}" if name else unit.address})


def find_passages(asked: PersonRequest) -> Response:
    """Return the passages of the plan that may answer the question, in the order of `evaluator plan find`."""
    criterion, searched = _criterion_in_address(asked), asked.shelf.searched(asked.unit)
    shown = {source.source_id for source, _ in documents(asked)}
    rows = [views.FoundPassage.of(hit, shown) for hit in searched.of(criterion)]
    terms = bool(terms_of(criterion))
    return JSONResponse({"found": asked.part("parts/found.html", rows=rows, texts=searched.texts, has_terms=terms)})


def note(asked: PersonRequest) -> Response:
    """Save a note to the lead on a question."""
    text = asked.text("text")
    if not text or len(text) > MOST_NOTE:
        return asked.refuse(422, ("text", say("A note has 1 to %(most)s characters.", most=MOST_NOTE)))
    asked.add("note", {"text": text}, asked.path("criterion"))
    return JSONResponse({"saved": True})


def settle_clash(asked: PersonRequest) -> Response:
    """Resolve a conflict between the library's rating and the person's own draft of one criterion.

    With `keep=book` the draft is dropped. Otherwise it stays, now as a change of the library's
    present rating, and needs a reason.
    """
    name = _criterion_in_address(asked).id
    draft, kept = asked.work.drafts.get(name), asked.unit.row(asked.person.code, name)
    if draft is None:
        raise RefusedError(404, say("There is no draft of this question."))
    if asked.text("keep") == "book":
        asked.add("drop", {}, name)
    else:
        if not asked.text("reason"):
            raise InvalidInputError([NO_REASON])
        anew = Draft(draft.rating, kept, asked.text("reason"))
        asked.desk.add(anew.as_event(asked.person.code, asked.unit.name))
    return RedirectResponse(f"{asked.unit.address}/rate/{name}", 303)


def document(asked: PersonRequest) -> Response:
    """Return the copy of a source, sandboxed so that nothing in it can act on the workbench."""
    source = asked.unit.source(asked.path("source"))
    path = asked.shelf.document(asked.unit, source) if source else None
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
    unit, work = asked.unit, asked.work
    wanted = asked.request.query_params.get("source", "")
    cited = {e.evidence_id for e in unit.passages(work).values() if e.source_id == wanted}
    found = []
    for anchor in unit.anchors(work):
        if anchor.evidence_id in cited:
            citing = (r.criterion_id for r in unit.ratings(work) if anchor.evidence_id in r.evidence_ids)
            groups = sorted({unit.rubric.paradigm_of(name) for name in citing})
            found.append({**asdict(anchor), "quads": [list(box) for box in anchor.boxes], "paradigms": groups})
    return JSONResponse(found)


def table(asked: PersonRequest) -> Response:
    """Return the person's own ratings, unsubmitted ones included, as CSV or JSON."""
    rows = asked.unit.ratings(asked.work)
    return table_of(asked, rows, Rating, f"{asked.plan_id}.{asked.person.code}.csv")
