"""Seen, not counted: silence and speech of chapters, counted by hand on five of them."""

from __future__ import annotations

from evaluator.library import Library
from evaluator.model.facts import ReportChapter, SilenceByTier, SilenceByYear
from evaluator.reports.sections.blind_spot import silence_view
from evaluator.scoring.silence import by_tier, by_year, of_country

REST = dict.fromkeys(
    ("domestic_laws", "enforcement", "conviction_data", "protection_progress", "identification", "services",
     "prevention_progress"), "some",
)  # fmt: skip
FIVE = tuple(
    ReportChapter(iso3, year, tier, punishment=said, **REST)
    for iso3, year, tier, said in (
        ("AAA", 2006, "1", "no-mention"), ("BBB", 2006, "1", "yes"), ("CCC", 2006, "3", "no-mention"),
        ("AAA", 2011, "2_or_2WL", "no"), ("BBB", 2011, "1", "no"),
    )
)  # fmt: skip


def test_each_report_has_its_chapters_and_the_silent_ones():
    assert by_year(FIVE) == (
        SilenceByYear("punishment", 2006, 3, 2, 1, 0, 0), SilenceByYear("punishment", 2011, 2, 0, 0, 0, 2),
    )  # fmt: skip


def test_each_tier_has_the_chapters_of_all_years_and_those_without_any_have_none():
    found = {row.tier: row for row in by_tier(FIVE)}
    assert found["1"] == SilenceByTier("punishment", "1", 3, 1, 1, 0, 1)
    assert found["SC"] == SilenceByTier("punishment", "SC", 0, 0, 0, 0, 0)


def test_another_matter_is_counted_in_its_own_column():
    assert [row.some for row in by_year(FIVE, "services")] == [3, 2]


def test_a_country_has_its_chapters_in_order_of_time():
    assert [(r.year, r.tier, r.said) for r in of_country(tuple(reversed(FIVE)), "AAA")] == [
        (2006, "1", "no-mention"), (2011, "2_or_2WL", "no"),
    ]  # fmt: skip
    assert of_country(FIVE, "DDD") == ()


def test_the_shipped_chapters_give_the_figures_that_the_guide_prints():
    """Counted again from the data set with another tool: 501 of 737 silent to 2006, 14 of 179 in 2011, 47 of 269."""
    chapters = Library.open().shared_facts.chapters
    years = silence_view(chapters, "ALB").years
    early = [row for row in years if row[0] <= 2006]
    assert (years[0][0], years[-1]) == (2001, (2011, 179, 14))
    assert (sum(row[1] for row in early), sum(row[2] for row in early)) == (737, 501)
    (first, *_) = by_tier(chapters)
    assert (first.chapters, first.yes) == (269, 47)
    assert len(silence_view(chapters, "ALB").own) == 11
    assert len(chapters) == 1587


def test_without_chapters_there_is_nothing_to_say():
    assert silence_view((), "ALB") is None
