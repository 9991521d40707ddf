"""Reading order of the text on a page with two columns, or on a sheet with two pages."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.intake.formats.typeset import Glyph, TextLine, lines_of

# A gutter lies in this part of the text's width, at least so wide in points, with so many lines on each side of it.
NEAREST, FARTHEST, NARROWEST, FEWEST_LINES = 0.3, 0.7, 8.0, 6
CROSSED = 0.15  # most lines, as a share, that may run through it, such as titles
STEP = 2.0
Span = tuple[float, float]


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
    spans = [_spans(line) for line in lines]
    gutter = _gutter(spans)
    if gutter is None:
        return lines
    found: list[TextLine] = []
    sides: tuple[list[Glyph], list[Glyph]] = ([], [])
    for line, own in zip(lines, spans, strict=True):
        if _lies_over(own, gutter):
            found += [*lines_of(sides[0]), *lines_of(sides[1]), line]
            sides = ([], [])
        else:
            for glyph in line.glyphs:
                sides[glyph.x0 >= gutter].append(glyph)
    return [*found, *lines_of(sides[0]), *lines_of(sides[1])]


def _spans(line: TextLine) -> list[Span]:
    """Return the left and right ends of the pieces of a line between wide gaps."""
    height = line.bottom - line.top
    found: list[Span] = []
    for _, left, right in line.words():
        if found and left - found[-1][1] < height:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _gutter(spans: Sequence[Sequence[Span]]) -> float | None:
    """Return where a gutter runs between two columns of text, or None."""
    if len(spans) < FEWEST_LINES:
        return None
    left, right = min(line[0][0] for line in spans), max(line[-1][1] for line in spans)
    first, last = (left + share * (right - left) for share in (NEAREST, FARTHEST))
    width, most = int(NARROWEST / STEP), CROSSED * len(spans)
    places = [first + STEP * at for at in range(int((last - first) / STEP) + 1)]
    free = [sum(_lies_over(line, x) for line in spans) <= most for x in places]
    for at in range(len(free) - width + 1):
        middle = first + STEP * at + NARROWEST / 2
        if all(free[at : at + width]):
            own = [line for line in spans if not _lies_over(line, middle)]
            before, after = sum(line[0][0] < middle for line in own), sum(line[-1][1] > middle for line in own)
            if min(before, after) >= FEWEST_LINES:
                return middle
    return None


def _lies_over(spans: Sequence[Span], x: float) -> bool:
    """Return whether a piece of a line lies over a place."""
    return any(left < x < right for left, right in spans)
