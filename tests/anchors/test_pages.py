"""Sources are opened by their kind, within bounds."""

from __future__ import annotations

import pytest

from evaluator.anchors import pages
from evaluator.anchors.pages import kind_of, open_pages
from evaluator.errors import InvalidInputError
from tests.anchors.papers import paper


def test_the_kind_is_told_by_the_first_bytes():
    assert kind_of(b"junk before %PDF-1.4") == "pdf"
    assert kind_of(b"\xef\xbb\xbf<html>") == "html"
    assert kind_of(b"Plan <1>") == "text"


def test_a_page_is_read_once():
    found = open_pages(paper([(50, 700, "One")], [(50, 700, "Two")]), "pdf", "p")
    assert found.count == 2
    assert found.page(2).text == "Two"
    assert found.page(2) is found.page(2)


def test_html_gives_what_a_browser_shows():
    found = open_pages("<p>één<br>two</p><!-- no --><textarea>no</textarea>".encode(), "html", "p")
    assert found.page(1).raw.split() == ["één", "two"]


def test_text_that_is_no_utf_8_and_a_page_that_shows_nothing_are_refused():
    with pytest.raises(InvalidInputError, match="a byte that is not UTF-8, at place 3"):
        open_pages(b"ab\xff", "text", "p")
    with pytest.raises(InvalidInputError, match="a page that shows no text"):
        open_pages(b"<script>x</script>", "html", "p")


def test_a_file_too_large_or_of_too_many_pages_is_refused(monkeypatch):
    source = paper([(50, 700, "One")], [(50, 700, "Two")])
    monkeypatch.setattr(pages, "MOST_PAGES", 1)
    with pytest.raises(InvalidInputError, match="2 pages; expected 1 to 1"):
        open_pages(source, "pdf", "p")
    monkeypatch.setattr(pages, "LARGEST_SOURCE", 10)
    with pytest.raises(InvalidInputError, match="a file of more than 0 MB"):
        open_pages(source, "pdf", "p")
