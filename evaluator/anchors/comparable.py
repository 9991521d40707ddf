"""The form in which passages are compared: without blanks, hyphens, ligatures and typesetting marks."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from evaluator.model.anchor import Box

# Characters with several typographic forms. Hyphens are dropped, because typesetters add them at line ends.
ALIKE = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "–": "-", "—": "-",
})  # fmt: skip
HYPHENS = frozenset("-\u2010\u2011\u2212")
# Control, format, surrogate and unassigned characters: soft hyphens, direction marks, PDF readers' hyphen substitutes.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
CONTEXT = 16
LONGEST_CONTEXT = 48


@lru_cache(maxsize=4096)
def _comparable_char(char: str) -> str:
    found = unicodedata.normalize("NFKD", char).translate(ALIKE)
    return "".join(c for c in found if not c.isspace() and c not in HYPHENS and unicodedata.category(c) not in UNSEEN)


def comparable_text(text: str) -> str:
    r"""Return a text in the form in which passages are compared.

    Blanks, hyphens and invisible characters are dropped, ligatures and accented letters are split
    into their parts, quotation marks and dashes have one form.

    Examples
    --------
    >>> comparable_text("osposo-\nbljavanje") == comparable_text("osposobljavanje")
    True
    >>> comparable_text("ﬁnd the “oﬃce”")
    'findthe"office"'
    """
    return "".join(_comparable_char(char) for char in text)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text in compared form."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageReading:
    """The text of a page, or of a file without pages, as read (`raw`) and in compared form (`text`).

    `at` gives for each compared character its index in `raw`; `boxes` the box of each raw
    character, in a PDF.
    """

    raw: str
    text: str
    at: tuple[int, ...]
    boxes: tuple[Box, ...] = ()

    @classmethod
    def of(cls, raw: str, boxes: tuple[Box, ...] = ()) -> PageReading:
        """Return the `PageReading` of a raw text, with the compared form of the text and the index of each character.

        Examples
        --------
        >>> PageReading.of("a b").text, PageReading.of("a b").at
        ('ab', (0, 2))
        """
        parts = [(_comparable_char(char), at) for at, char in enumerate(raw)]
        text = "".join(part for part, _ in parts)
        return cls(raw, text, tuple(at for part, at in parts for _ in part), boxes)

    def places(self, wanted: str) -> Iterator[int]:
        """Yield each index of the page's compared text at which `wanted` occurs; occurrences may overlap."""
        at = self.text.find(wanted)
        while wanted and at >= 0:
            yield at
            at = self.text.find(wanted, at + 1)

    def before(self, start: int) -> str:
        """Return the last whole words before an index, with at least 16 compared characters if there are as many."""
        end = self.at[start] if start < len(self.at) else len(self.raw)
        words = self.raw[max(0, end - 20 * LONGEST_CONTEXT) : end].split()
        return " ".join(reversed(_enough_words(reversed(words))))[-LONGEST_CONTEXT:]

    def after(self, end: int) -> str:
        """Return the first whole words after an index, with at least 16 compared characters if there are as many."""
        start = self.at[end - 1] + 1 if end else 0
        words = self.raw[start : start + 20 * LONGEST_CONTEXT].split()
        return " ".join(_enough_words(iter(words)))[:LONGEST_CONTEXT]

    def around(self, start: int, end: int, before: str, after: str) -> bool:
        """Return whether the range from start to end has these compared texts right before and right after it."""
        return self.text[:start].endswith(before) and self.text.startswith(after, end)


def _enough_words(words: Iterator[str]) -> list[str]:
    taken: list[str] = []
    count = 0
    for word in islice(words, 2 * CONTEXT):
        if count >= CONTEXT:
            break
        taken.append(word)
        count += len(comparable_text(word))
    return taken
