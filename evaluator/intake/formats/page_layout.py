"""How a page is laid out: two pages on a sheet, two columns of text, and text that lies on its side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from evaluator.intake.formats.cells import DIGITS
from evaluator.intake.formats.typeset import Box, Glyph, Piece, TextLine, box_at, lines_of

NUMBER = re.compile(r"\W{0,3}([0-9]{1,4})\W{0,3}")
NEAR = 12.0  # in points: how far the numbers of the two pages may be off the same place
MOST_IN_LINE = 3  # numbers that stand where the two do; more are a column or a row of a table
AT_SIDE = 0.12  # share of a page's height or width in which its number stands
# A gutter lies in this part of the text's width, at least so wide in points, with so many lines on each side of it.
NEAREST, FARTHEST, NARROWEST, FEWEST_LINES = 0.3, 0.7, 8.0, 6
CROSSED = 0.15  # most lines, as a share, that may run through it, such as titles
STEP = 2.0
GAP = 1.0  # in heights of a line, between the pieces of a line
FEWEST_PAGES = 3  # on so many pages at one place, a text that lies on its side is the page's own


def halves(width: float, height: float, upright: Sequence[Glyph], lying: Sequence[Glyph]) -> list[Box]:
    """Return the boxes of the two pages on a sheet, in their order; one box of the whole sheet if it is one page.

    Two pages show themselves by their numbers: one follows the other, at the same place of each half.
    """
    numbers = [*_numbers_in(upright), *((n, abs(y), abs(x)) for n, x, y in _numbers_in(lying))]
    if width > height and _follow_each_other(numbers, width, height):
        return [(0.0, 0.0, width / 2, height), (width / 2, 0.0, width, height)]
    if height > width and _follow_each_other([(n, y, x) for n, x, y in numbers], height, width):
        return [(0.0, 0.0, width, height / 2), (0.0, height / 2, width, height)]
    return [(0.0, 0.0, width, height)]


def _numbers_in(glyphs: Sequence[Glyph]) -> list[tuple[int, float, float]]:
    """Return the words that are numbers, with the middle of each."""
    return [
        (int(found[1]), (left + right) / 2, (line.top + line.bottom) / 2)
        for line in lines_of(glyphs)
        for word, left, right in line.words()
        if (found := NUMBER.fullmatch(word))
    ]


def _follow_each_other(numbers: Sequence[tuple[int, float, float]], length: float, across: float) -> bool:
    """Return whether a number in the first half of a length has its follower at its place in the second half."""
    half = length / 2
    for number, x, y in numbers:
        for other, x2, y2 in numbers:
            if other == number + 1 and x < half < x2 and _at_side(x, y, half, across):
                is_shifted, is_mirrored = abs(x + half - x2) < NEAR, abs(length - x - x2) < NEAR
                in_line = sum(abs(y - y3) < NEAR for _, _, y3 in numbers)
                if abs(y - y2) < NEAR and (is_shifted or is_mirrored) and in_line <= MOST_IN_LINE:
                    return True
    return False


def _at_side(x: float, y: float, half: float, across: float) -> bool:
    return min(y, across - y) < AT_SIDE * across or min(x, half - x) < AT_SIDE * half


def text_in_order(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Return the lines of a text as they are read: from top to bottom, in two columns the left one first.

    A line over both columns ends what stands above it.

    Examples
    --------
    >>> def words(y): return [Glyph("a", 0, y, 40, y + 9), Glyph("b", 60, y, 99, y + 9)]
    >>> "".join(line.text for line in text_in_order([g for y in range(0, 80, 10) for g in words(y)]))
    'aaaaaaaabbbbbbbb'
    """
    lines = lines_of(glyphs)
    pieces = [line.pieces(GAP) for line in lines]
    gutter = _gutter_of(pieces)
    if gutter is None:
        return lines
    found: list[TextLine] = []
    sides: tuple[list[Glyph], list[Glyph]] = ([], [])
    for line, own in zip(lines, pieces, strict=True):
        if _lies_over(own, gutter):
            found += [*lines_of(sides[0]), *lines_of(sides[1]), line]
            sides = ([], [])
        else:
            for glyph in line.glyphs:
                sides[glyph.x0 >= gutter].append(glyph)
    return [*found, *lines_of(sides[0]), *lines_of(sides[1])]


def _gutter_of(lines: Sequence[Sequence[Piece]]) -> float | None:
    """Return where a gutter runs between two columns of text, or None."""
    if len(lines) < FEWEST_LINES:
        return None
    left, right = min(line[0][1] for line in lines), max(line[-1][2] for line in lines)
    first, last = (left + share * (right - left) for share in (NEAREST, FARTHEST))
    width, most = int(NARROWEST / STEP), CROSSED * len(lines)
    places = [first + STEP * at for at in range(int((last - first) / STEP) + 1)]
    free = [sum(_lies_over(line, x) for line in lines) <= most for x in places]
    for at in range(len(free) - width + 1):
        middle = first + STEP * at + NARROWEST / 2
        if all(free[at : at + width]):
            own = [line for line in lines if not _lies_over(line, middle)]
            before, after = sum(line[0][1] < middle for line in own), sum(line[-1][2] > middle for line in own)
            if min(before, after) >= FEWEST_LINES:
                return middle
    return None


def _lies_over(pieces: Sequence[Piece], x: float) -> bool:
    """Return whether a piece of a line lies over a place."""
    return any(left < x < right for _, left, right in pieces)


def is_lying(char: Mapping[str, Any]) -> bool:
    """Return whether a character lies on its side."""
    return not char["upright"] or abs(char["matrix"][1]) > abs(char["matrix"][0])


def lying_glyph(char: Mapping[str, Any]) -> Glyph:
    """Return a character that lies on its side as if it stood upright; its text is read upwards or downwards."""
    if char["matrix"][1] > 0:
        return Glyph(char["text"], -char["bottom"], char["x0"], -char["top"], char["x1"])
    return Glyph(char["text"], char["top"], -char["x1"], char["bottom"], -char["x0"])


def middle_of(glyph: Glyph) -> tuple[float, float]:
    """Return where the middle of a lying character is on its page.

    Examples
    --------
    >>> middle_of(Glyph("a", -30.0, 10.0, -20.0, 14.0)), middle_of(Glyph("a", 20.0, -14.0, 30.0, -10.0))
    ((12.0, 25.0), (12.0, 25.0))
    """
    return abs(glyph.top + glyph.bottom) / 2, abs(glyph.x0 + glyph.x1) / 2


def side_titles(pages: Sequence[Sequence[Glyph]]) -> list[list[TextLine]]:
    """Return for each page the lying lines that other pages have at the same place, apart from digits."""
    return [[line for line, times in page if times >= FEWEST_PAGES] for page in counted_lines(pages)]


def counted_lines(pages: Sequence[Sequence[Glyph]]) -> Iterator[list[tuple[TextLine, int]]]:
    """Yield for each page its lines, each with the number of pages that have it at its height, apart from digits."""
    lines = [lines_of(glyphs) for glyphs in pages]
    keys = [[(round(line.top), DIGITS.sub("#", line.text)) for line in page] for page in lines]
    pages_with = Counter(key for page in keys for key in set(page))
    for page, own in zip(lines, keys, strict=True):
        yield [(line, pages_with[key]) for line, key in zip(page, own, strict=True)]


def lying_heads(glyphs: Sequence[Glyph], empty: Collection[Box]) -> tuple[dict[Box, str], list[Glyph]]:
    """Return the lying texts of cells without another text, each line after the other, and what lies elsewhere.

    A line belongs whole to the cell that holds its middle.
    """
    inside: dict[Box, list[str]] = {}
    rest: list[Glyph] = []
    for line in lines_of(glyphs):
        x, y = middle_of(line.glyphs[len(line.glyphs) // 2])
        box = box_at(empty, x, y)
        if box is None:
            rest.extend(line.glyphs)
        else:
            inside.setdefault(box, []).append(line.text)
    return {box: " ".join(texts) for box, texts in inside.items()}, rest
