"""The HTML page under axe-core in headless Chromium, at a desk's width and a phone's.

axe-core is no Python package and so not in the lock: `npm install axe-core` here, or
EVALUATOR_AXE naming its axe.min.js. Without it the rules are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from evaluator.report.html import country_html
from evaluator.report.instruments import report_view

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
WIDTHS = [1280, 320]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def axe() -> str:
    named = os.environ.get("EVALUATOR_AXE")
    path = Path(named) if named else ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("no axe-core here: npm install axe-core, or EVALUATOR_AXE=.../axe.min.js")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=["albania", "stress"])
def opened(request, browser, library, tmp_path):
    """Return a function that opens a report's page at a width, and the addresses it asked for."""
    card = request.getfixturevalue(request.param)
    path = tmp_path / "report.html"
    path.write_text(country_html(library, report_view(library, card)), encoding="utf-8")

    def run(width: int):
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.resolve().as_uri())
        return page, asked

    return run


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(opened, axe, width):
    page, _ = opened(width)
    page.evaluate(axe)
    found = page.evaluate(RULES)
    told = [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 15


def test_a_page_asks_for_nothing_but_fonts_beside_it(opened):
    page, asked = opened(320)
    folder = page.url.rpartition("/")[0]
    assert {address.rpartition("/")[0] for address in asked} <= {folder, f"{folder}/fonts"}
