"""A form is a declaration: what it shows, what it asks, what comes back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.schema import column
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.forms.form import Form, InputColumn, ShownColumn, passage_text
from evaluator.workbook.sheet.labels import Labels

PLAN = "XXA-2020-2023"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of a town."""

    town: str = column("text", "town", required=True)
    people: int | None = column("integer", "how many live there", least=0)
    is_port: bool | None = column("flag", "whether it lies at the sea")
    size: str = column("choice", "how large it is", choices=("small", "large"))


TOWNS: Form[str, Answer] = Form(
    "towns",
    "Towns",
    Answer,
    shown=(ShownColumn("town", "Town", 12, lambda s: s), ShownColumn("letters", "Letters", 8, len)),
    asked=(InputColumn("people", "People", 9, must=True), InputColumn("is_port", "Port"), InputColumn("size", "Size")),
    filled=lambda s: Answer(s, people=80_000) if s == "Vlora" else None,
    spared=("size",),
)


@pytest.fixture
def sheet(desk):
    path = desk.papers / "towns.xlsx"
    path.write_bytes(TOWNS.xlsx(["Vlora", "Berat"], PLAN, Labels(desk.rubric)))
    return path


def test_what_is_shown_and_what_is_there_already_stand_in_the_row_of_each_subject(hand, sheet):
    rows = hand(sheet).page("towns").iter_rows(min_row=3, max_row=4, max_col=5, values_only=True)
    assert list(rows) == [("Vlora", 5, 80_000, None, None), ("Berat", 5, None, None, None)]


def test_a_column_says_what_its_field_means_and_offers_its_choices(hand, sheet):
    page = hand(sheet).page("towns")
    heads = ["Town", "Letters", "People\nHow many live there.", "Port\nWhether it lies at the sea."]
    assert [str(cell.value) for cell in page[2]][:4] == heads
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert offered == {"D": '"yes,no"', "E": '"small,large"'}


def test_a_column_that_is_not_asked_for_is_not_in_the_sheet_and_may_be_lacking(desk, hand, sheet):
    sheet.write_bytes(TOWNS.xlsx(["Berat"], PLAN, Labels(desk.rubric), without=["size"]))
    ((row, place),), notes = TOWNS.read(read_sheet(sheet), PLAN, desk.rubric.id)
    assert (row, place.cell("people"), notes.problems) == (Answer("Berat"), "Towns!C3", [])


def test_what_is_filled_in_comes_back_and_a_fault_is_noted_at_its_cell(desk, hand, sheet):
    opened = hand(sheet)
    page = opened.page("towns")
    page["D3"].value, page["C4"].value = "yes", "many"
    rows, notes = TOWNS.read(read_sheet(opened.save()), PLAN, desk.rubric.id)
    assert [row for row, _ in rows] == [Answer("Vlora", 80_000, is_port=True), Answer("Berat")]
    assert [(p.cell, p.found, p.expected) for p in notes.problems] == [("Towns!C4", "found 'many'", "a whole number")]
    with pytest.raises(InvalidInputError, match="Towns!C4"):
        notes.refuse_faults()


def test_the_workbook_of_another_plan_or_of_a_later_form_is_refused(desk, sheet):
    book = read_sheet(sheet)
    with pytest.raises(InvalidInputError, match=r"a sheet of plan 'XXA-2020-2023', and not of 'XXA-2030-2033'"):
        TOWNS.read(book, "XXA-2030-2033", desk.rubric.id)
    with pytest.raises(InvalidInputError, match=r"a sheet of form '2'\. Give form '1'"):
        TOWNS.read(replace(book, meta={**book.meta, "form": "2"}), PLAN, desk.rubric.id)


def test_a_workbook_whose_sheet_was_deleted_is_a_fault_and_no_empty_answer(desk, sheet):
    _, notes = TOWNS.read(replace(read_sheet(sheet), grids=()), PLAN, desk.rubric.id)
    assert [p.found for p in notes.problems] == ["no sheet towns, or its hidden first row was deleted"]


def test_a_passage_has_its_source_by_title_its_place_its_note_and_its_words(desk):
    passage = next(e for e in desk.assessment.evidence if e.evidence_id == "E4")
    text = passage_text(dataclasses.replace(passage, quote="their words"), desk.assessment)
    assert text == f'An invented plan, {passage.locator}: {passage.note} "their words"'


def test_a_source_that_is_not_on_the_list_is_named_by_its_id(desk):
    passage = dataclasses.replace(desk.assessment.evidence[0], source_id="S9", quote="")
    assert passage_text(passage, desk.assessment).startswith(f"S9, {passage.locator}: ")
