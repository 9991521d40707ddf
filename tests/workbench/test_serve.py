"""The workbench as it is started: on this machine alone, with a key, and nothing lost when it is killed."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from evaluator.errors import EvaluatorError
from evaluator.workbench.desk import opened
from evaluator.workbench.events import broken
from evaluator.workbench.fold import people
from evaluator.workbench.serve import HERE, admit, house_of, listening
from tests.workbench.conftest import HOME, UNIT

SECONDS = 60


def test_a_port_that_is_taken_is_named():
    with listening(0) as here:
        port = here.getsockname()[1]
        assert here.getsockname()[0] == HERE
        with pytest.raises(EvaluatorError, match=f"port {port} cannot be used"):
            listening(port)


def test_the_person_of_the_laptop_leads_and_rates_and_each_start_has_a_key_of_its_own(tmp_path):
    with opened(tmp_path) as desk:
        first = admit(desk, "a")
        assert people(desk.events())["a"].roles == ("lead", "coder")
        second = admit(desk, "a")
        assert len(desk.events()) == 1
        assert (desk.owner(first), desk.owner(second)) == ("", "a")


def test_a_server_answers_to_its_own_names_alone(place):
    house = house_of(place.desk, place.shelf, 9000)
    assert house.hosts == {"127.0.0.1:9000", "localhost:9000"}


class Started:
    """`evaluator workbench` in a process of its own, with somebody who came in."""

    def __init__(self, own):
        command = [
            sys.executable,
            "-m",
            "evaluator",
            "workbench",
            "--library",
            str(own),
            "--no-browser",
            "--coder",
            "b",
        ]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        told = ""
        for line in self.process.stderr:
            told += line
            if "Ctrl+C" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/enter\?key=\S+)", told)
        assert found, told + self.process.stderr.read()
        self.port = int(found[1])
        self.cookie = self.csrf = ""
        answer, _ = self.ask("GET", found[2])
        self.cookie = answer.getheader("set-cookie").partition(";")[0]
        _, page = self.ask("GET", "/")
        self.csrf = re.search(r'name="csrf" content="(\w+)"', page)[1]

    def ask(self, method, path, content=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        headers = {"Cookie": self.cookie, "X-CSRF": self.csrf, "Accept": "application/json"}
        body = None if content is None else json.dumps(content)
        if body:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(SECONDS)
        self.process.stderr.close()


@pytest.mark.slow
def test_a_workbench_that_is_killed_has_kept_every_answer_that_it_said_it_kept(own):
    for at in range(3):
        started = Started(own)
        kept: list[str] = []

        def write(started=started, kept=kept, at=at):
            version = ""
            for n in range(1000):
                answer = {
                    "status": "rated", "level": str(n % 5), "reason": f"time {n}", "version": version,
                }  # fmt: skip
                try:
                    reply, text = started.ask("POST", f"{HOME}/rate/q{at + 1}", answer)
                except (OSError, http.client.HTTPException):
                    return
                assert reply.status == 200, text
                version = json.loads(text)["version"]
                kept.append(version)

        writing = threading.Thread(target=write)
        writing.start()
        while len(kept) < 3 + at * 4:
            time.sleep(0.01)
        started.kill()
        writing.join(SECONDS)
        with opened(own) as desk:
            events = desk.events()
            assert broken(events) == ""
            assert set(kept) <= {event.uuid for event in events}
            mine = [event for event in events if event.unit == UNIT and event.criterion == f"q{at + 1}"]
            assert len(mine) - len(kept) in (0, 1)


@pytest.mark.slow
def test_a_second_workbench_on_the_same_folder_is_refused(own):
    started = Started(own)
    try:
        command = [sys.executable, "-m", "evaluator", "workbench", "--library", str(own), "--no-browser"]
        found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
        assert found.returncode == 2
        assert "is open in another workbench" in found.stderr
        assert "Traceback" not in found.stderr
    finally:
        started.kill()


def test_an_answer_is_sent_at_once_and_does_not_wait_for_the_browser_s_acknowledgement():
    async def is_at_once(here):
        met = asyncio.get_running_loop().create_future()

        async def meet(_, writer):
            met.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(meet, sock=here):
            _, writer = await asyncio.open_connection(*here.getsockname())
            found = await met
            writer.close()
        return found

    with listening(0) as here:
        assert asyncio.run(is_at_once(here))


def test_who_sends_too_much_over_the_network_hears_why_and_is_not_cut_off(own):
    """The server reads on to the end, or the browser would learn of nothing but a connection that was reset."""
    running = Started(own)
    try:
        for path, most, said in ((f"{HOME}/rate/q1", 3_000_000, "1 MB"), (f"{HOME}/back", 30_000_000, "9 MB")):
            answer, text = running.ask("POST", path, {"file": "x" * most})
            assert (answer.status, said in json.loads(text)["faults"][0]["text"]) == (413, True)
        assert running.ask("GET", HOME)[0].status == 303
    finally:
        running.kill()
