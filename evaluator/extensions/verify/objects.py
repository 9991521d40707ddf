"""Read a PDF into plain Python objects by reference, with all streams decompressed up to a limit.

What no report draws is refused here, before a program draws it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluator.reports.editions.open import MOST_UNPACKED, load_pikepdf, refused, unpacked

Node = Any  # A PDF object as plain Python: dict, list, str, int, float, bool, None, or `Stream`.
REFERENCE = re.compile(r"[0-9]+ [0-9]+ R")
# Longer than any chain of references in a report.
MOST_LINKS = 100
MOST_PAGES = 20_000
# Drawings inside drawings: those of a page lie two deep.
DEEPEST = 6
# Sides of a page in points, as PDF's standard bounds them.
SHORTEST_SIDE, LONGEST_SIDE = 3, 14_400
CORNERS = 4


@dataclass(frozen=True, slots=True)
class Stream:
    """A PDF stream: its entries and its decompressed bytes; `fault` is the reason if it could not be decompressed."""

    entries: Mapping[str, Node]
    content: bytes
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A PDF as plain objects by reference; `pages` in order, and the `trailer`, from which all objects are reached."""

    objects: Mapping[str, Node]
    pages: tuple[str, ...]
    trailer: Mapping[str, Node]
    oddities: tuple[str, ...]

    def at(self, node: Node) -> Node:
        """Return the object that a reference leads to; any other node is returned unchanged."""
        for _ in range(MOST_LINKS):
            if not is_reference(node):
                return node
            node = self.objects.get(node)
        raise ValueError("a reference that leads to references without end")


def is_reference(node: Node) -> bool:
    """Return whether a plain object is a reference; text strings begin with `u:` or `b:`, names with `/`."""
    return isinstance(node, str) and REFERENCE.fullmatch(node) is not None


def read_graph(content: bytes) -> Graph:
    """Return a PDF as plain objects.

    Raises
    ------
    ValueError
        The PDF is written in a way that the toolkit never uses.
    """
    pikepdf = load_pikepdf()
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            room = _Room(MOST_UNPACKED)
            objects = {_reference_to(thing): _plain_node(thing, room) for thing in pdf.objects}
            if len(pdf.pages) > MOST_PAGES:
                raise ValueError(f"more than {MOST_PAGES} pages")
            pages = tuple(_reference_to(page.obj) for page in pdf.pages)
            trailer = json.loads(pdf.trailer.to_json(dereference=False, schema_version=2))
            return Graph(objects, pages, trailer, tuple(map(str, pdf.get_warnings())))
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, RecursionError, RuntimeError) as error:
        raise ValueError(f"objects that cannot be read ({error})") from None


@dataclass(slots=True)
class _Room:
    """The number of bytes that may still be decompressed."""

    left: int

    def take(self, stream: Any) -> bytes:  # noqa: ANN401
        content = unpacked(stream, self.left)
        self.left -= len(content)
        return content


def _reference_to(thing: Any) -> str:  # noqa: ANN401
    return "{} {} R".format(*thing.objgen)


def _plain_node(thing: Any, room: _Room) -> Node:  # noqa: ANN401
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        entries = json.loads(thing.stream_dict.to_json(dereference=True, schema_version=2))
        try:
            return Stream(entries, room.take(thing))
        except ValueError as error:  # harmless if no reference leads to it, as with the cross-reference stream
            return Stream(entries, b"", str(error))
    if isinstance(thing, pikepdf.Object):
        return json.loads(thing.to_json(dereference=True, schema_version=2))
    return thing


def refuse_undrawable(graph: Graph, name: str) -> None:
    """Raise an error for pages that a program could draw without end; `name` is the report's, for the message.

    Raises
    ------
    InvalidInputError
        A page is of a size that no page has; a drawing draws itself or lies too deep inside others; or a font's
        letters are drawings.
    """
    nesting = _Nesting(graph)
    for number, page in enumerate(graph.pages, 1):
        place, mend = f"{name}: page {number}", "Do not trust this file; ask its publisher for another copy."
        sides = _sides_of_page(graph, page)
        if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in sides):
            expected = f"sides of {SHORTEST_SIDE} to {LONGEST_SIDE} points"
            raise refused(place, "a page of " + " x ".join(f"{side:g}" for side in sides), expected, mend)
        if nesting.is_too_deep(page):
            found = f"a drawing that draws itself, or lies more than {DEEPEST} deep in others"
            raise refused(place, found, "drawings that end", mend)
    if any(isinstance(node, dict) and node.get("/Subtype") == "/Type3" for node in graph.objects.values()):
        raise refused(name, "a font whose letters are drawings (/Type3)", "fonts as the toolkit embeds them", mend)


def _sides_of_page(graph: Graph, page: str) -> tuple[float, float]:
    """Return the width and height of a page, which it may have from the list that it is in; zeros without a size."""
    node = graph.at(page)
    for _ in range(MOST_LINKS):
        if not isinstance(node, dict) or "/MediaBox" in node:
            break
        node = graph.at(node.get("/Parent"))
    box = graph.at(node.get("/MediaBox")) if isinstance(node, dict) else None
    corners = [graph.at(corner) for corner in box] if isinstance(box, list) else []
    if len(corners) != CORNERS or not all(isinstance(corner, (int, float)) for corner in corners):
        return 0.0, 0.0
    return abs(corners[2] - corners[0]), abs(corners[3] - corners[1])


@dataclass(slots=True)
class _Nesting:
    """How deep the drawings of a PDF lie in each other; `heights` are those of the streams already looked into."""

    graph: Graph
    heights: dict[str, int] = field(default_factory=dict)

    def is_too_deep(self, page: str) -> bool:
        return any(self._height_of_stream(stream, 1) > DEEPEST for stream in self._streams_below(self.graph.at(page)))

    def _height_of_stream(self, stream: str, depth: int) -> int:
        """Return the depth at which the deepest stream below a stream lies; looks no further than the bound."""
        if stream not in self.heights:
            entries = self.graph.at(stream).entries
            # A drawing without fonts and drawings of its own takes those of its page, and may be one of them.
            takes = "/Resources" not in entries and (entries.get("/Subtype") == "/Form" or "/PatternType" in entries)
            if depth > DEEPEST or takes:
                return DEEPEST + 1
            inside = [self._height_of_stream(one, depth + 1) - depth for one in self._streams_below(entries)]
            self.heights[stream] = max(inside, default=0)
        return depth + self.heights[stream]

    def _streams_below(self, node: Node) -> Iterator[str]:
        """Yield the streams that an object leads to, but not through other streams or pages."""
        waiting, seen = [node], set(self.graph.pages)
        while waiting:
            node = waiting.pop()
            if is_reference(node):
                if node in seen:
                    continue
                seen.add(node)
                at = self.graph.at(node)
                if isinstance(at, Stream):
                    yield node
                    continue
                node = at
            waiting.extend(node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
