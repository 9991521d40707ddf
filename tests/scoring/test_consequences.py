"""Punishment of victims beside enforcement and help, in what chapters say: counts and intervals worked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from evaluator.library import Library
from evaluator.model.facts import ReportChapter, ThreePScore
from evaluator.scoring.consequences import punished_beside, share_with_interval

PAGE = Path(__file__).parents[2] / "docs" / "numbers-on-the-paper.md"
SAID = dict.fromkeys(("domestic_laws", "conviction_data", "protection_progress", "services"), "no")
SAID |= dict.fromkeys(("identification", "prevention_progress"), "no")


def chapter(iso3: str, year: int, punishment: str, enforcement: str = "yes", tier: str = "2_or_2WL") -> ReportChapter:
    """Return a chapter with these answers; every other answer is no."""
    return ReportChapter(iso3, year, tier, punishment=punishment, enforcement=enforcement, **SAID)


def row(rows, beside, value):
    """Return the one row beside this value."""
    return next(one for one in rows if (one.beside, one.value) == (beside, value))


def test_a_silent_chapter_is_counted_apart_and_lowers_no_share():
    rows = punished_beside(
        [chapter("AAA", 2005, "yes"), chapter("BBB", 2005, "no"), chapter("CCC", 2005, "no-mention")]
    )
    found = row(rows, "enforcement", "yes")
    assert (found.chapters, found.silent, found.speak, found.punished, found.share) == (3, 1, 2, 1, 0.5)


def test_the_interval_takes_countries_as_the_sample():
    # AAA: 2 of 2, BBB: 0 of 2; share 1/2, residuals 1 and -1, error sqrt(2 * 2 / 1) / 4 = 1/2
    share, low, high = share_with_interval({"AAA": (2, 2), "BBB": (0, 2), "CCC": (1, 2), "DDD": (1, 2)})
    error = math.sqrt(2 * 4 / 3) / 8
    assert (share, low, high) == pytest.approx((0.5, 0.5 - 1.96 * error, 0.5 + 1.96 * error))
    assert share_with_interval({}) is None
    assert share_with_interval({"AAA": (1, 2)}) == (0.5, 0.0, 1.0)


def test_the_index_of_the_year_before_the_report_stands_beside_it():
    index = [ThreePScore("AAA", 2004, 5, 1, 1, 7), ThreePScore("AAA", 2005, 1, 1, 1, 3)]
    found = row(punished_beside([chapter("AAA", 2005, "yes")], index), "prosecution", "5")
    assert (found.chapters, found.punished) == (1, 1)


def test_the_guide_prints_the_shares_that_the_command_counts():
    facts = Library.open().shared_facts
    page = PAGE.read_text(encoding="utf-8")
    rows = [one for one in punished_beside(facts.chapters, facts.three_p_index) if one.speak and one.speak >= 90]
    for one in rows:
        told = f"| {one.chapters:,} | {one.silent} | {one.speak} | {one.punished} | {100 * one.share:.0f} %"
        assert f"{told} | {100 * one.low:.0f} to {100 * one.high:.0f} % |" in page, (one.beside, one.value)
    assert f"{len(facts.chapters):,} chapters" in page
