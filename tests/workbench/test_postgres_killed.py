"""PostgreSQL killed amid answers: what was acknowledged is there, once, in a whole chain, and the desk goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from evaluator.extensions.workbench.database import DeskDownError, migrate, team_engine, team_url
from evaluator.extensions.workbench.desk import open_team_desk
from evaluator.extensions.workbench.events import NewEvent, first_broken
from tests.programs import PROGRAMS
from tests.workbench.postgres import SECONDS, USER, address, somebody

KILLS = 5  # a minute's run of 40 lost nothing either


class Killed:
    """A PostgreSQL that is killed with all its processes, and started again over the same files."""

    def __init__(self, folder):
        self.folder, self.data, self.who = folder, folder / "data", somebody()
        self.programs = PROGRAMS["postgres"].path().resolve().parent
        if self.who:
            os.chown(folder, self.who["user"], self.who["group"])
        command = ["initdb", "-D", self.data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"]
        self._run(subprocess.run, command, check=True, timeout=SECONDS)

    def _run(self, run, command, **more):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder, **self.who, **more}
        return run([self.programs / command[0], *command[1:]], **quiet)

    def start(self):
        for left in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL*")):
            left.unlink(missing_ok=True)
        command = ["postgres", "-D", self.data, "-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=off"]
        self.running = self._run(subprocess.Popen, command, start_new_session=True)
        for _ in range(SECONDS * 20):
            try:
                psycopg.connect(host=str(self.folder), user=USER, dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("PostgreSQL did not start")

    def kill(self):
        own = subprocess.run(["pgrep", "-s", str(self.running.pid)], capture_output=True, text=True, check=False)
        for process in own.stdout.split():
            subprocess.run(["kill", "-9", process], check=False, capture_output=True)
        self.running.wait(SECONDS)


@pytest.fixture
def killed():
    folder = Path(tempfile.mkdtemp(prefix="desk-", dir="/tmp"))
    database = Killed(folder)
    database.start()
    yield database
    database.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.needs("postgres")
@pytest.mark.skipif(shutil.which("pgrep") is None, reason="the processes of one session are found by pgrep")
def test_no_acknowledged_answer_is_lost_or_doubled_by_kills_of_the_database(killed):
    at, kept, told, ended = address(str(killed.folder), "postgres"), [], [], threading.Event()
    engine = team_engine(team_url(at))
    migrate(engine)
    engine.dispose()
    with open_team_desk(at) as desk:

        def answer():
            while not ended.is_set():
                try:
                    kept.extend(desk.add(NewEvent("b", "note", {"text": "n"}, "XXA-2020-2023:tiny", "q1")))
                except DeskDownError as error:
                    told.append(error)
                    time.sleep(0.05)

        working = threading.Thread(target=answer)
        working.start()
        for number in range(KILLS):
            time.sleep(0.3 + 0.05 * number)
            killed.kill()
            killed.start()
        time.sleep(0.5)
        ended.set()
        working.join(SECONDS)
        events = desk.events()
    names = [event.uuid for event in events]
    assert {event.uuid for event in kept} <= set(names)
    assert len(names) == len(set(names))
    assert first_broken(events) == ""
    assert len(kept) > KILLS
    assert told
