"""The text of the map; the commands themselves are tried in test_passage."""

from __future__ import annotations

from evaluator.anchors.coverage import PageCover
from evaluator.cli.passage.work import covered_text


def test_each_source_has_a_sentence_and_its_pages():
    pages = [
        PageCover("S1", 1, 100, 1, 0.25, ("E1",)),
        PageCover("S1", 2, 50, 0, 0.0, ()),
        PageCover("S2", 1, 9, 1, 1.0, ("E2",)),
    ]
    text = covered_text(pages, "text")
    assert "S1: 2 pages, 1 cited. Nobody cited: 2." in text
    assert "   1         100         1   25 %  E1" in text
    assert "S2: 1 pages, 1 cited. None is left out." in text
