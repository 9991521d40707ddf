"""Cells, places and texts of a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluator.intake.formats.cells import Cell, CellPlace, FilledTable, Outside, characters, cleaned, joined


def test_a_merged_cell_stands_in_every_slot_and_is_one():
    grid = FilledTable(1)
    grid.put((0, 0), "merged", (2, 2))
    grid.put((0, 2), "beside")
    grid.put((1, 2), "below")
    table = grid.table()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["merged", "merged", "beside"],
        ["merged", "merged", "below"],
    ]
    assert [cell.text for cell in table.cells()] == ["merged", "beside", "below"]
    assert table.width == 3


def test_a_slot_that_is_taken_stays_as_it_is():
    grid = FilledTable(1)
    grid.put((0, 0), "first", (2, 1))
    grid.put((1, 0), "late")
    assert [row[0].text for row in grid.table().rows] == ["first", "first"]


def test_rows_without_text_go_and_the_others_keep_their_numbers():
    grid = FilledTable(3, page=2)
    grid.put((0, 0), "a")
    grid.put((1, 0), " ")
    grid.put((4, 0), "b")
    table = grid.table()
    assert [row[0].place.words for row in table.rows] == [
        "p. 2, table 3, row 1, column 1",
        "p. 2, table 3, row 5, column 1",
    ]


def test_an_empty_table_has_no_width():
    assert FilledTable(1).table().width == 0


@given(st.text(), st.text())
def test_joining_loses_no_character(first, second):
    a, b = (Cell(cleaned(text), CellPlace(1, row, 1)) for row, text in ((1, first), (2, second)))
    both = joined(a, b, " ", "a doubt")
    assert both.characters == a.characters + b.characters
    assert both.also == (b.place,)
    assert both.doubts == ("a doubt",)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


def test_serbian_forms_of_letters_are_the_letters():
    assert cleaned("\uf6c5рој \uf6c4\uf6c6\uf6c7\uf6c8") == "број гдпт"


def test_characters_are_counted_without_blanks():
    assert characters(" a\u00a0b\n c ") == 3
    assert Outside(1, "a b").characters == 2
