"""The layer between network and screens: login, protection against forged requests, and security headers."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evaluator.errors import BusyError, EvaluatorError, InvalidInputError, Problem, UnwritableError
from evaluator.extensions.workbench.accounts import Accounts
from evaluator.extensions.workbench.database import DeskDownError
from evaluator.extensions.workbench.desk import Desk
from evaluator.extensions.workbench.events import Kind, NewEvent, Payload, odd_fields
from evaluator.extensions.workbench.faults import BROKEN, FOR_LEAD, LABELS, fault_words, named, words_for, words_of
from evaluator.extensions.workbench.fold import Round, Work, people, rounds, rounds_over, work_of
from evaluator.extensions.workbench.limits import Limit, Tries, household
from evaluator.extensions.workbench.oidc import Provider
from evaluator.extensions.workbench.press import Press
from evaluator.extensions.workbench.rights import Person, Right, sees_panel
from evaluator.extensions.workbench.shelf import Shelf, WorkUnit, screen_language, screen_templates, unit_name
from evaluator.model.sentence import say
from evaluator.reports.html.environment import environment, render
from evaluator.reports.language import languages

LOG = logging.getLogger(__name__)
MOST_BODY, MOST_FIELDS = 1_000_000, 5000
MOST_BROUGHT = 12_000_000  # most bytes of a returned file: 9 MB, in base64
MOST_DRAINED = 64_000_000  # read and discarded, so that the browser gets the reason for the refusal
MOST_WRONG, WRONG_SECONDS = 20, 60.0
# For a team: most forms per minute from one person, and from one address, which a whole office may share.
MOST_SENT, MOST_SENT_FROM, MINUTE = 600, 6000, 60.0
LANG = "workbench-lang"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
SECURE_FOR = "max-age=31536000"  # for a year browsers use only https
ADDRESS = say(
    "Open the workbench by the newest address that you were given: it holds your key, which opens once. The window in "
    "which the workbench was started shows it."
)
LOGIN = say("You are not logged in, or not any more. What you typed is kept in this browser until you are in again.")
FULL = say(
    "That is more than a form holds (%(mb)s MB). Nothing of it was kept; send less at once.", mb=MOST_BODY // 10**6
)
FULL_FILE = say(
    "This file is larger than %(mb)s MB, more than work that is brought back. Nothing of it was kept. Choose the file "
    "whose name ends in .work.zip: the machine that the unit was taken to makes it, on its page Hand in.",
    mb=MOST_BROUGHT * 3 // 4 // 10**6,
)
SLOW = say("This took too long to arrive, and nothing of it was kept. Look at your connection, and send it again.")
TOO_MUCH = say("Too much was sent within a minute. Nothing of this was kept; wait, and send it again.")
FORM, FILE = "application/x-www-form-urlencoded", "application/octet-stream"


class RefusedError(Exception):
    """A request that is refused, with its HTTP status and a message for the page."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


@dataclass
class Team:
    """The parts of a team's server that a laptop's lacks: accounts, limits, public address, and provider."""

    accounts: Accounts
    address: str
    provider: Provider | None = None
    tries: Tries = field(default_factory=Tries)
    sent: Limit = field(default_factory=lambda: Limit(MOST_SENT, MINUTE))
    sent_from: Limit = field(default_factory=lambda: Limit(MOST_SENT_FROM, MINUTE))

    def may_send(self, code: str, address: str) -> bool:
        """Return whether a person may send another form now, and count it."""
        return self.sent.take(code) and self.sent_from.take(household(address))


@dataclass
class House:
    """The context of every screen: desk, library, host names, settings, print queue, and templates by language."""

    desk: Desk
    shelf: Shelf
    hosts: frozenset[str]
    lang: str = "en"
    secure: bool = False
    cookie: str = "workbench"
    team: Team | None = None
    wrong: Limit = field(default_factory=lambda: Limit(MOST_WRONG, WRONG_SECONDS))
    press: Press = field(default_factory=Press)
    entered: Callable[[str], None] | None = None  # called with a person's code when their key was used up
    _pages: dict[str, Environment] = field(default_factory=dict)

    def page(self, lang: str, name: str, **context: object) -> str:
        """Return a template of the workbench, filled in."""
        if lang not in self._pages:
            self._pages[lang] = environment(screen_templates(), lang)
            self._pages[lang].filters["named"] = named
        return render(self._pages[lang], f"workbench/{name}", **context)


@dataclass(frozen=True)
class PersonRequest:
    """A request by a person who is logged in, with what its address is about: the unit, its round, their work."""

    request: Request
    house: House
    person: Person
    csrf: str
    lang: str
    form: Mapping[str, Any] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """Return the desk of the house."""
        return self.house.desk

    @property
    def shelf(self) -> Shelf:
        """Return the library of the house."""
        return self.house.shelf

    @cached_property
    def unit(self) -> WorkUnit:
        """Return the unit (a plan under a rubric) in the address, without what an open round seals."""
        whole = self.shelf.unit(self.path("plan"), self.path("rubric"))
        return self.shelf.sealed(whole, self.person.code, self.seals)

    @property
    def plan_id(self) -> str:
        """Return the id of the plan in the address, which is in the library."""
        return self.unit.assessment.plan.id

    @property
    def round(self) -> Round | None:
        """Return the open round of the unit in the address, or None if there is none."""
        return rounds(self.desk.turns()).get(self.unit.name)

    @property
    def seals(self) -> tuple[Round, ...]:
        """Return the open rounds that seal the unit in the address: its own, then those under other rubrics."""
        return rounds_over(rounds(self.desk.turns()), unit_name(self.path("plan"), self.path("rubric")))

    @property
    def sees_panel(self) -> bool:
        """Return whether the person may see all coders' ratings of the unit in the address."""
        return sees_panel(self.person, self.seals)

    @property
    def work(self) -> Work:
        """Return the person's unsubmitted work on the unit in the address."""
        return work_of(self.desk.of(self.unit.name), self.unit.name, self.person.code)

    def add(self, kind: Kind, payload: Payload, criterion: str = "") -> None:
        """Add an event of the person on the unit in the address to the desk."""
        self.desk.add(NewEvent(self.person.code, kind, payload, self.unit.name, criterion))

    def path(self, name: str) -> str:
        """Return a parameter of the request's path."""
        return str(self.request.path_params[name])

    def text(self, name: str) -> str:
        """Return a form field's text; empty if there is no such field."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    @property
    def folder(self) -> Path | None:
        """Return the folder whose files are named in what the person is told; None if they are not."""
        return self.house.shelf.own if self.person.may("lead") else None

    def folder_faults(self, problems: Sequence[Problem]) -> list[str]:
        """Return what the person is told of faults of the folder, each once."""
        is_lead = self.person.may("lead")
        return list(dict.fromkeys(words_for(one, self.house.shelf.own, is_lead=is_lead) for one in problems))

    def show(self, name: str, status: int = 200, **context: object) -> Response:
        """Return a page from a template."""
        said = {
            "person": self.person,
            "csrf": self.csrf,
            "page_lang": self.lang,
            "langs": languages(screen_templates()),
            "team": self.house.team is not None,
        }
        return HTMLResponse(self.house.page(self.lang, name, **said, **context), status)

    def show_unit(self, name: str, status: int = 200, **context: object) -> Response:
        """Return a page about the unit in the address, from a template."""
        return self.show(name, status, unit=self.unit, **context)

    def refuse(self, status: int, *faults: tuple[str, str]) -> Response:
        """Return the faults of a script's request as JSON, each with its field, in the language of the page."""
        say_it = screen_language(self.lang).said
        told = [
            {"field": field, "label": say_it(LABELS.get(field.rpartition(".")[2], "")), "text": say_it(text)}
            for field, text in faults
        ]
        return JSONResponse({"faults": told}, status)

    def part(self, name: str, **context: object) -> str:
        """Return a part of a page, which a script inserts."""
        return self.house.page(self.lang, name, **context)


Screen = Callable[[PersonRequest], Response]


@dataclass(frozen=True, slots=True)
class Room:
    """The most bytes that a request to an address may hold, the message for larger ones, and the time to arrive."""

    most: int
    said: str
    seconds: float


FORM_ROOM = Room(MOST_BODY, FULL, 30.0)
BACK_ROOM = Room(MOST_BROUGHT, FULL_FILE, 300.0)


def screen(right: Right, shown: Screen, room: Room = FORM_ROOM) -> Callable[[Request], Any]:
    """Return the handler of a route: it checks login and right before it shows the screen."""
    return guard_route(lambda house, request, body: _answer_request(house, request, body, right, shown), room)


def guard_route(shown: Callable[[House, Request, bytes], Response], room: Room = FORM_ROOM) -> Callable[[Request], Any]:
    """Return the handler of a route, which turns refusals and database errors into pages."""

    async def answer(request: Request) -> Response:
        house: House = request.app.state.house
        try:
            if room is not FORM_ROOM and _is_large(request):
                # A large body is read only if the person is logged in.
                await run_in_threadpool(who, house, request)
            return await run_in_threadpool(shown, house, request, await _read_body(request, room))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except RefusedError as refused:
            return refusal(house, request, refused)
        except EvaluatorError as fault:  # a fault of the desk itself; screens report faults of forms
            return refusal(house, request, RefusedError(503, words_of(fault, house.shelf.own)))
        except OSError:
            LOG.exception("a file of the workbench cannot be read or written")
            return refusal(house, request, RefusedError(503, BROKEN))

    return answer


def _answer_request(house: House, request: Request, body: bytes, right: Right, shown: Screen) -> Response:
    person, csrf = who(house, request)
    if not person.may(right):
        raise RefusedError(403, say("Your role does not open this page."))
    if "plan" in request.path_params and not person.may_see(request.path_params["plan"]):
        raise RefusedError(404, say("There is no such page."))
    form = form_of(request, body)
    if request.method == "POST":
        genuine(house, request, csrf, form)
        if house.team and not house.team.may_send(person.code, client(request)):
            raise RefusedError(429, TOO_MUCH)
    return _answer_person(PersonRequest(request, house, person, csrf, language_of(house, request), form), shown)


def _answer_person(asked: PersonRequest, shown: Screen) -> Response:
    if problems := odd_fields(asked.form):
        if is_script(asked.request):
            return asked.refuse(422, *((problem.key, fault_words(problem)) for problem in problems))
        return _fault_response(asked, asked.folder_faults(problems))
    try:
        with asked.shelf.at_one_time():
            return shown(asked)
    except (DeskDownError, BusyError, UnwritableError):
        raise
    except InvalidInputError as error:
        return _fault_response(asked, asked.folder_faults(error.problems))
    except EvaluatorError as error:
        return _fault_response(asked, [words_of(error, asked.shelf.own)])


def _fault_response(asked: PersonRequest, faults: list[str]) -> Response:
    if is_script(asked.request):
        return asked.refuse(422, *(("", text) for text in faults))
    is_read = asked.request.method == "GET"
    return asked.show("faults.html", 422, faults=faults, is_read=is_read, waits=FOR_LEAD in faults)


def who(house: House, request: Request) -> tuple[Person, str]:
    """Return the person who makes a request, and the token of the person's forms.

    Raises
    ------
    RefusedError
        Nobody is logged in, or the person is barred.
    """
    code, csrf = house.desk.session(request.cookies.get(house.cookie, ""))
    found = people(house.desk.turns()).get(code)
    if found is None or not found.active:
        raise RefusedError(401, LOGIN if house.team else ADDRESS)
    return Person(**found.model_dump()), csrf


def _is_large(request: Request) -> bool:
    """Return whether a request's body is larger than a form may be, or of unstated size."""
    size = request.headers.get("content-length", "")
    return not size.isdecimal() or int(size) > MOST_BODY


async def _read_body(request: Request, room: Room) -> bytes:
    """Return the body of a request; one that is too large is read to its end, so that the browser gets the answer."""
    if request.method != "POST":
        return b""
    parts, size = [], 0
    try:
        async with asyncio.timeout(room.seconds):
            async for part in request.stream():
                size += len(part)
                if size <= room.most:
                    parts.append(part)
                elif size > MOST_DRAINED:
                    break
                else:
                    parts.clear()
    except TimeoutError:
        raise RefusedError(408, SLOW) from None
    if size > room.most:
        raise RefusedError(413, room.said)
    return b"".join(parts)


def form_of(request: Request, body: bytes) -> Mapping[str, Any]:
    """Return the content of a form or JSON body as a mapping, a file as its `content`; empty if there is no body.

    Raises
    ------
    RefusedError
        The body is neither a form nor JSON, or holds invalid text.
    """
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == FILE:
        return {"content": body}
    try:
        if kind == "application/json":
            found = json.loads(body)
            if isinstance(found, dict):
                json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair cannot be encoded
                return found
        elif kind == FORM:
            return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except (ValueError, RecursionError):
        pass
    if body:
        raise RefusedError(400, say("That is no form of the workbench."))
    return {}


def genuine(house: House, request: Request, csrf: str, form: Mapping[str, Any]) -> None:
    """Refuse a forged request, by its origin and its token."""
    origin, site = request.headers.get("origin", ""), request.headers.get("sec-fetch-site", "same-origin")
    token = request.headers.get("x-csrf", "") or str(form.get("csrf", ""))
    known = origin == house.team.address if house.team else urlsplit(origin).netloc in house.hosts
    is_ours = (not origin or known) and site in ("same-origin", "none")
    if not is_ours or not csrf or not secrets.compare_digest(token.encode(), csrf.encode()):
        raise RefusedError(403, say("This was not sent by a page of this workbench. Open the page anew and try again."))


def is_script(request: Request) -> bool:
    """Return whether a page's script sent the request and expects JSON."""
    return request.headers.get("accept", "").startswith("application/json")


def language_of(house: House, request: Request) -> str:
    """Return the language of the screens for a request."""
    chosen = request.cookies.get(LANG, house.lang)
    return chosen if chosen in languages(screen_templates()) else house.lang


def refusal(house: House, request: Request, refused: RefusedError) -> Response:
    """Return the page, or the JSON, with the reason for a refusal."""
    is_out = house.team is not None and refused.status == 401  # noqa: PLR2004
    if is_script(request):
        said = {"faults": [{"field": "", "text": screen_language(language_of(house, request)).said(refused.said)}]}
        return JSONResponse({**said, "login": "/login"} if is_out else said, refused.status)
    if is_out and request.method == "GET":
        return RedirectResponse(_login_address(request.url.path), 303)
    lang = language_of(house, request)
    login = _login_address(back_to(urlsplit(request.headers.get("referer", "")).path)) if is_out else ""
    page = house.page(lang, "refused.html", page_lang=lang, said=refused.said, login=login)
    return HTMLResponse(page, refused.status)


def _login_address(path: str) -> str:
    return f"/login?{urlencode({'to': path})}"


def client(request: Request) -> str:
    """Return the client's address, as the server knows it."""
    return request.client.host if request.client else ""


def back_to(path: str) -> str:
    """Return a path to return to if it is inside this workbench, else the start page."""
    is_ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_ours else "/"


class Guard:
    """Middleware that answers only requests for this server's host names and adds security headers to responses."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, secure: bool = False) -> None:
        self.app, self.hosts = app, hosts
        self.headers = {**HEADERS, "Strict-Transport-Security": SECURE_FOR} if secure else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an HTTP request, or refuse it if it is for another host name."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        # A foreign page in the browser could reach this server only under another host name (DNS rebinding).
        if Headers(scope=scope).get("host", "") not in self.hosts:
            await PlainTextResponse("There is no such workbench.", 421)(scope, receive, sent)
            return
        await self.app(scope, receive, sent)
