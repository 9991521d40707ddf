"""The site in headless Chromium: every kind of page, from disk and server, by keyboard, without scripts, on paper."""

from __future__ import annotations

import csv
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files

import pytest

from evaluator.extensions.publish.edition import Order, edition_files
from evaluator.extensions.publish.holdings import holdings
from evaluator.extensions.publish.pages import Edition
from evaluator.extensions.publish.site import write_site
from evaluator.library import Library
from tests.axe import EVERY_RULE
from tests.drawings import DESK, PHONE, SHOWN, SLACK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = EVERY_RULE.replace("{", "{preload: false, ", 1)
OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const moved = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || moved(e.parentElement));
  return [...document.querySelectorAll("main *")].filter(
    (e) => e.getBoundingClientRect().right > wide + 0.5 && !moved(e)).map((e) => e.outerHTML.slice(0, 90));
}"""
# What is drawn without a width of its own: how many marks, and those that end outside of the window or of a box that
# moves or hides what is too wide; a mark of no width is a score at the end of its bar.
IN_PER_CENT = """() => {
  const wide = document.documentElement.clientWidth, cut = [];
  const box = (e) => !e || getComputedStyle(e).overflowX !== "visible" ? e : box(e.parentElement);
  const marks = [...document.querySelectorAll("svg.wide circle, svg.wide rect, svg.wide path")];
  for (const mark of marks) {
    const at = mark.getBoundingClientRect(), room = box(mark.closest("svg.wide").parentElement);
    const [left, right] = room ? [room.getBoundingClientRect().left, room.getBoundingClientRect().right] : [0, wide];
    if (at.left < Math.max(0, left) - 1.5 || at.right > Math.min(wide, right) + 1.5) cut.push(mark.outerHTML);
  }
  return [marks.length, cut];
}"""
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN", "BRA")
PAGES = ("index", "states", "MDA", "MDA-2007", "BRA-2018-2022", "HRV-2022-2023", "frames", "years", "methods", "data",
         "changes", "compare.html#SRB-2007,MDA-2007", "sr-Cyrl/MDA-2007")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    library = Library.open()
    path = tmp_path_factory.mktemp("published") / "nap"
    order = Order(path, Edition("2026.1", "", ("en", "sr-Cyrl"), printed=False))
    write_site(order.folder, edition_files(library, holdings(library, REGION), order, str))
    return path


@pytest.fixture
def opened(browser, folder):
    """Open a page at a width; whatever it complains of, or asks for outside the folder, fails the test."""
    contexts, told = [], []

    def go(name, width=1280, root="", **settings):
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, **settings))
        page = contexts[-1].new_page()
        start = root or folder.resolve().as_uri()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((start, "data:")) else told.append(asked.url))
        page.on("response", lambda answer: told.append(answer.url) if answer.status >= 400 else None)
        page.goto(f"{start}/{name}" if ".html" in name else f"{start}/{name}.html")
        page.wait_for_timeout(250)
        return page

    yield go
    for context in contexts:
        context.close()
    assert told == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_nothing_runs_out_sideways_and_figures_keep_a_light_ground(opened, name):
    page = opened(name, 1280, color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(OUT) == []
        ground = "[...document.querySelectorAll('.figure, .map')].map((e) => getComputedStyle(e).backgroundColor)"
        assert set(page.evaluate(ground)) <= {"rgb(255, 255, 255)"}
        found = page.evaluate(RULES)
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


@pytest.mark.parametrize("name", ["index", "MDA", "BRA-2018-2022", "sr-Cyrl/MDA-2007"])
def test_every_dot_and_label_stands_in_its_box_and_of_two_drawings_one_is_seen_and_one_is_heard(opened, name):
    for width in (DESK, PHONE):
        found = opened(name, width).evaluate(SHOWN, SLACK)
        assert found["outside"] == [], width
        assert set(found["shown"]) == set(found["spoken"]) == {1}, width
        assert found["marks"] > 20


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize(("name", "least"), [("index", 10), ("years", 12), ("BRA-2018-2022", 8), ("SRB", 8),
                                             ("compare.html#SRB-2007,MDA-2007", 80)])  # fmt: skip
def test_what_is_drawn_in_per_cent_stands_in_the_window_and_nothing_cuts_it(opened, name, least, width):
    marks, cut = opened(name, width).evaluate(IN_PER_CENT)
    assert marks > least
    assert cut == []


@pytest.mark.parametrize("name", ["years", "BRA-2018-2022", "MDA-2007"])
def test_below_a_chart_stand_its_source_its_files_and_a_line_to_copy(opened, folder, name):
    page = opened(name)
    for line in page.query_selector_all(".taken"):
        assert "Source: NAP Evaluator, data release 2026.1" in line.inner_text()
        files = [one.get_attribute("href") for one in line.query_selector_all("a")]
        assert [one.rpartition(".")[2] for one in files] == ["svg", "csv"]
        assert all((folder / one).is_file() for one in files)
        drawn = (folder / files[0]).read_text(encoding="utf-8")
        assert len(drawn) > 2000
        assert (folder / files[1]).read_text(encoding="utf-8").count("\n") > 1
    for one in page.query_selector_all(".taken + details .cite"):
        assert one.text_content().endswith("”. NAP Evaluator, data release 2026.1.")
    assert len(page.query_selector_all(".taken")) == len(page.query_selector_all(".taken + details code")) > 0


def test_a_country_by_year_is_drawn_from_the_numbers_below_it(opened):
    page = opened("years")
    cells = (
        "[...document.querySelectorAll('details table tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))"
    )
    rows = page.evaluate(cells)
    years = sorted({int(row[1]) for row in rows})
    assert [one.text_content() for one in page.query_selector_all(".ends")[0].query_selector_all("span")] == [
        str(years[0]), str(years[-1])
    ]  # fmt: skip
    for strip in page.query_selector_all(".strips section"):
        own = [row for row in rows if row[0] == strip.query_selector("h2").inner_text()]
        for side, path in enumerate(strip.query_selector_all("path"), start=2):
            points = dict(
                map(float, pair.split()) for pair in re.findall(r"[ML]([\d.]+ [\d.]+)", path.get_attribute("d"))
            )
            for row in own:
                x = round(100 * (int(row[1]) - years[0]) / (years[-1] - years[0]), 1)
                assert abs((1 - points[x] / 100) - float(row[side])) < 0.006, row


def test_from_a_server_below_a_path_every_page_finds_its_files(opened, folder):
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder.parent))
    handler.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/nap"
        for name in ("index", "MDA-2007", "compare", "sr-Cyrl/index", "explorer", "2026.1/sr-Cyrl/MDA-2007"):
            assert opened(name, root=root).inner_text("h1")
        server.shutdown()


def test_five_readers_find_a_state_see_why_compare_take_a_figure_and_cite(opened):
    page = opened("index")
    page.focus("#q")
    page.keyboard.type("mold 2007")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/MDA-2007.html")
    assert "“Police and border”: very high on record; “ASTRA”: very low on record." in page.inner_text("h1")
    first = page.inner_text(".crit tbody tr:first-child")
    assert first.split("\t")[-2:] == ["17%", "1%"]
    page.click("text=Compare it")
    page.select_option("#other", "SRB-2007")
    told = page.inner_text("#found")
    assert "Moldova 2007 is ahead under 4 of 26 frames, where the ranges part." in told
    assert "MDA-2007,SRB-2007" in page.url
    page.go_back()
    page.click("text=Picture (SVG)")
    assert page.url.endswith("share/MDA-2007.svg")
    page.go_back()
    assert "NAP Evaluator, data release 2026.1, “Moldova 2007”." in page.inner_text(".take")


def test_the_page_that_compares_opens_with_two_that_take_turns_and_fits_a_phone(opened):
    page = opened("compare", 390)
    ahead = ahead_in(page)
    assert len(ahead) == 2
    assert min(ahead) > 0
    wide = page.evaluate("[...document.querySelectorAll('#found .scroll')].map((e) => e.scrollWidth)")
    assert len(wide) == 2
    assert max(wide) <= 390


def ahead_in(page):
    leads = [one.inner_text() for one in page.query_selector_all("#found .lead")]
    return [int(re.search(r"ahead under (\d+) of 26 frames, where the ranges part", one)[1]) for one in leads]


def test_none_is_ahead_where_the_ranges_overlap(opened):
    page = opened("compare.html#MDA-2007,SRB-2007")
    parted = sum(ahead_in(page))
    none = int(re.search(r"Under (\d+) frames the ranges overlap", page.inner_text("#found"))[1])
    assert parted + none == 26
    ranges = [
        one.inner_text() for one in page.query_selector_all("#found .scroll:last-child tbody td:nth-last-child(2)")
    ]
    assert ranges == ["ranges part"] * parted + ["ranges overlap"] * none


def test_two_are_compared_question_by_question_the_widest_apart_first(opened, folder):
    page = opened("compare.html#MDA-2007,SRB-2007")
    shown = [[cell.inner_text() for cell in row.query_selector_all("th, td")]
             for row in page.query_selector_all("#found h2 ~ .scroll tbody")[0].query_selector_all("tr")]  # fmt: skip
    kept = []
    for name in ("MDA-2007", "SRB-2007"):
        rows = csv.DictReader((folder / "data" / f"{name}.criteria.csv").read_text(encoding="utf-8").splitlines())
        kept.append({row["criterion_id"]: row for row in rows})
    both = [(int(one["level"]), int(kept[1][name]["level"])) for name, one in kept[0].items()
            if one["level"] and kept[1][name]["level"]]  # fmt: skip
    differ = [pair for pair in both if pair[0] != pair[1]]
    assert 0 < len(differ) < len(both)
    said = [tuple(int(cell.split(" of ")[0]) for cell in row[1:3]) for row in shown]
    assert sorted(said) == sorted(differ)
    apart = [abs(one - other) for one, other in said]
    assert apart == sorted(apart, reverse=True)
    assert f"Of {len(both)} questions that were answered for both, {len(differ)} have different levels." in (
        page.inner_text("#found")
    )


def test_a_link_to_two_is_read_however_it_was_sent_and_one_that_names_nothing_opens_the_first_two(opened):
    first = [one.input_value() for one in opened("compare").query_selector_all("select")]
    for sent, shown in (("SRB-2007%2CMDA-2007", ["SRB-2007", "MDA-2007"]), ("%E0%A4%A", first), ("XXX-1", first)):
        page = opened(f"compare.html#{sent}")
        assert [one.input_value() for one in page.query_selector_all("select")] == shown


def test_what_is_not_there_is_not_found_and_letters_need_no_marks(opened):
    page = opened("index")
    for typed, hits in (("kosovo 2011", ["Kosovo* 2011"]), ("GAATW", ["GAATW"]), ("zzz", [])):
        page.fill("#q", typed)
        assert [one.inner_text() for one in page.query_selector_all("#hits a")][: len(hits) or 1] == hits
    assert page.inner_text("#hits") == "Nothing found."


def test_without_scripts_finding_maps_and_tables_are_there_and_states_are_listed(opened):
    page = opened("index", java_script_enabled=False)
    assert "turn on whose weights are used" in page.inner_text("h1") or "Same ratings" in page.inner_text("main")
    assert len(page.query_selector_all(".map svg")) == 2
    assert page.query_selector(".turn a[href='MDA-2011.html']")
    page.click("text=All states")
    assert page.query_selector("a[href='MDA-2007.html']")


@pytest.mark.parametrize(("name", "most"), [("index", 2), ("MDA-2007", 2), ("BRA-2018-2022", 3)])
def test_a_page_prints_on_few_sheets(opened, name, most, tmp_path):
    import pypdfium2

    page = opened(name)
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert len(pypdfium2.PdfDocument(str(tmp_path / "page.pdf"))) <= most


def test_a_release_says_so_and_leads_to_the_newest(opened):
    page = opened("2026.1/MDA-2007")
    page.click("text=Data release 2026.1, as it was")
    assert page.url.endswith("nap/index.html")
