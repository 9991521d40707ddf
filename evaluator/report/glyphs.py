"""Characters that none of the bundled fonts has, found before they print as empty boxes."""

from __future__ import annotations

import html
import re
import struct
import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.layers import Layers

TAG = re.compile(r"<style>.*?</style>|<[^>]*>", flags=re.DOTALL)
# Line ends and joiners shape text and have no glyph of their own.
SHAPELESS = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")


def check_characters(page: str, layers: Layers) -> None:
    """Refuse a page with characters that no font of the template folders has.

    Raises
    ------
    InvalidInputError
        With every such character, its name, and some text around its first place.
    """
    text = html.unescape(TAG.sub(" ", page))
    missing = sorted(set(text) - SHAPELESS - _covered(layers))
    if missing:
        raise InvalidInputError([_problem(character, text, layers) for character in missing])


def _covered(layers: Layers) -> set[str]:
    return {chr(code) for path in layers.below("fonts").files("*.ttf").values() for code in _codes(path)}


@lru_cache(maxsize=64)
def _codes(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(BytesIO(path.read_bytes()), lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    # A damaged font can lack any table, or any part of one; fontTools answers that with these.
    except (TTLibError, struct.error, OSError, LookupError, AssertionError, TypeError, ValueError) as error:
        found = f"no font that can be read ({error})"
        raise InvalidInputError([Problem(str(path), found, "a TrueType font")]) from None


def _problem(character: str, text: str, layers: Layers) -> Problem:
    at = text.index(character)
    around = " ".join(text[max(0, at - 20) : at + 20].split())
    name = unicodedata.name(character, "a character without a name")
    return Problem(
        str(layers.folders[0] / "fonts"),
        f"no font here has U+{ord(character):04X}, {name} (in “{around}”)",
        "a font for every character that is printed",
        "Put a TrueType font that has it into templates/fonts/ of your own folder and name it ReportOther in own.css.",
    )
