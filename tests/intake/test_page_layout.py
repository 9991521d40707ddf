"""Two pages on a sheet, text on its side, heads above a ruled table, and text in two columns."""

from __future__ import annotations

import pytest

from evaluator.intake.formats.columns import head_above
from evaluator.intake.formats.page_layout import halves, lying_glyph, lying_heads, side_titles, text_in_order
from evaluator.intake.formats.typeset import Glyph, lines_of
from evaluator.intake.vocabulary import Vocabulary


def text(words: str, x: float, y: float, size: float = 10) -> list[Glyph]:
    """Return the letters of a line, each half as wide as high; a blank is a gap."""
    return [
        Glyph(letter, x + at * size / 2, y, x + (at + 1) * size / 2, y + size)
        for at, letter in enumerate(words)
        if letter != " "
    ]


def lying(words: str, x: float, y: float) -> list[Glyph]:
    """Return the letters of a line that is read upwards from a place."""
    return [
        lying_glyph(
            {"text": one, "x0": x, "x1": x + 10, "top": y - 5 * at - 5, "bottom": y - 5 * at, "matrix": (0, 1, -1, 0)}
        )
        for at, one in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("numbers", "pages"),
    [
        (text("70", 200, 570) + text("71", 620, 570), 2),  # at the same place of each half
        (text("70", 20, 570) + text("71", 810, 570), 2),  # mirrored
        (text("70", 200, 570) + text("72", 620, 570), 1),  # no follower
        (text("70", 200, 300) + text("71", 620, 300), 1),  # in the middle of the text, as in a table
        (text("70", 400, 570), 1),
    ],
)
def test_two_pages_show_themselves_by_their_numbers(numbers, pages):
    assert len(halves(840, 590, numbers, [])) == pages


def test_pages_one_above_the_other_are_told_by_numbers_at_their_side():
    assert halves(590, 840, [], lying("70", 10, 210) + lying("71", 10, 630)) == [(0, 0, 590, 420), (0, 420, 590, 840)]


def test_numbers_in_a_column_of_a_table_at_the_edge_are_no_numbers_of_pages():
    column = [letter for at, number in enumerate("65554447") for letter in text(number, 560, 90 + 60 * at)]
    assert len(halves(590, 840, column, [])) == 1
    assert len(halves(590, 840, column[:1] + column[-1:], [])) == 2


def test_a_text_on_its_side_is_the_text_of_a_cell_without_another_and_else_outside():
    cell = (100.0, 0.0, 120.0, 100.0)
    found, rest = lying_heads(lying("Lead", 105, 90) + lying("70", 5, 90), [cell])
    assert found == {cell: "Lead"}
    assert [line.text for line in lines_of(rest)] == ["70"]


def test_a_title_on_the_side_of_several_pages_is_the_pages_own_whatever_its_number():
    pages = [lying(f"Plan {at}", 5, 200) for at in range(3)] + [lying("Lead", 105, 90)]
    assert [[line.text for line in page] for page in side_titles(pages)] == [["Plan 0"], ["Plan 1"], ["Plan 2"], []]


def test_a_head_without_lines_above_a_ruled_table_is_its_head(words):
    rows = [[(0.0, 50.0, 100.0, 80.0), (100.0, 50.0, 200.0, 80.0), (200.0, 50.0, 300.0, 80.0)]]
    head = text("Planned", 5, 25) + text("activity", 5, 36) + text("Agency", 105, 36) + text("Deadline", 205, 36)
    above = head_above(rows, lines_of(text("The plan of measures of the ministry", 5, 5) + head), Vocabulary(words))
    assert [box and box[0] for box in above] == [0.0, 100.0, 200.0]
    assert above[0] is not None
    assert 20 < above[0][1] < 25, "the title above is no part of it"


def test_a_paragraph_above_a_ruled_table_is_no_head(words):
    rows = [[(0.0, 50.0, 100.0, 80.0), (100.0, 50.0, 200.0, 80.0), (200.0, 50.0, 300.0, 80.0)]]
    assert not head_above(
        rows, lines_of(text("The activity of the agency until the deadline", 5, 36)), Vocabulary(words)
    )


def test_text_in_two_columns_is_read_column_by_column_below_its_title():
    glyphs = text("A title that runs over both of the columns here", 0, 0)
    for at in range(8):
        glyphs += text(f"left of line {at}", 0, 20 + 12 * at) + text(f"right of line {at}", 150, 20 + 12 * at)
    told = [line.text for line in text_in_order(glyphs)]
    assert told[0].startswith("A title")
    assert told[1:9] == [f"left of line {at}" for at in range(8)]


def test_text_in_one_column_stays_as_it_is():
    glyphs = [glyph for at in range(9) for glyph in text("words that run on over all of the page", 0, 12 * at)]
    assert text_in_order(glyphs) == lines_of(glyphs)
