"""The workbench as one web application, all addresses with the right that each requires; its server on a laptop."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.database import DeskDownError
from evaluator.extensions.workbench.desk import Desk, open_desk
from evaluator.extensions.workbench.events import NewEvent, PersonPayload, check_payload
from evaluator.extensions.workbench.fold import people
from evaluator.extensions.workbench.oidc import CALLBACK
from evaluator.extensions.workbench.rights import Right
from evaluator.extensions.workbench.screens import away, begin, doors, handing, panel, question, reports
from evaluator.extensions.workbench.screens import plan as plans
from evaluator.extensions.workbench.screens import reply as replies
from evaluator.extensions.workbench.screens import shelf as shelves
from evaluator.extensions.workbench.screens.conditions import when_published, when_unsealed, while_rating
from evaluator.extensions.workbench.shelf import Shelf, screen_templates
from evaluator.extensions.workbench.submit import must_be_tree, repair
from evaluator.extensions.workbench.web import (
    BACK_ROOM,
    FORM_ROOM,
    Guard,
    House,
    RefusedError,
    Screen,
    guard_route,
    refusal,
    screen,
)
from evaluator.reports.language import language
from evaluator.store.lock import state_folder
from evaluator.store.whole import write_whole

UNIT = "/units/{plan}/{rubric}"
STATIC = Path(__file__).parent / "static"
# Method, address, right, screen; no screen has another address.
SCREENS: tuple[tuple[str, str, Right, Screen], ...] = (
    ("GET", "/", "enter", shelves.shelf),
    ("POST", "/demo", "lead", shelves.demo),
    ("POST", "/sheet", "lead", away.bring_sheet),
    ("GET", "/begin", "lead", begin.begin),
    ("POST", "/begin", "lead", begin.start),
    ("POST", "/begin/file", "lead", begin.check_file),
    ("GET", UNIT, "rate", question.first),
    ("GET", UNIT + "/rate/{criterion}", "rate", while_rating(question.show_question)),
    ("POST", UNIT + "/rate/{criterion}", "rate", while_rating(question.save)),
    ("POST", UNIT + "/rate/{criterion}/effect", "rate", while_rating(question.effect)),
    ("POST", UNIT + "/rate/{criterion}/passage", "rate", while_rating(question.cite)),
    ("POST", UNIT + "/passages/{evidence}/withdraw", "rate", while_rating(question.withdraw)),
    ("GET", UNIT + "/rate/{criterion}/found", "rate", while_rating(question.find_passages)),
    ("POST", UNIT + "/rate/{criterion}/note", "rate", while_rating(question.note)),
    ("POST", UNIT + "/rate/{criterion}/clash", "rate", while_rating(question.settle_clash)),
    ("POST", UNIT + "/undo", "rate", while_rating(question.undo)),
    ("GET", UNIT + "/hand-in", "rate", while_rating(handing.review)),
    ("POST", UNIT + "/hand-in", "rate", while_rating(handing.submit)),
    ("POST", UNIT + "/away", "rate", while_rating(away.take_away)),
    ("GET", UNIT + "/back.zip", "rate", away.to_bring),
    ("POST", UNIT + "/back", "rate", while_rating(away.bring_back)),
    ("POST", UNIT + "/header", "rate", while_rating(handing.header)),
    ("POST", UNIT + "/header/clash", "rate", while_rating(handing.settle_header)),
    ("GET", UNIT + "/ratings.{form}", "rate", question.table),
    ("GET", UNIT + "/anchors.json", "read", question.anchors),
    ("GET", UNIT + "/documents/{source}", "read", question.document),
    ("POST", UNIT + "/file", "lead", begin.keep_file),
    ("GET", UNIT + "/import", "lead", begin.import_file),
    ("GET", UNIT + "/import.json", "lead", begin.import_state),
    ("GET", UNIT + "/import/tables.json", "lead", begin.outlines),
    ("POST", UNIT + "/import/look", "lead", begin.look),
    ("POST", UNIT + "/import", "lead", begin.take_rows),
    ("POST", UNIT + "/import/bodies", "lead", begin.confirm_bodies),
    ("POST", UNIT + "/import/tags", "lead", begin.confirm_tags),
    ("GET", UNIT + "/plan", "read", plans.plan),
    ("POST", UNIT + "/plan/looked", "lead", plans.record_checked),
    ("GET", UNIT + "/measures.{form}", "read", plans.table),
    ("GET", UNIT + "/doubts.json", "read", plans.doubts),
    ("GET", UNIT + "/coverage", "read", plans.cited_pages),
    ("GET", UNIT + "/coverage.{form}", "read", plans.coverage_table),
    ("GET", UNIT + "/passages/{evidence}", "read", plans.passage),
    ("GET", UNIT + "/reports", "read", reports.reports),
    ("POST", UNIT + "/reports", "read", when_unsealed(reports.ask)),
    ("GET", UNIT + "/reports.json", "read", when_unsealed(reports.prints)),
    ("GET", UNIT + "/reports/{print}", "read", when_unsealed(reports.download_print)),
    ("GET", UNIT + "/reports/{print}/read", "read", when_unsealed(reports.show_print)),
    ("POST", UNIT + "/reports/{print}/leave", "read", when_unsealed(reports.leave_print)),
    ("GET", UNIT + "/frames.{form}", "read", when_unsealed(reports.frames_table)),
    ("GET", UNIT + "/explorer/{whose}", "read", reports.move_frame),
    ("GET", UNIT + "/panel", "read", panel.panel),
    ("GET", UNIT + "/disputes.{form}", "read", panel.disputes_table),
    ("POST", UNIT + "/panel/round", "lead", panel.begin_round),
    ("POST", UNIT + "/panel/reopen", "lead", panel.reopen),
    ("POST", UNIT + "/panel/release", "lead", panel.release),
    ("POST", UNIT + "/panel/settle", "lead", panel.settle_all),
    ("POST", UNIT + "/panel/propose", "lead", panel.propose),
    ("POST", UNIT + "/panel/decide/{criterion}", "lead", panel.decide),
    ("GET", UNIT + "/reply", "enter", when_published(replies.reply)),
    ("POST", UNIT + "/reply/take", "lead", when_published(replies.take)),
    ("POST", UNIT + "/reply/answer", "lead", when_published(replies.answer)),
    ("POST", UNIT + "/reply/comment/{criterion}", "comment", when_published(replies.comment)),
    ("GET", "/people", "lead", panel.persons),
    ("POST", "/people", "lead", panel.add_person),
    ("GET", "/people.{form}", "lead", panel.people_table),
    ("GET", "/log", "enter", panel.log),
    ("GET", "/log.{form}", "enter", panel.log_table),
)


# Addresses that accept more than a form's size.
ROOMS = {
    UNIT + "/back": BACK_ROOM,
    UNIT + "/panel/propose": BACK_ROOM,
    UNIT + "/file": begin.FILE_ROOM,
    "/begin/file": begin.FILE_ROOM,
    "/sheet": begin.FILE_ROOM,
}

# Further addresses of a team's server, where people log in.
TEAM_SCREENS: tuple[tuple[str, str, Right, Screen], ...] = (
    ("POST", "/logout", "enter", doors.log_out),
    ("GET", "/password", "enter", doors.password),
    ("POST", "/password", "enter", doors.change_password),
)
# The addresses that open without a session, together with /static.
DOORS = (("GET", "/enter", doors.enter),)
TEAM_DOORS = (
    ("GET", "/login", doors.login),
    ("POST", "/login", doors.log_in),
    ("GET", "/login/provider", doors.to_provider),
    ("GET", CALLBACK, doors.from_provider),
    ("GET", "/enter", doors.show_invitation),
    ("POST", "/enter", doors.accept),
)
HERE = "127.0.0.1"
LAPTOP = ("lead", "coder")
MOST_AT_ONCE = 1000  # most requests under way; one more is sent away
LAST_SECONDS = 10  # most seconds for open requests after the server is asked to end


def make_app(house: House) -> Starlette:
    """Return the web application that serves the screens of a house (desk, library and settings)."""
    shown = (*SCREENS, *TEAM_SCREENS) if house.team else SCREENS
    routes = [
        *(
            Route(path, guard_route(door), methods=[method])
            for method, path, door in (TEAM_DOORS if house.team else DOORS)
        ),
        Route("/language", doors.choose_language, methods=["GET"]),
        Route("/health", health, methods=["GET"]),
        Route("/favicon.ico", nothing, methods=["GET"]),
        *(
            Route(path, screen(right, each, ROOMS.get(path, FORM_ROOM)), methods=[method])
            for method, path, right, each in shown
        ),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    guard = Middleware(Guard, hosts=house.hosts, secure=house.secure)
    app = Starlette(routes=routes, middleware=[guard], exception_handlers={404: missing})
    app.state.house = house
    return app


def health(request: Request) -> Response:
    """Return as JSON whether the database answers, and its kind; no content of the desk, and no version."""
    house: House = request.app.state.house
    said = {"database": house.desk.engine.dialect.name}
    try:
        house.desk.session("")
        house.desk.events()
    except DeskDownError:
        return JSONResponse({"state": "database does not answer", **said}, 503)
    except EvaluatorError:
        return JSONResponse({"state": "the desk cannot be read", **said}, 503)
    return JSONResponse({"state": "well", **said})


def nothing(_: Request) -> Response:
    """Return an empty response with status 204, for browsers that request an icon."""
    return Response(status_code=204)


def missing(request: Request, _: Exception) -> Response:
    """Return the page for status 404: there is no page at this address."""
    return refusal(request.app.state.house, request, RefusedError(404, "There is no such page."))


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Settings of a workbench on a laptop: coder, port (0: any), language, browser, and git commits."""

    coder: str
    port: int = 0
    lang: str = "en"
    browser: bool = True
    git: bool = False


def serve(own: Path, asked: LocalSettings, tell: Callable[[str], None]) -> None:
    """Serve the workbench of a folder until it is interrupted.

    Raises
    ------
    EvaluatorError
        Another workbench has the desk, or the port is taken.
    """
    language(screen_templates(), asked.lang)
    if asked.git:
        must_be_tree(own)
    with open_desk(own) as desk, _at_the_last_port(own, asked.port) as here:
        port = here.getsockname()[1]
        shelf = Shelf(own, commits=asked.git)
        repair_at_start(desk, shelf, tell)
        house = house_of(desk, shelf, port, asked.lang)

        def address() -> str:
            return f"http://{HERE}:{port}/enter?key={admit(desk, asked.coder)}"

        def entered(code: str) -> None:
            if code == asked.coder:
                tell(f"Somebody came in as {code}. Another browser comes in by\n  {address()}")

        house.entered = entered
        first = address()
        tell(f"The workbench of {own} is at\n  {first}\nThis address opens once. End the workbench with Ctrl+C.")
        if asked.browser:
            webbrowser.open(first)
        run(house, here)


def run(house: House, here: socket.socket, proxies: Sequence[str] = ()) -> None:
    """Serve a house until the server is interrupted; what is printing then is ended."""
    try:
        uvicorn.Server(config_of(house, proxies)).run(sockets=[here])
    finally:
        house.press.close()


def _at_the_last_port(own: Path, port: int) -> socket.socket:
    """Listen on a port, by default on that of the last start, so that pages that are still open find the server."""
    kept = state_folder(own) / "port"
    with suppress(OSError, ValueError, EvaluatorError):
        return listening(port or int(kept.read_text(encoding="ascii")))
    here = listening(port)
    with suppress(EvaluatorError):  # only a convenience
        write_whole(kept, str(here.getsockname()[1]).encode())
    return here


def repair_at_start(desk: Desk, shelf: Shelf, tell: Callable[[str], None]) -> None:
    """Complete submissions that were interrupted, and report each unit concerned."""
    for unit in repair(desk, shelf):
        tell(f"{unit}: what an interruption had left half done is done now; see the log.")


def config_of(house: House, proxies: Sequence[str] = ()) -> uvicorn.Config:
    """Return the server's configuration; `proxies` are addresses trusted to state a client's address."""
    return uvicorn.Config(
        make_app(house),
        log_level="warning",
        access_log=False,  # an address may contain a key or an invitation
        server_header=False,
        lifespan="off",
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=LAST_SECONDS,
        limit_concurrency=MOST_AT_ONCE,
    )


def house_of(desk: Desk, shelf: Shelf, port: int, lang: str = "en") -> House:
    """Return the house of a server on this machine, which answers only under local host names."""
    hosts = frozenset({f"{HERE}:{port}", f"localhost:{port}"})
    return House(desk, shelf, hosts, lang, cookie=f"workbench-{port}")


def admit(desk: Desk, coder: str) -> str:
    """Return a new key for the laptop's person, who is added to the desk if new."""
    known = people(desk.events()).get(coder)
    if known is None or not set(LAPTOP) <= set(known.roles) or not known.active:
        desk.add(NewEvent(coder, "person", check_payload(PersonPayload, {"code": coder, "roles": LAPTOP})))
    return desk.key(coder, ends=False)


def listening(port: int, host: str = HERE) -> socket.socket:
    """Return a socket that listens on `host` and `port`, by default on this machine alone.

    Raises
    ------
    EvaluatorError
        The port is taken, or there is no such port or address.
    """
    # The protocol is named, else asyncio delays sending: each answer waits 40 ms for the browser's acknowledgement.
    here = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        here.bind((host, port))
        here.listen(64)
    except (OSError, OverflowError) as error:
        here.close()
        option = "--port" if host == HERE else "--listen"
        raise EvaluatorError(f"port {port} cannot be used ({error}). Give another with {option}, or none.") from None
    return here
