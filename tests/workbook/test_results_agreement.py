"""Agreement as a workbook: figures, words, and a heat map that reads without colour."""

from __future__ import annotations

import dataclasses
import io

import openpyxl

from evaluator.model.assessment import Coding
from evaluator.panel.agreement import agreement
from evaluator.workbook.results.agreement import agreement_xlsx


def test_the_heat_map_names_the_difference_beside_its_colour(desk):
    first = desk.assessment.codings[0]
    header = first.header.model_copy(update={"coder": "b"})
    moved = tuple(
        dataclasses.replace(r, level=3) if r.criterion_id == "witness-protection" else r for r in first.ratings
    )
    both = dataclasses.replace(desk.assessment, codings=(first, Coding(header, moved)))
    found = agreement(both, desk.rubric)
    data = agreement_xlsx(found, desk.rubric)
    assert data == agreement_xlsx(found, desk.rubric)
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = {row[1].value: row for row in book["Where they differ"].iter_rows(min_row=2)}
    title = desk.rubric.title("witness-protection")
    assert [cell.value for cell in rows[title]][3:] == ["1", "3", "2 levels apart"]
    assert rows[title][3].fill.fgColor.rgb != rows[desk.rubric.title("education-prevention")][3].fill.fgColor.rgb
    texts = [cell.value for row in book["Agreement"].iter_rows() for cell in row if cell.value]
    assert "levels, ordinal" in texts
