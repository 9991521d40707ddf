"""One thing of the library as a page."""

from __future__ import annotations

from evaluator.cli.show.entry import EntryPage, english, period


def test_blocks_stand_apart_and_empty_ones_are_left_out():
    page = EntryPage(None)
    page.title("ABC  Testland")
    page.pairs([("roles", "")])
    page.prose("Gaps", "  ")
    page.items("Sources", [])
    page.table("a", [])
    page.prose("Notes", "one")
    page.items("Sources", ["two"])
    assert page.text == "ABC  Testland\n\nNotes:\n  one\n\nSources:\n  - two\n"


def test_english_comes_first_then_what_there_is():
    assert english({"sq": "a", "en": "b"}) == "b"
    assert english({"sq": "a"}) == "a"
    assert english({}, "c") == "c"


def test_a_period_says_what_is_known():
    assert [period(None, "2007"), period(None, None), period("2005", "2007")] == ["until 2007", "", "2005 to 2007"]
