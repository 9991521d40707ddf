"""The desk, the workbench's database: an append-only chain of events, and the keys and sessions of its people."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, select, update
from sqlalchemy.exc import IntegrityError

from evaluator.errors import EvaluatorError, unwritable
from evaluator.extensions.workbench.database import (
    EVENTS,
    KEYS,
    SESSIONS,
    alone,
    asking,
    database_name,
    hold_up,
    prepare,
    team_engine,
    team_url,
)
from evaluator.extensions.workbench.events import START, Event, NewEvent, canonical_json, first_broken
from evaluator.model.sentence import say
from evaluator.store.lock import state_folder

FILE = "desk.sqlite3"
TURNS = frozenset({"person", "round", "seal", "reopen", "submitted"})
TRIES = 20
IDLE = dt.timedelta(hours=12)  # time without a request after which a session ends
STEPS = 60  # parts of that time; a session is prolonged at most once in each part, not at every request


def utc() -> dt.datetime:
    """Return the present time, in UTC."""
    return dt.datetime.now(dt.UTC)


def moment(when: dt.datetime) -> str:
    """Return a time as text in the format of events and of the log: `2026-01-31T09:00:00Z`."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


class Desk:
    """The desk of a workbench: its events, in order, and the keys and sessions with which people log in.

    Only one process at a time uses a SQLite database, and `open_desk` holds its lock: what this process knows of it
    is all there is (`is_alone`). Several may use a PostgreSQL database, which `open_team_desk` opens.
    """

    def __init__(self, engine: Engine, idle: dt.timedelta = IDLE, *, is_alone: bool = False) -> None:
        self.engine, self.idle = engine, idle
        self._known: list[Event] = []
        self._turns: list[Event] = []
        self._units: dict[str, list[Event]] = {}
        self._is_alone = is_alone
        self._lock = threading.RLock()
        self.events()

    def events(self) -> Sequence[Event]:
        """Return every event, oldest first; only events added since the last call are read.

        Raises
        ------
        EvaluatorError
            An event was changed in the database by other means, or the database does not answer.
        """
        with self._lock:
            self._read_new_events()
            return tuple(self._known)

    def of(self, unit: str) -> Sequence[Event]:
        """Return the events of one unit, oldest first, as `events` would."""
        with self._lock:
            self._read_new_events()
            return tuple(self._units.get(unit, ()))

    def turns(self) -> Sequence[Event]:
        """Return the events that say who works at the desk and which rounds are open, oldest first."""
        with self._lock:
            self._read_new_events()
            return tuple(self._turns)

    def _read_new_events(self) -> None:
        if not (self._is_alone and self._known):
            with asking(self.engine) as connection:
                self._catch_up(connection)

    def _remember(self, new: Sequence[Event]) -> None:
        self._known.extend(new)
        self._turns.extend(one for one in new if one.kind in TURNS)
        for one in new:
            self._units.setdefault(one.unit, []).append(one)

    @property
    def _head(self) -> str:
        return self._known[-1].hash if self._known else START

    def _catch_up(self, connection: Connection) -> None:
        found = list(_read_events(connection, len(self._known)))
        if fault := first_broken(found, self._head):
            raise EvaluatorError(
                f"{database_name(self.engine.url)}: the event {fault} was changed, or one before it was removed. "
                "Put a backup of the desk in its place; the folder of files is not touched by this."
            )
        self._remember(found)

    def add(self, *told: NewEvent) -> tuple[Event, ...]:
        """Append events to the chain, all or none; they are saved to disk on return.

        Raises
        ------
        EvaluatorError
            The database cannot be written to.
        """
        with self._lock:
            for _ in range(TRIES):
                try:
                    new = self._append(told)
                except IntegrityError:  # another process was first: follow its event
                    continue
                self._remember(new)
                return new
        raise EvaluatorError(say("The desk is too busy; nothing was saved. Try again."))

    def _append(self, told: Sequence[NewEvent]) -> tuple[Event, ...]:
        with asking(self.engine) as connection:
            alone(connection)
            self._catch_up(connection)
            new, at = list[Event](), moment(utc())
            for one in told:
                new.append(one.after(new[-1].hash if new else self._head, at))
            rows = [_event_row(event, number) for number, event in enumerate(new, len(self._known) + 1)]
            connection.execute(EVENTS.insert(), rows)
        return tuple(new)

    def key(self, code: str, lasts: dt.timedelta | None = None, *, ends: bool = True) -> str:
        """Return a new key for a person, and end the person's earlier key and, if `ends`, their sessions.

        It is valid until it is traded, until the next key or, if `lasts` is given, for that time.
        """
        key = secrets.token_urlsafe(32)
        until = moment(utc() + lasts) if lasts else None
        with asking(self.engine) as connection:
            shut_out(connection, code, ends=ends)
            connection.execute(KEYS.insert(), {"code": code, "sha256": sha256(key), "until": until})
        return key

    def trade(self, key: str) -> str:
        """Use a key up and return the code of its person; of several who try at once one gets it, others nothing."""
        code = self.owner(key)
        with asking(self.engine) as connection:
            gone = connection.execute(delete(KEYS).where(KEYS.c.sha256 == sha256(key)))
        return code if gone.rowcount == 1 else ""

    def bar(self, code: str) -> None:
        """Delete a person's key and sessions."""
        with asking(self.engine) as connection:
            shut_out(connection, code)

    def owner(self, key: str) -> str:
        """Return the code of the person with a key; empty if the key is unknown or has expired."""
        holds = (KEYS.c.until.is_(None)) | (KEYS.c.until >= moment(utc()))
        with asking(self.engine) as connection:
            return connection.scalar(select(KEYS.c.code).where(KEYS.c.sha256 == sha256(key), holds)) or ""

    def enter(self, code: str) -> str:
        """Begin a session of a person and return its secret; the database keeps only the secret's hash."""
        secret = secrets.token_urlsafe(32)
        row = {
            "sha256": sha256(secret),
            "code": code,
            "csrf": secrets.token_hex(32),
            "until": moment(utc() + self.idle),
        }
        with asking(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.until < moment(utc())))
            connection.execute(SESSIONS.insert(), row)
        return secret

    def session(self, secret: str) -> tuple[str, str]:
        """Return the person of a session and the session's form token; two empty texts if there is no such session.

        The call prolongs the session. If the clock was set back, the session is cut to its length
        from now.
        """
        now = utc()
        mine = SESSIONS.c.sha256 == sha256(secret)
        asked = select(SESSIONS.c.code, SESSIONS.c.csrf, SESSIONS.c.until).where(mine, SESSIONS.c.until >= moment(now))
        latest = moment(now + self.idle)
        with asking(self.engine) as connection:
            row = connection.execute(asked).first()
            if row and not moment(now + self.idle - self.idle / STEPS) <= row.until <= latest:
                connection.execute(update(SESSIONS).where(mine).values(until=latest))
        return (row.code, row.csrf) if row else ("", "")

    def leave(self, secret: str) -> None:
        """End the session with this secret."""
        with asking(self.engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.sha256 == sha256(secret)))


def shut_out(connection: Connection, code: str, *, ends: bool = True) -> None:
    """Delete a person's key and, if `ends`, the person's sessions."""
    for table in (KEYS, SESSIONS) if ends else (KEYS,):
        connection.execute(delete(table).where(table.c.code == code))


def _read_events(connection: Connection, after: int) -> Iterator[Event]:
    asked = select(EVENTS).where(EVENTS.c.number > after).order_by(EVENTS.c.number)
    for row in connection.execute(asked).mappings():
        yield Event.of_row(dict(row))


def _event_row(event: Event, number: int) -> dict[str, object]:
    fields = {name: getattr(event, name) for name in Event.__slots__ if name != "payload"}
    return {"number": number, **fields, "payload": canonical_json(event.payload)}


def place_of(own: Path) -> Path:
    """Return the path of the desk's database in a user's folder, whether it exists or not."""
    return state_folder(own) / FILE


@contextmanager
def open_desk(own: Path) -> Iterator[Desk]:
    """Open the desk of a user's folder and lock it for the block.

    Raises
    ------
    EvaluatorError
        Another program has it open, it is not a desk, or it cannot be written to.
    """
    from filelock import FileLock, Timeout

    path = place_of(own)
    _make_private(path)
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
        event.listen(engine, "connect", _make_durable)
        try:
            prepare(engine)
            yield Desk(engine, is_alone=True)
        finally:
            engine.dispose()
    finally:
        lock.release()


def _make_private(path: Path) -> None:
    """Make the desk's folder and file, or take from others of this machine the right to read those that are there."""
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise unwritable(path, "no desk that can be opened", error) from None
    try:
        with suppress(OSError):  # another's folder, or a disk without rights
            folder.chmod(0o700)
            os.fchmod(file, 0o600)
    finally:
        os.close(file)


@contextmanager
def open_team_desk(database: str, idle: dt.timedelta = IDLE) -> Iterator[Desk]:
    """Open the desk of a team for the block; other processes may have it open too.

    Parameters
    ----------
    database : str
        The address, as in ``postgresql://user:password@host/name``.
    idle : timedelta
        How long a session lasts without a request.

    Raises
    ------
    EvaluatorError
        The address is malformed, the database does not answer, or is not a desk of this version.
        The message gives the command that mends it, never the password.
    """
    engine = team_engine(team_url(database))
    try:
        hold_up(engine)
        yield Desk(engine, idle)
    finally:
        engine.dispose()


def _make_durable(connection: Any, _: object) -> None:  # noqa: ANN401  (of the driver)
    """Set SQLite to write ahead and wait for the disk, so that saved events survive a crash."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
