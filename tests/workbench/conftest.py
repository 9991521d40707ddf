"""A desk over a library of a few lines, people with keys, and browsers that speak to the application directly."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

import pytest
from argon2 import PasswordHasher

from evaluator.extensions.workbench import accounts
from evaluator.extensions.workbench.app import make_app
from evaluator.extensions.workbench.database import ACCOUNTS, look, migrate, team_engine, team_url
from evaluator.extensions.workbench.desk import Desk, open_desk, open_team_desk
from evaluator.extensions.workbench.events import NewEvent, PersonPayload, as_json, check_payload, fingerprint, row_of
from evaluator.extensions.workbench.fold import Work, work_of
from evaluator.extensions.workbench.shelf import Shelf, WorkUnit
from evaluator.extensions.workbench.team import house_of
from evaluator.extensions.workbench.web import House
from evaluator.model.assessment import Rating
from evaluator.model.plan import Evidence
from tests.tiny import question, write_library
from tests.workbench.postgres import drop, fresh, server

HOST = "127.0.0.1:8765"
PLAN, RUBRIC = "XXA-2020-2023", "tiny"
UNIT = f"{PLAN}:{RUBRIC}"
HOME = f"/units/{PLAN}/{RUBRIC}"
OFFICE = {"office": "Ministry of the Interior", "country": "XXA"}
# The passwords of a team.
CODES = ("lead", "b", "c", "third", "reader", "office", "abroad")
WORDS = {code: f"heron under seven bridges {at}" for at, code in enumerate(CODES)}
LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEOPLE = {
    "lead": {"roles": ("lead",)},
    "b": {"roles": ("coder",)},
    "c": {"roles": ("coder",)},
    "third": {"roles": ("third-reader",)},
    "reader": {"roles": ("reader",)},
    "office": {"roles": ("official",), **OFFICE},
    "abroad": {"roles": ("official",), "office": "Ministry of Xbb", "country": "XBB"},
}


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Browser:
    """Keeps cookies and sends what a page of the workbench sends; every header can be given otherwise."""

    app: object
    jar: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def ask(self, method, path, body=b"", **headers):
        return asyncio.run(self._ask(method, path, body, headers))

    async def _ask(self, method, path, body, given):
        parts = urlsplit(path)
        sent = {"host": HOST, "cookie": "; ".join(f"{k}={v}" for k, v in self.jar.items()), **given}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(), "root_path": "",
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in sent.items() if v is not None],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765),
        }  # fmt: skip
        told = []
        sending = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive():
            if not sending:  # connected until the answer is there
                await asyncio.Event().wait()
            return sending.pop(0)

        async def send(message):
            told.append(message)

        await self.app(scope, receive, send)
        start = next(m for m in told if m["type"] == "http.response.start")
        pairs = [(k.decode(), v.decode()) for k, v in start["headers"]]
        cookies = [value for name, value in pairs if name == "set-cookie"]
        for text in cookies:
            for name, morsel in SimpleCookie(text).items():
                self.jar[name] = morsel.value
        whole = b"".join(m.get("body", b"") for m in told if m["type"] == "http.response.body")
        return Answer(start["status"], dict(pairs), whole, cookies)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def send(self, path, content=None, **headers):
        """Send JSON, as the scripts of the pages do."""
        own = {"content_type": "application/json", "accept": "application/json", "x_csrf": self.csrf}
        own |= {"origin": f"http://{HOST}", "sec_fetch_site": "same-origin", **headers}
        return self.ask("POST", path, json.dumps(content or {}).encode(), **own)

    def submit(self, path, **fields):
        """Send a form, as the pages do."""
        form = urlencode({"csrf": self.csrf, **fields}).encode()
        own = {"content_type": "application/x-www-form-urlencoded", "origin": f"http://{HOST}"}
        return self.ask("POST", path, form, **own)


def log_in(browser: Browser, code: str, word: str, **fields) -> Answer:
    """Send the form of the page to log in."""
    page = browser.get("/login").text
    browser.csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    return browser.submit("/login", code=code, password=word, **fields)


@dataclass
class Place:
    """A desk, its shelf and its application; `as_` opens a browser of a person, who logs in where it is a team's."""

    own: Path
    desk: Desk
    shelf: Shelf
    app: object
    house: House
    browsers: dict[str, Browser] = field(default_factory=dict)

    def as_(self, code: str) -> Browser:
        if code not in self.browsers:
            browser = Browser(self.app)
            answer = self.come_in(browser, code)
            assert answer.status == 303
            browser.csrf = self.desk.session(browser.jar["workbench"])[1]
            self.browsers[code] = browser
        return self.browsers[code]

    def come_in(self, browser: Browser, code: str) -> Answer:
        if self.house.team is None:
            return browser.get(f"/enter?key={self.desk.key(code)}")
        return log_in(browser, code, WORDS[code])

    @property
    def unit(self) -> WorkUnit:
        return self.shelf.unit(PLAN, RUBRIC)

    def work(self, coder: str) -> Work:
        return work_of(self.desk.events(), UNIT, coder)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.desk.events() if event.kind != "person"]

    def rate(self, coder, criterion, level="2", **cells):
        """Put a whole rating on the desk directly, with a passage of the book."""
        kept, change = self.unit.row(coder, criterion), cells.pop("change", "")
        given = {"status": "rated", "level": level, "confidence": "high", "evidence_ids": "plan", "reason": "as stated"}
        fixed = {"criterion_id": criterion, "criterion_version": "1"}
        rating = row_of(Rating, {**given, **cells, **fixed}, whole=False)
        payload = {"rating": as_json(rating), "began": as_json(kept), "change": change}
        return self.desk.add(NewEvent(coder, "rating", payload, UNIT, criterion, fingerprint(kept)))[0]

    def cite(self, coder, name, **cells):
        given = {"evidence_id": name, "source_id": "S1", "locator": "p. 2", "object": "plan", "note": "its words"}
        row = row_of(Evidence, {**given, **cells})
        return self.desk.add(NewEvent(coder, "passage", {"passage": as_json(row), "anchors": []}, UNIT))[0]

    def files(self) -> dict[str, bytes]:
        inside = self.own / "countries"
        return {p.relative_to(self.own).as_posix(): p.read_bytes() for p in sorted(inside.rglob("*")) if p.is_file()}

    def ratings(self, coder: str) -> str:
        path = self.own / f"countries/XXA/plans/{PLAN}/assessments/{RUBRIC}/{coder}.csv"
        return path.read_text(encoding="utf-8")


def library_at(own: Path) -> None:
    """Write a library with a gate and two questions more, rated by one coder."""
    write_library(
        own,
        [question("q1"), question("q2"), question("q3")],
        {"q1": ("rated", "3"), "q2": ("rated", "1"), "q3": ("not-assessed", "")},
        rubric={"grading": {"gates": ["q1"], "gate_caps": [{"tripped": 1, "at_most": "E"}]}},
    )


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    library_at(folder)
    return folder.resolve()


@pytest.fixture
def laptop(own: Path):
    with open_desk(own) as desk:
        for code, said in PEOPLE.items():
            desk.add(NewEvent("lead", "person", check_payload(PersonPayload, {"code": code, **said})))
        shelf = Shelf(own)
        house = House(desk, shelf, frozenset({HOST}))
        yield Place(own, desk, shelf, make_app(house), house)


@pytest.fixture
def place(laptop: Place) -> Place:
    return laptop


@pytest.fixture(scope="session")
def postgres():
    with server() as folder:
        yield folder


@pytest.fixture
def database(postgres) -> Iterator[str]:
    """Give the address of an empty database of PostgreSQL."""
    at = fresh(postgres)
    yield at
    drop(postgres, at)


@pytest.fixture(scope="session")
def migrated(postgres) -> str:
    """Return the address of a team's database with its tables, of which copies are made."""
    at = fresh(postgres)
    engine = team_engine(team_url(at))
    migrate(engine)
    engine.dispose()
    return at


@pytest.fixture
def team_database(postgres, migrated) -> Iterator[str]:
    """Give the address of a team's database with its tables and nothing in them."""
    at = fresh(postgres, like=migrated)
    yield at
    drop(postgres, at)


@pytest.fixture(scope="session")
def hashes():
    """Return what is kept of the passwords, made as lightly as a test needs: each check takes as long as the making.

    A server in a process of its own (`test_team.py`, `test_browser_team.py`) makes them as strong as they are shipped.
    """
    return {code: LIGHT.hash(word) for code, word in WORDS.items()}


@contextmanager
def team_at(database: str, own: Path, hashes: dict[str, str], at: str = f"http://{HOST}") -> Iterator[Place]:
    """Open a team's desk with its people, who have passwords, checked as lightly as a test needs."""
    engine = team_engine(team_url(database))
    if look(engine)[0] is None:
        migrate(engine)
    engine.dispose()
    with patch.object(accounts, "_hasher", lambda: LIGHT), open_team_desk(database) as desk:
        for code, said in PEOPLE.items():
            desk.add(NewEvent("lead", "person", check_payload(PersonPayload, {"code": code, **said})))
        with desk.engine.begin() as connection:
            connection.execute(ACCOUNTS.insert(), [{"code": code, "password": kept} for code, kept in hashes.items()])
        shelf = Shelf(own)
        house = house_of(desk, shelf, at)
        yield Place(own, desk, shelf, make_app(house), house)


@pytest.fixture
def team(team_database, own, hashes):
    with team_at(team_database, own, hashes) as place:
        yield place


@pytest.fixture
def home() -> str:
    return HOME
