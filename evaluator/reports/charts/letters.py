"""How wide a text is in the fonts of the pages, so that a chart can place, wrap and shorten its labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluator.model.sentence import Foreign, foreign
from evaluator.read.layers import Layers

REGULAR, BOLD = "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
UNKNOWN = 0.75  # of the size of type: wider than most letters of the fonts that stand in for the first two
SIGNS = (" †", " ‡")  # an actor's yardstick, a harm
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Letters:
    """The width of each character in the regular and the bold font, as a share of the size of type.

    Examples
    --------
    >>> letters = Letters({"a": 0.5}, {"a": 0.6})
    >>> letters.width("aa", 10), letters.width("aa", 10, bold=True)
    (10.0, 12.0)
    """

    regular: Mapping[str, float]
    bold: Mapping[str, float]

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a text in points."""
        widths = self.bold if bold else self.regular
        return round(size * sum(widths.get(character, UNKNOWN) for character in text), 2)

    def has(self, text: str) -> bool:
        """Return whether the width of every character is known."""
        return all(character in self.regular for character in text)

    def fitted(self, text: str, room: float, size: float, *, bold: bool = False) -> str:
        """Return the text, or its longest beginning with an ellipsis that fits into `room` points.

        A sign at its end that the caption explains stays.

        Examples
        --------
        >>> letters = Letters({"a": 0.5, " ": 0.5, "†": 0.5, "…": 0.5}, {})
        >>> letters.fitted("aaaaaa", 20, 10), letters.fitted("aaaaaa †", 20, 10)
        ('aaa…', 'a… †')
        """
        if self.width(text, size, bold=bold) <= room:
            return text
        sign = text[-2:] if text.endswith(SIGNS) else ""
        cuts = (text[:end].rstrip() + ELLIPSIS + sign for end in range(len(text) - len(sign) - 1, 0, -1))
        short = next((cut for cut in cuts if self.width(cut, size, bold=bold) <= room), ELLIPSIS)
        return _as_in(text, short)

    def lines(self, text: str, room: float, size: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
        """Return the text in at most `most` lines of `room` points, broken at blanks; the last one is shortened.

        Lines of a text in another language say so, as it does.

        Examples
        --------
        >>> Letters({"a": 0.5, " ": 0.5, "…": 0.5}, {}).lines("aa aa aa", 12, 10, 2)
        ('aa', 'a…')
        """
        found: list[str] = []
        for word in text.split():
            longer = f"{found[-1]} {word}" if found else word
            if found and self.width(longer, size, bold=bold) <= room:
                found[-1] = longer
            else:
                found.append(word)
        kept = [*found[: most - 1], " ".join(found[most - 1 :])] if len(found) > most else found
        return tuple(_as_in(text, self.fitted(line, room, size, bold=bold)) for line in kept)


def _as_in(text: str, part: str) -> str:
    return foreign(part, text.lang, "") if isinstance(text, Foreign) else part


def letters_of(layers: Layers) -> Letters:
    """Return the widths of the fonts in the template folders; a missing font counts every character as wide."""
    return _letters_of_files(tuple(layers.below("fonts").file(name) for name in (REGULAR, BOLD)))


@lru_cache(maxsize=4)
def _letters_of_files(paths: tuple[Path | None, ...]) -> Letters:
    regular, bold = (_character_widths(path) if path else {} for path in paths)
    return Letters(regular, bold)


def _character_widths(path: Path) -> dict[str, float]:
    from fontTools import ttLib

    with ttLib.TTFont(path, lazy=True) as font:
        unit, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): advances[name][0] / unit for code, name in (font.getBestCmap() or {}).items()}
