"""Reading order of the text on a page with two columns, or on a sheet with two pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evaluator.intake.formats.typeset import Glyph, TextLine, lines_of

# A gutter lies in this part of the text's width, at least so wide in points, with so many lines on each side of it.
NEAREST, FARTHEST, NARROWEST, FEWEST_LINES = 0.3, 0.7, 8.0, 6
CROSSED = 0.15  # most lines, as a share, that may run through it, such as titles
STEP = 2.0


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
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    found: list[TextLine] = []
    sides: tuple[list[Glyph], list[Glyph]] = ([], [])
    for line in lines:
        if _runs_through(line, gutter):
            found += [*lines_of(sides[0]), *lines_of(sides[1]), line]
            sides = ([], [])
        else:
            for glyph in line.glyphs:
                sides[glyph.x0 >= gutter].append(glyph)
    return [*found, *lines_of(sides[0]), *lines_of(sides[1])]


def _gutter(lines: Sequence[TextLine]) -> float | None:
    """Return where a gutter runs between two columns of text, or None."""
    if len(lines) < FEWEST_LINES:
        return None
    left, right = min(line.glyphs[0].x0 for line in lines), max(line.x1 for line in lines)
    first, last = (left + share * (right - left) for share in (NEAREST, FARTHEST))
    width = int(NARROWEST / STEP)
    free = [
        sum(_runs_through(line, first + STEP * at) for line in lines) <= CROSSED * len(lines)
        for at in range(int((last - first) / STEP) + 1)
    ]
    for at in range(len(free) - width + 1):
        middle = first + STEP * at + NARROWEST / 2
        if all(free[at : at + width]):
            own = [line for line in lines if not _runs_through(line, middle)]
            if all(sum(is_side(line, middle) for line in own) >= FEWEST_LINES for is_side in (_is_left, _is_right)):
                return middle
    return None


def _is_left(line: TextLine, x: float) -> bool:
    return line.glyphs[0].x0 < x


def _is_right(line: TextLine, x: float) -> bool:
    return line.x1 > x


def _runs_through(line: TextLine, x: float) -> bool:
    """Return whether a line has a word, or a blank between two words, at a place."""
    height = line.bottom - line.top
    words = line.words()
    spans = [(left, right) for _, left, right in words]
    spans += [(a[2], b[1]) for a, b in pairwise(words) if b[1] - a[2] < height]
    return any(left < x < right for left, right in spans)
