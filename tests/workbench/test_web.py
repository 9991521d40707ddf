"""What stands between the network and the screens."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from evaluator.extensions.workbench import app, web
from evaluator.extensions.workbench.app import make_app
from evaluator.extensions.workbench.screens import doors
from evaluator.extensions.workbench.shelf import screen_language
from evaluator.extensions.workbench.web import MOST_BODY, MOST_BROUGHT, MOST_FIELDS, MOST_WRONG, POLICY
from tests.workbench.conftest import HOME, HOST, Browser


def test_without_a_key_nothing_opens_and_nothing_is_told(place):
    stranger = Browser(place.app)
    for path in ("/", HOME, f"{HOME}/panel", "/log.json", "/people", f"{HOME}/documents/S1"):
        answer = stranger.get(path)
        assert answer.status == 401, path
        assert "XXA" not in answer.text
    assert stranger.send(f"{HOME}/rate/q1").status == 401


def test_health_says_that_the_desk_is_well_and_no_more(place):
    well = {"state": "well", "database": "sqlite"}
    assert Browser(place.app).get("/health").json == well


def test_a_wrong_key_opens_nothing_and_many_are_stopped(place):
    stranger = Browser(place.app)
    for _ in range(MOST_WRONG):
        assert stranger.get("/enter?key=wrong").status == 403
    key = place.desk.key("b")
    assert stranger.get(f"/enter?key={key}").status == 429
    assert not stranger.jar


def test_a_session_is_a_new_one_whatever_came_along(place):
    fixed = place.desk.enter("c")
    browser = Browser(place.app, {"workbench": fixed})
    answer = browser.get(f"/enter?key={place.desk.key('b')}")
    assert browser.jar["workbench"] != fixed
    assert place.desk.session(fixed) == ("", "")
    (cookie,) = answer.cookies
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("secure", [None, False, True])
def test_only_over_https_is_a_cookie_kept_to_it_and_the_browser_too(secure, place):
    """On the own machine there is no https, so that a browser would keep such a cookie back."""
    house = place.house if secure is None else replace(place.house, secure=secure)
    answer = Browser(make_app(house)).get(f"/enter?key={place.desk.key('b')}")
    (cookie,) = answer.cookies
    assert [("Secure" in cookie), ("strict-transport-security" in {name.lower() for name in answer.headers})] == [
        bool(secure)
    ] * 2


def test_a_key_opens_once_and_of_five_who_try_it_at_once_one_comes_in(place):
    key = place.desk.key("b")
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: Browser(place.app).get(f"/enter?key={key}"), range(5)))
    assert sorted(answer.status for answer in answers) == [303, 403, 403, 403, 403]
    told = next(answer.text for answer in answers if answer.status == 403)
    assert "each key opens once" in told
    assert "somebody else has" in told
    assert Browser(place.app).get(f"/enter?key={key}").status == 403


def test_a_program_that_only_looks_at_the_address_uses_no_key_up(place):
    key = place.desk.key("b")
    assert Browser(place.app).ask("HEAD", f"/enter?key={key}").status == 405
    assert Browser(place.app).get(f"/enter?key={key}").status == 303


def test_the_key_of_another_user_of_the_machine_is_refused_and_not_used_up(place, monkeypatch):
    key = place.desk.key("b")
    with monkeypatch.context() as patched:
        patched.setattr(doors, "is_stranger", lambda host, port: True)
        answer = Browser(place.app).get(f"/enter?key={key}")
        assert (answer.status, "another user" in answer.text) == (403, True)
    assert Browser(place.app).get(f"/enter?key={key}").status == 303


def test_the_user_behind_a_connection_is_that_of_the_system_s_list(tmp_path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as mine:
        host, port = mine.getsockname()
        if doors.CONNECTIONS.exists():
            assert doors.user_of(host, port) == os.getuid()
        assert not doors.is_stranger(host, port)
    listed = tmp_path / "tcp"
    listed.write_text(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0100007F:D431 0100007F:22B8 01 00000000:00000000 00:00000000 00000000  4711        0 1 1\n"
        "   1: 0100007F:D432 0100007F:22B8 01 00000000:00000000 00:00000000 00000000     0        0 1 1\n"
    )
    assert doors.user_of("127.0.0.1", 0xD431, listed) == 4711
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert not doors.is_stranger("127.0.0.1", 0xD431, listed)  # whom root serves
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert doors.is_stranger("127.0.0.1", 0xD431, listed)
    assert not doors.is_stranger("127.0.0.1", 0xD432, listed)  # root may read all there is
    assert not doors.is_stranger("127.0.0.1", 0xD433, listed)
    assert doors.user_of("::1", 1, listed) is doors.user_of("127.0.0.1", 1, tmp_path / "none") is None


@pytest.mark.parametrize("ended", ["slow", "gone"])
def test_a_body_that_does_not_arrive_is_ended_and_fills_no_log(place, monkeypatch, caplog, ended):
    quick = replace(web.FORM_ROOM, seconds=0.05)
    for module in (web, app):
        monkeypatch.setattr(module, "FORM_ROOM", quick)
    served = make_app(place.house)
    told = []

    async def receive(sent=[]):  # noqa: B006  (it counts the calls)
        sent.append(1)
        if len(sent) == 1:
            return {"type": "http.request", "body": b"criterion=", "more_body": True}
        if ended == "gone":
            return {"type": "http.disconnect"}
        return await asyncio.Event().wait()

    async def send(message):
        told.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/demo", "raw_path": b"/demo", "query_string": b"", "root_path": "",
        "headers": [(b"host", HOST.encode())], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765),
    }  # fmt: skip
    start = time.monotonic()
    asyncio.run(served(scope, receive, send))
    assert time.monotonic() - start < 5
    assert told[0]["status"] == (408 if ended == "slow" else 400)
    assert not caplog.records


def test_a_form_of_a_download_that_there_is_not_is_no_page(place):
    browser = place.as_("b")
    assert browser.get(f"{HOME}/measures.exe").status == 404
    assert browser.get(f"{HOME}/measures.json").status == 200


def test_a_person_who_is_barred_is_out_at_once(place):
    browser = place.as_("b")
    assert browser.get("/").status == 200
    asked = place.as_("lead").submit("/people", code="b", role="coder", bar="yes")
    assert "Bar b from the desk?" in asked.text
    assert browser.get("/").status == 200  # the first click only asks
    place.as_("lead").submit("/people", code="b", role="coder", bar="yes", sure="yes")
    assert browser.get("/").status == 401


def test_every_answer_has_its_policy_and_none_is_kept_by_the_browser(place):
    browser = place.as_("b")
    for path in ("/", f"{HOME}/rate/q1", "/nowhere", "/health", "/static/workbench.css"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"] == POLICY, path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:9999", ""])
def test_another_name_for_this_machine_is_refused(place, host):
    assert place.as_("b").get("/", host=host).status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"x_csrf": ""},
        {"x_csrf": "0" * 64},
    ],
)
def test_what_another_page_sends_in_a_person_s_name_is_refused(place, headers):
    answer = place.as_("b").send(f"{HOME}/rate/q1", {"status": "rated", "level": "3"}, **headers)
    assert answer.status == 403
    assert place.work("b").is_empty


def test_a_form_with_another_session_s_token_is_refused(place):
    browser = place.as_("lead")
    browser.csrf = place.as_("b").csrf
    assert browser.submit("/people", code="x", role="coder").status == 403


def test_what_is_no_form_is_refused(place):
    browser = place.as_("b")
    path = f"{HOME}/rate/q1"
    own = {"x_csrf": browser.csrf, "content_type": "application/json"}
    for body in (b"{", b"[1]", b'"x"', b"[" * 100_000, b"\xff", b'{"text": "\\ud800"}'):
        assert browser.ask("POST", path, body, **own).status == 400
    assert browser.ask("POST", path, b"x", **{**own, "content_type": "multipart/form-data"}).status == 400
    assert browser.ask("POST", path, b" " * (MOST_BODY + 1), **own).status == 413
    many = "&".join(f"a{n}=1" for n in range(MOST_FIELDS + 1)).encode()
    assert browser.ask("POST", path, many, content_type="application/x-www-form-urlencoded").status == 400


def test_an_address_that_leads_nowhere_says_so_in_the_page_s_own_words(place):
    answer = place.as_("b").get("/nowhere")
    assert answer.status == 404
    assert "There is no such page." in answer.text


def test_a_file_outside_of_the_static_ones_is_not_served(place):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert Browser(place.app).get(path).status == 404


def test_the_language_is_kept_and_leads_back_only_here(place):
    browser = place.as_("b")
    assert browser.get("/language?lang=sr-Cyrl&back=/log").headers["location"] == "/log"
    assert '<html lang="sr-Cyrl">' in browser.get("/").text
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert browser.get(f"/language?lang=en&back={back}").headers["location"] == "/"
    browser.get("/language?lang=xx")
    assert '<html lang="en">' in browser.get("/").text


def test_what_people_write_is_text_and_never_markup(place):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    browser = place.as_("b")
    browser.send(f"{HOME}/rate/q1", {"status": "rated", "level": "3", "reason": evil, "draft": ""})
    browser.send(f"{HOME}/rate/q1/note", {"text": evil})
    for code, path in (("b", f"{HOME}/rate/q1"), ("b", f"{HOME}/hand-in"), ("lead", f"{HOME}/panel")):
        text = place.as_(code).get(path).text
        assert "<script>alert" not in text
        assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in browser.get(f"{HOME}/rate/q1").text


def test_no_page_has_a_script_or_style_of_its_own(root):
    import re

    for path in (root / "templates" / "workbench").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-", text), path.name
        assert "http" not in re.sub(r"http[-]equiv", "", text), path.name


def test_the_host_of_the_tests_is_the_one_that_is_served():
    assert HOST == "127.0.0.1:8765"


def test_a_form_and_a_file_that_are_too_large_are_refused_with_the_limit_and_what_to_do(place):
    browser = place.as_("b")
    told = browser.send(f"{HOME}/rate/q1", {"reason": "x" * MOST_BODY})
    assert (told.status, "(1 MB)" in told.text, "send less at once" in told.text) == (413, True, True)
    told = browser.send(f"{HOME}/back", {"file": "x" * MOST_BROUGHT})
    assert (told.status, "larger than 9 MB" in told.text, ".work.zip" in told.text) == (413, True, True)
    # What a form may not hold, a file may: it is looked at, and refused for what it is.
    assert browser.send(f"{HOME}/back", {"file": "x" * 2 * MOST_BODY}).status == 422
    assert place.kinds() == []


def test_a_stranger_sends_no_more_than_a_form(place):
    stranger = Browser(place.app)
    assert stranger.send(f"{HOME}/back", {"file": "x" * 2 * MOST_BODY}).status == 401
    assert stranger.send(f"{HOME}/back", {"file": "x"}, content_length="9000000").status == 401


@pytest.mark.parametrize(
    ("lang", "level", "undo", "role", "lacks"),
    [
        ("sr-Cyrl", "ниво 9. Очекује се: ниво од 0 до 4.", "Нема шта да се поништи.", "Ваша улога", "недостаје"),
        ("sr-Latn", "nivo 9. Očekuje se: nivo od 0 do 4.", "Nema šta da se poništi.", "Vaša uloga", "nedostaje"),
    ],
)
def test_what_is_at_fault_is_told_in_the_language_of_the_page(place, lang, level, undo, role, lacks):
    browser = place.as_("b")
    browser.get(f"/language?lang={lang}")
    said = {"status": "rated", "level": "9", "draft": ""}
    (fault,) = browser.send(f"{HOME}/rate/q1", said).json["faults"]
    assert (fault["field"], fault["text"]) == ("level", level)
    (fault,) = browser.send(f"{HOME}/undo").json["faults"]
    assert fault["text"] == undo
    assert role in browser.get("/people").text
    answer = browser.send(f"{HOME}/rate/q1", {"status": "rated", "level": "2", "draft": ""}).json
    assert lacks in answer["lacks"]


def test_a_stranger_is_told_how_to_come_in_in_the_language_of_the_screens(place):
    stranger = Browser(place.app)
    stranger.get("/language?lang=sr-Latn")
    said = screen_language("sr-Latn").said
    assert said(web.ADDRESS) in stranger.get("/").text
    assert said(doors.USED) in stranger.get("/enter?key=wrong").text
