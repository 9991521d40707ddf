"""The words on a PDF's pages, read back from what is drawn, and where two PDFs first differ."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from evaluator.report.structure import several
from evaluator.report.verify_open import MOST_UNPACKED, load_pikepdf, unpacked

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# Drawings inside drawings; our pages nest twice at most, a hostile one without end.
DEEPEST = 6
AROUND = 6
SHOWING = frozenset(["Tj", "TJ", "'", '"'])
LOST = "\N{REPLACEMENT CHARACTER}"
Glyphs = Mapping[bytes, str]


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
    pikepdf = load_pikepdf()
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            tables: dict[tuple[int, int], Glyphs] = {}
            return tuple(_words(pdf, page.obj, tables) for page in pdf.pages)
    # A page made by others can lack any entry of any type; pikepdf answers that with these.
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError) as error:
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
            elif operator == "Do":
                self._inner(resources.XObject[str(operands[0])], resources, deep + 1)

    def _inner(self, drawing: Any, resources: Any, deep: int) -> None:  # noqa: ANN401
        if drawing.get("/Subtype") == "/Form":
            self.read(unpacked(drawing, MOST_UNPACKED), drawing.get("/Resources", resources), deep)

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


def unlike_words(found: Sequence[Sequence[str]], expected: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, str]]:
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


def _first_unlike(found: Sequence[str], expected: Sequence[str], where: str) -> Iterator[tuple[str, str, str]]:
    at = next((k for k, (a, b) in enumerate(zip_longest(found, expected)) if a != b), None)
    if at is not None:
        yield where, _around(found, at), _around(expected, at)


def _around(words: Sequence[str], at: int) -> str:
    near = " ".join(words[max(0, at - AROUND) : at + AROUND])
    return f"{near} (end)" if at >= len(words) else near
