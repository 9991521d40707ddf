"""How people of a team come in: by a password alone, with a new session, and not by trying."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from evaluator.extensions.workbench.desk import Desk, moment, sha256, utc
from evaluator.extensions.workbench.screens import doors
from tests.workbench.conftest import HOME, HOST, WORDS, Browser, log_in, team_at

NEW = "nine green lamps in fog"


def test_without_a_session_every_page_leads_to_the_login_and_back_again(team):
    stranger = Browser(team.app)
    for path in ("/", HOME, f"{HOME}/panel", "/people", "/password"):
        answer = stranger.get(path)
        assert (answer.status, answer.headers["location"]) == (303, f"/login?to={path.replace('/', '%2F')}")
    assert stranger.get("/log.json", accept="application/json").status == 401
    assert stranger.send(f"{HOME}/rate/q1").status == 401
    assert "XXA" not in stranger.get("/login").text
    answer = log_in(stranger, "b", WORDS["b"], to=f"{HOME}/hand-in")
    assert (answer.status, answer.headers["location"]) == (303, f"{HOME}/hand-in")
    assert stranger.get(f"{HOME}/hand-in").status == 200


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", ""])
def test_the_login_leads_to_nowhere_else(team, to):
    assert log_in(Browser(team.app), "b", WORDS["b"], to=to).headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_code_get_the_same_answer(team):
    told = []
    for code, word in (("b", "wrong"), ("nobody", WORDS["b"]), ("b\0", WORDS["b"]), ("x" * 500, "y" * 5000)):
        answer = log_in(Browser(team.app), code, word)
        assert answer.status == 403
        told.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert set(told) == {told[0]}
    assert doors.WRONG in told[0]


def test_many_tries_are_stopped_also_with_the_right_password(team):
    browser = Browser(team.app)
    for _ in range(5):
        assert log_in(browser, "b", "wrong").status == 403
    assert log_in(browser, "b", WORDS["b"]).status == 429
    assert log_in(browser, "c", WORDS["c"]).status == 303


def test_a_session_is_a_new_one_whatever_came_along(team):
    fixed = team.desk.enter("c")
    browser = Browser(team.app, {"workbench": fixed})
    answer = log_in(browser, "b", WORDS["b"])
    assert browser.jar["workbench"] != fixed
    assert team.desk.session(fixed) == ("", "")
    assert team.desk.session(browser.jar["workbench"])[0] == "b"
    cookie = next(text for text in answer.cookies if text.startswith("workbench="))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_behind_https_cookies_are_for_https_alone_and_browsers_stay_there(database, own, hashes):
    with team_at(database, own, hashes, f"https://{HOST}") as place:
        browser = Browser(place.app)
        browser.csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get("/login").text)[1]
        answer = browser.submit("/login", code="b", password=WORDS["b"], origin=f"https://{HOST}")
        assert answer.status == 403  # a form's `origin` is no header: that of the page is http
        browser.csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get("/login").text)[1]
        form = f"csrf={browser.csrf}&code=b&password={WORDS['b'].replace(' ', '+')}".encode()
        kind = "application/x-www-form-urlencoded"
        answer = browser.ask("POST", "/login", form, content_type=kind, origin=f"https://{HOST}")
        assert answer.status == 303
        assert all("; Secure" in text and text.startswith("__Host-") for text in answer.cookies)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_without_https_no_browser_is_told_to_stay_there(team):
    assert "strict-transport-security" not in Browser(team.app).get("/login").headers


def test_a_login_that_another_page_sends_is_refused(team):
    browser = Browser(team.app)
    assert browser.submit("/login", code="b", password=WORDS["b"]).status == 403
    browser.csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get("/login").text)[1]
    kind = "application/x-www-form-urlencoded"
    form = f"csrf={browser.csrf}&code=b&password={WORDS['b'].replace(' ', '+')}".encode()
    for origin in ("http://evil.example", "null", f"https://{HOST}"):
        assert browser.ask("POST", "/login", form, content_type=kind, origin=origin).status == 403
    assert Browser(team.app).ask("POST", "/login", b"csrf=", content_type=kind).status == 403


def test_who_logs_out_is_out_and_only_a_page_of_ours_does_it(team):
    browser = team.as_("b")
    secret = browser.jar["workbench"]
    assert browser.ask("POST", "/logout", b"", origin=f"http://{HOST}").status == 403
    assert browser.get("/").status == 200
    answer = browser.submit("/logout")
    assert answer.headers["location"] == "/login"
    assert team.desk.session(secret) == ("", "")
    assert browser.get("/").status == 303


def test_a_session_that_is_too_old_is_none(team):
    browser = team.as_("b")
    with team.desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sessions SET until = '2000-01-01T00:00:00Z'")
    assert browser.get("/").status == 303


def invite(team, code="eva", **fields):
    page = team.as_("lead").submit("/people", code=code, role="coder", **fields).text
    return re.search(rf"http://{HOST}(/enter\?key=[\w-]+)", page)[1]


def choose(browser, link, word, again=None):
    browser.csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get(link).text)[1]
    return browser.submit("/enter", key=link.partition("=")[2], password=word, again=again or word)


def test_by_an_invitation_a_person_chooses_a_password_once(team):
    link, browser = invite(team), Browser(team.app)
    assert "workbench" not in browser.jar
    assert browser.get(link).status == 200  # as a guard of mails does, who opens every link
    assert choose(browser, link, "short").status == 422
    assert choose(browser, link, NEW, "another").status == 422
    assert choose(browser, link, NEW).status == 303
    assert browser.get("/").status == 200
    assert browser.get(link).status == 403
    assert log_in(Browser(team.app), "eva", NEW).status == 303


def test_an_invitation_lasts_a_week_and_ends_with_the_next(team):
    first, second = invite(team), invite(team)
    stranger = Browser(team.app)
    assert (stranger.get(first).status, stranger.get(second).status) == (403, 200)
    with team.desk.engine.begin() as connection:
        (until,) = connection.exec_driver_sql("SELECT until FROM keys WHERE code = 'eva'").one()
        assert moment(utc() + dt.timedelta(days=6)) < until <= moment(utc() + dt.timedelta(days=7))
        connection.exec_driver_sql("UPDATE keys SET until = '2000-01-01T00:00:00Z'")
    assert stranger.get(second).status == 403


def test_keys_are_not_found_by_trying(team):
    link, stranger = invite(team), Browser(team.app)
    for _ in range(20):
        assert stranger.get("/enter?key=wrong").status == 403
    assert stranger.get(link).status == 429
    assert not [name for name in stranger.jar if not name.endswith("-door")]


def test_a_person_changes_the_password_and_is_out_everywhere_else(team):
    browser, other = team.as_("b"), Browser(team.app)
    log_in(other, "b", WORDS["b"])
    for now, word, again in (("wrong", NEW, NEW), (WORDS["b"], NEW, "x"), (WORDS["b"], "short", "short")):
        assert browser.submit("/password", now=now, password=word, again=again).status == 422
    assert browser.submit("/password", now=WORDS["b"], password=NEW, again=NEW).status == 303
    assert (browser.get("/").status, other.get("/").status) == (200, 303)
    assert log_in(other, "b", WORDS["b"]).status == 403
    assert log_in(other, "b", NEW).status == 303


def test_whoever_found_an_open_window_does_not_guess_the_password_there(team):
    browser = team.as_("b")
    for _ in range(5):
        browser.submit("/password", now="wrong", password=NEW, again=NEW)
    assert browser.submit("/password", now=WORDS["b"], password=NEW, again=NEW).status == 429


def test_who_is_barred_is_out_at_once_and_does_not_log_in(team):
    browser = team.as_("b")
    team.as_("lead").submit("/people", code="b", role="coder", bar="yes", sure="yes")
    assert browser.get("/").status == 303
    assert log_in(Browser(team.app), "b", WORDS["b"]).status == 403


def test_what_is_sent_is_counted_for_each_person_and_told_to_be_sent_again_later(team):
    team.house.team.sent.most = 3
    browser = team.as_("b")
    url, said = f"{HOME}/rate/q1", {"status": "rated", "level": "3", "draft": ""}
    answer = browser.send(url, said)
    for _ in range(2):
        answer = browser.send(url, {**said, "draft": answer.json["version"]})
    assert browser.send(url, {**said, "draft": answer.json["version"]}).status == 429
    assert team.as_("c").send(url, said).status == 200
    assert browser.get("/").status == 200
    team.house.team.sent_from.most = 0
    assert team.as_("third").send(url, said).status == 429


def test_a_database_that_went_away_is_told_as_that_and_comes_back(team):
    browser = team.as_("b")
    url, said = f"{HOME}/rate/q1", {"status": "rated", "level": "3", "draft": ""}
    home = team.desk.engine.url
    away = team.desk.engine
    broken = home.update_query_dict({"host": "/nowhere"})
    team.desk.engine.dispose()
    from evaluator.extensions.workbench.database import team_engine

    team.desk.engine = team.house.team.accounts.engine = team_engine(broken)
    assert browser.get("/").status == 503
    answer = browser.send(url, said)
    assert (answer.status, "does not answer" in answer.text) == (503, True)
    assert browser.get("/health").status == 503
    assert browser.get("/health").json["state"] == "database does not answer"
    assert log_in(Browser(team.app), "b", WORDS["b"]).status == 503
    team.desk.engine = team.house.team.accounts.engine = away
    assert browser.send(url, said).status == 200


def test_a_desk_that_was_changed_behind_the_server_s_back_opens_for_nobody(team):
    browser = team.as_("b")
    team.rate("b", "q1", "3")
    other = Desk(team.desk.engine)
    with team.desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'c' WHERE kind = 'rating'")
    other._known.clear()
    team.house.desk = other
    answer = browser.get("/")
    assert (answer.status, "was changed, or one before it was removed" in answer.text) == (503, True)
    assert browser.get("/health").json["state"] == "the desk cannot be read"


def test_of_sessions_and_invitations_only_fingerprints_are_kept(team):
    key = invite(team).partition("=")[2]
    secret = team.as_("b").jar["workbench"]
    with team.desk.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM sessions").all())
        kept += str(connection.exec_driver_sql("SELECT * FROM keys").all())
    assert sha256(key) in kept
    assert key not in kept
    assert secret not in kept
