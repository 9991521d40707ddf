"""Every page under axe-core in headless Chromium, at a desk's width and a phone's, in light and dark."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import sync_playwright

from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.html.alone import standing_alone
from evaluator.reports.region import region_html, region_view

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
KINDS = ["country", "stress", "Serbian", "comparative", "contrast", "brief"]
LIGHT = [(kind, width, "light") for kind in KINDS for width in (1280, 320)]
DARK = [(kind, 1280, "dark") for kind in KINDS] + [
    (kind, 320, "dark") for kind in ("country", "comparative", "contrast", "brief")
]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(library, rubric, albania, stress):
    """Return the page of each kind of report."""
    cards = [albania, *(evaluate(library.assessment(name, rubric), rubric) for name in ("SRB", "USA"))]
    made = {
        "country": country_html(library, report_view(library, albania)),
        "stress": country_html(library, report_view(library, stress)),
        "Serbian": country_html(library, report_view(library, albania, "sr-Cyrl")),
        "comparative": region_html(library, region_view(cards, "comparative")),
        "contrast": contrast_html(library, contrast_view(contrasted_cards(library, cards))),
        "brief": region_html(library, region_view(cards, "brief")),
    }
    return {kind: standing_alone(page, library.templates) for kind, page in made.items()}


@pytest.mark.parametrize(("kind", "width", "scheme"), LIGHT + DARK)
def test_axe_finds_nothing(pages, new_page, axe, tmp_path, kind, width, scheme):
    path = tmp_path / "report.html"
    path.write_text(pages[kind], encoding="utf-8")
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(path.resolve().as_uri())
    page.evaluate(axe)
    found = page.evaluate(RULES)
    told = [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 15
