"""The reading pane in headless Chromium: what is selected there, Python finds in the file; by keyboard, on a phone."""

from __future__ import annotations

import json
import time
from importlib.resources import files

import pytest

from evaluator.anchors import Selection, anchor_of, check_anchor
from evaluator.anchors.comparable import comparable_text, fingerprint
from evaluator.errors import InvalidInputError
from tests.anchors.pane import served
from tests.anchors.papers import paper, scan
from tests.axe import EVERY_RULE

PATIENCE = 120  # seconds: a busy machine proves nothing
VIEWER = "document.querySelector('plan-viewer')"
PLACES = """([first, last, number]) => {
  const page = document.querySelector('plan-viewer').pages[number - 1], flat = page.flat;
  const start = flat.text.indexOf(first);
  const [seen] = flat.boxes([start, start + 1]), pane = page.box.parentElement;
  pane.scrollTop += seen.top - pane.getBoundingClientRect().top - 150;
  const middle = (words, after) => {
    const at = flat.text.indexOf(words, after);
    const [box] = flat.boxes([at + Math.floor(words.length / 2), at + Math.floor(words.length / 2) + 1]);
    // at the very middle of a letter the browser cannot tell on which side of it a selection begins
    return [box.left + box.width * 0.3, box.top + box.height / 2, at];
  };
  const from = middle(first, 0);
  return [from, middle(last, from[2])];
}"""
COLUMNS = [
    (50, 700, "Goal 1 licenses all agen-"), (50, 685, "cies of work and bans fees."),
    (320, 700, "Goal 2 trains of\xaecers and"), (320, 685, "the judges of every court."),
]  # fmt: skip
LAW = """<!doctype html><html lang="en"><head><title>Law</title><style>p { color: red }</style></head>
<body onload="x()"><h1>Law</h1><p>Article 1. Nobody pays a <b>fe</b>e for work.</p><script>document.title = "x"</script>
<table><tr><td>Article 2.</td>
<td><a href="javascript:x()">Nobody</a> keeps a passport — č.</td></tr></table></body></html>"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def marked(anchor, *paradigms):
    return {
        "evidence_id": anchor.evidence_id, "page": anchor.page, "quads": anchor.boxes, "characters": anchor.characters,
        "before": anchor.before, "after": anchor.after, "paradigms": paradigms,
    }  # fmt: skip


def long_plan() -> bytes:
    """Return a plan of a thousand pages."""
    lines = [(50, 750 - 14 * n, f"Measure {n} pays for shelters and schools of the district.") for n in range(40)]
    return paper(*[[(50, 770, f"Page {page} of the plan"), *lines] for page in range(1, 1001)])


@pytest.fixture(scope="module")
def documents(plan):
    return {
        "plan.pdf": plan, "long.pdf": long_plan(), "columns.pdf": paper(COLUMNS), "scan.pdf": scan(),
        "two.pdf": paper([(50, 60, "Nobody pays a fee")], [(50, 760, "for any work.")]),
        "locked.pdf": paper([(50, 700, "A")], lock="x"), "broken.pdf": b"%PDF-1.7 and no more",
        "law.html": LAW.encode(), "law.txt": b"Article 1.\n\nNobody pays a fee.",
        "old.html": b"<p>Nobody pays a caf\xe9.</p>",
        **{f"turned{turn}.pdf": paper(_turned(turn), turned=turn) for turn in (90, 180, 270)},
    }  # fmt: skip


def _turned(turn):
    places = {90: [(100, 100), (120, 100)], 180: [(500, 700), (500, 720)], 270: [(500, 700), (480, 700)]}[turn]
    return [(*place, words) for place, words in zip(places, ("Nobody pays a fee", "for any work at all."), strict=True)]


@pytest.fixture(scope="module")
def anchors(plan, documents):
    first = "License all recruitment and employment agencies; agencies take no fee from workers"
    texts = {7: first, 9: "Offer flats for women and for men"}
    made = [anchor_of(plan, "pdf", Selection(text, page), evidence_id=f"E{page}") for page, text in texts.items()]
    return [marked(made[0], "economic"), marked(made[1], "human-rights", "economic")]


@pytest.fixture(scope="module")
def address(documents, anchors):
    with served(documents, anchors) as at:
        yield at


@pytest.fixture
def opened(browser, address):
    """Open a document at a width; whatever the page complains of, or asks elsewhere, fails the test."""
    contexts, told = [], []

    def go(name, kind="pdf", width=1100, **settings):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **settings))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((address, "blob:", "data:")) else told.append(r.url))
        page.goto(f"{address}/show/{kind}/{name}")
        until(page, f"window.isReady || {VIEWER}.querySelector('.pv-alert')")
        return page

    yield go
    for context in contexts:
        context.close()
    assert told == []


def until(page, condition, seconds=PATIENCE):
    """Wait for a condition; the strict policy forbids the browser's driver to wait by itself."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"!!({condition})"):
        assert time.monotonic() < end, condition
        time.sleep(0.05)


def drag(page, first, last, number=1):
    """Select by the mouse, from the middle of a word to the middle of another on a page that is drawn."""
    page.evaluate(f"getSelection().removeAllRanges(), {VIEWER}.clear()")
    places = page.evaluate(PLACES, [first, last, number])
    (x0, y0, _), (x1, y1, _) = places
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2, steps=4)
    page.mouse.move(x1, y1, steps=4)
    page.mouse.up()
    until(page, f"{VIEWER}.picked.length")
    page.wait_for_timeout(200)  # the browser tells of the last move a moment later


def cited(page):
    page.evaluate("cited.length = 0")
    page.get_by_role("button", name="Cite").click()
    until(page, "cited.length")
    return page.evaluate("cited[0]")


def accepted(source, detail, kind="pdf"):
    """Return the anchor of what the browser selected; its boxes and the browser's are the same lines."""
    anchor = anchor_of(source, kind, Selection.of(detail))
    assert check_anchor(anchor, source) == []
    return anchor


@pytest.mark.parametrize("larger", [0, 2, -1])
def test_a_selection_on_the_plan_is_the_same_words_to_python_at_every_size(opened, plan, larger):
    page = opened("plan.pdf")
    page.evaluate(f"{VIEWER}.go(2)")
    for _ in range(abs(larger)):
        page.get_by_role("button", name="Larger" if larger > 0 else "Smaller").click()
    until(page, f"{VIEWER}.pages[1].words?.isConnected")
    text = page.evaluate(f"{VIEWER}.pages[1].flat.text")
    words = [word for word in text.split() if len(word) > 6 and text.count(word) == 1][:2]
    drag(page, *words, number=2)
    detail = cited(page)
    assert detail["page"] == 2
    assert detail["text"].startswith(words[0]) or words[0] in detail["text"].split()[0]
    anchor = accepted(plan, detail)
    assert fingerprint(comparable_text(detail["text"])) == anchor.text_sha256
    assert anchor.before.endswith(detail["before"][-6:])
    lines = anchor.boxes
    assert abs(min(q[0] for q in detail["quads"]) - min(b[0] for b in lines)) < 3
    assert abs(max(q[3] for q in detail["quads"]) - max(b[3] for b in lines)) < 5


def test_a_double_click_takes_the_cell_of_a_table_and_a_drag_inside_it_stays_there(opened, plan):
    page = opened("plan.pdf")
    page.evaluate(f"{VIEWER}.go(7)")
    until(page, f"{VIEWER}.pages[6].words?.isConnected")
    x, y = page.evaluate(
        f"""(() => {{ const p = {VIEWER}.pages[6]; const at = p.flat.text.indexOf("no fee from workers");
        const [b] = p.flat.boxes([at, at + 6]); return [b.left + 8, b.top + b.height / 2]; }})()"""
    )
    page.mouse.dblclick(x, y)
    until(page, f"{VIEWER}.said.textContent.includes('migrants among them')")
    detail = cited(page)
    whole = (
        "License all recruitment and employment agencies; agencies take no fee from workers; complaints are looked "
        "into within 30 days, and a licence is suspended or withdrawn for abuse of workers, migrants among them"
    )
    assert detail["text"] == whole
    assert accepted(plan, detail).characters == len(comparable_text(whole))
    drag(page, "recruitment", "complaints", number=7)
    assert cited(page)["text"] == "recruitment and employment agencies; agencies take no fee from workers; complaints"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_gives_the_places_of_the_file(opened, documents, turn):
    page = opened(f"turned{turn}.pdf")
    drag(page, "pays", "any")
    detail = cited(page)
    assert detail["text"] == "pays a fee for any"
    anchor = accepted(documents[f"turned{turn}.pdf"], detail)
    assert len(anchor.boxes) == 2


def test_columns_words_cut_by_a_line_and_ligatures(opened, documents):
    page = opened("columns.pdf")
    drag(page, "licenses", "work")
    assert cited(page)["text"] == "licenses all agencies of work"
    drag(page, "cies of", "bans")
    detail = cited(page)
    assert detail["text"] == "agencies of work and bans"
    assert all(box[2] < 320 for box in accepted(documents["columns.pdf"], detail).boxes)
    drag(page, "trains", "cers")
    detail = cited(page)
    assert comparable_text(detail["text"]) == "trainsofficers"
    accepted(documents["columns.pdf"], detail)


def test_a_selection_over_two_pages_has_a_part_for_each(opened, documents):
    page = opened("two.pdf")
    until(page, f"{VIEWER}.drawn.length === 2")
    page.evaluate(
        f"""(() => {{ const [a, b] = {VIEWER}.pages.map((p) => p.flat.nodes[0].node); const r = document.createRange();
        r.setStart(a, 0); r.setEnd(b, 8); getSelection().addRange(r); }})()"""
    )
    until(page, f"{VIEWER}.picked.length === 2")
    detail = cited(page)
    assert [(part["page"], part["text"]) for part in detail["parts"]] == [(1, "Nobody pays a fee"), (2, "for any")]
    assert [accepted(documents["two.pdf"], part).page for part in detail["parts"]] == [1, 2]


def test_highlights_lie_on_the_words_that_python_found_and_have_a_letter_beside_their_colour(opened, anchors):
    page = opened("plan.pdf")
    assert page.evaluate(f"{VIEWER}.show({VIEWER}.marks[0])")
    found = page.evaluate(
        f"""(() => {{ const p = {VIEWER}.pages[6], at = p.flat.text.indexOf("License all");
        const end = p.flat.text.indexOf("agencies take");
        const [words] = p.flat.boxes([at, end]); const mark = p.marks.querySelector(".pv-mark.pv-shown");
        const box = mark.querySelector(".pv-box").getBoundingClientRect();
        return {{ dx: box.left - words.left, dy: (box.top + box.bottom) / 2 - (words.top + words.bottom) / 2,
          letter: mark.querySelector(".pv-letter").textContent, paradigm: mark.dataset.paradigm,
          label: mark.getAttribute("aria-label"), focused: document.activeElement === mark }}; }})()"""
    )
    assert (abs(found["dx"]) < 3, abs(found["dy"]) < 4) == (True, True)
    assert (found["letter"], found["paradigm"], found["focused"]) == ("E", "economic", True)
    assert found["label"] == "Evidence E7: economic"


def test_everything_is_done_by_keyboard_alone(opened, plan):
    page = opened("plan.pdf")
    page.locator(".pv-pages").focus()
    page.keyboard.press("g")
    until(page, "document.activeElement.getAttribute('aria-label') === 'Evidence E7: economic'")
    page.keyboard.press("g")
    until(page, "document.activeElement.getAttribute('aria-label') === 'Evidence E9: human-rights, economic'")
    page.keyboard.press("b")
    until(page, "document.activeElement.getAttribute('aria-label') === 'Evidence E7: economic'")
    page.keyboard.press("PageDown")
    until(page, f"{VIEWER}.number.value === '8'")
    page.keyboard.press("PageUp")
    until(page, f"{VIEWER}.number.value === '7'")
    page.keyboard.press("/")
    page.keyboard.type("looked into within 30 days")
    page.keyboard.press("Enter")
    until(page, f"{VIEWER}.picked.length")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    until(page, "cited.length")
    detail = page.evaluate("cited[0]")
    assert detail["text"] == "looked into within 30 days, and"
    assert accepted(plan, detail).page == 7
    page.keyboard.press("Escape")
    assert page.evaluate(f"{VIEWER}.picked.length") == 0
    assert page.get_by_role("button", name="Cite").is_disabled()


def test_a_click_on_a_highlight_tells_which(opened):
    page = opened("plan.pdf")
    page.evaluate(f"{VIEWER}.show({VIEWER}.marks[0])")
    box = page.locator(".pv-mark.pv-shown .pv-box").first.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 4)
    assert page.evaluate("opened") == ["E7"]


def test_words_that_are_nowhere_are_told(opened):
    page = opened("two.pdf")
    page.evaluate(f"{VIEWER}.pick('no such words')")
    until(page, f"{VIEWER}.said.getAttribute('role') === 'alert'")
    assert page.locator(".pv-said").inner_text() == "These words are not in the document."


def test_a_thousand_pages_show_the_first_before_the_others_are_read(opened, documents):
    page = opened("long.pdf")
    assert page.evaluate(f"{VIEWER}.pages.length") == 1000
    assert page.evaluate(f"{VIEWER}.drawn.length") <= 3
    page.evaluate(f"{VIEWER}.go(700)")
    assert "Page 700 of the plan" in page.evaluate(f"{VIEWER}.pages[699].flat.text")
    for number in range(1, 1000, 80):
        page.evaluate(f"{VIEWER}.go({number})")
    assert page.locator(".pv-page canvas").count() <= 9
    page.evaluate(f"{VIEWER}.go(700)")
    drag(page, "Page", "plan", number=700)
    assert accepted(documents["long.pdf"], cited(page)).page == 700


def test_a_page_of_html_is_shown_without_its_scripts_and_addresses_and_cited(opened, documents):
    page = opened("law.html", "html")
    assert page.title() == "Reading pane"
    assert page.locator("plan-viewer a, plan-viewer script, plan-viewer [onload], plan-viewer style").count() == 0
    drag(page, "pays", "work")
    detail = cited(page)
    assert (detail["page"], detail["quads"], detail["text"]) == (None, [], "pays a fee for work.")
    anchor = accepted(documents["law.html"], detail, "html")
    assert page.evaluate(f"{VIEWER}.show({json.dumps(marked(anchor, 'economic'))})")
    assert page.locator(".pv-mark .pv-box").count() >= 1
    drag(page, "Article 2", "passport")
    accepted(documents["law.html"], cited(page), "html")


def test_plain_text_and_old_encodings_are_read_as_python_reads_them(opened, documents):
    page = opened("law.txt", "text")
    page.evaluate(f"{VIEWER}.pick('rticle 1. Nobody pay')")
    detail = cited(page)
    assert detail["text"] == "Article 1. Nobody pays"
    accepted(documents["law.txt"], detail, "text")
    page = opened("old.html", "html")
    drag(page, "Nobody", "caf")
    detail = cited(page)
    assert detail["text"] == "Nobody pays a café."
    accepted(documents["old.html"], detail, "html")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("locked.pdf", "The file is locked by a password. Put a copy without one into the folder."),
        ("broken.pdf", "The file cannot be read as a PDF. Put a whole copy into the folder."),
    ],
)
def test_a_file_that_cannot_be_shown_says_why(opened, name, words):
    page = opened(name)
    assert page.get_by_role("alert").inner_text() == words


def test_a_scan_says_that_nothing_can_be_cited(opened):
    page = opened("scan.pdf")
    until(page, f"{VIEWER}.querySelector('.pv-none')")
    assert "This page holds no text: a scan." in page.locator(".pv-none").first.inner_text()


def test_another_document_takes_the_place_of_the_first(opened, documents):
    page = opened("plan.pdf")
    page.evaluate(f"isReady = false; {VIEWER}.setAttribute('kind', 'html'); {VIEWER}.setAttribute('src', '/law.html')")
    until(page, "isReady")
    assert page.evaluate(f"{VIEWER}.pages.length") == 1
    assert "Nobody pays" in page.locator(".pv-words").inner_text()
    page.evaluate(f"""{VIEWER}.setAttribute("labels", '{{"cite": "Navedi"}}')""")
    assert page.get_by_role("button", name="Navedi").count() == 1


@pytest.mark.parametrize(("name", "kind"), [("plan.pdf", "pdf"), ("law.html", "html")])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_runs_out_sideways(opened, width, name, kind):
    page = opened(name, kind, width)
    if kind == "pdf":
        page.evaluate(f"{VIEWER}.show({VIEWER}.marks[0])")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if kind == "pdf":  # the text of a page fits the pane; margins may lie beside it
        boxes = f"{VIEWER}.drawn.flatMap((one) => one.flat.boxes([0, one.flat.text.length]))"
        ends = page.evaluate(f"{boxes}.map((box) => [box.left, box.right])")
        assert [(left, right) for left, right in ends if left < 0 or right > width] == []
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(EVERY_RULE)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


def test_an_invented_selection_is_refused(plan):
    with pytest.raises(InvalidInputError, match="do not stand on page 7"):
        anchor_of(plan, "pdf", Selection.of({"page": 7, "text": "Nobody ever wrote this", "quads": [[1, 2, 3, 4]]}))
