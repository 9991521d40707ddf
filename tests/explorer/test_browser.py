"""The explorer in headless Chromium: by keyboard, on a phone, for those who hear it, in the dark and on paper."""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import sync_playwright

from evaluator.explorer.page import explorer_page
from evaluator.library import Library
from evaluator.pipeline import enter, evaluate

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const moved = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || moved(e.parentElement));
  return [...document.querySelectorAll("body *")].filter(
    (e) => e.getBoundingClientRect().right > wide + 0.5 && !moved(e)).map((e) => e.outerHTML.slice(0, 90));
}"""
NAMES = ("ALB-2005-2007", "SRB-2017-2018", "USA-2021-2024", "AUS-2020-2025")

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def page_file(library, tmp_path_factory):
    rubric = library.rubric()
    entrants = [enter(library.assessment(name, rubric), rubric) for name in NAMES]
    path = tmp_path_factory.mktemp("page") / "explorer.html"
    path.write_text(explorer_page(library, rubric, list(rubric.weightings.values()), entrants), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def record_file(library, tmp_path_factory):
    """Return the page of the record of 2005: graded, so that units have ranks."""
    rubric = library.rubric("public-record")
    units = [unit.unit_id for unit in library.units_of("public-record") if unit.end.startswith("2005")][:20]
    entrants = [enter(library.assessment(name, rubric), rubric) for name in units]
    path = tmp_path_factory.mktemp("record") / "record.html"
    path.write_text(explorer_page(library, rubric, list(rubric.weightings.values()), entrants), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser):
    """Open a page at a width; whatever it complains of, or asks for, fails the test."""
    contexts, told = [], []

    def go(path, width=1280, address="", **settings):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **settings))
        page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on(
            "request",
            lambda request: (
                told.append(request.url)
                if "explorer" not in request.url
                and "record" not in request.url
                and not request.url.startswith(("data:", "blob:"))
                else None
            ),
        )
        page.goto(path.resolve().as_uri() + address)
        page.wait_for_selector("html.ready")
        page.wait_for_timeout(600)
        return page

    yield go
    for context in contexts:
        context.close()
    assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_runs_out_sideways(page_file, opened, width, scheme):
    page = opened(page_file, width, color_scheme=scheme)
    for each in page.query_selector_all("summary"):
        each.click()
    assert page.evaluate(OUT) == []
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(RULES)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


def test_at_twice_the_size_nothing_runs_out_sideways(page_file, opened):
    page = opened(page_file, 640)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(OUT) == []


def test_the_page_shows_the_scores_of_the_evaluator(page_file, opened, library):
    page = opened(page_file)
    rubric = library.rubric()
    card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric)
    shown = page.evaluate(
        "explorer.of.made.standings.map((one) => [one.unit.id, one.result.score, one.result.low, one.result.coverage])"
    )
    own = next(row for row in shown if row[0] == "ALB-2005-2007")
    assert own[1:] == pytest.approx([card.score, card.bounds[0], card.coverage], abs=1e-12)


def test_a_slider_moved_by_the_keyboard_moves_scores_tells_it_aloud_and_stays_in_the_address(page_file, opened):
    page = opened(page_file)
    before = page.inner_text("#finding")
    page.focus("#w-migration")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert "w.migration=30" in page.url
    assert page.inner_text("#finding") != before
    assert page.text_content("#told") == page.text_content("#finding")
    assert "your frame, begun from Equal weights" in page.text_content("#told")
    raw = page.text_content("#v-migration")
    assert raw.startswith("30 raw")


def test_an_address_opens_the_frame_it_was_kept_from(page_file, opened):
    page = opened(page_file, address="#frame=us-tip&unit=SRB-2017-2018&w.migration=70")
    assert page.input_value("#preset") == "us-tip"
    assert page.input_value("#unit") == "SRB-2017-2018"
    assert page.input_value("#w-migration") == "70"


def test_a_unit_that_is_not_assessed_far_enough_has_no_rank_under_any_frame(page_file, opened):
    page = opened(page_file)
    ranks = page.evaluate("explorer.of.made.standings.map((one) => one.rank)")
    assert ranks == [0, 0, 0, 0]
    assert "no unit is assessed far enough" in page.text_content("#finding")
    page.click("#ways button")
    assert "has no rank under this frame" in page.text_content("#ways")


def test_on_the_record_ranks_move_and_the_page_says_from_where(record_file, opened):
    page = opened(record_file)
    assert "comes first of" in page.text_content("#finding")
    page.select_option("#preset", "us-tip")
    page.wait_for_timeout(600)
    assert page.evaluate("explorer.of.made.standings.some((one) => one.rank && one.rank !== one.reference)")
    page.click("#ways button")
    assert page.text_content("#ways").strip()
    assert page.query_selector("#map svg rect.first-0") is not None


def test_exports_carry_their_frame(record_file, opened):
    page = opened(record_file)
    with page.expect_download() as csv:
        page.click("#save-csv")
    text = csv.value.path().read_text(encoding="utf-8")
    assert text.startswith("unit_id,name,frame,weights,rubric,score")
    assert all("frame=equal" in line for line in text.splitlines()[1:])
    for button, start in (("#save-svg", b"<svg"), ("#save-png", b"\x89PNG"), ("#save-yaml", b"id: own-frame")):
        with page.expect_download() as made:
            page.click(button)
        assert made.value.path().read_bytes().startswith(start)


def test_on_paper_the_results_stand_without_the_controls(page_file, opened):
    page = opened(page_file)
    page.emulate_media(media="print")
    assert page.is_visible("#ranking")
    assert not page.is_visible("#save-csv")
