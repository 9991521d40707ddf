"""Boxes of lines from the boxes of a page's characters, and whether a character is in a box."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evaluator.anchors.comparable import PageReading
from evaluator.model.anchor import Box

# Two characters are in one line if they overlap by half of the lower one's height, and the gap between them is at
# most this many heights; a larger gap separates columns or cells.
SHARED, GAP = 0.5, 1.5


def boxes_between(page: PageReading, start: int, end: int) -> tuple[Box, ...]:
    """Return a box for each line piece between two indexes of the compared text; none on a page without boxes."""
    if not page.boxes:
        return ()
    places = dict.fromkeys(page.at[start:end])
    boxes = [page.boxes[at] for at in places if _has_area(page.boxes[at])]
    return lines_of(boxes)


def lines_of(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return line boxes that join the boxes of consecutive characters in a line, also on a turned page.

    Examples
    --------
    >>> lines_of([(0, 0, 5, 10), (5, 0, 10, 10), (0, -12, 5, -2)])
    ((0, 0, 10, 10), (0, -12, 5, -2))
    """
    along = _reading_axis(boxes)
    lines: list[Box] = []
    for box in boxes:
        if lines and _continues_line(lines[-1], box, along):
            last = lines[-1]
            lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return tuple(lines)


def _reading_axis(boxes: Sequence[Box]) -> int:
    """Return the axis along which most characters are lined up: 0 for upright text, 1 on a page turned by a quarter."""
    steps = [(abs(b[0] - a[0]), abs(b[1] - a[1])) for a, b in pairwise(boxes)]
    return int(sum(dy > dx for dx, dy in steps) * 2 > len(steps))


def _continues_line(line: Box, box: Box, along: int) -> bool:
    """Return whether a character's box continues a line that runs along an axis."""
    across = 1 - along
    height = min(line[across + 2] - line[across], box[across + 2] - box[across])
    shared = min(line[across + 2], box[across + 2]) - max(line[across], box[across])
    gap = max(line[along], box[along]) - min(line[along + 2], box[along + 2])
    return shared >= SHARED * height and gap <= GAP * height


def inside_share(page: PageReading, start: int, end: int, boxes: Sequence[Box], slack: float = 0.0) -> float:
    """Return the share, in [0, 1], of the characters between two indexes whose centre is in one of the boxes."""
    places = list(dict.fromkeys(page.at[start:end]))
    inside = sum(is_inside(page.boxes[at], boxes, slack) for at in places)
    return inside / len(places) if places else 0.0


def is_inside(char: Box, boxes: Sequence[Box], slack: float = 0.0) -> bool:
    """Return whether the centre of a character is in one of the boxes, enlarged by `slack` points.

    Examples
    --------
    >>> is_inside((0, 0, 10, 10), [(4, 4, 20, 20)]), is_inside((0, 0, 10, 10), [(6, 4, 20, 20)])
    (True, False)
    """
    x, y = (char[0] + char[2]) / 2, (char[1] + char[3]) / 2
    return any(b[0] - slack <= x <= b[2] + slack and b[1] - slack <= y <= b[3] + slack for b in boxes)


def text_inside(page: PageReading, boxes: Sequence[Box]) -> str:
    """Return the compared text of the characters whose centre is in one of the boxes."""
    return "".join(char for char, at in zip(page.text, page.at, strict=True) if is_inside(page.boxes[at], boxes))


def _has_area(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]
