"""Cells over several rows whose lines between the rows are missing: each text stands in a row of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from evaluator.intake.formats.typeset import Glyph, TextLine, lines_of

Box = tuple[float, float, float, float]
Rows = Sequence[Sequence[Box | None]]
Inside = Mapping[Box, Sequence[Glyph]]
# In heights of a line: the least gap between two rows, and how far a text may be off its place in its row.
APART, NEAR = 1.0, 0.8


def divided(rows: Rows, inside: Inside) -> tuple[Rows, Inside, set[Box]]:
    """Return rows and characters with such cells divided, and the boxes that came of it.

    Texts of one merged cell do not stand apart where the rows beside them meet, each at the same place of its row.
    """
    tops = [max((box[1] for box in row if box is not None), default=0.0) for row in rows]
    found: list[list[Box | None]] = [list(row) for row in rows]
    texts = dict(inside)
    parts: set[Box] = set()
    for box, glyphs in inside.items():
        own = [at for at, row in enumerate(rows) if box in row]
        bounds = _bounds(box, [tops[at] for at in own[1:]], lines_of(glyphs)) if len(own) > 1 else []
        made = [(box[0], top, box[2], bottom) for top, bottom in pairwise(bounds)]
        for one in made:
            texts[one] = [glyph for glyph in glyphs if one[1] <= (glyph.top + glyph.bottom) / 2 < one[3]]
        for at in own if made else ():
            part = next((one for one in made if one[1] <= max(tops[at], box[1]) < one[3]), made[-1])
            found[at] = [part if old == box else old for old in found[at]]
        parts.update(made)
    return found, texts, parts


def _bounds(box: Box, tops: Sequence[float], lines: Sequence[TextLine]) -> list[float]:
    """Return the edges of the rows whose texts a cell holds, from top to bottom; none if it is one text."""
    bounds = [box[1], *(top for top in tops if _is_gap(top, lines)), box[3]]
    own = [[line for line in lines if top <= line.top < bottom] for top, bottom in pairwise(bounds)]
    is_apart = all(_has_place(one, *edges) for one, edges in zip(own, pairwise(bounds), strict=True))
    return bounds if len(bounds) > len(("top", "bottom")) and is_apart else []


def _is_gap(height: float, lines: Sequence[TextLine]) -> bool:
    above = [line for line in lines if line.bottom <= height + NEAR]
    below = [line for line in lines if line.top >= height - NEAR]
    if not above or not below or len(above) + len(below) != len(lines):
        return False
    return below[0].top - above[-1].bottom >= APART * (below[0].bottom - below[0].top)


def _has_place(lines: Sequence[TextLine], top: float, bottom: float) -> bool:
    """Return whether lines stand at the top or in the middle of a row."""
    if not lines:
        return False
    most = NEAR * (lines[0].bottom - lines[0].top)
    middle = (lines[0].top + lines[-1].bottom) / 2
    return lines[0].top - top <= most or abs(middle - (top + bottom) / 2) <= most
