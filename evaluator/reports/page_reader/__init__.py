"""Reads a printed page as its reader does, and names every sentence that the page itself denies.

It knows nothing of how pages are made: it imports nothing of the toolkit that decides, counts or draws, so that it
shares no definition with what it reads. Text is held against text, and against the places of marks in drawings.
"""

from __future__ import annotations

from evaluator.reports.page_reader import rules  # noqa: F401  (adds every rule)
from evaluator.reports.page_reader.claim import RULES, Fault, Finding
from evaluator.reports.page_reader.grammar import grammar_of
from evaluator.reports.page_reader.page import Page, read_page

__all__ = ["RULES", "Fault", "Finding", "Page", "faults_of_page", "faults_on", "read_page"]


def faults_on(page: Page) -> tuple[Fault, ...]:
    """Return every sentence of a page that the page denies; nothing of a page in a language that is not known."""
    words = grammar_of(page.lang)
    if words is None:
        return ()
    found = [
        Fault(name, finding.place, finding.said, finding.shown)
        for name, one in RULES.items()
        for finding in one(page, words)
        if not finding.holds
    ]
    return tuple(dict.fromkeys(found))


def faults_of_page(html: str) -> tuple[Fault, ...]:
    """Return every sentence of a page of HTML that the page denies.

    Examples
    --------
    >>> row = "<tr><td>Serbia</td><td>0.30</td><td>0.35–0.54</td></tr>"
    >>> table = f"<table><thead><tr><th>Country<th>Score<th>Range</tr></thead>{row}</table>"
    >>> [str(fault) for fault in faults_of_page(f"<html lang=en><h2>Scores</h2>{table}")]
    ['sheet 0, “Scores”: says “Serbia: 0.30”; the page shows its range, 0.35 to 0.54 (a_score_lies_in_its_range)']
    """
    return faults_on(read_page(html))
