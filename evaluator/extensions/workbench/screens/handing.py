"""The screens of handing in: what was read, what a submission would write, and the submission."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from starlette.responses import RedirectResponse, Response

from evaluator.errors import InvalidInputError, Problem
from evaluator.extensions.workbench import views
from evaluator.extensions.workbench.events import HeaderPayload, check_payload, header_clashes, header_over, reading_of
from evaluator.extensions.workbench.faults import placed_words
from evaluator.extensions.workbench.fold import commit_fault, guest
from evaluator.extensions.workbench.screens.conditions import must_rate
from evaluator.extensions.workbench.screens.question import NO_REASON
from evaluator.extensions.workbench.submit import Handing, check_submission, hand_in
from evaluator.extensions.workbench.web import BACK_ROOM, PersonRequest, RefusedError
from evaluator.intake.plan_file import write_plan
from evaluator.model.plan import TextRead
from evaluator.model.sentence import say


class PlacedFault(NamedTuple):
    """A fault of a submission: the address of its field, the name of the question or passage, and its words."""

    address: str
    title: str
    text: str


def review(asked: PersonRequest, faults: list[PlacedFault] | None = None, status: int = 200) -> Response:
    """Show what a submission would write to the library, with every fault by question."""
    unit, work = asked.unit, asked.work
    rows = views.questions(unit, work, asked.lang)
    return asked.show_unit(
        "review.html",
        status,
        rows=rows,
        by_id={row.id: row for row in rows},
        progress=views.progress(rows),
        answered=sum(row.answer not in ("", "not-assessed") for row in rows),
        in_hand=list(work.drafts.items()),
        passages=work.passages,
        in_hand_only={one.evidence_id for one in views.in_hand(unit, work)},
        cited_at=views.cited_at(rows, work),
        header=header_over(unit.coding(asked.person.code).header, work.header),
        kept=asked.request.query_params.get("kept", ""),
        is_short=not unit.assessment.plan.text_read.is_whole("either"),
        round=asked.round,
        faults=faults or [],
        clashes=[row for row in rows if row.clash],
        reread=views.header_clash(unit, work),
        is_guest=guest(asked.desk.events()) is not None,
        most_brought=BACK_ROOM.most * 3 // 4,
        too_large=BACK_ROOM.said,
    )


def header(asked: PersonRequest) -> Response:
    """Save a coder's statements on the reading of the plan."""
    _keep_header(asked)
    return RedirectResponse(f"{asked.unit.address}/hand-in?kept=yes", 303)


def _keep_header(asked: PersonRequest) -> None:
    """Save what a form says of the reading of the plan, with the library's version that the coder began from.

    A lead also states how much of the plan's text could be read at all, in the plan's own file.
    """
    base, payload = asked.unit.coding(asked.person.code).header, asked.work.header
    now = header_over(base, payload)
    capacity = "third-reader" if "third-reader" in asked.person.roles else "assessor"
    said = {
        "capacity": now.capacity if now.capacity == "lead" else capacity,
        "text_read": now.text_read.model_dump() | {key: asked.text(key) for key in ("measures", "text", "pages")},
        "read": asked.text("read") or None,
        "interests": asked.text("interests"),
        "notes": asked.text("notes"),
        "lang": asked.text("lang") or "en",
        "started": asked.text("started") or None,
        "finished": now.finished,
        "unanswered": (asked.text("unanswered") or None) if "unanswered" in asked.form else now.unanswered,
    }
    began = (payload or {}).get("began") or reading_of(base).model_dump(mode="json", exclude_none=True)
    asked.add("header", check_payload(HeaderPayload, {**said, "began": began}))
    if asked.person.may("lead") and (available := asked.text("available")):
        read = check_payload(TextRead, {"measures": available, "text": available})
        text_read, shelf = TextRead.model_validate(read), asked.shelf
        with shelf.writing():
            write_plan(shelf.library, shelf.own, asked.unit.assessment.plan, {"text_read": text_read})


def settle_header(asked: PersonRequest) -> Response:
    """Resolve a conflict between the library's header and the coder's own; the choice is based on the library's."""
    base, payload = asked.unit.coding(asked.person.code).header, asked.work.header
    clashes = header_clashes(base, payload)
    if not clashes:
        raise RefusedError(404, say("There is nothing to decide about what was read."))
    book = reading_of(base).model_dump(mode="json", exclude_none=True)
    mine = reading_of(header_over(base, payload)).model_dump(mode="json", exclude_none=True)
    if asked.text("keep") == "book":
        mine = {name: value for name, value in mine.items() if name not in clashes}
        mine |= {name: book[name] for name in clashes if name in book}
    elif not asked.text("reason"):
        raise InvalidInputError([NO_REASON])
    said = check_payload(HeaderPayload, {**mine, "began": book, "change": asked.text("reason")})
    asked.add("header", said)
    return RedirectResponse(f"{asked.unit.address}/hand-in", 303)


def submit(asked: PersonRequest) -> Response:
    """Submit work: write it to the library or, in a blind round, seal it until the lead releases the round."""
    if "measures" in asked.form:
        _keep_header(asked)
        asked = replace(asked)  # its unit is read anew
        must_rate(asked)
    unit, work, now = asked.unit, asked.work, asked.round
    if now is None and asked.seals:
        raise RefusedError(
            409,
            say(
                "A blind round of this plan is open under another rubric. Your answers are kept here; hand them in "
                "after its release."
            ),
        )
    is_final = now is not None or asked.text("as") == "final"
    try:
        if now is None:
            hand_in(asked.desk, asked.shelf, unit, asked.person.code, Handing((asked.person.code,), is_final))
        else:
            check_submission(asked.shelf, asked.shelf.unit(*unit.name.split(":")), work)
            asked.add("seal", {"head": work.head})
    except InvalidInputError as error:
        return review(asked, [_placed_fault(asked, one) for one in error.problems if one.severity == "fault"], 422)
    fault = commit_fault(asked.desk.events(), unit.name) if now is None else ""
    return asked.show_unit("handed.html", sealed=now is not None, is_final=is_final, uncommitted=fault)


def _placed_fault(asked: PersonRequest, problem: Problem) -> PlacedFault:
    """Return a fault with the address of the field at which it is mended; empty where no page has that field."""
    name, _, key = problem.cell.rpartition("/")
    field = name if key == "value" else key  # an entry of the header has its name in the first column
    text = placed_words(replace(problem, key=field or problem.key), asked.folder)
    rows = views.questions(asked.unit, asked.work, asked.lang)
    titles, home = {row.id: row.title for row in rows}, f"{asked.unit.address}/rate"
    if field == "state":
        return PlacedFault(asked.unit.address, "", text)
    if key == "value":
        return PlacedFault(f"#{field.rpartition('.')[2]}", "", text)
    if name in titles:
        return PlacedFault(f"{home}/{name}#{field}", titles[name], text)
    if name in {passage.evidence_id for passage in asked.work.passages}:
        return PlacedFault(f"{home}/{views.cited_at(rows, asked.work)[name]}#edit-{name}", name, text)
    return PlacedFault("", name, text)
