"""The information request as a page: every question with what it needs and from whom."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest

from evaluator import Library
from evaluator.reports.outline import Tool
from evaluator.reports.output import page_html
from evaluator.reports.request import REQUEST, OpenCriterion, RequestView, request_pdf, request_sheets

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


def _asks(*hints: str) -> list[OpenCriterion]:
    return [replace(ROW, order=k, title=f"T{k}", ask=hint, gate="") for k, hint in enumerate(hints, 1)]


def test_each_question_stands_with_its_evidence_under_the_body_that_can_answer_it():
    page = page_html(Library.open(), REQUEST, VIEW)
    for text in ("A &lt;title&gt;", "Is it so?", "A document", "Ministry", "So far: nothing", "safeguard", "Little is"):
        assert text in page


def test_a_body_that_can_answer_three_has_a_sheet_and_the_others_share_the_last_one():
    rows = _asks("Police, courts", "Courts", "Shelters", "Ombudsman, courts", "Police", "Ministry of labour")
    found = request_sheets(rows)
    assert [(sheet.addressee, [row.order for row in sheet.rows]) for sheet in found] == [
        ("Courts", [1, 2, 4]),
        ("", [3, 5, 6]),
    ]


def test_one_question_left_goes_to_its_first_body_and_nothing_asked_is_no_sheet():
    found = request_sheets(_asks("Courts", "Courts", "Courts", "Police (borders), shelters"))
    assert [sheet.addressee for sheet in found] == ["Courts", "Police"]
    assert request_sheets([]) == ()


def test_ten_questions_are_printed_seven_where_one_sheet_asks_all_and_the_rest_are_counted():
    for asks, last, left in ((["Courts"] * 7 + ["Police", "Ministry"] * 3, 10, 3), (["Courts"] * 13, 7, 6)):
        page = page_html(Library.open(), REQUEST, replace(VIEW, rows=tuple(_asks(*asks))))
        assert f"T{last}</h2>" in page
        assert f"T{last + 1}<" not in page
        assert f"{left} more questions are in the workbook (--format xlsx)." in page


def test_the_day_and_the_address_stand_in_the_head_or_leave_room():
    page = page_html(Library.open(), REQUEST, replace(VIEW, due="2027-03-31", reply_to="desk@example.org"))
    assert "31 March 2027" in page.replace("\u00a0", " ")
    assert "desk@example.org" in page
    assert page.count('class="blank"') == 0
    assert page_html(Library.open(), REQUEST, VIEW).count('class="blank"') == 2


@pytest.mark.slow
@pytest.mark.prints_anew
def test_it_prints_to_the_same_bytes():
    library = Library.open()
    data = request_pdf(library, VIEW)
    assert data == request_pdf(library, VIEW)
    text = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_bounded()
    assert "Request for information" in text
    assert "Is it so?" in text
