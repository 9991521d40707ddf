"""What places of a PDF lead to, by the words that stand there, where other programs set the lines.

Pages and coordinates then differ in honest reports too, and cannot be compared: a bookmark, a named place and the area
of a link are told by words, and fonts by what they say of themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.extensions.verify.difference import Box, Difference
from evaluator.extensions.verify.object_table import LONGEST_PLACE, both_cut, plain_letters
from evaluator.extensions.verify.objects import Graph, Node

# How far apart the tops of words of one line lie, and how far left of a place its first word may begin, in points.
LINE, ROOM = 6, 2
FIRST = 2  # words that tell a place
MOST_STEPS = 20_000
NOTHING, NO_WORD = "nothing", "no word"
Word = tuple[str, Box]
Words = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class Places:
    """A PDF with the words of its pages, each with its box."""

    graph: Graph
    words: Words

    def told(self) -> Mapping[tuple[str, str], str]:
        """Return by kind and name what each bookmark, named place, link and font says or leads to."""
        found: dict[tuple[str, str], str] = {}
        named = self._named()
        for title, target in self._bookmarks():
            found["bookmark", _unused(found, "bookmark", title)] = self._words_at(target, named)
        for name, target in named.items():
            found["named place", name] = self._words_at(target, named)
        for target, letters in self._links():
            found["link to", target] = found.get(("link to", target), "") + letters
        for name, says in self._fonts():
            found["font", name] = says
        return found

    def _catalogue(self) -> Mapping[str, Node]:
        return _entries(self.graph.at(self.graph.trailer.get("/Root")))

    def _bookmarks(self) -> Iterator[tuple[str, Node]]:
        """Yield title and target of each bookmark in reading order."""
        waiting, seen = [_entries(self.graph.at(self._catalogue().get("/Outlines"))).get("/First")], set[str]()
        while waiting and len(seen) < MOST_STEPS:
            one = waiting.pop()
            if one is None or str(one) in seen:
                continue
            seen.add(str(one))
            node = _entries(self.graph.at(one))
            yield _said(self.graph.at(node.get("/Title"))), self._target(node)
            waiting += [node.get("/Next"), node.get("/First")]

    def _target(self, node: Mapping[str, Node]) -> Node:
        """Return where a bookmark or link leads: a page with a place, or a name or address as text."""
        action = _entries(self.graph.at(node.get("/A")))
        return self.graph.at(node.get("/Dest", action.get("/D", action.get("/URI"))))

    def _named(self) -> Mapping[str, Node]:
        names = _entries(self.graph.at(self._catalogue().get("/Names")))
        pairs = self.graph.at(_entries(self.graph.at(names.get("/Dests"))).get("/Names"))
        listed = pairs if isinstance(pairs, list) else []
        return {
            _said(self.graph.at(key)): self.graph.at(one) for key, one in zip(listed[::2], listed[1::2], strict=False)
        }

    def _links(self) -> Iterator[tuple[str, str]]:
        """Yield the target of each link by name, and the letters that stand in its area."""
        pages = {page: number for number, page in enumerate(self.graph.pages)}
        for page, number in pages.items():
            notes = self.graph.at(_entries(self.graph.at(page)).get("/Annots"))
            for note in notes if isinstance(notes, list) else []:
                node = _entries(self.graph.at(note))
                target, rect = self._target(node), self.graph.at(node.get("/Rect"))
                if node.get("/Subtype") == "/Link" and isinstance(rect, list) and number < len(self.words):
                    yield _said(target), self._letters_in(number, rect)

    def _letters_in(self, page: int, rect: Sequence[Node]) -> str:
        corners = [one for one in map(self.graph.at, rect) if isinstance(one, (int, float))]
        if len(corners) != len(rect) or not corners:
            return ""
        left, low, right, high = corners
        inside = (
            word
            for word, (x, y, far, top) in self.words[page]
            if left <= (x + far) / 2 <= right and low <= (y + top) / 2 <= high
        )
        return plain_letters("".join(inside))

    def _words_at(self, target: Node, named: Mapping[str, Node]) -> str:
        """Return the first words at or below a place; a name leads to the place of that name."""
        place = named.get(_said(target)) if isinstance(target, str) else target
        place = self.graph.at(_entries(place).get("/D")) if isinstance(place, dict) else place
        if not isinstance(place, list) or not place or str(place[0]) not in self.graph.pages:
            return NOTHING
        page = self.graph.pages.index(str(place[0]))
        numbers = [one for one in map(self.graph.at, place[2:4]) if isinstance(one, (int, float))]
        if len(numbers) < len(place[2:4]) or len(place) < 4 or page >= len(self.words):  # noqa: PLR2004  (/XYZ x y)
            return NOTHING
        x, y = numbers
        below = [
            (top, left, word)
            for word, (left, low, _, top) in self.words[page]
            if left >= x - ROOM and (low + top) / 2 < y
        ]
        line = sorted((left, word) for top, left, word in below if top >= max(below)[0] - LINE)
        return plain_letters("".join(word for _, word in line[:FIRST])) or NO_WORD

    def _fonts(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each font without the mark of its part, and what its description says of its kind."""
        for node in self.graph.objects.values():
            entries = _entries(node)
            if entries.get("/Type") == "/FontDescriptor":
                name = str(entries.get("/FontName", "")).lstrip("/")
                says = [f"{key} {self.graph.at(entries[key])}" for key in ("/Flags", "/ItalicAngle") if key in entries]
                yield name.rpartition("+")[2], ", ".join(says)


def unlike_places(found: Places, made: Places) -> Iterator[Difference]:
    """Yield each bookmark, named place, link and font that leads to other words, or says something else of itself."""
    left, right = found.told(), made.told()
    for key in dict.fromkeys([*right, *left]):
        one, other = left.get(key, NOTHING), right.get(key, NOTHING)
        if one != other:
            part = "drawing" if key[0] == "font" else "tags"
            yield Difference(part, " ".join(key)[:LONGEST_PLACE], *both_cut(one or NO_WORD, other or NO_WORD))


def _unused(found: Mapping[tuple[str, str], str], kind: str, name: str) -> str:
    return name if (kind, name) not in found else f"{name} ({sum(key[0] == kind for key in found)})"


def _entries(node: Node) -> Mapping[str, Node]:
    return node if isinstance(node, dict) else {}


def _said(node: Node) -> str:
    return node.removeprefix("u:") if isinstance(node, str) else NOTHING
