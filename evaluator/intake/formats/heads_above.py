"""The head of a ruled table whose own cells have no lines: it stands just above them, on a colour or on nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evaluator.intake.formats.typeset import TextLine
from evaluator.intake.vocabulary import BODIES, SUBJECTS, Vocabulary

Box = tuple[float, float, float, float]
Boxes = Sequence[Sequence[Box | None]]
MOST_LINES, FEWEST = 6, 2
FAR, EDGE = 1.5, 0.5  # in heights of a line; in points


def head_above(rows: Boxes, lines: Sequence[TextLine], vocabulary: Vocabulary) -> list[Box | None]:
    """Return the boxes of a head just above a table whose words are heads of its columns; else none."""
    boxes = [box for row in rows for box in row if box is not None]
    edges = sorted({round(box[0], 1) for box in boxes} | {max(box[2] for box in boxes)})
    top = min(box[1] for box in boxes)
    band: list[TextLine] = []
    for line in sorted(lines, key=lambda line: -line.bottom):
        if line.bottom > top + EDGE or line.x1 > edges[-1] + EDGE or line.glyphs[0].x0 < edges[0] - EDGE:
            continue
        floor = min((one.top for one in band), default=top)
        if len(band) == MOST_LINES or floor - line.bottom > FAR * (line.bottom - line.top) or _crosses(line, edges):
            break
        band.append(line)
    if not band:
        return []
    found: list[Box | None] = [
        (left, min(line.top for line in band) - EDGE, right, top) for left, right in pairwise(edges)
    ]
    return found if _are_heads(found, band, vocabulary) else []


def _crosses(line: TextLine, edges: Sequence[float]) -> bool:
    return any(left < edge < right for _, left, right in line.words() for edge in edges[1:-1])


def _are_heads(boxes: Sequence[Box | None], band: Sequence[TextLine], vocabulary: Vocabulary) -> bool:
    texts = [
        " ".join(
            word
            for line in reversed(band)
            for word, left, right in line.words()
            if box is not None and box[0] <= (left + right) / 2 < box[2]
        )
        for box in boxes
    ]
    filled = [text for text in texts if text]
    roles = [role for text in filled if (role := vocabulary.role_of(text)[0]) is not None]
    is_told = bool(SUBJECTS & set(roles)) or bool(set(BODIES) & set(roles))
    return len(set(roles)) >= FEWEST and len(roles) * 2 >= len(filled) > len(texts) / 2 and is_told
