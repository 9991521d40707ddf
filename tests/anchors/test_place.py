"""Boxes of characters become boxes of lines."""

from __future__ import annotations

from evaluator.anchors.comparable import PageReading
from evaluator.anchors.place import boxes_between, inside_share, is_inside, lines_of, text_inside

ROW = [(float(x), 0.0, x + 5.0, 10.0) for x in (0, 5, 10)]


def test_characters_of_a_line_are_one_box_and_a_column_further_on_is_another():
    assert lines_of(ROW) == ((0, 0, 15, 10),)
    assert lines_of([*ROW, (80, 0, 85, 10), (85, 0, 90, 10)]) == ((0, 0, 15, 10), (80, 0, 90, 10))


def test_a_line_below_is_another_box_though_it_begins_under_the_same_letter():
    assert lines_of([(0, 20, 5, 30), (5, 20, 10, 30), (0, 8, 5, 18), (5, 8, 10, 18)]) == (
        (0, 20, 10, 30),
        (0, 8, 10, 18),
    )


def test_characters_that_run_upwards_are_one_box():
    assert lines_of([(0, 0, 10, 5), (0, 5, 10, 10), (0, 10, 10, 15)]) == ((0, 0, 10, 15),)
    assert lines_of([]) == ()


def test_a_reading_without_boxes_has_none():
    assert boxes_between(PageReading.of("abc"), 0, 3) == ()


def test_a_box_without_area_is_left_out():
    page = PageReading.of("ab", ((0, 0, 5, 10), (0, 0, 0, 0)))
    assert boxes_between(page, 0, 2) == ((0, 0, 5, 10),)


def test_the_share_inside_counts_characters_by_their_middle():
    page = PageReading.of("abc", tuple(ROW))
    assert inside_share(page, 0, 3, [(0, 0, 8, 10)]) == 2 / 3
    assert inside_share(page, 0, 0, [(0, 0, 8, 10)]) == 0
    assert text_inside(page, [(0, 0, 8, 10)]) == "ab"
    assert is_inside((0, 0, 10, 10), [(6, 0, 9, 10)], slack=1)
    assert not is_inside((0, 0, 10, 10), [(6, 0, 9, 10)])
