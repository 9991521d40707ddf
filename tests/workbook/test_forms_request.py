"""The information request as a workbook: questions given, answers asked."""

from __future__ import annotations

import io

import openpyxl

from evaluator.reports.outline import Tool
from evaluator.reports.request import OpenCriterion, RequestView
from evaluator.workbook.forms.request import request_xlsx
from evaluator.workbook.sheet.labels import Labels


def test_questions_are_locked_and_answers_open(desk):
    row = OpenCriterion(
        order=1, criterion_id="witness-protection", title="Witnesses", question="Is it so?", asks_about="plan",
        evidence_needed="A law", ask="The ministry", gate="yes",
    )  # fmt: skip
    view = RequestView(
        lang="en",
        date="2026",
        country="Examplia",
        plan_id="XXA-2020",
        plan_title="Plan",
        rubric="Small 0.1.0",
        standing="So far.",
        rows=(row,),
        method=Tool("9.9"),
    )
    data = request_xlsx(view, Labels(desk.rubric))
    assert data == request_xlsx(view, Labels(desk.rubric))
    page = openpyxl.load_workbook(io.BytesIO(data))["Request"]
    assert [cell.value for cell in page[3]][1:7] == [
        1,
        "Witnesses (gate)",
        "Is it so?",
        "plan",
        "A law",
        "The ministry",
    ]
    assert page["D3"].protection.locked
    assert not page["I3"].protection.locked
