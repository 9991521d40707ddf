"""A PostgreSQL of its own for the tests: made in a passing folder, reached by a socket, ended with them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.programs import PROGRAMS

USER = "evaluator"
SECONDS = 60


def somebody() -> dict[str, object]:
    """Return how a program is started as nobody's root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.fail("there is no user but root to run PostgreSQL as")


@contextmanager
def server() -> Iterator[str]:
    """Run a PostgreSQL and return the folder of its socket."""
    programs = PROGRAMS["postgres"].path().resolve().parent
    # A short path of the system's own: the name of a socket has 107 letters at most, and pytest's folders are private.
    folder = Path(tempfile.mkdtemp(prefix="desk-", dir="/tmp"))
    who = somebody()
    if who:
        os.chown(folder, who["user"], who["group"])
    data = folder / "data"
    try:
        command = [programs / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=SECONDS, **who)
        command = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, **who) as running:
            try:
                _wait(folder, running)
                yield str(folder)
            finally:
                running.send_signal(signal.SIGINT)  # at once: it waits for no client that is still there
                with suppress(subprocess.TimeoutExpired):
                    running.communicate(timeout=10)
                if running.poll() is None:
                    running.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, running: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(SECONDS * 10):
        assert running.poll() is None, running.stderr.read().decode()
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(folder), user=USER, dbname="postgres").close()
            return
        time.sleep(0.1)
    pytest.fail("PostgreSQL did not start")


def fresh(folder: str, *, encoding: str = "UTF8", like: str = "") -> str:
    """Return the address of a new database: an empty one, or a copy of one that nobody uses now."""
    import psycopg

    name = f"desk_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(host=folder, user=USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE {name_in(like) or 'template0'}")
    return address(folder, name)


def address(folder: str, name: str, password: str = "") -> str:
    """Return the address of a database that is reached by a socket."""
    return f"postgresql://{USER}{f':{password}' if password else ''}@/{name}?host={folder}"


def name_in(at: str) -> str:
    """Return the name of the database in an address, empty where there is none."""
    return at.partition("@/")[2].partition("?")[0]


def drop(folder: str, at: str) -> None:
    """Remove a database, whoever still uses it: hundreds that are kept take longer to clear away than to make."""
    import psycopg
    from psycopg import sql

    name = sql.Identifier(name_in(at))
    with psycopg.connect(host=folder, user=USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
