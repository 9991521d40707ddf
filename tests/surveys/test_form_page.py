"""The form of a survey in headless Chromium: by keyboard, on a phone, in the dark, with beads; nothing is requested."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from evaluator.extensions.survey.survey_page import form_data, survey_page
from evaluator.workbook.back.survey import read_inbox
from tests.axe import EVERY_RULE
from tests.surveys.simulated import LIBRARY, RUBRIC, book_of, survey_of

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVE = """(slider) => {
  const spent = [];
  for (let k = 0; k < 40; k += 1) {
    slider.value = 5 * (k % 20);
    const start = performance.now();
    slider.oninput();
    spent.push(performance.now() - start);
  }
  return Math.max(...spent.slice(1));
}"""


def test_the_page_holds_every_word_in_a_language_and_no_number_of_a_result():
    data = form_data(LIBRARY, survey_of("tick"), RUBRIC, "sr-Cyrl")
    assert data["pages"][0]["questions"]["practice"].startswith("У једној земљи")
    page = survey_page(LIBRARY, survey_of(), RUBRIC)
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|localStorage|sessionStorage|cookie|fetch\(|XMLHttpRequest", page)
    assert "weightings" not in page


def test_words_that_would_end_the_script_stay_words():
    evil = survey_of(titles={"en": "</script><script>alert(1)</script>"})
    page = survey_page(LIBRARY, evil, RUBRIC)
    assert "<script>alert" not in page


@pytest.fixture
def opened(browser, tmp_path):
    """Open the form; whatever it complains of, or asks for, fails the test."""
    contexts, told = [], []

    def go(form="whole", width=390, lang="en", **settings):
        path = tmp_path / "survey.html"
        path.write_text(survey_page(LIBRARY, survey_of(form), RUBRIC, lang), encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, **settings))
        page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda one: told.append(one.url) if not one.url.startswith(("file:", "blob:")) else None)
        page.goto(path.as_uri())
        page.wait_for_selector("h1")
        return page

    yield go
    for context in contexts:
        context.close()
    assert told == []


def walk(page, look=lambda _: None, points=(100, 50, 20)):
    """Fill the first fields of every page and go on to the end; return the answer shown."""
    while True:
        look(page)
        for field, value in zip(page.query_selector_all("input[type=number]"), points, strict=False):
            field.fill(str(value))
        if page.query_selector("#answer"):
            return json.loads(page.text_content("#answer"))
        page.click("nav button.main")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "scheme", "lang"), [(390, "light", "en"), (390, "dark", "sr-Cyrl"), (1280, "dark", "en")]
)
def test_axe_finds_nothing_and_nothing_runs_out_sideways(opened, width, scheme, lang):
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    seen = []

    def look(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe)
        seen.append((page.evaluate(WIDER), [fault["id"] for fault in page.evaluate(EVERY_RULE)["violations"]]))

    walk(opened(width=width, color_scheme=scheme, lang=lang), look)
    assert seen == [(0, [])] * 10


@pytest.mark.browser
@pytest.mark.slow
def test_what_is_saved_is_what_is_shown_and_is_read_back(opened, tmp_path):
    page = opened()
    page.select_option("#group", "police")
    answer = walk(page)
    with page.expect_download() as saved:
        page.click("text=Save as a file")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    saved.value.save_as(inbox / saved.value.suggested_filename)
    assert json.loads((inbox / saved.value.suggested_filename).read_text(encoding="utf-8")) == answer
    reading = read_inbox(inbox, book_of())
    assert not reading.problems
    assert {one.code: one.points for one in reading.answers} == answer["points"]
    assert {one.group for one in reading.answers} == {"police"}


@pytest.mark.browser
@pytest.mark.slow
def test_it_can_be_filled_by_keys_alone_and_a_blank_stays_blank(opened):
    page = opened("none")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for key in ("Tab", "ArrowRight", "ArrowRight", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("40")
    page.click("text=Stop here")
    assert list(json.loads(page.text_content("#answer"))["points"].values()) == [10, 40]


@pytest.mark.browser
@pytest.mark.slow
def test_a_reload_keeps_what_was_answered_and_where_and_the_end_says_it_in_words(opened):
    page = opened("none")
    page.select_option("#group", "police")
    page.click("nav button.main")
    named = page.inner_text(".item label >> nth=0")
    page.locator("input[type=number]").nth(0).fill("40")
    page.locator("input[type=number]").nth(1).fill("10")
    page.locator("input[type=number]").nth(1).blur()
    page.reload()
    page.wait_for_selector(".item")
    assert page.locator("input[type=number]").nth(0).input_value() == "40"
    page.click("text=Stop here")
    answer = json.loads(page.text_content("#answer"))
    assert (answer["group"], sorted(answer["points"].values())) == ("police", [10, 40])
    assert f"{named}: 40" in page.inner_text("#given").splitlines()
    assert not page.locator("#answer").is_visible()
    page.click("text=Empty this form")
    page.wait_for_selector("#group")
    assert page.locator("text=Empty this form").count() == 0


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("given", [(), (50,), (50, 20)])
def test_how_many_times_as_much_is_asked_of_who_gave_two_worths(opened, given):
    page = opened("none")
    page.click("nav button.main")
    for field, value in zip(page.query_selector_all("input[type=number]"), given, strict=False):
        field.fill(str(value))
    page.click("nav button.main")
    assert page.locator("#times").count() == (len(given) == 2)


@pytest.mark.browser
@pytest.mark.slow
def test_survivors_lay_beads_on_cards_and_no_more_than_there_are(opened):
    page = opened("none")
    page.select_option("#group", "survivors")
    page.click("text=Begin")
    assert "Nobody asks what happened to you" in page.inner_text("main")
    for _ in range(15):
        page.click("[aria-label$='one bead more'] >> nth=0")
    page.query_selector_all("input[type=number]")[1].fill("19")
    assert "0 beads left" in page.inner_text("main")
    page.click("text=Stop here")
    answer = json.loads(page.text_content("#answer"))
    assert sorted(answer["points"].values()) == [5, 15]
    assert answer["method"] == "beads"


@pytest.mark.browser
@pytest.mark.slow
def test_a_move_of_a_slider_on_the_longest_list_takes_less_than_a_frame(opened):
    page = opened("tick", width=1280)
    for _ in range(7):
        page.click("nav button.main")
    for tick in page.query_selector_all("input[type=checkbox]")[:5]:
        tick.check()
    assert page.query_selector("input[type=checkbox]:not(:checked)").is_disabled()
    assert page.evaluate(MOVE, page.query_selector("input[type=range]")) < 16


@pytest.mark.browser
@pytest.mark.slow
def test_lists_are_dealt_by_lot_and_each_comes_up(opened):
    page = opened()
    dealt = set()
    for _ in range(8):
        page.evaluate("history.replaceState(null, '')")
        page.reload()
        codes = walk(page)["points"]
        dealt.add(tuple(sorted({int(code[1:]) // 16 for code in codes if code[0] == "c"})))
    assert len(dealt) > 3
