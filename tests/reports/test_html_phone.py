"""Every page on a phone and on a desk: nothing runs out sideways, no letter is too small, nothing else is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.html.alone import standing_alone
from evaluator.reports.outline import Tool
from evaluator.reports.region import region_html, region_view
from evaluator.reports.request import OpenCriterion, RequestView, request_html

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
KINDS = ["country", "stress", "comparative", "contrast", "brief", "request"]
PLANS = ["SRB", "USA", "AUS", "MDA", "ROU", "MNE", "BGR", "NZL", "BIH", "UKR"]
LONG = "Antitrafficking-coordination-and-interministerial-monitoring-mechanism"
# What ends right of the window, but for boxes that can be moved; letters under 14 px, but for drawings.
MEASURE = """() => {
  const wide = document.documentElement.clientWidth;
  const moved = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || moved(e.parentElement));
  const out = [...document.querySelectorAll("body *")].filter(
    (e) => e.getBoundingClientRect().right > wide + 0.5 && !moved(e)).map((e) => e.outerHTML.slice(0, 90));
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  while (walk.nextNode()) {
    const place = walk.currentNode.parentElement;
    const size = parseFloat(getComputedStyle(place).fontSize);
    const read = walk.currentNode.textContent.trim() && !place.closest("svg");
    if (read && size < 14) small.push(place.outerHTML.slice(0, 90));
  }
  const tops = [...document.querySelectorAll("h2")].map((e) => e.getBoundingClientRect().top);
  return {out, small, ordered: tops.every((top, k) => !k || tops[k - 1] < top),
          across: document.documentElement.scrollWidth - wide,
          unnamed: [...document.querySelectorAll(".wide")].filter((e) => !e.ariaLabel || e.tabIndex !== 0).length};
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield opened
        opened.close()


def _request() -> RequestView:
    row = OpenCriterion(
        order=1, criterion_id="a", title=LONG, question="Does the plan say who pays?", asks_about="plan",
        evidence_needed=f"The budget, {LONG}", ask=LONG, note=LONG, gate="yes",
    )  # fmt: skip
    return RequestView(
        lang="en",
        date="2026",
        country=LONG,
        plan_id="XXS-2030-2034",
        plan_title=LONG,
        rubric="Rubric 1.0.0",
        standing="One of two.",
        rows=(row, row),
        method=Tool("1"),
    )


@pytest.fixture(scope="module")
def pages(library, rubric, albania, stress, stress_beside):
    """Return the page of each kind; the one on several plans has the longest names as well."""
    cards = [albania, *(evaluate(library.assessment(name, rubric), rubric) for name in PLANS)]
    made = {
        "country": country_html(library, report_view(library, albania)),
        "stress": country_html(library, report_view(library, stress)),
        "comparative": region_html(library, region_view([*cards, stress_beside], "comparative")),
        "contrast": contrast_html(library, contrast_view(contrasted_cards(library, cards[:3]))),
        "brief": region_html(library, region_view([*cards[:3], stress_beside], "brief")),
        "request": request_html(library, _request()),
    }
    return {kind: standing_alone(page, library.templates) for kind, page in made.items()}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_its_window_and_asks_for_nothing_beside_itself(pages, new_page, tmp_path, kind, width):
    path = tmp_path / "report.html"
    path.write_text(pages[kind], encoding="utf-8")
    page = new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.resolve().as_uri())
    assert page.evaluate(MEASURE) == {"out": [], "small": [], "ordered": True, "across": 0, "unnamed": 0}
    assert asked == [path.resolve().as_uri()]


# What of the contents is in the window, at the foot of the page; whether it hides what a link leads to.
CONTENTS = """() => {
  const shown = (e) => {
    const box = e.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  };
  const nav = document.querySelector("nav.jump");
  const links = [...nav.querySelectorAll(".stay a")].map((a) => a.getAttribute("href"));
  scrollTo(0, document.documentElement.scrollHeight);
  return {stays: shown(nav.querySelector(".stay")), closed: shown(nav.querySelector("summary")),
          open: nav.querySelector("details").open, entries: links.length,
          lost: links.filter((one) => !document.getElementById(one.slice(1)))};
}"""
FIRST = """() => {
  const top = (e) => document.querySelector(e).getBoundingClientRect().top;
  const why = document.querySelector(".verdict + p").getBoundingClientRect().top;
  return [top(".verdict"), top(".summary :is(.results, table.strip) svg"), why];
}"""


@pytest.mark.parametrize("kind", ["country", "comparative", "contrast", "brief"])
def test_contents_stay_beside_the_page_and_are_one_closed_line_on_a_phone(pages, new_page, tmp_path, kind):
    path = tmp_path / "report.html"
    path.write_text(pages[kind], encoding="utf-8")
    for width, wide in ((1280, True), (390, False)):
        page = new_page(viewport={"width": width, "height": 900})
        page.goto(path.resolve().as_uri())
        found = page.evaluate(CONTENTS)
        assert found.pop("entries") >= 3
        assert found == {"stays": wide, "closed": not wide, "open": False, "lost": []}


@pytest.mark.parametrize("kind", ["country", "comparative", "brief"])
def test_on_a_phone_the_figure_follows_the_finding_at_once(pages, new_page, tmp_path, kind):
    path = tmp_path / "report.html"
    path.write_text(pages[kind], encoding="utf-8")
    page = new_page(viewport={"width": 390, "height": 900})
    page.goto(path.resolve().as_uri())
    finding, figure, why = page.evaluate(FIRST)
    assert finding < figure < why
