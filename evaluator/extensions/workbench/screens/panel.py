"""The screens of the panel: rounds, release, disputes and decisions; the people of the desk; the log."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from starlette.responses import JSONResponse, RedirectResponse, Response

from evaluator import __version__
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.extensions.workbench import views
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.events import (
    Event,
    NewEvent,
    PersonPayload,
    PersonsChoice,
    RoundPayload,
    check_payload,
    rating_of,
)
from evaluator.extensions.workbench.fold import commit_fault, notes, people, rounds, rounds_over
from evaluator.extensions.workbench.screens.downloads import rows_of
from evaluator.extensions.workbench.submit import Handing, hand_in
from evaluator.extensions.workbench.web import BACK_ROOM, PersonRequest, RefusedError
from evaluator.intake.proposals import offer_of, proposals_for, take_in
from evaluator.library import Library
from evaluator.model.sentence import say, say_n
from evaluator.panel.record import Decision, parse_rating, settlement
from evaluator.pipeline import evaluate
from evaluator.store.change import write_all
from evaluator.workbook.back.settlement import panel_stamp, settled_files

DECIDED = say(
    "This dispute was decided or changed meanwhile, and your decision was not written. Open the panel anew to see how "
    "it stands; what you wrote is still in its form."
)
# Why proposals were dropped, in words.
DROPPED = {
    "row": say("unreadable"),
    "long": say("too long"),
    "twice": say("twice for one criterion"),
    "rating": say("off the scale or the rubric"),
    "place": say("no such page or row"),
    "quotation": say("quotation not there"),
    "silence": say("silence not searched"),
    "addressed": say("quotation that instructs a machine"),
}
MOST_LOGGED = 500  # most events on the page of the log
# What the page of the log calls the kinds of events.
DOINGS = {
    "person": say("person added or changed"),
    "round": say("round begun"),
    "header": say("what was read"),
    "rating": say("rated"),
    "drop": say("answer dropped"),
    "passage": say("passage cited"),
    "withdraw": say("passage taken back"),
    "note": say("note to the lead"),
    "undo": say("undone"),
    "seal": say("handed in under seal"),
    "reopen": say("sheet given back"),
    "submitting": say("handing in begun"),
    "submitted": say("handed in"),
    "failed": say("handing in refused"),
    "decision": say("decision"),
    "comment": say("comment"),
    "taken": say("comments taken in"),
    "answer": say("comment answered"),
    "looked": say("place looked at"),
    "away": say("taken away"),
    "guest": say("unpacked here"),
    "back": say("brought back"),
}
RATERS = ("coder", "third-reader")
INVITED = dt.timedelta(days=7)  # time in which an invited person of a team chooses a password
# Columns for coders, who see only their own events. A number, hash or other person's event would reveal others' work.
SHOWN = ("uuid", "at", "unit", "criterion", "kind")
OF_ROUNDS = ("round", "seal", "reopen", "submitting", "submitted", "failed")
WHOLE = (*SHOWN, "actor", "base", "previous", "hash")
OF_PEOPLE = ("code", "roles", "office", "country", "active")


def panel(asked: PersonRequest) -> Response:
    """Show a unit's panel; while a round is open, only who has submitted, without any rating."""
    unit, events, over = asked.unit, asked.desk.events(), asked.seals
    is_lead = asked.person.may("lead")
    shown = views.panel(unit, moment(utc())[:10], asked.lang) if asked.sees_panel else None
    card = evaluate(unit.assessment, unit.rubric) if shown and shown.coders else None
    return asked.show_unit(
        "panel.html",
        round=asked.round,
        is_sealed=bool(over),
        otherwise=views.settled_otherwise(unit, asked.person.code) if shown else [],
        is_lead=is_lead,
        raters=_raters(asked),
        panel=shown,
        card=card,
        uncommitted=commit_fault(events, unit.name) if is_lead else "",
        notes=notes(events, unit.name) if is_lead and not over else [],
        machines=proposals_for(asked.shelf.library, asked.plan_id, unit.rubric) if is_lead and not over else (),
        dropped=DROPPED,
        most_brought=BACK_ROOM.most * 3 // 4,
        too_large=BACK_ROOM.said,
    )


def propose(asked: PersonRequest) -> Response:
    """Take in a machine's proposals from a file of JSON, by the code of `panel propose`; refused while a round is open.

    What a machine has proposed for the plan is replaced only where the lead says so.
    """
    if asked.seals:
        raise RefusedError(409, say("A blind round of this plan is open. Take proposals in after its release."))
    try:
        text = base64.b64decode(asked.text("file"), validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    shelf = asked.shelf
    with shelf.writing():
        library = Library.open(shelf.own)
        now = library.assessment(asked.plan_id, asked.unit.rubric)
        offer = offer_of(Path("proposals.json"), text)
        found = take_in(library, now, asked.unit.rubric, offer, people(asked.desk.turns()))
        known = proposals_for(library, asked.plan_id, asked.unit.rubric)
        if asked.text("keep") != "replace" and found.proposals.coder in {one.coder for one in known}:
            name = found.proposals.coder
            raise RefusedError(
                409, say("%(machine)s has proposed for this plan. Say that it is replaced.", machine=name)
            )
        write_all(shelf.own, dict(found.files))
    return JSONResponse({"go": f"{asked.unit.address}/panel#machines"})


def _raters(asked: PersonRequest) -> list[PersonPayload]:
    return [p for p in people(asked.desk.turns()).values() if p.active and set(p.roles) & set(RATERS)]


def disputes_table(asked: PersonRequest) -> Response:
    """Return the disputes as CSV or JSON, one row for each coder's rating; refused while a round is open."""
    unit = asked.unit
    if not asked.sees_panel:
        raise RefusedError(403, say("A blind round of this plan is open: its disputes are shown after the release."))
    disputes = views.panel(unit, moment(utc())[:10], asked.lang).disputes
    name = f"{unit.assessment.plan.id}.{unit.rubric.id}.disputes.csv"
    return rows_of(asked, views.DISPUTES.records(*disputes), views.DISPUTES.labels, name)


def begin_round(asked: PersonRequest) -> Response:
    """Begin a blind round: the chosen coders rate, and see no other's ratings until the release."""
    if asked.seals:
        raise RefusedError(409, say("A round of this plan is open already: release it first."))
    known = {rater.code for rater in _raters(asked)}
    coders = [name.removeprefix("coder-") for name in asked.form if name.startswith("coder-")]
    strange = [code for code in coders if code not in known]
    if len(coders) < 2 or strange:  # noqa: PLR2004  (a blind round of one compares nothing)
        found = (
            say("unknown: %(codes)s", codes=", ".join(strange))
            if strange
            else say_n("%(number)s chosen", "%(number)s chosen", len(coders))
        )
        raise InvalidInputError([Problem("the round", found, say("two coders or more, each a person of the desk"))])
    passages = tuple(passage.evidence_id for passage in asked.unit.assessment.evidence)
    due = asked.text("due") or None
    asked.add("round", check_payload(RoundPayload, {"coders": tuple(coders), "known": passages, "due": due}))
    return _back_to_panel(asked)


def reopen(asked: PersonRequest) -> Response:
    """Return a sealed sheet to its coder, who can change it again."""
    now = asked.round
    if now is None or asked.text("coder") not in now.sealed:
        raise RefusedError(409, say("There is no sealed sheet of that coder."))
    asked.add("reopen", {"coder": asked.text("coder")})
    return _back_to_panel(asked)


def release(asked: PersonRequest) -> Response:
    """Write all sealed sheets of a round to the library together."""
    now = asked.round
    if now is None or not now.is_complete:
        raise RefusedError(409, say("Not all coders of the round have handed in."))
    released = Handing(now.coders, is_final=True, is_release=True)
    hand_in(asked.desk, asked.shelf, asked.unit, asked.person.code, released)
    return _back_to_panel(asked)


def decide(asked: PersonRequest) -> Response:
    """Save the panel's decision on a dispute, and write agreed.csv as `evaluator panel settle` does."""
    _must_be_released(asked)
    status, level = parse_rating(asked.text("answer"))
    said = {
        "status": status,
        "level": level,
        "by": asked.text("by"),
        "reason": asked.text("reason"),
        "unanimous": asked.text("unanimous") == "yes",
    }
    choice = PersonsChoice.model_validate(check_payload(PersonsChoice, said))
    on = moment(utc())[:10]
    name = asked.path("criterion")
    decision = Decision(name, choice.status, choice.level, choice.by, choice.reason, on, choice.unanimous)
    written = write_agreed(asked, [decision], asked.text("version"))
    asked.add("decision", {**choice.model_dump(mode="json"), "files": written}, name)
    return _back_to_panel(asked, name)


def settle_all(asked: PersonRequest) -> Response:
    """Write the agreed ratings that follow from the rubric's rule and the decisions so far."""
    _must_be_released(asked)
    write_agreed(asked, [])
    return _back_to_panel(asked)


def _must_be_released(asked: PersonRequest) -> None:
    if asked.seals:
        raise RefusedError(409, say("A round of this plan is open: release it first."))


def write_agreed(asked: PersonRequest, decisions: Sequence[Decision], version: str = "") -> list[str]:
    """Write agreed.csv and the log records, as `evaluator panel settle` does; return the paths of the files.

    A decision has the `version` of the dispute that the person saw, so that of two who decide at once one is told.

    Raises
    ------
    InvalidInputError
        With every fault of a decision; nothing was written.
    RefusedError
        The dispute is another than the person saw.
    """
    shelf, when = asked.shelf, moment(utc())
    with shelf.writing():
        now = shelf.unit(asked.path("plan"), asked.path("rubric"))
        if any(views.dispute_version(now, one.criterion_id) != version for one in decisions):
            raise RefusedError(409, DECIDED)
        found = settlement(now.assessment, now.rubric, decisions, when[:10])
        stamp = panel_stamp(when, __version__, now.rubric)
        files = settled_files(Library.open(shelf.own), shelf.own, now.assessment, now.rubric, found, stamp)
        return shelf.names(write_all(shelf.own, files))


def _back_to_panel(asked: PersonRequest, place: str = "") -> Response:
    return RedirectResponse(f"{asked.unit.address}/panel{f'#{place}' if place else ''}", 303)


def persons(asked: PersonRequest, link: str = "", code: str = "", to_bar: str = "") -> Response:
    """Show the people who work at the desk; once the new address of one, or the question whether to bar one."""
    found = people(asked.desk.turns())
    shown = sorted(found.values(), key=lambda one: one.code)
    return asked.show("people.html", people=shown, link=link, code=code, to_bar=found.get(to_bar))


def people_table(asked: PersonRequest) -> Response:
    """Return the people of the desk as CSV or JSON, by code, without their keys."""
    found = sorted(people(asked.desk.events()).values(), key=lambda one: one.code)
    rows = [{name: getattr(one, name) for name in OF_PEOPLE} | {"roles": ";".join(one.roles)} for one in found]
    return rows_of(asked, rows, OF_PEOPLE, "people.csv")


def add_person(asked: PersonRequest) -> Response:
    """Add a person or change the person's roles, and show the login address once; it is not stored.

    Barring is asked twice: without `sure` the page asks, and nothing is changed.
    """
    said = {
        "code": asked.text("code"),
        "roles": tuple(asked.text("role").split()),
        "office": asked.text("office"),
        "country": asked.text("country").upper(),
        "active": asked.text("bar") != "yes",
    }
    payload = check_payload(PersonPayload, said)
    code = payload["code"]
    if code == asked.person.code:
        raise EvaluatorError(say("You cannot change your own roles."))
    if not payload["active"] and asked.text("sure") != "yes":
        return persons(asked, to_bar=code)
    asked.desk.add(NewEvent(asked.person.code, "person", payload))
    if not payload["active"]:
        asked.desk.bar(code)
        return RedirectResponse("/people", 303)
    team = asked.house.team
    start = team.address if team else f"{asked.request.url.scheme}://{asked.request.headers['host']}"
    link = f"{start}/enter?key={asked.desk.key(code, INVITED if team else None)}"
    return persons(asked, link=link, code=code)


def log(asked: PersonRequest) -> Response:
    """Show the newest events: to the lead all but coders' work in open rounds, to others only their own."""
    wanted = asked.request.query_params.get("unit", "")
    rows = log_rows(asked)
    shown = [row for row in rows if wanted in ("", row["unit"])][::-1][:MOST_LOGGED]
    units = list(dict.fromkeys(row["unit"] for row in rows if row["unit"]))
    about = {e.uuid: _about(e) for e in asked.desk.events() if e.kind == "person" or e.actor == asked.person.code}
    entries = [(*_log_entry(asked, row), about.get(row["uuid"], "")) for row in shown]
    return asked.show("log.html", entries=entries, units=units, wanted=wanted, is_lead=asked.person.may("lead"))


def _about(event: Event) -> str:
    """Return whom an event added, or which answer it gave."""
    return rating_of(event.payload).short if event.kind == "rating" else str(event.payload.get("code", ""))


def _log_entry(asked: PersonRequest, row: dict[str, str]) -> tuple[dict[str, str], str, str, str]:
    """Return an event of the log with what was done, and to whom, the title of its question and the address of that."""
    plan, _, rubric = row["unit"].partition(":")
    title = address = ""
    if row["criterion"]:
        try:
            title = asked.shelf.rubric(rubric).title(row["criterion"], asked.lang)
        except (EvaluatorError, KeyError):
            title = row["criterion"]
        if asked.person.may("rate"):
            address = f"/units/{plan}/{rubric}/rate/{row['criterion']}"
    return row, DOINGS.get(row["kind"], row["kind"]), title, address


def log_table(asked: PersonRequest) -> Response:
    """Return all events that the person may see as CSV or JSON."""
    return rows_of(asked, log_rows(asked), WHOLE if asked.person.may("lead") else SHOWN, "log.csv")


def log_rows(asked: PersonRequest) -> list[dict[str, str]]:
    """Return the events that a person may see, oldest first, without their payloads."""
    events = asked.desk.events()
    if not asked.person.may("lead"):
        return [_event_shown(event, SHOWN) for event in events if event.actor == asked.person.code]
    open_rounds = rounds(events)
    # During a round the lead may know that a coder works, but not on which question of the plan and when, which gaps in
    # the chain of hashes would tell.
    shown = dict.fromkeys(WHOLE[-2:], "") if open_rounds else {}
    return [
        _event_shown(event, WHOLE) | shown
        for event in events
        if not rounds_over(open_rounds, event.unit) or event.kind in OF_ROUNDS or event.actor == asked.person.code
    ]


def _event_shown(event: Event, names: Sequence[str]) -> dict[str, str]:
    return {name: str(getattr(event, name)) for name in names}
