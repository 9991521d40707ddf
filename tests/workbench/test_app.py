"""Every address under every role, and no leak of a coder before the release: the whole application is crawled."""

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
from evaluator.extensions.workbench.app import (
    HERE,
    SCREENS,
    TEAM_SCREENS,
    UNIT,
    _at_the_last_port,
    admit,
    house_of,
    listening,
)
from evaluator.extensions.workbench.desk import open_desk
from evaluator.extensions.workbench.events import HeaderPayload, NewEvent, check_payload, first_broken
from evaluator.extensions.workbench.fold import people
from evaluator.extensions.workbench.rights import GIVEN
from tests.workbench.conftest import HOME, PEOPLE, PLAN, RUBRIC
from tests.workbench.conftest import UNIT as NAME

MARK = "zebra"  # in everything that coder c writes
ROLE = {"lead": "lead", "b": "coder", "third": "third-reader", "reader": "reader", "office": "official"}
PARTS = {
    "criterion": ("q1", "q2", "q3"), "form": ("csv", "json"), "source": ("S1",), "evidence": ("plan", "c-E1"),
    "print": ("0123456789abcdef",), "whose": ("book", "own"),
}  # fmt: skip
PAGES = [(path, right) for method, path, right, _ in (*SCREENS, *TEAM_SCREENS) if method == "GET"]
POSTS = [(path, right) for method, path, right, _ in (*SCREENS, *TEAM_SCREENS) if method == "POST"]
SECONDS = 60


@pytest.fixture(params=["laptop", pytest.param("team", marks=[pytest.mark.needs("postgres"), pytest.mark.slow])])
def place(request):
    """Return a desk of each kind: what is proved here holds of both, that of a team over PostgreSQL."""
    return request.getfixturevalue(request.param)


def addresses(path, rubric=RUBRIC):
    """Return an address with each of its parts filled in."""
    found = [path.replace("{plan}", PLAN).replace("{rubric}", rubric)]
    for name, values in PARTS.items():
        found = [one.replace("{" + name + "}", value) for one in found for value in values]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("code", ROLE)
def test_each_page_opens_for_the_roles_that_have_its_right_and_for_no_other(place, code):
    browser = place.as_(code)
    for path, right in PAGES:
        for address in addresses(path):
            status = browser.get(address).status
            if right in GIVEN[ROLE[code]]:
                assert status != 401, address
                assert status in (200, 303, 404) or address.endswith("/reply"), address
            else:
                assert status == 403, address


@pytest.mark.parametrize("code", ROLE)
def test_nobody_posts_what_their_role_does_not_give_and_nothing_is_kept(place, code):
    before, files = place.kinds(), place.files()
    browser = place.as_(code)
    for path, right in POSTS:
        if right in GIVEN[ROLE[code]]:
            continue
        for address in addresses(path):
            assert browser.send(address, {"text": "x", "level": "3", "status": "rated"}).status == 403, address
            assert browser.submit(address, text="x").status == 403, address
    assert (place.kinds(), place.files()) == (before, files)


def test_there_is_a_right_for_each_address_and_the_reply_is_closed_to_who_has_no_part_in_it(place):
    shown = (*SCREENS, *TEAM_SCREENS)
    assert len({(method, path) for method, path, _, _ in shown}) == len(shown)
    for code in ("b", "third", "reader"):
        assert place.as_(code).get(f"{HOME}/reply").status == 403


def test_an_official_of_another_country_does_not_learn_that_there_is_a_plan(place):
    browser = place.as_("abroad")
    for path, _ in PAGES:
        if path.startswith(UNIT):
            for address in addresses(path):
                answer = browser.get(address)
                assert answer.status in (403, 404), address
                assert PLAN not in answer.text
    assert PLAN not in browser.get("/").text


def crawl(place, code, rubric=RUBRIC):
    """Return all that a person can see: every page, and what links on them lead to."""
    browser = place.as_(code)
    waiting = [address for path, _ in PAGES for address in addresses(path, rubric)]
    seen = {}
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/") or address.startswith(("/static", "/language")):
            continue
        answer = browser.get(address)
        seen[address] = (answer.status, answer.text if "pdf" not in answer.headers.get("content-type", "") else "")
        waiting += re.findall(r'href="([^"#]+)', seen[address][1])
    return seen


def begin(place, *coders):
    place.as_("lead").submit(f"{HOME}/panel/round", **{f"coder-{code}": "yes" for code in coders})


def do_everything(place, coder):
    """Let a coder do all that a coder can do at the desk, with a secret in every text."""
    browser = place.as_(coder)
    for name in ("q1", "q2", "q3"):
        url = f"{HOME}/rate/{name}"
        cited = browser.send(f"{url}/passage", {
            "source_id": "S1", "locator": f"p. {MARK}", "object": "plan", "note": f"{MARK} note",
            "quote": MARK, "quote_lang": "en",
        }).json  # fmt: skip
        answer = {
            "status": "rated", "level": "4", "confidence": "low", "evidence_ids": cited["evidence_id"],
            "reason": f"{MARK} reason", "missing_for_next": MARK, "searched": MARK, "draft": "",
        }  # fmt: skip
        version = browser.send(url, answer).json["version"]
        browser.send(url, {**answer, "level": "1", "draft": version})
        assert browser.send(f"{HOME}/undo").status == 200
        browser.send(f"{url}/note", {"text": f"{MARK} to the lead"})
    browser.submit(f"{HOME}/header", measures="whole", text="whole", interests=MARK, notes=MARK)
    assert browser.submit(f"{HOME}/hand-in", **{"as": "final"}).status == 200


def test_before_the_release_no_page_changes_by_what_another_coder_does(place):
    begin(place, "b", "c")
    others = ("b", "third", "reader", "office")
    before = {code: crawl(place, code) for code in others}
    do_everything(place, "c")
    for code in others:
        assert crawl(place, code) == before[code], code


def test_before_the_release_the_lead_sees_how_far_a_coder_is_and_nothing_of_what_they_rated(place):
    begin(place, "b", "c")
    before = crawl(place, "lead")
    do_everything(place, "c")
    after = crawl(place, "lead")
    assert not [address for address, (_, text) in after.items() if MARK in text or "c-E1" in text]
    changed = {address.partition("?")[0] for address in after if after[address] != before.get(address)}
    assert changed <= {"/", "/log", "/log.csv", "/log.json", f"{HOME}/panel"}
    kinds = {row["kind"] for row in place.as_("lead").get("/log.json").json if row["actor"] == "c"}
    assert kinds == {"seal"}
    assert "3/3" in after["/"][1] or "3/3" in place.as_("lead").get("/?rubric=tiny").text


def test_what_a_coder_may_send_tells_nothing_of_another_before_the_release(place):
    begin(place, "b", "c")
    mine = place.as_("b")
    answer = {"status": "rated", "level": "2", "confidence": "high", "evidence_ids": "plan", "reason": "r"}
    effect = mine.send(f"{HOME}/rate/q1/effect", answer).text
    cited = {"source_id": "S1", "locator": "p. 1", "object": "plan", "note": "n"}
    do_everything(place, "c")
    assert mine.send(f"{HOME}/rate/q1/effect", answer).text == effect
    assert mine.send(f"{HOME}/rate/q1", {**answer, "draft": ""}).json["lacks"] == ""
    assert mine.send(f"{HOME}/rate/q1/passage", cited).json["evidence_id"] == "b-E1"
    for text in (
        mine.send(f"{HOME}/rate/q1", {**answer, "evidence_ids": "c-E1"}).text,
        mine.submit(f"{HOME}/hand-in").text,
        mine.send(f"{HOME}/undo").text,
    ):
        assert MARK not in text
        assert "c-E1" not in text.replace("passage 'c-E1'", "")
    assert MARK not in "".join(data.decode("utf-8", "replace") for data in place.files().values())


def test_a_coder_s_own_log_has_no_number_and_no_hash_that_would_count_the_others(place):
    place.rate("b", "q1", "1")
    rows = place.as_("b").get("/log.json").json
    assert {frozenset(row) for row in rows} == {frozenset({"uuid", "at", "unit", "criterion", "kind"})}


def test_after_the_release_both_sheets_are_in_the_book_and_the_panel_shows_them(place):
    begin(place, "b", "c")
    do_everything(place, "c")
    early = place.as_("lead").submit(f"{HOME}/panel/release")
    assert early.status == 409
    for name in ("q1", "q2", "q3"):
        place.rate("b", name, "2")
    place.desk.add(
        NewEvent(
            "b", "header", check_payload(HeaderPayload, {"text_read": {"measures": "whole", "text": "whole"}}), NAME
        )
    )
    assert place.as_("b").submit(f"{HOME}/hand-in").status == 200
    assert place.as_("b").get(f"{HOME}/rate/q1").status == 403
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 303
    assert [c.header.coder for c in place.unit.assessment.codings] == ["aa", "b", "c"]
    text = place.as_("reader").get(f"{HOME}/panel").text
    assert f"{MARK} reason" in text
    assert "to the lead" not in text
    assert f"{MARK} to the lead" in place.as_("lead").get(f"{HOME}/panel").text


def test_every_person_of_the_tests_is_walked():
    assert set(ROLE) | {"c", "abroad"} == set(PEOPLE)


def test_a_port_that_is_taken_is_named():
    with listening(0) as here:
        port = here.getsockname()[1]
        assert here.getsockname()[0] == HERE
        with pytest.raises(EvaluatorError, match=f"port {port} cannot be used"):
            listening(port)


def test_the_person_of_the_laptop_leads_and_rates_and_each_start_has_a_key_of_its_own(tmp_path):
    with open_desk(tmp_path) as desk:
        first = admit(desk, "a")
        assert people(desk.events())["a"].roles == ("lead", "coder")
        second = admit(desk, "a")
        assert len(desk.events()) == 1
        assert (desk.owner(first), desk.owner(second)) == ("", "a")


def test_a_start_keeps_sessions_and_the_port_so_that_open_pages_go_on(tmp_path):
    (tmp_path / ".evaluator").mkdir()
    with open_desk(tmp_path) as desk:
        admit(desk, "a")
        session = desk.enter("a")
        with _at_the_last_port(tmp_path, 0) as here:
            port = here.getsockname()[1]
            with _at_the_last_port(tmp_path, 0) as other:  # another program has it
                assert other.getsockname()[1] != port
                port = other.getsockname()[1]
    with open_desk(tmp_path) as desk, _at_the_last_port(tmp_path, 0) as here:
        admit(desk, "a")
        assert here.getsockname()[1] == port
        assert desk.session(session)[0] == "a"


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
                    "status": "rated", "level": str(n % 5), "reason": f"time {n}", "draft": version,
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
        with open_desk(own) as desk:
            events = desk.events()
            assert first_broken(events) == ""
            assert set(kept) <= {event.uuid for event in events}
            mine = [event for event in events if event.unit == NAME and event.criterion == f"q{at + 1}"]
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


@pytest.mark.slow
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
