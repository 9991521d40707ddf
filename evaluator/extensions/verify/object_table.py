"""Lay each of two PDFs out as one table of all its objects, in reading order, and compare the tables.

The structure tree comes first, so that what it leads to is named by its role and page; then the pages, the
document information and the catalogue. Where other programs set the letters, an entry of the structure tree
is its role, its text and the texts in its place, and what depends on lines and places is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.extensions.verify.difference import Difference
from evaluator.extensions.verify.objects import Graph, Node, Stream, is_reference

# Far more entries than the largest report has.
MOST_ENTRIES = 2_000_000
LONGEST, LONGEST_PLACE = 120, 200
NOTHING = "nothing"
# A stream's compression is not compared; `unpacked` refuses methods that could hide content.
PACKING = frozenset({"/Filter", "/Length"})
# What depends on where lines and pages end, and on how a version of WeasyPrint numbers and joins its objects.
BY_LINES = frozenset({"/Annots", "/Contents", "/Count", "/Dest", "/Dests", "/ID", "/IDTree", "/Kids", "/ParentTree"})
BY_LINES |= {"/ParentTreeNextKey", "/Resources", "/StructParent", "/StructParents"}
# What an element of the structure tree says besides its text; of some kinds there is one more for each line.
SAID = ("/S", "/Alt", "/ActualText", "/E", "/Lang")
GROUPING = ("Div", "NonStruct", "Span")
NO_MATTER_OF_NOTES = frozenset({"/Rect", "/QuadPoints", "/P", "/StructParent"})
DEEPEST_NOTE = 6
PAGE = "/Page"
PARTS_BY_KEY = {
    "/StructTreeRoot": "tags",
    "/AF": "attachments",
    "/EmbeddedFiles": "attachments",
    "/Annots": "document",
    "/Outlines": "document",
    **dict.fromkeys(("/Resources", "/XObject", "/Font"), "drawing"),
}
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
# The letters of each page by the mark that holds them.
MarkedTexts = Sequence[Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a PDF with its place in words; `below` is the key of the list that it lies in."""

    part: str
    place: str
    value: str
    shown: str
    below: bytes


def unlike_objects(
    found: Graph, made: Graph, texts: tuple[MarkedTexts, MarkedTexts] | None = None
) -> Iterator[Difference]:
    """Yield each entry in which two PDFs differ, in reading order of `made`, then what `found` alone has.

    What lies below a list of another length is not compared, as all that follows would be out of step.

    Parameters
    ----------
    found, made : Graph
        The PDF to verify, and the rebuilt PDF that it should equal.
    texts : tuple, optional
        The letters of both PDFs by page and mark, where other programs set the letters.

    Raises
    ------
    ValueError
        There are more entries than any report has.
    """
    yield from (Difference("document", "the file", oddity, "a file that is well formed") for oddity in found.oddities)
    if len(found.pages) != len(made.pages):
        numbers = str(len(found.pages)), str(len(made.pages))
        yield Difference("text" if texts else "document", "number of pages", *numbers)
    pages = min(len(found.pages), len(made.pages))
    left, right = (
        _Layout(graph, pages, marked).table()
        for graph, marked in zip((found, made), texts or (None, None), strict=True)
    )
    out_of_step: set[bytes] = set()
    for key in dict.fromkeys([*right, *left]):
        one, other = left.get(key), right.get(key)
        entry = other or one
        if entry is None or (entry.below not in out_of_step and one and other and one.value == other.value):
            continue
        out_of_step.add(key)
        if entry.below not in out_of_step:
            shown = (side.shown if side else NOTHING for side in (one, other))
            yield Difference(entry.part, entry.place, *both_cut(*shown))


def hidden_objects(found: Graph, made: Graph) -> Iterator[Difference]:
    """Yield each object of a PDF that nothing leads to, beyond those of the rebuilt PDF, with what it holds."""
    for text, number in sorted((Counter(_unreached(found)) - Counter(_unreached(made))).items()):
        times = f", {number} times" if number > 1 else ""
        yield Difference("document", "an object that nothing leads to", f"{text[:LONGEST]}{times}", NOTHING)


def _unreached(graph: Graph) -> Iterator[str]:
    """Yield what the objects hold that nothing leads to from the trailer; lists of objects are left out."""
    waiting: list[Node] = [dict(graph.trailer)]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if is_reference(node):
            if node in seen:
                continue
            seen.add(node)
            node = graph.objects.get(node)
        node = node.entries if isinstance(node, Stream) else node
        waiting.extend(node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ())
    for reference in graph.objects.keys() - seen:
        node = graph.objects[reference]
        entries = node.entries if isinstance(node, Stream) else node
        kind = entries.get("/Type") if isinstance(entries, Mapping) else None
        if node is not None and kind not in ("/XRef", "/ObjStm"):
            held = f" of {len(node.content)} bytes" if isinstance(node, Stream) else ""
            yield f"{json.dumps(entries, ensure_ascii=False, sort_keys=True, default=dict)}{held}"


def both_cut(found: str, expected: str) -> tuple[str, str]:
    """Return two texts, cut around the place where they first differ if they are long."""
    pairs = enumerate(zip(found, expected, strict=False))
    at = next((k for k, (one, other) in pairs if one != other), min(len(found), len(expected)))
    start = max(0, at - LONGEST // 4) if max(len(found), len(expected)) > LONGEST else 0
    return _excerpt(found, start), _excerpt(expected, start)


def _excerpt(text: str, start: int) -> str:
    whole = text[start : start + LONGEST]
    return f"{'...' if start else ''}{whole}{'...' if start + LONGEST < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class _Visit:
    """A node to lay out: its key in the table, its place in words, the key of the list above it, and its name there."""

    part: str
    key: bytes
    place: str
    node: Node
    below: bytes = b""
    name: str = ""

    def into(self, step: str, node: Node, place: str, *, below: bytes = b"") -> _Visit:
        """Return the visit of what lies below this node; a key is as short however deep its node lies."""
        key = hashlib.blake2b(self.key + step.encode("utf-8", "replace"), digest_size=16).digest()
        name = step if step.startswith("/") else self.name
        part = "drawing" if step == "/Contents" and self.name == PAGE else PARTS_BY_KEY.get(step, self.part)
        return _Visit(part, key, place[-LONGEST_PLACE:], node, below or self.below, name)


@dataclass(slots=True)
class _Layout:
    """The table of a PDF in the making; `first` is the key and place at which each object was first come upon."""

    graph: Graph
    pages: int
    texts: MarkedTexts | None
    entries: dict[bytes, Entry] = field(default_factory=dict)
    first: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    numbers: Counter[tuple[str, int]] = field(default_factory=Counter)
    page_numbers: dict[str, int] = field(default_factory=dict)

    def table(self) -> Mapping[bytes, Entry]:
        self.page_numbers = {page: number for number, page in enumerate(self.graph.pages, 1)}
        info, root = self.graph.trailer.get("/Info"), self.graph.trailer.get("/Root")
        tree = (self.graph.at(root) or {}).get("/StructTreeRoot")
        pages = [
            _Visit("document", f"page {k}".encode(), f"page {k}", page, name=PAGE)
            for page, k in self.page_numbers.items()
        ]
        for page in pages:
            self.first[page.node] = page.key, page.place
            self._name_notes(page)
        waiting = [
            _Visit("tags", b"tags", "catalogue: /StructTreeRoot", tree, name="/StructTreeRoot"),
            *pages[: self.pages],
            _Visit("document", b"information", "document information", info, name="/Info"),
            _Visit("document", b"catalogue", "catalogue", root, name="/Root"),
        ][::-1]
        while waiting:
            if len(self.entries) > MOST_ENTRIES:
                raise ValueError(f"more than {MOST_ENTRIES} entries")
            waiting.extend(reversed(list(self._visited(waiting.pop()))))
        if self.texts is not None:
            self._add_notes()
        return self.entries

    def _name_notes(self, page: _Visit) -> None:
        """Name the links and notes of a page after it, as the structure tree leads to them too."""
        notes = page.into("/Annots", None, "")
        for step, note in enumerate(_items(self.graph.at(_entries(self.graph.at(page.node)).get("/Annots")))):
            if is_reference(note):
                place = f"{page.place}: {_kind(self.graph.at(note))} {step + 1}"
                self.first.setdefault(note, (notes.into(str(step), note, "").key, place))

    def _visited(self, visit: _Visit) -> Iterator[_Visit]:
        """Enter a node into the table, and yield what lies below it."""
        node = visit.node
        if is_reference(node):
            key, place = self.first.setdefault(node, (visit.key, visit.place))
            if key != visit.key:
                self._enter(visit, f"see {key.hex()}", place)
                return
            node = self.graph.at(node)
        if isinstance(node, Stream):
            self._add_stream(visit, node)
            node = {key: value for key, value in node.entries.items() if key not in PACKING}
        if isinstance(node, dict):
            yield from self._visit_dictionary(visit, node)
        elif isinstance(node, list) and any(isinstance(one, (dict, list)) or is_reference(one) for one in node):
            yield from self._visit_list(visit, node)
        elif node is not None:
            text = _plain(node) if isinstance(node, str) else json.dumps(node, ensure_ascii=False)
            self._enter(visit, text, text)

    def _enter(self, visit: _Visit, value: str, shown: str) -> None:
        self.entries[visit.key] = Entry(visit.part, visit.place, value, shown, visit.below)

    def _add_stream(self, visit: _Visit, stream: Stream) -> None:
        of_a_file = visit.part == "attachments"
        place = f"{visit.place.partition(': ')[0]}: content" if of_a_file else visit.place
        value = stream.fault or f"SHA-256 {hashlib.sha256(stream.content).hexdigest()}"
        shown = stream.content.decode("utf-8", "replace") if stream.entries.get("/Type") == "/Metadata" else value
        self.entries[visit.key] = Entry(visit.part, place, value, shown, visit.below)

    def _visit_dictionary(self, visit: _Visit, node: Mapping[str, Node]) -> Iterator[_Visit]:
        if visit.name in ("/Dests", "/EmbeddedFiles") and "/Names" in node:
            node = _by_name(node, self.graph)
        is_element = "/S" in node and visit.part == "tags"
        place = self._place(visit, node, is_element=is_element)
        if is_reference(visit.node):
            self.first[visit.node] = visit.key, place
        if self.texts is not None:
            node = self._said(visit, node, place) if is_element else _without(node, BY_LINES)
        if not node and visit.key not in self.entries:
            self._enter(visit, "{}", "{}")
        for key in sorted(node, key=lambda key: (key != "/K", key)):
            word = f"{WORDS[key]} ({key})" if key in WORDS else key
            below = _plain(key) if visit.name == "/EmbeddedFiles" and not key.startswith("/") else f"{place}: {word}"
            yield visit.into(key, node[key], below)

    def _place(self, visit: _Visit, node: Mapping[str, Node], *, is_element: bool) -> str:
        """Return the place of a dictionary in words, by its role, title or name if it has one."""
        if is_element:
            kind, page = _kind(node), self.page_numbers.get(str(node.get("/Pg")), 0)
            self.numbers[kind, page] += 1
            return f"{kind} {self.numbers[kind, page]}{f' on page {page}' if page else ''}"
        if "/Title" in node and visit.name in ("/First", "/Next", "/Last", "/Prev"):
            return f"bookmark {_plain(str(node['/Title']))}"
        if node.get("/Type") == "/Filespec" and visit.name != "/EmbeddedFiles":
            return _plain(str(node.get("/UF", "/F")))
        if node.get("/Type") == "/Font" and "/BaseFont" in node:
            return f"font {str(node['/BaseFont']).lstrip('/')}"
        return visit.place

    def _visit_list(self, visit: _Visit, node: Sequence[Node]) -> Iterator[_Visit]:
        kinds = Counter(_kind(self.graph.at(one)) for one in node)
        shown = ", ".join(f"{number} {kind or 'entries'}" for kind, number in sorted(kinds.items()))
        self._enter(visit, f"entries {len(node)}", shown)
        for step, one in enumerate(node):
            kind = _kind(self.graph.at(one)) if visit.name == "/Annots" else ""
            place = f"{visit.place.rpartition(': ')[0]}: {kind} {step + 1}" if kind else f"{visit.place} {step + 1}"
            yield visit.into(str(step), one, place, below=visit.key)

    def _said(self, visit: _Visit, node: Mapping[str, Node], place: str) -> dict[str, Node]:
        """Enter the text of an element, and return its entries without what depends on lines."""
        inside = list(self._inside(node))
        letters = "".join(self._letters(one, element) for one, element in inside)
        if letters:
            self._enter(visit.into("text", None, f"{place}: text"), plain_letters(letters), " ".join(letters.split()))
        children = [one for one, _ in inside if "/S" in _entries(self.graph.at(one))]
        said = {key: node[key] for key in SAID if key in node}
        return said | ({"/K": children} if children else {})

    def _inside(self, element: Mapping[str, Node]) -> Iterator[tuple[Node, Mapping[str, Node]]]:
        """Yield what lies in an element, each with the element that holds it; passes through what only parts lines."""
        waiting, seen = [(one, element) for one in _items(self.graph.at(element.get("/K")))][::-1], set()
        while waiting:
            one, holder = waiting.pop()
            node = _entries(self.graph.at(one))
            if _kind(node) not in GROUPING or any(key in node for key in SAID[1:]):
                yield one, holder
            elif str(one) not in seen:
                seen.add(str(one))
                waiting.extend([(inner, node) for inner in _items(self.graph.at(node.get("/K")))][::-1])

    def _letters(self, inside: Node, element: Mapping[str, Node]) -> str:
        """Return the letters of one mark of an element; empty for what is no mark."""
        mark = _entries(self.graph.at(inside))
        number = inside if isinstance(inside, int) else mark.get("/MCID")
        page = self.page_numbers.get(str(mark.get("/Pg", element.get("/Pg"))), 0)
        if not self.texts or not isinstance(number, int) or not 0 < page <= len(self.texts):
            return ""
        return self.texts[page - 1].get(number, "")

    def _add_notes(self) -> None:
        """Enter each kind of link and note once, wherever and however often it stands: its number depends on lines."""
        for page in self.graph.pages:
            for note in _items(self.graph.at(_entries(self.graph.at(page)).get("/Annots"))):
                entries = _without(_entries(self.graph.at(note)), NO_MATTER_OF_NOTES)
                text = json.dumps(self._resolved(entries, DEEPEST_NOTE), ensure_ascii=False, sort_keys=True)
                self._enter(_Visit("document", text.encode(), f"{_kind(entries)} on a page", None), text, text)

    def _resolved(self, node: Node, deep: int) -> Node:
        """Return a node with what its references lead to, down to a depth."""
        if deep == 0 or (is_reference(node) and node in self.page_numbers):
            return "..."
        node = self.graph.at(node)
        if isinstance(node, Stream):
            return hashlib.sha256(node.content).hexdigest()
        if isinstance(node, dict):
            return {key: self._resolved(value, deep - 1) for key, value in node.items()}
        return [self._resolved(one, deep - 1) for one in node] if isinstance(node, list) else node


def plain_letters(text: str) -> str:
    """Return the letters of a text without blanks and hyphens, which depend on where lines end.

    Examples
    --------
    >>> plain_letters("non-punish- ment")
    'nonpunishment'
    """
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-\N{SOFT HYPHEN}\x02\ufffe")


def _by_name(node: Mapping[str, Node], graph: Graph) -> Mapping[str, Node]:
    """Return a name tree as a dictionary from name to value, together with its other entries."""
    pairs = graph.at(node["/Names"])
    if not isinstance(pairs, list):
        return node
    by_name = _without(node, frozenset({"/Names"}))
    for name, value in zip(pairs[::2], pairs[1::2], strict=False):
        key = str(graph.at(name))
        by_name[f"{key} once more" if key in by_name else key] = value
    return by_name


def _kind(node: Node) -> str:
    """Return the kind of an annotation or structure element; empty for other nodes."""
    kind = (node.get("/Subtype") or node.get("/S") or "") if isinstance(node, dict) else ""
    return str(kind).lstrip("/")


def _items(node: Node) -> list[Node]:
    return node if isinstance(node, list) else [] if node is None else [node]


def _entries(node: Node) -> Mapping[str, Node]:
    return node if isinstance(node, dict) else {}


def _without(entries: Mapping[str, Node], keys: frozenset[str]) -> dict[str, Node]:
    return {key: value for key, value in entries.items() if key not in keys}


def _plain(node: str) -> str:
    return node.removeprefix("u:").removeprefix("b:")
