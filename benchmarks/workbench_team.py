"""Fifty coders on one desk of PostgreSQL: is any answer lost or doubled, and how long does one take?

    python benchmarks/workbench_team.py        # for 20 seconds; others, and how many coders, may be given: 10 25

All is on this machine: a PostgreSQL of its own in a passing folder, one server, and for each coder a thread that sends
an answer a second over the loopback. Afterwards the chain of events is proved, and every answer that the server said
it kept is looked for in it.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from evaluator.extensions.workbench.database import migrate, team_engine, team_url
from evaluator.extensions.workbench.desk import open_team_desk
from evaluator.extensions.workbench.events import NewEvent, PersonPayload, check_payload, first_broken
from tests.workbench.conftest import HOME, library_at
from tests.workbench.postgres import fresh, server
from tests.workbench.test_team import Server

SECONDS, CODERS = 20, 50


def rate(at: Server, who: tuple[str, str], until: float, kept: list[str], took: list[float]) -> None:
    """Send one answer a second, each following the one before, until the time is over."""
    cookie, csrf = who
    sent = {"Cookie": f"workbench={cookie}", "X-CSRF": csrf, "Content-Type": "application/json"}
    sent["Accept"] = "application/json"
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=60)
    version, n = "", 0
    while time.monotonic() < until:
        began = time.monotonic()
        said = {"status": "rated", "level": str(n % 5), "reason": f"answer {n}", "draft": version}
        connection.request("POST", f"{HOME}/rate/q1", json.dumps(said), sent)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(text.decode())
        version = json.loads(text)["version"]
        kept.append(version)
        took.append(time.monotonic() - began)
        n += 1
        time.sleep(max(0.0, 1.0 - (time.monotonic() - began)))


def main(seconds: int = SECONDS, coders: int = CODERS) -> None:
    """Run it and tell."""
    codes = [f"c{n}" for n in range(coders)]
    kept: list[str] = []
    took: list[float] = []
    with tempfile.TemporaryDirectory() as folder, server() as place:
        own, database = Path(folder) / "own", fresh(place)
        library_at(own)
        engine = team_engine(team_url(database))
        migrate(engine)
        engine.dispose()
        with open_team_desk(database) as desk:
            for code in codes:
                desk.add(NewEvent("lead", "person", check_payload(PersonPayload, {"code": code, "roles": ("coder",)})))
            people = [(secret, desk.session(secret)[1]) for secret in map(desk.enter, codes)]
        at = Server(own, database)
        before, began = os.times(), time.monotonic()
        threads = [threading.Thread(target=rate, args=(at, who, began + seconds, kept, took)) for who in people]
        for each in threads:
            each.start()
            time.sleep(1.0 / coders)
        for each in threads:
            each.join()
        lasted = time.monotonic() - began
        at.end()
        with open_team_desk(database) as desk:
            events = [event for event in desk.events() if event.kind == "rating"]
            whole = first_broken(desk.events()) == ""
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    names = [event.uuid for event in events]
    lost, doubled = len(set(kept) - set(names)), len(names) - len(set(names))
    p50, p95 = (quantiles(took, n=20)[at] * 1000 for at in (9, 18))
    state = "whole" if whole else "broken"
    print(f"{coders} coders, {lasted:.0f} s: {len(kept)} answers, {len(kept) / lasted:.1f} a second")
    print(f"lost {lost}, doubled {doubled}, not asked for {len(names) - len(kept)}, the chain is {state}")
    print(f"an answer takes {p50:.0f} ms in the middle, {p95:.0f} ms at the 95th of 100; processor {used:.1f} s in all")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
