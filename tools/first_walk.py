"""From the first click to a printed report, in a browser alone: the guide's pictures of it, and what a test walks.

    python -m tools.first_walk                # renew the pictures of the walk in docs/pictures
    python -m tools.first_walk --count        # walk at two widths, with mouse and with keys, and print what each took

A person begins an evaluation from the PDF of a plan that no folder knows, mends and takes its measures, answers ten
questions with passages, one as far as read and one as silent, hands in and prints. The ugly plan has passages of forty
words and a table without measures, and is rated under a second rubric too. Needs Chromium.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tools.walk_plan import COLUMNS, LONG, PROSE, plan_pdf
from tools.workbench_walk import FLAGS, PICTURES, WAIT, found_browser, picture_of, started

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page

PLAN = "XWB-2025-2027"
NARROW = 1120  # pixels, below which question and plan are two panes
WIDTHS = ((1280, 800), (390, 844))
# The question, the key of its answer, the words that are cited (none where the plan is silent), and why.
ANSWERS = (
    ("no-summary-deportation", "2", PROSE[3], "Nobody is returned in the reflection period."),
    ("residence-not-tied-to-testimony", "3", COLUMNS[2], "A permit on personal grounds."),
    ("official-complicity", "2", PROSE[9], "Suspension and another court."),
    ("witness-protection", "2", PROSE[8], "Screens, video, escort."),
    ("early-identification-referral", "2", PROSE[0], "One list of signs for all bodies."),
    ("no-detention-of-victims", "3", PROSE[1], "No custody, whatever the papers."),
    ("non-punishment", "3", PROSE[4], "Not punished, records cleared."),
    ("unconditional-assistance", "3", PROSE[2], "No statement is asked for."),
    ("labour-market-access", "1+", PROSE[6], "No fee for a place; more may stand elsewhere."),
    ("root-causes-analysis", "s", "", "work, poverty, demand"),
    ("independent-monitoring", "3", PROSE[7], "A rapporteur who takes no orders."),
    ("public-reporting", "2", COLUMNS[0], "It hears those concerned."),
)


UGLY = (
    ("no-summary-deportation", "2", LONG, "Nobody is removed before the team has heard the person."),
    ("no-detention-of-victims", "3", LONG, "No detention before the hearing."),
    ("non-punishment", "2", LONG, "No punishment before the hearing."),
    ("root-causes-analysis", "s", "", "work, poverty, demand"),
)
SECOND = (("no-summary-deportation", "2", LONG, "The same passage, under the whole rubric."),)


@dataclass
class Hand:
    """A hand on a page, by the mouse or by keys alone, which counts what it does."""

    page: Page
    by_keys: bool
    clicks: int = 0
    keys: int = 0
    drags: int = 0
    texts: int = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.page.keyboard.insert_text(text)
        self.texts += 1

    def reach(self, selector: str) -> None:
        """Press Tab until an element has the focus."""
        wanted = self.page.locator(selector).first
        wanted.wait_for(state="visible")
        for _ in range(400):
            if wanted.evaluate("element => document.activeElement === element"):
                return
            self.press("Tab")
        raise RuntimeError(f"no number of keys leads to {selector}")

    def act(self, selector: str) -> None:
        """Click an element, or press Enter on it."""
        if self.by_keys:
            self.reach(selector)
            self.press("Enter")
        else:
            self.page.locator(selector).first.click()
            self.clicks += 1

    def tick(self, selector: str) -> None:
        """Tick a box."""
        if self.by_keys:
            self.reach(selector)
            self.press("Space")
        else:
            self.act(selector)

    def fill(self, selector: str, text: str) -> None:
        """Go to a field and type."""
        if self.by_keys:
            self.reach(selector)
        else:
            self.page.locator(selector).first.click()
            self.clicks += 1
        self.type(text)

    def choose(self, selector: str, first: str) -> None:
        """Choose an option of a list by how it begins."""
        if self.by_keys:
            self.reach(selector)
            self.page.keyboard.type(first)
            self.keys += len(first)
        else:
            self.page.locator(selector).select_option(label=first)
            self.clicks += 2

    def select(self, words: str) -> None:
        """Select words of the plan, which are brought into view first: by a drag, or by finding their ends."""
        viewer = self.page.locator("plan-viewer")
        viewer.locator(".pv-page canvas").first.wait_for()
        if self.by_keys:
            self.press("/")
            self.type(words)
            self.press("Enter")
        else:
            ends = viewer.evaluate(ENDS, words)
            (x0, y0), (x1, y1) = ends
            self.page.mouse.move(x0, y0)
            self.page.mouse.down()
            self.page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2, steps=5)
            self.page.mouse.move(x1, y1, steps=5)
            self.page.mouse.up()
            self.drags += 1
        viewer.locator(".pv-hand", has_text=words[:24]).wait_for()


# Turn to the page of some words, and return places beside their first and behind their last letter.
ENDS = """async (viewer, words) => {
  for (const page of viewer.pages) {
    await viewer.go(page.number);
    const span = page.flat.find(words);
    if (!span) continue;
    const [top] = page.flat.boxes([span[0], span[0] + 1]);
    viewer.scroller.scrollTop += top.top - viewer.scroller.getBoundingClientRect().top - 80;
    await new Promise((done) => setTimeout(done, 150));
    const first = page.flat.boxes([span[0], span[0] + 1])[0], last = page.flat.boxes([span[1] - 1, span[1]])[0];
    return [[first.left + 1, (first.top + first.bottom) / 2], [last.right + 6, (last.top + last.bottom) / 2]];
  }
  throw new Error(words);
}"""


@dataclass
class FirstWalk:
    """One walk: the page, its width, the hand, the pictures that are wanted, and what the page complained of."""

    page: Page
    hand: Hand
    folder: Path
    out: Path | None = None
    told: list[str] = field(default_factory=list)
    answer_keys: list[int] = field(default_factory=list)
    kindless: list[str] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        """Return whether question and plan are two panes."""
        size = self.page.viewport_size
        return size is not None and size["width"] < NARROW

    def picture(self, name: str) -> None:
        """Keep what the page shows."""
        if self.out is not None:
            picture_of(self.page, self.out / f"walk-{name}.png")

    def begin(self, rubric: str, *, is_ugly: bool = False) -> None:
        """Begin the evaluation, choose the plan's file, take its measures, and confirm bodies and tags."""
        page, hand = self.page, self.hand
        hand.act('a[href="/begin"]')
        hand.fill("#country", "XWB")
        hand.act("#begin > details > summary")
        hand.fill("#name", "Westland")
        hand.fill("#title", "Plan of action against trafficking in persons")
        hand.fill("#first", "2025")
        hand.fill("#last", "2027")
        if rubric != "first-look":
            hand.act(f'input[name="rubric"][value="{rubric}"]') if not hand.by_keys else self._radio(rubric)
        path = self.folder.parent / "Our plan.pdf"
        path.write_bytes(plan_pdf(is_ugly=is_ugly))
        page.set_input_files("#file", path)
        hand.clicks += 1
        hand.fill("#lang", "en")
        page.evaluate("scrollTo(0, 0)")
        self.picture("begin")
        hand.act("#begin .doors button")
        page.wait_for_url("**/import")
        page.locator("#import").wait_for()
        self._import()

    def _radio(self, value: str) -> None:
        self.hand.reach('input[name="rubric"]:checked')
        while not self.page.locator(f'input[name="rubric"][value="{value}"]').is_checked():
            self.hand.press("ArrowDown")

    def _import(self) -> None:
        page, hand = self.page, self.hand
        page.locator("plan-viewer .pv-page canvas").first.wait_for()
        hand.act("[data-show]")
        page.locator(".pv-mark.pv-shown .pv-box").first.wait_for()
        page.evaluate("scrollTo(0, 0)")
        self.picture("import")
        for at in range(page.locator("input.without").count()):
            box = f"input.without >> nth={at}"
            if not self.hand.by_keys:
                hand.act(f".group:has(input.without) >> nth={at} >> summary")
            else:
                hand.reach(f".group:has(input.without) >> nth={at} >> summary")
                hand.press("Enter")
            hand.tick(box)
        hand.act("#import .doors button")
        page.wait_for_url("**/plan")
        for form in ("bodies", "tags"):
            hand.act(f"#{form} ~ form [data-tick]")
            for name in page.locator(f"#{form} ~ form select:invalid").evaluate_all(
                "all => all.map((one) => one.name)"
            ):
                self.kindless.append(name)
                hand.choose(f'select[name="{name}"]', "another body")
            hand.act(f"#{form} ~ form .doors button:not([data-tick])")
            page.wait_for_url(re.compile("plan#"))
        hand.act("main .doors a.button.first")

    def rate(self, answers: Sequence[tuple[str, str, str, str]] = ANSWERS) -> None:
        """Answer the questions, each with its passage, and hand in."""
        page, hand = self.page, self.hand
        for name, keys, words, reason in answers:
            self._go(name)
            before = hand.keys
            self._answer(keys, words, reason)
            self.answer_keys.append(hand.keys - before)
        hand.act('.foot a[href$="/hand-in"]')
        page.wait_for_url("**/hand-in")
        hand.choose("#measures", "all of it")
        hand.choose("#text", "all of it")
        hand.choose("#read", "the sources, which you read yourself")
        self.picture("hand-in")
        if page.locator("#unanswered").count():
            hand.fill("#unanswered", "A part is answered, as a beginning.")
        hand.act('button[name="as"][value="final"]')
        page.locator('main a.first[href$="/reports"]').wait_for()
        hand.act('main a.first[href$="/reports"]')
        page.wait_for_url("**/reports")

    def second(self, rubric: str, answers: Sequence[tuple[str, str, str, str]] = SECOND) -> None:
        """Rate the same plan under another rubric, from the list of plans."""
        page, hand = self.page, self.hand
        hand.act('header a[href="/"]')
        hand.act(f'main a[href="/?rubric={rubric}"]')
        page.wait_for_url(f"**/?rubric={rubric}")
        hand.act(f'main a[href="/units/{PLAN}/{rubric}"]')
        self.rate(answers)

    def _go(self, name: str) -> None:
        """Go to a question: by the keys for the next one, or by the list of all."""
        page, hand = self.page, self.hand
        page.wait_for_url(re.compile("/rate/"))
        page.locator("html.ready").wait_for(state="attached")
        for _ in range(70):
            if page.url.endswith(f"/rate/{name}"):
                return
            if not hand.by_keys:
                if self.is_narrow:
                    hand.act('.panes [data-pane="side"]')
                elif not page.locator("#side").evaluate("side => side.open"):
                    hand.act("#side > summary")
                hand.act(f'#list a[href$="/rate/{name}"]')
            else:
                here = re.escape(page.url)
                hand.press("j")
                page.wait_for_url(re.compile(f"^(?!{here}$)"))
            page.wait_for_timeout(60)
            page.locator("html.ready").wait_for(state="attached")
        raise RuntimeError(name)

    def _answer(self, keys: str, words: str, reason: str) -> None:
        page, hand = self.page, self.hand
        if words:
            if self.is_narrow:
                hand.press("p") if hand.by_keys else hand.act('.panes [data-pane="plan"]')
            hand.select(words)
            if words == PROSE[8]:
                self.picture("desk")
        if keys == "s":
            hand.press("s")
            hand.type(reason)
            hand.press("Control+Enter", "h")
        else:
            hand.press(*keys)
            page.locator("#passages li").first.wait_for(state="attached")
            hand.press("h", "r")
            hand.type(reason)
            hand.press("Control+Enter")
        page.locator("#state", has_text="Saved").wait_for(state="attached")
        page.locator("#said .alert").wait_for(state="detached")

    def print(self, kind: str, form: str, *, beside: str = "") -> Path:
        """Print a report, wait for it, and download it."""
        page, hand = self.page, self.hand
        hand.choose("#kind", kind)
        hand.choose("#form", form)
        if beside:
            hand.act(f'[name="plan-{beside}"]')
        before = page.locator("#prints .doors a").count()
        hand.act('form[action$="/reports"] .doors button')
        page.wait_for_function("many => document.querySelectorAll('#prints .doors a').length > many", arg=before)
        page.evaluate("scrollTo(0, 0)")
        self.picture("reports")
        with page.expect_download() as download:
            hand.act("#prints .doors a")
        path = self.folder.parent / download.value.suggested_filename
        download.value.save_as(path)
        return path


@contextmanager
def walking(
    folder: Path, chromium: str, *, size: tuple[int, int], by_keys: bool, out: Path | None = None
) -> Iterator[FirstWalk]:
    """Give a walk that stands before the empty shelf."""
    from playwright.sync_api import sync_playwright

    with started(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        context = browser.new_context(
            base_url=address.partition("/enter")[0],
            viewport={"width": size[0], "height": size[1]},
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT)
        page = context.new_page()
        walk = FirstWalk(page, Hand(page, by_keys), folder, out)
        context.on("console", lambda message: walk.told.append(message.text))
        context.on("weberror", lambda error: walk.told.append(str(error.error)))
        page.goto(address)
        yield walk
        browser.close()


def main(arguments: list[str] | None = None) -> int:
    """Renew the pictures, or count."""
    parser = argparse.ArgumentParser(prog="first_walk", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder of the pictures")
    parser.add_argument("--count", action="store_true", help="count clicks, keys and seconds instead")
    given = parser.parse_args(arguments)
    chromium = found_browser()
    if not chromium:
        print("no Chromium: apt-get install --no-install-recommends chromium", file=sys.stderr)
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    ways = [(size, by_keys) for size in WIDTHS for by_keys in (False, True)] if given.count else [(WIDTHS[0], False)]
    for size, by_keys in ways:
        out = None if given.count else given.out
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "library"
            folder.mkdir()
            begun = time.monotonic()
            with walking(folder, chromium, size=size, by_keys=by_keys, out=out) as walk:
                walk.begin("first-look")
                walk.rate()
                walk.print("report on the plan", "PDF")
                hand = walk.hand
                print(
                    f"{size[0]} x {size[1]}, {'keys' if by_keys else 'mouse'}: {hand.clicks} clicks, {hand.keys} keys, "
                    f"{hand.drags} drags, {hand.texts} texts, {time.monotonic() - begun:.0f} s; keys an answer: "
                    f"{walk.answer_keys}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
