"""Read a PDF into plain Python objects by reference, with all streams decompressed up to a limit."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.reports.editions.open import MOST_UNPACKED, load_pikepdf, unpacked

Node = Any  # A PDF object as plain Python: dict, list, str, int, float, bool, None, or `Stream`.
REFERENCE = re.compile(r"[0-9]+ [0-9]+ R")
# Longer than any chain of references in a report.
MOST_LINKS = 100
MOST_PAGES = 20_000


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
            objects = {_reference(thing): _plain(thing, room) for thing in pdf.objects}
            if len(pdf.pages) > MOST_PAGES:
                raise ValueError(f"more than {MOST_PAGES} pages")
            pages = tuple(_reference(page.obj) for page in pdf.pages)
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


def _reference(thing: Any) -> str:  # noqa: ANN401
    return "{} {} R".format(*thing.objgen)


def _plain(thing: Any, room: _Room) -> Node:  # noqa: ANN401
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
