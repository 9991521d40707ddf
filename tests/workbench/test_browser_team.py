"""A team in a browser: log in by keys, invite a person, who chooses a password, go out; every page for everybody."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.workbench.conftest import WORDS, team_at
from tests.workbench.test_browser import FLAGS, RULES, WAIT
from tests.workbench.test_team import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NEW = "nine green lamps in fog"


@pytest.fixture
def server(own, database, hashes):
    with team_at(database, own, hashes):
        pass
    found = Server(own, database)
    yield found
    found.end()
    assert "Traceback" not in found.told


@pytest.fixture
def visit(chromium, server):
    """Return what opens a browser of its own on a narrow screen; whatever a page complains of fails the test."""
    told = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)

        def visit():
            address = f"http://127.0.0.1:{server.port}"
            context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800})
            context.set_default_timeout(WAIT)
            context.on("console", lambda message: told.append(message.text))
            return context.new_page()

        yield visit
        browser.close()
    # A browser tells of a refusal as such: that of the wrong password is wanted.
    assert told == ["Failed to load resource: the server responded with a status of 403 (Forbidden)"]


def is_for_everybody(page):
    """Hold a page to the rules of axe, and to the width of a telephone."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(RULES)["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_team_comes_in_and_goes_out_by_keys_alone(visit):
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
