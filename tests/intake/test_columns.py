"""Columns without upright lines."""

from __future__ import annotations

import pytest

from evaluator.intake.formats.columns import Band, find_columns
from evaluator.intake.formats.typeset import lines_of
from evaluator.intake.vocabulary import Vocabulary
from tests.intake.test_typeset import glyphs


def _band(*pieces, top=0.0, ruled=True):
    """Return a strip of one line: texts at their left edges."""
    line = [glyph for left, text in pieces for glyph in glyphs(text, left=left)]
    moved = [type(g)(g.text, g.x0, g.top + top, g.x1, g.bottom + top) for g in line]
    return Band(top, top + 12, tuple(lines_of(moved)), is_ruled=ruled)


@pytest.fixture
def vocabulary(words):
    return Vocabulary(words)


HEAD = _band((10, "No."), (40, "Activity"), (150, "Deadline"))
ROW = _band((10, "1.1"), (40, "Train the judges"), (150, "2025"), top=20)


def test_columns_begin_left_of_their_heads_where_no_word_crosses(vocabulary):
    columns = find_columns([_band((10, "A plan")), HEAD, ROW], vocabulary)
    assert len(columns.edges) == 4
    assert columns.edges[1] < 40 < columns.edges[2] < 150 < columns.edges[3]
    assert columns.edges[2] > 40 + 16 * 5


def test_two_heads_are_no_table_and_heads_of_other_things_neither(vocabulary):
    assert find_columns([_band((10, "Activity"), (100, "Deadline"))], vocabulary) is None
    assert find_columns([_band((10, "Name"), (100, "Colour"), (200, "Size"))], vocabulary) is None


def test_two_heads_are_a_table_where_the_first_is_the_number_and_a_line_is_above(vocabulary):
    columns = find_columns([_band((10, "No."), (40, "Activity"))], vocabulary)
    assert (len(columns.edges), columns.is_numbered) == (3, True)
    assert find_columns([_band((10, "No."), (40, "Activity"), ruled=False)], vocabulary) is None
    assert find_columns([_band((10, "No."), (40, "Deadline"))], vocabulary) is None


def test_a_heading_crosses_the_columns_and_a_row_does_not(vocabulary):
    columns = find_columns([HEAD, ROW], vocabulary)
    assert columns.is_crossed(_band((10, "2. Protection and assistance"), top=40))
    assert not columns.is_crossed(ROW)
    assert not columns.is_crossed(_band((10, "12.3"), (40, "Establish a network of teams and more"), top=40))


def test_text_above_the_first_line_or_left_of_the_table_is_no_row(vocabulary):
    columns = find_columns([HEAD, ROW], vocabulary)
    assert columns.holds(ROW)
    assert not columns.holds(_band((10, "A plan"), ruled=False))
    assert not columns.holds(_band((0, "Margin")))


def _lines(*rows):
    """Return a strip of several lines with their heights."""
    lines = tuple(_band(*pieces, top=top).lines[0] for top, pieces in rows)
    return Band(0, 200, lines)


def test_rows_that_no_line_divides_begin_with_their_numbers_and_headings_stand_alone(vocabulary):
    columns = find_columns([HEAD, ROW], vocabulary)
    strip = _lines(
        (0, [(40, "and the police")]),
        (12, [(10, "2. Protection and assistance")]),
        (24, [(10, "of victims")]),
        (36, [(10, "2.1"), (40, "Open a shelter"), (150, "2025")]),
        (48, [(40, "for women")]),
        (60, [(10, "2.2"), (40, "Train"), (150, "2026")]),
    )
    assert [len(part.lines) for part in columns.parted(strip, by_gaps=False)] == [1, 2, 2, 1]
    assert columns.parted(ROW, by_gaps=False) == [ROW]


def test_rows_without_numbers_begin_after_a_wider_gap_where_few_lines_are_drawn(vocabulary):
    head = _band((10, "Activity"), (100, "Responsible"), (200, "Deadline"))
    columns = find_columns([head], vocabulary)
    strip = _lines((0, [(10, "Train")]), (12, [(10, "judges")]), (32, [(10, "Open")]), (44, [(10, "a shelter")]))
    assert [len(part.lines) for part in columns.parted(strip, by_gaps=True)] == [2, 2]
    assert columns.parted(strip, by_gaps=False) == [strip]
