"""Compare two drawings (a page, a form or a pattern) operator by operator.

The words on a page do not show where they are, in which colour, or what covers them. This
comparison covers every painting operator, in order, with all its numbers.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from evaluator.reports.editions.open import load_pikepdf

Glyphs = Mapping[bytes, str]
# Replaces the program version that a report names by the installed one.
Swapping = Callable[[str], str]
PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"beginbfchar((?:(?!beginbfchar).)*?)endbfchar", re.DOTALL)
SHOWING = frozenset(["Tj", "TJ", "'", '"'])
LOST = "\N{REPLACEMENT CHARACTER}"
# Tolerances: two Python versions may round differently; a visible difference exceeds these.
RELATIVE, ABSOLUTE = 1e-5, 1e-4
# Letters of the text before a difference that are quoted to show its place.
NEAR = 40
LONGEST = 100
NAMES = {
    "BDC": "a mark with entries",
    "BI": "an image",
    "BMC": "a mark",
    "B": "a shape filled and stroked",
    "Do": "a drawing inside",
    "EMC": "the end of a mark",
    "f": "a filled shape",
    "f*": "a filled shape",
    "gs": "a state of drawing",
    "INLINE IMAGE": "an image",
    "Q": "the end of a state",
    "q": "the begin of a state",
    "re": "a rectangle",
    "rg": "a colour",
    "RG": "a colour of lines",
    "scn": "a colour or pattern",
    "cs": "a space of colours",
    "S": "a stroked line",
    "sh": "a shading",
    "Tf": "a font",
    "TJ": "letters",
    "Tj": "letters",
    "Tm": "the place of letters",
    "Td": "the place of letters",
    "Tr": "how letters are drawn",
    "cm": "a place",
}


@dataclass(frozen=True, slots=True)
class DrawingStep:
    """One operator of a drawing, with its operands as plain Python values and the letters it shows."""

    operator: str
    operands: tuple[Any, ...]
    letters: str = ""

    def __str__(self) -> str:
        name = NAMES.get(self.operator)
        operands = self.letters if self.operator in SHOWING else " ".join(map(_shown, self.operands))
        text = f"{operands} {self.operator}".strip()
        text = text if len(text) <= LONGEST else text[:LONGEST] + "..."
        return f"{name}: {text}" if name else text


@dataclass(frozen=True, slots=True)
class Drawing:
    """The bytes of a drawing, and the glyph tables of its fonts by font name."""

    content: bytes
    fonts: Mapping[str, Glyphs]


@dataclass(frozen=True, slots=True)
class Swap:
    """A program version that a report names, and the version installed here, which replaces it in a text."""

    recorded: str = ""
    here: str = ""

    def __call__(self, text: str) -> str:
        """Return a text in which the recorded version is replaced by the installed one."""
        return text.replace(self.recorded, self.here) if self.recorded else text


def glyphs_of(table: bytes) -> Glyphs:
    """Return a font's letters by glyph code, from its ToUnicode table as WeasyPrint writes it."""
    pairs = [pair for block in BLOCK.findall(table) for pair in PAIR.findall(block)]
    return {_raw(code): _raw(text).decode("utf-16-be", "replace") for code, text in pairs}


def _raw(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode().rjust(len(digits) + len(digits) % 2, "0"))


def letters_of(glyphs: Glyphs, codes: bytes) -> str:
    """Return the letters that two-byte glyph codes draw; a code without an entry becomes U+FFFD."""
    return "".join(glyphs.get(codes[k : k + 2], LOST) for k in range(0, len(codes), 2))


def unlike_drawings(found: Drawing, expected: Drawing, swap: Swapping = str) -> Iterator[tuple[str, str, str]]:
    """Yield the first difference of two drawings: the words drawn before it, and both operators.

    Later differences are not reported: once out of step, all further operators differ.

    Raises
    ------
    ValueError
        A drawing cannot be read.
    """
    if found.content == expected.content:
        return
    before = ""
    for number, (left, right) in enumerate(zip_longest(_steps(found), _steps(expected)), 1):
        if left is None or right is None or not _alike(left, right, swap):
            near = before.strip()[-NEAR:].strip()
            yield f"after “{near}”" if near else f"operator {number}", _told(left), _told(right)
            return
        before = (before + right.letters + (" " if right.operator == "ET" else ""))[-4 * NEAR :]


def _told(step: DrawingStep | None) -> str:
    return str(step) if step else "the end of the drawing"


def _alike(left: DrawingStep, right: DrawingStep, swap: Swapping) -> bool:
    if left.operator != right.operator:
        return False
    # A line that names another program version has other letters in the same place.
    if left.letters and left.letters != right.letters:
        return swap(left.letters) == right.letters
    return alike(left.operands, right.operands)


def alike(left: Any, right: Any) -> bool:  # noqa: ANN401
    """Return whether two plain values are equal, with a tolerance for the rounding of floats.

    Examples
    --------
    >>> alike([1, 0.0], [1.0, 1e-9]), alike([1], [1.001]), alike("a", "b")
    (True, False, False)
    """
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(left[key], right[key]) for key in left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int) and isinstance(right, int):
        return left == right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return type(left) is type(right) and bool(left == right)


def _steps(drawing: Drawing) -> Iterator[DrawingStep]:
    pikepdf = load_pikepdf()
    font: Glyphs = {}
    kept: list[Glyphs] = []
    for instruction in parsed(drawing.content):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            yield DrawingStep("INLINE IMAGE", (pikepdf.unparse_content_stream([instruction]),))
            continue
        operator = str(instruction.operator)
        operands = tuple(_plain(operand) for operand in instruction.operands)
        if operator == "q":
            kept.append(font)
        elif operator == "Q" and kept:
            font = kept.pop()
        elif operator == "Tf" and operands:
            font = drawing.fonts.get(str(operands[0]), {})
        yield DrawingStep(operator, operands, "".join(_letters(font, operands)) if operator in SHOWING else "")


def parsed(content: bytes) -> Any:  # noqa: ANN401
    """Return the operators of a drawing, parsed by pikepdf.

    Raises
    ------
    ValueError
        The drawing cannot be parsed, or pikepdf warns that it had to guess.
    """
    pikepdf = load_pikepdf()
    try:
        with pikepdf.new() as pdf, warnings.catch_warnings():
            warnings.simplefilter("error")
            return pikepdf.parse_content_stream(pikepdf.Stream(pdf, content))
    except (pikepdf.PdfError, pikepdf.models.PdfParsingError, TypeError, Warning) as error:
        raise ValueError(f"a drawing that cannot be read ({error})") from None


def _letters(font: Glyphs, operands: tuple[Any, ...]) -> Iterator[str]:
    for operand in operands:
        for part in operand if isinstance(operand, list) else [operand]:
            if isinstance(part, bytes):
                yield letters_of(font, part)


def _plain(thing: Any) -> Any:  # noqa: ANN401
    import pikepdf

    if isinstance(thing, (bool, int)):
        return thing
    if isinstance(thing, pikepdf.Array):
        return [_plain(part) for part in thing]
    if isinstance(thing, pikepdf.Dictionary):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, pikepdf.String):
        return bytes(thing)
    try:
        return float(thing)
    except (TypeError, ValueError):
        return str(thing)


def _shown(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, bytes):
        return repr(value)[1:]
    if isinstance(value, dict):
        return "<< " + " ".join(f"{key} {_shown(one)}" for key, one in value.items()) + " >>"
    return str(value)
