"""Text that lies on its side on an upright page: heads of narrow columns, and numbers and titles at the page's side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from evaluator.intake.formats.typeset import Glyph, TextLine, lines_of

Box = tuple[float, float, float, float]
FEWEST_PAGES = 3  # on so many pages at one place, a text is the page's own
DIGITS = re.compile(r"[0-9]+")


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
    lines = [lines_of(glyphs) for glyphs in pages]
    keys = [[(round(line.top), DIGITS.sub("#", line.text)) for line in page] for page in lines]
    times = Counter(key for page in keys for key in set(page))
    return [
        [line for line, key in zip(page, own, strict=True) if times[key] >= FEWEST_PAGES]
        for page, own in zip(lines, keys, strict=True)
    ]


def lying_heads(glyphs: Sequence[Glyph], empty: Collection[Box]) -> tuple[dict[Box, str], list[Glyph]]:
    """Return the lying texts of cells without another text, each line after the other, and what lies elsewhere.

    A line belongs whole to the cell that holds its middle.
    """
    inside: dict[Box, list[str]] = {}
    rest: list[Glyph] = []
    for line in lines_of(glyphs):
        x, y = middle_of(line.glyphs[len(line.glyphs) // 2])
        box = next((box for box in empty if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if box is None:
            rest.extend(line.glyphs)
        else:
            inside.setdefault(box, []).append(line.text)
    return {box: " ".join(texts) for box, texts in inside.items()}, rest
