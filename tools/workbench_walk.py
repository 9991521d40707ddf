"""One unit from beginning to end in the workbench, in a browser: the guide's pictures, and what a test walks.

    python -m tools.workbench_walk                # renew the pictures of docs/workbench.md
    python -m tools.workbench_walk --out FOLDER   # elsewhere than docs/pictures

A lead lays the invented country out, begins a blind round and names two coders; each rates ten questions on the
PDF of the plan, by keys; the lead releases and settles; an official comments and is answered; the report is
printed and read back. Needs Chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
WAIT = 180_000
SIZE = (1280, 820)
SHADES = 64
PLAN, RUBRIC = "XAR-2022-2025", "first-look"
UNIT = f"/units/{PLAN}/{RUBRIC}"
OFFICE = "Office of the National Co-ordinator"


@dataclass(frozen=True, slots=True)
class Answer:
    """What two coders say of a question: the keys of their answers, and the words of the plan that both cite."""

    keys: tuple[str, str]
    words: str
    reason: str


# Ten of the twelve: most alike, one a level apart, one further apart, and a safeguard on which the two differ.
ANSWERS = {
    "no-summary-deportation": Answer(
        ("1", "1"), "Carry out returns under the readmission agreements", "Returns are counted; no check before them."
    ),
    "residence-not-tied-to-testimony": Answer(
        ("3", "3"), "Issue a residence permit of one year, renewable", "A permit that does not ask for testimony."
    ),
    "official-complicity": Answer(("1", "2"), "Adopt a code of conduct for officers of police", "A code, no office."),
    "witness-protection": Answer(
        ("3", "1"), "Hear witnesses in court behind a screen or by video", "Screens and escort while proceedings run."
    ),
    "early-identification-referral": Answer(
        ("3", "3"), "Run the referral mechanism of Annex A by a signed", "Signed by all bodies, with training."
    ),
    "no-detention-of-victims": Answer(("s", "s"), "", "Nothing on detention in the text."),
    "non-punishment": Answer(
        ("2", "3"),
        "Trafficked persons should not be punished for what they were",
        "A principle; the rule in Annex B.",
    ),
    "unconditional-assistance": Answer(
        ("4", "4"), "depends on a statement to the police, on willingness to be a witness", "It binds all who are paid."
    ),
    "labour-market-access": Answer(
        ("3", "3"), "Give trafficked persons who are lawfully resident access", "Work, training and schools, by law."
    ),
    "independent-monitoring": Answer(
        ("1", "1"), "The Office of the Co-ordinator gathers the state of each measure", "It watches itself."
    ),
}
DECISIONS = {"witness-protection": "2", "non-punishment": "2"}
COMMENT = "Since June 2024 police officers and prosecutors follow the rule of Annex B, part 6."
ANSWERED = "The plan as adopted is rated; what was done since stands in the report on its measures."


def picture_of(page: Page, path: Path) -> None:
    """Keep what a page shows, in few colours."""
    from io import BytesIO

    from PIL import Image

    shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shown.quantize(SHADES, dither=Image.Dither.NONE).save(path, optimize=True)


@dataclass
class Walk:
    """A workbench that runs on a folder, and the browsers of those who work with it."""

    folder: Path
    browser: Browser
    origin: str
    out: Path | None = None
    told: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)

    def enter(self, code: str, address: str) -> Page:
        """Open a browser of a person of its own, by the address that lets them in."""
        context: BrowserContext = self.browser.new_context(
            base_url=self.origin, viewport={"width": SIZE[0], "height": SIZE[1]}, accept_downloads=True
        )
        context.set_default_timeout(WAIT)
        context.on("console", lambda message: self.told.append(message.text))
        context.on("weberror", lambda error: self.told.append(str(error.error)))
        page = context.new_page()
        page.goto(address)
        self.pages[code] = page
        return page

    def picture(self, page: Page, name: str, *, top: str = "") -> None:
        """Keep what a page shows, where pictures are wanted; `top` is what the picture begins with."""
        if self.out is None:
            return
        if top:
            page.locator(top).first.evaluate("element => element.scrollIntoView({block: 'start'})")
        picture_of(page, self.out / f"workbench-{name}.png")

    def begin(self) -> None:
        """Lay the invented country out, let in who takes part, and begin the blind round."""
        lead = self.pages["lead"]
        lead.goto("/")
        lead.locator('main form[action="/demo"] button').click()
        lead.locator(f'main a[href^="/units/{PLAN}/"]').first.wait_for()
        for code, role, office in (("d", "coder", ""), ("e", "coder", ""), ("office", "official", OFFICE)):
            lead.goto("/people")
            lead.locator("#code").fill(code)
            lead.locator("#role").select_option(role)
            if office:
                lead.locator("#office").fill(office)
                lead.locator("#country").fill("XAR")
            lead.locator("main section form button").last.click()
            self.enter(code, lead.locator(".key-address").inner_text())
        lead.goto(f"{UNIT}/panel")
        lead.get_by_text("Begin a blind round").first.click()
        for code in ("d", "e"):
            lead.locator(f'[name="coder-{code}"]').check()
        lead.locator("details.card[open] button").first.click()
        lead.locator(".seal").wait_for()

    def rate(self, code: str, which: int) -> None:
        """Answer ten questions: words found in the PDF and cited, a level, confidence and a reason, by keys."""
        page = self.pages[code]
        page.goto(UNIT)
        done: set[str] = set()
        while done != set(ANSWERS):
            page.wait_for_url(re.compile("/rate/"))
            page.locator("html.ready").wait_for(state="attached")
            name = page.url.rpartition("/")[2]
            if name not in ANSWERS or name in done:
                self._press_on(page, "j")
                continue
            self._answer(page, ANSWERS[name], which)
            done.add(name)
            if done != set(ANSWERS):
                self._press_on(page, ".")

    def _press_on(self, page: Page, key: str) -> None:
        """Go to another question by a key, and wait until it is there."""
        before = page.url
        page.keyboard.press(key)
        page.wait_for_url(lambda url: url != before)

    def _answer(self, page: Page, answer: Answer, which: int) -> None:
        if answer.words:
            page.locator("plan-viewer .pv-page canvas").first.wait_for()
            page.locator('plan-viewer input[type="search"]').fill(answer.words)
            page.keyboard.press("Enter")
            page.locator("plan-viewer .pv-hand", has_text=answer.words[:40]).wait_for()
            page.keyboard.press("e")
            page.locator("#note").fill(f"The plan says: {answer.words.lower()} …")
            page.keyboard.press("Control+Enter")
            page.locator("#passages li").first.wait_for()
        page.keyboard.press(answer.keys[which])
        if not answer.words:
            page.keyboard.insert_text("detention, custody, shelter, closed")
            page.keyboard.press("Control+Enter")
        page.keyboard.press("h")
        page.keyboard.press("r")
        page.keyboard.type(answer.reason)
        page.keyboard.press("Control+Enter")
        page.locator("#state", has_text="Saved").wait_for()
        page.locator("#said .alert").wait_for(state="detached")

    def hand_in(self, code: str) -> None:
        """Say what was read, and hand in under seal."""
        page = self.pages[code]
        page.goto(f"{UNIT}/hand-in")
        page.locator("#measures").select_option("whole")
        page.locator("#text").select_option("whole")
        if page.locator("#unanswered").count():
            page.locator("#unanswered").fill("A walk of a few questions.")
        page.locator('form[action$="/hand-in"] .doors button.first').click()
        page.locator("main .button.first").wait_for()

    def settle(self) -> None:
        """Release the sheets together, and decide what is in dispute."""
        lead = self.pages["lead"]
        lead.goto("/?rubric=first-look")
        self.picture(lead, "shelf")
        lead.goto(f"{UNIT}/panel")
        lead.locator('form[action$="/release"] button').click()
        lead.locator(f"#{next(iter(DECISIONS))}").wait_for()
        self.picture(lead, "panel", top=f"#{next(iter(DECISIONS))}")
        for name, level in DECISIONS.items():
            lead.locator(f"#answer-{name}").select_option(level)
            lead.locator(f"#by-{name}").fill("the panel")
            lead.locator(f"#reason-{name}").fill("Read together; the higher level asks for more than these words.")
            if lead.locator(f'#{name} [name="unanimous"]').count():
                lead.locator(f'#{name} [name="unanimous"]').check()
            lead.locator(f"#{name} form button").click()
            lead.locator(f"#{name} h3 .gate:not(.alert)").wait_for()
        lead.locator('form[action$="/settle"] button').click()
        lead.locator("h1").wait_for()

    def reply(self) -> None:
        """Let the official comment on a rating, and answer."""
        office, lead = self.pages["office"], self.pages["lead"]
        office.goto(f"{UNIT}/reply")
        office.locator("#non-punishment summary").click()
        office.locator("#c-non-punishment").fill(COMMENT)
        office.locator("#l-non-punishment").fill("en")
        office.locator("#non-punishment form button").click()
        office.locator("#non-punishment").get_by_text(COMMENT).last.wait_for()
        self.picture(office, "reply", top="#non-punishment")
        lead.goto(f"{UNIT}/reply")
        lead.locator('form[action$="/reply/take"] button').click()
        lead.locator("#non-punishment .side-by summary").first.click()
        lead.locator('#non-punishment [name="answer"]').first.fill(ANSWERED)
        lead.locator('#non-punishment [name="outcome"]').first.select_option("unchanged")
        lead.locator('#non-punishment [name="by"]').first.fill("the panel")
        lead.locator("#non-punishment .side-by form button").first.click()
        lead.locator("#non-punishment").get_by_text(ANSWERED).first.wait_for()

    def print(self, to: Path, *, lang: str = "en") -> Path:
        """Print the report on the plan, wait until it was read back, and download it."""
        lead = self.pages["lead"]
        lead.goto(f"{UNIT}/reports")
        lead.locator("#lang").select_option(lang)
        lead.locator('form[action$="/reports"] button').click()
        lead.locator("#prints .good").first.wait_for(timeout=5 * WAIT)
        with lead.expect_download() as download:
            lead.locator("#prints .doors a").first.click()
        path = to / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def look(self) -> None:
        """Go from a citation to its passage, and see the plan and its pages."""
        lead = self.pages["lead"]
        lead.goto(f"{UNIT}/reports")
        self.picture(lead, "reports")
        lead.locator("details > summary").last.click()
        lead.locator('a[href*="/passages/"]').first.click()
        lead.locator(".pv-mark.pv-shown .pv-box").first.wait_for()
        self.picture(lead, "passage")
        lead.goto(f"{UNIT}/plan")
        lead.locator("html.ready").wait_for(state="attached")
        lead.locator('[data-show]:has-text("table 2, row 6")').first.click()
        lead.locator(".pv-mark.pv-shown .pv-box").first.wait_for()
        self.picture(lead, "plan", top="#doubts-head")
        lead.goto(f"{UNIT}/coverage")
        self.picture(lead, "coverage")


def found_browser() -> str:
    """Return the path of Chromium; empty where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Start a workbench on a folder, and give the address that it prints."""
    command = [sys.executable, "-m", "evaluator", "workbench", "--library", str(folder), "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command += ["--coder", "lead"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603
        told = ""
        for line in process.stderr or ():
            told += line
            if "Ctrl+C" in line:
                break
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/enter\?key=\S+", told)
            if not address:
                raise RuntimeError(told)
            yield address[0]
        finally:
            process.terminate()


@contextmanager
def walking(folder: Path, chromium: str, out: Path | None = None) -> Iterator[Walk]:
    """Give a walk whose lead has come in."""
    from playwright.sync_api import sync_playwright

    with started(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        walk = Walk(folder, browser, address.partition("/enter")[0], out)
        walk.enter("lead", address)
        yield walk
        browser.close()


def walk_whole(walk: Walk, to: Path, tell: Callable[[str], object] = print) -> Path:
    """Walk from the empty shelf to the printed report, and return it."""
    walk.begin()
    for which, code in enumerate(("d", "e")):
        walk.rate(code, which)
        walk.hand_in(code)
        tell(f"{code} has handed in")
    walk.settle()
    tell("settled")
    walk.reply()
    tell("answered")
    report = walk.print(to)
    tell(f"printed {report.name}")
    walk.look()
    return report


def main(arguments: list[str] | None = None) -> int:
    """Renew the pictures."""
    parser = argparse.ArgumentParser(prog="workbench_walk", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder of the pictures")
    out = parser.parse_args(arguments).out
    chromium = found_browser()
    if not chromium:
        print("no Chromium: apt-get install --no-install-recommends chromium", file=sys.stderr)
        return 2
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, walking(Path(place) / "library", chromium, out) as walk:
        walk_whole(walk, Path(place))
        for line in walk.told:
            print(line, file=sys.stderr)
        return int(bool(walk.told))


if __name__ == "__main__":
    sys.exit(main())
