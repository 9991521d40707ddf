"""How many of 32 questions the guide's search answers within its first three hits: `make site`, then this.

The first seven are those of a reader who looked for them in vain; the others were drawn as a stranger's words before
the search was looked at. Beside each stands the page with the answer. Before headings and order were mended 12 of 32
were among the first three; those 32 are what it was mended on, so that the figure flatters.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
FIRST = 3
QUESTIONS: dict[str, tuple[str, ...]] = {
    "imputation": ("scoring",),
    "Cronbach": ("rubric-maintainer",),
    "exit status": ("README",),
    "offline": ("install",),
    "parallel": ("reports",),
    "notebook": ("analyst",),
    "Sobol": ("contrast",),
    "confidence interval": ("contrast",),
    "missing data": ("scoring",),
    "Krippendorff alpha": ("panel",),
    "inter-rater reliability": ("panel",),
    "Excel": ("sheets",),
    "uninstall": ("install",),
    "Docker": ("install", "workbench-team"),
    "backup": ("workbench-team",),
    "password": ("workbench-team",),
    "personal data": ("checking",),
    "translate": ("own-look",),
    "logo": ("own-look",),
    "scanned PDF": ("plan-intake",),
    "export CSV": ("analyst",),
    "JSON output": ("analyst", "contrast"),
    "COINr": ("analyst", "state-your-index"),
    "geometric mean": ("scoring",),
    "min-max": ("state-your-index",),
    "rank reversal": ("contrast",),
    "tied ranks": ("contrast",),
    "license": ("licences",),
    "cite": ("publish",),
    "coders disagree": ("panel",),
    "digital signature": ("verify",),
    "accessibility": ("reports",),
}


def first_pages(browser: Browser, site: Path, words: str) -> list[str]:
    """Return the pages of the first hits, in order, as the built site's own search gives them in a browser."""
    page = browser.new_page()
    page.goto(f"file://{site.resolve()}/search.html?q={quote_plus(words)}")
    page.wait_for_function("/finished|did not match/.test(document.querySelector('#search-results')?.innerText ?? '')")
    found: list[str] = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.getAttribute('href'))")
    page.close()
    return [address.partition(".html")[0] for address in found[:FIRST]]


def unanswered(browser: Browser, site: Path) -> dict[str, list[str]]:
    """Return the questions whose page is not among the first hits, each with what is there."""
    hits = {words: first_pages(browser, site, words) for words in QUESTIONS}
    return {words: pages for words, pages in hits.items() if not set(pages) & set(QUESTIONS[words])}


def main() -> None:
    """Print the figure, and what is not found, for the site in build/site."""
    from playwright.sync_api import sync_playwright

    from tools.workbench_walk import FLAGS, found_browser

    site = ROOT / "build" / "site"
    if not (site / "search.html").exists():
        print("the guide's search is tried on build/site: make site")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found_browser(), args=FLAGS)
        missed = unanswered(browser, site)
    print(f"{len(QUESTIONS) - len(missed)} of {len(QUESTIONS)} questions within the first {FIRST} hits")
    for words, pages in missed.items():
        print(f"  {words}: {', '.join(pages) or 'no hit'}", file=sys.stderr)


if __name__ == "__main__":
    main()
