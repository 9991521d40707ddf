"""Sources are opened by their kind, within bounds."""

from __future__ import annotations

import sys

import pytest
import weasyprint

from evaluator.anchors import pages
from evaluator.anchors.pages import kind_of, open_pages, page_texts, pdfium_module, pikepdf_module, texts_directly
from evaluator.errors import InvalidInputError, MissingDependencyError
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
    with pytest.raises(InvalidInputError, match=r"2 pages\. Give 1 to 1"):
        open_pages(source, "pdf", "p")
    monkeypatch.setattr(pages, "LARGEST_SOURCE", 10)
    with pytest.raises(InvalidInputError, match="a file of more than 0 MB"):
        open_pages(source, "pdf", "p")


def test_each_page_of_a_pdf_has_its_text_and_other_sources_are_one_page():
    pdf = weasyprint.HTML(string="<p>The first page<p style='page-break-before:always'>and the second").write_pdf()
    assert [text.strip() for text in texts_directly(pdf, "plan.pdf")] == ["The first page", "and the second"]
    assert [" ".join(text.split()) for text in page_texts(b"<p>One<p>two", "page.html")] == ["One two"]
    assert page_texts(b"Nobody pays a fee.", "law.txt") == ["Nobody pays a fee."]


def test_a_pdf_is_read_in_a_child_and_refused_in_words_where_it_is_broken(monkeypatch):
    with pytest.raises(InvalidInputError, match=r"plan\.pdf: a PDF file that cannot be read"):
        texts_directly(b"%PDF-1.7 broken", "plan.pdf")
    seen = []
    monkeypatch.setattr("evaluator.anchors.pages.in_child", lambda *given: seen.append(given[2:]))
    page_texts(b"%PDF-1.7 broken", "plan.pdf")
    assert seen == [(texts_directly, b"%PDF-1.7 broken", "plan.pdf")]


@pytest.mark.parametrize(("name", "call"), [("pypdfium2", pdfium_module), ("pikepdf", pikepdf_module)])
def test_what_is_missing_is_said_with_how_to_get_it(monkeypatch, name, call):
    assert call().__name__ == name
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingDependencyError, match=rf"needs {name}: run  pip install .*\"{name}"):
        call()
