"""The desk's database: a chain of events that is only added to, and the keys by which people come in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, Text, create_engine, delete, event, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from evaluator.errors import EvaluatorError
from evaluator.store.lock import state_folder
from evaluator.workbench.events import START, Event, Told, broken, written

FILE = "desk.sqlite3"
TRIES = 20
SESSION = dt.timedelta(hours=12)
METADATA = MetaData()
# `previous` may stand once: two who add at the same time cannot both follow the same event.
EVENTS = Table(
    "events",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("uuid", String(36), nullable=False, unique=True),
    Column("actor", String(40), nullable=False),
    Column("at", String(32), nullable=False),
    Column("unit", String(200), nullable=False, index=True),
    Column("criterion", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload", Text, nullable=False),
    Column("base", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
)
# Of a key only its fingerprint is kept: who reads the file cannot come in with it.
KEYS = Table("keys", METADATA, Column("code", String(40), primary_key=True), Column("sha256", String(64), unique=True))
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("code", String(40), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("until", String(32), nullable=False),
)


def utc() -> dt.datetime:
    """Return now, in UTC."""
    return dt.datetime.now(dt.UTC)


def moment(when: dt.datetime) -> str:
    """Return a time as events and the log write it."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def sha256(text: str) -> str:
    """Return SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


class Desk:
    """The events of one desk in the order in which they came, and who may come in.

    One process works with a database of SQLite at a time; `opened` holds its lock.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: list[Event] = []
        self._lock = threading.RLock()
        METADATA.create_all(engine)
        self.events()

    def events(self) -> Sequence[Event]:
        """Return every event, oldest first; those that are known are not read again.

        Raises
        ------
        EvaluatorError
            An event was changed behind the desk's back.
        """
        with self._lock:
            found = list(self._read(len(self._known)))
            chain = [*self._known[-1:], *found]
            if found and (fault := broken(chain) if not self._known else _broken_after(chain)):
                raise EvaluatorError(
                    f"{self.engine.url.database}: the event {fault} was changed, or one before it was removed. "
                    "Put a backup of the desk in its place; the folder of files is not touched by this."
                )
            self._known.extend(found)
            return tuple(self._known)

    def _read(self, after: int) -> Iterator[Event]:
        asked = select(EVENTS).order_by(EVENTS.c.number).offset(after)
        with self.engine.connect() as connection:
            for row in connection.execute(asked).mappings():
                fields: dict[str, Any] = {name: row[name] for name in row if name != "number"}
                yield Event(**{**fields, "payload": json.loads(row["payload"])})

    @property
    def head(self) -> str:
        """Return the hash of the newest event."""
        known = self.events()
        return known[-1].hash if known else START

    def add(self, *told: Told) -> tuple[Event, ...]:
        """Add events, all or none, after the newest; they are on the disk when this returns.

        Raises
        ------
        EvaluatorError
            The database cannot be written to.
        """
        with self._lock:
            for _ in range(TRIES):
                previous, at = self.head, moment(utc())
                new: list[Event] = []
                for one in told:
                    new.append(one.after(new[-1].hash if new else previous, at))
                try:
                    with self.engine.begin() as connection:
                        connection.execute(EVENTS.insert(), [_as_row(event) for event in new])
                except IntegrityError:  # another process was first: follow its event
                    continue
                except SQLAlchemyError as error:
                    raise EvaluatorError(f"the desk cannot be written to: {error.__class__.__name__}") from error
                self._known.extend(new)
                return tuple(new)
        raise EvaluatorError("the desk is too busy; nothing was saved. Try again.")

    def key(self, code: str) -> str:
        """Return a new key for a person; an earlier one no longer opens the desk, nor do the person's sessions."""
        key = secrets.token_urlsafe(32)
        with self.engine.begin() as connection:
            connection.execute(delete(KEYS).where(KEYS.c.code == code))
            connection.execute(KEYS.insert(), {"code": code, "sha256": sha256(key)})
            connection.execute(delete(SESSIONS).where(SESSIONS.c.code == code))
        return key

    def bar(self, code: str) -> None:
        """Take a person's key and sessions away."""
        with self.engine.begin() as connection:
            connection.execute(delete(KEYS).where(KEYS.c.code == code))
            connection.execute(delete(SESSIONS).where(SESSIONS.c.code == code))

    def owner(self, key: str) -> str:
        """Return whose key this is, empty where nobody's."""
        with self.engine.connect() as connection:
            return connection.scalar(select(KEYS.c.code).where(KEYS.c.sha256 == sha256(key))) or ""

    def enter(self, code: str) -> str:
        """Begin a session of a person and return its secret, which is kept nowhere here."""
        secret = secrets.token_urlsafe(32)
        row = {"sha256": sha256(secret), "code": code, "csrf": secrets.token_hex(32), "until": moment(utc() + SESSION)}
        with self.engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.until < moment(utc())))
            connection.execute(SESSIONS.insert(), row)
        return secret

    def session(self, secret: str) -> tuple[str, str]:
        """Return the person of a session and the token that its forms carry; empty texts where there is none."""
        asked = select(SESSIONS.c.code, SESSIONS.c.csrf).where(
            SESSIONS.c.sha256 == sha256(secret), SESSIONS.c.until >= moment(utc())
        )
        with self.engine.connect() as connection:
            row = connection.execute(asked).first()
        return (row.code, row.csrf) if row else ("", "")

    def leave(self, secret: str) -> None:
        """End a session."""
        with self.engine.begin() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.sha256 == sha256(secret)))


def _broken_after(chain: Sequence[Event]) -> str:
    known, *found = chain
    fault = next((event.uuid for event in found if event.digest() != event.hash), "")
    if fault or found[0].previous != known.hash:
        return fault or found[0].uuid
    return next((b.uuid for a, b in pairwise(found) if b.previous != a.hash), "")


def _as_row(event: Event) -> dict[str, str]:
    fields = {name: getattr(event, name) for name in Event.__slots__ if name != "payload"}
    return {**fields, "payload": written(event.payload)}


@contextmanager
def opened(own: Path) -> Iterator[Desk]:
    """Open the desk of a user's folder and hold it alone, to the end of the block.

    Raises
    ------
    EvaluatorError
        Another program has it open, it is no desk, or it cannot be written to.
    """
    from filelock import FileLock, Timeout

    state = state_folder(own)
    state.mkdir(parents=True, exist_ok=True)
    path = state / FILE
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise EvaluatorError(
            f"{path} is open in another workbench. Use that one, or end it first: "
            "a desk of SQLite has one program at a time."
        ) from None
    try:
        engine = create_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", _careful)
        try:
            desk = Desk(engine)
        except SQLAlchemyError as error:
            raise EvaluatorError(f"{path}: no desk that can be opened ({error.__class__.__name__})") from error
        yield desk
        engine.dispose()
    finally:
        lock.release()


def _careful(connection: Any, _: object) -> None:  # noqa: ANN401  (of the driver)
    """Let SQLite keep what it has said is saved: write ahead, and wait for the disk."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
