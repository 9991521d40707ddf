"""Compare two PDFs: every entry of every reachable object, with a description of its place.

`verify_text` compares the words on pages. This module compares everything else: texts for screen
readers and search, boxes and links, bookmarks, title and dates, fonts, patterns, attached files.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evaluator.reports.verify.drawing import Drawing, Glyphs, Swap, alike, glyphs_of, unlike_drawings
from evaluator.reports.verify.objects import Graph, Node, Stream, is_reference

# A difference: part, place, found, expected.
Unlike = tuple[str, str, str, str]
# Far more entries than the largest report has; stops endless comparisons of hostile files.
MOST_NODES = 20_000_000
LONGEST = 120
NOTHING = "nothing"
# A stream's compression is not compared; `unpacked` refuses methods that could hide content.
PACKING = frozenset({"/Filter", "/Length"})
# Streams of these kinds contain drawing operators and are compared as drawings.
DRAWN = frozenset({"/Form", "/Pattern"})
FONT_PROGRAMS = frozenset({"/FontFile", "/FontFile2", "/FontFile3"})
WORDS = {
    "/ActualText": "text in its place",
    "/Alt": "alternative text",
    "/ArtBox": "box of the art",
    "/AF": "files that belong to it",
    "/BleedBox": "box of the bleed",
    "/BaseFont": "name of the font",
    "/Border": "border",
    "/BS": "border",
    "/C": "colour",
    "/CIDToGIDMap": "which glyph a code draws",
    "/Contents": "contents",
    "/CropBox": "visible box",
    "/E": "expansion of an abbreviation",
    "/EF": "file",
    "/ExtGState": "states of drawing",
    "/F": "name",
    "/Font": "fonts",
    "/FontFile2": "program of the font",
    "/Lang": "language",
    "/MediaBox": "size of the page",
    "/Metadata": "metadata (XMP)",
    "/Pattern": "patterns",
    "/QuadPoints": "place",
    "/Rect": "place",
    "/Rotate": "turn of the page",
    "/SMask": "soft mask",
    "/ToUnicode": "which letters a font means",
    "/TrimBox": "trimmed box",
    "/UF": "name shown",
    "/UserUnit": "unit of length",
    "/ViewerPreferences": "how a reader opens it",
    "/XObject": "drawings inside",
}


def unlike_graphs(found: Graph, expected: Graph, beside: OutsideWalk) -> Iterator[Unlike]:
    """Yield each entry in which two PDFs differ: first of the pages, then the information, then the catalogue.

    Parameters
    ----------
    found, expected : Graph
        The PDF to verify, and the rebuilt PDF that it should equal.
    beside : OutsideWalk
        What other checks compare, and which program versions the PDF to verify names.

    Raises
    ------
    ValueError
        There are more entries than any report has, or a drawing cannot be read.
    """
    yield from (("document", "the file", oddity, "a file that is well formed") for oddity in found.oddities)
    yield from _Walk(found, expected, beside).run()


@dataclass(frozen=True, slots=True)
class OutsideWalk:
    """What this comparison leaves to other checks: versions, and fonts cut by another version of the subsetter.

    `swaps` pairs each program version that the PDF names with the version installed here.
    """

    versions: frozenset[str] = frozenset()
    swaps: tuple[Swap, ...] = ()
    letters_agree: bool = True

    def swapped(self, text: str) -> str:
        """Return a text in which every recorded version is replaced by the installed one."""
        for swap in self.swaps:
            text = swap(text)
        return text


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two nodes to compare, from the same place of both PDFs; `key` is the dictionary key that leads to them."""

    part: str
    place: str
    found: Node
    expected: Node
    key: str = ""

    def below(self, key: str, found: Node, expected: Node, place: str = "") -> _Pair:
        return _Pair(_PARTS.get(key, self.part), place or f"{self.place}: {_word(key)}", found, expected, key)

    def told(self, found: str, expected: str, place: str = "") -> Unlike:
        return (self.part, place or self.place, found, expected)


# Objects below these keys belong to another part of the verification than the object that has the key.
_PARTS = {
    "/StructTreeRoot": "tags",
    "/AF": "attachments",
    "/EmbeddedFiles": "attachments",
    "/Annots": "document",
    "/Outlines": "document",
    **dict.fromkeys(("/Contents", "/Resources", "/XObject", "/Font"), "drawing"),
}


def _word(key: str) -> str:
    return f"{WORDS[key]} ({key})" if key in WORDS else key


@dataclass(slots=True)
class _Walk:
    """A walk through two PDFs in parallel, which compares each pair of objects once."""

    left: Graph
    right: Graph
    beside: OutsideWalk
    seen: set[tuple[str, str]] = field(default_factory=set)
    waiting: deque[_Pair] = field(default_factory=deque)
    number: Mapping[str, Mapping[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        sides = {"left": self.left, "right": self.right}
        self.number = {name: {page: k for k, page in enumerate(side.pages, 1)} for name, side in sides.items()}

    def run(self) -> Iterator[Unlike]:
        left, right = len(self.left.pages), len(self.right.pages)
        if left != right:
            yield ("document", "number of pages", str(left), str(right))
        pages = zip(self.left.pages, self.right.pages, strict=False)
        starts = [_Pair("document", f"page {k}", *both) for k, both in enumerate(pages, 1)]
        for start in starts:
            yield from self.page(start)
        ways = (("/Info", "document information"), ("/Root", "catalogue"))
        for key, place in ways:
            self.waiting.append(_Pair("document", place, self.left.trailer.get(key), self.right.trailer.get(key), key))
        yield from self.rest()

    def page(self, start: _Pair) -> Iterator[Unlike]:
        self.seen.add((start.found, start.expected))
        left, right = self.left.at(start.found), self.right.at(start.expected)
        yield from self.drawn(start, left, right)
        self.entries(start, _without(left, "/Contents"), _without(right, "/Contents"))
        yield from self.rest()

    def rest(self) -> Iterator[Unlike]:
        nodes = 0
        while self.waiting:
            nodes += 1
            if nodes > MOST_NODES:
                raise ValueError(f"more than {MOST_NODES} entries")
            yield from self.node(self.waiting.popleft())

    def node(self, pair: _Pair) -> Iterator[Unlike]:
        if is_reference(pair.found) or is_reference(pair.expected):
            pages = self.number["left"].get(str(pair.found)), self.number["right"].get(str(pair.expected))
            if any(pages):
                yield from self.pages_unlike(pair, *pages)
                return
            if (str(pair.found), str(pair.expected)) in self.seen:
                return
            self.seen.add((str(pair.found), str(pair.expected)))
        yield from self.values(pair, self.left.at(pair.found), self.right.at(pair.expected))

    def pages_unlike(self, pair: _Pair, left: int | None, right: int | None) -> Iterator[Unlike]:
        if left != right:
            told = (
                f"page {number}" if number else _shown(node)
                for number, node in ((left, pair.found), (right, pair.expected))
            )
            yield pair.told(*told)

    def values(self, pair: _Pair, left: Node, right: Node) -> Iterator[Unlike]:
        if isinstance(left, Stream) and isinstance(right, Stream):
            yield from self.streams(pair, left, right)
        elif isinstance(left, dict) and isinstance(right, dict):
            self.entries(self.named(pair, right), left, right)
        elif isinstance(left, list) and isinstance(right, list):
            yield from self.lists(pair, left, right)
        elif not alike(left, right):
            yield pair.told(_shown(left), _shown(right))

    def named(self, pair: _Pair, node: Mapping[str, Node]) -> _Pair:
        """Return the pair with a readable place, if its object has a name: tag, bookmark, file or font."""
        place = pair.place
        if node.get("/Type") == "/StructElem" or (pair.part == "tags" and "/S" in node):
            page = self.number["right"].get(str(node.get("/Pg")))
            place = f"{str(node['/S']).lstrip('/')}{f' on page {page}' if page else ''}"
        elif "/Title" in node and pair.key in ("/First", "/Next", "/Last", "/Prev"):
            place = f"bookmark {_shown(node['/Title'])}"
        elif node.get("/Type") == "/Filespec":
            place = _text(str(node.get("/UF", "/F")))
        elif node.get("/Type") == "/Font" and "/BaseFont" in node:
            place = f"font {str(node['/BaseFont']).lstrip('/')}"
        return _Pair(pair.part, place, pair.found, pair.expected, pair.key)

    def entries(self, pair: _Pair, left: Mapping[str, Node], right: Mapping[str, Node]) -> None:
        """Queue the entries of two dictionaries for comparison; a missing entry is compared as None."""
        if "/Names" in right and pair.key in ("/Dests", "/EmbeddedFiles"):
            left, right = self.tree(left, self.left), self.tree(right, self.right)
        for key in dict.fromkeys([*right, *left]):
            if pair.key == "/Info" and key in self.beside.versions:
                continue
            place = _text(key) if pair.key == "/EmbeddedFiles" and not key.startswith("/") else ""
            self.waiting.append(pair.below(key, left.get(key), right.get(key), place))

    def tree(self, node: Mapping[str, Node], graph: Graph) -> Mapping[str, Node]:
        """Return a name tree as a dictionary from name to value, together with its other entries."""
        pairs = graph.at(node.get("/Names"))
        if not isinstance(pairs, list):
            return node
        found = _without(node, "/Names")
        for name, value in zip(pairs[::2], pairs[1::2], strict=False):
            key = str(graph.at(name))
            found[f"{key} once more" if key in found else key] = value
        return found

    def lists(self, pair: _Pair, left: list[Node], right: list[Node]) -> Iterator[Unlike]:
        if len(left) != len(right):
            yield pair.told(self.kinds(left, self.left), self.kinds(right, self.right))
            return
        if all(isinstance(one, (int, float)) for one in (*left, *right)):
            if not alike(left, right):
                yield pair.told(_shown(left), _shown(right))
            return
        for at, (one, other) in enumerate(zip(left, right, strict=True), 1):
            self.waiting.append(_Pair(pair.part, self.entry(pair, at, one), one, other, pair.key))

    def entry(self, pair: _Pair, at: int, node: Node) -> str:
        kind = _kind(self.left.at(node)) if pair.key == "/Annots" else ""
        return f"{pair.place.rpartition(':')[0]}: {kind} {at}" if kind else f"{pair.place} {at}"

    def kinds(self, nodes: list[Node], graph: Graph) -> str:
        """Return the number of a list's entries by kind, as text."""
        counts = Counter(_kind(graph.at(node)) for node in nodes)
        return ", ".join(f"{number} {kind or 'entries'}" for kind, number in sorted(counts.items())) or NOTHING

    def streams(self, pair: _Pair, left: Stream, right: Stream) -> Iterator[Unlike]:
        self.entries(pair, _without(left.entries, *PACKING), _without(right.entries, *PACKING))
        if left.fault:
            yield pair.told(left.fault, "data packed as the toolkit packs them")
        elif left.content == right.content or (pair.key in FONT_PROGRAMS and not self.beside.letters_agree):
            pass
        else:
            yield from self.contents(pair, left, right)

    def contents(self, pair: _Pair, left: Stream, right: Stream) -> Iterator[Unlike]:
        kinds = {right.entries.get("/Subtype"), right.entries.get("/Type")}
        if kinds & DRAWN:
            sides = self.drawing(left, left.entries, self.left), self.drawing(right, right.entries, self.right)
            yield from self.differently_drawn(pair, *sides)
        elif right.entries.get("/Type") == "/Metadata":
            yield from self.metadata(pair, left.content, right.content)
        elif pair.part == "attachments":
            name = pair.place.partition(": ")[0]
            yield pair.told(
                _sha256(left.content), f"{_sha256(right.content)}, as the files give it", f"{name}: content"
            )
        else:
            yield pair.told(_sha256(left.content), _sha256(right.content))

    def metadata(self, pair: _Pair, left: bytes, right: bytes) -> Iterator[Unlike]:
        one, other = self.beside.swapped(left.decode("utf-8", "replace")), right.decode("utf-8", "replace")
        if one != other:
            at = next(
                (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
            )
            start = max(0, at - LONGEST // 4)
            yield pair.told(*(text[start : start + LONGEST] or NOTHING for text in (one, other)))

    def drawn(self, pair: _Pair, left: Node, right: Node) -> Iterator[Unlike]:
        """Compare the drawings of two pages."""
        sides = [
            Drawing(b"\n".join(_contents(graph, page)), self.fonts(graph, graph.at(page.get("/Resources")) or {}))
            for graph, page in ((self.left, left), (self.right, right))
        ]
        yield from self.differently_drawn(_Pair("drawing", pair.place, None, None), *sides)

    def drawing(self, stream: Stream, entries: Mapping[str, Node], graph: Graph) -> Drawing:
        return Drawing(stream.content, self.fonts(graph, graph.at(entries.get("/Resources")) or {}))

    def differently_drawn(self, pair: _Pair, left: Drawing, right: Drawing) -> Iterator[Unlike]:
        for where, one, other in unlike_drawings(left, right, self.beside.swapped):
            yield pair.told(one, other, f"{pair.place}, {where}")

    def fonts(self, graph: Graph, resources: Mapping[str, Node]) -> Mapping[str, Glyphs]:
        fonts = graph.at(resources.get("/Font"))
        found = {}
        for name, reference in (fonts if isinstance(fonts, dict) else {}).items():
            font = graph.at(reference)
            table = graph.at(font.get("/ToUnicode")) if isinstance(font, dict) else None
            found[name] = glyphs_of(table.content) if isinstance(table, Stream) else {}
        return found


def _kind(node: Node) -> str:
    """Return the kind of an annotation or structure element; empty for other nodes."""
    kind = (node.get("/Subtype") or node.get("/S") or "") if isinstance(node, dict) else ""
    return str(kind).lstrip("/")


def _without(entries: Mapping[str, Node], *keys: str) -> dict[str, Node]:
    return {key: value for key, value in entries.items() if key not in keys}


def _contents(graph: Graph, page: Mapping[str, Node]) -> Iterator[bytes]:
    parts = graph.at(page.get("/Contents"))
    for part in parts if isinstance(parts, list) else [parts]:
        stream = graph.at(part)
        if isinstance(stream, Stream):
            if stream.fault:
                raise ValueError(stream.fault)
            yield stream.content


def _sha256(content: bytes) -> str:
    return f"SHA-256 {hashlib.sha256(content).hexdigest()}"


def _text(node: str) -> str:
    return node.removeprefix("u:").removeprefix("b:")


def _shown(node: Node) -> str:
    """Return a node as text for messages: a string itself, anything else as JSON, cut if it is long."""
    if node is None:
        return NOTHING
    if isinstance(node, Stream):
        return f"data, {_sha256(node.content)}"
    text = _text(node) if isinstance(node, str) else json.dumps(node, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."
