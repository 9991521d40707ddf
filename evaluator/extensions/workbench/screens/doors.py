"""The doors: a key on a laptop; for a team login by password, invitation or the institution's provider; logout."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.accounts import SHORTEST, weakness
from evaluator.extensions.workbench.database import DeskDownError
from evaluator.extensions.workbench.limits import household
from evaluator.extensions.workbench.oidc import Begun, NotVouchedError, Provider
from evaluator.extensions.workbench.shelf import screen_templates
from evaluator.extensions.workbench.web import (
    LANG,
    House,
    PersonRequest,
    RefusedError,
    Team,
    back_to,
    client,
    form_of,
    genuine,
    language_of,
)
from evaluator.model.schema import CODER
from evaluator.model.sentence import say
from evaluator.reports.language import languages

TOO_MANY = say("Too many tries. Wait a quarter of an hour, or ask the lead for a new address.")
STRANGER = say("The provider's answer does not open the workbench. Try again, or ask the lead whether you were added.")
TEN_MINUTES = 600
LOG = logging.getLogger(__name__)
WRONG = say("This code and this password do not open the workbench.")
USED = say(
    "This key opens nothing: each key opens once. Take the newest address from the window in which the workbench was "
    "started, or ask the lead for a new one. If you have not used this key, somebody else has: end the workbench and "
    "start it anew."
)
STRANGE_USER = say("This workbench is another user's of this machine.")
CONNECTIONS = Path("/proc/net/tcp")  # the system's list of connections, which Linux alone has
LOCAL, USER = 1, 7  # columns of that list
ROOT = 0  # may read everything, and forwards connections where a system lies in another


def enter(house: House, request: Request, _: bytes) -> Response:
    """Trade the key in the address for a new session of its person; it opens once, for this user of the machine."""
    if request.method != "GET":  # what only looks at an address, as a mail program does, uses no key up
        return Response(status_code=405)
    if request.client and is_stranger(*request.client):
        raise RefusedError(403, STRANGE_USER)
    if not house.wrong.take(""):
        raise RefusedError(429, say("Too many wrong keys. Wait a minute."))
    code = house.desk.trade(request.query_params.get("key", ""))
    if not code:
        raise RefusedError(403, USED)
    house.wrong.give_back("")
    if house.entered:
        house.entered(code)
    return let_in(house, request, code, RedirectResponse("/", 303))


def let_in(house: House, request: Request, code: str, response: Response) -> Response:
    """Begin a new session for a person, in a cookie of the response, and end the browser's earlier one."""
    house.desk.leave(request.cookies.get(house.cookie, ""))
    keep(house, response, house.cookie, house.desk.enter(code))
    return response


def keep(house: House, response: Response, name: str, value: str, **more: Any) -> None:  # noqa: ANN401  (Starlette's)
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(name, value, httponly=True, secure=house.secure, **{"samesite": "strict", **more})


def choose_language(request: Request) -> Response:
    """Save the language of the screens in a cookie."""
    house: House = request.app.state.house
    lang = request.query_params.get("lang", "")
    response = RedirectResponse(back_to(request.query_params.get("back", "/")), 303)
    if lang in languages(screen_templates()):
        keep(house, response, LANG, lang)
    return response


def is_stranger(host: str, port: int, connections: Path = CONNECTIONS) -> bool:
    """Return whether a connection from this address is of another user of this machine; no where that is unknown.

    A server that root began is opened by the browser of whom root serves, so that it knows no strangers.
    """
    own = os.getuid() if hasattr(os, "getuid") else ROOT
    user = user_of(host, port, connections)
    return user is not None and own != ROOT and user not in (ROOT, own)


def user_of(host: str, port: int, connections: Path = CONNECTIONS) -> int | None:
    """Return the number of the user whose program has a connection from this address; None if it is unknown."""
    try:
        place = f"{bytes(map(int, host.split('.')))[::-1].hex()}:{port:04x}"
        lines = connections.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    rows = (line.split() for line in lines[1:])
    return next((int(row[USER]) for row in rows if row[LOCAL].lower() == place), None)


def login(house: House, request: Request, _: bytes) -> Response:
    """Show the login page, which asks for code and password."""
    return _door_page(house, request, "login.html", to=back_to(request.query_params.get("to", "/")), said="", code="")


def log_in(house: House, request: Request, body: bytes) -> Response:
    """Check code and password, and begin a new session for the person."""
    form = _checked_form(house, request, body)
    team, code = _team_of(house), _form_field(form, "code").strip().casefold()
    code = code if CODER.fullmatch(code) else ""
    place = household(client(request))
    if not team.tries.take(code, place):
        raise RefusedError(429, TOO_MANY)
    to = back_to(_form_field(form, "to") or "/")
    if not team.accounts.opens(code, _form_field(form, "password")):
        return _door_page(house, request, "login.html", 403, to=to, said=WRONG, code=code)
    team.tries.forget(code, place)
    return let_in(house, request, code, RedirectResponse(to, 303))


def show_invitation(house: House, request: Request, _: bytes) -> Response:
    """Show the page on which an invited person chooses a password; opening it changes nothing."""
    key = request.query_params.get("key", "")
    return _door_page(
        house, request, "invited.html", key=key, code=_invited_person(house, request, key), least=SHORTEST, said=""
    )


def accept(house: House, request: Request, body: bytes) -> Response:
    """Save the invited person's password and begin a session; the invitation is used up."""
    form = _checked_form(house, request, body)
    key, chosen = _form_field(form, "key"), _form_field(form, "password")
    code = _invited_person(house, request, key)
    if said := unfit(form, code):
        return _door_page(house, request, "invited.html", 422, key=key, code=code, least=SHORTEST, said=said)
    _team_of(house).accounts.set_password(code, chosen)
    return let_in(house, request, code, RedirectResponse("/", 303))


def unfit(form: Mapping[str, Any], code: str) -> str:
    """Return why a chosen password is refused; empty if it is accepted."""
    chosen = _form_field(form, "password")
    if chosen != _form_field(form, "again"):
        return say("The two passwords are not the same.")
    why = weakness(chosen, code)
    return say("This password is too weak: %(why)s. Choose another.", why=why) if why else ""


def to_provider(house: House, request: Request, _: bytes) -> Response:
    """Redirect the browser to the institution's provider, with a cookie for checking the answer."""
    provider = _provider_of(house)
    try:
        url, begun = provider.begin(back_to(request.query_params.get("to", "/")))
    except EvaluatorError as error:
        raise RefusedError(503, str(error)) from error
    response = RedirectResponse(url, 303)
    # Lax, because browsers do not send a strict cookie on the redirect from the provider's page.
    keep(house, response, _begun_cookie(house), begun.as_cookie(), samesite="lax", max_age=TEN_MINUTES)
    return response


def from_provider(house: House, request: Request, _: bytes) -> Response:
    """Begin a session for a known person whom the provider confirms; others are refused without a reason."""
    provider, place = _provider_of(house), household(client(request))
    if not house.wrong.take(place):
        raise RefusedError(429, TOO_MANY)
    begun = Begun.of(request.cookies.get(_begun_cookie(house), ""))
    state, code = (request.query_params.get(name, "") for name in ("state", "code"))
    try:
        person = _team_of(house).accounts.of_email(provider.email(begun, state, code)) if begun else ""
    except NotVouchedError as error:
        LOG.warning("a login by the provider was refused: %s", error)
        person = ""
    except DeskDownError:
        raise
    except EvaluatorError as error:
        raise RefusedError(503, str(error)) from error
    if not begun or not person:
        raise RefusedError(403, STRANGER)
    house.wrong.give_back(place)
    # A page, not a redirect: on a redirect from the provider's page browsers do not send the new strict cookie.
    lang = language_of(house, request)
    response = HTMLResponse(house.page(lang, "entered.html", page_lang=lang, to=back_to(begun.to)))
    response.delete_cookie(_begun_cookie(house), secure=house.secure, httponly=True, samesite="lax")
    return let_in(house, request, person, response)


def log_out(asked: PersonRequest) -> Response:
    """End the person's session."""
    house = asked.house
    house.desk.leave(asked.request.cookies.get(house.cookie, ""))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(house.cookie, secure=house.secure, httponly=True, samesite="strict")
    return response


def password(asked: PersonRequest) -> Response:
    """Show the page for changing one's password."""
    return asked.show("password.html", least=SHORTEST)


def change_password(asked: PersonRequest) -> Response:
    """Save a new password, end all sessions of the person, and begin a new one."""
    team, code, form = _team_of(asked.house), asked.person.code, asked.form
    place = household(client(asked.request))
    if not team.tries.take(code, place):
        raise RefusedError(429, TOO_MANY)
    if not team.accounts.opens(code, _form_field(form, "now")):
        raise EvaluatorError(say("The password that you have now is another."))
    team.tries.forget(code, place)
    if said := unfit(form, code):
        raise EvaluatorError(said)
    team.accounts.set_password(code, _form_field(form, "password"))
    return let_in(asked.house, asked.request, code, RedirectResponse("/", 303))


def _invited_person(house: House, request: Request, key: str) -> str:
    place = household(client(request))
    if not house.wrong.take(place):
        raise RefusedError(429, TOO_MANY)
    code = house.desk.owner(key)
    if not code:
        raise RefusedError(403, say("This address opens nothing any more. Log in, or ask the lead for a new one."))
    house.wrong.give_back(place)
    return code


def _checked_form(house: House, request: Request, body: bytes) -> Mapping[str, Any]:
    """Return the form of a page shown before login, after checking its token against the one in a cookie."""
    form = form_of(request, body)
    genuine(house, request, request.cookies.get(_door_cookie(house), ""), form)
    return form


def _door_page(house: House, request: Request, name: str, status: int = 200, **context: object) -> Response:
    token = request.cookies.get(_door_cookie(house), "") or secrets.token_urlsafe(32)
    lang = language_of(house, request)
    provider = _team_of(house).provider is not None
    said = {"page_lang": lang, "langs": languages(screen_templates()), "csrf": token, "provider": provider, **context}
    response = HTMLResponse(house.page(lang, name, **said), status)
    keep(house, response, _door_cookie(house), token)
    return response


def _begun_cookie(house: House) -> str:
    return f"{house.cookie}-begun"


def _provider_of(house: House) -> Provider:
    found = _team_of(house).provider
    if found is None:
        raise RefusedError(404, say("There is no such page."))
    return found


def _door_cookie(house: House) -> str:
    return f"{house.cookie}-door"


def _team_of(house: House) -> Team:
    if house.team is None:
        raise TypeError("there are no doors on a laptop")
    return house.team


def _form_field(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
