"""Refuse characters that would print wrongly: no bundled font has them, or a font has them without an outline."""

from __future__ import annotations

import html
import re
import struct
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.layers import Layers

TAG = re.compile(r"<style>(?:(?!</?style\b).)*</style>|<[^<>]*>", flags=re.DOTALL)
# Line ends and joiners affect the layout of text and need no glyph.
SHAPELESS = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")
# Unicode classes fillers and variation selectors as letters, symbols or marks, but they are blank by definition.
FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
# Tables of fonts that draw characters without outlines.
PICTURES = frozenset(["COLR", "SVG ", "CBDT", "EBDT", "sbix"])
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Font:
    """The characters that a font has, and those of them whose outline is wrongly empty."""

    has: frozenset[str]
    undrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class State:
    """A font file and the time of its last change, as key of a cache; a replaced file is read anew."""

    path: Path
    changed: int


def check_characters(page: str, layers: Layers) -> None:
    """Raise an error if the page has characters that no template font has, or that one would print wrongly.

    A damaged font may print blanks. A user's font with the file name of a shipped font replaces it and
    must therefore have the same characters; otherwise the page would silently mix another typeface or
    weight.

    Raises
    ------
    InvalidInputError
        The error lists every such character with its name and the text around its first place,
        or the faulty font with the first of its characters.
    """
    text = html.unescape(TAG.sub(" ", page))
    characters = set(text) - SHAPELESS
    fonts = {path: _font_of(path) for path in layers.below("fonts").files("*.ttf").values()}
    missing = sorted(characters.difference(*(font.has for font in fonts.values())))
    problems = [problem for path, font in fonts.items() for problem in _font_faults(path, font, characters, layers)]
    problems += [_character_problem(character, text, layers) for character in missing]
    if problems:
        raise InvalidInputError(problems)


def _font_faults(path: Path, font: Font, characters: set[str], layers: Layers) -> Iterator[Problem]:
    undrawn = font.undrawn & characters
    if undrawn:
        mend = "Put a whole font in its place, or take the file away."
        yield Problem(
            str(path), f"a font that draws nothing for {_character_names(undrawn)}", "an outline for each", mend
        )
    shipped = layers.folders[-1] / "fonts" / path.name
    lost = _lost_characters(font, shipped, characters) if path != shipped and shipped.is_file() else frozenset()
    if lost:
        mend = "Give the file another name and name it ReportOther in own.css, or use a font that has them."
        found = f"a font in place of the shipped one that lacks {_character_names(lost)}"
        yield Problem(str(path), found, "all characters of the page that the shipped one has", mend)


def _lost_characters(font: Font, shipped: Path, characters: set[str]) -> frozenset[str]:
    return frozenset(filter(_is_drawn, (_font_of(shipped).has - font.has) & characters))


def _is_drawn(character: str) -> bool:
    """Return whether a character has a visible shape: not a separator, control character or filler."""
    return unicodedata.category(character)[0] not in "ZC" and character not in FILLERS


def _character_names(characters: Collection[str]) -> str:
    """Return code and name of the first characters, and the number of further ones."""
    first = [f"U+{ord(one):04X}, {_character_name(one)}" for one in sorted(characters)[:MOST_NAMED]]
    more = len(characters) - len(first)
    return "; ".join(first) + (f"; and {more} more" if more else "")


def _character_name(character: str) -> str:
    return unicodedata.name(character, "a character without a name")


def _font_of(path: Path) -> Font:
    from fontTools.ttLib import TTLibError

    try:
        return _read_font(State(path, path.stat().st_mtime_ns))
    # A damaged font can lack any table or part of one; fontTools then raises these errors.
    except (TTLibError, struct.error, OSError, LookupError, AssertionError, TypeError, ValueError) as error:
        found = f"no font that can be read ({error})"
        raise InvalidInputError([Problem(str(path), found, "a TrueType font")]) from None


@lru_cache(maxsize=64)
def _read_font(state: State) -> Font:
    from fontTools import ttLib

    with ttLib.TTFont(BytesIO(state.path.read_bytes()), lazy=True) as font:
        names: dict[int, str] = font.getBestCmap() or {}
        has = frozenset(map(chr, names))
        if "glyf" not in font or PICTURES & set(font.keys()):
            return Font(has, frozenset())
        # Only the table's bytes are read, because parsing all glyphs would take a hundred times as long.
        ids, outlines, places = font.getReverseGlyphMap(), font.reader["glyf"], font["loca"].locations
        empty = {
            chr(code) for code, name in names.items() if _is_empty(outlines, places[ids[name]], places[ids[name] + 1])
        }
        return Font(has, frozenset(filter(_is_drawn, empty)))


def _is_empty(outlines: bytes, start: int, end: int) -> bool:
    """Return whether a glyph has no contour; a composite glyph, which has the count -1, is not empty."""
    if start == end:
        return True
    (contours,) = struct.unpack_from(">h", outlines, start)
    return bool(contours == 0)


def _character_problem(character: str, text: str, layers: Layers) -> Problem:
    at = text.index(character)
    around = " ".join(text[max(0, at - 20) : at + 20].split())
    return Problem(
        str(layers.folders[0] / "fonts"),
        f"no font here has U+{ord(character):04X}, {_character_name(character)} (in “{around}”)",
        "a font for every character that is printed",
        "Put a TrueType font that has it into templates/fonts/ of your own folder and name it ReportOther in own.css.",
    )
