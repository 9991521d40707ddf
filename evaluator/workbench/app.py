"""The workbench as one web application: the table of all addresses with the right that each requires."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from evaluator import __version__
from evaluator.errors import EvaluatorError
from evaluator.workbench.database import DeskDownError
from evaluator.workbench.oidc import CALLBACK
from evaluator.workbench.rights import Right
from evaluator.workbench.screens import away, desk, doors, panel, reports
from evaluator.workbench.screens import plan as plans
from evaluator.workbench.screens import reply as replies
from evaluator.workbench.web import (
    BACK_ROOM,
    FORM_ROOM,
    Guard,
    House,
    RefusedError,
    Screen,
    choose_language,
    enter,
    guarded,
    refusal,
    screen,
)

UNIT = "/units/{plan}/{rubric}"
STATIC = Path(__file__).parent / "static"
# Method, address, right, screen; no screen has another address.
SCREENS: tuple[tuple[str, str, Right, Screen], ...] = (
    ("GET", "/", "enter", desk.shelf),
    ("POST", "/demo", "lead", desk.demo),
    ("GET", UNIT, "rate", desk.first),
    ("GET", UNIT + "/rate/{criterion}", "rate", desk.desk),
    ("POST", UNIT + "/rate/{criterion}", "rate", desk.save),
    ("POST", UNIT + "/rate/{criterion}/effect", "rate", desk.effect),
    ("POST", UNIT + "/rate/{criterion}/passage", "rate", desk.cite),
    ("GET", UNIT + "/rate/{criterion}/found", "rate", desk.found),
    ("POST", UNIT + "/rate/{criterion}/note", "rate", desk.note),
    ("POST", UNIT + "/rate/{criterion}/clash", "rate", desk.settle_clash),
    ("POST", UNIT + "/undo", "rate", desk.undo),
    ("GET", UNIT + "/hand-in", "rate", desk.review),
    ("POST", UNIT + "/hand-in", "rate", desk.submit),
    ("POST", UNIT + "/away", "rate", away.take_away),
    ("GET", UNIT + "/back.zip", "rate", away.to_bring),
    ("POST", UNIT + "/back", "rate", away.bring_back),
    ("POST", UNIT + "/header", "rate", desk.header),
    ("POST", UNIT + "/header/clash", "rate", desk.settle_header),
    ("GET", UNIT + "/ratings.{form}", "rate", desk.table),
    ("GET", UNIT + "/anchors.json", "read", desk.anchors),
    ("GET", UNIT + "/documents/{source}", "read", desk.document),
    ("GET", UNIT + "/plan", "read", plans.plan),
    ("POST", UNIT + "/plan/looked", "lead", plans.looked),
    ("GET", UNIT + "/measures.{form}", "read", plans.table),
    ("GET", UNIT + "/doubts.json", "read", plans.doubts),
    ("GET", UNIT + "/coverage", "read", plans.cited_pages),
    ("GET", UNIT + "/coverage.{form}", "read", plans.coverage_table),
    ("GET", UNIT + "/passages/{evidence}", "read", plans.passage),
    ("GET", UNIT + "/reports", "read", reports.reports),
    ("POST", UNIT + "/reports", "read", reports.ask),
    ("GET", UNIT + "/reports.json", "read", reports.prints),
    ("GET", UNIT + "/reports/{print}", "read", reports.printed),
    ("GET", UNIT + "/reports/{print}/read", "read", reports.read),
    ("GET", UNIT + "/frames.{form}", "read", reports.frames_table),
    ("GET", UNIT + "/panel", "read", panel.panel),
    ("GET", UNIT + "/disputes.{form}", "read", panel.disputes_table),
    ("POST", UNIT + "/panel/round", "lead", panel.begin_round),
    ("POST", UNIT + "/panel/reopen", "lead", panel.reopen),
    ("POST", UNIT + "/panel/release", "lead", panel.release),
    ("POST", UNIT + "/panel/settle", "lead", panel.settle_all),
    ("POST", UNIT + "/panel/decide/{criterion}", "lead", panel.decide),
    ("GET", UNIT + "/reply", "enter", replies.reply),
    ("POST", UNIT + "/reply/take", "lead", replies.take),
    ("POST", UNIT + "/reply/answer", "lead", replies.answer),
    ("POST", UNIT + "/reply/comment/{criterion}", "comment", replies.comment),
    ("GET", "/people", "lead", panel.persons),
    ("POST", "/people", "lead", panel.add_person),
    ("GET", "/people.{form}", "lead", panel.people_table),
    ("GET", "/log", "enter", panel.log),
    ("GET", "/log.{form}", "enter", panel.log_table),
)


# Addresses that accept more than a form's size.
ROOMS = {UNIT + "/back": BACK_ROOM}

# Further addresses of a team's server, where people log in.
TEAM_SCREENS: tuple[tuple[str, str, Right, Screen], ...] = (
    ("POST", "/logout", "enter", doors.log_out),
    ("GET", "/password", "enter", doors.password),
    ("POST", "/password", "enter", doors.change_password),
)
# The addresses that open without a session, together with /static.
DOORS = (("GET", "/enter", enter),)
TEAM_DOORS = (
    ("GET", "/login", doors.login),
    ("POST", "/login", doors.log_in),
    ("GET", "/login/provider", doors.to_provider),
    ("GET", CALLBACK, doors.from_provider),
    ("GET", "/enter", doors.invited),
    ("POST", "/enter", doors.accept),
)


def make_app(house: House) -> Starlette:
    """Return the web application that serves the screens of a house (desk, library and settings)."""
    shown = (*SCREENS, *TEAM_SCREENS) if house.team else SCREENS
    routes = [
        *(Route(path, guarded(door), methods=[method]) for method, path, door in (TEAM_DOORS if house.team else DOORS)),
        Route("/language", choose_language, methods=["GET"]),
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
    """Return as JSON whether the database answers, its kind and the toolkit's version; no content of the desk."""
    house: House = request.app.state.house
    said = {"database": house.desk.engine.dialect.name, "version": __version__}
    try:
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
