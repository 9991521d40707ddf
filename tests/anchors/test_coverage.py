"""Pages that nobody cited are seen."""

from __future__ import annotations

from evaluator.anchors import Selection
from evaluator.anchors.anchor import anchor_directly
from evaluator.anchors.coverage import COVERAGE, PageCover, cover_directly, coverage, uncited_pages
from tests.anchors.papers import paper

SOURCE = paper([(50, 700, "Nobody pays"), (50, 680, "a fee")], [(50, 700, "for work")], [])


def anchor(text, page, name):
    return anchor_directly(SOURCE, "pdf", Selection(text, page), "p", name)


def test_the_share_of_a_page_counts_a_character_once_though_two_cite_it():
    pages = cover_directly("S1", SOURCE, [anchor("Nobody", 1, "E1"), anchor("Nobody pays", 1, "E2")], "p")
    assert [(p.characters, p.passages, p.share, p.evidence_ids) for p in pages] == [
        (14, 2, 0.7143, ("E1", "E2")), (7, 0, 0.0, ()), (0, 0, 0.0, ()),
    ]  # fmt: skip
    assert uncited_pages(pages) == "2"
    assert coverage("S1", SOURCE, [anchor("Nobody", 1, "E1"), anchor("Nobody pays", 1, "E2")], name="p") == pages


def test_the_map_is_a_table_of_the_project():
    page = PageCover("S1", 1, 10, 2, 0.5, ("E1", "E2"))
    assert COVERAGE.csv([page]).splitlines() == [
        "source_id,page,characters,passages,share,evidence_ids",
        "S1,1,10,2,0.5,E1;E2",
    ]
    assert uncited_pages([page]) == ""
