"""How many of five times 32 questions the guide's search answers within its first three hits: `make site`, then this.

Each draw was written down, with the page that has the answer, before the search was tried on it. The first seven of the
first are those of a reader who looked for them in vain. When drawn, 12, 17, 14, 20 and 18 of 32 were found; what was
missed then got headings or words (`tools/site/words.csv`), so that the figures of today flatter: of a new draw expect
six in ten. Ranking by how often a page has a word (BM25), tried on the fourth draw, found 23.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
SECOND: dict[str, tuple[str, ...]] = {
    "bootstrap": ("analyst",),
    "Windows": ("install",),
    "HTTPS": ("workbench-team",),
    "LibreOffice": ("sheets",),
    "OCR": ("plan-intake",),
    "PDF/UA": ("reports",),
    "fonts": ("own-look",),
    "undo": ("workbench",),
    "keyboard": ("workbench",),
    "new criterion": ("rubric-maintainer",),
    "grade thresholds": ("scoring",),
    "TIP tier": ("overlap", "paper", "facts"),
    "GDPR": ("checking",),
    "Jupyter": ("analyst",),
    "Dask": ("reports",),
    "plugin": ("analyst",),
    "right of reply": ("follow-up",),
    "compare years": ("follow-up", "plans", "reports"),
    "currency": ("checking", "plan-intake"),
    "survivors weights": ("weights-from-people",),
    "sensitivity analysis": ("contrast",),
    "correlation": ("contrast",),
    "proxy": ("workbench-team",),
    "not applicable": ("scoring",),
    "quotation": ("passages",),
    "embed": ("publish",),
    "second coder": ("panel",),
    "budget": ("plan-rows", "plans"),
    "draft": ("panel", "sheets"),
    "upgrade": ("rubric-maintainer",),
    "corrections": ("follow-up",),
    "newcomer": ("evaluator", "tutorial"),
}
THIRD: dict[str, tuple[str, ...]] = {
    "French": ("plan-intake",),
    "exit code": ("README",),
    "memory": ("analyst", "reports"),
    "who decides": ("panel",),
    "history": ("panel", "sheets", "workbench", "follow-up"),
    "double coding": ("panel",),
    "confidential": ("checking", "workbench-team", "weights-from-people"),
    "map": ("reports", "publish"),
    "region": ("reports",),
    "time series": ("analyst", "follow-up"),
    "custom section": ("own-look", "analyst"),
    "rename a criterion": ("rubric-maintainer",),
    "national law": ("law-and-practice",),
    "Excel template": ("sheets", "plan-intake", "plan-rows"),
    "random seed": ("contrast",),
    "p-value": ("weights-from-people",),
    "small sample": ("weights-from-people",),
    "anonymous": ("weights-from-people", "checking"),
    "hash": ("verify", "publish"),
    "DOI": ("publish",),
    "multiple languages": ("own-look",),
    "progress bar": ("reports", "contrast"),
    "delete": ("workbench", "workbench-team", "sheets"),
    "group by": ("analyst",),
    "audit": ("contrast", "state-your-index", "rubric-maintainer"),
    "weight of a paradigm": ("own-frame", "weightings", "scoring"),
    "agreement": ("panel",),
    "law beside the plan": ("law-and-practice", "scoring"),
    "silence": ("scoring", "evaluator"),
    "link to a source": ("passages", "facts", "publish"),
    "proposal by machine": ("panel",),
    "whole text": ("plan-intake", "passages", "evaluator", "checking"),
}
FOURTH: dict[str, tuple[str, ...]] = {
    "missing values": ("scoring", "analyst"),
    "bounds": ("scoring", "evaluator"),
    "confidence of a rating": ("scoring", "sheets", "workbench", "panel"),
    "upload a plan": ("plan-intake", "workbench", "tutorial"),
    "merge two workbooks": ("sheets", "panel"),
    "change a rating": ("workbench", "sheets", "panel", "follow-up"),
    "cost of measures": ("plan-rows", "plans"),
    "detention": ("law-and-practice", "law-and-practice-criteria", "overlap", "weightings", "own-frame"),
    "ratification": ("facts", "instruments"),
    "Lindstrom": ("paper",),
    "black and white print": ("reports", "own-look"),
    "alt text": ("reports",),
    "letterhead": ("own-look",),
    "Cyrillic": ("own-look", "reports"),
    "command line options": ("commands", "README"),
    "add a country": ("plan-intake", "tutorial", "evaluator", "facts"),
    "population": ("facts", "weights-from-people"),
    "number of victims": ("facts", "law-and-practice"),
    "deadline": ("plan-rows", "follow-up"),
    "monitoring": ("follow-up", "plan-rows"),
    "compare two countries": ("reports", "contrast", "plans"),
    "why did the score change": ("follow-up",),
    "verify a PDF": ("verify",),
    "web address": ("publish",),
    "GitHub Pages": ("publish",),
    "pandas": ("analyst",),
    "log in": ("workbench-team",),
    "share with a colleague": ("workbench-team", "sheets", "panel"),
    "consensus": ("panel",),
    "number of levels": ("scoring", "rubric-maintainer"),
    "GRETA": ("overlap", "weightings", "own-frame"),
    "testimony": ("law-and-practice", "law-and-practice-criteria", "overlap", "own-frame", "weightings", "paper"),
}
FIFTH: dict[str, tuple[str, ...]] = {
    "dispute our score": ("follow-up",),
    "recommendations": ("follow-up",),
    "time needed": ("evaluator",),
    "improve our plan": ("follow-up", "scoring", "reports"),
    "ranking of countries": ("contrast", "facts", "numbers-on-the-paper"),
    "how reliable": ("panel", "law-and-practice-results", "scoring"),
    "chart": ("reports", "gallery", "analyst"),
    "fake report": ("verify",),
    "standard error": ("groups-measured", "weights-from-people", "analyst"),
    "factor analysis": ("rubric-maintainer",),
    "Monte Carlo": ("contrast", "analyst"),
    "aggregation": ("scoring", "state-your-index"),
    "system requirements": ("install",),
    "port number": ("commands",),
    "user accounts": ("workbench-team",),
    "disk space": ("install",),
    "Spanish": ("own-look", "plan-intake"),
    "untranslated text": ("own-look", "rubric-maintainer"),
    "original language": ("own-look", "plan-intake"),
    "glossary": ("glossary-sr", "README"),
    "baseline": ("plan-rows", "files"),
    "funding source": ("plan-rows", "overlap", "files"),
    "track progress": ("follow-up",),
    "responsible agency": ("plan-rows", "plan-intake", "overlap"),
    "methodology": ("scoring", "law-and-practice-results"),
    "three Ps": ("facts", "own-frame", "state-your-index"),
    "literature": ("paper", "weightings"),
    "worked example": ("tutorial",),
    "child victims": ("law-and-practice-criteria", "overlap"),
    "forced labour": ("overlap", "law-and-practice-criteria", "instruments"),
    "without programming": ("evaluator", "workbench", "sheets"),
    "interview victims": ("weights-from-people",),
}


def first_pages(browser: Browser, site: Path, words: str) -> list[str]:
    """Return the pages of the first hits, in order, as the built site's own search gives them in a browser."""
    page = browser.new_page()
    page.goto(f"file://{site.resolve()}/search.html?q={quote_plus(words)}")
    page.wait_for_function("/finished|did not match/.test(document.querySelector('#search-results')?.innerText ?? '')")
    found: list[str] = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.getAttribute('href'))")
    page.close()
    return [address.partition(".html")[0] for address in found[:FIRST]]


def unanswered(browser: Browser, site: Path, asked: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return the questions whose page is not among the first hits, each with what is there."""
    hits = {words: first_pages(browser, site, words) for words in asked}
    return {words: pages for words, pages in hits.items() if not set(pages) & set(asked[words])}


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
        for name, asked in {
            "first": QUESTIONS,
            "second": SECOND,
            "third": THIRD,
            "fourth": FOURTH,
            "fifth": FIFTH,
        }.items():
            missed = unanswered(browser, site, asked)
            print(f"{name} draw: {len(asked) - len(missed)} of {len(asked)} questions within the first {FIRST} hits")
            for words, pages in missed.items():
                print(f"  {words}: {', '.join(pages) or 'no hit'}", file=sys.stderr)


if __name__ == "__main__":
    main()
