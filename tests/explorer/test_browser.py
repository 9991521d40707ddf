"""The explorer in headless Chromium: by keyboard, on a phone, for those who hear it, in the dark and on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.extensions.explorer.opening import opening
from evaluator.library import Library
from evaluator.pipeline import enter, evaluate
from tests.axe import EVERY_RULE

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


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_runs_out_sideways(page_file, opened, width):
    page = opened(page_file, width, color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate(OUT) == []
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(EVERY_RULE)
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
    score = float("nan") if card.score is None else card.score
    assert own[1:] == pytest.approx([score, card.bounds[0], card.coverage], abs=1e-12, nan_ok=True)


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
    for button, start in (
        ("#save-svg", b"<svg"),
        ("#save-png", b"\x89PNG"),
        ("#save-yaml", b"# Put this file into rubrics/public-record/"),
    ):
        with page.expect_download() as made:
            page.click(button)
        assert made.value.path().read_bytes().startswith(start)


def test_where_nothing_has_weight_the_page_says_so_and_saves_no_frame(page_file, opened):
    page = opened(page_file, address="#w.paradigms=0&w.plan-quality=0")
    assert page.text_content("#finding").endswith("nothing has weight, so there is no score.")
    assert page.is_disabled("#save-yaml")
    assert "no frame to save" in page.text_content("#file-note")


def test_a_frame_whose_parts_are_joined_otherwise_says_so_wherever_it_is_named(record_file, opened):
    page = opened(record_file, address="#join=minimum")
    assert "parts joined by the weakest part" in page.text_content("#finding")
    assert "parts joined by the weakest part" in page.evaluate("explorer.of.csv()").splitlines()[1]
    assert "(minimum)" in page.evaluate("explorer.of.yaml()").splitlines()[2]
    assert "its scores will differ" in page.text_content("#file-note")


def test_the_drawing_says_that_it_shows_the_shipped_frames_and_how_they_join_parts(record_file, opened, library):
    page = opened(record_file, address="#join=geometric&w.human-rights=90")
    drawn = page.evaluate("explorer.of.svg()")
    assert f"under {len(library.rubric('public-record').weightings)} frames" in drawn
    assert "every frame joins parts by geometric mean" in drawn
    assert "A hollow dot: less than 67 % of the weight is assessed." in drawn
    assert "your frame" not in drawn


def test_what_is_looked_at_in_the_map_stands_in_the_address(page_file, opened):
    page = opened(page_file, address="#across=economic&upwards=plan-quality")
    assert (page.input_value("#axis-x"), page.input_value("#axis-y")) == ("economic", "plan-quality")
    page.select_option("#axis-y", "economic")
    page.wait_for_timeout(600)
    assert "upwards=economic" in page.url
    assert page.text_content("#map") == "Choose two different groups."


def test_the_map_counts_only_shares_that_there_are(record_file, opened):
    page = opened(record_file)
    told = page.text_content("#map .key")
    assert sum(int(share) for share in re.findall(r"(\d+) %", told)) == pytest.approx(100, abs=4)


@pytest.mark.parametrize(
    "address",
    ["#w.__proto__=5&unit=__proto__&beside=constructor&across=toString&frame=hasOwnProperty", "#%E0%A4%A&&&==&w.=",
     "#w.migration=1e400&s.control=Infinity&s.protection=-0.1&join=power&gates=no&without=__proto__"],
)  # fmt: skip
def test_an_address_of_nonsense_opens_the_reference(page_file, opened, address):
    page = opened(page_file, address=address)
    assert page.input_value("#preset") == "equal"
    assert not page.evaluate("explorer.of.isMoved")


@pytest.mark.parametrize("address", ["javascript:document.title='run'", " JavaScript:1", "data:text/html,x", "//x.org"])
def test_only_an_address_of_the_web_becomes_a_link(library, opened, tmp_path, address):
    rubric = library.rubric()
    entrant = enter(library.assessment("ALB-2005-2007", rubric), rubric)
    whole = entrant.assessment
    name = "\u202eevil<img src=x onerror=alert(1)>" + "x" * 300
    country = whole.country.model_copy(update={"names": {"en": name}})
    sources = tuple(replace(source, url=address) for source in whole.sources)
    other = replace(entrant, assessment=replace(whole, country=country, sources=sources))
    path = tmp_path / "explorer.html"
    path.write_text(explorer_page(library, rubric, [rubric.weighting("equal")], [other]), encoding="utf-8")
    page = opened(path, 390)
    assert page.query_selector("#criteria td li") is not None
    assert page.query_selector("#criteria a") is None
    assert page.query_selector("img") is None
    assert page.evaluate(OUT) == []


def test_on_paper_the_results_stand_without_the_controls(page_file, opened):
    page = opened(page_file)
    page.emulate_media(media="print")
    assert page.is_visible("#ranking")
    assert not page.is_visible("#save-csv")


@pytest.fixture(scope="module")
def opening_file(library, tmp_path_factory):
    """Return the page as it opens when nothing is named: all states of the newest record, the own region first."""
    rubric, entrants = opening(library)
    frames = list(rubric.weightings.values())
    path = tmp_path_factory.mktemp("opening") / "explorer.html"
    path.write_text(explorer_page(library, rubric, frames, entrants), encoding="utf-8")
    assert path.stat().st_size < 300_000
    return path


DOUBLED = "#w.law-enforcement=33&w.human-rights=67"  # of no frame: the rubric's reference


def test_on_a_phone_the_sentence_the_slider_and_the_list_are_seen_together(opening_file, opened):
    page = opened(opening_file, 390, address=DOUBLED)
    page.set_viewport_size({"width": 390, "height": 844})
    said = page.inner_text("#finding")
    assert said.startswith("You raised Human rights from 50 % to 67 %. Croatia passes Slovenia and Moldova")
    assert said.endswith("the ranges overlap.")
    page.evaluate("document.querySelector('.ranking tbody tr').scrollIntoView({block: 'center'})")
    bar = page.query_selector(".bar").bounding_box()
    assert abs(bar["y"]) < 1
    assert bar["height"] <= 844 / 4
    row = page.query_selector(".ranking tbody tr").bounding_box()
    assert bar["height"] < row["y"] < 844
    assert page.evaluate(OUT) == []


def test_of_179_states_the_region_is_shown_first_then_fifteen_then_the_rest_or_what_is_looked_for(opening_file, opened):
    page = opened(opening_file)
    shown = "document.querySelectorAll('.ranking tbody tr:not([hidden])').length"
    region = page.evaluate(shown)
    assert 10 < region < 15
    page.select_option("#group", "all")
    assert page.evaluate(shown) == 15
    whole = page.evaluate("explorer.of.made.standings.filter((one) => one.rank > 0).length")
    assert page.inner_text("#rest") == f"Show the other {whole - 15}"
    page.fill("#find", "vietnam")
    assert page.evaluate(shown) == 1
    page.fill("#find", "")
    page.click("#rest")
    assert page.evaluate(shown) == whole
    page.wait_for_timeout(400)
    assert "g=all" in page.url


def test_a_pinned_state_stands_on_top_is_told_of_and_stays_in_the_address(opening_file, opened):
    page = opened(opening_file, address=f"{DOUBLED}&g=all&pin=MDA")
    assert "Moldova is passed by" in page.inner_text("#finding")
    assert page.inner_text(".ranking tbody tr:first-child th").startswith("Moldova")
    star = page.query_selector(".ranking tbody tr:first-child .pin")
    assert star.get_attribute("aria-pressed") == "true"
    star.press("Enter")
    page.wait_for_timeout(400)
    assert "pin=" not in page.url
    assert "Moldova is passed by" not in page.inner_text("#finding")


def test_the_slider_of_the_bar_sets_a_share_of_what_counts_by_the_arrows_and_is_announced_once(opening_file, opened):
    page = opened(opening_file)
    page.evaluate("""() => { window.told = []; new MutationObserver(() => window.told.push(
        document.getElementById("told").textContent)).observe(document.getElementById("told"), {childList: true}); }""")
    page.focus("#lead")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert page.inner_text("#v-lead") == "55 % of what counts"
    assert page.evaluate("window.told") == [page.inner_text("#finding")]
    assert page.inner_text("#finding").startswith("You raised Human rights from 50 % to 55 %.")


def test_a_question_opens_its_answer_and_where_nobody_passes_the_turn_of_first_place_is_named(opening_file, opened):
    page = opened(opening_file)
    links = page.query_selector_all(".ask a")
    answers = page.query_selector_all(".ask .key")
    assert len(links) == 3
    for link, answer in zip(links, answers, strict=True):
        link.click()
        page.wait_for_timeout(300)
        assert page.inner_text("#finding") == answer.inner_text()
    page.evaluate("location.hash = 'frame=equal&w.law-enforcement=49&w.human-rights=51'")
    page.wait_for_timeout(900)
    assert "Nobody passes anybody." in page.inner_text("#finding")
    assert "First place changes where Human rights has" in page.inner_text("#below")


def test_sentence_and_link_are_copied_and_the_picture_has_the_size_that_networks_show(opening_file, opened):
    page = opened(opening_file, address=DOUBLED)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.click("#copy")
    copied = page.input_value("#copied textarea")
    assert copied.startswith("You raised Human rights from 50 % to 67 %.")
    assert "w.human-rights=67" in copied
    assert page.evaluate("(() => { const one = explorer.of.picture(); return [one.width, one.height]; })()") == [
        1200,
        630,
    ]


def test_a_link_to_another_frame_says_that_its_weights_stand_in_place_of_the_reference(opening_file, opened):
    page = opened(opening_file, address=DOUBLED.replace("#", "#frame=equal&"))
    assert page.inner_text("#finding").startswith(
        "You look with the weights of “Equal weights” in place of “Equal, on record”, "
        "and raised Human rights from 50 % to 67 %. Croatia passes Slovenia and Moldova"
    )


def test_a_hostile_address_falls_back_to_the_reference(opening_file, opened):
    page = opened(
        opening_file, address="#frame=%3Cscript%3E&w.human-rights=%3Cscript%3E&pin=%3Cb%3E&g=x&lead=__proto__"
    )
    assert page.input_value("#preset") == "equal-on-record"
    assert page.inner_text("#finding").startswith("Under Equal, on record ")
    assert page.evaluate("explorer.of.pins.length") == 0
