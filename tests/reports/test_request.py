"""The information request as a page: every question with what it needs and from whom."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from evaluator import Library
from evaluator.reports.outline import Tool
from evaluator.reports.output import page_html
from evaluator.reports.request import REQUEST, OpenCriterion, RequestView, request_pdf

ROW = OpenCriterion(
    order=1, criterion_id="x", title="A <title>", question="Is it so?", asks_about="plan", evidence_needed="A document",
    ask="The ministry", note="nothing", gate="yes",
)  # fmt: skip
VIEW = RequestView(
    lang="en",
    date="2026-01-02",
    country="Examplia",
    plan_id="XXA-2020",
    plan_title="Plan",
    rubric="Rubric 1.0.0",
    standing="Little is known.",
    rows=(ROW,),
    method=Tool("9.9"),
)


def test_each_question_stands_with_its_evidence_and_addressee():
    page = page_html(Library.open(), REQUEST, VIEW)
    for text in (
        "A &lt;title&gt;",
        "Is it so?",
        "A document",
        "The ministry",
        "So far: nothing",
        "A safeguard:",
        "Little is known.",
    ):
        assert text in page


@pytest.mark.slow
@pytest.mark.prints_anew
def test_it_prints_to_the_same_bytes():
    library = Library.open()
    data = request_pdf(library, VIEW)
    assert data == request_pdf(library, VIEW)
    text = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_bounded()
    assert "Request for information" in text
    assert "Is it so?" in text
