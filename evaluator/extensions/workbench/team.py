"""The workbench of a team: one or several servers on one PostgreSQL desk, behind an https proxy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.accounts import Accounts
from evaluator.extensions.workbench.app import HERE, listening, repair_at_start, run
from evaluator.extensions.workbench.desk import IDLE, Desk, open_team_desk
from evaluator.extensions.workbench.oidc import Provider
from evaluator.extensions.workbench.shelf import Shelf, screen_templates
from evaluator.extensions.workbench.submit import must_be_tree
from evaluator.extensions.workbench.web import House, Team
from evaluator.reports.language import language

PORTS = {"http": 80, "https": 443}
LISTEN = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")
LOOPBACK = frozenset({"localhost", HERE, "::1"})


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """Settings of a team's workbench: database, listening address, public address, proxies, provider and others."""

    database: str = field(repr=False)
    listen: str = f"{HERE}:8000"
    address: str = ""
    proxy: str = ""
    lang: str = "en"
    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    git: bool = False
    idle_hours: float = IDLE.total_seconds() / 3600


def serve(own: Path, asked: TeamSettings, tell: Callable[[str], None]) -> None:
    """Serve the workbench of a folder to a team until it is interrupted.

    Raises
    ------
    EvaluatorError
        An option is at fault, the database is not a desk of this version, or the port is taken.
    """
    language(screen_templates(), asked.lang)
    if asked.git:
        must_be_tree(own)
    host, port = place(asked.listen)
    address = public(asked.address or f"http://{asked.listen}")
    proxies = known_proxies(asked.proxy)
    provider = Provider(asked.issuer, asked.client, address, asked.secret) if asked.issuer else None
    with open_team_desk(asked.database, dt.timedelta(hours=asked.idle_hours)) as desk, listening(port, host) as here:
        shelf = Shelf(own, commits=asked.git)
        repair_at_start(desk, shelf, tell)
        house = house_of(desk, shelf, address, asked.lang, provider)
        if house.team and not house.team.accounts.all():
            tell("Nobody can log in yet. Add the first person:\n  evaluator workbench user add CODE --role lead")
        tell(f"The workbench of {own} is at\n  {address}\nEnd it with Ctrl+C.")
        run(house, here, proxies)


def house_of(desk: Desk, shelf: Shelf, address: str, lang: str = "en", provider: Provider | None = None) -> House:
    """Return the house of a server (desk, library, team), which answers under this public address alone."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    # Browsers let only this exact host set a cookie with this prefix.
    cookie = "__Host-workbench" if secure else "workbench"
    team = Team(Accounts(desk), address, provider)
    return House(desk, shelf, frozenset({parts.netloc}), lang, secure=secure, cookie=cookie, team=team)


def place(listen: str) -> tuple[str, int]:
    """Return the host and port in `--listen`.

    Raises
    ------
    EvaluatorError
        The text does not have the form HOST:PORT.

    Examples
    --------
    >>> place("127.0.0.1:8000"), place("[::1]:8000")
    (('127.0.0.1', 8000), ('::1', 8000))
    """
    found = LISTEN.fullmatch(listen)
    if not found:
        raise EvaluatorError(f"--listen {listen!r} is no place to listen at. Write HOST:PORT, as in {HERE}:8000.")
    return found["host"].strip("[]"), int(found["port"])


def public(address: str) -> str:
    """Return the public address in the form that browsers send as origin.

    Raises
    ------
    EvaluatorError
        It is malformed, has a path, or would send passwords unencrypted over a network.

    Examples
    --------
    >>> public("https://Desk.example.org:443/")
    'https://desk.example.org'
    """
    wanted = "Write https://NAME, as in https://desk.example.org"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise EvaluatorError(f"--address {address!r} is no address. {wanted}.") from None
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise EvaluatorError(f"--address {address!r} is no address. {wanted}.")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise EvaluatorError(
            f"--address {address!r} goes on after the name; the workbench has a name of its own. {wanted}."
        )
    if parts.scheme == "http" and host not in LOOPBACK:
        raise EvaluatorError(
            f"--address {address!r} would send passwords unencrypted. {wanted}, and let a proxy speak https for it."
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port and port != PORTS[parts.scheme] else ''}"


def known_proxies(given: str) -> list[str]:
    """Return the addresses of the proxies that are trusted to state a client's address.

    Raises
    ------
    EvaluatorError
        One is not an IP address. (Trust in a wrong one would let a client evade the limits.)
    """
    found = [each.strip() for each in given.split(",") if each.strip()]
    for each in found:
        try:
            ip_address(each)
        except ValueError:
            raise EvaluatorError(f"--proxy {each!r} is no address. Write it in numbers, as in {HERE}.") from None
    return found
