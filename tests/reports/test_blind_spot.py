"""What a report prints of the silence of chapters; the counts themselves are tested with the counting."""

from __future__ import annotations

from evaluator.model.facts import ReportChapter
from evaluator.reports.sections.blind_spot import silence_view

REST = dict.fromkeys(
    ("domestic_laws", "enforcement", "conviction_data", "protection_progress", "identification", "services",
     "prevention_progress"), "no",
)  # fmt: skip


def test_chapters_are_counted_by_year_with_those_that_are_silent():
    chapters = [
        ReportChapter("AAA", year, "1", punishment=said, **REST)
        for year, said in ((2005, "yes"), (2006, "no-mention"), (2007, "no-mention"), (2011, "no"))
    ]
    view = silence_view(chapters, "AAA")
    assert view.own[0] == (2005, "1", "yes")
    assert view.years == ((2005, 1, 0), (2006, 1, 1), (2007, 1, 1), (2011, 1, 0))
