"""One table as a workbook of its own, and back."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.plan import Recommendation
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.table import shown_sheet, table_xlsx, take_table
from evaluator.workbook.sheet.table_forms import RECOMMENDATIONS, REPLIES

ROWS = (Recommendation("R001", "witness-protection", "Name a unit", from_level=1, to_level=2, outcome="open"),)


@pytest.fixture
def staged(desk):
    with opened_stage(desk.library, desk.own, "XXA-2020-2023", desk.rubric) as stage:
        yield stage


@pytest.fixture
def sheet(desk, staged):
    path = desk.papers / "table.xlsx"
    path.write_bytes(table_xlsx(RECOMMENDATIONS, ROWS, staged, [shown_sheet("x", "Help", ["id"], [("A",)])]))
    return path


def test_rows_come_back_and_new_ones_with_them(desk, hand, staged, sheet):
    opened = hand(sheet).add("recommendations", rec_id="R002", text="Publish figures", deadline=2027, outcome="open")
    taken = take_table(opened.save(), RECOMMENDATIONS, ROWS, staged)
    assert [row.rec_id for row in taken.rows] == ["R001", "R002"]
    assert taken.rows[1].deadline == "2027"
    assert {path.name for path in staged.install(desk.own)} == {"recommendations.csv"}
    assert desk.assessment.recommendations == taken.rows


def test_an_untouched_table_is_not_written(desk, staged, sheet):
    take_table(sheet, RECOMMENDATIONS, ROWS, staged)
    assert staged.install(desk.own) == ()


def test_what_the_lead_words_anew_can_be_marked(hand, staged, sheet):
    opened = hand(sheet)
    page = opened.page("table/recommendations")
    page.cell(3, 3).value = "Name a unit apart from the police"
    taken = take_table(
        opened.save(), RECOMMENDATIONS, ROWS, staged, lambda before, row: dataclasses.replace(row, origin="lead")
    )
    assert (taken.rows[0].text, taken.rows[0].origin) == ("Name a unit apart from the police", "lead")


def test_two_changes_of_one_row_clash_at_its_cell(hand, staged, sheet):
    opened = hand(sheet)
    opened.page("table/recommendations").cell(3, 3).value = "One"
    now = (dataclasses.replace(ROWS[0], text="Two"),)
    with pytest.raises(InvalidInputError, match="Recommendations!A3: recommendations R001 was changed here"):
        take_table(opened.save(), RECOMMENDATIONS, now, staged)


def test_a_reference_to_nothing_is_told_at_its_cell(hand, staged, sheet):
    opened = hand(sheet).add("recommendations", rec_id="R002", text="x", evidence_ids="E99")
    with pytest.raises(InvalidInputError, match=r"Recommendations!L4: 'E99'. Give an id in evidence\.csv"):
        take_table(opened.save(), RECOMMENDATIONS, ROWS, staged)


def test_another_table_is_refused(hand, staged, sheet):
    with pytest.raises(InvalidInputError, match="a sheet of table 'recommendations'"):
        take_table(sheet, REPLIES, (), staged)
