"""A team in a browser: log in by keys, invite a person, who chooses a password, go out; every page for everybody."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import expect

from evaluator.extensions.workbench.database import team_engine, team_url
from tests.axe import EVERY_RULE
from tests.workbench.conftest import HOME, WORDS, team_at
from tests.workbench.test_browser import WAIT
from tests.workbench.test_team import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NEW = "nine green lamps in fog"
REFUSED = "Failed to load resource: the server responded with a status of "


@pytest.fixture
def server(own, database, hashes):
    with team_at(database, own, hashes):
        pass
    found = Server(own, database)
    yield found
    found.end()
    assert "Traceback" not in found.told


@pytest.fixture
def visit(browser, server):
    """Return what opens a browser of its own on a narrow screen; whatever a page complains of fails the test."""
    told = []
    contexts = []

    def visit():
        address = f"http://127.0.0.1:{server.port}"
        contexts.append(browser.new_context(base_url=address, viewport={"width": 390, "height": 800}))
        contexts[-1].set_default_timeout(WAIT)
        contexts[-1].on("console", lambda message: told.append(message.text))
        return contexts[-1].new_page()

    yield visit
    for context in contexts:
        context.close()
    # A browser tells of a refusal as such: those that a test brings about are wanted.
    assert {text.removeprefix(REFUSED) for text in told} == visit.wanted


def is_for_everybody(page):
    """Hold a page to the rules of axe, and to the width of a telephone."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(EVERY_RULE)["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def come_in(page, path, code):
    page.goto(path)
    page.get_by_label("Your code").fill(code)
    page.get_by_label("Your password").fill(WORDS[code])
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You are {code}")).to_be_visible()


def end_sessions(database):
    """Let every session be as old as one that was idle for too long."""
    engine = team_engine(team_url(database))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sessions SET until = '2000-01-01T00:00:00Z'")
    engine.dispose()


def test_a_session_that_ends_in_mid_sentence_costs_no_letter(visit, database):
    """On the desk the answer is sent after the login; in a form of a page it stands there again."""
    visit.wanted = {"401 (Unauthorized)"}
    page = visit()
    come_in(page, f"{HOME}/rate/q1", "b")
    expect(page.locator("html.ready")).to_be_attached()
    page.keyboard.press("2")
    expect(page.locator("#state")).to_contain_text("Saved")
    end_sessions(database)
    page.keyboard.press("r")
    page.keyboard.type("It names the body and the year.")
    expect(page.locator("#state")).to_contain_text("log in again")
    page.keyboard.press("Escape")
    page.keyboard.press(".")  # the question stays, for its answer is not with the server
    assert page.url.endswith("/rate/q1")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where the foot lies over no field
    is_for_everybody(page)
    page.locator("#faults a").press("Enter")
    come_in(page, page.url, "b")
    expect(page.locator("#reason")).to_have_value("It names the body and the year.")
    expect(page.locator("#state")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#reason")).to_have_value("It names the body and the year.")

    page.goto(f"{HOME}/hand-in")
    page.get_by_text("Day, language, notes").click()
    page.get_by_label("Notes").fill("Read twice, on two days.")
    end_sessions(database)
    page.get_by_role("button", name="Keep", exact=True).press("Enter")
    page.get_by_role("link", name="Log in").press("Enter")
    come_in(page, page.url, "b")
    expect(page.get_by_label("Notes")).to_have_value("Read twice, on two days.")
    page.get_by_role("button", name="Keep", exact=True).press("Enter")
    page.wait_for_url("**/hand-in?kept=yes")
    page.get_by_label("Notes").fill("")
    page.goto("/")
    page.goto(f"{HOME}/hand-in")
    expect(page.get_by_label("Notes")).to_have_value("")  # typed, not sent: it is there again, and not what was taken


def test_what_one_person_typed_is_not_shown_to_the_next_at_the_same_browser(visit, database):
    visit.wanted = {"401 (Unauthorized)"}
    page = visit()
    come_in(page, f"{HOME}/rate/q1", "b")
    expect(page.locator("html.ready")).to_be_attached()
    end_sessions(database)
    page.keyboard.press("r")
    page.keyboard.type("zebra")
    expect(page.locator("#state")).to_contain_text("log in again")
    come_in(page, f"{HOME}/rate/q1", "c")
    expect(page.locator("html.ready")).to_be_attached()
    expect(page.locator("#reason")).to_have_value("")
    assert "zebra" not in page.content()


def test_a_team_comes_in_and_goes_out_by_keys_alone(visit):
    visit.wanted = {"403 (Forbidden)"}
    lead = visit()
    lead.goto("/people")
    expect(lead.get_by_role("heading", name="Log in")).to_be_visible()
    is_for_everybody(lead)
    lead.get_by_label("Your code").focus()
    for typed in ("lead", "wrong"):
        lead.keyboard.type(typed)
        lead.keyboard.press("Tab")
    lead.keyboard.press("Enter")
    expect(lead.get_by_role("alert")).to_have_text("This code and this password do not open the workbench.")
    is_for_everybody(lead)
    lead.get_by_label("Your password").focus()
    lead.keyboard.type(WORDS["lead"])
    lead.keyboard.press("Enter")
    expect(lead.get_by_role("heading", name="People", exact=True)).to_be_visible()
    is_for_everybody(lead)
    lead.get_by_label("Code", exact=True).fill("eva")
    lead.keyboard.press("Enter")
    link = lead.locator(".key-address").inner_text()

    eva = visit()
    eva.goto(link)
    is_for_everybody(eva)
    for name in ("New password", "The same again"):
        eva.get_by_label(name).focus()
        eva.keyboard.type(NEW)
    eva.keyboard.press("Enter")
    expect(eva.get_by_text("You are eva (coder)")).to_be_visible()
    eva.get_by_role("link", name="Password").press("Enter")
    expect(eva.get_by_role("heading", name="Change the password")).to_be_visible()
    is_for_everybody(eva)
    eva.get_by_role("button", name="Log out").press("Enter")
    expect(eva.get_by_role("heading", name="Log in")).to_be_visible()
    eva.goto("/log")
    expect(eva.get_by_role("heading", name="Log in")).to_be_visible()
