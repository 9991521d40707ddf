"""Every page in a browser, at a desk's width and a phone's, in light and dark: axe, sizes, requests, charts."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.html.alone import standing_alone
from evaluator.reports.outline import Tool
from evaluator.reports.output import page_html
from evaluator.reports.region import region_html, region_view
from evaluator.reports.request import REQUEST, OpenCriterion, RequestView
from evaluator.reports.years import years_html
from tests.axe import COLOURS, EVERY_RULE
from tests.drawings import DESK, PHONE, SHOWN, SLACK

PLANS = ["SRB", "USA", "AUS", "MDA", "ROU", "MNE", "BGR", "NZL", "BIH", "UKR"]
LONG = "Antitrafficking-coordination-and-interministerial-monitoring-mechanism"
LEAST = 320
# What ends right of the window, but for boxes that can be moved; letters under 14 px, but for drawings. Heads follow
# each other downwards; where columns stand side by side, the first of the next is right of the last.
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
  const heads = [...document.querySelectorAll("h2")].map((e) => e.getBoundingClientRect());
  return {out, small, ordered: heads.every((e, k) => !k || heads[k - 1].top < e.top || heads[k - 1].right < e.left),
          across: document.documentElement.scrollWidth - wide,
          unnamed: [...document.querySelectorAll(".wide")].filter((e) => !e.ariaLabel || e.tabIndex !== 0).length};
}"""
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
  return [top(":is(h2, p).verdict, .front h1"), top("main svg")];
}"""

SECOND = re.compile('<svg class="chart narrow".*?</svg>', flags=re.DOTALL)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


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
def cards(library, rubric, albania):
    return [albania, *(evaluate(library.assessment(name, rubric), rubric) for name in PLANS)]


# Each kind with the longest names, where it may have them.
MADE = {
    "country": lambda library, cards, _: country_html(library, report_view(library, cards[0], annex=True)),
    "stress": lambda library, _, stress: country_html(library, report_view(library, stress, annex=True)),
    "Serbian": lambda library, cards, _: country_html(library, report_view(library, cards[0], "sr-Cyrl", annex=True)),
    "comparative": lambda library, cards, stress: region_html(library, region_view([*cards, stress], "comparative")),
    "contrast": lambda library, cards, _: contrast_html(
        library, contrast_view(contrasted_cards(library, cards[:3]), annex=True)
    ),
    "brief": lambda library, cards, stress: region_html(library, region_view([*cards[:3], stress], "brief")),
    "request": lambda library, *_: page_html(library, REQUEST, _request()),
}


def _faults(page, rules: str) -> tuple[list[object], int]:
    found = page.evaluate(rules)
    return [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found["violations"]], len(found["passes"])


@pytest.mark.parametrize("kind", MADE)
def test_a_page_fits_its_window_asks_for_nothing_beside_itself_and_axe_finds_nothing(
    library, cards, stress, stress_beside, new_page, axe, tmp_path, kind
):
    made = MADE[kind](library, cards, stress if kind == "stress" else stress_beside)
    path = tmp_path / "report.html"
    path.write_text(standing_alone(made, library.templates), encoding="utf-8")
    page = new_page(viewport={"width": DESK, "height": 900}, color_scheme="light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.resolve().as_uri())
    page.evaluate(axe)
    for width in (DESK, LEAST):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        assert page.evaluate(MEASURE) == {"out": [], "small": [], "ordered": True, "across": 0, "unnamed": 0}
        told, passed = _faults(page, EVERY_RULE)
        assert told == [], width
        assert passed > 15
        page.emulate_media(color_scheme="dark")
        assert _faults(page, COLOURS) == ([], 1), width
    assert asked == [path.resolve().as_uri()]
    if kind in ("country", "comparative", "contrast", "brief"):
        _contents_stay(page, at_least=1 if kind == "brief" else 3)
    if kind in ("country", "comparative", "brief"):
        finding, figure = page.evaluate(FIRST)
        assert finding < figure < finding + 2 * 900, "on a phone the figure follows within two screens"


def _contents_stay(page, at_least: int) -> None:
    """Prove that contents stay beside the page, and on a phone are one closed line; the page is left at its top."""
    for width, wide in ((DESK, True), (PHONE, False)):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(CONTENTS)
        assert found.pop("entries") >= at_least
        assert found == {"stays": wide, "closed": not wide, "open": False, "lost": []}
    page.evaluate("scrollTo(0, 0)")


RECORDS = [f"{iso3}-2011" for iso3 in ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")]


@pytest.fixture(scope="module")
def drawn(library):
    """Return the pages whose charts are looked at, by their kind."""

    def cards(rubric: str, *plans: str) -> list[Scorecard]:
        own = library.rubric(rubric)
        return [evaluate(library.assessment(plan, own), own) for plan in plans]

    eleven, two = cards("public-record", *RECORDS), cards("law-and-practice", "ALB", "SRB")
    return {
        "BRA": country_html(library, report_view(library, cards("four-paradigms", "BRA")[0])),
        "SRB": country_html(library, report_view(library, two[1])),
        "Serbian": country_html(library, report_view(library, two[1], "sr-Cyrl")),
        "contrast of 11": contrast_html(library, contrast_view(contrasted_cards(library, eleven))),
        "comparative of 11": region_html(library, region_view(eleven, "comparative")),
        "comparative of 2": region_html(library, region_view(two, "comparative")),
        "years": years_html(library, eleven),
    }


@pytest.mark.parametrize(
    "kind", ["BRA", "SRB", "Serbian", "contrast of 11", "comparative of 11", "comparative of 2", "years"]
)
def test_every_dot_and_label_stands_in_its_box_and_of_two_drawings_one_is_seen_and_one_is_heard(
    library, drawn, new_page, tmp_path, kind
):
    path = tmp_path / "report.html"
    path.write_text(standing_alone(drawn[kind], library.templates), encoding="utf-8")
    marks = []
    for width in (DESK, PHONE):
        page = new_page(viewport={"width": width, "height": 844})
        page.goto(path.resolve().as_uri())
        found = page.evaluate(SHOWN, SLACK)
        assert found["outside"] == [], width
        assert set(found["shown"]) == set(found["spoken"]) == {1}, width
        assert found["hints"] == 0, "every chart of these has its drawing for a phone"
        marks.append(found["marks"])
    assert min(marks) > 100
    assert drawn[kind].count("<svg") == len(re.findall("<svg[^>]* role=", drawn[kind])) + found["charts"]


def test_a_chart_without_a_drawing_for_a_phone_says_that_it_can_be_moved(library, drawn, new_page, tmp_path):
    path = tmp_path / "report.html"
    wide = SECOND.sub("", drawn["years"]).replace('class="chart both"', 'class="chart" data-moves="Move it sideways."')
    path.write_text(standing_alone(wide, library.templates), encoding="utf-8")
    for width, hints in ((DESK, 0), (PHONE, 1)):
        page = new_page(viewport={"width": width, "height": 844})
        page.goto(path.resolve().as_uri())
        found = page.evaluate(SHOWN, SLACK)
        assert (found["hints"], found["shown"], bool(found["outside"])) == (hints, [1], width == PHONE)
