"""The workbench on a laptop: a server for this machine alone and one person, with the key in its address."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from evaluator.errors import EvaluatorError
from evaluator.reports.html.language import language
from evaluator.workbench.app import make_app
from evaluator.workbench.book import Shelf
from evaluator.workbench.desk import Desk, opened
from evaluator.workbench.events import PersonPayload, Told, checked
from evaluator.workbench.fold import people
from evaluator.workbench.history import must_be_tree
from evaluator.workbench.spoken import templates
from evaluator.workbench.submit import repair
from evaluator.workbench.web import House

HERE = "127.0.0.1"
LAPTOP = ("lead", "coder")
LAST_SECONDS = 10  # most seconds for open requests after the server is asked to end


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
    language(templates(), asked.lang)
    if asked.git:
        must_be_tree(own)
    with opened(own) as desk, listening(asked.port) as here:
        port = here.getsockname()[1]
        shelf = Shelf(own, commits=asked.git)
        repaired(desk, shelf, tell)
        key = admit(desk, asked.coder)
        address = f"http://{HERE}:{port}/enter?key={key}"
        tell(f"The workbench of {own} is at\n  {address}\nWhoever has this address is in. End it with Ctrl+C.")
        if asked.browser:
            webbrowser.open(address)
        uvicorn.Server(config_of(house_of(desk, shelf, port, asked.lang))).run(sockets=[here])


def repaired(desk: Desk, shelf: Shelf, tell: Callable[[str], None]) -> None:
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
    )


def house_of(desk: Desk, shelf: Shelf, port: int, lang: str = "en") -> House:
    """Return the house of a server on this machine, which answers only under local host names."""
    hosts = frozenset({f"{HERE}:{port}", f"localhost:{port}"})
    return House(desk, shelf, hosts, lang, cookie=f"workbench-{port}")


def admit(desk: Desk, coder: str) -> str:
    """Return a new key for the laptop's person, who is added to the desk if new."""
    known = people(desk.events()).get(coder)
    if known is None or not set(LAPTOP) <= set(known.roles) or not known.active:
        desk.add(Told(coder, "person", checked(PersonPayload, {"code": coder, "roles": LAPTOP})))
    return desk.key(coder)


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
