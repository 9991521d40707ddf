"""Sheets with two pages on them, beside each other or one above the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluator.intake.formats.typeset import Glyph, lines_of

Box = tuple[float, float, float, float]
NUMBER = re.compile(r"\W{0,3}([0-9]{1,4})\W{0,3}")
NEAR = 12.0  # in points: how far the numbers of the two pages may be off the same place
AT_SIDE = 0.12  # share of a page's height or width in which its number stands


def halves(width: float, height: float, upright: Sequence[Glyph], lying: Sequence[Glyph]) -> list[Box]:
    """Return the boxes of the two pages on a sheet, in their order; one box of the whole sheet if it is one page.

    Two pages show themselves by their numbers: one follows the other, at the same place of each half.
    """
    numbers = [*_numbers(upright), *((n, abs(y), abs(x)) for n, x, y in _numbers(lying))]
    if width > height and _follow(numbers, width, height):
        return [(0.0, 0.0, width / 2, height), (width / 2, 0.0, width, height)]
    if height > width and _follow([(n, y, x) for n, x, y in numbers], height, width):
        return [(0.0, 0.0, width, height / 2), (0.0, height / 2, width, height)]
    return [(0.0, 0.0, width, height)]


def _numbers(glyphs: Sequence[Glyph]) -> list[tuple[int, float, float]]:
    """Return the words that are numbers, with the middle of each."""
    return [
        (int(found[1]), (left + right) / 2, (line.top + line.bottom) / 2)
        for line in lines_of(glyphs)
        for word, left, right in line.words()
        if (found := NUMBER.fullmatch(word))
    ]


def _follow(numbers: Sequence[tuple[int, float, float]], length: float, across: float) -> bool:
    """Return whether a number in the first half of a length has its follower at its place in the second half."""
    half = length / 2
    for number, x, y in numbers:
        for other, x2, y2 in numbers:
            if other == number + 1 and x < half < x2 and _at_side(x, y, half, across):
                is_shifted, is_mirrored = abs(x + half - x2) < NEAR, abs(length - x - x2) < NEAR
                if abs(y - y2) < NEAR and (is_shifted or is_mirrored):
                    return True
    return False


def _at_side(x: float, y: float, half: float, across: float) -> bool:
    return min(y, across - y) < AT_SIDE * across or min(x, half - x) < AT_SIDE * half
