"""The text of each page of a source: PDF, HTML, plain text, and what cannot be read."""

from __future__ import annotations

import pytest
import weasyprint

from evaluator.anchors.texts import page_texts, texts_directly
from evaluator.errors import InvalidInputError


def test_each_page_of_a_pdf_has_its_text_and_other_sources_are_one_page():
    pdf = weasyprint.HTML(string="<p>The first page<p style='page-break-before:always'>and the second").write_pdf()
    assert [text.strip() for text in texts_directly(pdf, "plan.pdf")] == ["The first page", "and the second"]
    assert [" ".join(text.split()) for text in page_texts(b"<p>One<p>two", "page.html")] == ["One two"]
    assert page_texts(b"Nobody pays a fee.", "law.txt") == ["Nobody pays a fee."]


def test_a_pdf_is_read_in_a_child_and_refused_in_words_where_it_is_broken(monkeypatch):
    with pytest.raises(InvalidInputError, match=r"plan\.pdf: a PDF file that cannot be read"):
        texts_directly(b"%PDF-1.7 broken", "plan.pdf")
    seen = []
    monkeypatch.setattr("evaluator.anchors.texts.in_child", lambda *given: seen.append(given[2:]))
    page_texts(b"%PDF-1.7 broken", "plan.pdf")
    assert seen == [(texts_directly, b"%PDF-1.7 broken", "plan.pdf")]
