"""A team's server: its options are held to what is safe, and two on one database and one folder lose nothing."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.app import config_of
from evaluator.extensions.workbench.desk import open_team_desk
from evaluator.extensions.workbench.events import first_broken
from evaluator.extensions.workbench.team import TeamSettings, known_proxies, place, public, serve
from tests.workbench.conftest import HOME, UNIT, WORDS, Browser, team_at

SECONDS = 120


@pytest.mark.parametrize(
    "listen", ["8000", "localhost", "127.0.0.1:", ":8000", "127.0.0.1:123456", "a b:1", "::1:8000"]
)
def test_a_place_to_listen_at_is_host_and_port(listen):
    with pytest.raises(EvaluatorError, match=r"is no place to listen at. Write HOST:PORT"):
        place(listen)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("desk.example.org", "is no address"),
        ("ftp://desk.example.org", "is no address"),
        ("https://", "is no address"),
        ("https://desk.example.org:port", "is no address"),
        ("https://ana@desk.example.org", "is no address"),
        ("https://[desk", "is no address"),
        ("https://desk.example.org/desk", "goes on after the name"),
        ("https://desk.example.org?a=1", "goes on after the name"),
        ("http://desk.example.org", "would send passwords unencrypted"),
        ("http://0.0.0.0:8000", "would send passwords unencrypted"),
    ],
)
def test_a_public_address_is_a_name_with_https(address, said):
    with pytest.raises(EvaluatorError, match=said):
        public(address)


def test_a_public_address_is_written_as_browsers_write_it():
    assert public("https://desk.example.org:8443") == "https://desk.example.org:8443"
    assert public("http://localhost:80/") == "http://localhost"
    assert public("http://[::1]:8000") == "http://[::1]:8000"


def test_only_an_address_in_numbers_is_believed_as_a_proxy():
    assert known_proxies("") == []
    assert known_proxies("127.0.0.1, ::1") == ["127.0.0.1", "::1"]
    for strange in ("*", "proxy.example.org", "10.0.0.0/8"):
        with pytest.raises(EvaluatorError, match=r"--proxy .* is no address"):
            known_proxies(strange)


def test_a_port_that_is_taken_is_named_with_its_option(team, own, team_database):
    with pytest.raises(EvaluatorError, match=r"port 9 cannot be used .* with --listen"):
        serve(own, TeamSettings(team_database, "192.0.2.1:9", "https://desk.example.org"), print)


@pytest.mark.parametrize(("proxies", "counted"), [((), False), (["192.0.2.1"], False), (["127.0.0.1"], True)])
def test_only_a_known_proxy_says_who_asks(team, proxies, counted):
    config = config_of(team.house, proxies)
    config.load()
    browser = Browser(config.loaded_app)

    def tried(forwarded):
        page = browser.get("/login", x_forwarded_for=forwarded).text
        token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        form = urlencode({"csrf": token, "code": "b", "password": "wrong"}).encode()
        kind = "application/x-www-form-urlencoded"
        return browser.ask("POST", "/login", form, content_type=kind, x_forwarded_for=forwarded).status

    # What a browser itself put before the proxy's own word is not believed either.
    assert [tried(f"198.51.100.{n}, 203.0.113.1") for n in range(6)] == [403] * 5 + [429]
    assert tried("203.0.113.2") == (403 if counted else 429)


class Server:
    """`evaluator workbench serve` in a process of its own, and people who log in."""

    def __init__(self, own: Path, database: str) -> None:
        words = ["workbench", "serve", "--library", str(own), "--listen", "127.0.0.1:0"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "EVALUATOR_DATABASE": database}
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words[-1] = f"127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "evaluator", *words]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        self.told = ""
        for line in self.process.stderr:
            self.told += line
            if "Ctrl+C" in line:
                break

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def log_in(self, code):
        answer, page = self.ask("GET", "/login")
        door = answer.getheader("set-cookie").partition(";")[0]
        token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        form = urlencode({"csrf": token, "code": code, "password": WORDS[code]})
        kind = "application/x-www-form-urlencoded"
        answer, page = self.ask("POST", "/login", form, Cookie=door, Content_Type=kind)
        assert answer.status == 303, page
        cookie = answer.getheader("set-cookie").partition(";")[0]
        _, page = self.ask("GET", "/", Cookie=cookie)
        return cookie, re.search(r'name="csrf" content="(\w+)"', page)[1]

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(SECONDS)
        self.told += self.process.stderr.read()
        self.process.stderr.close()


@pytest.mark.slow
def test_two_servers_on_one_desk_and_a_kill_lose_no_answer_that_was_kept(own, database, hashes):
    with team_at(database, own, hashes):
        pass
    servers = [Server(own, database), Server(own, database)]
    kept: list[str] = []
    people = {"b": servers[0], "c": servers[1]}
    # Who logs in while a server is killed gets no answer: each is at work before anything is.
    doors = {code: server.log_in(code) for code, server in people.items()}

    def write(code, name):
        server, (cookie, csrf) = people[code], doors[code]
        version = ""
        for n in range(200):
            said = {"status": "rated", "level": str(n % 5), "reason": f"{code} {n}", "draft": version}
            sent = {"Cookie": cookie, "X_CSRF": csrf, "Content_Type": "application/json", "Accept": "application/json"}
            try:
                reply, text = server.ask("POST", f"{HOME}/rate/{name}", json.dumps(said), **sent)
            except (OSError, http.client.HTTPException):
                return
            assert reply.status == 200, text
            version = json.loads(text)["version"]
            kept.append(version)

    threads = [threading.Thread(target=write, args=(code, "q1")) for code in people]
    for thread in threads:
        thread.start()
    until = time.monotonic() + SECONDS
    while len(kept) < 12 and time.monotonic() < until:
        time.sleep(0.02)
    servers[0].end(signal.SIGKILL)
    servers[1].end()
    for thread in threads:
        thread.join(SECONDS)
    assert servers[1].process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in servers[1].told
    with open_team_desk(database) as desk:
        events = desk.events()
    assert len(kept) >= 12
    assert first_broken(events) == ""
    assert set(kept) <= {event.uuid for event in events}
    assert len([event for event in events if event.unit == UNIT]) - len(kept) in (0, 1, 2)
