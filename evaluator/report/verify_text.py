"""The words on a PDF's pages, read back from what is drawn, what lies over them, and where two PDFs first differ."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import Any

from evaluator.report.structure import is_dictionary, several
from evaluator.report.verify_open import MOST_UNPACKED, load_pikepdf, unpacked

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# Drawings inside drawings; our pages nest twice at most and hold some thirty, a hostile one has no end.
DEEPEST = 6
MOST_INNER = 20_000
AROUND = 6
SHOWING = frozenset(["Tj", "TJ", "'", '"'])
LOST = "\N{REPLACEMENT CHARACTER}"
IMAGE = " [image] "
# A link of ours has these entries; any other would draw something or do something.
LINK = frozenset(
    ["/A", "/Border", "/BS", "/Contents", "/Dest", "/F", "/P", "/Rect", "/StructParent", "/Subtype", "/Type"]
)
ACTION = frozenset(["/S", "/Type", "/URI"])
Glyphs = Mapping[bytes, str]
Told = tuple[str, str, str]


def page_words(content: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the words drawn on each page, in the order of drawing.

    Glyphs are read by their fonts' own tables; one that has no entry counts as
    U+FFFD. It reads what WeasyPrint writes (two-byte glyphs), and is no reader
    for any PDF.

    Raises
    ------
    ValueError
        A page is drawn in a way that no report of ours is.
    """
    with _opened(content) as pdf:
        tables: dict[tuple[int, int], Glyphs] = {}
        return tuple(_words(pdf, page.obj, tables) for page in pdf.pages)


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    pikepdf = load_pikepdf()
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            yield pdf
    # A page made by others can lack any entry of any type; pikepdf answers that with these.
    except (pikepdf.PdfError, pikepdf.OutlineStructureError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"pages that cannot be read ({error})") from None


def _words(pdf: Any, page: Any, tables: dict[tuple[int, int], Glyphs]) -> tuple[str, ...]:  # noqa: ANN401
    drawn = b"\n".join(unpacked(part, MOST_UNPACKED) for part in several(page.get("/Contents", [])))
    reader = _Reader(pdf, tables)
    reader.read(drawn, page.get("/Resources"))
    return tuple("".join(reader.chunks).split())


@dataclass(slots=True)
class _Reader:
    """Reads one page; `tables` are the glyph tables of fonts seen before, by their place in the file."""

    pdf: Any
    tables: dict[tuple[int, int], Glyphs]
    glyphs: Glyphs = field(default_factory=dict)
    chunks: list[str] = field(default_factory=list)
    inner: int = 0

    def read(self, drawn: bytes, resources: Any, deep: int = 0) -> None:  # noqa: ANN401
        """Add the text of a drawing; each text object ends a word."""
        import pikepdf

        if deep > DEEPEST:
            raise ValueError("drawings inside drawings without end")
        for instruction in pikepdf.parse_content_stream(pikepdf.Stream(self.pdf, drawn)):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                self.glyphs = self._table(resources.Font[str(operands[0])])
            elif operator in SHOWING:
                self.chunks.extend(_read(self.glyphs, operands[-1]))
            elif operator == "ET":
                self.chunks.append(" ")
            elif operator == "INLINE IMAGE":
                self.chunks.append(IMAGE)
            elif operator == "Do":
                self._inner(resources.XObject[str(operands[0])], resources, deep + 1)

    def _inner(self, drawing: Any, resources: Any, deep: int) -> None:  # noqa: ANN401
        self.inner += 1
        if self.inner > MOST_INNER:
            raise ValueError(f"more than {MOST_INNER} drawings inside drawings")
        if drawing.get("/Subtype") == "/Form":
            self.read(unpacked(drawing, MOST_UNPACKED), drawing.get("/Resources", resources), deep)
        else:
            self.chunks.append(IMAGE)

    def _table(self, font: Any) -> Glyphs:  # noqa: ANN401
        key = font.objgen
        if key not in self.tables:
            self.tables[key] = _glyphs(font)
        return self.tables[key]


def _glyphs(font: Any) -> Glyphs:  # noqa: ANN401
    table = unpacked(font.ToUnicode, MOST_UNPACKED) if "/ToUnicode" in font else b""
    pairs = [pair for block in BLOCK.findall(table) for pair in PAIR.findall(block)]
    return {_raw(code): _raw(text).decode("utf-16-be", "replace") for code, text in pairs}


def _raw(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode().rjust(len(digits) + len(digits) % 2, "0"))


def _read(glyphs: Glyphs, operand: Any) -> Iterator[str]:  # noqa: ANN401
    import pikepdf

    for part in several(operand):
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            yield "".join(glyphs.get(codes[k : k + 2], LOST) for k in range(0, len(codes), 2))


def unlike_words(found: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> Iterator[Told]:
    """Yield page, found and expected words where each page first differs.

    Where the numbers of pages differ the texts are compared as a whole, for all
    later pages would be shifted.

    Examples
    --------
    >>> list(unlike_words([["Grade", "D"], ["end"]], [["Grade", "E"], ["end"]]))
    [('page 1', 'Grade D', 'Grade E')]
    """
    if len(found) != len(expected):
        yield "number of pages", str(len(found)), str(len(expected))
        yield from _first_unlike(_whole(found), _whole(expected), "whole text")
        return
    for number, (left, right) in enumerate(zip(found, expected, strict=True), 1):
        yield from _first_unlike(left, right, f"page {number}")


def _whole(pages: Sequence[Sequence[str]]) -> list[str]:
    return [word for page in pages for word in page]


def _first_unlike(found: Sequence[str], expected: Sequence[str], where: str) -> Iterator[Told]:
    at = next((k for k, (a, b) in enumerate(zip_longest(found, expected)) if a != b), None)
    if at is not None:
        yield where, _around(found, at), _around(expected, at)


def _around(words: Sequence[str], at: int) -> str:
    near = " ".join(words[max(0, at - AROUND) : at + AROUND])
    return f"{near} (end)" if at >= len(words) else near


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds beside its drawing: where its links lead, all other annotations, the names of its entries."""

    links: tuple[str, ...]
    others: tuple[str, ...]
    entries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a PDF holds beside the drawings of its pages: pages, bookmarks, names of the catalogue's entries."""

    pages: tuple[Page, ...]
    bookmarks: tuple[str, ...]
    entries: frozenset[str]


def surroundings(content: bytes) -> Surroundings:
    """Return what a PDF shows over its pages, where its links and bookmarks lead, and what it could do.

    Raises
    ------
    ValueError
        They are written in a way that no report of ours is.
    """
    with _opened(content) as pdf:
        names = pdf.Root.get("/Names", {})
        guide = _Guide({page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}, _places(names))
        return Surroundings(
            pages=tuple(_page(page.obj, guide) for page in pdf.pages),
            bookmarks=tuple(_bookmarks(pdf.open_outline().root, guide)),
            entries=frozenset(pdf.Root.keys()) | {f"/Names {key}" for key in names},
        )


def _places(names: Any) -> dict[str, Any]:  # noqa: ANN401
    tree = names.get("/Dests", {})
    # WeasyPrint writes one list; a tree of lists could lead back into itself without end.
    if "/Kids" in tree:
        raise ValueError("named places in a tree")
    pairs = list(tree.get("/Names", []))
    return dict(zip(map(str, pairs[::2]), pairs[1::2], strict=False))


@dataclass(frozen=True, slots=True)
class _Guide:
    """Knows the numbers of pages by their place in the file, and the places that have a name."""

    numbers: Mapping[tuple[int, int], int]
    places: Mapping[str, Any]

    def target(self, link: Any) -> str:  # noqa: ANN401
        """Return where a link or bookmark leads."""
        action = link.get("/A")
        if action is not None:
            return str(action.URI) if action.S == "/URI" else str(action.S)
        goal = link.get("/Dest", [])
        if isinstance(goal, load_pikepdf().Array):
            return self._number(goal)
        return f"{goal}, {self._number(self.places.get(str(goal), []))}"

    def _number(self, place: Any) -> str:  # noqa: ANN401
        first: Any = next(iter(several(place)), None)
        number = self.numbers.get(first.objgen) if is_dictionary(first) else None
        return f"page {number}" if number else "no page"


def _page(page: Any, guide: _Guide) -> Page:  # noqa: ANN401
    annotations = several(page.get("/Annots", []))
    odd = [_odd(annotation) for annotation in annotations]
    links = [guide.target(annotation) for annotation, other in zip(annotations, odd, strict=True) if not other]
    return Page(tuple(links), tuple(filter(None, odd)), frozenset(page.keys()) - {"/Annots"})


def _odd(annotation: Any) -> str:  # noqa: ANN401
    """Return what an annotation is, empty for a link as ours are."""
    kind = str(annotation.Subtype).lstrip("/")
    drawn = ", drawn over the page" if "/AP" in annotation else ""
    if kind != "Link":
        return f"{kind}{drawn}"
    entries = set(annotation.keys()) - LINK | set(annotation.get("/A", {}).keys()) - ACTION
    if {"/A", "/Dest"} <= set(annotation.keys()):
        entries.add("/A beside /Dest")
    return f"Link with {' '.join(sorted(entries))}{drawn}" if entries else ""


def _bookmarks(items: Iterable[Any], guide: _Guide) -> Iterator[str]:
    for item in items:
        yield f"{item.title}: {guide.target(item.obj)}"
        yield from _bookmarks(item.children, guide)


def unlike_surroundings(found: Surroundings, expected: Surroundings) -> Iterator[Told]:
    """Yield place, found and expected: what is foreign to a report, and where links first lead elsewhere.

    An entry or annotation of which the expected file has none of its kind is
    foreign; a foreign one is told with its page.
    """
    yield from (("catalogue", entry, "no such entry") for entry in sorted(found.entries - expected.entries))
    others = {other for page in expected.pages for other in page.others}
    entries = frozenset[str]().union(*(page.entries for page in expected.pages))
    for number, page in enumerate(found.pages, 1):
        for other in page.others:
            if other not in others:
                yield f"page {number}: annotation", other, "links alone, with nothing drawn"
        yield from ((f"page {number}: entry", entry, "no such entry") for entry in sorted(page.entries - entries))
    yield from _first_target(found.bookmarks, expected.bookmarks, "bookmark")
    links = [[page.links for page in side.pages] for side in (found, expected)]
    if len(links[0]) != len(links[1]):
        yield from _first_target(_whole(links[0]), _whole(links[1]), "link")
        return
    for number, (left, right) in enumerate(zip(*links, strict=True), 1):
        yield from _first_target(left, right, f"page {number}: link")


def _first_target(found: Sequence[str], expected: Sequence[str], where: str) -> Iterator[Told]:
    pairs = enumerate(zip_longest(found, expected, fillvalue="none"), 1)
    yield from islice(((f"{where} {at}", left, right) for at, (left, right) in pairs if left != right), 1)
