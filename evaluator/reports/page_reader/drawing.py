"""A drawing as it meets the eye: its words and marks with their places, its rows, and the value at a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from evaluator.reports.page_reader.tree import Node

SAME_LINE = 2.6  # points between the baselines of words that stand in one row
SAME_COLUMN = 4.0
SAME_STEP = 1e-6  # between the values of an axis
LIFT = 3.0  # from the baseline of a label up to the middle of its mark
MOVE = re.compile(r"translate\(\s*([-\d.]+)[ ,]+([-\d.]+)\s*\)")
NUMBER = re.compile(r"[(]?[−-]?\d+(?:[.,]\d+)?[)]?")


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a drawing, with the place they hang from."""

    words: str
    x: float
    y: float
    anchor: str = "start"
    bold: bool = False
    slanted: bool = False
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot, a box or a line; `row` and `state` are those that its group names."""

    shape: str
    left: float
    top: float
    right: float
    bottom: float
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    row: str = ""
    state: str = ""
    points: tuple[tuple[float, float], ...] = ()  # of a line, in its own order

    @property
    def x(self) -> float:
        """Return the middle across."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Return the middle down."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Return the width."""
        return self.right - self.left

    @property
    def is_hollow(self) -> bool:
        """Return whether the mark is an outline."""
        return self.fill in ("none", "#ffffff", "white", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a drawing: its label, the words to the right of it, and the marks at its height."""

    name: str
    y: float
    cells: tuple[Text, ...]
    marks: tuple[Mark, ...]

    @property
    def last(self) -> str:
        """Return the words furthest to the right, or nothing."""
        return self.cells[-1].words if self.cells else ""

    def dots(self) -> tuple[Mark, ...]:
        """Return the dots of the row."""
        return tuple(mark for mark in self.marks if mark.shape == "circle")

    def bars(self) -> tuple[Mark, ...]:
        """Return the boxes of the row."""
        return tuple(mark for mark in self.marks if mark.shape == "rect")


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of a drawing: the value at a place across."""

    zero: float
    unit: float  # points for a value of one

    def at(self, x: float) -> float:
        """Return the value at a place."""
        return (x - self.zero) / self.unit


@dataclass(frozen=True)
class Drawing:
    """A drawing: every word and every mark."""

    texts: tuple[Text, ...]
    marks: tuple[Mark, ...]
    size: tuple[float, float] = (0.0, 0.0)
    rows_named: tuple[tuple[str, str], ...] = ()  # row and state of every group that names its row

    @cached_property
    def lines(self) -> tuple[tuple[Text, ...], ...]:
        """Return the level words in lines from the top, each from left to right."""
        found: list[list[Text]] = []
        for text in sorted((text for text in self.texts if not text.slanted), key=lambda text: text.y):
            if found and text.y - found[-1][0].y <= SAME_LINE:
                found[-1].append(text)
            else:
                found.append([text])
        return tuple(tuple(sorted(line, key=lambda text: text.x)) for line in found)

    @cached_property
    def heads(self) -> tuple[Text, ...]:
        """Return the words at a slant, which head columns, from left to right."""
        return tuple(sorted((text for text in self.texts if text.slanted), key=lambda text: text.x))

    @cached_property
    def scale(self) -> Scale | None:
        """Return the axis: the lowest line of three or more numbers at even distances."""
        for line in reversed(self.lines):
            numbers = [(text.x, value) for text in line if (value := value_of(text.words)) is not None]
            if len(numbers) == len(line) >= 3 and _is_even(numbers):  # noqa: PLR2004  (two fit any line)
                (left, low), (right, high) = numbers[0], numbers[-1]
                unit = (right - left) / (high - low)
                return Scale(left - low * unit, unit)
        return None

    @cached_property
    def height(self) -> Scale | None:
        """Return the upright axis: three or more numbers in one column at even distances, the lowest value below."""
        columns: dict[float, list[tuple[float, float]]] = {}
        for text in self.texts:
            if not text.slanted and (value := value_of(text.words)) is not None:
                columns.setdefault(text.x, []).append((LIFT - text.y, value))
        for numbers in columns.values():
            numbers.sort()
            if len(numbers) >= 3 and _is_even(numbers):  # noqa: PLR2004
                (bottom, low), (top, high) = numbers[0], numbers[-1]
                unit = (top - bottom) / (high - low)
                return Scale(bottom - low * unit, unit)
        return None

    @cached_property
    def bands(self) -> tuple[tuple[float, float, str], ...]:
        """Return the bands of grades behind the marks: left and right end, and the letter that stands in each."""
        tall = [m for m in self.marks if m.shape == "rect" and m.bottom - m.top > self.size[1] / 2 and m.width > 1]
        found = []
        for band in tall:
            heads = [t for t in self.texts if band.left - 1 <= t.x <= band.right + 1 and t.y <= band.top + 20]
            if heads:
                found.append((band.left, band.right, min(heads, key=lambda text: text.y).words))
        return tuple(found)

    def bands_at(self, x: float) -> frozenset[str]:
        """Return the letter of the band at a place; both at an edge."""
        return frozenset(letter for left, right, letter in self.bands if left - 0.6 <= x <= right + 0.6)

    def rows(self) -> tuple[Row, ...]:
        """Return every line that begins with a name, with the marks at its height."""
        named = [line for line in self.lines if len(line) >= 1 and value_of(line[0].words) is None]
        heights = [line[0].y - LIFT for line in named]
        reach = min((below - above for above, below in pairwise(heights)), default=24.0) / 2
        nearby: dict[int, list[Mark]] = {}
        for mark in self.marks:
            near = min(range(len(heights)), key=lambda k: abs(heights[k] - mark.y), default=None)
            if near is not None and abs(heights[near] - mark.y) <= max(reach, LIFT):
                nearby.setdefault(near, []).append(mark)
        return tuple(Row(line[0].words, line[0].y, line[1:], tuple(nearby.get(k, ()))) for k, line in enumerate(named))

    def column(self, text: Text) -> str | None:
        """Return the head of the column that words stand in, with its number where two are alike; None without one."""
        near = min(self.heads, key=lambda head: abs(head.x - text.x), default=None)
        if near is None or abs(near.x - text.x) > SAME_COLUMN:
            return None
        alike = [head for head in self.heads if head.words == near.words]
        return near.words if len(alike) == 1 or "…" not in near.words else f"{alike.index(near)} {near.words}"


def value_of(words: str) -> float | None:
    """Return the number that words are, with a point or a comma; None for other words.

    Examples
    --------
    >>> value_of("0,37"), value_of("(0.4)"), value_of("−0.10"), value_of("US TIP")
    (0.37, 0.4, -0.1, None)
    """
    if not NUMBER.fullmatch(words):
        return None
    return float(words.strip("()").replace("−", "-").replace(",", "."))


def _is_even(numbers: Sequence[tuple[float, float]]) -> bool:
    steps = [(right[0] - left[0], right[1] - left[1]) for left, right in pairwise(numbers)]
    first = steps[0]
    even = (one[0] > 0 and abs(one[1] - first[1]) < SAME_STEP and abs(one[0] - first[0]) < 1 for one in steps)
    return first[1] > 0 and all(even)


def drawing_of(svg: Node) -> Drawing:
    """Return a drawing from its SVG."""
    texts, marks, named = list[Text](), list[Mark](), list[tuple[str, str]]()
    for item in _items(svg, 0.0, 0.0, "", ""):
        (texts if isinstance(item, Text) else marks).append(item)  # type: ignore[arg-type]
    for group in svg.every("g"):
        if "data-row" in group.attributes:
            named.append((group.attributes["data-row"], group.attributes.get("data-state", "")))
    return Drawing(tuple(texts), tuple(marks), _size(svg), tuple(named))


def _size(svg: Node) -> tuple[float, float]:
    box = [float(one) for one in re.findall(r"[-\d.]+", svg.attributes.get("viewbox", ""))]
    return (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)  # noqa: PLR2004  (x, y, width, height)


def _items(node: Node, dx: float, dy: float, row: str, state: str) -> Iterator[Text | Mark]:
    for child in node.nodes():
        move = MOVE.search(child.attributes.get("transform", ""))
        x, y = (dx + float(move[1]), dy + float(move[2])) if move else (dx, dy)
        if child.tag == "text":
            yield _text(child, x, y)
        elif child.tag in ("g", "a", "svg"):
            own = child.attributes
            yield from _items(child, x, y, own.get("data-row", row), own.get("data-state", state))
        elif (mark := _mark(child, x, y)) is not None:
            yield replace(
                mark, row=child.attributes.get("data-row", row), state=child.attributes.get("data-state", state)
            )


def _number(node: Node, name: str) -> float:
    found = re.match(r"[-\d.]+", node.attributes.get(name, ""))
    return float(found[0]) if found else 0.0


def _text(node: Node, x: float, y: float) -> Text:
    own = node.attributes
    return Text(
        node.text, x + _number(node, "x"), y + _number(node, "y"), own.get("text-anchor", "start"),
        own.get("font-weight") == "700", "rotate" in own.get("transform", ""), own.get("fill", ""),
    )  # fmt: skip


def _mark(node: Node, x: float, y: float) -> Mark | None:
    own, at = node.attributes, _number
    if node.tag == "circle":
        r = at(node, "r")
        ends = (at(node, "cx") - r, at(node, "cy") - r, at(node, "cx") + r, at(node, "cy") + r)
    elif node.tag == "rect":
        left, top = at(node, "x"), at(node, "y")
        ends = (left, top, left + at(node, "width"), top + at(node, "height"))
    elif points := _points(node):
        across, down = [point[0] for point in points], [point[1] for point in points]
        ends = (min(across), min(down), max(across), max(down))
    else:
        return None
    return Mark(
        node.tag, ends[0] + x, ends[1] + y, ends[2] + x, ends[3] + y, own.get("fill", ""), own.get("stroke", ""),
        "stroke-dasharray" in own, points=tuple((px + x, py + y) for px, py in _points(node)),
    )  # fmt: skip


def _points(node: Node) -> list[tuple[float, float]]:
    if node.tag == "line":
        return [(_number(node, "x1"), _number(node, "y1")), (_number(node, "x2"), _number(node, "y2"))]
    if node.tag != "polyline":
        return []
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", node.attributes.get("points", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=False))
