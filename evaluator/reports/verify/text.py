"""Read the words on a PDF's pages back from the drawing, and find where two PDFs first differ in them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from evaluator.reports.editions.open import MOST_UNPACKED, load_pikepdf, unpacked
from evaluator.reports.pdf.structure import several
from evaluator.reports.verify.drawing import SHOWING, Glyphs, glyphs_of, letters_of, parsed

# Limits on nested drawings: pages of reports nest two deep and have about thirty; a hostile page could have no end.
DEEPEST = 6
MOST_INNER = 20_000
AROUND = 6
IMAGE = " [image] "
Told = tuple[str, str, str]


def page_words(content: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the words drawn on each page, in the order of drawing.

    Glyphs are read by their fonts' ToUnicode tables; a glyph without an entry becomes U+FFFD. Only PDFs
    as WeasyPrint writes them (two-byte glyphs) can be read.

    Raises
    ------
    ValueError
        A page is drawn in a way that the toolkit never uses.
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
    # A page of another program can lack any entry; pikepdf then raises these errors.
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"pages that cannot be read ({error})") from None


def _words(pdf: Any, page: Any, tables: dict[tuple[int, int], Glyphs]) -> tuple[str, ...]:  # noqa: ANN401
    drawn = b"\n".join(unpacked(part, MOST_UNPACKED) for part in several(page.get("/Contents", [])))
    reader = _Reader(pdf, tables)
    reader.read(drawn, page.get("/Resources"))
    return tuple("".join(reader.chunks).split())


@dataclass(slots=True)
class _Reader:
    """A reader of one page's text; `tables` caches the glyph tables of fonts, by object number."""

    pdf: Any
    tables: dict[tuple[int, int], Glyphs]
    glyphs: Glyphs = field(default_factory=dict)
    kept: list[Glyphs] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    inner: int = 0

    def read(self, drawn: bytes, resources: Any, deep: int = 0) -> None:  # noqa: ANN401
        """Add the text of a drawing to `chunks`; each text object ends a word."""
        if deep > DEEPEST:
            raise ValueError("drawings inside drawings without end")
        for instruction in parsed(drawn):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in SHOWING:
                self.chunks.extend(_read(self.glyphs, operands[-1]))
            elif operator == "ET":
                self.chunks.append(" ")
            elif operator == "INLINE IMAGE":
                self.chunks.append(IMAGE)
            elif operator == "Do":
                self._inner(resources.XObject[str(operands[0])], resources, deep + 1)
            else:
                self._state(operator, operands, resources)

    def _state(self, operator: str, operands: Any, resources: Any) -> None:  # noqa: ANN401
        """Track the current font: set directly or by a graphics state, saved and restored with the state."""
        if operator == "Tf":
            self.glyphs = self._table(resources.Font[str(operands[0])])
        elif operator == "gs" and "/Font" in (state := resources.ExtGState[str(operands[0])]):
            self.glyphs = self._table(state.Font[0])
        elif operator == "q":
            self.kept.append(self.glyphs)
        elif operator == "Q" and self.kept:
            self.glyphs = self.kept.pop()

    def _inner(self, drawing: Any, resources: Any, deep: int) -> None:  # noqa: ANN401
        self.inner += 1
        if self.inner > MOST_INNER:
            raise ValueError(f"more than {MOST_INNER} drawings inside drawings")
        if drawing.get("/Subtype") == "/Form":
            before = self.glyphs, self.kept
            self.kept = []
            self.read(unpacked(drawing, MOST_UNPACKED), drawing.get("/Resources", resources), deep)
            self.glyphs, self.kept = before
        else:
            self.chunks.append(IMAGE)

    def _table(self, font: Any) -> Glyphs:  # noqa: ANN401
        key = font.objgen
        if key not in self.tables:
            self.tables[key] = _glyphs(font)
        return self.tables[key]


def _glyphs(font: Any) -> Glyphs:  # noqa: ANN401
    return glyphs_of(unpacked(font.ToUnicode, MOST_UNPACKED) if "/ToUnicode" in font else b"")


def _read(glyphs: Glyphs, operand: Any) -> Iterator[str]:  # noqa: ANN401
    import pikepdf

    for part in several(operand):
        if isinstance(part, pikepdf.String):
            yield letters_of(glyphs, bytes(part))


def unlike_words(found: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> Iterator[Told]:
    """Yield the first difference of each page: the page, the words found, and the words expected.

    If the numbers of pages differ, the texts are compared as a whole, because all later pages would be
    shifted.

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
