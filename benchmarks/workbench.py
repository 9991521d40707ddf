"""How fast the workbench answers, and whether fifty coders at once lose anything; over loopback alone, bounded.

    python benchmarks/workbench.py

A server of the invented country on 127.0.0.1 and SQLite. A rating's round trip is the post of an answer and what comes
back: its effect under every frame, the list, the next question; the goal is 50 ms. The page of a question and the PDF
are what a browser waits for first; the goal for the plan's first page is 1 s. Then fifty coders rate once a second
each, or as often as the machine lets them within a minute: every answer that was acknowledged must be an event, once,
and the chain whole. A million additions stand beside the figures, as a measure of the machine.
"""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import uvicorn

from evaluator.extensions.workbench.app import HERE, house_of, listening, make_app
from evaluator.extensions.workbench.desk import Desk, open_desk
from evaluator.extensions.workbench.events import NewEvent, PersonPayload, check_payload, first_broken
from evaluator.extensions.workbench.shelf import Shelf

UNIT = "/units/XAR-2022-2025/four-paradigms"
ROUNDS, CODERS, SECONDS, LONGEST = 40, 50, 20, 60
GOAL, FIRST = 50.0, 1000.0
QUESTIONS = ("non-punishment", "unconditional-assistance", "witness-protection", "labour-market-access")


class Coder:
    """Somebody who is in, with a connection that stays open."""

    def __init__(self, port: int, desk: Desk, code: str) -> None:
        desk.add(NewEvent("lead", "person", check_payload(PersonPayload, {"code": code, "roles": ("coder",)})))
        secret = desk.enter(code)
        self.code, self.versions, self.kept = code, dict.fromkeys(QUESTIONS, ""), list[str]()
        self.link = http.client.HTTPConnection(HERE, port, timeout=60)
        self.headers = {
            "Cookie": f"workbench-{port}={secret}", "X-CSRF": desk.session(secret)[1], "Accept": "application/json",
            "Content-Type": "application/json",
        }  # fmt: skip

    def ask(self, method: str, path: str, content: object = None) -> bytes:
        """Return what a request brings; anything but an answer ends the run."""
        self.link.request(method, path, None if content is None else json.dumps(content), self.headers)
        answer = self.link.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:300]!r}")
        return body

    def rate(self, at: int) -> None:
        """Answer a question otherwise than before."""
        name = QUESTIONS[at % len(QUESTIONS)]
        said = {"status": "rated", "level": str(at % 5), "reason": f"{self.code} {at}", "draft": self.versions[name]}
        found = json.loads(self.ask("POST", f"{UNIT}/rate/{name}", said))
        self.versions[name] = found["version"]
        self.kept.append(found["version"])


def timed(act: object, *given: object) -> float:
    """Return how many milliseconds a call takes."""
    start = time.perf_counter()
    act(*given)  # type: ignore[operator]  # a function
    return (time.perf_counter() - start) * 1000


def loops() -> float:
    """Return the milliseconds of a million additions: what this machine gives at the moment."""
    return timed(lambda: sum(range(1_000_000)))


def one(coder: Coder) -> None:
    """Print what one coder waits for."""
    coder.ask("GET", f"{UNIT}/rate/{QUESTIONS[0]}")
    trips = [timed(coder.rate, at) for at in range(ROUNDS)]
    page = [timed(coder.ask, "GET", f"{UNIT}/rate/{QUESTIONS[0]}") for _ in range(10)]
    pdf = [timed(coder.ask, "GET", f"{UNIT}/documents/XAR-S1") for _ in range(10)]
    print(f"a rating's round trip: {_told(trips)}; goal {GOAL:.0f} ms")
    print(f"the page of a question: {_told(page)}; the PDF of 15 pages: {_told(pdf)}; goal {FIRST:.0f} ms together")


def many(coders: list[Coder]) -> None:
    """Let all rate once a second, each in a thread, and print how long they waited."""
    waits: list[float] = []

    def work(coder: Coder, late: float) -> None:
        begin = time.monotonic() + late
        for at in range(SECONDS):
            if time.monotonic() > begin + LONGEST:
                return
            time.sleep(max(0.0, begin + at - time.monotonic()))
            waits.append(timed(coder.rate, at))

    threads = [threading.Thread(target=work, args=(c, k / len(coders))) for k, c in enumerate(coders)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{len(waits)} ratings of {len(coders)} coders in {time.monotonic() - start:.1f} s: {_told(waits)}")


def _told(found: list[float]) -> str:
    return f"{statistics.median(found):.0f} ms (95 % within {sorted(found)[int(0.95 * (len(found) - 1))]:.0f})"


def main() -> None:
    """Print the figures, and end with status 1 where an event was lost or doubled."""
    with tempfile.TemporaryDirectory() as place:
        own = Path(place).resolve()
        with open_desk(own) as desk, listening(0) as here:
            port, shelf = here.getsockname()[1], Shelf(own)
            shelf.lay_out_demo()
            app = make_app(house_of(desk, shelf, port))
            server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [here]})
            thread.start()
            try:
                print(f"a million additions: {loops():.0f} ms")
                alone = Coder(port, desk, "one")
                one(alone)
                coders = [Coder(port, desk, f"k{at}") for at in range(CODERS)]
                many(coders)
            finally:
                server.should_exit = True
                thread.join()
            events = desk.events()
            there = Counter(event.uuid for event in events)
            kept = [name for coder in (alone, *coders) for name in coder.kept]
            ratings = sum(event.kind == "rating" for event in events)
            lost = sum(name not in there for name in kept)
            print(f"{ratings} events of ratings; {lost} lost, {ratings - len(set(kept))} beyond those acknowledged")
            print("the chain is whole" if not first_broken(events) else "the chain is broken")
            if lost or ratings != len(set(kept)) or first_broken(events):
                raise SystemExit(1)


if __name__ == "__main__":
    main()
